"""What Ontario and British Columbia did in the pool: searches, notifications of interest, nominations to answer."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from expressentry import clock, viewings
from expressentry.accounts import lifecycle as accounts
from expressentry.accounts.views import DEMO_PROVINCES
from expressentry.clock import day_of
from expressentry.database import db
from expressentry.models import ExpressionOfInterest, NotificationOfInterest, User, ViewingKind
from expressentry.models.pool import PROVINCE_BITS
from expressentry.nominations import lifecycle as nominations
from expressentry.nominations import notifications
from expressentry.provinces.lifecycle import save_search
from expressentry.rules import streams
from expressentry.rules.facts import Province
from expressentry.rules.law import Law

LISTED, NOTIFIED = 50, 8
MESSAGE = "Invented for the demonstration: your experience is of interest to us. Tell us if you want to hear more."
SEARCHED, SENT, ANSWERED, NOMINATED = (timedelta(days=days) for days in (21, 20, 12, 5))


def of_provinces(at: datetime, law: Law) -> None:
    """Each of the two has looked, told some candidates of its interest, and nominated two who answered."""
    taken: set[int] = set()
    for email, province in DEMO_PROVINCES.items():
        officer = accounts.find(email)
        if officer is None or not streams.of(province, law):
            continue
        found = [stay for stay in _found(province, at) if stay.id not in taken]
        viewings.note([stay.profile_id for stay in found], ViewingKind.LISTED, officer, at - SEARCHED)
        chosen = found[:NOTIFIED]
        taken |= {stay.id for stay in chosen}
        viewings.note([stay.profile_id for stay in chosen], ViewingKind.OPENED, officer, at - SENT)
        _notify(chosen, province, officer, at, law)
        save_search(province, "450 points or more", {"score_from": "450"}, officer, at - SEARCHED)
    db.session.flush()


def _found(province: Province, at: datetime) -> Sequence[ExpressionOfInterest]:
    """The best of the pool who named the province, were there already, and have no nomination."""
    e = ExpressionOfInterest
    wanted = select(e).where(
        e.left_at.is_(None),
        e.province_bits.op("&")(PROVINCE_BITS[province]) != 0,
        e.nominee.is_(False),
        e.submitted_at < at - SEARCHED,
        e.expires_at > at,
    )
    return db.session.scalars(wanted.order_by(e.score.desc(), e.submitted_at, e.id).limit(LISTED)).all()


def _notify(chosen: Sequence[ExpressionOfInterest], province: Province, by: User, at: datetime, law: Law) -> None:
    """The first ones have not answered, the next declined, and of those who accepted two are nominated."""
    sent_at = at - SENT if streams.of(province, clock.law_of(at - SENT)) else at
    sent_law = clock.law_of(sent_at)
    stream = streams.of(province, sent_law)[0].key
    answered_at = max(sent_at, at - ANSWERED)
    for place, stay in enumerate(chosen):
        sent = notifications.send(stay, province, stream, MESSAGE, notifications.DAYS, by, sent_at, sent_law)
        candidate = stay.profile.user
        if place == NOTIFIED - 4:
            notifications.decline(sent, candidate, answered_at)
        elif place > NOTIFIED - 4:
            notifications.accept(sent, candidate, answered_at)
            viewings.note([stay.profile_id], ViewingKind.IDENTIFIED, by, answered_at)
        if place > NOTIFIED - 3:
            _nominate(stay, sent, place == NOTIFIED - 1, by, at, law)


def _nominate(
    stay: ExpressionOfInterest, sent: NotificationOfInterest, accepted: bool, by: User, at: datetime, law: Law
) -> None:
    """One waits for the candidate; the other was accepted this moment, so that the score is that of today."""
    key = streams.of(sent.province, law)[0].key
    earlier = max(sent.accepted_at or at, at - NOMINATED)
    offered = streams.find(sent.province, key, clock.law_of(earlier))
    made_at = earlier if offered and day_of(earlier).year == day_of(at).year else at
    number = f"{sent.province.value}-SYN-{stay.id:07d}"
    made = nominations.nominate(stay, sent.province, key, number, by, made_at, clock.law_of(made_at), sent)
    if accepted:
        nominations.accept(made, stay.profile.user, at, law)
