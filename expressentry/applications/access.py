"""Which application a request is about: one of one's own."""

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
