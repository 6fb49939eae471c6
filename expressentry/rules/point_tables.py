"""The tables that give points, read and checked: the Comprehensive Ranking System, and the 67-point grid."""

from collections.abc import Mapping, Sequence
from typing import Any

from expressentry.rules.facts import EducationLevel
from expressentry.rules.law import (
    Additional,
    ByEducation,
    Combination,
    CrsAdditional,
    CrsCore,
    CrsSpouse,
    CrsTransferability,
    FswGrid,
    Steps,
)
from expressentry.rules.reading import require, source_of


def _steps(whole: Mapping[str, Any], name: str, columns: int) -> Steps:
    """Rows `[from, value, …]` spread out so that a value is found by its number alone."""
    raw = whole[name]
    rows: Sequence[Sequence[int]] = raw["rows"]
    starts = [row[0] for row in rows]
    require(starts[0] == 0 and starts == sorted(set(starts)), whole, f"{name}: rows must start at 0 and rise")
    require(all(len(row) == columns + 1 for row in rows), whole, f"{name}: a row has {columns} values")
    spread: list[Sequence[int]] = []
    for row, following in zip(rows, [*starts[1:], starts[-1] + 1], strict=True):
        spread += [row[1:]] * (following - row[0])
    made = tuple(tuple(values[column] for values in spread) for column in range(columns))
    return Steps(made, source_of(raw, whole), _maximum(raw))


def _levels(whole: Mapping[str, Any], name: str, columns: int) -> ByEducation:
    raw = whole[name]
    rows = raw["rows"]
    require([row[0] for row in rows] == [level.value for level in EducationLevel], whole, f"{name}: a row per level")
    require(all(len(row) == columns + 1 for row in rows), whole, f"{name}: a row has {columns} values")
    made = tuple({EducationLevel(row[0]): row[1 + column] for row in rows} for column in range(columns))
    return ByEducation(made, source_of(raw, whole), _maximum(raw))


def _maximum(raw: Mapping[str, Any]) -> tuple[int, ...]:
    maximum = raw["maximum"]
    return tuple(maximum) if isinstance(maximum, list) else (maximum,)


def crs_core(raw: dict[str, Any]) -> CrsCore:
    """Section A: human capital."""
    made = CrsCore(
        age=_steps(raw, "age", 2),
        education=_levels(raw, "education", 2),
        first_language=_steps(raw, "first_language", 2),
        second_language=_steps(raw, "second_language", 2),
        canadian_work=_steps(raw, "canadian_work", 2),
        maximum=tuple(raw["maximum"]),
    )
    factors = (made.age, made.education, made.first_language, made.second_language, made.canadian_work)
    for column in (0, 1):
        total = sum(factor.maximum[column] for factor in factors)
        require(total == made.maximum[column], raw, "the factors' maxima must add up to the section's")
    return made


def crs_spouse(raw: dict[str, Any]) -> CrsSpouse:
    """Section B: the spouse or partner."""
    made = CrsSpouse(
        _levels(raw, "education", 1), _steps(raw, "language", 1), _steps(raw, "canadian_work", 1), raw["maximum"]
    )
    total = made.education.maximum[0] + made.language.maximum[0] + made.canadian_work.maximum[0]
    require(total == made.maximum, raw, "the factors' maxima must add up to the section's")
    return made


def crs_transferability(raw: dict[str, Any]) -> CrsTransferability:
    """Section C: skill transferability, by tiers."""
    tiers = raw["tiers"]
    named = (*tiers["education_none"], *tiers["education_one"], *tiers["education_two"])
    require(sorted(named) == sorted(EducationLevel), raw, "every level of education is in one tier")
    tier = {"education_none": 0, "education_one": 1, "education_two": 2}
    education = {EducationLevel(level): number for name, number in tier.items() for level in tiers[name]}
    return CrsTransferability(
        education=_combination(raw, "education"),
        foreign_work=_combination(raw, "foreign_work"),
        certificate=_combination(raw, "certificate"),
        education_tiers=education,
        foreign_work_from_years=tuple(tiers["foreign_work_from_years"]),
        canadian_work_from_years=tuple(tiers["canadian_work_from_years"]),
        language_from_level=tuple(tiers["language_from_level"]),
        certificate_language_from_level=tuple(tiers["certificate_language_from_level"]),
        maximum=raw["maximum"],
    )


def _combination(whole: Mapping[str, Any], name: str) -> Combination:
    raw = whole[name]
    tiers = {
        "with_language": 2 if name == "certificate" else 3,
        "with_canadian_work": 0 if name == "certificate" else 3,
    }
    grids = [tuple(tuple(row) for row in raw.get(key, [])) for key in tiers]
    for grid, rows in zip(grids, tiers.values(), strict=True):
        sound = len(grid) == rows and all(len(row) == 3 for row in grid)
        require(sound, whole, f"{name}: a row for each tier of the first, a column for each of the second")
    return Combination(grids[0], grids[1], source_of(raw, whole), raw["maximum"])


# The amounts and thresholds each factor must state; more may stand beside them.
ADDITIONAL_FACTORS = {
    "nomination": {"points"},
    "arranged_employment": {"senior_manager", "other"},
    "canadian_study": {"one_or_two_year", "three_year_or_longer"},
    "sibling": {"points"},
    "french": {"from_french_level", "from_english_level", "without_english", "with_english"},
}
GRID_AMOUNTS = {
    "second_language": {"maximum", "from_level", "points"},
    "arranged_employment": {"maximum", "points"},
    "adaptability": {
        "maximum",
        "spouse_language",
        "spouse_language_from_level",
        "own_study",
        "spouse_study",
        "own_work",
        "spouse_work",
        "relative",
        "arranged_employment",
    },
}


def crs_additional(raw: dict[str, Any]) -> CrsAdditional:
    """Section D: each additional factor with its amounts."""
    named = {name: value for name, value in raw.items() if isinstance(value, dict)}
    require(set(named) <= set(ADDITIONAL_FACTORS) and "nomination" in named, raw, "an unknown or missing factor")
    factors = {name: _additional(raw, name, ADDITIONAL_FACTORS[name]) for name in named}
    return CrsAdditional(factors, raw["maximum"])


def _additional(whole: Mapping[str, Any], name: str, stated: set[str]) -> Additional:
    raw = whole[name]
    values = {key: value for key, value in raw.items() if isinstance(value, int)}
    require(stated <= set(values), whole, f"{name}: {', '.join(sorted(stated - set(values)))} is missing")
    return Additional(source_of(raw, whole), values)


def fsw_grid(raw: dict[str, Any]) -> FswGrid:
    """The 67-point grid of the Federal Skilled Worker Program."""
    made = FswGrid(
        education=_levels(raw, "education", 1),
        first_language=_steps(raw, "first_language", 1),
        second_language=_additional(raw, "second_language", GRID_AMOUNTS["second_language"]),
        experience=_steps(raw, "experience", 1),
        age=_steps(raw, "age", 1),
        arranged_employment=_additional(raw, "arranged_employment", GRID_AMOUNTS["arranged_employment"]),
        adaptability=_additional(raw, "adaptability", GRID_AMOUNTS["adaptability"]),
        maximum=raw["maximum"],
        pass_mark=raw["pass_mark"],
    )
    scales = (made.education, made.first_language, made.experience, made.age)
    others = (made.second_language, made.arranged_employment, made.adaptability)
    total = sum(scale.maximum[0] for scale in scales) + sum(other.values["maximum"] for other in others)
    require(total == made.maximum, raw, "the factors' maxima must add up to the grid's")
    return made
