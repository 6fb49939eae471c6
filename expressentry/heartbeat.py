"""The heartbeat: when the site was known to be up, when it was not, and the deadlines that an outage moves."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, insert, literal, select, update

from expressentry.database import db
from expressentry.models import (
    Demand,
    Event,
    Heartbeat,
    Invitation,
    Nomination,
    NotificationOfInterest,
    Outage,
    record,
)
from expressentry.rules import deadline

_n, _m = NotificationOfInterest, Nomination
# The timer runs every five minutes; one beat may be missed.
LONGEST_PAUSE = timedelta(minutes=10)
Deadlined = type[Invitation] | type[Demand] | type[NotificationOfInterest] | type[Nomination]


def beat(at: datetime) -> Outage | None:
    """Note that the site is up; a long pause since the last time is an outage, and moves the deadlines it touched."""
    heart = db.session.get(Heartbeat, 1)
    if heart is None:
        db.session.add(Heartbeat(id=1, last_at=at))
        return None
    last_at, heart.last_at = heart.last_at, max(heart.last_at, at)
    return _outage(last_at, at) if at - last_at > LONGEST_PAUSE else None


def begin_anew(at: datetime) -> None:
    """Note that the site is up, and that the pause before was the timer's, not the site's."""
    db.session.merge(Heartbeat(id=1, last_at=at))


def move_along(step: timedelta) -> None:
    """Move the last heartbeat with the clock of a demonstration, so that no outage is invented."""
    heart = db.session.get(Heartbeat, 1)
    if heart is not None:
        heart.last_at += step


def judged_until(at: datetime) -> datetime:
    """Deadlines after this moment cannot be held against anybody yet: the site may have been down.

    That is the last heartbeat, where there is one; a site without the timer judges by the clock alone.
    """
    last_at = db.session.scalar(select(Heartbeat.last_at))
    return at if last_at is None else min(at, last_at)


def _outage(began_at: datetime, ended_at: datetime) -> Outage:
    outage = Outage(began_at=began_at, ended_at=ended_at)
    minutes = int((ended_at - began_at).total_seconds() // 60)
    record("site.outage", outage, by=None, at=ended_at, began_at=began_at.isoformat(), minutes=minutes)
    unanswered: tuple[tuple[Deadlined, tuple[ColumnElement[bool], ...]], ...] = (
        (Invitation, (Invitation.declined_at.is_(None), Invitation.applied_at.is_(None))),
        (Demand, (Demand.answered_at.is_(None), Demand.cancelled_at.is_(None))),
        (NotificationOfInterest, (_n.accepted_at.is_(None), _n.declined_at.is_(None), _n.cancelled_at.is_(None))),
        (
            Nomination,
            (_m.accepted_at.is_(None), _m.refused_at.is_(None), _m.withdrawn_at.is_(None), _m.ended_at.is_(None)),
        ),
    )
    for model, conditions in unanswered:
        _extend(model, (*conditions, model.lapsed_at.is_(None)), outage)
    return outage


def _extend(model: Deadlined, unanswered: tuple[ColumnElement[bool], ...], outage: Outage) -> None:
    """Move every deadline the outage touched, set-wise: those invited in one round share theirs."""
    near = model.answer_before.between(outage.began_at, outage.ended_at + deadline.GRACE)
    deadlines = db.session.scalars(select(model.answer_before).where(*unanswered, near).distinct()).all()
    span = deadline.Outage(outage.began_at, outage.ended_at)
    for old in sorted(deadlines, reverse=True):  # the latest first: none is moved onto one that is still to be moved
        new = deadline.extended(old, (span,))
        if new != old:
            _move(model, (*unanswered, model.answer_before == old), old, new, outage.ended_at)


def _move(model: Deadlined, which: tuple[ColumnElement[bool], ...], old: datetime, new: datetime, at: datetime) -> None:
    name = model.__tablename__
    figures = {"before": old.isoformat(), "after": new.isoformat()}
    rows = select(
        literal(f"{name}.extended"),
        literal(name),
        model.id,
        literal(at, Event.at.type),
        literal(figures, Event.figures.type),
    ).where(*which)
    db.session.execute(insert(Event).from_select(["kind", "subject", "subject_id", "at", "figures"], rows))
    db.session.execute(
        update(model)
        .where(*which)
        .values(answer_before=new, extended_from=func.coalesce(model.extended_from, model.answer_before))
        .execution_options(synchronize_session=False)
    )
    db.session.expire_all()
