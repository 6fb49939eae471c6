"""A round over time: drafted, changed, discarded, issued."""

from datetime import datetime

from sqlalchemy import func, select

from expressentry.clock import law_for
from expressentry.database import db
from expressentry.invitations import lifecycle as invitations
from expressentry.models import Round, RoundKind, User, record
from expressentry.pool import lifecycle as pool
from expressentry.pool import standing
from expressentry.refusals import Refusal
from expressentry.rules import ranking
from expressentry.rules.law import Law
from expressentry.rules.ranking import Selection

FIRST_SIZE = 500


class RoundIssued(Refusal):
    """It is issued, and does not change any more."""

    code = "round_issued"


class RoundDiscarded(Refusal):
    """The draft was discarded."""

    code = "round_discarded"


class NobodyToInvite(Refusal):
    """Nobody in the pool meets the conditions."""

    code = "nobody_to_invite"


def draft(by: User, at: datetime) -> Round:
    """A new draft, of the most general kind."""
    round_ = Round(kind=RoundKind.NO_PROGRAM_SPECIFIED, size=FIRST_SIZE, drafted_by_id=by.id, drafted_at=at)
    record("round.drafted", round_, by=by, at=at)
    return round_


def change(round_: Round, kind: RoundKind, size: int, lowest_score: int | None, by: User, at: datetime) -> None:
    """Change a draft."""
    _require_draft(round_)
    if (round_.kind, round_.size, round_.lowest_score) == (kind, size, lowest_score):
        return
    round_.kind, round_.size, round_.lowest_score = kind, size, lowest_score
    record("round.changed", round_, by=by, at=at, round_kind=kind.value, size=size, lowest_score=lowest_score)


def discard(round_: Round, by: User, at: datetime) -> None:
    """Discard a draft; a second time changes nothing."""
    if round_.issued_at is not None:
        raise RoundIssued
    if round_.discarded_at is None:
        round_.discarded_at = at
        record("round.discarded", round_, by=by, at=at)


def preview(kind: RoundKind, size: int, lowest_score: int | None, at: datetime, law: Law) -> Selection:
    """Who would be invited now, on the scores as they are stored."""
    rule = law.process.tie_breaking_rule
    return ranking.select(standing.ranked(kind, at, lowest_score), size, lowest_score, rule)


def issue(round_: Round, by: User, at: datetime, law: Law) -> Selection:
    """Refresh the scores due, select, write the invitations, and close the round with its cut-off."""
    _require_draft(round_)
    pool.rescore_due(at, law, law_for)
    db.session.flush()
    selection = preview(round_.kind, round_.size, round_.lowest_score, at, law)
    if not selection.invited:
        raise NobodyToInvite
    round_.answer_before = invitations.invite(selection, round_, at, law)
    round_.number = 1 + (db.session.scalar(select(func.coalesce(func.max(Round.number), 0))) or 0)
    round_.issued_at, round_.issued_by_id = at, by.id
    round_.invited = len(selection.invited)
    round_.cut_off_score, round_.at_cut_off = selection.cut_off_score, selection.at_cut_off
    round_.tie_break_at = selection.tie_break_at if law.process.tie_breaking_rule else None
    round_.left_out = selection.left_out
    round_.law_version = law.version
    record("round.issued", round_, by=by, at=at, number=round_.number, invited=round_.invited)
    return selection


def _require_draft(round_: Round) -> None:
    if round_.issued_at is not None:
        raise RoundIssued
    if round_.discarded_at is not None:
        raise RoundDiscarded
