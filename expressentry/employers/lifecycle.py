"""An employer's account over time: registered, its particulars corrected, verified anew where they say who it is."""

from datetime import datetime
from typing import Any

from expressentry.accounts import lifecycle as accounts
from expressentry.accounts import verifying
from expressentry.models import Employer, Role, User, record

# What an officer checked: whoever changes it must be verified again.
VERIFIED_BY = frozenset({"legal_name", "business_number"})


def register(email: str, password: str | None, language: str, particulars: dict[str, Any], at: datetime) -> Employer:
    """A new account of an employer, which waits for an officer."""
    user = accounts.register(email, password, Role.EMPLOYER, language, at)
    employer = Employer(user=user, **particulars)
    verifying.ask(employer, by=user, at=at)
    return employer


def correct(employer: Employer, particulars: dict[str, Any], by: User, at: datetime) -> None:
    """State other particulars; one that was turned down, or is now somebody else, asks to be verified again."""
    changed = sorted(name for name, value in particulars.items() if getattr(employer, name) != value)
    for name in changed:
        setattr(employer, name, particulars[name])
    if employer.turned_down_at is not None or (employer.is_verified and VERIFIED_BY & set(changed)):
        employer.verified_at = employer.verified_by_id = None
        verifying.ask(employer, by=by, at=at)
    elif changed:
        record("employer.corrected", employer, by=by, at=at, changed=changed)
