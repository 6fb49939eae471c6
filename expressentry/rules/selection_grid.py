"""The Federal Skilled Worker selection grid: six factors, 100 points, a pass mark (IRPR 78 to 83)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from expressentry.rules import experience, language
from expressentry.rules.experience import Question
from expressentry.rules.facts import EducationLevel, Facts, Language
from expressentry.rules.language import Levels
from expressentry.rules.law import Law, Source
from expressentry.rules.years import completed_years


class GridFactor(StrEnum):
    """A factor of the Federal Skilled Worker selection grid."""

    EDUCATION = "education"
    FIRST_LANGUAGE = "first_language"
    SECOND_LANGUAGE = "second_language"
    EXPERIENCE = "experience"
    AGE = "age"
    ARRANGED_EMPLOYMENT = "arranged_employment"
    ADAPTABILITY = "adaptability"


class Adaptability(StrEnum):
    """An element of adaptability (IRPR 83)."""

    SPOUSE_LANGUAGE = "spouse_language"
    OWN_STUDY = "own_study"
    SPOUSE_STUDY = "spouse_study"
    OWN_WORK = "own_work"
    SPOUSE_WORK = "spouse_work"
    RELATIVE = "relative"
    ARRANGED_EMPLOYMENT = "arranged_employment"


@dataclass(frozen=True, slots=True, eq=False)
class GridLine:
    """One factor of the selection grid; `basis` is what its points rest on. Made once, compared by identity."""

    factor: GridFactor
    basis: tuple[Any, ...]
    raw: int
    points: int
    maximum: int
    source: Source


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """The selection grid: its lines, their sum, and the pass mark. Made once, compared by identity."""

    lines: tuple[GridLine, ...]
    total: int
    pass_mark: int
    maximum: int


def selection_grid(
    facts: Facts, results: dict[Language, Levels], level: EducationLevel, branch: str | None, on: date, law: Law
) -> Grid:
    """The selection grid under the better, or the chosen, order of the official languages (IRPR 78 to 83)."""
    orders: list[Language | None] = [facts.first_language] if facts.first_language else [*results, None]
    fixed = _grid_without_language(facts, level, branch, on, law)
    spoken = max(
        (_grid_language(results, first, law) for first in orders), key=lambda lines: sum(line.points for line in lines)
    )
    lines = (fixed[0], *spoken, *fixed[1:])
    table = law.fsw_grid
    return _grid(lines, table.pass_mark, table.maximum)


@lru_cache(maxsize=65536)
def _grid(lines: tuple[GridLine, ...], pass_mark: int, maximum: int) -> Grid:
    return Grid(lines, sum(line.points for line in lines), pass_mark, maximum)


@lru_cache(maxsize=65536)
def _grid_line(factor: GridFactor, basis: tuple[Any, ...], raw: int, maximum: int, source: Source) -> GridLine:
    return GridLine(factor, basis, raw, min(raw, maximum), maximum, source)


def _grid_language(results: dict[Language, Levels], first: Language | None, law: Law) -> tuple[GridLine, GridLine]:
    one, two = law.fsw_grid.first_language, law.fsw_grid.second_language
    levels = results.get(first) if first else None
    raw = sum(one.points(level) for level in levels) if levels else 0
    seconds = [min(levels) for tested, levels in results.items() if tested is not first] if first else []
    enough = bool(seconds) and seconds[0] >= two.values["from_level"]
    return (
        _grid_line(GridFactor.FIRST_LANGUAGE, levels or (), raw, one.maximum[0], one.source),
        _grid_line(
            GridFactor.SECOND_LANGUAGE,
            tuple(seconds),
            two.values["points"] if enough else 0,
            two.values["maximum"],
            two.source,
        ),
    )


def _grid_without_language(
    facts: Facts, level: EducationLevel, branch: str | None, on: date, law: Law
) -> tuple[GridLine, GridLine, GridLine, GridLine, GridLine]:
    table = law.fsw_grid
    age = completed_years(facts.birth_date, on) if facts.birth_date else None
    years = _skilled_years(facts, on, law)
    offered = table.arranged_employment.values["points"] if branch else 0
    elements = adaptability(facts, branch, on, law)
    return (
        _grid_line(
            GridFactor.EDUCATION,
            (level,),
            table.education.columns[0][level],
            table.education.maximum[0],
            table.education.source,
        ),
        _grid_line(
            GridFactor.EXPERIENCE,
            (years,),
            table.experience.points(years),
            table.experience.maximum[0],
            table.experience.source,
        ),
        _grid_line(
            GridFactor.AGE,
            () if age is None else (age,),
            0 if age is None else table.age.points(age),
            table.age.maximum[0],
            table.age.source,
        ),
        _grid_line(
            GridFactor.ARRANGED_EMPLOYMENT,
            (branch,) if branch else (),
            offered,
            table.arranged_employment.values["maximum"],
            table.arranged_employment.source,
        ),
        _grid_line(
            GridFactor.ADAPTABILITY,
            elements,
            sum(table.adaptability.values[element] for element in elements),
            table.adaptability.values["maximum"],
            table.adaptability.source,
        ),
    )


def _skilled_years(facts: Facts, on: date, law: Law) -> int:
    if facts.counted_years is not None:
        return facts.counted_years.skilled
    return experience.units(Question.FSW_EXPERIENCE, facts, on, law) // experience.year_units(law)


def adaptability(facts: Facts, branch: str | None, on: date, law: Law) -> tuple[Adaptability, ...]:
    """The elements of adaptability that hold, before the maximum (IRPR 83)."""
    spouse = facts.spouse if facts.accompanied else None
    held = {
        Adaptability.SPOUSE_LANGUAGE: spouse is not None and _spouse_speaks(facts, on, law),
        Adaptability.OWN_STUDY: facts.studied_in_canada is True,
        Adaptability.SPOUSE_STUDY: spouse is not None and spouse.studied_in_canada is True,
        Adaptability.OWN_WORK: facts.worked_in_canada is True or _worked_in_canada(facts, on, law),
        Adaptability.SPOUSE_WORK: spouse is not None and spouse.worked_in_canada is True,
        Adaptability.RELATIVE: _related(facts) or (spouse is not None and _related(spouse)),
        Adaptability.ARRANGED_EMPLOYMENT: branch is not None,
    }
    return tuple(element for element, holds in held.items() if holds)


def _spouse_speaks(facts: Facts, on: date, law: Law) -> bool:
    levels = language.levels(facts.spouse.language, on, law) if facts.spouse else None
    return levels is not None and min(levels) >= law.fsw_grid.adaptability.values["spouse_language_from_level"]


def _worked_in_canada(facts: Facts, on: date, law: Law) -> bool:
    if facts.counted_years is not None:
        return facts.counted_years.canadian_ever >= 1
    return experience.units(Question.FSW_CANADIAN, facts, on, law) >= experience.year_units(law)


def _related(person: Any) -> bool:
    """A brother or sister is a relative too."""
    return person.relative_in_canada is True or person.sibling_in_canada is True
