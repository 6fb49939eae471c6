"""Rounds of invitations."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from expressentry.database import Base

if TYPE_CHECKING:
    from expressentry.models.accounts import User
    from expressentry.models.invitations import Invitation


class RoundKind(StrEnum):
    """Who a round can invite: everyone in the pool, or only those of one class."""

    NO_PROGRAM_SPECIFIED = "no_program_specified"
    CEC = "cec"
    FSW = "fsw"
    FST = "fst"
    PNP = "pnp"


class Round(Base):
    """A round of invitations: a draft until issued, then a record that does not change."""

    __tablename__ = "round"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[RoundKind]
    size: Mapped[int]
    lowest_score: Mapped[int | None]
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    drafted_at: Mapped[datetime]
    discarded_at: Mapped[datetime | None]
    number: Mapped[int | None] = mapped_column(unique=True)
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    issued_at: Mapped[datetime | None] = mapped_column(index=True)
    answer_before: Mapped[datetime | None]
    invited: Mapped[int | None]
    cut_off_score: Mapped[int | None]
    tie_break_at: Mapped[datetime | None]
    at_cut_off: Mapped[int | None]
    left_out: Mapped[int | None]
    law_version: Mapped[str | None] = mapped_column(String(40))

    issued_by: Mapped["User | None"] = relationship(foreign_keys=[issued_by_id])
    drafted_by: Mapped["User"] = relationship(foreign_keys=[drafted_by_id])
    invitations: Mapped[list["Invitation"]] = relationship(back_populates="round")
