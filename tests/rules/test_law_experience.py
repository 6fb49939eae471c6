"""Counting work: worked examples, which jobs count for which question, hours and overlaps (MI 15, 25; IRPR 73, 80)."""

from datetime import date
from fractions import Fraction

import pytest
from law_facts import (
    CARPENTER,
    ELECTRICIAN,
    PHYSICIAN,
    SPECIALIST,
    SURGEON,
    TEER_0,
    TEER_1,
    TEER_2,
    TEER_3,
    TEER_4,
    TEER_5,
    TODAY,
    days,
    here,
    job,
    person,
)

from expressentry.rules import experience
from expressentry.rules.experience import Question
from expressentry.rules.tables import law_on

ABROAD, CANADA = Question.CRS_FOREIGN, Question.CRS_CANADIAN


def hours(question, *jobs, on=TODAY, **facts):
    """Hours a work history gives to a question."""
    return experience.count(question, person(jobs=jobs, **facts), on, law_on(on)).hours


# ---- Worked examples: hours exactly, then completed years

FULL_YEAR = job(first="2020-03-01", last="2021-02-28")
PART_YEAR = job(first="2020-01-01", last="2020-12-31", hours=20)
MORE_PART_TIME = job(first="2020-01-01", last="2020-12-31", hours=15)
HALF_YEAR = job(first="2020-01-01", last="2020-06-30", hours=60)
LONG_AGO = job(first="2010-01-01", last="2017-06-30")
GOING_ON = here(first="2025-01-06", hours=30)


@pytest.mark.parametrize(
    ("jobs", "on", "expected_hours", "years"),
    [
        ((FULL_YEAR,), TODAY, 1564 + Fraction(2, 7), 1),
        ((PART_YEAR,), TODAY, 1045 + Fraction(5, 7), 0),
        ((PART_YEAR, MORE_PART_TIME), TODAY, 1568 + Fraction(4, 7), 1),
        ((HALF_YEAR,), TODAY, 780, 0),
        ((LONG_AGO,), TODAY, 942 + Fraction(6, 7), 0),
    ],
    ids=["full year", "part time", "two part times", "sixty hours a week", "outside the window"],
)
def test_worked_examples_abroad(jobs, on, expected_hours, years):
    assert hours(ABROAD, *jobs, on=on) == expected_hours
    assert experience.foreign_years(person(jobs=jobs), on, law_on(on)) == years
    assert experience.canadian_years(person(jobs=jobs), on, law_on(on)) == 0


@pytest.mark.parametrize(
    ("work", "on", "expected_hours", "years"),
    [
        (GOING_ON, date(2026, 1, 5), 1560, 1),
        (GOING_ON, date(2026, 1, 4), 1555 + Fraction(5, 7), 0),
        (here(TEER_1, "2023-01-01", "2023-12-31", self_employed=True), TODAY, 0, 0),
    ],
)
def test_worked_examples_in_canada(work, on, expected_hours, years):
    assert hours(CANADA, work, on=on) == expected_hours
    assert experience.canadian_years(person(jobs=(work,)), on, law_on(on)) == years
    assert experience.foreign_years(person(jobs=(work,)), on, law_on(on)) == 0


# ---- Which jobs qualify

SPAN = {"first": "2024-11-25", "last": "2025-11-23"}  # 364 days, inside every window
JOBS = {
    "abroad": job(**SPAN),
    "abroad, unpaid": job(paid=False, **SPAN),
    "abroad, TEER 0": job(TEER_0, **SPAN),
    "abroad, TEER 2": job(TEER_2, **SPAN),
    "abroad, TEER 3": job(TEER_3, **SPAN),
    "abroad, TEER 4": job(TEER_4, **SPAN),
    "abroad, TEER 5": job(TEER_5, **SPAN),
    "abroad, unauthorised": job(authorized=False, **SPAN),
    "abroad, student": job(full_time_student=True, **SPAN),
    "abroad, self-employed": job(self_employed=True, **SPAN),
    "Canada": here(**SPAN),
    "Canada, unpaid": here(paid=False, **SPAN),
    "Canada, TEER 0": here(TEER_0, **SPAN),
    "Canada, TEER 2": here(TEER_2, **SPAN),
    "Canada, TEER 3": here(TEER_3, **SPAN),
    "Canada, TEER 4": here(TEER_4, **SPAN),
    "Canada, TEER 5": here(TEER_5, **SPAN),
    "Canada, unauthorised": here(authorized=False, **SPAN),
    "Canada, student": here(full_time_student=True, **SPAN),
    "Canada, self-employed": here(self_employed=True, **SPAN),
    "Canada, physician": here(PHYSICIAN, self_employed=True, publicly_funded_physician=True, **SPAN),
    "Canada, surgeon": here(SURGEON, self_employed=True, publicly_funded_physician=True, **SPAN),
    "Canada, specialist": here(SPECIALIST, self_employed=True, publicly_funded_physician=True, **SPAN),
    "Canada, private physician": here(PHYSICIAN, self_employed=True, **SPAN),
    "Canada, no physician": here(TEER_1, self_employed=True, publicly_funded_physician=True, **SPAN),
}
IN_CANADA = {
    "Canada",
    "Canada, TEER 0",
    "Canada, TEER 2",
    "Canada, TEER 3",
    "Canada, physician",
    "Canada, surgeon",
    "Canada, specialist",
}
ABROAD_SKILLED = {
    "abroad",
    "abroad, TEER 0",
    "abroad, TEER 2",
    "abroad, TEER 3",
    "abroad, unauthorised",
    "abroad, student",
    "abroad, self-employed",
}
ANYWHERE = (
    ABROAD_SKILLED
    | IN_CANADA
    | {"Canada, student", "Canada, self-employed", "Canada, private physician", "Canada, no physician"}
)
COUNTING = {
    Question.CRS_CANADIAN: IN_CANADA,
    Question.CRS_FOREIGN: ABROAD_SKILLED,
    Question.CEC: IN_CANADA,
    Question.FSW_CONTINUOUS: ANYWHERE,
    Question.FSW_EXPERIENCE: ANYWHERE,
}


@pytest.mark.parametrize("name", JOBS)
@pytest.mark.parametrize("question", COUNTING)
def test_which_jobs_qualify(question, name):
    work = JOBS[name]
    found = hours(question, work, primary_occupation=work.noc_code)
    assert found == (1560 if name in COUNTING[question] else 0)


TRADE_JOBS = {
    "abroad": (job(CARPENTER, **SPAN), True),
    "abroad, unpaid": (job(CARPENTER, paid=False, **SPAN), False),
    "abroad, student": (job(CARPENTER, full_time_student=True, **SPAN), True),
    "abroad, self-employed": (job(CARPENTER, self_employed=True, **SPAN), True),
    "Canada": (here(CARPENTER, **SPAN), True),
    "Canada, unpaid": (here(CARPENTER, paid=False, **SPAN), False),
    "Canada, unauthorised": (here(CARPENTER, authorized=False, **SPAN), False),
    "Canada, student": (here(CARPENTER, full_time_student=True, **SPAN), True),
    "Canada, self-employed": (here(CARPENTER, self_employed=True, **SPAN), True),
    "another trade": (here(ELECTRICIAN, **SPAN), False),
    "no trade": (here(TEER_1, **SPAN), False),
}


@pytest.mark.parametrize(("work", "counts"), TRADE_JOBS.values(), ids=TRADE_JOBS)
def test_which_jobs_qualify_for_a_trade(work, counts):
    qualified = date(2015, 1, 1)
    found = hours(Question.FST, work, primary_occupation=CARPENTER, qualified_on=qualified)
    assert found == (1560 if counts else 0)


@pytest.mark.parametrize("code", [TEER_1, TEER_4, None])
def test_a_trade_must_be_a_trade(code):
    work = here(code or CARPENTER, **SPAN)
    assert hours(Question.FST, work, primary_occupation=code, qualified_on=date(2015, 1, 1)) == 0


@pytest.mark.parametrize("code", [SPECIALIST, SURGEON, PHYSICIAN])
@pytest.mark.parametrize("question", [Question.CRS_CANADIAN, Question.CEC])
@pytest.mark.parametrize(("on", "counts"), [(date(2023, 4, 24), False), (date(2023, 4, 25), True)])
def test_physicians_from_25_april_2023(question, code, on, counts):
    work = here(code, "2022-01-01", "2022-12-30", self_employed=True, publicly_funded_physician=True)
    assert hours(question, work, on=on) == (1560 if counts else 0)


def test_continuous_work_is_in_the_primary_occupation():
    assert hours(Question.FSW_CONTINUOUS, job(TEER_1, **SPAN), primary_occupation=TEER_2) == 0
    assert hours(Question.FSW_CONTINUOUS, job(TEER_1, **SPAN), primary_occupation=None) == 0
    assert hours(Question.FSW_EXPERIENCE, job(TEER_1, **SPAN), primary_occupation=TEER_2) == 1560


# Skilled before 2022-11-16 by skill type and level of NOC 2016, since then by TEER category.
SKILLED = {
    TEER_0: (True, True),  # 0111, skill type 0
    TEER_1: (True, True),  # 2173, skill level A
    TEER_2: (True, True),  # 2281, skill level B
    "33102": (False, True),  # nurse aides: 3413, skill level C
    "73300": (False, True),  # transport truck drivers: 7511, skill level C
    "64200": (True, False),  # tailors: 6342, skill level B
    "54100": (True, False),  # recreation instructors: 5254, skill level B
    "65201": (False, False),  # kitchen helpers: 6711, skill level D
}


@pytest.mark.parametrize(("code", "skilled"), SKILLED.items())
def test_skilled_work_before_and_after_noc_2021(code, skilled):
    work = job(code, "2020-01-01", "2020-12-30")  # 365 days: a year
    for on, expected in zip((date(2022, 11, 15), date(2022, 11, 16)), skilled, strict=True):
        assert experience.foreign_years(person(jobs=(work,)), on, law_on(on)) == (1 if expected else 0)


@pytest.mark.parametrize(
    "missing", [{"noc_code": None}, {"started_on": None}, {"hours_per_week": None}, {"in_canada": None}, {"paid": None}]
)
@pytest.mark.parametrize("question", COUNTING)
def test_an_incomplete_job_gives_nothing(question, missing):
    given = {"noc_code": TEER_1, "started_on": date(2020, 1, 1), "hours_per_week": 40, "in_canada": True}
    assert hours(question, experience.Job(**(given | missing)), primary_occupation=TEER_1) == 0


# ---- Hours of a day: at most 30 a week over all jobs, within one question


@pytest.mark.parametrize(
    ("weekly", "expected"), [(10, 520), (15, 780), (29.5, 1534), (30, 1560), (30.5, 1560), (80, 1560), (0.25, 13)]
)
def test_hours_per_week(weekly, expected):
    assert hours(ABROAD, job(hours=weekly, **SPAN)) == expected


@pytest.mark.parametrize(
    ("weekly", "expected"),
    [
        ((20, 15), 1560),
        ((10, 15), 1300),
        ((40, 40), 1560),
        ((10, 10, 10), 1560),
        ((10, 10, 5), 1300),
        ((15.5, 7.25), 1183),
    ],
)
def test_jobs_over_the_same_days(weekly, expected):
    assert hours(ABROAD, *[job(hours=each, **SPAN) for each in weekly]) == expected


def test_jobs_that_overlap_in_part():
    first = job(hours=20, first="2024-01-01", last="2024-03-31")  # 91 days
    second = job(hours=20, first="2024-03-01", last="2024-04-30")  # 61 days, 31 of them together
    assert hours(ABROAD, first, second) == Fraction(60 * 20 + 31 * 30 + 30 * 20, 7)
    assert hours(ABROAD, second, first) == Fraction(60 * 20 + 31 * 30 + 30 * 20, 7)


def test_a_job_inside_another():
    around = job(hours=20, first="2024-01-01", last="2024-12-31")  # 366 days
    inside = job(hours=30, first="2024-06-01", last="2024-06-30")  # 30 days
    assert hours(ABROAD, around, inside) == Fraction(336 * 20 + 30 * 30, 7)


def test_at_home_and_in_canada_at_once_each_count_in_full():
    remote, local = job(first="2022-01-03", last="2023-01-01"), here(first="2022-01-03", last="2023-01-01")
    facts = person(jobs=(remote, local))
    assert experience.canadian_years(facts, TODAY, law_on(TODAY)) == 1
    assert experience.foreign_years(facts, TODAY, law_on(TODAY)) == 1
    assert hours(Question.FSW_EXPERIENCE, remote, local) == 1560  # one question, one cap


def test_an_excluded_job_takes_nothing_from_the_others():
    studied = here(hours=30, full_time_student=True, **SPAN)
    assert hours(CANADA, studied, here(hours=20, **SPAN)) == 1040


@pytest.mark.parametrize(("length", "years"), [(1, 0), (363, 0), (364, 1), (727, 1), (728, 2), (1091, 2), (1092, 3)])
def test_completed_years_round_down(length, years):
    first, last = days(length, "2024-12-31")
    assert experience.foreign_years(person(jobs=(job(first=first, last=last),)), TODAY, law_on(TODAY)) == years


def test_no_year_is_compressed():
    """1,560 hours in less than twelve months are not a year: 60 hours a week count as 30."""
    first, last = days(182, "2024-12-31")
    for weekly, expected in ((30, 780), (60, 780), (100, 780)):
        assert hours(ABROAD, job(first=first, last=last, hours=weekly)) == expected


def test_leap_days_are_days():
    assert hours(ABROAD, job(first="2024-02-01", last="2024-02-29")) == Fraction(29 * 30, 7)
    assert hours(ABROAD, job(first="2023-02-01", last="2023-02-28")) == Fraction(28 * 30, 7)
    assert hours(ABROAD, job(first="2024-02-29", last="2024-02-29")) == Fraction(30, 7)
    assert hours(ABROAD, job(first="2024-02-29", last="2025-02-26")) == 1560


def test_what_each_job_gave_is_shown():
    shown = experience.count(
        CANADA, person(jobs=(here(**SPAN), here(paid=False, **SPAN), job(**SPAN))), TODAY, law_on(TODAY)
    )
    assert [one.excluded for one in shown.jobs] == [None, "unpaid", "abroad"]
    assert [one.days for one in shown.jobs] == [364, 0, 0]
    assert [one.hours for one in shown.jobs] == [1560, 0, 0]
    assert shown.since == date(2016, 11, 23)
