"""Job Match: employers, what they post, candidates who look for a job, invitations to apply, and offers."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ClauseElement, Executable, ForeignKey, String, Text, UniqueConstraint, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped, mapped_column, relationship

from expressentry.database import Base, partial_index
from expressentry.models.accounts import Verified
from expressentry.models.pool import PROVINCE_BITS
from expressentry.rules.facts import Province

if TYPE_CHECKING:
    from expressentry.models.accounts import User
    from expressentry.models.profiles import Profile


class WagePeriod(StrEnum):
    """What a wage is paid for."""

    HOUR = "hour"
    YEAR = "year"


class Criterion(StrEnum):
    """What a posting and a candidate are compared by."""

    OCCUPATION = "occupation"
    PROVINCE = "province"
    ENGLISH = "english"
    FRENCH = "french"
    EDUCATION = "education"
    EXPERIENCE = "experience"
    SKILLS = "skills"
    WAGE = "wage"
    HOURS = "hours"


class Employer(Verified, Base):
    """An employer in Canada, as it states itself and as an officer verified it."""

    __tablename__ = "employer"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), unique=True)
    legal_name: Mapped[str] = mapped_column(String(120))
    business_number: Mapped[str] = mapped_column(String(20))
    street: Mapped[str] = mapped_column(String(120))
    city: Mapped[str] = mapped_column(String(80))
    province: Mapped[Province]
    postal_code: Mapped[str] = mapped_column(String(7))
    contact_name: Mapped[str] = mapped_column(String(100))
    contact_phone: Mapped[str] = mapped_column(String(30))

    user: Mapped["User"] = relationship(foreign_keys=[user_id])
    postings: Mapped[list["Posting"]] = relationship(back_populates="employer")


class Posting(Base):
    """A job in Canada: what it is and what it asks for; open until closed, filled or past its last day.

    What it asks for does not change once it is posted, for Canadians and permanent residents have seen it for the
    first days. `preferred` names the criteria that are wished for but not required; `education_rank` counts
    `EducationLevel` from 0.
    """

    __tablename__ = "posting"

    id: Mapped[int] = mapped_column(primary_key=True)
    employer_id: Mapped[int] = mapped_column(ForeignKey("employer.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(Text)
    how_to_apply: Mapped[str] = mapped_column(Text)
    noc_code: Mapped[str] = mapped_column(String(5))
    province: Mapped[Province]
    place: Mapped[str] = mapped_column(String(80))
    english_level: Mapped[int | None]
    french_level: Mapped[int | None]
    education_rank: Mapped[int | None]
    experience_years: Mapped[int | None]
    skills: Mapped[list[Any]]
    preferred: Mapped[list[Any]]
    wage_cents: Mapped[int]
    wage_per: Mapped[WagePeriod]
    hours_per_week: Mapped[int]
    permanent: Mapped[bool]
    positions: Mapped[int]
    opened_at: Mapped[datetime]
    opened_on: Mapped[date]
    closes_on: Mapped[date]
    closed_at: Mapped[datetime | None]
    expired_at: Mapped[datetime | None]

    employer: Mapped["Employer"] = relationship(back_populates="postings")
    invitations: Mapped[list["JobInvitation"]] = relationship(back_populates="posting")

    def is_open(self, on: date) -> bool:
        """True while it can be answered; compares the last day itself."""
        return self.closed_at is None and self.expired_at is None and on <= self.closes_on


_p = Posting
_POSTED = "closed_at IS NULL AND expired_at IS NULL"
_NEWEST = (_p.opened_on.desc(), _p.id.desc())
partial_index("ix_posting_newest", *_NEWEST, where=_POSTED)
partial_index("ix_posting_occupation", _p.noc_code, *_NEWEST, where=_POSTED)
partial_index("ix_posting_province", _p.province, *_NEWEST, where=_POSTED)
partial_index("ix_posting_closes_on", _p.closes_on, where=_POSTED)


class JobSeeker(Base):
    """A candidate's Job Match profile: what employers may match, under a code that says nothing about the person.

    `listed` while the candidate has opted in and stands in the pool. `strict`: show only postings that meet every wish,
    and only to employers whose every requirement is met.
    """

    __tablename__ = "job_seeker"

    id: Mapped[int] = mapped_column(primary_key=True)
    profile_id: Mapped[int] = mapped_column(ForeignKey("profile.id"), unique=True)
    code: Mapped[str] = mapped_column(String(10), unique=True)
    opted_in_at: Mapped[datetime]
    opted_out_at: Mapped[datetime | None]
    listed: Mapped[bool]
    strict: Mapped[bool]
    english_level: Mapped[int]
    french_level: Mapped[int]
    education_rank: Mapped[int]
    province_bits: Mapped[int]
    wage_cents: Mapped[int | None]
    hours_per_week: Mapped[int | None]
    skills: Mapped[list[Any]]
    amended_at: Mapped[datetime]

    profile: Mapped["Profile"] = relationship(back_populates="job_seeker")
    occupations: Mapped[list["SoughtOccupation"]] = relationship(
        back_populates="seeker", cascade="all, delete-orphan", order_by="SoughtOccupation.id"
    )


class SoughtOccupation(Base):
    """An occupation a candidate looks for a job in, with completed years of experience.

    `strength` orders candidates of one occupation: languages, education and experience in one number. `province_bits`
    repeats the seeker's, for the indexes.
    """

    __tablename__ = "sought_occupation"
    __table_args__ = (UniqueConstraint("seeker_id", "noc_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    seeker_id: Mapped[int] = mapped_column(ForeignKey("job_seeker.id"))
    noc_code: Mapped[str] = mapped_column(String(5))
    years: Mapped[int]
    strength: Mapped[int]
    province_bits: Mapped[int]
    listed: Mapped[bool]

    seeker: Mapped["JobSeeker"] = relationship(back_populates="occupations")


_s = SoughtOccupation
for _province, _bit in PROVINCE_BITS.items():
    if _province is not Province.QC:
        _listed_there = f"listed = 1 AND province_bits & {_bit} <> 0"
        _strongest = (_s.noc_code, _s.strength.desc(), _s.seeker_id)
        partial_index(f"ix_sought_{_province.lower()}", *_strongest, where=_listed_there)


class JobInvitation(Base):
    """An employer invites a candidate to apply for a job, once per posting. Accepting tells the employer who it is."""

    __tablename__ = "job_invitation"
    __table_args__ = (UniqueConstraint("posting_id", "seeker_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id"))
    seeker_id: Mapped[int] = mapped_column(ForeignKey("job_seeker.id"), index=True)
    code: Mapped[str] = mapped_column(String(10), unique=True)
    message: Mapped[str] = mapped_column(Text)
    invited_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    lapsed_at: Mapped[datetime | None]

    posting: Mapped["Posting"] = relationship(back_populates="invitations")
    seeker: Mapped["JobSeeker"] = relationship()
    offers: Mapped[list["Offer"]] = relationship(back_populates="invitation")

    @property
    def unanswered(self) -> bool:
        """True if it was neither accepted nor declined, and has not lapsed."""
        return not (self.accepted_at or self.declined_at or self.lapsed_at)


class Offer(Base):
    """A job offer made through Job Match, with the particulars the Regulations ask for; the candidate confirms it.

    Confirmed, it stands in the candidate's profile. Either `lmia_number` with `lmia_expires_on`, or `exemption`, or
    neither if an assessment is still to be asked for.
    """

    __tablename__ = "offer"
    __table_args__ = (CheckConstraint("(lmia_number IS NULL) = (lmia_expires_on IS NULL)", name="lmia_whole"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("job_invitation.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    noc_code: Mapped[str] = mapped_column(String(5))
    wage_cents: Mapped[int]
    wage_per: Mapped[WagePeriod]
    hours_per_week: Mapped[int]
    starts_on: Mapped[date]
    full_time: Mapped[bool]
    lasts_a_year: Mapped[bool]
    employer_excluded: Mapped[bool]
    employers: Mapped[int]
    lmia_number: Mapped[str | None] = mapped_column(String(30))
    lmia_expires_on: Mapped[date | None]
    exemption: Mapped[str | None] = mapped_column(String(20))
    made_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    invitation: Mapped["JobInvitation"] = relationship(back_populates="offers")

    @property
    def unanswered(self) -> bool:
        """True until the candidate confirms or declines it, or the employer takes it back."""
        return not (self.confirmed_at or self.declined_at or self.withdrawn_at)


_UNANSWERED = "confirmed_at IS NULL AND declined_at IS NULL AND withdrawn_at IS NULL"
partial_index("uq_one_open_offer", Offer.invitation_id, where=_UNANSWERED, unique=True)


class posted_with(Executable, ClauseElement):  # noqa: N801 - named as SQL functions are
    """The query for the ids of so many newest postings, before one of them, that hold every word of a search.

    A word may be the beginning of one; each is letters and digits alone. However many postings hold them, no more are
    read.
    """

    inherit_cache = False

    def __init__(self, words: list[str], before: int, most: int) -> None:
        self.fts5 = literal(" ".join(f'"{word}"*' for word in words))
        self.tsquery = literal(" & ".join(f"{word}:*" for word in words))
        self.before, self.most = literal(before), literal(most)


@compiles(posted_with, "sqlite")
def _posted_with_in_sqlite(asked: posted_with, compiler: Any, **kw: Any) -> str:
    words, before, most = (compiler.process(one, **kw) for one in (asked.fts5, asked.before, asked.most))
    holding = f"posting_words MATCH {words} AND rowid < {before}"
    return f"SELECT rowid FROM posting_words WHERE {holding} ORDER BY rowid DESC LIMIT {most}"  # noqa: S608 - bound values


@compiles(posted_with, "postgresql")
def _posted_with_in_postgresql(asked: posted_with, compiler: Any, **kw: Any) -> str:
    words, before, most = (compiler.process(one, **kw) for one in (asked.tsquery, asked.before, asked.most))
    posted = "to_tsvector('simple', title || ' ' || description || ' ' || skills)"
    holding = f"{posted} @@ to_tsquery('simple', {words}) AND id < {before}"
    return f"SELECT id FROM posting WHERE {holding} ORDER BY id DESC LIMIT {most}"  # noqa: S608 - bound values
