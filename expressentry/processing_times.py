"""How long decisions take, from the record alone; and one candidate's clock beside it.

Counted is every complete application that was approved or refused. One withdrawn, or sent back as incomplete, ended
without a decision on it and says nothing about how long decisions take.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from sqlalchemy import ColumnElement, func, select

from expressentry.clock import day_of, start_of
from expressentry.database import db
from expressentry.models import Application, Decision
from expressentry.rules import service
from expressentry.rules.law import Law
from expressentry.rules.programs import Program

A = Application
COUNTED = (Decision.APPROVED, Decision.REFUSED)
MONTHS_COUNTED = 12
FEWEST = 5
MEDIAN, EIGHTIETH = 50, 80
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Times:
    """Cases decided in a period: how many took each number of days, and how many were inside the standard."""

    days: tuple[tuple[int, int], ...] = ()
    inside: int = 0

    @property
    def decided(self) -> int:
        """How many cases."""
        return sum(cases for _days, cases in self.days)

    @property
    def telling(self) -> bool:
        """False for so few cases that a figure of them tells nothing, and might tell of whom."""
        return self.decided >= FEWEST

    def percentile(self, percent: int) -> int | None:
        """The fewest days in which at least `percent` of 100 cases were decided (nearest rank: always a real case's).

        That is the case at place ceil(percent x cases / 100), the quickest first. `None` for too few cases.
        """
        if not self.telling:
            return None
        place, passed = -(-percent * self.decided // 100), 0
        for days, cases in self.days:
            passed += cases
            if passed >= place:
                return days
        raise ValueError(f"{percent} is no percentage")

    @property
    def median(self) -> int | None:
        """Half of the cases were decided in so many days or fewer."""
        return self.percentile(MEDIAN)

    @property
    def eightieth(self) -> int | None:
        """Four of five cases were decided in so many days or fewer."""
        return self.percentile(EIGHTIETH)

    @property
    def share_inside(self) -> float | None:
        """The share decided inside the standard; `None` for too few cases."""
        return self.inside / self.decided if self.telling else None

    def share_within(self, days: int) -> float | None:
        """The share decided in so many days or fewer; `None` for too few cases."""
        within = sum(cases for taken, cases in self.days if taken <= days)
        return within / self.decided if self.telling else None


def period(on: date) -> tuple[date, date]:
    """The twelve months up to a day, that day included: first and last day."""
    return service.months_after(on, -MONTHS_COUNTED) + ONE_DAY, on


def recent(on: date, law: Law, programs: Iterable[Program] = Program) -> dict[Program, Times]:
    """The cases of each program decided in the twelve months up to a day."""
    first, last = period(on)
    days: dict[Program, list[tuple[int, int]]] = {program: [] for program in programs}
    inside: Counter[Program] = Counter(borderline_inside(first, last, days, law))
    least, _most = length_of_standard(law.service.months)
    taken = (A.program, A.days_taken)
    counted = select(*taken, func.count()).where(*decided(first, last, days)).group_by(*taken).order_by(*taken)
    for program, length, cases in db.session.execute(counted):
        days[program].append((length or 0, cases))
        inside[program] += cases if (length or 0) <= least else 0
    return {program: Times(tuple(found), inside[program]) for program, found in days.items()}


def together(times: Iterable[Times]) -> Times:
    """Several programs as one."""
    days: Counter[int] = Counter()
    inside = 0
    for one in times:
        inside += one.inside
        for length, cases in one.days:
            days[length] += cases
    return Times(tuple(sorted(days.items())), inside)


def decided(first: date, last: date, programs: Iterable[Program] = Program) -> tuple[ColumnElement[bool], ...]:
    """The condition in SQL for cases counted: decided on these days in Ottawa, under these programs."""
    return (
        A.program.in_(list(programs)),
        A.received_at.is_not(None),
        A.decided_at.is_not(None),
        A.decided_at >= start_of(first),
        A.decided_at < start_of(last + ONE_DAY),
        A.decision.in_(COUNTED),
    )


def borderline_inside(first: date, last: date, programs: Iterable[Program], law: Law) -> list[Program]:
    """The program of each case inside the standard whose days alone do not tell, for months differ in length."""
    return [program for program, _decided_at in borderline(first, last, programs, law)]


def borderline(first: date, last: date, programs: Iterable[Program], law: Law) -> list[tuple[Program, datetime]]:
    """Program and moment of decision of each such case: compared day by day, and found to be inside."""
    least, most = length_of_standard(law.service.months)
    near = A.days_taken.between(least + 1, most)
    wanted = select(A.program, A.received_at, A.decided_at).where(*decided(first, last, programs), near)
    found: Sequence[tuple[Program, datetime, datetime]] = db.session.execute(wanted).all()  # type: ignore[assignment]
    return [
        (program, decided_at)
        for program, received_at, decided_at in found
        if service.within_standard(day_of(received_at), day_of(decided_at), law)
    ]


@lru_cache
def length_of_standard(months: int) -> tuple[int, int]:
    """The fewest and the most days that so many calendar months can have: six have from 181 to 184."""
    days = [date(2024, 1, 1) + timedelta(days=passed) for passed in range(4 * 366)]
    lengths = [(service.months_after(day, months) - day).days for day in days]
    return min(lengths), max(lengths)


# ---- One candidate's clock


@dataclass(frozen=True, slots=True)
class Clock:
    """How long one application has taken, beside the standard and the recent decisions of its program."""

    program: Program
    received_on: date
    standard_day: date
    until: date
    decided: bool
    counted: bool  # false of what ended without a decision on it: withdrawn, or sent back as incomplete
    times: Times

    @property
    def elapsed(self) -> int:
        """Days from receipt to the decision, or until today; the day of receipt is day 0."""
        return service.elapsed_days(self.received_on, self.until)

    @property
    def left(self) -> int:
        """Days from then to the last day inside the standard; below 0 once it is over."""
        return (self.standard_day - self.until).days

    @property
    def no_longer(self) -> float | None:
        """The share of recent decisions that had taken no longer than this one has so far; `None` for too few."""
        return self.times.share_within(self.elapsed)


def for_candidate(application: Application, on: date, law: Law) -> Clock | None:
    """The clock of an application on a day; none before it is received. It stops with the decision."""
    if application.received_at is None:
        return None
    received_on = day_of(application.received_at)
    return Clock(
        program=application.program,
        received_on=received_on,
        standard_day=service.standard_day(received_on, law),
        until=on if application.decided_at is None else day_of(application.decided_at),
        decided=application.decided_at is not None,
        counted=application.decision is None or application.decision in COUNTED,
        times=recent(on, law, (application.program,))[application.program],
    )
