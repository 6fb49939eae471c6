"""Applications for permanent residence: the form, its documents and payments, and the steps of its processing."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from expressentry.database import Base
from expressentry.models.answers import Answers
from expressentry.models.profiles import AnswersColumn
from expressentry.rules.facts import Facts
from expressentry.rules.programs import Program

if TYPE_CHECKING:
    from expressentry.models.accounts import User
    from expressentry.models.invitations import Invitation
    from expressentry.models.profiles import Profile


class Decision(StrEnum):
    """How an application ended."""

    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    INCOMPLETE = "incomplete"


class RefusalGround(StrEnum):
    """Why an application was refused."""

    ENTRY_CRITERIA_NOT_MET = "mec_not_met"
    RANK_NOT_SUPPORTED = "rank_not_supported"
    CATEGORY_NOT_MET = "category_not_met"
    CLASS_REQUIREMENTS = "class_requirements"
    FUNDS = "funds"
    INADMISSIBLE = "inadmissible"
    UNTRUTHFUL_OR_NO_DOCUMENTS = "untruthful_or_no_documents"
    MISREPRESENTATION = "misrepresentation"
    INTENDS_QUEBEC = "intends_quebec"


class StageKey(StrEnum):
    """A stage of processing, in the order candidates see them."""

    COMPLETENESS = "completeness"
    ELIGIBILITY = "eligibility"
    MEDICAL = "medical"
    ADDITIONAL_DOCUMENTS = "additional_documents"
    INTERVIEW = "interview"
    BIOMETRICS = "biometrics"
    BACKGROUND = "background"
    FINAL_DECISION = "final_decision"


class StageState(StrEnum):
    """How far a stage has come."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    PASSED = "passed"
    NOT_NEEDED = "not_needed"
    FAILED = "failed"


class WaitingOn(StrEnum):
    """Who must act next."""

    OFFICER = "officer"
    CANDIDATE = "candidate"
    PARTNER = "partner"


class DemandKind(StrEnum):
    """What an officer asks of a candidate."""

    BIOMETRICS = "biometrics"
    MEDICAL = "medical"
    ADDITIONAL_DOCUMENTS = "additional_documents"
    INTERVIEW = "interview"
    PROCEDURAL_FAIRNESS = "procedural_fairness"


class Application(Base):
    """One application, on one invitation: a draft until received, then a case until decided.

    `invited_answers` and `invited_facts` are the profile as invited and never change; `answers` are the application's
    own, first copied from them. A draft ends with its invitation, without a decision. The columns after `received_at`
    serve the officers' queue: `applications.lifecycle` and `processing.lifecycle` alone set them. If the province
    withdrew the nomination the invitation rests on, `nominations.lifecycle` notes when: it counts no more.
    """

    __tablename__ = "application"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(10), unique=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id"), unique=True)
    profile_id: Mapped[int] = mapped_column(ForeignKey("profile.id"), index=True)
    program: Mapped[Program]
    invited_answers: Mapped[Answers] = mapped_column(AnswersColumn, deferred=True)
    invited_facts: Mapped[Facts] = mapped_column(deferred=True)
    answers: Mapped[Answers] = mapped_column(AnswersColumn)
    explanations: Mapped[dict[str, Any]]
    started_at: Mapped[datetime]
    amended_at: Mapped[datetime]
    signed_as: Mapped[str | None] = mapped_column(String(200))
    received_at: Mapped[datetime | None]
    stage: Mapped[StageKey | None]
    waiting_on: Mapped[WaitingOn | None]
    assigned_to_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    assigned_at: Mapped[datetime | None]
    complete_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decision: Mapped[Decision | None]
    ground: Mapped[RefusalGround | None]
    reasons: Mapped[str | None] = mapped_column(Text)
    days_taken: Mapped[int | None]
    nomination_withdrawn_at: Mapped[datetime | None]

    invitation: Mapped["Invitation"] = relationship(back_populates="application")
    profile: Mapped["Profile"] = relationship()
    assigned_to: Mapped["User | None"] = relationship(foreign_keys=[assigned_to_id])
    documents: Mapped[list["Document"]] = relationship(back_populates="application", order_by="Document.id")
    payments: Mapped[list["Payment"]] = relationship(back_populates="application", order_by="Payment.id")
    stages: Mapped[list["Stage"]] = relationship(back_populates="application", order_by="Stage.position")
    demands: Mapped[list["Demand"]] = relationship(back_populates="application", order_by="Demand.id")
    notes: Mapped[list["Note"]] = relationship(back_populates="application", order_by="Note.id")

    def is_draft(self, at: datetime) -> bool:
        """True while it can be filled in and submitted; compares the deadline itself."""
        return self.received_at is None and self.decided_at is None and self.invitation.is_open(at)

    @property
    def in_process(self) -> bool:
        """True from receipt to decision."""
        return self.received_at is not None and self.decided_at is None


_a = Application
_OPEN = "received_at IS NOT NULL AND decided_at IS NULL"
_DECIDED = "received_at IS NOT NULL AND decided_at IS NOT NULL"


def _partial(name: str, *columns: Any, where: str) -> Index:
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


_partial("ix_application_queue", _a.received_at, _a.id, where=_OPEN)
_partial("ix_application_queue_program", _a.program, _a.received_at, _a.id, where=_OPEN)
_partial("ix_application_queue_stage", _a.stage, _a.received_at, _a.id, where=_OPEN)
_partial("ix_application_queue_waiting", _a.waiting_on, _a.received_at, _a.id, where=_OPEN)
_partial("ix_application_queue_assigned", _a.assigned_to_id, _a.received_at, _a.id, where=_OPEN)
_partial(
    "ix_application_decided", _a.program, _a.decided_at, _a.decision, _a.days_taken, _a.received_at, where=_DECIDED
)


class Document(Base):
    """One file in one place of the checklist, or in answer to a demand; a replaced one is kept until the decision.

    `slot` is the key of the item it is for. The file lies under `stored_as` in the instance folder.
    """

    __tablename__ = "document"
    __table_args__ = (Index("ix_document_application", "application_id", "slot"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    slot: Mapped[str] = mapped_column(String(120))
    demand_id: Mapped[int | None] = mapped_column(ForeignKey("demand.id"))
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    stored_as: Mapped[str] = mapped_column(String(64), unique=True)
    issued_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    uploaded_at: Mapped[datetime]
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    removed_at: Mapped[datetime | None]

    application: Mapped["Application"] = relationship(back_populates="documents")


class Payment(Base):
    """Money a candidate says was paid, under a reference; confirmed or rejected by an officer, perhaps repaid later.

    `items` are the fee lines it covers: each with its item, people, and cents.
    """

    __tablename__ = "payment"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    provider: Mapped[str] = mapped_column(String(40))
    reference: Mapped[str] = mapped_column(String(60), unique=True)
    amount_cents: Mapped[int]
    items: Mapped[list[Any]]
    paid_on: Mapped[date]
    declared_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    rejected_at: Mapped[datetime | None]
    rejected_because: Mapped[str | None] = mapped_column(String(200))
    refund_cents: Mapped[int | None]
    refunded_at: Mapped[datetime | None]

    application: Mapped["Application"] = relationship(back_populates="payments")


_TO_CONFIRM = "confirmed_at IS NULL AND rejected_at IS NULL"
_partial("ix_payment_to_confirm", Payment.id, where=_TO_CONFIRM)


class Stage(Base):
    """One stage of one case."""

    __tablename__ = "stage"
    __table_args__ = (Index("uq_stage_application_key", "application_id", "key", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    position: Mapped[int]
    key: Mapped[StageKey]
    state: Mapped[StageState]
    waiting_on: Mapped[WaitingOn | None]
    waiting_for: Mapped[str | None] = mapped_column(String(200))
    changed_at: Mapped[datetime]

    application: Mapped["Application"] = relationship(back_populates="stages")


_partial("ix_stage_waiting", Stage.waiting_on, Stage.key, Stage.changed_at, where="state = 'waiting'")


class Demand(Base):
    """Something asked of the candidate, with the instant before which it must be answered."""

    __tablename__ = "demand"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    kind: Mapped[DemandKind]
    asks: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    answer_before: Mapped[datetime]
    extended_from: Mapped[datetime | None]
    answer: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[datetime | None]
    lapsed_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]

    application: Mapped["Application"] = relationship(back_populates="demands")

    def is_open(self, at: datetime) -> bool:
        """True while it can be answered; compares the instant itself."""
        unanswered = self.answered_at is None and self.lapsed_at is None and self.cancelled_at is None
        return unanswered and at < self.answer_before


_UNANSWERED = "answered_at IS NULL AND lapsed_at IS NULL AND cancelled_at IS NULL"
_partial("ix_demand_unanswered", Demand.answer_before, where=_UNANSWERED)


class Note(Base):
    """What an officer noted on a case; never seen by the candidate, never changed."""

    __tablename__ = "note"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Text)

    application: Mapped["Application"] = relationship(back_populates="notes")
    by: Mapped["User"] = relationship()
