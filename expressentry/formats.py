"""Numbers, days, moments, money and lengths of time, as the reader's language writes them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

from babel.dates import format_date, format_time
from babel.numbers import format_currency, format_decimal, format_percent
from flask import g
from flask_babel import get_locale

from expressentry.clock import OTTAWA


def number(value: int | float) -> str:
    """A number with its separators."""
    return format_decimal(value, locale=get_locale())


def percent(share: float) -> str:
    """A share of 1 as a percentage with one decimal."""
    return format_percent(share, "#,##0.0\u00a0%" if _french() else "#,##0.0%", locale=get_locale())


def whole_percent(share: float) -> str:
    """A share of 1 as a percentage without decimals."""
    return format_percent(share, "#,##0\u00a0%" if _french() else "#,##0%", locale=get_locale())


def day(value: date) -> str:
    """A day, in full; the first of a month is an ordinal in French."""
    if _french() and value.day == 1:
        return format_date(value, "1'er' MMMM y", locale=get_locale())
    return format_date(value, "long", locale=get_locale())


def month(value: date) -> str:
    """The month of a day, with its year."""
    return format_date(value, "LLLL y", locale=get_locale())


def month_name(value: date) -> str:
    """The month of a day, as short as it gets."""
    return format_date(value, "LLL", locale=get_locale())


def ottawa(moment: datetime) -> str:
    """A moment on Ottawa's clock, to the minute."""
    at = moment.astimezone(OTTAWA)
    return f"{day(at.date())}, {at:%H} h {at:%M}" if _french() else f"{day(at.date())}, {at:%H:%M}"


def utc(moment: datetime) -> str:
    """A moment in UTC, to the second, or finer if it is."""
    at = moment.astimezone(UTC)
    fine = f".{at.microsecond:06d}" if at.microsecond else ""
    return f"{day(at.date())} {at:%H:%M:%S}{fine} UTC"


def clock_time(moment: datetime) -> str:
    """The time of day on Ottawa's clock."""
    return format_time(moment.astimezone(OTTAWA), "HH:mm:ss", locale=get_locale())


def money(cents: int) -> str:
    """Canadian dollars, to the cent if there are cents."""
    decimals = "" if cents % 100 == 0 else ".00"
    pattern = f"#,##0{decimals}\u00a0¤" if _french() else f"¤#,##0{decimals}"
    amount = Decimal(cents) / 100
    return (
        format_currency(amount, "CAD", pattern, locale=get_locale(), currency_digits=False)
        .replace("CA$", "$")
        .replace("$CA", "$")
    )


def file_size(size: int) -> str:
    """The size of a file, in kilobytes or megabytes, never rounded down to nothing."""
    if size < 1_000_000:
        return f"{number(max(1, round(size / 1000)))}\u00a0{'ko' if _french() else 'KB'}"
    return f"{number(round(size / 1_000_000, 1))}\u00a0{'Mo' if _french() else 'MB'}"


def hours(value: Fraction) -> str:
    """Hours, cut to one decimal and never rounded up."""
    tenths = value.numerator * 10 // value.denominator
    return format_decimal(Decimal(tenths) / 10, locale=get_locale())


def hours_up(value: Fraction) -> str:
    """Hours that are missing, to one decimal and never rounded down."""
    tenths = -(-value.numerator * 10 // value.denominator)
    return format_decimal(Decimal(tenths) / 10, locale=get_locale())


def colon() -> str:
    """What stands between a name and its value."""
    return "\u00a0: " if _french() else ": "


def decimal(value: float | int | str) -> str:
    """A number as it is typed: no separators, and a comma before decimals in French."""
    return str(value).replace(".", ",") if _french() else str(value)


def language() -> str:
    """The reader's language, "en" or "fr"."""
    return g.get("lang") or str(get_locale() or "en")


def _french() -> bool:
    return language() == "fr"
