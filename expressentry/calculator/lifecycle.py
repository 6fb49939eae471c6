"""The one thing the calculator ever keeps, and only when asked to: its answers, in a new account."""

from datetime import datetime

from expressentry.accounts import lifecycle as accounts
from expressentry.models import Answers, Role, User, record


def carry(email: str, password: str, language: str, answers: Answers, at: datetime) -> User:
    """A new candidate's account whose profile begins with these answers; refused as `accounts.register` says."""
    user = accounts.register(email, password, Role.CANDIDATE, language, at=at)
    assert user.profile is not None
    user.profile.answers = answers
    record("profile.carried_over", user.profile, by=user, at=at, sections=sorted(answers.raw))
    return user
