"""An invitation held against the answers of an application, or of the profile (IRPA 11.2)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from expressentry.clock import day_of
from expressentry.models import Invitation
from expressentry.rules import lock_in
from expressentry.rules.facts import Facts
from expressentry.rules.law import Law
from expressentry.rules.lock_in import Holding

LawOf = Callable[[datetime], Law]


def on_day(invitation: Invitation, facts: Facts, on: date, law_of: LawOf) -> Holding:
    """The invitation held against these facts on a day, under the law of the invitation."""
    return lock_in.holding(
        facts,
        on,
        day_of(invitation.invited_at),
        law_of(invitation.invited_at),
        program=invitation.program,
        invited_with=invitation.score,
        lowest=invitation.round.cut_off_score or invitation.score,
    )


def last_day(invitation: Invitation) -> date:
    """The last day in Ottawa on which an application can be received: the deadline is an instant too late."""
    return day_of(invitation.answer_before - timedelta(microseconds=1))


def today_and_last_day(invitation: Invitation, facts: Facts, at: datetime, law_of: LawOf) -> tuple[Holding, Holding]:
    """The invitation held against the same facts today, and on the last day to apply."""
    return on_day(invitation, facts, day_of(at), law_of), on_day(invitation, facts, last_day(invitation), law_of)
