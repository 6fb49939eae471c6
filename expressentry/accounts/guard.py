"""The guard against guessing: failed tries at a secret are counted, and too many in a row lock it for a while."""

import hashlib
from datetime import datetime, timedelta

from expressentry.database import db
from expressentry.models import Guard

MOST_FAILURES = 5
LOCK_TIME = timedelta(minutes=15)


def locked_until(secret: str, at: datetime) -> datetime | None:
    """Until when nobody can try again, if it is locked. `secret` names what is guessed at, as an address.

    Held until the try is counted: many at once are not more than so many in a row.
    """
    guard = db.session.get(Guard, _digest(secret), with_for_update=True)
    return guard.locked_until if guard and guard.locked_until and guard.locked_until > at else None


def failed(secret: str, at: datetime, most: int = MOST_FAILURES, lock_time: timedelta = LOCK_TIME) -> None:
    """Count a failed try; the last of so many in a row locks."""
    guard = db.session.get(Guard, _digest(secret))
    if guard is None:
        guard = Guard(digest=_digest(secret), failures=0, last_failed_at=at)
        db.session.add(guard)
    if at - guard.last_failed_at > lock_time:
        guard.failures = 0
    guard.failures += 1
    guard.last_failed_at = at
    if guard.failures >= most:
        guard.locked_until = at + lock_time
        guard.failures = 0


def forget(secret: str) -> None:
    """Forget the failed tries: one was right."""
    guard = db.session.get(Guard, _digest(secret))
    if guard is not None:
        db.session.delete(guard)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
