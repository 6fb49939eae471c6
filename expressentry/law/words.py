"""Keys and values of the tables of the law, in the reader's language."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _

from expressentry import explain, formats, labels
from expressentry.labels import words
from expressentry.law import keys
from expressentry.rules import noc
from expressentry.rules.categories import Untested
from expressentry.rules.facts import Ability, Assessor, EducationLevel, LanguageTest, Province
from expressentry.rules.law import MedicalRule, Source
from expressentry.rules.programs import Program
from expressentry.rules.written import Place

_MEMBERS: dict[str, StrEnum] = {
    member.value: member
    for kind in (Assessor, EducationLevel, LanguageTest, Ability, MedicalRule, Program, Untested)
    for member in kind
}
# Whole numbers that stand for yes.
_FLAGS = ("only_with_lmia",)
_NO_MONEY = ("from_age", "to_age")


def part(key: str) -> str:
    """A part of the law by its name."""
    if key.startswith("language_"):
        return _("Levels of %(test)s", test=words(LanguageTest(key.removeprefix("language_"))))
    return str(labels.PARTS[key])


def table(of_part: str, name: str, raw: Mapping[str, Any]) -> str:
    """A table inside a part by its name; a category by the name it carries."""
    if of_part == "categories" and name:
        return str(raw[name][formats.language()])
    return str(keys.TABLES.get(f"{of_part}.{name}") or keys.TABLES[name])


def key(of_part: str, of_table: str, name: str) -> str:
    """What a value is, by its key."""
    if name in ("en", "fr"):
        return str(keys.KEYS["name"])
    for found in (f"{of_table}.{name}", f"{of_part}.{name}", name):
        if found in keys.KEYS:
            return str(keys.KEYS[found])
    return words(_MEMBERS[name])


def value(of_part: str, name: str, given: Any) -> str:
    """A value as the reader writes it; nothing for a value that is not there."""
    if isinstance(given, bool) or name in _FLAGS:
        return _("Yes") if given else _("No")
    if given is None:
        return _("None")
    if isinstance(given, tuple):
        return _list(of_part, name, given)
    if isinstance(given, int | float):
        return _number(of_part, name, given)
    return _text(given)


def _number(of_part: str, name: str, given: int | float) -> str:
    if of_part == "funds" or (of_part == "fees" and name not in _NO_MONEY):
        return formats.money(round(100 * given))
    return str(given) if name == "version" else formats.number(given)


def _text(given: str) -> str:
    if given in keys.VALUES:
        return str(keys.VALUES[given])
    if given in _MEMBERS:
        return words(_MEMBERS[given])
    return explain.occupation(given) if noc.find(given) else given


def _list(of_part: str, name: str, given: Sequence[Any]) -> str:
    if of_part.startswith("language_") and len(given) == 3:
        lowest, highest, step = (formats.number(one) for one in given)
        return _("%(lowest)s to %(highest)s, in steps of %(step)s", lowest=lowest, highest=highest, step=step)
    return "; ".join(value(of_part, name, one) for one in given) or _("None")


def shown(name: str) -> bool:
    """True if a key is for readers of this language: of two names only their own."""
    return name != ("en" if formats.language() == "fr" else "fr")


def at_most(maximum: Any) -> str | None:
    """The most a table gives, with and without a spouse or partner where that differs."""
    if maximum is None:
        return None
    if isinstance(maximum, tuple):
        return _(
            "At most %(accompanied)s points with an accompanying spouse or partner, %(alone)s without.",
            accompanied=maximum[0],
            alone=maximum[1],
        )
    return _("At most %(points)s points.", points=maximum)


def columns(of_part: str, name: str, count: int) -> tuple[str, ...]:
    """What the columns of rows hold."""
    if of_part.startswith("language_"):
        return (str(keys.LEVEL_REACHED), *(words(ability) for ability in Ability))
    first = str(keys.FIRST_COLUMNS.get(of_part) or keys.FIRST_COLUMNS[name])
    if of_part == "streams":
        return (first, *map(str, keys.OF_STREAMS))
    if of_part == "funds":
        return first, str(keys.AMOUNT)
    return (first, *(map(str, keys.POINTS_OF_TWO) if count == 3 else (str(keys.POINTS),)))


def rows(of_part: str, name: str, given: Sequence[Sequence[Any]]) -> tuple[tuple[str, ...], ...]:
    """Rows as the reader writes them; one that holds until the next says for which numbers."""
    if of_part == "streams":
        return tuple(_stream(row) for row in given)
    titles = [row_name(of_part, row[0]) for row in given]
    if isinstance(given[0][0], int) and of_part != "funds" and not of_part.startswith("language_"):
        titles = _ranges([row[0] for row in given])
    return tuple(
        (title, *(value(of_part, name, one) for one in row[1:])) for title, row in zip(titles, given, strict=True)
    )


def _ranges(starts: Sequence[int]) -> list[str]:
    ends = [following - 1 for following in starts[1:]]
    within = [
        str(start) if start == end else _("%(first)s to %(last)s", first=start, last=end)
        for start, end in zip(starts, ends, strict=False)
    ]
    return [*within, _("%(first)s or more", first=starts[-1])]


def _stream(row: Sequence[Any]) -> tuple[str, ...]:
    _key, province, english, french, status = row
    return french if formats.language() == "fr" else english, words(Province(province)), _text(status)


def row_name(of_part: str, first: Any) -> str:
    """A row by its first value."""
    if of_part.startswith("language_"):
        return explain.level(first, LanguageTest(of_part.removeprefix("language_")).language)
    if of_part == "funds":
        return _("Family of %(size)s", size=first)
    return _text(first) if isinstance(first, str) else formats.number(first)


def grid(name: str, points: Sequence[Sequence[int]]) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The columns and the rows of a grid of steps."""
    steps = tuple(str(step) for step in keys.STEPS)
    names = steps if len(points) == len(steps) else (_("Without"), _("With"))
    rows_ = tuple((of, *map(str, row)) for of, row in zip(names, points, strict=True))
    return (str(keys.STEP), *map(str, keys.GRID_COLUMNS[name])), rows_


def grid_name(name: str) -> str:
    """What the rows of a grid are put together with."""
    return str(keys.GRIDS[name])


def place(of_part: str, at: Place, *raws: Mapping[str, Any]) -> str:
    """Where a value stands, from the table down to the column."""
    raw = next((one for one in raws if not at.table or _holds(one, at.table)), {})
    named = [table(of_part, at.table, raw)] if at.table else []
    if at.row is None:
        return " – ".join([*named, key(of_part, at.table, at.key)])
    if of_part == "streams":
        return _stream_name(at.row, raws)
    named.append(row_name(of_part, at.row))
    if of_part.startswith("language_") and at.column is not None:
        named.append(words(tuple(Ability)[at.column]))
    return " – ".join(named)


def _holds(raw: Mapping[str, Any], name: str) -> bool:
    return name.partition(".")[0] in raw


def _stream_name(of: str, raws: Sequence[Mapping[str, Any]]) -> str:
    row = next(row for raw in raws for row in raw["rows"] if row[0] == of)
    return " – ".join(_stream(row)[:2])


def confidence(cited: Source) -> str:
    """How sure we are of having read it right."""
    return str(keys.CONFIDENCE[cited.confidence])
