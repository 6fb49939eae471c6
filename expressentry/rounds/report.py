"""What a round looks like: by program, by occupation group, by score; before it is issued and after."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, func, select

from expressentry.database import db
from expressentry.invitations.lifecycle import program_of
from expressentry.models import ExpressionOfInterest, Invitation, Round, RoundKind
from expressentry.pool import standing
from expressentry.rules.law import Law
from expressentry.rules.programs import Program
from expressentry.rules.ranking import Selection

E = ExpressionOfInterest
MOST_WITHOUT_NOMINATION = 600
BROAD_CATEGORY = func.substr(E.noc_code, 1, 1)


@dataclass(frozen=True, slots=True)
class Mix:
    """How many by program, by broad occupational category (`None` if unknown), and by score from and to."""

    programs: list[tuple[Program, int]]
    categories: list[tuple[str | None, int]]
    scores: list[tuple[tuple[int, int], int]]


def of_selection(kind: RoundKind, selection: Selection, law: Law) -> Mix:
    """The mix of those a preview selects."""
    if selection.last is None:
        return Mix([], [], [])
    chosen = standing.selected(kind, selection.last)
    return _mix(program_of(kind, law), E.score, (standing.IN_POOL, chosen))


def _mix(
    program: SQLColumnExpression[Program], score: SQLColumnExpression[int], where: tuple[ColumnElement[bool], ...]
) -> Mix:
    def grouped(what: SQLColumnExpression[Any]) -> list[tuple[Any, int]]:
        counted = select(what, func.count()).select_from(E).where(*where).group_by(what)
        return [(key, number) for key, number in db.session.execute(counted)]

    return Mix(
        sorted(((key, n) for key, n in grouped(program)), key=lambda pair: -pair[1]),
        sorted(grouped(BROAD_CATEGORY), key=lambda pair: -pair[1]),
        _tens(grouped(score)),
    )


def of_issued(round_: Round) -> Mix:
    """The mix of those a round invited."""
    invited = select(Invitation.expression_id).where(Invitation.round_id == round_.id)
    programs = db.session.execute(
        select(Invitation.program, func.count()).where(Invitation.round_id == round_.id).group_by(Invitation.program)
    )
    scores = db.session.execute(
        select(Invitation.score, func.count()).where(Invitation.round_id == round_.id).group_by(Invitation.score)
    )
    categories = db.session.execute(
        select(BROAD_CATEGORY, func.count()).where(E.id.in_(invited)).group_by(BROAD_CATEGORY)
    )
    return Mix(
        sorted(((key, n) for key, n in programs), key=lambda pair: -pair[1]),
        sorted(((key, n) for key, n in categories), key=lambda pair: -pair[1]),
        _tens([(score, n) for score, n in scores]),
    )


def _tens(scores: list[tuple[int, int]]) -> list[tuple[tuple[int, int], int]]:
    """Scores gathered by tens, highest first, empty tens between them included; all above 600, nominees, together."""
    nominees = sum(number for score, number in scores if score > MOST_WITHOUT_NOMINATION)
    tens: dict[int, int] = {}
    for score, number in scores:
        if score <= MOST_WITHOUT_NOMINATION:
            tens[(score - 1) // 10 * 10 + 1] = tens.get((score - 1) // 10 * 10 + 1, 0) + number
    rows = [((start, start + 9), tens.get(start, 0)) for start in range(max(tens), min(tens) - 1, -10)] if tens else []
    return [((MOST_WITHOUT_NOMINATION + 1, 1200), nominees), *rows] if nominees else rows
