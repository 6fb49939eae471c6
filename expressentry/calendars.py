"""Days and moments as an iCalendar file (RFC 5545), for calendars of telephones and computers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

# RFC 5545, 3.1: no line longer than this many octets, without its end.
LONGEST_LINE = 75


@dataclass(frozen=True, slots=True)
class Entry:
    """One day, or one moment, with a title and what is to be said of it; `key` names it among all of its file."""

    key: str
    at: date | datetime
    title: str
    text: str


def calendar(name: str, entries: Iterable[Entry], host: str, at: datetime) -> str:
    """A whole file: days are all-day entries that leave one free, moments are in UTC."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Express Entry//Forecast//EN", "CALSCALE:GREGORIAN"]
    lines.append(f"X-WR-CALNAME:{_escaped(name)}")
    for entry in entries:
        lines += _event(entry, host, at)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _event(entry: Entry, host: str, at: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.key}@{host}"
    yield f"DTSTAMP:{_moment(at)}"
    if isinstance(entry.at, datetime):
        yield f"DTSTART:{_moment(entry.at)}"
    else:
        yield f"DTSTART;VALUE=DATE:{entry.at:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{entry.at + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(entry.title)}"
    yield f"DESCRIPTION:{_escaped(entry.text)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    """Text as RFC 5545, 3.3.11 writes it."""
    for letter in ("\\", ";", ","):
        text = text.replace(letter, f"\\{letter}")
    return "".join(letter for letter in text.replace("\r\n", "\n").replace("\n", "\\n") if letter >= " ")


def _folded(line: str) -> Iterator[str]:
    """A line cut where it is too long, never inside a letter; each further piece begins with a space."""
    piece = ""
    for letter in line:
        if len((piece + letter).encode()) > LONGEST_LINE:
            yield piece
            piece = " "
        piece += letter
    yield piece
