"""The officers' queue: received and undecided, oldest first, read by keyset; and the cases that were decided.

No page counts the queue or skips rows of it: each filter enters one of the partial indexes of the queue, and the page
begins where the one before ended.
"""

from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, String, and_, or_, select, type_coerce

from expressentry.database import db
from expressentry.models import Application, Invitation, Payment, StageKey, User, WaitingOn
from expressentry.rules.programs import Program

PAGE = 50
A = Application
OPEN = (A.received_at.is_not(None), A.decided_at.is_(None))
DECIDED = (A.received_at.is_not(None), A.decided_at.is_not(None))


class Place(NamedTuple):
    """Where a case stands in a list: by a moment, then by its id."""

    at: datetime
    id: int


@dataclass(frozen=True, slots=True)
class Filters:
    """What an officer looks for. `assigned_to` is an officer's id, or 0 for cases nobody has."""

    program: Program | None = None
    stage: StageKey | None = None
    waiting_on: WaitingOn | None = None
    assigned_to: int | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """The conditions in SQL; an officer's cases are few, so their index is entered and the rest only compared."""
        asked = {A.program: self.program, A.stage: self.stage, A.waiting_on: self.waiting_on}
        wanted = [(column, value) for column, value in asked.items() if value is not None]
        if self.assigned_to is None:
            return [column == value for column, value in wanted]
        whose = A.assigned_to_id.is_(None) if self.assigned_to == 0 else A.assigned_to_id == self.assigned_to
        return [whose, *(type_coerce(column, String).concat("") == value.value for column, value in wanted)]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list; the places before and after it, if there are more."""

    rows: list[Row[Any]]
    before: Place | None
    after: Place | None


def page(filters: Filters, after: Place | None = None, before: Place | None = None) -> Page:
    """One page of the queue, oldest first: the first, or the one after or before a place."""
    wanted = _listed().where(*OPEN, *filters.conditions())
    if before is not None:
        earlier = wanted.where(_earlier(before)).order_by(A.received_at.desc(), A.id.desc())
        rows = list(db.session.execute(earlier.limit(PAGE + 1)))
        more_before, more_after, rows = len(rows) > PAGE, bool(rows), rows[:PAGE][::-1]
    else:
        if after is not None:
            wanted = wanted.where(_later(after))
        rows = list(db.session.execute(wanted.order_by(A.received_at, A.id).limit(PAGE + 1)))
        more_before, more_after, rows = after is not None, len(rows) > PAGE, rows[:PAGE]
    return Page(
        rows,
        Place(rows[0].received_at, rows[0].id) if rows and more_before else None,
        Place(rows[-1].received_at, rows[-1].id) if rows and more_after else None,
    )


def _listed() -> Select[*tuple[Any, ...]]:
    """What a list shows of a case."""
    columns = (A.id, A.number, A.program, A.received_at, A.stage, A.waiting_on, A.decided_at, A.decision, A.days_taken)
    return select(*columns, User.email.label("officer")).outerjoin(User, User.id == A.assigned_to_id)


def _later(place: Place) -> ColumnElement[bool]:
    """Behind `place`; the plain bound on the moment first, so that the index is entered at it."""
    return and_(A.received_at >= place.at, or_(A.received_at > place.at, A.id > place.id))


def _earlier(place: Place) -> ColumnElement[bool]:
    return and_(A.received_at <= place.at, or_(A.received_at < place.at, A.id < place.id))


def decided(program: Program | None, after: Place | None = None) -> Page:
    """Cases decided last, newest first; of every program, by merging their lists, which are in that order each."""
    each = [_decided(one, after) for one in ([program] if program else Program)]
    rows = list(islice(merge(*each, key=lambda row: (row.decided_at, row.id), reverse=True), PAGE + 1))
    more, rows = len(rows) > PAGE, rows[:PAGE]
    before = None if after is None or not rows else Place(rows[0].decided_at, rows[0].id)
    return Page(rows, before, Place(rows[-1].decided_at, rows[-1].id) if more else None)


def _decided(program: Program, after: Place | None) -> list[Row[Any]]:
    wanted = _listed().where(*DECIDED, A.program == program)
    if after is not None:
        earlier = or_(A.decided_at < after.at, A.id < after.id)
        wanted = wanted.where(A.decided_at <= after.at, earlier)
    return list(db.session.execute(wanted.order_by(A.decided_at.desc(), A.id.desc()).limit(PAGE + 1)))


def received(number: str) -> Application | None:
    """The received application of that number."""
    return db.session.scalar(select(A).where(A.number == number[:20], A.received_at.is_not(None)))


@dataclass(frozen=True, slots=True)
class Payments:
    """A page of payments, oldest first; the id after which the next page begins."""

    rows: list[Payment]
    after: int | None


def to_confirm(after: int = 0) -> Payments:
    """Payments declared that nobody has confirmed or rejected."""
    return _payments(select(Payment).where(Payment.confirmed_at.is_(None), Payment.rejected_at.is_(None)), after)


def to_repay(after: int = 0) -> Payments:
    """Payments received of which something goes back: by a decision, or because no application followed."""
    over = or_(Invitation.declined_at.is_not(None), Invitation.lapsed_at.is_not(None))
    never_made = and_(Payment.refund_cents.is_(None), A.received_at.is_(None), over)
    wanted = (
        select(Payment)
        .join(A, A.id == Payment.application_id)
        .join(Invitation, Invitation.id == A.invitation_id)
        .where(Payment.confirmed_at.is_not(None), Payment.refunded_at.is_(None))
        .where(or_(Payment.refund_cents > 0, never_made))
    )
    return _payments(wanted, after)


def _payments(wanted: Select[Payment], after: int) -> Payments:
    rows = list(db.session.scalars(wanted.where(Payment.id > after).order_by(Payment.id).limit(PAGE + 1)))
    return Payments(rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None)
