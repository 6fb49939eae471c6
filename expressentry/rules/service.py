"""The service standard: most complete applications are decided within six months of receipt."""

from datetime import date

from expressentry.rules.law import Law
from expressentry.rules.years import months_after

__all__ = ["elapsed_days", "months_after", "standard_day", "within_standard"]


def standard_day(received_on: date, law: Law) -> date:
    """The last day inside the standard."""
    return months_after(received_on, law.service.months)


def elapsed_days(received_on: date, on: date) -> int:
    """Days since receipt; the day of receipt is day 0."""
    return (on - received_on).days


def within_standard(received_on: date, decided_on: date, law: Law) -> bool:
    """True if the decision was in time."""
    return decided_on <= standard_day(received_on, law)
