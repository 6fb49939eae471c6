"""Invitations to apply."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from expressentry.database import Base
from expressentry.rules.programs import Program

if TYPE_CHECKING:
    from expressentry.models.applications import Application
    from expressentry.models.pool import ExpressionOfInterest
    from expressentry.models.rounds import Round


class Invitation(Base):
    """An invitation under one program, with the scorecard it rests on; open until answered or lapsed.

    It is answered by declining it, or by an application received in time. `extended_from` is the first deadline, if an
    outage of the site moved it.
    """

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("round_id", "expression_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    expression_id: Mapped[int] = mapped_column(ForeignKey("expression_of_interest.id"))
    program: Mapped[Program]
    invited_at: Mapped[datetime]
    answer_before: Mapped[datetime]
    rank: Mapped[int]
    score: Mapped[int]
    scorecard: Mapped[dict[str, Any]]
    law_version: Mapped[str] = mapped_column(String(40))
    declined_at: Mapped[datetime | None]
    applied_at: Mapped[datetime | None]
    lapsed_at: Mapped[datetime | None]
    extended_from: Mapped[datetime | None]

    round: Mapped["Round"] = relationship(back_populates="invitations")
    expression: Mapped["ExpressionOfInterest"] = relationship(back_populates="invitations")
    application: Mapped["Application | None"] = relationship(back_populates="invitation")

    def is_open(self, at: datetime) -> bool:
        """True while it can be answered; compares the deadline itself, so that a late job lets nobody in late."""
        return self.unanswered and at < self.answer_before

    @property
    def unanswered(self) -> bool:
        """True if it was neither declined, nor followed by an application, nor has lapsed."""
        return self.declined_at is None and self.applied_at is None and self.lapsed_at is None


_OPEN = text("declined_at IS NULL AND applied_at IS NULL AND lapsed_at IS NULL")
Index("uq_one_open_invitation", Invitation.expression_id, unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN)
Index("ix_invitation_unanswered", Invitation.answer_before, sqlite_where=_OPEN, postgresql_where=_OPEN)
