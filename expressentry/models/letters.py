"""Letters and messages: what was told to whom, when, about what; each with a code anybody can check."""

import secrets
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql.functions import FunctionElement

from expressentry.database import Base, db

if TYPE_CHECKING:
    from expressentry.models.accounts import User


class LetterKind(StrEnum):
    """What a letter says."""

    ACCOUNT_CREATED = "account_created"
    DRAFT_ABOUT_TO_LAPSE = "draft_about_to_lapse"
    IN_THE_POOL = "in_the_pool"
    NOT_ELIGIBLE = "not_eligible"
    PROFILE_UPDATED = "profile_updated"
    CHANGED_BY_CALENDAR = "changed_by_calendar"
    STAY_ABOUT_TO_EXPIRE = "stay_about_to_expire"
    WITHDRAWN_FROM_POOL = "withdrawn_from_pool"
    STAY_EXPIRED = "stay_expired"
    INVITATION = "invitation"
    INVITATION_DECLINED = "invitation_declined"
    INVITATION_LAPSED = "invitation_lapsed"
    DEADLINE_REMINDER = "deadline_reminder"
    ACKNOWLEDGEMENT = "acknowledgement"
    INCOMPLETE = "incomplete"
    BIOMETRICS = "biometrics"
    MEDICAL = "medical"
    ADDITIONAL_DOCUMENTS = "additional_documents"
    INTERVIEW = "interview"
    PROCEDURAL_FAIRNESS = "procedural_fairness"
    APPROVED = "approved"
    REFUSED = "refused"
    APPLICATION_WITHDRAWN = "application_withdrawn"
    NOTIFICATION_OF_INTEREST = "notification_of_interest"
    NOMINATION_RECEIVED = "nomination_received"
    NOMINATION_ACCEPTED = "nomination_accepted"
    NOMINATION_REFUSED = "nomination_refused"
    NOMINATION_LAPSED = "nomination_lapsed"
    NOMINATION_WITHDRAWN = "nomination_withdrawn"
    JOB_INVITATION = "job_invitation"
    JOB_INVITATION_ANSWERED = "job_invitation_answered"
    JOB_OFFER = "job_offer"
    OFFER_ANSWERED = "offer_answered"
    REPRESENTATION_ASKED = "representation_asked"
    REPRESENTATION_BEGUN = "representation_begun"
    REPRESENTATION_ENDED = "representation_ended"
    REPRESENTATIVE_VERIFICATION = "representative_verification"
    CHANGES_PROPOSED = "changes_proposed"
    ACCOUNT_VERIFIED = "account_verified"
    ACCOUNT_NOT_VERIFIED = "account_not_verified"


class Letter(Base):
    """A letter as it was written; `figures` hold all it says, so that it reads the same for ever, in both languages.

    `about` is the record it concerns. `notified_at` is when the notice of it, without its content, was e-mailed.
    """

    __tablename__ = "letter"
    __table_args__ = (Index("ix_letter_user", "user_id", "id"), Index("ix_letter_about", "about", "about_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[LetterKind]
    code: Mapped[str] = mapped_column(String(16), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    about: Mapped[str] = mapped_column(String(40))
    about_id: Mapped[int]
    written_at: Mapped[datetime]
    figures: Mapped[dict[str, Any]]
    notified_at: Mapped[datetime | None]

    user: Mapped["User"] = relationship()


_UNTOLD = text("notified_at IS NULL")
Index("ix_letter_untold", Letter.id, sqlite_where=_UNTOLD, postgresql_where=_UNTOLD)


def write(kind: LetterKind, to: "User | int", *, about: Any, at: datetime, **figures: Any) -> Letter:
    """Write a letter about a record, which gets its id first if it is new. Figures are plain JSON values."""
    if about.id is None:
        db.session.add(about)
        db.session.flush()
    user_id = to if isinstance(to, int) else to.id
    letter = Letter(
        kind=kind,
        code=secrets.token_hex(8),
        user_id=user_id,
        about=about.__tablename__,
        about_id=about.id,
        written_at=at,
        figures=figures,
    )
    db.session.add(letter)
    return letter


class random_code(FunctionElement[str]):  # noqa: N801 - named as SQL functions are
    """Sixteen random hexadecimal digits, for letters written set-wise."""

    type = String(16)
    inherit_cache = True


@compiles(random_code, "sqlite")
def _random_code_of_sqlite(_element: Any, _compiler: Any, **_kw: Any) -> str:
    return "lower(hex(randomblob(8)))"


@compiles(random_code, "postgresql")
def _random_code_of_postgresql(_element: Any, _compiler: Any, **_kw: Any) -> str:
    return "encode(substring(uuid_send(gen_random_uuid()) from 9), 'hex')"
