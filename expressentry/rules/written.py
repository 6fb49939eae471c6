"""The tables of the law as they are written, taken apart for reading, and what differs between two of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from expressentry.rules.law import Source
from expressentry.rules.reading import source_of

# What every table states about itself, beside what it rules.
ABOUT = ("instrument", "source", "url", "confidence", "columns", "_name")
# Lists that are rows numbered from 1: amounts by size of family.
NUMBERED = ("amounts",)


@dataclass(frozen=True, slots=True)
class Table:
    """A table inside a part: single values by key, rows named by their first value, and grids of points by key.

    `name` is empty for what stands at the top of the part.
    """

    name: str
    settings: Mapping[str, Any]
    rows: tuple[tuple[Any, ...], ...]
    grids: Mapping[str, tuple[tuple[int, ...], ...]]
    source: Source | None


class Place(NamedTuple):
    """Where a value stands: in a table, under a key, and in rows and grids also in which row and column."""

    table: str
    key: str
    row: Any = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that differs between two tables; `None` where one of them has no such place.

    Of two lists of names only what was taken out and what was added, each as a tuple.
    """

    place: Place
    before: Any
    after: Any


def tables_in(raw: Mapping[str, Any]) -> tuple[Table, ...]:
    """Every table inside a part, in the order written."""
    return tuple(_tables(raw, "", raw))


def _tables(raw: Mapping[str, Any], name: str, whole: Mapping[str, Any]) -> Iterator[Table]:
    settings: dict[str, Any] = {}
    rows: tuple[tuple[Any, ...], ...] = ()
    grids: dict[str, tuple[tuple[int, ...], ...]] = {}
    for key, value in raw.items():
        if key in ABOUT or isinstance(value, dict):
            continue
        if key == "rows":
            rows = tuple(map(tuple, value))
        elif key in NUMBERED:
            rows = tuple(enumerate(value, 1))
        elif isinstance(value, list) and value and isinstance(value[0], list):
            grids[key] = tuple(map(tuple, value))
        else:
            settings[key] = tuple(value) if isinstance(value, list) else value
    source = _cited(raw, whole)
    if settings or rows or grids or "source" in raw:
        yield Table(name, settings, rows, grids, source)
    for key, value in raw.items():
        if isinstance(value, dict):
            yield from _tables(value, f"{name}.{key}" if name else key, {**whole, **_about(raw)})


def _about(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {key: raw[key] for key in ("source", "url", "confidence") if key in raw}


def _cited(raw: Mapping[str, Any], whole: Mapping[str, Any]) -> Source | None:
    """The source of a table, where it names none that of the table around it."""
    return source_of(raw, whole) if "source" in raw or "source" in whole else None


def cells(raw: Mapping[str, Any]) -> dict[Place, Any]:
    """Every value of a part by its place."""
    found: dict[Place, Any] = {}
    for table in tables_in(raw):
        for row in table.rows:
            found |= {Place(table.name, "rows", row[0], column): value for column, value in enumerate(row[1:])}
        found |= {Place(table.name, key): value for key, value in table.settings.items()}
        for key, grid in table.grids.items():
            for number, points in enumerate(grid):
                found |= {Place(table.name, key, number, column): value for column, value in enumerate(points)}
    return found


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Difference, ...]:
    """What differs between two tables of one part, in the order of the newer one and then what it no longer has."""
    old, new = cells(before), cells(after)
    places = list(dict.fromkeys([*new, *old]))
    return tuple(
        _difference(place, old.get(place), new.get(place)) for place in places if old.get(place) != new.get(place)
    )


def _difference(place: Place, before: Any, after: Any) -> Difference:
    if named(before) and named(after) and set(before) != set(after):
        lost = tuple(one for one in before if one not in after)
        return Difference(place, lost, tuple(one for one in after if one not in before))
    return Difference(place, before, after)


def named(value: Any) -> bool:
    """True of a list of names or codes, where what matters is what is in it."""
    return isinstance(value, tuple) and all(isinstance(one, str) for one in value)
