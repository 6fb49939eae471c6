"""Payments received, as a bank lists them: each line matched by reference and exact amount, and confirmed or not."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from expressentry.applications import payments
from expressentry.cards import looks_like_card
from expressentry.clock import day_of
from expressentry.fields import UNPRINTABLE
from expressentry.models import Payment, User, record

COLUMNS = ("reference", "amount", "received_on")
LONGEST_SHOWN = 60


class Outcome(StrEnum):
    """What became of a line."""

    CONFIRMED = "confirmed"
    ALREADY = "already"
    REJECTED = "rejected"
    AMOUNT_DIFFERS = "amount_differs"
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"


class NoColumns(ValueError):
    """The first line does not name the columns, each once."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file: its number, the reference as far as it may be shown, and what became of it."""

    number: int
    reference: str
    outcome: Outcome


def take_in(text: str, by: User, at: datetime) -> list[Line]:
    """Confirm what each line proves; a line is taken whole or not at all, and taken twice changes nothing.

    Raises `NoColumns`. The import itself is an event of the officer's, which keeps what became of every line.
    """
    done = [_take(number, row, by, at) for number, row in _rows(text)]
    kept = [[line.number, line.reference, line.outcome.value] for line in done]
    record("payments.imported", by, by=by, at=at, lines=kept)
    return done


def lines_of(kept: list[Any]) -> list[Line]:
    """The lines as the event kept them."""
    return [Line(number, reference, Outcome(outcome)) for number, reference, outcome in kept]


def _rows(text: str) -> Iterator[tuple[int, dict[str, str] | None]]:
    """Each line that is not empty, by its number, as its columns; `None` if it cannot be read."""
    first, _, rest = text.lstrip("\r\n").partition("\n")
    separator = ";" if first.count(";") > first.count(",") else ","
    skipped = text[: len(text) - len(text.lstrip("\r\n"))].count("\n")
    names = [name.strip().strip('"').casefold() for name in first.split(separator)]
    if sorted(name for name in names if name in COLUMNS) != sorted(COLUMNS):
        raise NoColumns
    for number, line in enumerate(rest.splitlines(), skipped + 2):
        if line.strip():
            yield number, _row(line, names, separator)


def _row(line: str, names: list[str], separator: str) -> dict[str, str] | None:
    try:
        cells = next(csv.reader(io.StringIO(line), delimiter=separator, strict=True))
    except (csv.Error, StopIteration):
        return None
    return dict(zip(names, (cell.strip() for cell in cells), strict=True)) if len(cells) == len(names) else None


def _take(number: int, row: dict[str, str] | None, by: User, at: datetime) -> Line:
    if row is None:
        return Line(number, "", Outcome.UNREADABLE)
    reference = payments.normalised(row["reference"])
    hidden = looks_like_card(row["reference"]) or UNPRINTABLE.search(reference)
    shown = "" if hidden else reference[:LONGEST_SHOWN]
    cents, received_on = _cents(row["amount"]), _day(row["received_on"])
    if (
        not reference
        or UNPRINTABLE.search(reference)
        or cents is None
        or received_on is None
        or received_on > day_of(at)
    ):
        return Line(number, shown, Outcome.UNREADABLE)
    return Line(number, shown, _settle(payments.find(reference), cents, received_on, by, at))


def _settle(payment: Payment | None, cents: int, received_on: date, by: User, at: datetime) -> Outcome:
    if payment is None:
        return Outcome.UNKNOWN
    if payment.amount_cents != cents:
        return Outcome.AMOUNT_DIFFERS
    if payment.confirmed_at is not None:
        return Outcome.ALREADY
    if payment.rejected_at is not None:
        return Outcome.REJECTED
    payments.confirm(payment, by, at, received_on)
    return Outcome.CONFIRMED


def _cents(written: str) -> int | None:
    """An amount with two decimals or none, with a point or a comma before them, with or without separators."""
    plain = re.sub(r"[\s\u00a0\u202f$]|CAD", "", written)
    found = re.fullmatch(r"(\d{1,3}(?:[.,']\d{3})+|\d{1,9})(?:[.,](\d{2}))?", plain, re.ASCII)
    if found is None:
        return None
    return int(re.sub(r"\D", "", found[1])) * 100 + int(found[2] or "0")


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if re.fullmatch(r"[1-9]\d{3}-\d\d-\d\d", written, re.ASCII) else None
    except ValueError:
        return None
