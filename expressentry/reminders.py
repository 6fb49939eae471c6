"""Reminders before a deadline: each once, dated when it fell due, and only the one that is still of use."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, insert, select, tuple_

from expressentry.database import db
from expressentry.models import (
    Application,
    Demand,
    ExpressionOfInterest,
    Invitation,
    Letter,
    LetterKind,
    Nomination,
    NotificationOfInterest,
    Profile,
    User,
)

BATCH = 500
Deadlined = (
    type[ExpressionOfInterest] | type[Invitation] | type[Demand] | type[NotificationOfInterest] | type[Nomination]
)


@dataclass(frozen=True, slots=True)
class _Sort:
    """Deadlines of one sort: how they are found, the days before them on which to remind, and what the letter says.

    The query gives id, deadline, since (when it was set), user_id, password_hash, and a number.
    """

    model: Deadlined
    kind: LetterKind
    days: tuple[int, ...]
    found: Callable[[], Select[Any]]
    says: Callable[[Row[Any]], dict[str, Any]]


def remind_in_batches(at: datetime) -> Iterator[int]:
    """Write the reminders that have fallen due, in batches, each safe to commit; yields how many each wrote."""
    for sort in (_STAYS, _INVITATIONS, _DEMANDS, _NOTIFICATIONS, _NOMINATIONS):
        yield from _remind(sort, at)


def _remind(sort: _Sort, at: datetime) -> Iterator[int]:
    found = sort.found().subquery()
    ahead = found.c.deadline.between(at + timedelta(microseconds=1), at + timedelta(days=max(sort.days)))
    wanted = select(found).where(ahead).order_by(found.c.deadline, found.c.id).limit(BATCH)
    rows = db.session.execute(wanted).all()
    while rows:
        letters = _letters(sort, rows, at)
        if letters:
            db.session.execute(insert(Letter), letters)
            yield len(letters)
        last = tuple_(rows[-1].deadline, rows[-1].id)
        rows = db.session.execute(wanted.where(tuple_(found.c.deadline, found.c.id) > last)).all()


def _letters(sort: _Sort, rows: Sequence[Row[Any]], at: datetime) -> list[dict[str, Any]]:
    """The letters to write for these deadlines, without those written before."""
    due = {row.id: days for row in rows if (days := fallen_due(row.deadline, row.since, at, sort.days)) is not None}
    written = _written(sort, list(due))
    return [_letter(sort, row, due[row.id]) for row in rows if row.id in due and (row.id, due[row.id]) not in written]


def fallen_due(deadline: datetime, since: datetime, at: datetime, days: tuple[int, ...]) -> int | None:
    """The fewest days of notice that have fallen due since the deadline was set; none once it is over."""
    reached = [few for few in days if since < deadline - timedelta(days=few) <= at < deadline]
    return min(reached, default=None)


def _written(sort: _Sort, ids: list[int]) -> set[tuple[int, int]]:
    """Which reminders there are of these records, each with its days."""
    of_these = (Letter.about == sort.model.__tablename__, Letter.about_id.in_(ids), Letter.kind == sort.kind)
    rows = db.session.execute(select(Letter.about_id, Letter.figures).where(*of_these))
    return {(about_id, figures["days"]) for about_id, figures in rows}


def _letter(sort: _Sort, row: Row[Any], days: int) -> dict[str, Any]:
    """One letter; of an account nobody can sign in to, no notice needs to be sent."""
    fell_due = row.deadline - timedelta(days=days)
    return {
        "kind": sort.kind,
        "code": secrets.token_hex(8),
        "user_id": row.user_id,
        "about": sort.model.__tablename__,
        "about_id": row.id,
        "written_at": fell_due,
        "figures": {**sort.says(row), "days": days},
        "notified_at": fell_due if row.password_hash is None else None,
    }


def _whom(model: Any, deadline: Any, since: Any, number: Any) -> Select[Any]:
    return select(
        model.id,
        deadline.label("deadline"),
        since.label("since"),
        number.label("number"),
        Profile.user_id,
        User.password_hash,
    )


def _stays() -> Select[Any]:
    e = ExpressionOfInterest
    found = _whom(e, e.expires_at, e.submitted_at, e.number).select_from(e)
    return found.join(Profile, Profile.id == e.profile_id).join(User).where(e.left_at.is_(None))


def _invitations() -> Select[Any]:
    i, e = Invitation, ExpressionOfInterest
    found = _whom(i, i.answer_before, i.invited_at, e.number).select_from(i)
    unanswered = (i.declined_at.is_(None), i.applied_at.is_(None), i.lapsed_at.is_(None))
    return found.join(e).join(Profile, Profile.id == e.profile_id).join(User).where(*unanswered)


def _demands() -> Select[Any]:
    d, a = Demand, Application
    found = _whom(d, d.answer_before, d.made_at, a.number).select_from(d)
    unanswered = (d.answered_at.is_(None), d.lapsed_at.is_(None), d.cancelled_at.is_(None))
    return found.join(a).join(Profile, Profile.id == a.profile_id).join(User).where(*unanswered)


def _notifications() -> Select[Any]:
    n, e = NotificationOfInterest, ExpressionOfInterest
    found = _whom(n, n.answer_before, n.sent_at, e.number).select_from(n)
    unanswered = (n.accepted_at.is_(None), n.declined_at.is_(None), n.lapsed_at.is_(None), n.cancelled_at.is_(None))
    found = found.join(e).join(Profile, Profile.id == e.profile_id).join(User, User.id == Profile.user_id)
    return found.where(*unanswered)


def _nominations() -> Select[Any]:
    n, e = Nomination, ExpressionOfInterest
    found = _whom(n, n.answer_before, n.nominated_at, e.number).select_from(n)
    over = (n.refused_at.is_(None), n.lapsed_at.is_(None), n.withdrawn_at.is_(None), n.ended_at.is_(None))
    found = found.join(e).join(Profile, Profile.id == e.profile_id).join(User, User.id == Profile.user_id)
    return found.where(n.accepted_at.is_(None), *over)


def _of_stay(row: Row[Any]) -> dict[str, Any]:
    return {"number": row.number, "expires_at": row.deadline.isoformat()}


def _of_invitation(row: Row[Any]) -> dict[str, Any]:
    return {"what": "invitation", "answer_before": row.deadline.isoformat()}


def _of_demand(row: Row[Any]) -> dict[str, Any]:
    return {"what": "demand", "answer_before": row.deadline.isoformat()}


def _of_notification(row: Row[Any]) -> dict[str, Any]:
    return {"what": "notification_of_interest", "answer_before": row.deadline.isoformat()}


def _of_nomination(row: Row[Any]) -> dict[str, Any]:
    return {"what": "nomination", "answer_before": row.deadline.isoformat()}


_STAYS = _Sort(ExpressionOfInterest, LetterKind.STAY_ABOUT_TO_EXPIRE, (30, 7, 1), _stays, _of_stay)
_INVITATIONS = _Sort(Invitation, LetterKind.DEADLINE_REMINDER, (30, 7, 1), _invitations, _of_invitation)
_DEMANDS = _Sort(Demand, LetterKind.DEADLINE_REMINDER, (7, 1), _demands, _of_demand)
_NOTIFICATIONS = _Sort(NotificationOfInterest, LetterKind.DEADLINE_REMINDER, (7, 1), _notifications, _of_notification)
_NOMINATIONS = _Sort(Nomination, LetterKind.DEADLINE_REMINDER, (7, 1), _nominations, _of_nomination)
