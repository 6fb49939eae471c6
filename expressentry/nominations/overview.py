"""What a candidate's pages and the officers' account of places read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from expressentry.clock import day_of
from expressentry.database import db
from expressentry.models import (
    WHOLE_PROVINCE,
    ExpressionOfInterest,
    Invitation,
    Nomination,
    NominationSpace,
    NotificationOfInterest,
)
from expressentry.nominations import lifecycle, requirements
from expressentry.pool import lifecycle as pool
from expressentry.pool import standing
from expressentry.rules import crs, streams
from expressentry.rules.facts import Province
from expressentry.rules.law import Law


def nominations_of(profile_id: int) -> Sequence[Nomination]:
    """Every nomination of a candidate, newest first."""
    own = select(Nomination).join(ExpressionOfInterest).where(ExpressionOfInterest.profile_id == profile_id)
    return db.session.scalars(own.order_by(Nomination.id.desc())).all()


def notifications_of(profile_id: int) -> Sequence[NotificationOfInterest]:
    """Every notification of interest to a candidate, newest first."""
    own = select(NotificationOfInterest).join(ExpressionOfInterest)
    own = own.where(ExpressionOfInterest.profile_id == profile_id)
    return db.session.scalars(own.order_by(NotificationOfInterest.id.desc())).all()


def stream_name(province: Province, key: str, language: str) -> str:
    """The name of a stream as it was last in the law; its key if no law ever named it."""
    stream = streams.known(province, key)
    return key if stream is None else stream.name(language)


@dataclass(frozen=True, slots=True)
class Prospect:
    """What accepting a nomination would do today.

    `score_now` and `rank_now` are those of the pool; out of it for an invitation there is no rank, and the score is
    the one a decline would lead back with, if it does. `returns`: the year in the pool is not over.
    """

    answerable: bool
    invitation: Invitation | None
    returns: bool
    score_now: int | None
    score_then: int
    rank_now: int | None
    rank_then: int
    size: int


def prospect(nomination: Nomination, at: datetime, law: Law) -> Prospect:
    """What accepting it would do at a moment, under the law of it."""
    eoi = nomination.expression
    invitation = lifecycle.open_invitation(eoi, at)
    now = crs.score(eoi.facts, day_of(at), law).total if eoi.in_pool else pool.score_on_return(eoi, at, law)
    then = lifecycle.score_with(eoi, nomination.province, at, law)
    return Prospect(
        answerable=nomination.is_open(at) and requirements.is_open(eoi, at),
        invitation=invitation,
        returns=at < eoi.expires_at,
        score_now=now,
        score_then=then,
        rank_now=standing.position(eoi, at).rank if eoi.in_pool else None,
        rank_then=standing.rank_if(then, eoi, at),
        size=standing.size(at) + (0 if eoi.in_pool else 1),
    )


@dataclass(frozen=True, slots=True)
class Account:
    """The places of a province for a year."""

    province: Province
    places: int
    used: int
    held: int

    @property
    def free(self) -> int:
        """Places left."""
        return self.places - self.used - self.held


def accounts_of_year(year: int, law: Law) -> list[Account]:
    """The places of every province that can nominate, or has places that year; none were set: none."""
    wanted = select(NominationSpace).where(NominationSpace.year == year, NominationSpace.stream == WHOLE_PROVINCE)
    spaces = {space.province: space for space in db.session.scalars(wanted)}
    able = {stream.province for stream in law.streams} | set(spaces)
    found = []
    for province in Province:
        space = spaces.get(province)
        if space is not None:
            found.append(Account(province, space.places, space.used, space.held))
        elif province in able:
            found.append(Account(province, 0, 0, 0))
    return found
