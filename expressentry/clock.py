"""The only clock: moments in UTC, days in Ottawa, and the law the site runs under.

In a demonstration an officer may move it forward; how far is kept in `instance/clock_ahead`, in seconds.
"""

import os
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import current_app, has_app_context

from expressentry.rules.law import Law
from expressentry.rules.tables import law_on

OTTAWA = ZoneInfo("America/Toronto")


def now() -> datetime:
    """This moment, aware, in UTC; in a demonstration as far ahead as it was moved."""
    return datetime.now(UTC) + ahead()


def ahead() -> timedelta:
    """How far the clock was moved forward; nothing but in a demonstration."""
    if not has_app_context() or not current_app.config["DEMO"]:
        return timedelta()
    try:
        return timedelta(seconds=int(_kept_in().read_text()))
    except FileNotFoundError:
        return timedelta()


def set_ahead(by: timedelta) -> None:
    """Move the clock of the demonstration: for every process of it, at once."""
    written = _kept_in().with_suffix(".new")
    written.write_text(str(int(by.total_seconds())))
    os.replace(written, _kept_in())


def _kept_in() -> Path:
    return Path(current_app.instance_path) / "clock_ahead"


def day_of(moment: datetime) -> date:
    """The day it is in Ottawa at that moment."""
    return moment.astimezone(OTTAWA).date()


def start_of(day: date) -> datetime:
    """The moment that day began in Ottawa."""
    return datetime.combine(day, time(), OTTAWA).astimezone(UTC)


def today() -> date:
    """Today in Ottawa."""
    return day_of(now())


def real_today() -> date:
    """Today in Ottawa, wherever the clock of a demonstration stands."""
    return day_of(datetime.now(UTC))


def law_day() -> date:
    """The day whose law the site runs under: today, unless `EXPRESSENTRY_LAW_ON` names another."""
    chosen: date | None = current_app.config["LAW_ON"]
    return chosen or today()


def law() -> Law:
    """The law the site runs under."""
    return law_on(law_day())


def law_of(moment: datetime) -> Law:
    """The law the site runs under at that moment."""
    return law_for(day_of(moment))


def law_for(day: date) -> Law:
    """The law the site runs under on that day: that of the day, unless `EXPRESSENTRY_LAW_ON` names another."""
    return law_on(current_app.config["LAW_ON"] or day)
