"""Accounts and the guard against guessing."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from expressentry.database import Base

if TYPE_CHECKING:
    from expressentry.models.profiles import Profile


class Role(StrEnum):
    """What an account may do."""

    CANDIDATE = "candidate"
    OFFICER = "officer"


class User(Base):
    """An account. `session_stamp` changes with the password, and ends every session begun before."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    session_stamp: Mapped[str] = mapped_column(String(32))
    role: Mapped[Role]
    language: Mapped[str] = mapped_column(String(2))
    created_at: Mapped[datetime]

    profile: Mapped["Profile | None"] = relationship(back_populates="user")

    @property
    def session_id(self) -> str:
        """What the session keeps: the id, and the stamp that must still match."""
        return f"{self.id}.{self.session_stamp}"


class SignInGuard(Base):
    """Failed sign-ins for one address, known or not, so that a lock tells nobody whether an account exists."""

    __tablename__ = "sign_in_guard"

    email_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    last_failed_at: Mapped[datetime]
    locked_until: Mapped[datetime | None]
