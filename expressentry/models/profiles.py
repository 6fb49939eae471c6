"""The editable profile."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Dialect, ForeignKey, Text, TypeDecorator
from sqlalchemy.orm import Mapped, mapped_column, relationship

from expressentry.database import Base, dump_json
from expressentry.models.answers import Answers, answers_in
from expressentry.rules.facts import Facts

if TYPE_CHECKING:
    from expressentry.models.accounts import User
    from expressentry.models.jobs import JobSeeker
    from expressentry.models.pool import ExpressionOfInterest


class AnswersColumn(TypeDecorator[Answers]):
    """The answers of a profile, as JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Answers | None, dialect: Dialect) -> str | None:
        return None if value is None else dump_json(value.raw)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Answers | None:
        return None if value is None else answers_in(value)


class Profile(Base):
    """A candidate's answers, editable at all times; the pool ranks what was last submitted of them."""

    __tablename__ = "profile"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), unique=True)
    answers: Mapped[Answers] = mapped_column(AnswersColumn)
    created_at: Mapped[datetime]
    amended_at: Mapped[datetime]

    user: Mapped["User"] = relationship(back_populates="profile")
    expressions: Mapped[list["ExpressionOfInterest"]] = relationship(back_populates="profile")
    job_seeker: Mapped["JobSeeker | None"] = relationship(back_populates="profile")

    def facts(self) -> Facts:
        """What the saved answers state to the law."""
        return self.answers.facts()
