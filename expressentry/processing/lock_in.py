"""The officer's test of IRPA 11.2: what the applicant was invited with, at the invitation and at receipt."""

from datetime import date

from expressentry.clock import day_of
from expressentry.models import Application
from expressentry.models.application_answers import facts_of
from expressentry.rules import lock_in
from expressentry.rules.law import Law
from expressentry.rules.lock_in import Holding


def held(application: Application, law: Law) -> tuple[Holding, Holding]:
    """The invitation held against what the application states, on the day of each; the law is the invitation's."""
    invitation, received_at = application.invitation, application.received_at
    if received_at is None:
        raise ValueError("not received")
    facts, invited_on = facts_of(application), day_of(invitation.invited_at)

    def on_day(on: date) -> Holding:
        lowest = invitation.round.cut_off_score
        return lock_in.holding(
            facts,
            on,
            invited_on,
            law,
            program=invitation.program,
            invited_with=invitation.score,
            lowest=invitation.score if lowest is None else lowest,
        )

    return on_day(invited_on), on_day(day_of(received_at))
