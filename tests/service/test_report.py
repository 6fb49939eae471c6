"""The age of the open cases, whom they wait on, and what stands still."""

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from expressentry.models import DemandKind, StageKey, WaitingOn
from expressentry.rules.programs import Program
from expressentry.service import report
from tests.conftest import LAW, NOW, TODAY, People
from tests.service.cases import Cases

OTTAWA = ZoneInfo("America/Toronto")


@pytest.fixture
def cases(context: Flask, people: People) -> Cases:
    return Cases(people)


# ---- Age


def test_the_bands_end_with_the_last_day_inside_the_standard(cases: Cases) -> None:
    # Received on 23 May, the last day inside is 23 November, 184 days later.
    bands = [(band.from_days, band.to_days, band.beyond) for band in report.queue(date(2026, 11, 23), LAW).bands]
    assert bands[-2:] == [(151, 184, False), (185, None, True)]
    bands = [(band.from_days, band.to_days, band.beyond) for band in report.queue(date(2027, 3, 1), LAW).bands]
    assert bands[-2:] == [(151, 181, False), (182, None, True)]


@pytest.mark.parametrize(
    ("received_at", "beyond"),
    [
        (datetime(2026, 5, 23, 4, 0, tzinfo=UTC), 0),
        (datetime(2026, 5, 23, 3, 59, tzinfo=UTC), 1),
    ],
)
def test_beyond_begins_the_day_after_the_standard_day(cases: Cases, received_at: datetime, beyond: int) -> None:
    cases.received(received_at)
    assert (report.queue(TODAY, LAW).beyond, report.queue(TODAY, LAW).cases) == (beyond, 1)


@pytest.mark.parametrize("seed", range(2))
def test_the_bands_equal_a_slow_count(cases: Cases, seed: int) -> None:
    chance = random.Random(seed)
    moments = [NOW - timedelta(days=chance.randrange(260), seconds=chance.randrange(86_400)) for _ in range(120)]
    for moment in moments:
        cases.received(moment)
    cases.took(20)
    ages = [(TODAY - moment.astimezone(OTTAWA).date()).days for moment in moments]
    queue = report.queue(TODAY, LAW)
    for band in queue.bands:
        assert band.cases == sum(band.from_days <= age <= (band.to_days or 10_000) for age in ages)
    assert queue.cases == 120
    assert queue.oldest is not None
    assert queue.oldest.days == max(ages)


def test_a_case_of_this_moment_is_in_the_first_band(cases: Cases) -> None:
    cases.received(NOW)
    assert report.queue(TODAY, LAW).bands[0].cases == 1


def test_the_oldest_is_named(cases: Cases) -> None:
    cases.received(NOW - timedelta(days=9), Program.FST, "A000000009")
    cases.received(NOW - timedelta(days=30), Program.PNP, "A000000030")
    oldest = report.queue(TODAY, LAW).oldest
    assert oldest == report.Case("A000000030", Program.PNP, date(2026, 10, 24), 30)


# ---- Waiting


def test_whom_the_open_cases_wait_on(cases: Cases) -> None:
    cases.received(NOW - timedelta(days=9))
    waiting = cases.with_stages(cases.received(NOW - timedelta(days=40)))
    cases.wait(waiting, StageKey.BIOMETRICS, WaitingOn.CANDIDATE, "biometrics", NOW - timedelta(days=3))
    cases.took(20)
    assert report.turns() == [
        report.Turn(WaitingOn.OFFICER, 1, date(2026, 11, 14)),
        report.Turn(WaitingOn.CANDIDATE, 1, date(2026, 10, 14)),
    ]


def test_what_stands_still_is_told_with_its_reason(cases: Cases) -> None:
    asked = cases.with_stages(cases.received(NOW - timedelta(days=40), Program.FSW, "A000000001"))
    cases.wait(asked, StageKey.BIOMETRICS, WaitingOn.CANDIDATE, "biometrics", NOW - timedelta(days=3))
    before = NOW + timedelta(days=20)
    cases.ask(asked, DemandKind.BIOMETRICS, before)
    cases.ask(asked, DemandKind.MEDICAL, before).cancelled_at = NOW
    screened = cases.with_stages(cases.received(NOW - timedelta(days=90), Program.CEC, "A000000002"))
    cases.wait(screened, StageKey.BACKGROUND, WaitingOn.PARTNER, "Screening", NOW - timedelta(days=50))
    assert report.pauses() == [
        report.Pause(WaitingOn.CANDIDATE, StageKey.BIOMETRICS, 1, date(2026, 11, 20)),
        report.Pause(WaitingOn.PARTNER, StageKey.BACKGROUND, 1, date(2026, 10, 4)),
    ]
    first, second = report.longest_paused(TODAY)
    assert (first.case.number, first.waiting_for, first.awaits, first.days, first.asked) == (
        "A000000002",
        "Screening",
        None,
        50,
        [],
    )
    assert (second.case.number, second.awaits, second.since) == (
        "A000000001",
        DemandKind.BIOMETRICS,
        date(2026, 11, 20),
    )
    assert second.asked == [report.Asked(DemandKind.BIOMETRICS, before)]


def test_a_decided_case_stands_still_no_more(cases: Cases) -> None:
    from expressentry.applications.closing import close
    from expressentry.models import Decision

    case = cases.with_stages(cases.received(NOW - timedelta(days=40)))
    cases.wait(case, StageKey.BACKGROUND, WaitingOn.PARTNER, "Screening", NOW - timedelta(days=5))
    close(case, Decision.WITHDRAWN, None, NOW)
    assert (report.pauses(), report.longest_paused(TODAY), report.turns()) == ([], [], [])


def test_only_the_longest_are_listed_and_all_are_counted(cases: Cases) -> None:
    for number in range(53):
        case = cases.with_stages(cases.received(NOW - timedelta(days=200)))
        cases.wait(case, StageKey.BACKGROUND, WaitingOn.PARTNER, "Screening", NOW - timedelta(days=number))
    paused = report.longest_paused(TODAY)
    assert [one.days for one in paused] == list(range(52, 2, -1))
    assert report.pauses()[0].cases == 53
