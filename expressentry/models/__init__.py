"""The record: everything kept."""

from expressentry.models.accounts import Role, SignInGuard, User
from expressentry.models.answers import PARTNERED, Answer, Answers, MaritalStatus, SectionKey
from expressentry.models.applications import (
    Application,
    Decision,
    Demand,
    DemandKind,
    Document,
    Note,
    Payment,
    RefusalGround,
    Stage,
    StageKey,
    StageState,
    WaitingOn,
)
from expressentry.models.events import Event, record
from expressentry.models.heartbeats import Heartbeat, Outage
from expressentry.models.invitations import Invitation
from expressentry.models.letters import Letter, LetterKind, random_code, write
from expressentry.models.pool import Departure, ExpressionOfInterest, ScoreCount
from expressentry.models.profiles import Profile
from expressentry.models.questions import Missing, missing, missing_in
from expressentry.models.rounds import Round, RoundKind

__all__ = [
    "PARTNERED",
    "Answer",
    "Answers",
    "Application",
    "Decision",
    "Demand",
    "DemandKind",
    "Departure",
    "Document",
    "Event",
    "ExpressionOfInterest",
    "Heartbeat",
    "Invitation",
    "Letter",
    "LetterKind",
    "MaritalStatus",
    "Missing",
    "Note",
    "Outage",
    "Payment",
    "Profile",
    "RefusalGround",
    "Role",
    "Round",
    "RoundKind",
    "ScoreCount",
    "SectionKey",
    "SignInGuard",
    "Stage",
    "StageKey",
    "StageState",
    "User",
    "WaitingOn",
    "missing",
    "missing_in",
    "random_code",
    "record",
    "write",
]
