"""Whom a province may see, and how much: nothing of those who did not turn to it, and no name without their word."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from expressentry.database import db
from expressentry.models import (
    ExpressionOfInterest,
    Nomination,
    NotificationOfInterest,
    SectionKey,
    User,
    Viewing,
    ViewingKind,
)
from expressentry.nominations import requirements
from expressentry.refusals import Refusal
from expressentry.rules.facts import Province

NUMBER = re.compile(r"E\d{9}", re.ASCII)


class NotTurnedTo(Refusal):
    """The candidate has neither accepted a notification of the province nor given it number and code."""

    code = "candidate_not_turned_to"


@dataclass(frozen=True, slots=True)
class Sight:
    """What a province may know of a stay; `is_open` while the stay can still lead to an invitation or has one.

    `identified` lets it see surname and date of birth, and nominate.
    """

    eoi: ExpressionOfInterest
    is_open: bool
    identified: bool
    in_interest: bool
    notifications: list[NotificationOfInterest]
    nominations: list[Nomination]

    @property
    def accepted(self) -> NotificationOfInterest | None:
        """The last notification of the province that the candidate accepted."""
        return next((one for one in reversed(self.notifications) if one.accepted_at), None)

    def may_nominate(self, at: datetime) -> bool:
        """True if a nomination can be offered: the candidate turned to the province, and has none of it."""
        return self.is_open and self.identified and not self._nominated(at)

    def may_notify(self, at: datetime) -> bool:
        """True if a notification can be offered: none of the province waits or was accepted, and no nomination."""
        waits = any(one.is_open(at) for one in self.notifications)
        return self.in_interest and self.accepted is None and not waits and not self._nominated(at)

    def _nominated(self, at: datetime) -> bool:
        return any(one.counts or one.is_open(at) for one in self.nominations)


def find(number: str, province: Province, at: datetime) -> Sight | None:
    """What a province may know of the stay with that number; `None` if nothing, or if there is none."""
    eoi = by_number(number)
    return None if eoi is None else of(eoi, province, at)


def by_number(number: str) -> ExpressionOfInterest | None:
    """The stay with a profile number; what cannot be one is not looked for."""
    if not NUMBER.fullmatch(number):
        return None
    return db.session.scalar(select(ExpressionOfInterest).where(ExpressionOfInterest.number == number))


def of(eoi: ExpressionOfInterest, province: Province, at: datetime) -> Sight | None:
    """What a province may know of a stay; `None` if nothing."""
    notifications = [one for one in eoi.notifications if one.province is province]
    nominations = [one for one in eoi.nominations if one.province is province]
    accepted = any(one.accepted_at for one in notifications)
    identified = bool(accepted or nominations) or _gave_code(eoi, province)
    in_interest = eoi.in_pool and eoi.expires_at > at and province in eoi.facts.provinces
    if not (identified or in_interest or any(one.is_open(at) for one in notifications)):
        return None
    return Sight(eoi, requirements.is_open(eoi, at), identified, in_interest, notifications, nominations)


def _gave_code(eoi: ExpressionOfInterest, province: Province) -> bool:
    """True if somebody of the province has identified the candidate by number and code during this stay."""
    seen = (
        select(Viewing.id)
        .join(User, User.id == Viewing.by_id)
        .where(
            Viewing.profile_id == eoi.profile_id,
            Viewing.how == ViewingKind.IDENTIFIED,
            Viewing.at >= eoi.submitted_at,
            User.province == province,
        )
        .limit(1)
    )
    return db.session.scalar(seen) is not None


def surname(eoi: ExpressionOfInterest) -> str:
    """The surname as the candidate stated it for this stay."""
    answers = eoi.answers or eoi.profile.answers
    return str(answers.section(SectionKey.ABOUT_YOU).values.get("family_name") or "–")


def require_turned_to(sight: Sight) -> None:
    """Refuse a nomination of somebody who did not turn to the province."""
    if not sight.identified:
        raise NotTurnedTo
