"""Which invitation a request is about: one of one's own."""

from flask import abort
from sqlalchemy import select

from expressentry.accounts.access import current_profile
from expressentry.database import db
from expressentry.models import ExpressionOfInterest, Invitation


def own_invitation_or_404(invitation_id: int) -> Invitation:
    """One's own invitation; another's does not exist."""
    own = (
        select(Invitation)
        .join(ExpressionOfInterest)
        .where(Invitation.id == invitation_id, ExpressionOfInterest.profile_id == current_profile().id)
    )
    return (db.session.scalar(own) if invitation_id < 2**31 else None) or abort(404)
