"""Units of work by day, continuous stretches, and the days on which completed years turn, to the day."""

from datetime import date

import pytest
from law_facts import CARPENTER, TEER_1, TEER_2, TODAY, born, english, here, job, person

from expressentry.rules import turning
from expressentry.rules.tables import law_on

LAW = law_on(TODAY)
FULL = 3000  # 30 hours a week, in hundredths


@pytest.mark.parametrize(
    ("spans", "start", "end", "units"),
    [
        ([], 0, 100, 0),
        ([(10, 20, FULL)], 0, 30, 10 * FULL),
        ([(10, 20, FULL)], 10, 20, 10 * FULL),
        ([(10, 20, FULL)], 12, 15, 3 * FULL),
        ([(10, 20, FULL)], 15, 40, 5 * FULL),
        ([(10, 20, FULL)], 0, 10, 0),
        ([(10, 20, FULL)], 20, 30, 0),
        ([(10, 20, FULL)], 15, 15, 0),
        ([(10, 20, FULL)], 18, 12, 0),
        ([(10, 20, 4500)], 0, 30, 10 * FULL),  # above full time nothing counts
        ([(10, 20, 2000), (15, 25, 2000)], 0, 30, 5 * 2000 + 5 * FULL + 5 * 2000),
        ([(10, 20, 1000), (10, 20, 1500)], 0, 30, 10 * 2500),
        ([(10, 20, 1000), (20, 30, 2000)], 0, 40, 10 * 1000 + 10 * 2000),
        ([(10, 20, 1000), (30, 40, 2000)], 0, 50, 10 * 1000 + 10 * 2000),
        ([(20, 10, FULL)], 0, 30, 0),
        ([(10, 10, FULL)], 0, 30, 0),
    ],
)
def test_units_between_two_days(spans, start, end, units):
    assert turning.Curve(spans, LAW).between(start, end) == units


@pytest.mark.parametrize(
    ("spans", "units"),
    [
        ([(10, 20, 2999)], 0),
        ([(10, 20, FULL)], 10 * FULL),
        ([(10, 20, 4500)], 10 * FULL),
        ([(10, 20, 2000), (15, 25, 1000)], 5 * FULL),
    ],
)
def test_units_of_full_time_work_alone(spans, units):
    assert turning.Curve(spans, LAW, full_time_only=True).between(0, 30) == units


@pytest.mark.parametrize(
    ("spans", "made"),
    [
        ([], []),
        ([(5, 5, 1), (9, 2, 1)], []),
        ([(10, 20, 1), (27, 30, 1)], [(10, 30)]),  # seven days do not break a stretch
        ([(10, 20, 1), (28, 30, 1)], [(10, 20), (28, 30)]),
        ([(27, 30, 1), (10, 20, 1)], [(10, 30)]),
        ([(10, 50, 1), (12, 20, 1), (57, 60, 1)], [(10, 60)]),
        ([(10, 20, 1), (40, 50, 1), (55, 60, 1)], [(10, 20), (40, 60)]),
        ([(10, 20, 1), (30, 25, 1), (40, 50, 1)], [(10, 20), (40, 50)]),
    ],
)
def test_continuous_stretches(spans, made):
    assert turning.stretches(spans) == made


def days(until, **changes):
    return set(turning.turning_days(person(**changes), TODAY, LAW, until))


def test_the_day_on_which_a_year_is_complete():
    """364 days of full-time work from 2026-01-01 are complete on the last day of the year."""
    assert days(date(2026, 12, 30), jobs=(here(TEER_1, "2026-01-01"),), primary_occupation=TEER_1) == set()
    assert days(date(2026, 12, 31), jobs=(here(TEER_1, "2026-01-01"),), primary_occupation=TEER_1) == {
        date(2026, 12, 31)
    }


def test_the_day_on_which_a_year_leaves_the_window_of_three():
    """Of work from 2024-01-01 to 2024-12-29 the first day leaves the three years on 2027-01-02."""
    found = days(date(2027, 6, 1), jobs=(here(TEER_1, "2024-01-01", "2024-12-29"),))
    assert found == {date(2027, 1, 2)}


def test_the_day_on_which_work_in_a_trade_is_too_old():
    """Two years of work within five."""
    facts = {"primary_occupation": CARPENTER, "qualified_on": date(2015, 1, 1)}
    found = days(date(2027, 6, 1), jobs=(job(CARPENTER, "2022-01-01", "2023-12-29"),), **facts)
    assert date(2027, 1, 2) in found


def test_the_day_on_which_another_occupation_takes_the_lead():
    """Half of it was done by 2026-12-01: the threshold of language moves with the occupation of most of the work."""
    jobs = (here(TEER_1, "2025-01-01", "2025-12-31"), here(TEER_2, "2026-01-01"))
    found = days(date(2027, 1, 31), jobs=jobs, birth_date=born(30), languages=(english(6),))
    assert date(2027, 1, 2) in found
