"""Accounts and the guard against guessing."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from expressentry.database import Base
from expressentry.rules.facts import Province

if TYPE_CHECKING:
    from expressentry.models.profiles import Profile


class Role(StrEnum):
    """What an account may do."""

    CANDIDATE = "candidate"
    OFFICER = "officer"
    PROVINCE = "province"
    EMPLOYER = "employer"
    REPRESENTATIVE = "representative"


class User(Base):
    """An account. `session_stamp` changes with the password, and ends every session begun before.

    `province` is that of an account of a province or territory, and of no other.
    """

    __tablename__ = "users"
    __table_args__ = (CheckConstraint("(role = 'province') = (province IS NOT NULL)", name="province_of_its_account"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    session_stamp: Mapped[str] = mapped_column(String(32))
    role: Mapped[Role]
    language: Mapped[str] = mapped_column(String(2))
    province: Mapped[Province | None]
    created_at: Mapped[datetime]

    profile: Mapped["Profile | None"] = relationship(back_populates="user")

    @property
    def session_id(self) -> str:
        """What the session keeps: the id, and the stamp that must still match."""
        return f"{self.id}.{self.session_stamp}"


class Guard(Base):
    """Failed tries at one secret, known or not, so that a lock tells nobody whether there is anything behind it."""

    __tablename__ = "guard"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    last_failed_at: Mapped[datetime]
    locked_until: Mapped[datetime | None]


class Verified:
    """An account that may act only after an officer verified who is behind it.

    `asked_at` is when it last asked. Turned down, it can correct what it stated, and ask again.
    """

    asked_at: Mapped[datetime]
    verified_at: Mapped[datetime | None]
    turned_down_at: Mapped[datetime | None]
    turned_down_because: Mapped[str | None] = mapped_column(Text)

    @declared_attr
    def verified_by_id(cls) -> Mapped[int | None]:  # noqa: N805 - a class, as SQLAlchemy wants it
        return mapped_column(ForeignKey("users.id"))

    @property
    def is_verified(self) -> bool:
        """True while it may act."""
        return self.verified_at is not None

    @property
    def waits(self) -> bool:
        """True while an officer is to look at it."""
        return self.verified_at is None and self.turned_down_at is None
