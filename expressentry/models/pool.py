"""The pool: each stay in it, and how many stand at each score."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from expressentry.database import Base
from expressentry.models.answers import Answers
from expressentry.models.profiles import AnswersColumn
from expressentry.rules.facts import Facts

if TYPE_CHECKING:
    from expressentry.models.invitations import Invitation
    from expressentry.models.profiles import Profile


class Departure(StrEnum):
    """Why a stay in the pool stands still or is over."""

    INVITED = "invited"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    INELIGIBLE = "ineligible"
    LAPSED = "lapsed"
    APPLIED = "applied"


def _partial(name: str, *columns: Any, where: str, unique: bool = False) -> Index:
    """An index over some rows only; SQLite uses it where a query repeats its condition word for word."""
    on_postgresql = text(where.replace(" = 1", ""))
    return Index(name, *columns, unique=unique, sqlite_where=text(where), postgresql_where=on_postgresql)


class ExpressionOfInterest(Base):
    """One stay of a profile in the pool, from submission to departure; ranked on the facts as last submitted.

    `answers` are those the facts were stated by; none are kept for synthetic people, whose profiles nobody changes.

    The columns after `facts` are what the law made of them on `scored_on`: they serve ranking, filters and lists, and
    `pool.lifecycle.rescore` alone sets them. An invited candidate has left, but the stay is still open: declining
    returns it, so nobody can open a second one meanwhile.
    """

    __tablename__ = "expression_of_interest"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(10), unique=True)
    profile_id: Mapped[int] = mapped_column(ForeignKey("profile.id"), index=True)
    submitted_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    confirmed_at: Mapped[datetime]
    facts: Mapped[Facts]
    answers: Mapped[Answers | None] = mapped_column(AnswersColumn, deferred=True)
    score: Mapped[int]
    scorecard: Mapped[dict[str, Any]]
    scored_on: Mapped[date]
    law_version: Mapped[str] = mapped_column(String(40))
    rescore_on: Mapped[date | None]
    cec: Mapped[bool]
    fsw: Mapped[bool]
    fst: Mapped[bool]
    nominee: Mapped[bool]
    birth_date: Mapped[date | None]
    noc_code: Mapped[str | None] = mapped_column(String(5))
    teer: Mapped[int | None]
    first_language: Mapped[str | None] = mapped_column(String(7))
    lowest_level: Mapped[int | None]
    canadian_years: Mapped[int]
    foreign_years: Mapped[int]
    provinces: Mapped[str] = mapped_column(String(60))
    left_at: Mapped[datetime | None]
    left_because: Mapped[Departure | None]

    profile: Mapped["Profile"] = relationship(back_populates="expressions")
    invitations: Mapped[list["Invitation"]] = relationship(back_populates="expression")

    @property
    def in_pool(self) -> bool:
        """True while it is ranked."""
        return self.left_at is None


_e = ExpressionOfInterest
_IN_POOL = "left_at IS NULL"
_ORDER = (_e.score.desc(), _e.submitted_at, _e.id)
_partial("ix_standing", *_ORDER, where=_IN_POOL)
_partial("ix_standing_fst", *_ORDER, where=f"{_IN_POOL} AND fst = 1")
_partial("ix_standing_nominee", *_ORDER, where=f"{_IN_POOL} AND nominee = 1")
_partial("ix_standing_occupation", _e.noc_code, *_ORDER, where=_IN_POOL)
_partial("ix_rescore_on", _e.rescore_on, where=_IN_POOL)
_partial("ix_law_version", _e.law_version, where=_IN_POOL)
_partial("ix_expires_at", _e.expires_at, where=_IN_POOL)
_partial("uq_one_open_stay", _e.profile_id, where=f"{_IN_POOL} OR left_because = 'invited'", unique=True)


class ScoreCount(Base):
    """How many in the pool stand at a score; kept with every entry and departure, so that no rank counts the pool."""

    __tablename__ = "score_count"

    score: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    candidates: Mapped[int]
