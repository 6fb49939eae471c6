"""A ledger as plain JSON, to be taken away; `docs/ledger.md` describes it, and `docs/ledger.schema.json` checks it."""

from typing import Any

from flask_babel import gettext as _

from expressentry import formats
from expressentry.analysis.ledger import Entry, Ledger, SectionEntry
from expressentry.analysis.requirements import ProgramEntry, Tested
from expressentry.analysis.resting import Place
from expressentry.labels import words
from expressentry.rules.law import Source

FORMAT = "express-entry-ledger/1"


def as_json(ledger: Ledger) -> dict[str, Any]:
    """The whole ledger: keys that never change for programs, words in the reader's language for people."""
    return {
        "format": FORMAT,
        "language": formats.language(),
        "on": ledger.on.isoformat(),
        "law": {
            "version": ledger.law_version,
            "since": ledger.law_since.isoformat(),
            "in_force": {part: day.isoformat() for part, day in ledger.in_force.items()},
        },
        "total": ledger.total,
        "maximum": ledger.maximum,
        "accompanied": ledger.accompanied,
        "first_language": ledger.first_language.value if ledger.first_language else None,
        "sections": [_section(section) for section in ledger.sections],
        "pool": _pool(ledger),
        "programs": [_program(program) for program in ledger.programs],
    }


def _section(section: SectionEntry) -> dict[str, Any]:
    return {
        "section": section.name.value,
        "name": words(section.name),
        "lines": [_line(entry) for entry in section.entries],
        "raw": section.raw,
        "counted": section.points,
        "maximum": section.maximum,
    }


def _line(entry: Entry) -> dict[str, Any]:
    line = entry.line
    return {
        "factor": line.factor.value,
        "name": words(line.factor),
        "in_force": line.source is not None,
        "inputs": list(entry.inputs),
        "rows": [
            {"of": row.of or None, "asks": row.asks, "points": row.points, "maximum": row.maximum} for row in entry.rows
        ],
        "raw": line.raw,
        "cuts": [{"cap": cut.kind.value, "limit": cut.limit, "cost": cut.cost} for cut in line.cuts],
        "caps": list(entry.caps),
        "counted": line.points,
        "maximum": line.maximum,
        "source": _source(line.source),
        "rests_on": [_place(place) for place in entry.places],
    }


def _source(source: Source | None) -> dict[str, str] | None:
    if source is None:
        return None
    return {"text": _(source.text), "url": source.url, "confidence": source.confidence}


def _place(place: Place) -> dict[str, str | None]:
    return {"part": place.part, "table": place.table or None, "since": place.effective.isoformat()}


def _pool(ledger: Ledger) -> dict[str, Any]:
    assessment = ledger.assessment
    invited = assessment.program_of_invitation
    return {
        "open": assessment.eligible,
        "barred": assessment.barred,
        "nominated": assessment.nominated,
        "programs": [program.value for program in assessment.programs],
        "program_of_invitation": invited.value if invited else None,
        "source": _source(assessment.bar_source),
        "rests_on": [_place(ledger.pool)],
    }


def _program(entry: ProgramEntry) -> dict[str, Any]:
    result = entry.result
    return {
        "program": result.program.value,
        "name": words(result.program),
        "met": result.met,
        "requirements": [_requirement(tested) for tested in entry.tested],
        "grid": _grid(entry),
    }


def _requirement(tested: Tested) -> dict[str, Any]:
    return {
        "requirement": tested.key.value,
        "test": words(tested.key),
        "input": tested.answer,
        "needed": tested.needed,
        "met": tested.met,
        "shortfall": tested.missing or None,
        "source": _source(tested.source),
        "rests_on": [_place(place) for place in tested.places],
    }


def _grid(entry: ProgramEntry) -> dict[str, Any] | None:
    grid = entry.result.grid
    if grid is None:
        return None
    return {
        "total": grid.total,
        "pass_mark": grid.pass_mark,
        "maximum": grid.maximum,
        "lines": [
            {
                "factor": one.line.factor.value,
                "name": words(one.line.factor),
                "input": one.answer,
                "raw": one.line.raw,
                "counted": one.line.points,
                "maximum": one.line.maximum,
                "source": _source(one.line.source),
                "rests_on": [_place(one.place)],
            }
            for one in entry.grid
        ],
    }
