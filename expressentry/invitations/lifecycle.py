"""An invitation over time: written, declined, lapsed."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, insert, literal, null, select
from sqlalchemy.orm import joinedload

from expressentry import heartbeat
from expressentry.clock import day_of
from expressentry.database import db
from expressentry.models import (
    ExpressionOfInterest,
    Invitation,
    Letter,
    LetterKind,
    Profile,
    Round,
    RoundKind,
    User,
    random_code,
    record,
    write,
)
from expressentry.pool import lifecycle as pool
from expressentry.pool import standing
from expressentry.refusals import Refusal
from expressentry.rules import process
from expressentry.rules.law import Law
from expressentry.rules.programs import Program
from expressentry.rules.ranking import Selection

E = ExpressionOfInterest
BATCH = 500


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
    _tell_everybody(round_, at)
    return answer_before


def _tell_everybody(round_: Round, at: datetime) -> None:
    """Write to everyone invited in a round, set-wise; to accounts nobody can sign in to, no notice needs to be sent."""
    when = literal(at, Letter.written_at.type)
    rows = (
        select(
            literal(LetterKind.INVITATION, Letter.kind.type),
            random_code(),
            Profile.user_id,
            literal(Invitation.__tablename__),
            Invitation.id,
            when,
            literal({}, Letter.figures.type),
            case((User.password_hash.is_(None), when), else_=null()),
        )
        .join(E, E.id == Invitation.expression_id)
        .join(Profile, Profile.id == E.profile_id)
        .join(User, User.id == Profile.user_id)
        .where(Invitation.round_id == round_.id)
    )
    names = ("kind", "code", "user_id", "about", "about_id", "written_at", "figures", "notified_at")
    db.session.execute(insert(Letter).from_select(names, rows))


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
    write(LetterKind.INVITATION_DECLINED, by, about=invitation, at=at)
    db.session.flush()
    pool.return_from_invitation(invitation.expression, at, law)


def lapse_due(at: datetime) -> int:
    """Lapse every invitation whose time is over, at the instant it was; how many."""
    return sum(lapse_in_batches(at))


def lapse_in_batches(at: datetime) -> Iterator[int]:
    """The same in batches, each whole and safe to commit; yields how many each lapsed.

    A deadline that no heartbeat has followed yet is not judged: it may turn out that the site was down.
    """
    whom = joinedload(Invitation.expression).joinedload(E.profile).load_only(Profile.user_id)
    due = (
        select(Invitation)
        .where(
            Invitation.declined_at.is_(None),
            Invitation.applied_at.is_(None),
            Invitation.lapsed_at.is_(None),
            Invitation.answer_before <= heartbeat.judged_until(at),
        )
        .order_by(Invitation.answer_before)
        .limit(BATCH)
        .options(whom.joinedload(Profile.user).load_only(User.password_hash))
    )
    while batch := db.session.scalars(due).all():
        for invitation in batch:
            _lapse(invitation)
        db.session.flush()
        yield len(batch)


def _lapse(invitation: Invitation) -> None:
    instant = invitation.lapsed_at = invitation.answer_before
    record("invitation.lapsed", invitation, by=None, at=instant)
    pool.lapse(invitation.expression, instant)
    profile = invitation.expression.profile
    letter = write(LetterKind.INVITATION_LAPSED, profile.user_id, about=invitation, at=instant)
    if profile.user.password_hash is None:
        letter.notified_at = instant
