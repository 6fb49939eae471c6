"""CRS section B, the accompanying spouse or partner (MI 16 to 19), and who counts as one (MI 1)."""

from datetime import date

import pytest
from law_facts import (
    LEVELS,
    PHYSICIAN,
    TEER_4,
    born,
    canadian,
    card,
    english,
    foreign,
    french,
    here,
    job,
    person,
    points,
    sections,
    spouse,
)

from expressentry.rules.facts import CountedYears, Spouse

# MI 17(1)
EDUCATION = {
    "less_than_secondary": 0,
    "secondary": 2,
    "one_year_post_secondary": 6,
    "two_year_post_secondary": 7,
    "three_year_or_longer_post_secondary": 8,
    "two_or_more_post_secondary_one_three_years_or_longer": 9,
    "masters_or_entry_to_practice_professional": 10,
    "doctoral": 10,
}
# Per ability (MI 18).
LANGUAGE = {0: 0, 1: 0, 2: 0, 3: 0, 4: 0, 5: 1, 6: 1, 7: 3, 8: 3, 9: 5, 10: 5}
# Completed years (MI 19).
CANADIAN_WORK = {0: 0, 1: 5, 2: 7, 3: 8, 4: 9, 5: 10, 6: 10}

BEST_SPOUSE = {"credentials": (canadian("doctoral"),), "language": english(10), "canadian_years": 5}


@pytest.mark.parametrize("level", LEVELS)
def test_education(level):
    found = points(person(spouse=spouse(credentials=(canadian(level),))))
    assert found["spouse_education"] == EDUCATION[level]


def test_education_of_two_programs():
    both = (canadian("three_year_or_longer_post_secondary"), foreign("one_year_post_secondary"))
    assert points(person(spouse=spouse(credentials=both)))["spouse_education"] == 9


def test_education_unassessed_or_too_long_assessed():
    unassessed = foreign("doctoral", assessed_on=None)
    expired = foreign("doctoral", assessed_on=date(2021, 11, 23))
    last_day = foreign("doctoral", assessed_on=date(2021, 11, 24))
    found = [points(person(spouse=spouse(credentials=(one,))))["spouse_education"] for one in (unassessed, expired)]
    assert found == [0, 0]
    assert points(person(spouse=spouse(credentials=(last_day,))))["spouse_education"] == 10


@pytest.mark.parametrize("tested", [english, french])
@pytest.mark.parametrize("ability", range(4), ids=["speaking", "listening", "reading", "writing"])
@pytest.mark.parametrize("level", LANGUAGE)
def test_language_per_ability(level, ability, tested):
    levels = tuple(level if number == ability else 0 for number in range(4))
    assert points(person(spouse=spouse(language=tested(levels))))["spouse_language"] == LANGUAGE[level]


def test_language_mixed_and_highest():
    assert points(person(spouse=spouse(language=english((9, 8, 5, 4)))))["spouse_language"] == 5 + 3 + 1 + 0
    assert points(person(spouse=spouse(language=english(12))))["spouse_language"] == 20


def test_language_lives_two_years():
    assert points(person(spouse=spouse(language=english(9, date(2024, 11, 24)))))["spouse_language"] == 20
    assert points(person(spouse=spouse(language=english(9, date(2024, 11, 23)))))["spouse_language"] == 0


@pytest.mark.parametrize("years", CANADIAN_WORK)
def test_canadian_work(years):
    assert points(person(spouse=spouse(canadian_years=years)))["spouse_canadian_work"] == CANADIAN_WORK[years]


@pytest.mark.parametrize(
    ("work", "expected"),
    [
        (here(first="2025-11-24"), 5),
        (here(first="2025-11-25"), 0),
        (here(first="2021-11-29"), 10),
        (here(first="2021-11-29", hours=15), 7),  # half time: two and a half years
        (here(first="2000-01-01", last="2016-11-22"), 0),
        (job(first="2015-01-01"), 0),  # abroad
        (here(TEER_4), 0),
        (here(paid=False), 0),
        (here(authorized=False), 0),
        (here(full_time_student=True), 0),
        (here(self_employed=True), 0),
        (here(PHYSICIAN, self_employed=True, publicly_funded_physician=True), 10),
    ],
)
def test_canadian_work_from_jobs(work, expected):
    assert points(person(spouse=spouse(jobs=(work,))))["spouse_canadian_work"] == expected


def test_maxima():
    found = card(person(spouse=spouse(**BEST_SPOUSE)))
    lines = [line for line in found.lines if line.factor.startswith("spouse_")]
    assert [(line.points, line.maximum) for line in lines] == [(10, 10), (20, 20), (10, 10)]
    assert sections(person(spouse=spouse(**BEST_SPOUSE)))["b"] == 40


def test_no_factor_for_abroad_or_second_language():
    names = {line.factor.value for line in card(person()).lines if line.factor.startswith("spouse_")}
    assert names == {"spouse_education", "spouse_language", "spouse_canadian_work"}


@pytest.mark.parametrize(
    "not_counted",
    [
        None,
        Spouse(accompanying=False, **BEST_SPOUSE),
        Spouse(accompanying=True, citizen_or_permanent_resident=True, **BEST_SPOUSE),
        Spouse(accompanying=False, citizen_or_permanent_resident=True, **BEST_SPOUSE),
    ],
    ids=["single", "stays behind", "citizen or permanent resident", "both"],
)
def test_without_accompanying_spouse_the_single_column_everywhere(not_counted):
    facts = person(
        spouse=not_counted,
        birth_date=born(25),
        credentials=(canadian("doctoral"),),
        languages=(english(10), french(10)),
        counted_years=CountedYears(canadian=5),
    )
    found = points(facts)
    core = ("age", "education", "first_language", "second_language", "canadian_work")
    assert [found[factor] for factor in core] == [110, 150, 136, 24, 80]
    assert sections(facts)["b"] == 0
    assert not card(facts).accompanied


def test_accompanied_by_one_who_counts():
    facts = person(
        spouse=spouse(citizen_or_permanent_resident=False, **BEST_SPOUSE),
        birth_date=born(25),
        credentials=(canadian("doctoral"),),
        languages=(english(10), french(10)),
        counted_years=CountedYears(canadian=5),
    )
    found = points(facts)
    core = ("age", "education", "first_language", "second_language", "canadian_work")
    assert [found[factor] for factor in core] == [100, 140, 128, 22, 70]
    assert (sections(facts)["a"], sections(facts)["b"]) == (460, 40)
    assert card(facts).accompanied
