"""The ledger: every line of a score with its inputs, its row, its cap and its source; every requirement, taken apart.

The points counted add up to the score, always: the lines are those of `crs.score`, and nothing is computed twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import ngettext

from expressentry.analysis import inputs, requirements, resting, rows
from expressentry.analysis.requirements import ProgramEntry
from expressentry.analysis.resting import Place
from expressentry.analysis.rows import Row
from expressentry.labels import words
from expressentry.rules import crs, programs
from expressentry.rules.facts import Facts, Language
from expressentry.rules.law import Law, Source
from expressentry.rules.programs import Assessment
from expressentry.rules.scorecard import Cut, Factor, Line, Scorecard, Section, SectionName
from expressentry.rules.tables import PARTS


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the score: the answers used, the rows read, the caps at work, and where it is written."""

    line: Line
    inputs: tuple[str, ...]
    rows: tuple[Row, ...]
    caps: tuple[str, ...]
    places: tuple[Place, ...]

    @property
    def factor(self) -> Factor:
        """The factor it is about."""
        return self.line.factor

    @property
    def source(self) -> Source | None:
        """Where it is written; none if the law has no such factor that day."""
        return self.line.source

    @property
    def sure(self) -> str:
        """How sure we are of having read it right."""
        return resting.sure(self.line.source) if self.line.source else ""


@dataclass(frozen=True, slots=True)
class SectionEntry:
    """A section of the score; `lost` are the points its maximum takes from its lines."""

    name: SectionName
    entries: tuple[Entry, ...]
    raw: int
    points: int
    maximum: int

    @property
    def lost(self) -> int:
        """Points that the section's maximum takes."""
        return self.raw - self.points


@dataclass(frozen=True, slots=True)
class Ledger:
    """A score and an eligibility on a day under a law, with the reason of every point and every refusal.

    `law_since` is the day since which exactly these tables are in force together.
    """

    on: date
    law_since: date
    law_version: str
    in_force: Mapping[str, date]
    total: int
    maximum: int
    accompanied: bool
    first_language: Language | None
    sections: tuple[SectionEntry, ...]
    programs: tuple[ProgramEntry, ...]
    assessment: Assessment
    pool: Place

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The sixteen lines, in the order of the invitation letter."""
        return tuple(entry for section in self.sections for entry in section.entries)


def ledger(facts: Facts, on: date, law: Law) -> Ledger:
    """The ledger of these facts on that day under that law, in the reader's language."""
    card, assessment = crs.score(facts, on, law), programs.assess(facts, on, law)
    return Ledger(
        on=on,
        law_since=since(law),
        law_version=law.version,
        in_force=law.in_force,
        total=card.total,
        maximum=sum(section.maximum for section in card.sections),
        accompanied=card.accompanied,
        first_language=card.first_language,
        sections=tuple(_section(section, card, facts, law) for section in card.sections),
        programs=tuple(requirements.entry(result, law) for result in assessment.results),
        assessment=assessment,
        pool=resting.pool(law),
    )


def since(law: Law) -> date:
    """The day since which exactly these tables, of all that score and take candidates, are in force together."""
    return max(law.in_force[part] for part in PARTS)


def _section(section: Section, card: Scorecard, facts: Facts, law: Law) -> SectionEntry:
    entries = tuple(_entry(line, card, facts, law) for line in section.lines)
    return SectionEntry(section.name, entries, section.raw, section.points, section.maximum)


def _entry(line: Line, card: Scorecard, facts: Facts, law: Law) -> Entry:
    return Entry(
        line=line,
        inputs=inputs.inputs(line, card, facts, law),
        rows=rows.rows(line, law, card.accompanied),
        caps=tuple(cap(cut) for cut in line.cuts),
        places=resting.line(line.factor, law),
    )


def cap(cut: Cut) -> str:
    """A maximum at work, in words."""
    return ngettext(
        "The %(kind)s, %(limit)s, takes %(num)s point.",
        "The %(kind)s, %(limit)s, takes %(num)s points.",
        cut.cost,
        kind=words(cut.kind),
        limit=cut.limit,
    )
