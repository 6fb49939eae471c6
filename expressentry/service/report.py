"""What staff see of the service: decisions by month, the age of what is still open, and what waits on whom."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import ScalarSelect, func, literal, select, text, union_all

from expressentry.clock import day_of, start_of
from expressentry.database import db
from expressentry.models import Application, Demand, DemandKind, Stage, StageKey, WaitingOn
from expressentry.processing_times import MONTHS_COUNTED, ONE_DAY, borderline, decided, length_of_standard
from expressentry.rules import service
from expressentry.rules.law import Law
from expressentry.rules.programs import Program

A = Application
OPEN = (A.received_at.is_not(None), A.decided_at.is_(None))
# Written out, because SQLite finds the index of waiting stages only by its own words.
STANDS_STILL = text("stage.state = 'waiting'")
OUTSIDE = (WaitingOn.CANDIDATE, WaitingOn.PARTNER)
BANDS = ((0, 30), (31, 60), (61, 90), (91, 120), (121, 150))
LONGEST_SHOWN = 50


# ---- Decisions by month


@dataclass(frozen=True, slots=True)
class Share:
    """Cases decided, and those of them inside the standard."""

    decided: int = 0
    inside: int = 0

    @property
    def of_one(self) -> float | None:
        """The share inside; none where nothing was decided."""
        return self.inside / self.decided if self.decided else None


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month of decisions: each program's, and all of them together."""

    first: date
    programs: dict[Program, Share]

    @property
    def together(self) -> Share:
        """All programs as one."""
        shares = self.programs.values()
        return Share(sum(one.decided for one in shares), sum(one.inside for one in shares))


def of_program(months: list[Month], program: Program) -> list[Share]:
    """The shares of one program, month by month."""
    return [month.programs[program] for month in months]


def by_month(on: date, law: Law) -> list[Month]:
    """The twelve calendar months up to the one of that day, oldest first."""
    months = [service.months_after(on.replace(day=1), -back) for back in range(MONTHS_COUNTED - 1, -1, -1)]
    least, _most = length_of_standard(law.service.months)
    clearly_inside = func.count().filter(A.days_taken <= least)
    counted = [
        select(literal(at), A.program, func.count(), clearly_inside)
        .where(*decided(first, _last_of(first)))
        .group_by(A.program)
        for at, first in enumerate(months)
    ]
    near = Counter(
        (day_of(moment).replace(day=1), program)
        for program, moment in borderline(months[0], _last_of(months[-1]), Program, law)
    )
    found = [Month(first, dict.fromkeys(Program, Share())) for first in months]
    for at, program, cases, inside in db.session.execute(union_all(*counted)):
        found[at].programs[Program(program)] = Share(cases, inside + near[months[at], Program(program)])
    return found


def _last_of(first: date) -> date:
    return service.months_after(first, 1) - ONE_DAY


# ---- The age of what is open


@dataclass(frozen=True, slots=True)
class Band:
    """Open cases of an age: from so many days to so many, or beyond the standard."""

    from_days: int
    to_days: int | None
    beyond: bool
    cases: int


@dataclass(frozen=True, slots=True)
class Case:
    """One open case, as far as lists name it."""

    number: str
    program: Program
    received_on: date
    days: int


@dataclass(frozen=True, slots=True)
class Queue:
    """The open cases by age, youngest first, and the oldest of them."""

    bands: list[Band]
    oldest: Case | None

    @property
    def cases(self) -> int:
        """How many are open."""
        return sum(band.cases for band in self.bands)

    @property
    def beyond(self) -> int:
        """How many of them are beyond the standard."""
        return sum(band.cases for band in self.bands if band.beyond)


def queue(on: date, law: Law) -> Queue:
    """The open cases on a day."""
    last_beyond = _last_received_beyond(on, law)
    oldest_inside = (on - last_beyond).days - 1
    ages: list[tuple[int, int | None]] = [*BANDS, (BANDS[-1][1] + 1, oldest_inside), (oldest_inside + 1, None)]
    counts = union_all(*(select(literal(at), _of_age(age, on)) for at, age in enumerate(ages)))
    cases: dict[int, int] = dict(db.session.execute(counts).all())
    bands = [Band(*age, beyond=age[1] is None, cases=cases[at]) for at, age in enumerate(ages)]
    return Queue(bands, _oldest(on))


def _of_age(age: tuple[int, int | None], on: date) -> ScalarSelect[int]:
    """How many open cases are between so many days old and so many; the youngest may be of a moment ago."""
    from_days, to_days = age
    counted = select(func.count()).select_from(A).where(*OPEN)
    if from_days:
        counted = counted.where(A.received_at < start_of(on - timedelta(days=from_days - 1)))
    if to_days is not None:
        counted = counted.where(A.received_at >= start_of(on - timedelta(days=to_days)))
    return counted.scalar_subquery()


def _last_received_beyond(on: date, law: Law) -> date:
    """The last day of receipt whose standard is over."""
    day = service.months_after(on, -law.service.months) + timedelta(days=3)
    while service.standard_day(day, law) >= on:
        day -= ONE_DAY
    return day


def _oldest(on: date) -> Case | None:
    wanted = select(A.number, A.program, A.received_at).where(*OPEN).order_by(A.received_at, A.id).limit(1)
    row = db.session.execute(wanted).one_or_none()
    return None if row is None else _case(*row, on)


def _case(number: str, program: Program, received_at: datetime | None, on: date) -> Case:
    if received_at is None:
        raise ValueError(f"{number} is a draft, not an open case")
    received_on = day_of(received_at)
    return Case(number, program, received_on, service.elapsed_days(received_on, on))


# ---- What waits, on whom, for what


@dataclass(frozen=True, slots=True)
class Turn:
    """Open cases whose next step is of one kind of people, and when the oldest of them was received."""

    waiting_on: WaitingOn
    cases: int
    oldest_received_on: date


@dataclass(frozen=True, slots=True)
class Pause:
    """Cases in which one stage stands still until somebody outside acts, and since when the first does."""

    waiting_on: WaitingOn
    stage: StageKey
    cases: int
    since: date


@dataclass(frozen=True, slots=True)
class Asked:
    """Something asked of a candidate that is not answered yet, and before when it must be."""

    kind: DemandKind
    answer_before: datetime


@dataclass(frozen=True, slots=True)
class Paused:
    """One case that stands still: at which stage, for what, since when; and what its candidate was asked."""

    case: Case
    stage: StageKey
    waiting_on: WaitingOn
    waiting_for: str | None
    since: date
    days: int
    asked: list[Asked] = field(default_factory=list)

    @property
    def awaits(self) -> DemandKind | None:
        """What was asked of the candidate, if that is what it waits for; else an officer's words say it."""
        return DemandKind(self.waiting_for) if self.waiting_for in set(DemandKind) else None


def turns() -> list[Turn]:
    """How many open cases wait on whom."""
    counted = select(A.waiting_on, func.count(), func.min(A.received_at)).where(*OPEN, A.waiting_on.is_not(None))
    rows = db.session.execute(counted.group_by(A.waiting_on))
    found = {who: Turn(who, cases, day_of(oldest)) for who, cases, oldest in rows if who and oldest}
    return [found[who] for who in WaitingOn if who in found]


def pauses() -> list[Pause]:
    """What stands still, by stage and by whom it waits on."""
    which = (Stage.waiting_on, Stage.key)
    counted = select(*which, func.count(), func.min(Stage.changed_at)).where(
        STANDS_STILL, Stage.waiting_on.in_(OUTSIDE)
    )
    found = [
        Pause(who, key, cases, day_of(since))
        for who, key, cases, since in db.session.execute(counted.group_by(*which))
        if who is not None
    ]
    order = list(StageKey)
    return sorted(found, key=lambda pause: (OUTSIDE.index(pause.waiting_on), order.index(pause.stage)))


def longest_paused(on: date) -> list[Paused]:
    """The cases that have stood still longest."""
    still = select(Stage.id).where(STANDS_STILL, Stage.waiting_on.in_(OUTSIDE))
    first = still.order_by(Stage.changed_at, Stage.id).limit(LONGEST_SHOWN)
    rows = db.session.execute(
        select(
            A.id, A.number, A.program, A.received_at, Stage.key, Stage.waiting_on, Stage.waiting_for, Stage.changed_at
        )
        .join(Stage, Stage.application_id == A.id)
        .where(Stage.id.in_(first))
        .order_by(Stage.changed_at, Stage.id)
    ).all()
    asked = dict(_asked({row.id for row in rows}))
    return [
        Paused(
            case=_case(row.number, row.program, row.received_at, on),
            stage=row.key,
            waiting_on=row.waiting_on,
            waiting_for=row.waiting_for,
            since=day_of(row.changed_at),
            days=service.elapsed_days(day_of(row.changed_at), on),
            asked=asked.get(row.id, []),
        )
        for row in rows
    ]


def _asked(applications: set[int]) -> Iterator[tuple[int, list[Asked]]]:
    unanswered = (Demand.answered_at.is_(None), Demand.lapsed_at.is_(None), Demand.cancelled_at.is_(None))
    wanted = select(Demand).where(Demand.application_id.in_(applications), *unanswered).order_by(Demand.answer_before)
    found: dict[int, list[Asked]] = {}
    for demand in db.session.scalars(wanted):
        found.setdefault(demand.application_id, []).append(Asked(demand.kind, demand.answer_before))
    yield from found.items()
