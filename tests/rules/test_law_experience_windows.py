"""Counting work: windows to the day, work that goes on, the continuous year (MI 15, 25; IRPR 75, 80, 87.1, 87.2)."""

from datetime import date
from fractions import Fraction

import pytest
from law_facts import CARPENTER, TEER_1, TEER_2, TODAY, days, here, job, person

from expressentry.rules import experience
from expressentry.rules.experience import Question
from expressentry.rules.facts import CountedYears, Facts
from expressentry.rules.tables import law_on

DAY = Fraction(30, 7)
TRADE = {"primary_occupation": CARPENTER, "qualified_on": date(1990, 1, 1)}
# Question, a job that counts for it, and the years of its window.
WINDOWS = {
    Question.CRS_CANADIAN: (here, TEER_1, 10),
    Question.CRS_FOREIGN: (job, TEER_1, 10),
    Question.CEC: (here, TEER_1, 3),
    Question.FSW_CONTINUOUS: (job, CARPENTER, 10),
    Question.FSW_EXPERIENCE: (job, TEER_1, 10),
    Question.FST: (job, CARPENTER, 5),
}
# The first day of the windows of 3, 5 and 10 years, by day of scoring.
FIRST_DAYS = {
    date(2026, 11, 23): ("2023-11-23", "2021-11-23", "2016-11-23"),
    date(2025, 1, 1): ("2022-01-01", "2020-01-01", "2015-01-01"),
    date(2024, 2, 28): ("2021-02-28", "2019-02-28", "2014-02-28"),
    date(2024, 2, 29): ("2021-02-28", "2019-02-28", "2014-02-28"),  # 29 February: 28 February
    date(2024, 3, 1): ("2021-03-01", "2019-03-01", "2014-03-01"),
    date(2023, 2, 28): ("2020-02-28", "2018-02-28", "2013-02-28"),
    date(2023, 3, 1): ("2020-03-01", "2018-03-01", "2013-03-01"),
}


def count(question, *jobs, on=TODAY, **facts):
    return experience.count(question, person(jobs=jobs, **facts), on, law_on(on))


def hours(question, *jobs, on=TODAY, **facts):
    return count(question, *jobs, on=on, **facts).hours


def before(day):
    return days(2, day)[0]


@pytest.mark.parametrize("on", FIRST_DAYS, ids=str)
@pytest.mark.parametrize("question", WINDOWS)
def test_first_and_last_day_of_the_window(question, on):
    kind, code, years = WINDOWS[question]
    first = FIRST_DAYS[on][{3: 0, 5: 1, 10: 2}[years]]
    yesterday = before(on)

    def one_day(day):
        return hours(question, kind(code, day, day), on=on, **TRADE)

    assert one_day(first) == DAY
    assert one_day(before(first)) == 0
    assert one_day(yesterday) == DAY
    assert one_day(on.isoformat()) == 0


@pytest.mark.parametrize("question", WINDOWS)
def test_a_job_through_the_whole_window(question):
    kind, code, years = WINDOWS[question]
    length = {3: 1096, 5: 1826, 10: 3652}[years]  # days up to and with 2026-11-22
    assert hours(question, kind(code, "1999-01-01"), **TRADE) == length * DAY
    assert hours(question, kind(code, "1999-01-01", TODAY.isoformat()), **TRADE) == length * DAY


@pytest.mark.parametrize(("on", "expected"), [("2026-01-04", 363), ("2026-01-05", 364), ("2026-01-06", 365)])
def test_work_that_goes_on_counts_up_to_yesterday(on, expected):
    assert hours(Question.CRS_FOREIGN, job(first="2025-01-06"), on=date.fromisoformat(on)) == expected * DAY


def test_work_that_begins_today_gives_nothing_yet():
    for question, (kind, code, _) in WINDOWS.items():
        assert hours(question, kind(code, TODAY.isoformat()), **TRADE) == 0
        assert hours(question, kind(code, "2027-01-01"), **TRADE) == 0


def test_the_reason_a_job_gives_nothing_is_the_window():
    found = count(Question.CEC, here(first="2015-01-01", last="2023-11-22"))
    assert found.jobs[0].excluded == "outside_window"


# ---- The trade: only work after qualifying to practise it


@pytest.mark.parametrize(
    ("qualified_on", "expected"),
    [
        (date(2015, 6, 1), 1826),
        (date(2024, 11, 23), 730),
        (date(2026, 11, 22), 1),
        (None, 0),
    ],
)
def test_trade_work_after_qualifying(qualified_on, expected):
    found = hours(Question.FST, job(CARPENTER, "2010-01-01"), primary_occupation=CARPENTER, qualified_on=qualified_on)
    assert found == expected * DAY


@pytest.mark.parametrize("qualified_on", [date(2026, 11, 23), date(2026, 11, 24), date(2027, 6, 1)])
def test_no_trade_work_before_qualifying(qualified_on):
    """Work done before the day of qualifying is none, and never less than none."""
    found = hours(Question.FST, job(CARPENTER, "2010-01-01"), primary_occupation=CARPENTER, qualified_on=qualified_on)
    assert found == 0


# ---- The continuous year: a gap of up to seven days does not break it (our reading)


def continuous_years(*jobs, on=TODAY, primary=TEER_1):
    facts = person(jobs=jobs, primary_occupation=primary)
    return experience.completed(experience.units(Question.FSW_CONTINUOUS, facts, on, law_on(on)), law_on(on))


HALF = ("2023-07-03", "2023-12-31")  # 182 days


@pytest.mark.parametrize(
    ("second", "years"),
    [
        (("2024-01-01", "2024-06-30"), 1),  # no gap
        (("2024-01-02", "2024-07-01"), 1),  # one day
        (("2024-01-07", "2024-07-06"), 1),  # six days
        (("2024-01-08", "2024-07-07"), 1),  # seven days
        (("2024-01-09", "2024-07-08"), 0),  # eight days
        (("2024-02-01", "2024-07-31"), 0),
    ],
)
def test_a_gap_between_two_half_years(second, years):
    first, second = job(TEER_1, *HALF), job(TEER_1, *second)
    assert continuous_years(first, second) == years
    assert continuous_years(second, first) == years
    assert experience.foreign_years(person(jobs=(first, second)), TODAY, law_on(TODAY)) == 1


def test_the_days_of_a_gap_are_not_worked():
    jobs = (job(TEER_1, *HALF), job(TEER_1, "2024-01-08", "2024-07-06"))  # 182 + 181 days
    assert hours(Question.FSW_CONTINUOUS, *jobs, primary_occupation=TEER_1) == 363 * DAY
    assert continuous_years(*jobs) == 0


def test_work_in_another_occupation_does_not_fill_a_gap():
    jobs = (
        job(TEER_1, *HALF),
        job(TEER_2, "2024-01-01", "2024-01-31"),
        job(TEER_1, "2024-02-01", "2024-07-31"),
    )
    assert continuous_years(*jobs) == 0


def test_a_part_time_job_of_the_occupation_fills_a_gap():
    jobs = (
        job(TEER_1, *HALF),
        job(TEER_1, "2024-01-01", "2024-01-31", hours=1),
        job(TEER_1, "2024-02-01", "2024-07-31"),
    )
    assert continuous_years(*jobs) == 1


@pytest.mark.parametrize(("last", "years"), [("2024-12-28", 0), ("2024-12-29", 1)])
def test_half_time_takes_two_years(last, years):
    assert continuous_years(job(TEER_1, "2023-01-02", last, hours=15)) == years  # 728 days


def test_the_longest_stretch_counts_not_the_sum():
    jobs = (
        job(TEER_1, "2018-01-01", "2018-06-30"),
        job(TEER_1, "2020-01-01", "2020-12-29"),  # 364 days
        job(TEER_1, "2022-01-01", "2022-06-30"),
    )
    assert hours(Question.FSW_CONTINUOUS, *jobs, primary_occupation=TEER_1) == 364 * DAY


def test_a_long_job_behind_a_short_one_does_not_break_the_stretch():
    jobs = (
        job(TEER_1, "2020-01-01", "2021-12-31", hours=20),
        job(TEER_1, "2020-02-01", "2020-03-01", hours=10),
        job(TEER_1, "2022-01-05", "2022-01-31", hours=20),
    )
    expected = Fraction(731 * 20 + 30 * 10 + 27 * 20, 7)
    assert hours(Question.FSW_CONTINUOUS, *jobs, primary_occupation=TEER_1) == expected


def test_only_the_part_in_the_window_of_a_stretch():
    assert continuous_years(job(TEER_1, "2016-01-01", "2017-11-20")) == 0  # 363 days from 2016-11-23
    assert continuous_years(job(TEER_1, "2016-01-01", "2017-11-21")) == 1


def test_in_canada_and_abroad_make_one_stretch():
    assert continuous_years(job(TEER_1, *HALF), here(TEER_1, "2024-01-01", "2024-06-30")) == 1


# ---- Canadian work per occupation, for the language threshold


def test_canadian_work_by_occupation():
    facts = Facts(
        jobs=(
            here(TEER_1, "2024-01-01", "2024-12-31"),
            here(TEER_2, "2024-01-01", "2024-12-31", hours=20),
            here(TEER_2, "2025-01-01", "2025-01-07", hours=20),
            job(TEER_1, "2020-01-01"),
        )
    )
    found = experience.canadian_units_by_occupation(facts, TODAY, law_on(TODAY))
    assert {code: Fraction(units, 700) for code, units in found.items()} == {
        TEER_1: 366 * DAY,
        TEER_2: Fraction((366 + 7) * 20, 7),
    }


# ---- Years already counted, in place of jobs


def test_counted_years_stand_for_the_jobs():
    facts = person(counted_years=CountedYears(canadian=2, foreign=3))
    assert experience.canadian_years(facts, TODAY, law_on(TODAY)) == 2
    assert experience.foreign_years(facts, TODAY, law_on(TODAY)) == 3


def test_no_jobs_no_years():
    for question in WINDOWS:
        assert hours(question, **TRADE) == 0
    assert experience.canadian_years(person(), TODAY, law_on(TODAY)) == 0
    assert experience.foreign_years(person(), TODAY, law_on(TODAY)) == 0
    assert experience.spouse_canadian_years(person(), TODAY, law_on(TODAY)) == 0
