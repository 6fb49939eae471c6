"""What must be true before a province may turn to a candidate, and how the candidate is told."""

from datetime import datetime
from typing import Any

from expressentry import heartbeat
from expressentry.database import db
from expressentry.models import (
    Departure,
    ExpressionOfInterest,
    Letter,
    LetterKind,
    Nomination,
    NotificationOfInterest,
    write,
)
from expressentry.refusals import Refusal
from expressentry.rules import streams
from expressentry.rules.facts import Province
from expressentry.rules.law import Law


class StayOver(Refusal):
    """The stay in the pool is over: withdrawn, expired, lapsed, no longer eligible, or followed by an application."""

    code = "stay_over"


class StreamNotOffered(Refusal):
    """The province does not nominate under that stream in Express Entry on that day."""

    code = "stream_not_offered"


class AlreadyNominated(Refusal):
    """The candidate has a nomination that is not over: of this province or of another."""

    code = "already_nominated"


def hold(eoi: ExpressionOfInterest) -> None:
    """Read a stay again and hold it until the transaction ends: two provinces never act on one at once."""
    db.session.flush()
    db.session.refresh(eoi, with_for_update={"of": ExpressionOfInterest})


def require_open(eoi: ExpressionOfInterest, at: datetime) -> None:
    """Refuse unless the candidate is in the pool, or out of it for an invitation that is still open."""
    if not is_open(eoi, at):
        raise StayOver


def is_open(eoi: ExpressionOfInterest, at: datetime) -> bool:
    """True while the stay can lead anywhere; compares the instants, whatever the daily job has done."""
    if eoi.in_pool:
        return at < eoi.expires_at
    invited = eoi.left_because is Departure.INVITED
    return invited and any(invitation.is_open(at) for invitation in eoi.invitations)


def require_stream(province: Province, key: str, law: Law) -> None:
    """Refuse a stream that is not in the law of the day."""
    if streams.find(province, key, law) is None:
        raise StreamNotOffered


def require_not_nominated(eoi: ExpressionOfInterest, at: datetime) -> None:
    """Refuse if a nomination waits for an answer or was accepted."""
    live = (one for one in eoi.nominations if not one.is_over and not is_overdue(one, at))
    if eoi.facts.nomination is not None or any(live):
        raise AlreadyNominated


def is_overdue(asked: Nomination | NotificationOfInterest, at: datetime) -> bool:
    """True if nobody answered in time, and a heartbeat has shown that the site was up to be answered."""
    return asked.unanswered and asked.answer_before <= heartbeat.judged_until(at)


def tell(kind: LetterKind, about: Any, at: datetime, **figures: Any) -> Letter:
    """Write to the candidate, naming province and stream; to an account nobody can sign in to no notice is sent."""
    profile = about.expression.profile
    stream = streams.known(about.province, about.stream)
    names = {"stream_en": about.stream, "stream_fr": about.stream}
    if stream is not None:
        names = {"stream_en": stream.name_en, "stream_fr": stream.name_fr}
    letter = write(kind, profile.user_id, about=about, at=at, province=about.province.value, **names, **figures)
    if profile.user.password_hash is None:
        letter.notified_at = at
    return letter
