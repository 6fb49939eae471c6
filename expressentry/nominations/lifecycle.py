"""A nomination over time: made by a province, then accepted or refused by the candidate, lapsed, or withdrawn."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from expressentry import heartbeat, nomination_spaces
from expressentry.clock import day_of
from expressentry.database import db
from expressentry.invitations import lifecycle as invitations
from expressentry.models import (
    Application,
    Departure,
    ExpressionOfInterest,
    Invitation,
    LetterKind,
    Nomination,
    NotificationOfInterest,
    Profile,
    User,
    record,
)
from expressentry.nominations.requirements import (
    StayOver,
    hold,
    is_overdue,
    require_not_nominated,
    require_open,
    require_stream,
    tell,
)
from expressentry.pool import lifecycle as pool
from expressentry.refusals import Refusal
from expressentry.rules import crs, process
from expressentry.rules.facts import Province
from expressentry.rules.law import Law

BATCH = 500


class NominationClosed(Refusal):
    """It was answered, is over, or its 30 days are."""

    code = "nomination_closed"


class InvitationFirst(Refusal):
    """An invitation is open: it is declined first, or in one step with accepting."""

    code = "answer_invitation_first"


class NothingToDecline(Refusal):
    """There is no open invitation: the nomination is accepted by itself."""

    code = "no_open_invitation"


class ApplicationDecided(Refusal):
    """The application that rests on the nomination was decided."""

    code = "nomination_application_decided"


def nominate(
    eoi: ExpressionOfInterest,
    province: Province,
    stream_key: str,
    certificate_number: str,
    by: User,
    at: datetime,
    law: Law,
    notification: NotificationOfInterest | None = None,
) -> Nomination:
    """A province confirms a nomination electronically, and a place of its year is held until it is answered.

    The caller proves that the candidate turned to the province: by an accepted notification, or by number and code.
    """
    if notification is not None and not (
        notification.expression is eoi and notification.province is province and notification.accepted_at
    ):
        raise ValueError("a notification that this candidate did not accept from this province")
    hold(eoi)
    require_open(eoi, at)
    require_stream(province, stream_key, law)
    require_not_nominated(eoi, at)
    _lapse_overdue(eoi, at)
    year = day_of(at).year
    nomination_spaces.hold(province, year, stream_key)
    nomination = Nomination(
        expression=eoi,
        province=province,
        stream=stream_key,
        year=year,
        notification_id=None if notification is None else notification.id,
        certificate_number=certificate_number,
        nominated_at=at,
        nominated_by_id=by.id,
        answer_before=process.nomination_answer_before(day_of(at), law),
    )
    db.session.add(nomination)
    figures = {"stream": stream_key, "year": year, "answer_before": nomination.answer_before.isoformat()}
    record("nomination.made", nomination, by=by, at=at, expression=eoi.id, province=province.value, **figures)
    _tell(
        LetterKind.NOMINATION_RECEIVED,
        nomination,
        at,
        answer_before=nomination.answer_before.isoformat(),
        before=eoi.score,
        after=score_with(eoi, province, at, law),
    )
    return nomination


def score_with(eoi: ExpressionOfInterest, province: Province, at: datetime, law: Law) -> int:
    """The score on a day with the nomination of a province."""
    return crs.score(replace(eoi.facts, nomination=province), day_of(at), law).total


def open_invitation(eoi: ExpressionOfInterest, at: datetime) -> Invitation | None:
    """The invitation for which the candidate is out of the pool, if it can still be answered."""
    if eoi.left_because is not Departure.INVITED:
        return None
    return next((invitation for invitation in eoi.invitations if invitation.is_open(at)), None)


def accept(nomination: Nomination, by: User, at: datetime, law: Law) -> None:
    """The candidate accepts: nominee at once, with the points; refused while an invitation is open."""
    _require_answerable(nomination, at)
    if open_invitation(nomination.expression, at) is not None:
        raise InvitationFirst
    before = nomination.expression.score
    _accepted(nomination, at)
    pool.set_nomination(nomination.expression, nomination.province, at, law)
    _tell_accepted(nomination, by, at, before)


def accept_and_decline_invitation(nomination: Nomination, by: User, at: datetime, law: Law) -> None:
    """One step: the open invitation is declined, and back in the pool the candidate is a nominee.

    Refused if the year in the pool is over: declining would end the stay, and the nomination with it.
    """
    _require_answerable(nomination, at)
    eoi = nomination.expression
    invitation = open_invitation(eoi, at)
    if invitation is None:
        raise NothingToDecline
    if eoi.expires_at <= at:
        raise StayOver
    before = eoi.score
    _accepted(nomination, at)
    pool.set_nomination(eoi, nomination.province, at, law)
    invitations.decline(invitation, by, at, law)
    _tell_accepted(nomination, by, at, before)


def _require_answerable(nomination: Nomination, at: datetime) -> None:
    if not nomination.is_open(at):
        raise NominationClosed
    require_open(nomination.expression, at)


def _accepted(nomination: Nomination, at: datetime) -> None:
    nomination_spaces.use(nomination)
    nomination.accepted_at = at


def _tell_accepted(nomination: Nomination, by: User, at: datetime, before: int) -> None:
    after = nomination.expression.score
    record("nomination.accepted", nomination, by=by, at=at, before=before, after=after)
    _tell(LetterKind.NOMINATION_ACCEPTED, nomination, at, before=before, after=after)


def refuse(nomination: Nomination, by: User, at: datetime) -> None:
    """The candidate does not accept: no points, and the place is free again."""
    _require_answerable(nomination, at)
    nomination_spaces.free(nomination)
    nomination.refused_at = at
    record("nomination.refused", nomination, by=by, at=at)
    _tell(LetterKind.NOMINATION_REFUSED, nomination, at)


def withdraw(nomination: Nomination, because: str, by: User, at: datetime, law: Law) -> None:
    """The province withdraws: points and requirement go at once, in the pool, from an invitation, from a case."""
    if nomination.is_over or (not nomination.counts and not nomination.is_open(at)):
        raise NominationClosed
    invitation, application = _resting_on(nomination)
    if application is not None and application.decided_at is not None:
        raise ApplicationDecided
    eoi, counted, before = nomination.expression, nomination.counts, nomination.expression.score
    nomination_spaces.free(nomination)
    nomination.withdrawn_at, nomination.withdrawn_by_id, nomination.withdrawn_because = at, by.id, because
    if counted and eoi.left_because in (None, Departure.INVITED):
        pool.set_nomination(eoi, None, at, law)
    if application is not None:
        application.nomination_withdrawn_at = at
    number = None if application is None else application.number
    record("nomination.withdrawn", nomination, by=by, at=at, before=before, after=eoi.score, application=number)
    _tell(
        LetterKind.NOMINATION_WITHDRAWN,
        nomination,
        at,
        because=because,
        counted=counted,
        invited_until=invitation.answer_before.isoformat() if invitation and invitation.is_open(at) else None,
        application=number if application is not None and application.received_at is not None else None,
        in_pool=eoi.in_pool,
        before=before,
        after=eoi.score,
    )


def can_be_withdrawn(nomination: Nomination, at: datetime) -> bool:
    """True while it counts or waits for an answer, and no application that rests on it was decided."""
    _invitation, application = _resting_on(nomination)
    return (nomination.counts or nomination.is_open(at)) and (application is None or application.decided_at is None)


def _resting_on(nomination: Nomination) -> tuple[Invitation | None, Application | None]:
    """The invitation as a provincial nominee that rests on an accepted nomination, and its application."""
    if not nomination.counts:
        return None, None
    last = max(nomination.expression.invitations, key=lambda invitation: invitation.id, default=None)
    stands = last is not None and last.declined_at is None and last.lapsed_at is None
    return (last, last.application) if last is not None and stands else (None, None)


def lapse_in_batches(at: datetime) -> Iterator[int]:
    """Lapse each that nobody answered in time, at the instant it was, in batches safe to commit.

    A deadline that no heartbeat has followed yet is not judged: it may turn out that the site was down.
    """
    n = Nomination
    over = (n.refused_at.is_(None), n.lapsed_at.is_(None), n.withdrawn_at.is_(None), n.ended_at.is_(None))
    due = (
        select(n)
        .where(n.accepted_at.is_(None), *over, n.answer_before <= heartbeat.judged_until(at))
        .order_by(n.answer_before, n.id)
        .limit(BATCH)
        .options(
            joinedload(n.expression).joinedload(ExpressionOfInterest.profile).joinedload(Profile.user),
        )
    )
    while batch := db.session.scalars(due).all():
        for nomination in batch:
            _lapse(nomination)
        db.session.flush()
        yield len(batch)


def _lapse_overdue(eoi: ExpressionOfInterest, at: datetime) -> None:
    """Lapse what no job has lapsed yet, so that another province may nominate."""
    for nomination in eoi.nominations:
        if is_overdue(nomination, at):
            _lapse(nomination)
    db.session.flush()


def _lapse(nomination: Nomination) -> None:
    instant = nomination.answer_before
    nomination_spaces.free(nomination)
    nomination.lapsed_at = instant
    record("nomination.lapsed", nomination, by=None, at=instant)
    _tell(LetterKind.NOMINATION_LAPSED, nomination, instant, answer_before=instant.isoformat())


def _tell(kind: LetterKind, nomination: Nomination, at: datetime, **figures: Any) -> None:
    number, certificate = nomination.expression.number, nomination.certificate_number
    tell(kind, nomination, at, number=number, certificate_number=certificate, **figures)
