"""The course of a candidacy in time: the stay in the pool, and the period of an invitation."""

from datetime import UTC, date, datetime, time, timedelta

from expressentry.rules.law import Law
from expressentry.rules.years import years_after


def stay_expires_at(submitted_at: datetime, law: Law) -> datetime:
    """One year after submission, at the same time of day in UTC (Ministerial Instructions, s. 4(1))."""
    day = years_after(submitted_at.date(), law.process.pool_months // 12)
    return datetime.combine(day, submitted_at.timetz())


def answer_before(invited_on: date, law: Law) -> datetime:
    """The first instant too late to answer an invitation: midnight UTC after the last day.

    Calendar days count, the day of the invitation does not (IRPA 10.3(1)(k)).
    """
    return after_days(invited_on, law.process.response_days)


def nomination_answer_before(nominated_on: date, law: Law) -> datetime:
    """The first instant too late to accept a nomination; calendar days, counted as those of an invitation."""
    return after_days(nominated_on, law.nominations.accept_days)


def after_days(on: date, days: int) -> datetime:
    """Midnight UTC after the last of so many calendar days; the first day does not count."""
    return datetime.combine(on + timedelta(days=days + 1), time(), UTC)
