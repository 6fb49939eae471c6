"""The record: everything kept."""

from expressentry.models.accounts import Guard, Role, User
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
from expressentry.models.jobs import (
    Criterion,
    Employer,
    JobInvitation,
    JobSeeker,
    Offer,
    Posting,
    SoughtOccupation,
    WagePeriod,
)
from expressentry.models.letters import Letter, LetterKind, random_code, write
from expressentry.models.nominations import (
    WHOLE_PROVINCE,
    Nomination,
    NominationSpace,
    NotificationOfInterest,
    SavedSearch,
)
from expressentry.models.pool import Departure, ExpressionOfInterest, ScoreCount
from expressentry.models.profiles import Profile
from expressentry.models.questions import Missing, missing, missing_in
from expressentry.models.representatives import (
    ClientState,
    Proposal,
    Regulator,
    Representation,
    RepresentationEnd,
    Representative,
    Scope,
    Watched,
)
from expressentry.models.rounds import Round, RoundKind
from expressentry.models.viewings import Viewing, ViewingKind

__all__ = [
    "PARTNERED",
    "WHOLE_PROVINCE",
    "Answer",
    "Answers",
    "Application",
    "ClientState",
    "Criterion",
    "Decision",
    "Demand",
    "DemandKind",
    "Departure",
    "Document",
    "Employer",
    "Event",
    "ExpressionOfInterest",
    "Guard",
    "Heartbeat",
    "Invitation",
    "JobInvitation",
    "JobSeeker",
    "Letter",
    "LetterKind",
    "MaritalStatus",
    "Missing",
    "Nomination",
    "NominationSpace",
    "Note",
    "NotificationOfInterest",
    "Offer",
    "Outage",
    "Payment",
    "Posting",
    "Profile",
    "Proposal",
    "RefusalGround",
    "Regulator",
    "Representation",
    "RepresentationEnd",
    "Representative",
    "Role",
    "Round",
    "RoundKind",
    "SavedSearch",
    "Scope",
    "ScoreCount",
    "SectionKey",
    "SoughtOccupation",
    "Stage",
    "StageKey",
    "StageState",
    "User",
    "Viewing",
    "ViewingKind",
    "WagePeriod",
    "WaitingOn",
    "Watched",
    "missing",
    "missing_in",
    "random_code",
    "record",
    "write",
]
