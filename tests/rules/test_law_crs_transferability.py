"""CRS section C, skill transferability: every cell of the five tables, and the maxima (MI 20 to 27)."""

from datetime import date

import pytest
from law_facts import (
    CARPENTER,
    LEVELS,
    TEER_1,
    TODAY,
    canadian,
    card,
    english,
    french,
    here,
    job,
    offer,
    person,
    points,
    sections,
    spouse,
)

from expressentry.rules.facts import Certificate, CountedYears, Facts, Language, Province

# Tiers of education, by level.
TIER = dict(zip(LEVELS, ["none", "none", "one", "one", "one", "two", "two", "two"], strict=True))
FOREIGN_TIER = {0: "none", 1: "one", 2: "one", 3: "two", 4: "two", 10: "two"}
CANADIAN_TIER = {0: "none", 1: "one", 2: "two", 3: "two", 5: "two"}
LANGUAGE_TIER = {
    (0, 0, 0, 0): "none",
    (6, 6, 6, 6): "none",
    (10, 10, 10, 6): "none",
    (6, 10, 10, 10): "none",
    (7, 7, 7, 7): "mid",
    (8, 8, 8, 8): "mid",
    (10, 10, 10, 8): "mid",
    (7, 10, 10, 10): "mid",
    (10, 7, 9, 9): "mid",
    (9, 9, 9, 9): "high",
    (10, 10, 10, 10): "high",
    (9, 10, 10, 9): "high",
}
# MI 21 and 23: the first thing with the first official language.
WITH_LANGUAGE = {
    "none": {"none": 0, "mid": 0, "high": 0},
    "one": {"none": 0, "mid": 13, "high": 25},
    "two": {"none": 0, "mid": 25, "high": 50},
}
# MI 22 and 24: the first thing with Canadian work.
WITH_CANADIAN_WORK = {
    "none": {"none": 0, "one": 0, "two": 0},
    "one": {"none": 0, "one": 13, "two": 25},
    "two": {"none": 0, "one": 25, "two": 50},
}
# MI 26: the thresholds are CLB 5 and CLB 7.
WITH_CERTIFICATE = {
    (0, 0, 0, 0): 0,
    (4, 4, 4, 4): 0,
    (4, 10, 10, 10): 0,
    (10, 10, 10, 4): 0,
    (5, 5, 5, 5): 25,
    (6, 6, 6, 6): 25,
    (5, 10, 10, 10): 25,
    (10, 10, 6, 10): 25,
    (7, 7, 7, 7): 50,
    (8, 7, 9, 10): 50,
    (9, 9, 9, 9): 50,
    (10, 10, 10, 10): 50,
}
CERTIFIED = Certificate(noc_code=CARPENTER)
EITHER = pytest.mark.parametrize("other", [{}, {"spouse": spouse()}], ids=["alone", "accompanied"])


@EITHER
@pytest.mark.parametrize("levels", LANGUAGE_TIER, ids=str)
@pytest.mark.parametrize("level", LEVELS)
def test_education_with_language(level, levels, other):
    facts = person(credentials=(canadian(level),), languages=(english(levels),), **other)
    assert points(facts)["education_transferability"] == WITH_LANGUAGE[TIER[level]][LANGUAGE_TIER[levels]]


@EITHER
@pytest.mark.parametrize("years", CANADIAN_TIER)
@pytest.mark.parametrize("level", LEVELS)
def test_education_with_canadian_work(level, years, other):
    facts = person(credentials=(canadian(level),), counted_years=CountedYears(canadian=years), **other)
    assert points(facts)["education_transferability"] == WITH_CANADIAN_WORK[TIER[level]][CANADIAN_TIER[years]]


@EITHER
@pytest.mark.parametrize("levels", LANGUAGE_TIER, ids=str)
@pytest.mark.parametrize("years", FOREIGN_TIER)
def test_foreign_work_with_language(years, levels, other):
    facts = person(counted_years=CountedYears(foreign=years), languages=(english(levels),), **other)
    expected = WITH_LANGUAGE[FOREIGN_TIER[years]][LANGUAGE_TIER[levels]]
    assert points(facts)["foreign_work_transferability"] == expected


@EITHER
@pytest.mark.parametrize("canadian_years", CANADIAN_TIER)
@pytest.mark.parametrize("years", FOREIGN_TIER)
def test_foreign_work_with_canadian_work(years, canadian_years, other):
    facts = person(counted_years=CountedYears(foreign=years, canadian=canadian_years), **other)
    expected = WITH_CANADIAN_WORK[FOREIGN_TIER[years]][CANADIAN_TIER[canadian_years]]
    assert points(facts)["foreign_work_transferability"] == expected


@EITHER
@pytest.mark.parametrize(("levels", "expected"), WITH_CERTIFICATE.items(), ids=str)
def test_certificate_with_language(levels, expected, other):
    assert points(person(certificate=CERTIFIED, languages=(english(levels),), **other))["certificate"] == expected
    assert points(person(languages=(english(levels),), **other))["certificate"] == 0


@pytest.mark.parametrize("on", [date(2015, 1, 1), date(2017, 6, 6), date(2022, 11, 16)], ids=str)
def test_the_tables_are_those_of_2015(on):
    facts = person(
        credentials=(canadian("masters_or_entry_to_practice_professional"),),
        languages=(english(7, date(on.year - 1, 12, 1)),),
        counted_years=CountedYears(foreign=1),
        certificate=CERTIFIED,
    )
    found = points(facts, on)
    names = ("education_transferability", "foreign_work_transferability", "certificate")
    assert [found[name] for name in names] == [25, 13, 50]


# ---- Maxima


@pytest.mark.parametrize(
    ("level", "language", "canadian_years", "expected"),
    [
        ("one_year_post_secondary", 7, 1, 26),
        ("two_year_post_secondary", 9, 1, 38),
        ("three_year_or_longer_post_secondary", 7, 2, 38),
        ("three_year_or_longer_post_secondary", 9, 2, 50),
        ("doctoral", 7, 1, 50),
        ("doctoral", 9, 1, 50),  # 75 cut to 50
        ("doctoral", 9, 2, 50),  # 100 cut to 50
        ("secondary", 10, 5, 0),
    ],
)
def test_education_in_all_at_most_50(level, language, canadian_years, expected):
    facts = person(
        credentials=(canadian(level),),
        languages=(english(language),),
        counted_years=CountedYears(canadian=canadian_years),
    )
    assert points(facts)["education_transferability"] == expected


@pytest.mark.parametrize(
    ("foreign_years", "language", "canadian_years", "expected"),
    [(1, 7, 1, 26), (2, 9, 1, 38), (1, 7, 2, 38), (2, 9, 2, 50), (3, 7, 1, 50), (3, 9, 1, 50), (4, 9, 5, 50)],
)
def test_foreign_work_in_all_at_most_50(foreign_years, language, canadian_years, expected):
    facts = person(
        languages=(english(language),), counted_years=CountedYears(foreign=foreign_years, canadian=canadian_years)
    )
    assert points(facts)["foreign_work_transferability"] == expected


@pytest.mark.parametrize(
    ("level", "foreign_years", "certificate", "expected"),
    [
        ("doctoral", 3, CERTIFIED, 100),  # 150 cut to 100
        ("doctoral", 3, None, 100),
        ("doctoral", 0, CERTIFIED, 100),
        ("doctoral", 2, CERTIFIED, 100),  # 125 cut to 100
        ("two_year_post_secondary", 2, CERTIFIED, 100),
        ("two_year_post_secondary", 2, None, 50),
        ("two_year_post_secondary", 0, CERTIFIED, 75),
        ("secondary", 0, CERTIFIED, 50),
    ],
)
def test_section_at_most_100(level, foreign_years, certificate, expected):
    facts = person(
        credentials=(canadian(level),),
        languages=(english(9),),
        counted_years=CountedYears(foreign=foreign_years),
        certificate=certificate,
    )
    assert sections(facts)["c"] == expected
    found = card(facts)
    assert sum(line.points for line in found.sections[2].lines) == expected


# ---- What counts


def test_only_the_first_official_language_counts():
    masters = (canadian("masters_or_entry_to_practice_professional"),)
    both = (english(6), french(10))
    for first, expected in ((Language.ENGLISH, 0), (Language.FRENCH, 50)):
        facts = person(credentials=masters, languages=both, first_language=first)
        assert points(facts)["education_transferability"] == expected


def test_abilities_are_never_mixed_between_languages():
    facts = person(
        credentials=(canadian("doctoral"),), languages=(english((9, 9, 9, 6)), french((6, 6, 6, 9))), certificate=None
    )
    assert points(facts)["education_transferability"] == 0


@pytest.mark.parametrize(("last", "expected"), [("2023-11-25", 25), ("2023-11-26", 50)])
def test_almost_three_foreign_years_are_two(last, expected):
    """Three years of full-time work are 1,092 days."""
    facts = person(jobs=(job(first="2020-11-30", last=last),), languages=(english(9),))
    assert points(facts)["foreign_work_transferability"] == expected


@pytest.mark.parametrize(
    ("certificate", "expected"),
    [
        (Certificate(noc_code=CARPENTER), 50),
        (Certificate(noc_code=CARPENTER, expires_on=TODAY), 50),
        (Certificate(noc_code=CARPENTER, expires_on=date(2026, 11, 22)), 0),
        (Certificate(noc_code=TEER_1), 0),
        (Certificate(noc_code=None), 0),
    ],
)
def test_which_certificate_counts(certificate, expected):
    assert points(person(certificate=certificate, languages=(english(9),)))["certificate"] == expected


def test_nothing_stands_in_for_a_certificate():
    facts = person(nomination=Province.ON, job_offer=offer(CARPENTER), languages=(english(9),), jobs=(here(CARPENTER),))
    assert points(facts)["certificate"] == 0


def test_each_pair_is_shown_with_its_points():
    facts = Facts(
        credentials=(canadian("doctoral"),),
        languages=(english(9),),
        counted_years=CountedYears(canadian=1, foreign=2),
        certificate=CERTIFIED,
    )
    shown = {part.of.value: part.points for line in card(facts).sections[2].lines for part in line.parts}
    assert shown == {
        "education_language": 50,
        "education_canadian_work": 25,
        "foreign_work_language": 25,
        "foreign_work_canadian_work": 13,
        "certificate_language": 50,
    }
