"""Who did what, when: one row per act."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from expressentry.database import Base, db

if TYPE_CHECKING:
    from expressentry.models.accounts import User


class Event(Base):
    """One act: its kind, the record it was done to, by whom, when, and the figures that describe it."""

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_subject", "subject", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60), index=True)
    subject: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    at: Mapped[datetime]
    figures: Mapped[dict[str, Any]]


def record(kind: str, subject: Any, *, by: "User | None", at: datetime, **figures: Any) -> None:
    """Add the event of an act on `subject`, which gets its id first if it is new."""
    if subject.id is None:
        db.session.add(subject)
        db.session.flush()
    by_id = None if by is None else by.id
    event = Event(kind=kind, subject=subject.__tablename__, subject_id=subject.id, by_id=by_id, at=at, figures=figures)
    db.session.add(event)
