"""What changed on which day: every table that took effect, beside the one before it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from expressentry import category_words
from expressentry.law import words
from expressentry.law.reading import PARTS
from expressentry.rules import category_tables, tables
from expressentry.rules.written import Difference, Place, differences, named


@dataclass(frozen=True, slots=True)
class Line:
    """A value that changed: where it stands, what it was and what it is."""

    where: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """A table that took effect: the first of its part, or beside the one before it."""

    part: str
    title: str
    instrument: str
    first: bool
    replaced: date | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A day on which tables took effect; the law can be read from `readable_on` on."""

    on: date
    readable_on: date
    changes: tuple[Change, ...]


def days(of_part: str | None = None) -> tuple[Day, ...]:
    """Every day on which a table took effect, of one part or of all, the newest first."""
    chosen = [key for key in PARTS if of_part in (None, key)]
    found = sorted({day for key in chosen for day in tables.effective_dates(key)}, reverse=True)
    return tuple(
        Day(day, max(day, tables.FIRST_DAY), tuple(change(key, day) for key in chosen if _took(key, day)))
        for day in found
    )


def _took(key: str, day: date) -> bool:
    return day in tables.effective_dates(key)


def change(key: str, day: date) -> Change:
    """The table of a part that took effect on a day, beside the one before."""
    before = max((one for one in tables.effective_dates(key) if one < day), default=None)
    new = tables.as_written(key, day)
    lines = () if before is None else _lines(key, tables.as_written(key, before), new)
    instrument = new["instrument"]
    return Change(key, words.part(key), _(instrument), before is None, before, lines)


def _lines(key: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Line, ...]:
    found = [one for one in differences(old, new) if words.shown(one.place.key) and one.place.key != "version"]
    if key == "streams":
        return _streams(found, old, new)
    if key == "categories":
        come_and_gone = {*old} ^ {*new}
        stayed = [_line(key, one, old, new) for one in found if one.place.table not in come_and_gone]
        return (*_categories(old, new), *stayed)
    return tuple(_line(key, one, old, new) for one in found)


def _line(key: str, one: Difference, old: Mapping[str, Any], new: Mapping[str, Any]) -> Line:
    before, after = (words.value(key, one.place.key, value) for value in (one.before, one.after))
    if named(one.before) and named(one.after):
        before = _("Taken out: %(what)s", what=before) if one.before else before
        after = _("Added: %(what)s", what=after) if one.after else after
    return Line(words.place(key, one.place, new, old), before, after)


def _categories(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Line, ...]:
    """Two lines for each category that came or went: what it asks for, and its occupations."""
    found: list[Line] = []
    for raw, came in ((new, True), (old, False)):
        for name in (name for name in category_tables.KEYS if name in {*raw} - {*(old if came else new)}):
            title, none = words.table("categories", name, raw), _("None")
            rule = category_words.rule(category_tables.read(raw, name))
            told = [(title, rule), (f"{title} – {words.key('', '', 'occupations')}", _occupations(raw[name]))]
            found += [Line(where, none, text) if came else Line(where, text, none) for where, text in told if text]
    return tuple(found)


def _occupations(raw: Mapping[str, Any]) -> str:
    return words.value("categories", "occupations", tuple(raw["occupations"])) if "occupations" in raw else ""


def _streams(found: list[Difference], old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Line, ...]:
    """A line for each stream that came, went or has another status."""
    was, now = ({row[0]: row[4] for row in raw["rows"]} for raw in (old, new))
    touched = dict.fromkeys(one.place.row for one in found)
    return tuple(
        Line(
            words.place("streams", Place("", "rows", key, 0), new, old),
            words.value("streams", "status", was.get(key)),
            words.value("streams", "status", now.get(key)),
        )
        for key in touched
        if was.get(key) != now.get(key)
    )
