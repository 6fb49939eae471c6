"""The law in force on a day as tables to read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from flask_babel import gettext as _

from expressentry import category_words, explain, formats
from expressentry.labels import words as say
from expressentry.law import words
from expressentry.rules import noc, tables
from expressentry.rules.categories import Untested
from expressentry.rules.law import Source
from expressentry.rules.written import Table, tables_in

# In the order of the page: who is ranked how, who is taken, then what an application and partners are held to.
PARTS = (
    *("crs_core", "crs_spouse", "crs_transferability", "crs_additional"),
    *("evidence", *tables.LANGUAGE_PARTS, "work"),
    *("programs", "fsw_grid", "funds", "process", "categories"),
    *("streams", "nominations", "job_match", "fees", "documents", "service"),
)


@dataclass(frozen=True, slots=True)
class Block:
    """Columns and rows under one caption; `figures` if all but the first column are numbers.

    `named` if the caption tells the reader more than the title above it.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: bool
    named: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """One table of a part; without a title if it stands at the top of it."""

    anchor: str
    title: str | None
    rule: str | None
    at_most: str | None
    blocks: tuple[Block, ...]
    source: Source | None
    confidence: str | None


@dataclass(frozen=True, slots=True)
class Absent:
    """A table that a part has at other times, and when."""

    anchor: str
    title: str
    times: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the law in force: since when, until which day as far as is known, by which instrument."""

    key: str
    title: str
    taken_on: date
    next_on: date | None
    instrument: str
    tables: tuple[Shown, ...]
    absent: tuple[Absent, ...]


def on_day(day: date) -> tuple[Part, ...]:
    """Every part in force on a day; raises `NotInForce` before the first day of the law."""
    tables.law_on(day)
    found = []
    for key in PARTS:
        taken = [one for one in tables.effective_dates(key) if one <= day]
        if taken:
            found.append(_part(formats.language(), key, taken[-1]))
    return tuple(found)


def missing_on(day: date) -> tuple[tuple[str, date], ...]:
    """The parts that came later than a day, each with the day it came."""
    firsts = [(key, tables.effective_dates(key)[0]) for key in PARTS]
    return tuple((words.part(key), first) for key, first in firsts if first > day)


@lru_cache(maxsize=512)
def _part(_language: str, key: str, taken_on: date) -> Part:
    """A part as it reads in a language; tables do not change while the site runs."""
    raw = tables.as_written(key, taken_on)
    instrument = raw["instrument"]
    return Part(
        key=key,
        title=words.part(key),
        taken_on=taken_on,
        next_on=next((day for day in tables.effective_dates(key) if day > taken_on), None),
        instrument=_(instrument),
        tables=tuple(_shown(key, table, raw, taken_on) for table in tables_in(raw)),
        absent=tuple(_absent(key, taken_on)),
    )


def _absent(key: str, taken_on: date) -> Iterator[Absent]:
    """The tables that stood or will stand in a part on other days."""
    days = tables.effective_dates(key)
    names = {day: [table.name for table in tables_in(tables.as_written(key, day)) if table.name] for day in days}
    for name in dict.fromkeys(name for day in days for name in names[day] if name not in names[taken_on]):
        latest = max(day for day in days if name in names[day])
        title = words.table(key, name, tables.as_written(key, latest))
        times = "; ".join(_stretches([(day, name in names[day]) for day in days]))
        yield Absent(f"{key}.{name}", title, times)


def _stretches(there: list[tuple[date, bool]]) -> Iterator[str]:
    """From when to when, in words, of the days on which something is there from a day on, or not."""
    began: date | None = None
    for day, is_there in there:
        if is_there and began is None:
            began = day
        if began is not None and not is_there:
            last = formats.day(day - timedelta(days=1))
            yield _("in force from %(first)s to %(last)s", first=formats.day(began), last=last)
            began = None
    if began is not None:
        yield _("in force from %(first)s on", first=formats.day(began))


def _shown(key: str, table: Table, raw: Mapping[str, Any], taken_on: date) -> Shown:
    return Shown(
        anchor=f"{key}.{table.name}" if table.name else "",
        title=words.table(key, table.name, raw) if table.name else None,
        rule=_rule(key, table.name, taken_on),
        at_most=words.at_most(table.settings.get("maximum")),
        blocks=tuple(_blocks(key, table)),
        source=table.source,
        confidence=words.confidence(table.source) if table.source else None,
    )


def _rule(key: str, name: str, taken_on: date) -> str | None:
    """What a category asks for, in a sentence."""
    if key != "categories":
        return None
    found = tables.law_on(max(taken_on, tables.FIRST_DAY)).categories
    if not name:
        return None if found else _("There is no category yet: rounds are for everybody or for one program.")
    category = found[name]
    told = [category_words.rule(category), _("List of %(year)s.", year=category.version)]
    if category.untested:
        asked = "; ".join(say(Untested(one)) for one in category.untested)
        told.append(_("Asked too, but not tested here: %(conditions)s.", conditions=asked))
    return " ".join(told)


def _blocks(key: str, table: Table) -> Iterator[Block]:
    if table.rows:
        columns = words.columns(key, table.name, len(table.rows[0]))
        yield Block(_("Rows"), columns, words.rows(key, table.name, table.rows), figures=key != "streams")
    for name, points in table.grids.items():
        columns, rows = words.grid(name, points)
        yield Block(words.grid_name(name), columns, rows, figures=True, named=True)
    lines = {name: value for name, value in table.settings.items() if words.shown(name) and not _listed(key, name)}
    if lines:
        rows = tuple((words.key(key, table.name, name), words.value(key, name, value)) for name, value in lines.items())
        yield Block(_("Values"), (_("What"), _("Value")), rows, figures=False)
    if key == "categories" and "occupations" in table.settings:
        yield _occupations(table.settings["occupations"])


def _listed(key: str, name: str) -> bool:
    """What is told elsewhere: as a sentence, a title, or a table of its own."""
    return name == "maximum" or key == "categories"


def _occupations(codes: tuple[str, ...]) -> Block:
    found = [noc.occupations()[code] for code in codes]
    rows = tuple((one.code, one.title(formats.language()), explain.teer(one.teer)) for one in found)
    caption = _("Occupations listed: %(count)s", count=len(rows))
    return Block(caption, (_("NOC 2021"), _("Title"), _("TEER")), rows, figures=False, named=True)
