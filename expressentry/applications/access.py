"""Which application a request is about: one's own, or for officers any that was received."""

from flask import abort
from sqlalchemy import select

from expressentry.accounts.access import current_profile
from expressentry.database import db
from expressentry.models import Application

LARGEST_ID = 2**31


def own_application_or_404(application_id: int) -> Application:
    """An application of the candidate who is signed in; another's does not exist."""
    own = select(Application).where(Application.id == application_id, Application.profile_id == current_profile().id)
    return (db.session.scalar(own) if application_id < LARGEST_ID else None) or abort(404)


def received_application_or_404(number: str) -> Application:
    """A received application by its number; a draft is the candidate's alone."""
    found = select(Application).where(Application.number == number[:20], Application.received_at.is_not(None))
    return db.session.scalar(found) or abort(404)
