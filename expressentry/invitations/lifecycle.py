"""An invitation over time: written, declined, lapsed."""

from datetime import datetime

from sqlalchemy import ColumnElement, case, func, insert, literal, select

from expressentry.clock import day_of
from expressentry.database import db
from expressentry.models import ExpressionOfInterest, Invitation, Round, RoundKind, User, record
from expressentry.pool import lifecycle as pool
from expressentry.pool import standing
from expressentry.refusals import Refusal
from expressentry.rules import process
from expressentry.rules.law import Law
from expressentry.rules.programs import Program
from expressentry.rules.ranking import Selection

E = ExpressionOfInterest


class InvitationClosed(Refusal):
    """It was answered already, or its time is over."""

    code = "invitation_closed"


def invite(selection: Selection, round_: Round, at: datetime, law: Law) -> datetime:
    """Write an invitation, with its scorecard, to everyone selected, and take them out of the pool; set-wise.

    Returns the first instant too late to answer.
    """
    last = selection.last
    if last is None:
        raise ValueError("nobody is selected")
    answer_before = process.answer_before(day_of(at), law)
    chosen = standing.selected(round_.kind, last)
    rows = select(
        literal(round_.id),
        E.id,
        program_of(round_.kind, law),
        literal(at, Invitation.invited_at.type),
        literal(answer_before, Invitation.answer_before.type),
        func.row_number().over(order_by=standing.RANK_ORDER),
        E.score,
        E.scorecard,
        E.law_version,
    ).where(standing.IN_POOL, chosen)
    names = ("round_id", "expression_id", "program", "invited_at", "answer_before", "rank", "score", "scorecard")
    written = db.session.execute(insert(Invitation).from_select([*names, "law_version"], rows))
    taken_out = pool.take_out_for_invitation(chosen, at)
    if not written.rowcount == taken_out == len(selection.invited):  # type: ignore[attr-defined]
        raise RuntimeError(f"{len(selection.invited)} selected, {taken_out} taken out of the pool")
    return answer_before


def program_of(kind: RoundKind, law: Law) -> ColumnElement[Program]:
    """The class each invitation is issued under: that of the round, else the first in order (IRPA 10.3(1)(j.1))."""
    if kind is not RoundKind.NO_PROGRAM_SPECIFIED:
        return literal(Program(kind.value), Invitation.program.type)
    eligible = {Program.CEC: E.cec, Program.FSW: E.fsw, Program.FST: E.fst}
    under = [(eligible[Program(name)], literal(Program(name), Invitation.program.type)) for name in law.programs.order]
    return case((E.nominee, literal(Program.PNP, Invitation.program.type)), *under)


def decline(invitation: Invitation, by: User, at: datetime, law: Law) -> None:
    """Decline: back into the pool with the first submission time, if still eligible and within its year."""
    if not invitation.is_open(at):
        raise InvitationClosed
    invitation.declined_at = at
    record("invitation.declined", invitation, by=by, at=at)
    db.session.flush()
    pool.return_from_invitation(invitation.expression, at, law)


def lapse_due(at: datetime) -> int:
    """Lapse every invitation whose time is over, at the instant it was; how many."""
    due = select(Invitation).where(
        Invitation.declined_at.is_(None), Invitation.lapsed_at.is_(None), Invitation.answer_before <= at
    )
    lapsed = db.session.scalars(due).all()
    for invitation in lapsed:
        invitation.lapsed_at = invitation.answer_before
        record("invitation.lapsed", invitation, by=None, at=invitation.answer_before)
        pool.lapse(invitation.expression, invitation.answer_before)
    return len(lapsed)
