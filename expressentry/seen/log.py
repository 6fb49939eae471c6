"""The log of looks at one candidate, as they are kept: by day and viewer, by month, and row by row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, case, func, select

from expressentry.clock import day_of, start_of
from expressentry.database import db
from expressentry.models import (
    Employer,
    Event,
    ExpressionOfInterest,
    Posting,
    Profile,
    Representative,
    Role,
    User,
    Viewing,
    ViewingKind,
)
from expressentry.rules import service
from expressentry.rules.facts import Province

# So many rows are read for a page, and of those the days that are whole.
PAGE = 400
MONTHS = 12
SHOWN_TRIES = 50


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looked: a province, an employer or a representative by name; an officer as one of the officers."""

    role: Role
    province: Province | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """One row of the log."""

    id: int
    at: datetime
    viewer: Viewer
    how: ViewingKind
    posting: str | None


@dataclass(frozen=True, slots=True)
class Looks:
    """Looks of one viewer on one day that showed the same: how many, and when the last one was."""

    viewer: Viewer
    how: ViewingKind
    posting: str | None
    number: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Day:
    """A day's looks; those of whoever looked last come first."""

    on: date
    looks: list[Looks]


@dataclass(frozen=True, slots=True)
class Page:
    """Some days of the log, the newest first, and the row before which the next page begins, if there is one."""

    days: list[Day]
    before: int | None


@dataclass(frozen=True, slots=True)
class Tries:
    """Validation codes that a province tried in vain with the candidate's number on a day."""

    on: date
    viewer: Viewer
    number: int
    last_at: datetime


_NAMED = (User.role, User.province, func.coalesce(Employer.legal_name, Representative.name).label("name"))


def _of(profile: Profile) -> Select[*tuple[Any, ...]]:
    return (
        select(Viewing.id, Viewing.at, Viewing.how, Posting.title, *_NAMED)
        .join(User, User.id == Viewing.by_id)
        .outerjoin(Employer, Employer.user_id == User.id)
        .outerjoin(Representative, Representative.user_id == User.id)
        .outerjoin(Posting, Posting.id == Viewing.posting_id)
        .where(Viewing.profile_id == profile.id)
        .order_by(Viewing.id.desc())
    )


def _look(row: Any) -> Look:
    return Look(row.id, row.at, Viewer(row.role, row.province, row.name), row.how, row.title)


def page(profile: Profile, before: int | None) -> Page:
    """The days of the log from the newest look, or from those before a row; a day is split only if it fills a page."""
    wanted = _of(profile) if before is None else _of(profile).where(Viewing.id < before)
    looks = [_look(row) for row in db.session.execute(wanted.limit(PAGE + 1))]
    if len(looks) <= PAGE:
        return Page(_days(looks), None)
    last_day, whole = day_of(looks[PAGE].at), looks[:PAGE]
    while whole and day_of(whole[-1].at) == last_day:
        whole.pop()
    whole = whole or looks[:PAGE]
    return Page(_days(whole), whole[-1].id)


def _days(looks: Sequence[Look]) -> list[Day]:
    found: dict[date, dict[tuple[Viewer, ViewingKind, str | None], list[datetime]]] = {}
    for look in looks:
        alike = found.setdefault(day_of(look.at), {})
        alike.setdefault((look.viewer, look.how, look.posting), []).append(look.at)
    return [
        Day(on, [Looks(*key, number=len(moments), last_at=max(moments)) for key, moments in alike.items()])
        for on, alike in sorted(found.items(), reverse=True)
    ]


def total(profile: Profile) -> int:
    """How many looks are kept of this candidate."""
    return db.session.scalar(select(func.count()).where(Viewing.profile_id == profile.id)) or 0


def by_month(profile: Profile, on: date) -> list[tuple[date, int]]:
    """How many looks there were in each of the twelve months up to that of a day, the oldest first."""
    months = [service.months_after(on.replace(day=1), -back) for back in range(MONTHS - 1, -1, -1)]
    ends = [start_of(service.months_after(first, 1)) for first in months]
    counts = [
        func.count(case(((Viewing.at >= start_of(first)) & (Viewing.at < end), 1)))
        for first, end in zip(months, ends, strict=True)
    ]
    row = db.session.execute(select(*counts).where(Viewing.profile_id == profile.id)).one()
    return list(zip(months, row, strict=True))


def every(profile: Profile) -> Iterator[Look]:
    """Every look at this candidate, the newest first, read as they are asked for."""
    for row in db.session.execute(_of(profile), execution_options={"yield_per": PAGE}):
        yield _look(row)


def failed_tries(profile: Profile) -> list[Tries]:
    """The codes tried in vain with any number of this candidate, by day and province, the newest first."""
    own = select(ExpressionOfInterest.id).where(ExpressionOfInterest.profile_id == profile.id)
    about = (Event.subject == ExpressionOfInterest.__tablename__, Event.subject_id.in_(own))
    wanted = (
        select(Event.at, *_NAMED)
        .join(User, User.id == Event.by_id)
        .outerjoin(Employer, Employer.user_id == User.id)
        .outerjoin(Representative, Representative.user_id == User.id)
        .where(*about, Event.kind == "province.code_failed")
        .order_by(Event.id.desc())
    )
    moments: dict[tuple[date, Viewer], list[datetime]] = {}
    for row in db.session.execute(wanted):
        viewer = Viewer(row.role, row.province, row.name)
        moments.setdefault((day_of(row.at), viewer), []).append(row.at)
    return [Tries(*key, number=len(at), last_at=max(at)) for key, at in moments.items()][:SHOWN_TRIES]
