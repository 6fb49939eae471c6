"""The selection grid of the Federal Skilled Worker program: every row of its six factors (IRPR 78 to 83)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from law_facts import (
    CARPENTER,
    SENIOR_MANAGER,
    TEER_0,
    TEER_1,
    TEER_3,
    TEER_4,
    TEER_5,
    TODAY,
    born,
    canadian,
    days,
    english,
    foreign,
    french,
    grid,
    here,
    job,
    offer,
    person,
    result,
    spouse,
)

from expressentry.rules.facts import CountedYears, JobOffer, Language, Spouse, WorkPermit

# IRPR 78
EDUCATION = {
    "less_than_secondary": 0,
    "secondary": 5,
    "one_year_post_secondary": 15,
    "two_year_post_secondary": 19,
    "three_year_or_longer_post_secondary": 21,
    "two_or_more_post_secondary_one_three_years_or_longer": 22,
    "masters_or_entry_to_practice_professional": 23,
    "doctoral": 25,
}
# IRPR 79(3)(a), per ability
FIRST_LANGUAGE = {0: 0, 3: 0, 4: 0, 5: 0, 6: 0, 7: 4, 8: 5, 9: 6, 10: 6, 12: 6}
# IRPR 80, completed years
EXPERIENCE = {0: 0, 1: 9, 2: 11, 3: 11, 4: 13, 5: 13, 6: 15, 7: 15, 10: 15}
# IRPR 81, completed years
AGE = dict.fromkeys((0, 16, 17), 0) | dict.fromkeys(range(18, 36), 12)
AGE |= {36: 11, 37: 10, 38: 9, 39: 8, 40: 7, 41: 6, 42: 5, 43: 4, 44: 3, 45: 2, 46: 1, 47: 0, 48: 0, 70: 0}
ABILITIES = pytest.mark.parametrize("ability", range(4), ids=["speaking", "listening", "reading", "writing"])


def lines(facts, on=TODAY):
    return {line.factor.value: line for line in result(facts, "fsw", on).grid.lines}


@pytest.mark.parametrize(("level", "expected"), EDUCATION.items())
def test_education(level, expected):
    assert grid(person(credentials=(foreign(level),)))["education"] == expected
    assert grid(person(credentials=(canadian(level),)))["education"] == expected


def test_education_does_not_add_up():
    assert grid(person(credentials=(foreign("two_year_post_secondary"),) * 3))["education"] == 19
    both = (foreign("three_year_or_longer_post_secondary"), foreign("one_year_post_secondary"))
    assert grid(person(credentials=both))["education"] == 22


@ABILITIES
@pytest.mark.parametrize(("level", "expected"), FIRST_LANGUAGE.items())
def test_first_language_per_ability(level, expected, ability):
    levels = tuple(level if number == ability else 0 for number in range(4))
    assert grid(person(languages=(english(levels),)))["first_language"] == expected


@pytest.mark.parametrize(("levels", "expected"), [(7, 16), (8, 20), (9, 24), (10, 24), ((7, 8, 9, 10), 21)])
@pytest.mark.parametrize("tested", [english, french])
def test_first_language_together(levels, expected, tested):
    assert grid(person(languages=(tested(levels),)))["first_language"] == expected


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        (4, 0),
        (5, 4),
        (6, 4),
        (10, 4),
        ((5, 5, 5, 4), 0),  # four points or none, never one per ability
        ((4, 10, 10, 10), 0),
        ((10, 10, 4, 10), 0),
        ((5, 6, 7, 8), 4),
        (0, 0),
    ],
)
def test_second_language_is_all_or_nothing(levels, expected):
    for facts in (
        person(languages=(english(10), french(levels))),
        person(languages=(french(10), english(levels)), first_language=Language.FRENCH),
    ):
        found = grid(facts)
        assert (found["first_language"], found["second_language"]) == (24, expected)


def test_no_second_test_no_points():
    assert grid(person(languages=(english(10),)))["second_language"] == 0
    expired = french(10, date(2024, 11, 23))
    assert grid(person(languages=(english(10), expired)))["second_language"] == 0


def test_the_better_order_where_the_candidate_has_not_chosen():
    tested = (english(5), french(9))
    free = grid(person(languages=tested))
    assert (free["first_language"], free["second_language"]) == (24, 4)
    chosen = grid(person(languages=tested, first_language=Language.ENGLISH))
    assert (chosen["first_language"], chosen["second_language"]) == (0, 4)


@pytest.mark.parametrize(("years", "expected"), EXPERIENCE.items())
def test_experience(years, expected):
    assert grid(person(counted_years=CountedYears(skilled=years)))["experience"] == expected


@pytest.mark.parametrize(
    ("length", "expected"), [(363, 0), (364, 9), (727, 9), (728, 11), (1455, 11), (1456, 13), (2183, 13), (2184, 15)]
)
def test_experience_rounds_down(length, expected):
    assert grid(person(jobs=(job(TEER_1, *days(length, "2026-10-31")),)))["experience"] == expected


def test_experience_of_several_occupations_adds_up():
    jobs = (
        job(TEER_1, *days(364, "2024-12-31")),
        here(TEER_3, *days(364, "2022-12-31"), full_time_student=True),
        here(TEER_0, *days(364, "2020-12-31"), self_employed=True),
        job(TEER_4, "2017-01-01"),
        job(TEER_1, *days(3640, "2016-11-22")),
    )
    assert grid(person(jobs=jobs, primary_occupation=TEER_1))["experience"] == 11


@pytest.mark.parametrize(("age", "expected"), AGE.items())
def test_age(age, expected):
    assert grid(person(birth_date=born(age)))["age"] == expected
    assert grid(person(birth_date=born(age + 1, TODAY + timedelta(days=1))))["age"] == expected


def test_unknown_birth_date():
    assert grid(person(birth_date=None))["age"] == 0


# ---- Arranged employment (IRPR 82): ten points, and five of adaptability


@pytest.mark.parametrize("branch", ["a", "b", "c", "d"])
@pytest.mark.parametrize("code", [SENIOR_MANAGER, TEER_0, TEER_1, CARPENTER, TEER_3])
def test_each_branch_of_arranged_employment(code, branch):
    found = lines(person(job_offer=offer(code, branch)))
    assert (found["arranged_employment"].points, found["adaptability"].points) == (10, 5)
    assert found["arranged_employment"].basis == (branch,)


NAMED, EXEMPT, OPEN, NONE = (
    WorkPermit.LMIA_NAMED_EMPLOYER,
    WorkPermit.EXEMPT_NAMED_EMPLOYER,
    WorkPermit.OTHER_AUTHORIZATION,
    WorkPermit.NONE,
)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.mark.parametrize(
    ("made", "branch"),
    [
        (None, None),
        (JobOffer(), None),
        *[(offer(code, branch), None) for code in (TEER_4, TEER_5, None) for branch in "abcd"],
        *[(offer(branch=branch, employers=2), None) for branch in "abcd"],
        *[(offer(branch=branch, employer_excluded=True), None) for branch in "abcd"],
        *[(offer(branch=branch, full_time=False), None) for branch in "abcd"],
        *[(offer(branch=branch, lasts_a_year=False), None) for branch in "abcd"],
        *[(offer(branch=branch, permit=None), None) for branch in "abcd"],
        (offer(branch="a", works_for_employer=False), None),
        (offer(branch="a", year_with_employer=False), "a"),  # no minimum service under (a)
        (offer(branch="b", works_for_employer=False), None),
        (offer(branch="b", year_with_employer=False), None),
        (offer(branch="b", year_with_employer=None), None),
        (offer(branch="c", lmia_approved=False), None),
        (offer(branch="c", lmia_approved=None), None),
        (offer(branch="c", lmia_expires_on=TODAY), "c"),
        (offer(branch="c", lmia_expires_on=YESTERDAY), None),
        (offer(branch="d", lmia_approved=False), None),
        (offer(branch="d", lmia_expires_on=YESTERDAY), None),
        (offer(branch="a", permit=OPEN), None),  # an open permit does not satisfy (a) or (b)
        (offer(branch="b", permit=OPEN), None),
        (offer(branch="b", permit=OPEN, lmia_approved=True), "d"),  # it needs an assessment
        (offer(branch="a", permit=NONE), None),
        (offer(branch="a", works_for_employer=False, lmia_approved=True), "d"),  # (a) does not apply: (d)
        (offer(branch="b", year_with_employer=False, lmia_approved=True), "d"),
        (offer(branch="a", permit_occupation_matches=False), "a"),  # asked only of trades
    ],
)
def test_what_arranged_employment_must_be(made, branch):
    found = lines(person(job_offer=made))
    assert found["arranged_employment"].basis == ((branch,) if branch else ())
    expected = (10, 5) if branch else (0, 0)
    assert (found["arranged_employment"].points, found["adaptability"].points) == expected


@pytest.mark.parametrize(("on", "expected"), [(date(2022, 11, 15), (0, 10)), (date(2022, 11, 16), (10, 0))])
def test_the_occupation_of_the_offer_before_and_after_noc_2021(on, expected):
    """Nurse aides were skill level C and are TEER 3; tailors were level B and are TEER 4."""
    found = [grid(person(job_offer=offer(code)), on)["arranged_employment"] for code in ("33102", "64200")]
    assert tuple(found) == expected


# ---- Adaptability (IRPR 83)

ELEMENTS = {
    "spouse language": ({"spouse": spouse(language=english(4))}, 5),
    "own study": ({"studied_in_canada": True}, 5),
    "spouse study": ({"spouse": spouse(studied_in_canada=True)}, 5),
    "own work": ({"worked_in_canada": True}, 10),
    "own work from years": ({"counted_years": CountedYears(canadian_ever=1)}, 10),
    "own work from jobs": ({"jobs": (here(first="2001-01-01", last="2001-12-31"),)}, 10),  # no time limit
    "spouse work": ({"spouse": spouse(worked_in_canada=True)}, 5),
    "relative": ({"relative_in_canada": True}, 5),
    "sibling": ({"sibling_in_canada": True}, 5),
    "spouse's relative": ({"spouse": spouse(relative_in_canada=True)}, 5),
    "spouse's sibling": ({"spouse": spouse(sibling_in_canada=True)}, 5),
    "both related": ({"relative_in_canada": True, "spouse": spouse(relative_in_canada=True)}, 5),
    "arranged employment": ({"job_offer": offer()}, 5),
    "nothing": ({}, 0),
    "study and relative": ({"studied_in_canada": True, "relative_in_canada": True}, 10),
    "study, relative and offer": (
        {"studied_in_canada": True, "relative_in_canada": True, "job_offer": offer()},
        10,
    ),
    "work and study": ({"worked_in_canada": True, "studied_in_canada": True}, 10),
    "everything of the spouse": (
        {
            "spouse": spouse(
                language=english(10), studied_in_canada=True, worked_in_canada=True, relative_in_canada=True
            )
        },
        10,
    ),
}


@pytest.mark.parametrize(("given", "expected"), ELEMENTS.values(), ids=ELEMENTS)
def test_adaptability(given, expected):
    assert grid(person(**given))["adaptability"] == expected


@pytest.mark.parametrize(
    ("tested", "expected"),
    [
        (english(4), 5),
        (french(4), 5),
        (english((4, 4, 4, 3)), 0),
        (english((0, 10, 10, 10)), 0),
        (english(4, date(2024, 11, 24)), 5),
        (english(4, date(2024, 11, 23)), 0),
        (None, 0),
    ],
)
def test_the_spouses_language(tested, expected):
    assert grid(person(spouse=spouse(language=tested)))["adaptability"] == expected


OF_SPOUSE = {
    "language": english(9),
    "studied_in_canada": True,
    "worked_in_canada": True,
    "relative_in_canada": True,
}


@pytest.mark.parametrize(
    "partner",
    [
        Spouse(accompanying=False, **OF_SPOUSE),
        Spouse(accompanying=None, **OF_SPOUSE),
        Spouse(accompanying=True, citizen_or_permanent_resident=True, **OF_SPOUSE),
    ],
    ids=["stays behind", "unknown", "citizen or permanent resident"],
)
def test_a_spouse_who_does_not_count_adds_nothing(partner):
    assert grid(person(spouse=partner))["adaptability"] == 0


@pytest.mark.parametrize(
    ("work", "expected"),
    [
        (here(first="2020-01-01", last="2020-12-29"), 10),  # 364 days
        (here(first="2020-01-01", last="2020-12-28"), 0),
        (here(TEER_3, "2020-01-01", "2020-12-31"), 10),
        (here(TEER_4, "2020-01-01", "2020-12-31"), 0),
        (here(first="2020-01-01", last="2020-12-31", authorized=False), 0),
        (here(first="2020-01-01", last="2020-12-31", paid=False), 0),
        (job(first="2020-01-01", last="2020-12-31"), 0),
        (here(first="2020-01-01", last="2020-12-31", hours=30), 10),
    ],
)
def test_own_work_in_canada(work, expected):
    assert grid(person(jobs=(work,)))["adaptability"] == expected


def test_own_work_in_canada_is_full_time():
    """One year of full-time work, 30 hours or more in a week (IRPR 73(1), 83(4)); no part-time equivalent."""
    half_time = here(first="2020-01-01", last="2022-12-31", hours=15)
    assert grid(person(jobs=(half_time,)))["adaptability"] == 0
    assert grid(person(jobs=(half_time, half_time)))["adaptability"] == 10  # thirty hours a week together


# ---- Together


def test_the_highest_grid_is_100():
    best = person(
        birth_date=born(25),
        credentials=(canadian("doctoral"),),
        languages=(english(9), french(5)),
        counted_years=CountedYears(skilled=6, canadian_ever=1),
        job_offer=offer(),
    )
    assert grid(best) == {
        "education": 25,
        "first_language": 24,
        "second_language": 4,
        "experience": 15,
        "age": 12,
        "arranged_employment": 10,
        "adaptability": 10,
    }
    found = result(best, "fsw").grid
    assert (found.total, found.pass_mark, found.maximum) == (100, 67, 100)


@pytest.mark.parametrize("on", [date(2015, 1, 1), date(2018, 5, 5), date(2022, 11, 16), TODAY], ids=str)
def test_the_grid_is_that_of_2013_on_every_day(on):
    facts = person(
        birth_date=born(40, on),
        credentials=(canadian("two_year_post_secondary"),),
        languages=(english(8, on - timedelta(days=30)), french(5, on - timedelta(days=30))),
        counted_years=CountedYears(skilled=3),
        job_offer=offer(),
        studied_in_canada=True,
    )
    assert list(grid(facts, on).values()) == [19, 20, 4, 11, 7, 10, 10]
    assert result(replace(facts, job_offer=None), "fsw", on).grid.total == 66
