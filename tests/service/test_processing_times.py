"""How long decisions took: percentiles, the share inside six months, a candidate's clock; all against a slow count."""

import math
import random
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from expressentry import processing_times
from expressentry.database import db
from expressentry.models import Application, Decision
from expressentry.processing_times import Times, for_candidate, recent, together
from expressentry.rules.programs import Program
from expressentry.service import report
from tests.conftest import LAW, NOW, TODAY, People
from tests.service.cases import Cases

OTTAWA = ZoneInfo("America/Toronto")


@pytest.fixture
def cases(context: Flask, people: People) -> Cases:
    return Cases(people)


def utc(*when: int) -> datetime:
    return datetime(*when, tzinfo=UTC)  # type: ignore[misc]


# ---- Percentiles


@given(st.lists(st.integers(0, 900), min_size=5, max_size=60), st.sampled_from([1, 20, 50, 79, 80, 81, 99, 100]))
def test_a_percentile_is_the_case_at_its_rank(days: list[int], percent: int) -> None:
    times = Times(tuple(sorted((length, days.count(length)) for length in set(days))))
    assert times.decided == len(days)
    assert times.percentile(percent) == sorted(days)[math.ceil(len(days) * percent / 100) - 1]
    assert sum(length <= times.percentile(percent) for length in days) >= len(days) * percent / 100


def test_median_and_eightieth_of_ten_cases() -> None:
    times = Times(tuple((days, 1) for days in (100, 110, 120, 130, 140, 150, 160, 170, 180, 400)), inside=9)
    assert (times.median, times.eightieth, times.share_inside) == (140, 170, 0.9)
    assert (times.share_within(139), times.share_within(140), times.share_within(400)) == (0.4, 0.5, 1.0)


def test_four_cases_are_too_few_to_say_and_five_are_not(cases: Cases) -> None:
    for days in (100, 120, 140, 300):
        cases.took(days)
    few = recent(TODAY, LAW)[Program.CEC]
    assert (few.decided, few.median, few.eightieth, few.share_inside, few.share_within(900)) == (
        4,
        None,
        None,
        None,
        None,
    )
    cases.took(160)
    enough = recent(TODAY, LAW)[Program.CEC]
    assert (enough.decided, enough.median, enough.eightieth, enough.share_inside) == (5, 140, 160, 0.8)


def test_no_case_at_all(context: Flask) -> None:
    found = recent(TODAY, LAW)
    assert set(found) == set(Program)
    assert together(found.values()) == Times()
    assert together(found.values()).median is None
    assert all(month.together.of_one is None for month in report.by_month(TODAY, LAW))
    assert (report.queue(TODAY, LAW).cases, report.queue(TODAY, LAW).oldest) == (0, None)
    assert (report.turns(), report.pauses(), report.longest_paused(TODAY)) == ([], [], [])


# ---- Inside six months


@pytest.mark.parametrize(
    ("received_at", "decided_at", "inside"),
    [
        # Six calendar months, clipped to the last day of a shorter month: 31 August to 28 February.
        (utc(2026, 8, 31, 12), utc(2027, 3, 1, 4, 59, 59), True),
        (utc(2026, 8, 31, 12), utc(2027, 3, 1, 5), False),
        # Still 30 August in Ottawa, and the last day is the same.
        (utc(2026, 8, 31, 3, 59), utc(2027, 3, 1, 4, 59), True),
        (utc(2026, 8, 31, 3, 59), utc(2027, 3, 1, 5), False),
        # 181, 182, 183 and 184 days, by the months between.
        (utc(2026, 9, 1, 12), utc(2027, 3, 1, 12), True),
        (utc(2026, 9, 1, 12), utc(2027, 3, 2, 12), False),
        (utc(2027, 1, 1, 12), utc(2027, 7, 1, 12), True),
        (utc(2027, 1, 1, 12), utc(2027, 7, 2, 12), False),
        (utc(2027, 3, 1, 12), utc(2027, 9, 1, 12), True),
        (utc(2027, 3, 1, 12), utc(2027, 9, 2, 12), False),
        # A leap year: 29 February is there.
        (utc(2027, 8, 31, 12), utc(2028, 2, 29, 12), True),
        (utc(2027, 8, 31, 12), utc(2028, 3, 1, 12), False),
    ],
)
def test_the_last_day_inside_is_that_of_the_sixth_month(
    cases: Cases, received_at: datetime, decided_at: datetime, inside: bool
) -> None:
    cases.decided(received_at, decided_at)
    on = decided_at.astimezone(OTTAWA).date()
    assert recent(on, LAW)[Program.CEC].inside == inside
    month = report.by_month(on, LAW)[-1]
    assert (month.programs[Program.CEC].decided, month.programs[Program.CEC].inside) == (1, int(inside))


def test_six_months_have_from_181_to_184_days() -> None:
    assert processing_times.length_of_standard(6) == (181, 184)


def test_withdrawn_and_incomplete_do_not_count(cases: Cases) -> None:
    for how in (Decision.WITHDRAWN, Decision.INCOMPLETE, Decision.REFUSED, Decision.APPROVED):
        cases.decided(NOW - timedelta(days=50), NOW, how=how)
    cases.received(NOW - timedelta(days=400))
    assert recent(TODAY, LAW)[Program.CEC].decided == 2


def test_the_twelve_months_begin_and_end_with_days_of_ottawa(cases: Cases) -> None:
    assert processing_times.period(date(2026, 11, 23)) == (date(2025, 11, 24), date(2026, 11, 23))
    assert processing_times.period(date(2028, 2, 29)) == (date(2027, 3, 1), date(2028, 2, 29))
    for decided_at in (utc(2025, 11, 24, 4, 59), utc(2025, 11, 24, 5), utc(2026, 11, 24, 4, 59), utc(2026, 11, 24, 5)):
        cases.decided(decided_at - timedelta(days=10), decided_at)
    assert recent(date(2026, 11, 23), LAW)[Program.CEC].decided == 2


# ---- Against a slow count


@pytest.mark.parametrize("seed", range(3))
def test_all_figures_equal_a_slow_count(cases: Cases, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(160):
        decided_at = NOW - timedelta(days=chance.randrange(420), seconds=chance.randrange(86_400))
        # Crowded around the borderline, where days alone do not tell.
        days = chance.choice([chance.randrange(1, 400), chance.randrange(178, 188)])
        received_at = decided_at - timedelta(days=days, seconds=chance.randrange(86_400))
        how = chance.choices(list(Decision), [6, 2, 1, 1])[0]
        cases.decided(received_at, decided_at, chance.choice(list(Program)), how)
    everything = db.session.scalars(db.select(Application)).all()
    counted = [_figures(one) for one in everything if one.decision in (Decision.APPROVED, Decision.REFUSED)]
    first = date(2025, 11, 24)
    found = recent(TODAY, LAW)
    for program in Program:
        mine = [one for one in counted if one[0] is program and first <= one[2] <= TODAY]
        days = sorted(one[1] for one in mine)
        times = found[program]
        assert times.decided == len(mine)
        assert times.inside == sum(one[3] for one in mine)
        assert times.median == days[math.ceil(len(days) / 2) - 1]
        assert times.eightieth == days[math.ceil(len(days) * 0.8) - 1]
        assert recent(TODAY, LAW, (program,)) == {program: times}
    every = together(found.values())
    days = sorted(one[1] for one in counted if first <= one[2] <= TODAY)
    assert (every.decided, every.median) == (len(days), days[math.ceil(len(days) / 2) - 1])
    for month in report.by_month(TODAY, LAW):
        for program in Program:
            mine = [one for one in counted if one[0] is program and one[2].replace(day=1) == month.first]
            share = month.programs[program]
            assert (share.decided, share.inside) == (len(mine), sum(one[3] for one in mine))


def _figures(case: Application) -> tuple[Program, int, date, bool]:
    """Program, days, day of decision and whether inside, worked out by hand."""
    received_on, decided_on = (moment.astimezone(OTTAWA).date() for moment in (case.received_at, case.decided_at))
    year, month = received_on.year + (received_on.month > 6), (received_on.month + 5) % 12 + 1
    last = date(year, month, min(received_on.day, monthrange(year, month)[1]))
    return case.program, (decided_on - received_on).days, decided_on, decided_on <= last


def test_the_months_are_the_twelve_up_to_this_one(context: Flask) -> None:
    firsts = [month.first for month in report.by_month(date(2026, 11, 30), LAW)]
    assert (firsts[0], firsts[-1], len(firsts)) == (date(2025, 12, 1), date(2026, 11, 1), 12)


def test_a_decision_belongs_to_its_month_in_ottawa(cases: Cases) -> None:
    cases.decided(utc(2026, 9, 1, 12), utc(2026, 10, 1, 3, 59))
    cases.decided(utc(2026, 9, 1, 12), utc(2026, 10, 1, 4))
    found = {month.first: month.together.decided for month in report.by_month(TODAY, LAW)}
    assert (found[date(2026, 9, 1)], found[date(2026, 10, 1)]) == (1, 1)


# ---- One candidate's clock


def test_the_clock_runs_from_receipt(cases: Cases) -> None:
    for days in (90, 100, 110, 120, 130):
        cases.took(days)
    clock = for_candidate(cases.received(utc(2026, 8, 15, 3)), TODAY, LAW)
    assert clock is not None
    # The evening of 14 August in Ottawa.
    assert (clock.received_on, clock.elapsed) == (date(2026, 8, 14), 101)
    assert (clock.standard_day, clock.left, clock.decided) == (date(2027, 2, 14), 83, False)
    assert (clock.times.median, clock.times.eightieth, clock.no_longer) == (110, 120, 0.4)


def test_the_clock_goes_on_beyond_the_standard(cases: Cases) -> None:
    clock = for_candidate(cases.received(utc(2026, 5, 20, 12)), TODAY, LAW)
    assert clock is not None
    assert (clock.elapsed, clock.left, clock.no_longer) == (187, -3, None)


def test_the_clock_stops_with_the_decision(cases: Cases) -> None:
    decided = cases.decided(utc(2026, 1, 10, 12), utc(2026, 7, 1, 12))
    clock = for_candidate(decided, TODAY, LAW)
    assert clock is not None
    assert (clock.elapsed, clock.left, clock.decided) == (172, 9, True)


def test_there_is_no_clock_before_receipt(cases: Cases) -> None:
    application = cases.received(NOW)
    application.received_at = None
    assert for_candidate(application, TODAY, LAW) is None
