"""The demonstration's clock over time: it only goes forward, and what falls due on the way happens."""

from datetime import datetime, timedelta

from expressentry import clock, daily, heartbeat
from expressentry.database import db
from expressentry.models import User, record
from expressentry.refusals import Refusal


class ClockMoved(Refusal):
    """Somebody moved the clock since the form was opened."""

    code = "clock_moved"


def move(by: User, step: timedelta, seen: str) -> datetime:
    """Move the clock forward and do what the daily job would have done; the new moment.

    Refused if the clock is not where the form saw it, so that sending the form twice moves it once.
    """
    if seen != position():
        raise ClockMoved
    since = clock.now()
    at = since + step
    record("demo.clock_moved", by, by=by, at=at, days=step.days)
    heartbeat.move_along(step)
    daily.live_through(since, at)
    db.session.flush()
    clock.set_ahead(clock.ahead() + step)  # still under the write lock: of two officers the second is refused
    return at


def position() -> str:
    """Where the clock stands, as a form remembers it."""
    return str(int(clock.ahead().total_seconds()))
