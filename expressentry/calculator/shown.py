"""What the calculator's pages show: sections with what is missing, and scenarios side by side."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from expressentry.calculator import asked
from expressentry.calculator.asked import RECORD_FORMS
from expressentry.calculator.workbook import Workbook
from expressentry.models import Answers
from expressentry.rules.programs import Program
from expressentry.rules.scorecard import Factor
from expressentry.sections.judging import Judged, judge


def at_a_glance(answers: Answers) -> list[dict[str, Any]]:
    """Each section with the number of answers still missing, and whether it was begun."""
    return [
        {
            "key": key,
            "missing": asked.missing_in(answers, key),
            "begun": bool(answers.section(key).values or answers.records(key)),
            "repeats": key in RECORD_FORMS,
        }
        for key in asked.sections(answers)
    ]


def scenario_name(workbook: Workbook, index: int) -> str:
    """The name of a scenario, or its number if it has none."""
    return workbook.scenarios[index].name or _("Scenario %(number)s", number=index + 1)


@dataclass(frozen=True, slots=True)
class Column:
    """One scenario as the law judges it today."""

    index: int
    name: str
    judged: Judged


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the score in every scenario; `differs` if it is not the same in all."""

    factor: Factor
    points: tuple[int, ...]

    @property
    def differs(self) -> bool:
        """True if the scenarios do not agree here."""
        return len(set(self.points)) > 1


def columns(workbook: Workbook) -> list[Column]:
    """Every scenario, judged."""
    return [
        Column(index, scenario_name(workbook, index), judge(one.answers.facts()))
        for index, one in enumerate(workbook.scenarios)
    ]


def rows(side_by_side: list[Column]) -> list[Row]:
    """The lines of the score that earn anything in any of the scenarios."""
    cards = [{line.factor: line.points for line in column.judged.scorecard.lines} for column in side_by_side]
    found = [Row(factor, tuple(card[factor] for card in cards)) for factor in Factor]
    return [row for row in found if any(row.points)]


PROGRAMS = (Program.CEC, Program.FSW, Program.FST)
