"""The officer's test of IRPA 11.2: what the applicant was invited with, at the invitation and at receipt."""

from expressentry.clock import day_of
from expressentry.invitations import holding
from expressentry.models import Application
from expressentry.models.application_answers import facts_of
from expressentry.rules.law import Law
from expressentry.rules.lock_in import Holding


def held(application: Application, law: Law) -> tuple[Holding, Holding]:
    """The invitation held against what the application states, on the day of each; the law is the invitation's."""
    invitation, received_at = application.invitation, application.received_at
    if received_at is None:
        raise ValueError("not received")
    facts = facts_of(application)
    invited_on, received_on = day_of(invitation.invited_at), day_of(received_at)
    return (
        holding.on_day(invitation, facts, invited_on, lambda _at: law),
        holding.on_day(invitation, facts, received_on, lambda _at: law),
    )
