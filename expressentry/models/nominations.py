"""What provinces and territories do: notifications of interest, nominations, the space they have for them, searches."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from expressentry.database import Base, partial_index
from expressentry.rules.facts import Province

if TYPE_CHECKING:
    from expressentry.models.pool import ExpressionOfInterest

# The account of all streams of a province together.
WHOLE_PROVINCE = ""


class NotificationOfInterest(Base):
    """A province tells a candidate in the pool that it wants to hear from them about a stream; open until answered.

    Accepting it lets the province know who the candidate is.
    """

    __tablename__ = "notification_of_interest"

    id: Mapped[int] = mapped_column(primary_key=True)
    expression_id: Mapped[int] = mapped_column(ForeignKey("expression_of_interest.id"), index=True)
    province: Mapped[Province]
    stream: Mapped[str] = mapped_column(String(60))
    message: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime]
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    answer_before: Mapped[datetime]
    extended_from: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    lapsed_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]

    expression: Mapped["ExpressionOfInterest"] = relationship(back_populates="notifications")

    @property
    def unanswered(self) -> bool:
        """True if it was neither accepted nor declined, taken back or lapsed."""
        return not (self.accepted_at or self.declined_at or self.lapsed_at or self.cancelled_at)

    def is_open(self, at: datetime) -> bool:
        """True while it can be answered; compares the deadline itself."""
        return self.unanswered and at < self.answer_before


_n = NotificationOfInterest
_WAITING = "accepted_at IS NULL AND declined_at IS NULL AND lapsed_at IS NULL AND cancelled_at IS NULL"
partial_index("uq_one_open_notification", _n.expression_id, _n.province, where=_WAITING, unique=True)
partial_index("ix_notification_unanswered", _n.answer_before, where=_WAITING)
Index("ix_notification_province", _n.province, _n.id)


class Nomination(Base):
    """A province nominates a candidate under a stream; it counts once the candidate has accepted it.

    A candidate has one that is not over. It is over if refused, lapsed, withdrawn by the province, or ended with the
    stay it belongs to. `year` is the year whose nomination space it takes.
    """

    __tablename__ = "nomination"

    id: Mapped[int] = mapped_column(primary_key=True)
    expression_id: Mapped[int] = mapped_column(ForeignKey("expression_of_interest.id"), index=True)
    province: Mapped[Province]
    stream: Mapped[str] = mapped_column(String(60))
    year: Mapped[int]
    notification_id: Mapped[int | None] = mapped_column(ForeignKey("notification_of_interest.id"))
    certificate_number: Mapped[str] = mapped_column(String(40))
    nominated_at: Mapped[datetime]
    nominated_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    answer_before: Mapped[datetime]
    extended_from: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]
    lapsed_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    withdrawn_because: Mapped[str | None] = mapped_column(Text)
    ended_at: Mapped[datetime | None]

    expression: Mapped["ExpressionOfInterest"] = relationship(back_populates="nominations")

    @property
    def is_over(self) -> bool:
        """True once it can give nothing any more."""
        return bool(self.refused_at or self.lapsed_at or self.withdrawn_at or self.ended_at)

    @property
    def unanswered(self) -> bool:
        """True while the candidate has neither accepted nor refused it, and it is not over."""
        return self.accepted_at is None and not self.is_over

    @property
    def counts(self) -> bool:
        """True if it was accepted and is not over: the requirement is met, and the points are given."""
        return self.accepted_at is not None and not self.is_over

    def is_open(self, at: datetime) -> bool:
        """True while it can be accepted; compares the deadline itself."""
        return self.unanswered and at < self.answer_before


_m = Nomination
_NOT_OVER = "refused_at IS NULL AND lapsed_at IS NULL AND withdrawn_at IS NULL AND ended_at IS NULL"
partial_index("uq_one_nomination", _m.expression_id, where=_NOT_OVER, unique=True)
partial_index("ix_nomination_unanswered", _m.answer_before, where=f"accepted_at IS NULL AND {_NOT_OVER}")
Index("ix_nomination_province", _m.province, _m.id)


class NominationSpace(Base):
    """How many nominations a province has for a year, in all (`stream` empty) or under one stream.

    `held` waits for candidates to answer, `used` was accepted; together never more than `places`.
    """

    __tablename__ = "nomination_space"
    __table_args__ = (
        UniqueConstraint("province", "year", "stream"),
        CheckConstraint("held >= 0 AND used >= 0 AND held + used <= places", name="never_over"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    province: Mapped[Province]
    year: Mapped[int]
    stream: Mapped[str] = mapped_column(String(60))
    places: Mapped[int]
    held: Mapped[int]
    used: Mapped[int]

    @property
    def free(self) -> int:
        """Places left."""
        return self.places - self.held - self.used


class SavedSearch(Base):
    """A search of the pool that a province keeps under a name."""

    __tablename__ = "saved_search"
    __table_args__ = (UniqueConstraint("province", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    province: Mapped[Province]
    name: Mapped[str] = mapped_column(String(80))
    filters: Mapped[dict[str, Any]]
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    saved_at: Mapped[datetime]
