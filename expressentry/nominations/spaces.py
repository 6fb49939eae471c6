"""The places a province has for a year: set in all by an officer, shared among its streams by the province."""

from collections.abc import Mapping
from datetime import datetime

from expressentry import nomination_spaces
from expressentry.database import db
from expressentry.models import WHOLE_PROVINCE, NominationSpace, User, record
from expressentry.nominations.requirements import StreamNotOffered
from expressentry.refusals import Refusal
from expressentry.rules import streams
from expressentry.rules.facts import Province


class BelowTaken(Refusal):
    """Fewer places than are held or used already."""

    code = "space_below_taken"


class BelowStreams(Refusal):
    """Fewer places for the province than its streams have together."""

    code = "space_below_streams"


class AboveProvince(Refusal):
    """More places for the streams together than the province has."""

    code = "space_above_province"


def set_places(province: Province, year: int, stream: str, places: int, by: User, at: datetime) -> NominationSpace:
    """A province in all (`stream` empty), or one of its streams, has so many places for a year."""
    if stream != WHOLE_PROVINCE and streams.known(province, stream) is None:
        raise StreamNotOffered
    accounts = nomination_spaces.of_year(province, year)
    account = accounts.get(stream)
    if account is None:
        account = NominationSpace(province=province, year=year, stream=stream, places=0, held=0, used=0)
    before, taken = account.places, account.held + account.used
    if places < taken:
        raise BelowTaken(taken=taken)
    _require_within(accounts, stream, places)
    account.places = places
    db.session.add(account)
    figures = {"province": province.value, "year": year, "stream": stream, "before": before, "after": places}
    record("nomination_space.set", account, by=by, at=at, **figures)
    return account


def _require_within(accounts: Mapping[str, NominationSpace], stream: str, places: int) -> None:
    """The streams' places together are never above the province's."""
    shared = sum(one.places for name, one in accounts.items() if name not in (WHOLE_PROVINCE, stream))
    if stream == WHOLE_PROVINCE:
        if places < shared:
            raise BelowStreams(shared=shared)
        return
    whole = accounts.get(WHOLE_PROVINCE)
    most = 0 if whole is None else whole.places
    if shared + places > most:
        raise AboveProvince(together=shared + places, places=most)
