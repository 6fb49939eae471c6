"""A notification of interest over time: sent, accepted, declined, taken back by the province, lapsed."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select

from expressentry import heartbeat
from expressentry.clock import day_of
from expressentry.database import db
from expressentry.models import ExpressionOfInterest, LetterKind, NotificationOfInterest, User, record
from expressentry.nominations.requirements import (
    StayOver,
    hold,
    is_overdue,
    require_not_nominated,
    require_open,
    require_stream,
    tell,
)
from expressentry.refusals import Refusal
from expressentry.rules import process
from expressentry.rules.facts import Province
from expressentry.rules.law import Law

# Ontario gives 45 days; the bounds are this site's own, those of a request to an applicant.
FEWEST_DAYS, DAYS, MOST_DAYS = 7, 45, 60
BATCH = 500


class ProvinceNotNamed(Refusal):
    """The candidate did not name the province among those it may live in."""

    code = "province_not_named"


class NotificationOpen(Refusal):
    """The province has told this candidate of its interest already, and the answer is still open."""

    code = "notification_open"


class NotificationClosed(Refusal):
    """It was answered, taken back, or its time is over."""

    code = "notification_closed"


def send(
    eoi: ExpressionOfInterest,
    province: Province,
    stream_key: str,
    message: str,
    days: int,
    by: User,
    at: datetime,
    law: Law,
) -> NotificationOfInterest:
    """A province tells a candidate in the pool that it is interested, under a stream, by letter."""
    if not FEWEST_DAYS <= days <= MOST_DAYS:
        raise ValueError(f"{days} days to answer")
    hold(eoi)
    _require_sendable(eoi, province, stream_key, at, law)
    notification = NotificationOfInterest(
        expression=eoi,
        province=province,
        stream=stream_key,
        message=message,
        sent_at=at,
        sent_by_id=by.id,
        answer_before=process.after_days(day_of(at), days),
    )
    db.session.add(notification)
    figures = {"answer_before": notification.answer_before.isoformat()}
    record(
        "notification_of_interest.sent",
        notification,
        by=by,
        at=at,
        expression=eoi.id,
        province=province.value,
        stream=stream_key,
        **figures,
    )
    tell(LetterKind.NOTIFICATION_OF_INTEREST, notification, at, message=message, number=eoi.number, **figures)
    return notification


def _require_sendable(eoi: ExpressionOfInterest, province: Province, stream_key: str, at: datetime, law: Law) -> None:
    if not eoi.in_pool or eoi.expires_at <= at:
        raise StayOver
    if province not in eoi.facts.provinces:
        raise ProvinceNotNamed
    require_stream(province, stream_key, law)
    require_not_nominated(eoi, at)
    for notification in eoi.notifications:
        if notification.province is province and notification.unanswered:
            if not is_overdue(notification, at):
                raise NotificationOpen
            _lapse(notification)
    db.session.flush()


def accept(notification: NotificationOfInterest, by: User, at: datetime) -> None:
    """The candidate is interested too, and lets the province know who they are."""
    _require_answerable(notification, at)
    notification.accepted_at = at
    record("notification_of_interest.accepted", notification, by=by, at=at)


def decline(notification: NotificationOfInterest, by: User, at: datetime) -> None:
    """The candidate is not interested; the province learns no more than that."""
    _require_answerable(notification, at)
    notification.declined_at = at
    record("notification_of_interest.declined", notification, by=by, at=at)


def _require_answerable(notification: NotificationOfInterest, at: datetime) -> None:
    if not notification.is_open(at):
        raise NotificationClosed
    require_open(notification.expression, at)


def cancel(notification: NotificationOfInterest, by: User, at: datetime) -> None:
    """The province takes it back before it is answered."""
    if not notification.is_open(at):
        raise NotificationClosed
    notification.cancelled_at = at
    record("notification_of_interest.cancelled", notification, by=by, at=at)


def lapse_in_batches(at: datetime) -> Iterator[int]:
    """Lapse each whose time is over, at the instant it was, in batches safe to commit; yields how many each lapsed.

    A deadline that no heartbeat has followed yet is not judged: it may turn out that the site was down.
    """
    n = NotificationOfInterest
    unanswered = (n.accepted_at.is_(None), n.declined_at.is_(None), n.lapsed_at.is_(None), n.cancelled_at.is_(None))
    over = n.answer_before <= heartbeat.judged_until(at)
    due = select(n).where(*unanswered, over).order_by(n.answer_before, n.id).limit(BATCH)
    while batch := db.session.scalars(due).all():
        for notification in batch:
            _lapse(notification)
        db.session.flush()
        yield len(batch)


def _lapse(notification: NotificationOfInterest) -> None:
    instant = notification.lapsed_at = notification.answer_before
    record("notification_of_interest.lapsed", notification, by=None, at=instant)
