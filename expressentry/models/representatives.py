"""Licensed representatives: who they are, whom they represent with which scopes, and the changes they propose."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from expressentry.database import Base, partial_index
from expressentry.models.accounts import Verified
from expressentry.models.answers import Answers
from expressentry.models.profiles import AnswersColumn

if TYPE_CHECKING:
    from expressentry.models.accounts import User
    from expressentry.models.profiles import Profile


class Regulator(StrEnum):
    """Who licenses a representative (IRPA 91(2))."""

    CICC = "cicc"
    LAW_SOCIETY = "law_society"
    CHAMBRE_DES_NOTAIRES = "chambre_des_notaires"


class Scope(StrEnum):
    """What a client lets a representative do, besides reading the profile."""

    EDIT = "edit"
    SUBMIT = "submit"
    LETTERS = "letters"


class RepresentationEnd(StrEnum):
    """How a representation ended."""

    REVOKED = "revoked"
    TRANSFERRED = "transferred"
    LAID_DOWN = "laid_down"


class ClientState(StrEnum):
    """Where a client stands."""

    DRAFT = "draft"
    IN_POOL = "in_pool"
    INVITED = "invited"
    APPLIED = "applied"
    DECIDED = "decided"


class Watched(StrEnum):
    """What a representative must not let pass for a client."""

    INVITATION = "invitation"
    DEMAND = "demand"
    NOTIFICATION = "notification"
    NOMINATION = "nomination"
    STAY = "stay"
    LANGUAGE_TEST = "language_test"
    ASSESSMENT = "assessment"
    CERTIFICATE = "certificate"
    LMIA = "lmia"


class Representative(Verified, Base):
    """A consultant, lawyer or notary, as stated and as an officer verified it."""

    __tablename__ = "representative"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    organisation: Mapped[str] = mapped_column(String(120))
    regulator: Mapped[Regulator]
    licence_number: Mapped[str] = mapped_column(String(20))
    phone: Mapped[str] = mapped_column(String(30))

    user: Mapped["User"] = relationship(foreign_keys=[user_id])
    representations: Mapped[list["Representation"]] = relationship(back_populates="representative")


partial_index(
    "uq_one_licence",
    Representative.regulator,
    Representative.licence_number,
    where="verified_at IS NOT NULL",
    unique=True,
)


class Representation(Base):
    """A representative acts for a client: asked for by one of them, accepted by the other, ended by either.

    Reading goes with it; `may_edit`, `may_submit` and `gets_letters` are the scopes. A client has one at a time.
    """

    __tablename__ = "representation"

    id: Mapped[int] = mapped_column(primary_key=True)
    profile_id: Mapped[int] = mapped_column(ForeignKey("profile.id"), index=True)
    representative_id: Mapped[int] = mapped_column(ForeignKey("representative.id"), index=True)
    asked_by_client: Mapped[bool]
    asked_at: Mapped[datetime]
    may_edit: Mapped[bool]
    may_submit: Mapped[bool]
    gets_letters: Mapped[bool]
    accepted_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    ended_because: Mapped[RepresentationEnd | None]

    profile: Mapped["Profile"] = relationship()
    representative: Mapped["Representative"] = relationship(back_populates="representations")
    proposals: Mapped[list["Proposal"]] = relationship(back_populates="representation")

    @property
    def unanswered(self) -> bool:
        """True while it was asked for and not answered."""
        return self.accepted_at is None and self.declined_at is None and self.ended_at is None

    @property
    def is_active(self) -> bool:
        """True while the representative may act."""
        return self.accepted_at is not None and self.ended_at is None

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """What may be done besides reading."""
        given = {Scope.EDIT: self.may_edit, Scope.SUBMIT: self.may_submit, Scope.LETTERS: self.gets_letters}
        return tuple(scope for scope, yes in given.items() if yes)


_r = Representation
_ASKED = "accepted_at IS NULL AND declined_at IS NULL AND ended_at IS NULL"
partial_index("uq_one_representation", _r.profile_id, where="accepted_at IS NOT NULL AND ended_at IS NULL", unique=True)
partial_index("uq_asked_once", _r.profile_id, _r.representative_id, where=_ASKED, unique=True)


class Proposal(Base):
    """Changes a representative prepares on a copy of the client's answers; nothing changes until the client approves.

    `based_on` are the client's answers when the copy was made.
    """

    __tablename__ = "proposal"

    id: Mapped[int] = mapped_column(primary_key=True)
    representation_id: Mapped[int] = mapped_column(ForeignKey("representation.id"), index=True)
    based_on: Mapped[Answers] = mapped_column(AnswersColumn)
    answers: Mapped[Answers] = mapped_column(AnswersColumn)
    note: Mapped[str] = mapped_column(Text)
    begun_at: Mapped[datetime]
    amended_at: Mapped[datetime]
    offered_at: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]
    rejected_at: Mapped[datetime | None]
    rejected_because: Mapped[str | None] = mapped_column(Text)
    withdrawn_at: Mapped[datetime | None]

    representation: Mapped["Representation"] = relationship(back_populates="proposals")

    @property
    def is_open(self) -> bool:
        """True until the client has answered it, or it was taken back."""
        return not (self.approved_at or self.rejected_at or self.withdrawn_at)


_PREPARED = "approved_at IS NULL AND rejected_at IS NULL AND withdrawn_at IS NULL"
partial_index("uq_one_open_proposal", Proposal.representation_id, where=_PREPARED, unique=True)
