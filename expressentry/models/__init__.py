"""The record: everything kept."""

from expressentry.models.accounts import Role, SignInGuard, User
from expressentry.models.answers import PARTNERED, Answer, Answers, MaritalStatus, SectionKey
from expressentry.models.events import Event, record
from expressentry.models.invitations import Invitation
from expressentry.models.pool import Departure, ExpressionOfInterest, ScoreCount
from expressentry.models.profiles import Profile
from expressentry.models.questions import Missing, missing, missing_in
from expressentry.models.rounds import Round, RoundKind

__all__ = [
    "PARTNERED",
    "Answer",
    "Answers",
    "Departure",
    "Event",
    "ExpressionOfInterest",
    "Invitation",
    "MaritalStatus",
    "Missing",
    "Profile",
    "Role",
    "Round",
    "RoundKind",
    "ScoreCount",
    "SectionKey",
    "SignInGuard",
    "User",
    "missing",
    "missing_in",
    "record",
]
