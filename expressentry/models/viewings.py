"""Who looked at whom: one row per look at a candidate by somebody else, kept for the candidate to read."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from expressentry.database import Base

if TYPE_CHECKING:
    from expressentry.models.accounts import User


class ViewingKind(StrEnum):
    """How much of a candidate somebody saw."""

    LISTED = "listed"
    OPENED = "opened"
    IDENTIFIED = "identified"
    MATCHED = "matched"
    REVEALED = "revealed"
    CLIENT = "client"


class Viewing(Base):
    """One look: listed among what a search found, profile opened, name and birth date seen, anonymous match shown,
    named to an employer after an answer, or opened as a client's. Never changed."""

    __tablename__ = "viewing"

    id: Mapped[int] = mapped_column(primary_key=True)
    profile_id: Mapped[int] = mapped_column(ForeignKey("profile.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    how: Mapped[ViewingKind]
    at: Mapped[datetime]
    posting_id: Mapped[int | None] = mapped_column(ForeignKey("posting.id"))

    by: Mapped["User"] = relationship()


Index("ix_viewing_profile", Viewing.profile_id, Viewing.id)
