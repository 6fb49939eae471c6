"""The only clock: moments in UTC, days in Ottawa, and the law the site runs under."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask import current_app

from expressentry.rules.law import Law
from expressentry.rules.tables import law_on

OTTAWA = ZoneInfo("America/Toronto")


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def day_of(moment: datetime) -> date:
    """The day it is in Ottawa at that moment."""
    return moment.astimezone(OTTAWA).date()


def today() -> date:
    """Today in Ottawa."""
    return day_of(now())


def law_day() -> date:
    """The day whose law the site runs under: today, unless `EXPRESSENTRY_LAW_ON` names another."""
    chosen: date | None = current_app.config["LAW_ON"]
    return chosen or today()


def law() -> Law:
    """The law the site runs under."""
    return law_on(law_day())
