"""The pool: each stay in it, and how many stand at each score."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from expressentry.database import Base, partial_index
from expressentry.models.answers import Answers
from expressentry.models.profiles import AnswersColumn
from expressentry.rules.facts import Facts, Province

if TYPE_CHECKING:
    from expressentry.models.invitations import Invitation
    from expressentry.models.nominations import Nomination, NotificationOfInterest
    from expressentry.models.profiles import Profile


# The bit of each province in a number that stands for several.
PROVINCE_BITS = {province: 1 << at for at, province in enumerate(Province)}


def province_bits(provinces: Iterable[Province]) -> int:
    """Several provinces as one number."""
    return sum(PROVINCE_BITS[province] for province in set(provinces))


class Departure(StrEnum):
    """Why a stay in the pool stands still or is over."""

    INVITED = "invited"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    INELIGIBLE = "ineligible"
    LAPSED = "lapsed"
    APPLIED = "applied"


class ExpressionOfInterest(Base):
    """One stay of a profile in the pool, from submission to departure; ranked on the facts as last submitted.

    `answers` are those the facts were stated by; none are kept for synthetic people, whose profiles nobody changes.

    The columns after `facts` are what the law made of them on `scored_on`: they serve ranking, filters and lists, and
    `pool.lifecycle.rescore` alone sets them. An invited candidate has left, but the stay is still open: declining
    returns it, so nobody can open a second one meanwhile.

    `validation_code` is the candidate's to give to a province, which then may know who it is. `province_bits` holds the
    provinces named, each by its bit in `PROVINCE_BITS`; `education_rank` counts `EducationLevel` from 0.
    """

    __tablename__ = "expression_of_interest"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(10), unique=True)
    validation_code: Mapped[str] = mapped_column(String(4))
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
    english_level: Mapped[int | None]
    french_level: Mapped[int | None]
    education_rank: Mapped[int | None]
    provinces: Mapped[str] = mapped_column(String(60))
    province_bits: Mapped[int]
    left_at: Mapped[datetime | None]
    left_because: Mapped[Departure | None]

    profile: Mapped["Profile"] = relationship(back_populates="expressions")
    invitations: Mapped[list["Invitation"]] = relationship(back_populates="expression")
    notifications: Mapped[list["NotificationOfInterest"]] = relationship(back_populates="expression")
    nominations: Mapped[list["Nomination"]] = relationship(back_populates="expression")

    @property
    def in_pool(self) -> bool:
        """True while it is ranked."""
        return self.left_at is None


_e = ExpressionOfInterest
_IN_POOL = "left_at IS NULL"
_ORDER = (_e.score.desc(), _e.submitted_at, _e.id)
partial_index("ix_standing", *_ORDER, where=_IN_POOL)
partial_index("ix_standing_fst", *_ORDER, where=f"{_IN_POOL} AND fst = 1")
partial_index("ix_standing_nominee", *_ORDER, where=f"{_IN_POOL} AND nominee = 1")
for _province, _bit in PROVINCE_BITS.items():
    if _province is not Province.QC:
        partial_index(
            f"ix_standing_{_province.lower()}",
            *_ORDER,
            where=f"{_IN_POOL} AND nominee = 0 AND province_bits & {_bit} <> 0",
        )
partial_index("ix_standing_occupation", _e.noc_code, *_ORDER, where=_IN_POOL)
partial_index("ix_rescore_on", _e.rescore_on, where=_IN_POOL)
partial_index("ix_law_version", _e.law_version, where=_IN_POOL)
partial_index("ix_expires_at", _e.expires_at, where=_IN_POOL)
partial_index("uq_one_open_stay", _e.profile_id, where=f"{_IN_POOL} OR left_because = 'invited'", unique=True)


class ScoreCount(Base):
    """How many in the pool stand at a score; kept with every entry and departure, so that no rank counts the pool."""

    __tablename__ = "score_count"

    score: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    candidates: Mapped[int]
