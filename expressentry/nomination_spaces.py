"""The yearly account of nominations: of a province in all, and under each stream; held, used, free. Never overdrawn."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from expressentry.database import db
from expressentry.models import WHOLE_PROVINCE, Nomination, NominationSpace
from expressentry.refusals import Refusal
from expressentry.rules.facts import Province


class NoSpace(Refusal):
    """The province, or its stream, has no free nomination for the year."""

    code = "no_nomination_space"


def _locked(province: Province, year: int, stream: str) -> NominationSpace | None:
    """The same account, until the transaction ends for this one alone: two officers never take one last place."""
    named = (NominationSpace.province == province, NominationSpace.year == year, NominationSpace.stream == stream)
    return db.session.scalar(select(NominationSpace).where(*named).with_for_update())


def find(province: Province, year: int, stream: str = WHOLE_PROVINCE) -> NominationSpace | None:
    """The account of a province in all, or of one stream, for a year."""
    named = (NominationSpace.province == province, NominationSpace.year == year, NominationSpace.stream == stream)
    return db.session.scalar(select(NominationSpace).where(*named))


def of_year(province: Province, year: int) -> dict[str, NominationSpace]:
    """The accounts of a province for a year: in all under the empty name, and each stream's."""
    wanted = select(NominationSpace).where(NominationSpace.province == province, NominationSpace.year == year)
    return {space.stream: space for space in db.session.scalars(wanted)}


def hold(province: Province, year: int, stream: str) -> None:
    """Hold a place for a nomination that waits for the candidate; refused if the stream or the province has none."""
    accounts = [_locked(province, year, name) for name in (WHOLE_PROVINCE, stream)]
    if any(account is None or account.free < 1 for account in accounts):
        raise NoSpace(year=year)
    for account in accounts:
        if account is not None:
            account.held += 1


def use(nomination: Nomination) -> None:
    """The place held is used: the candidate accepted."""
    _move(nomination, _used)


def free(nomination: Nomination) -> None:
    """The place is free again, whether it was held or used."""
    _move(nomination, _no_longer_used if nomination.accepted_at is not None else _no_longer_held)


def _move(nomination: Nomination, act: Callable[[NominationSpace], Any]) -> None:
    for name in (WHOLE_PROVINCE, nomination.stream):
        account = _locked(nomination.province, nomination.year, name)
        if account is not None:
            act(account)


def _used(account: NominationSpace) -> None:
    account.held, account.used = account.held - 1, account.used + 1


def _no_longer_held(account: NominationSpace) -> None:
    account.held -= 1


def _no_longer_used(account: NominationSpace) -> None:
    account.used -= 1
