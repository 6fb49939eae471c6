"""Numbers, days, moments, money and lengths of time, as the reader's language writes them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_currency, format_decimal, format_percent
from flask import g
from flask_babel import get_locale

from expressentry.clock import OTTAWA


def number(value: int | float) -> str:
    """A number with its separators."""
    return format_decimal(value, locale=get_locale())


def percent(share: float) -> str:
    """A share of 1 as a percentage with one decimal."""
    return format_percent(share, "#,##0.0 %" if _french() else "#,##0.0%", locale=get_locale())


def day(value: date) -> str:
    """A day, in full."""
    return format_date(value, "long", locale=get_locale())


def ottawa(moment: datetime) -> str:
    """A moment on Ottawa's clock, to the minute."""
    return format_datetime(
        moment.astimezone(OTTAWA), "d MMMM y HH:mm" if _french() else "MMMM d, y, HH:mm", locale=get_locale()
    )


def utc(moment: datetime) -> str:
    """A moment in UTC, to the second, or finer if it is."""
    pattern = "d MMMM y" if _french() else "MMMM d, y"
    at = moment.astimezone(UTC)
    fine = f".{at.microsecond:06d}" if at.microsecond else ""
    written = format_datetime(at, pattern, locale=get_locale())
    return f"{written} {at:%H:%M:%S}{fine} UTC"


def clock_time(moment: datetime) -> str:
    """The time of day on Ottawa's clock."""
    return format_time(moment.astimezone(OTTAWA), "HH:mm:ss", locale=get_locale())


def money(cents: int) -> str:
    """Canadian dollars, to the cent if there are cents."""
    decimals = "" if cents % 100 == 0 else ".00"
    pattern = f"#,##0{decimals} ¤" if _french() else f"¤#,##0{decimals}"
    amount = Decimal(cents) / 100
    return (
        format_currency(amount, "CAD", pattern, locale=get_locale(), currency_digits=False)
        .replace("CA$", "$")
        .replace("$CA", "$")
    )


def hours(value: Fraction) -> str:
    """Hours, cut to one decimal and never rounded up."""
    tenths = value.numerator * 10 // value.denominator
    return format_decimal(Decimal(tenths) / 10, locale=get_locale())


def hours_up(value: Fraction) -> str:
    """Hours that are missing, to one decimal and never rounded down."""
    tenths = -(-value.numerator * 10 // value.denominator)
    return format_decimal(Decimal(tenths) / 10, locale=get_locale())


def language() -> str:
    """The reader's language, "en" or "fr"."""
    return g.get("lang") or str(get_locale() or "en")


def _french() -> bool:
    return language() == "fr"
