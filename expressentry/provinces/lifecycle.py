"""What a province does with its searches, and the identification of a candidate by number and validation code."""

import hmac
from datetime import datetime, timedelta

from sqlalchemy import select

from expressentry import viewings
from expressentry.accounts import guard
from expressentry.database import db
from expressentry.models import ExpressionOfInterest, SavedSearch, User, ViewingKind, record
from expressentry.nominations.requirements import is_open
from expressentry.provinces import sight
from expressentry.refusals import Refusal
from expressentry.rules.facts import Province

# The tries at one number by a province, and of one account at all numbers.
MOST_FOR_A_NUMBER, NUMBER_LOCKED = 5, timedelta(days=1)
MOST_OF_AN_ACCOUNT, ACCOUNT_LOCKED = 20, timedelta(hours=1)
NO_CODE = "...."


class SearchNameTaken(Refusal):
    """The province keeps another search under this name."""

    code = "search_name_taken"


def save_search(province: Province, name: str, filters: dict[str, str], by: User, at: datetime) -> SavedSearch:
    """Keep a search for everybody of the province."""
    taken = select(SavedSearch.id).where(SavedSearch.province == province, SavedSearch.name == name)
    if db.session.scalar(taken) is not None:
        raise SearchNameTaken
    saved = SavedSearch(province=province, name=name, filters=dict(filters), saved_by_id=by.id, saved_at=at)
    record("saved_search.saved", saved, by=by, at=at, name=name, filters=dict(filters))
    return saved


def remove_search(saved: SavedSearch, by: User, at: datetime) -> None:
    """Nobody finds a search that was kept any more."""
    record("saved_search.removed", saved, by=by, at=at, name=saved.name)
    db.session.delete(saved)


def locked_until(number: str, by: User, at: datetime) -> datetime | None:
    """Until when this account cannot try codes for this number, which there may be or not; `None` if it can."""
    locks = (guard.locked_until(secret, at) for secret in (_of_number(number, by), _of_account(by)))
    return max((until for until in locks if until is not None), default=None)


def try_code(number: str, code: str, by: User, at: datetime) -> ExpressionOfInterest | None:
    """The stay that number and code belong to, `None` if they do not; while it is open, who it is counts as seen.

    A wrong one is counted and recorded, and is told alike whether or not there is such a number. Those counted of an
    account are not forgotten when one is right: nobody earns new tries with a code they were given.
    """
    eoi = sight.by_number(number)
    expected = NO_CODE if eoi is None else eoi.validation_code
    if not hmac.compare_digest(expected.encode(), code.encode()) or eoi is None:
        guard.failed(_of_number(number, by), at, MOST_FOR_A_NUMBER, NUMBER_LOCKED)
        guard.failed(_of_account(by), at, MOST_OF_AN_ACCOUNT, ACCOUNT_LOCKED)
        _record_failure(eoi, by, at)
        return None
    guard.forget(_of_number(number, by))
    if is_open(eoi, at):
        viewings.note([eoi.profile_id], ViewingKind.IDENTIFIED, by, at)
        record("province.identified", eoi, by=by, at=at, number=number)
    return eoi


def turned_away(number: str, by: User, at: datetime) -> None:
    """A try while the lock holds is recorded too, and the code is not looked at."""
    _record_failure(sight.by_number(number), by, at, locked=True)


def _record_failure(eoi: ExpressionOfInterest | None, by: User, at: datetime, **figures: bool) -> None:
    if eoi is None:
        record("province.code_failed", by, by=by, at=at, **figures)
    else:
        record("province.code_failed", eoi, by=by, at=at, number=eoi.number, **figures)


def _of_number(number: str, by: User) -> str:
    return f"code:{by.province}:{number}"


def _of_account(by: User) -> str:
    return f"code of account:{by.id}"
