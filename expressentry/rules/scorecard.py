"""What a score is made of: sixteen lines in the order of the invitation letter, in four capped sections."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from expressentry.rules.facts import Ability, Language
from expressentry.rules.law import Source


class Factor(StrEnum):
    """A factor of the Comprehensive Ranking System, in the order of the invitation letter."""

    AGE = "age"
    EDUCATION = "education"
    FIRST_LANGUAGE = "first_language"
    SECOND_LANGUAGE = "second_language"
    CANADIAN_WORK = "canadian_work"
    SPOUSE_EDUCATION = "spouse_education"
    SPOUSE_LANGUAGE = "spouse_language"
    SPOUSE_CANADIAN_WORK = "spouse_canadian_work"
    EDUCATION_TRANSFERABILITY = "education_transferability"
    FOREIGN_WORK_TRANSFERABILITY = "foreign_work_transferability"
    CERTIFICATE = "certificate"
    FRENCH = "french"
    SIBLING = "sibling"
    CANADIAN_STUDY = "canadian_study"
    ARRANGED_EMPLOYMENT = "arranged_employment"
    NOMINATION = "nomination"


class SectionName(StrEnum):
    """A section of the Comprehensive Ranking System."""

    CORE = "a"
    SPOUSE = "b"
    TRANSFERABILITY = "c"
    ADDITIONAL = "d"


class Pair(StrEnum):
    """Two things that earn transferability points together."""

    EDUCATION_LANGUAGE = "education_language"
    EDUCATION_CANADIAN_WORK = "education_canadian_work"
    FOREIGN_WORK_LANGUAGE = "foreign_work_language"
    FOREIGN_WORK_CANADIAN_WORK = "foreign_work_canadian_work"
    CERTIFICATE_LANGUAGE = "certificate_language"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a line: one ability with its level, or one pair with the tiers (0 to 2) of its two things."""

    of: Ability | Pair
    basis: tuple[int, ...]
    points: int
    maximum: int


class CapKind(StrEnum):
    """Which maximum cut a line: that of its factor, or that of its section."""

    FACTOR = "factor"
    SECTION = "section"


@dataclass(frozen=True, slots=True)
class Cut:
    """A maximum at work: its kind, the maximum, and the points it took."""

    kind: CapKind
    limit: int
    cost: int


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One factor: points earned before any maximum, points counted after all, and the maximum.

    The law makes each possible line once, so lines are compared, and kept, by identity.

    `basis` is what the points rest on, by factor: an age, a level of education, a language, completed years, a tier
    or yes and no. A factor that earns nothing under the law in force, or for want of a partner, has maximum 0.
    """

    factor: Factor
    basis: tuple[Any, ...]
    raw: int
    points: int
    maximum: int
    parts: tuple[Part, ...] = ()
    cuts: tuple[Cut, ...] = ()
    source: Source | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """A section: its lines, the sum of their points before the section's maximum, and the points counted; made once."""

    name: SectionName
    lines: tuple[Line, ...]
    raw: int
    points: int
    maximum: int


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A Comprehensive Ranking System score on a day under a law; the points of its lines add up to `total`."""

    total: int
    sections: tuple[Section, Section, Section, Section]
    on: date
    law_version: str
    accompanied: bool
    first_language: Language | None

    @property
    def lines(self) -> tuple[Line, ...]:
        """The sixteen lines, in the order of the invitation letter."""
        a, b, c, d = self.sections
        return a.lines + b.lines + c.lines + d.lines


def frozen(card: Scorecard) -> dict[str, Any]:
    """A scorecard as plain JSON, to be kept: sections, and lines as factor, raw, counted and maximum points."""
    return {
        "total": card.total,
        "on": card.on.isoformat(),
        "law": card.law_version,
        "accompanied": card.accompanied,
        "sections": [[section.name.value, section.raw, section.points, section.maximum] for section in card.sections],
        "lines": [[line.factor.value, line.raw, line.points, line.maximum] for line in card.lines],
    }


@dataclass(frozen=True, slots=True)
class FrozenLine:
    """A line of a scorecard that was kept."""

    factor: Factor
    raw: int
    points: int
    maximum: int


def frozen_lines(kept: dict[str, Any]) -> list[FrozenLine]:
    """The sixteen lines of a scorecard that was kept, in the order of the invitation letter."""
    return [FrozenLine(Factor(factor), raw, points, maximum) for factor, raw, points, maximum in kept["lines"]]
