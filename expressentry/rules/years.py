"""Completed years between days, the way every period of the law is counted here."""

from calendar import monthrange
from datetime import date
from functools import lru_cache


@lru_cache(maxsize=4096)
def years_before(day: date, years: int) -> date:
    """The same calendar date `years` earlier; from 29 February it is 28 February where needed."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def years_after(day: date, years: int) -> date:
    """The anniversary, the first day on which `years` are complete; of 29 February it is 1 March where needed."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def completed_years(since: date, on: date) -> int:
    """Whole years from `since` to `on`; negative before `since`."""
    return on.year - since.year - ((on.month, on.day) < (since.month, since.day))


def months_after(day: date, months: int) -> date:
    """The same day of the month `months` later; where that month is shorter, its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
