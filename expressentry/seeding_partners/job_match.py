"""A quarter of the pool takes part in Job Match; employers with invented names have posted jobs."""

from collections import Counter
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import func, insert, select

from expressentry import viewings
from expressentry.accounts import verifying
from expressentry.database import db
from expressentry.employers import lifecycle as registering
from expressentry.jobs import invitations, matching, postings
from expressentry.jobs.invitations import ALPHABET
from expressentry.models import (
    Employer,
    Event,
    ExpressionOfInterest,
    JobSeeker,
    Posting,
    Profile,
    SoughtOccupation,
    User,
    ViewingKind,
    WagePeriod,
)
from expressentry.models.pool import PROVINCE_BITS
from expressentry.rules import noc
from expressentry.rules.facts import Province
from expressentry.rules.law import Law

BATCH, SHARE = 1000, 0.25
POSTINGS, OLDEST_DAYS, OPEN_DAYS = 57, 60, 120
COMMON_OCCUPATIONS = 30
ASKED, VERIFIED = timedelta(days=75), timedelta(days=73)
DESCRIPTION = "An invented posting for the demonstration: there is no such job."
APPLY = "This employer does not exist, and nobody can apply."
SKILLS = ("planning", "teamwork", "customer service", "safety", "bookkeeping", "writing reports", "supervising")
# Invented, and each says so: no such business is meant.
NAMES = (
    "Quillbrook Bakery",
    "Velm Software",
    "Ondrim Steelworks",
    "Tavi Care Homes",
    "Skarre Logistics",
    "Luro Hotels",
    "Brunfell Builders",
    "Feni Farms",
    "Oshavale Schools",
    "Yaro Foods",
    "Thulwick Motors",
    "Zelo Clinics",
)
PLACES = {
    Province.ON: ("Ottawa", "K1A 0B1"),
    Province.BC: ("Victoria", "V8V 1A1"),
    Province.AB: ("Edmonton", "T5J 0A1"),
    Province.MB: ("Winnipeg", "R3C 0A1"),
    Province.SK: ("Regina", "S4P 0A1"),
    Province.NS: ("Halifax", "B3H 0A1"),
    Province.NB: ("Fredericton", "E3B 0A1"),
}


# ---- Candidates


def opted_in(chance: Random, at: datetime) -> None:
    """A quarter of the synthetic candidates in the pool, each for the occupation of their profile."""
    e = ExpressionOfInterest
    columns = (e.profile_id, e.submitted_at, e.noc_code, e.english_level, e.french_level, e.education_rank)
    wanted = (
        select(Profile.user_id, *columns, e.canadian_years, e.foreign_years, e.province_bits)
        .join(Profile, Profile.id == e.profile_id)
        .join(JobSeeker, JobSeeker.profile_id == e.profile_id, isouter=True)
        .where(e.left_at.is_(None), e.noc_code.is_not(None), JobSeeker.id.is_(None))
        .order_by(e.id)
    )
    rows = [row for row in db.session.execute(wanted).all() if chance.random() < SHARE]
    last = db.session.scalar(select(func.coalesce(func.max(JobSeeker.id), 0))) or 0
    for first in range(0, len(rows), BATCH):
        _insert(list(enumerate(rows[first : first + BATCH], last + first + 1)), chance, at)


def _insert(numbered: list[tuple[int, Any]], chance: Random, at: datetime) -> None:
    seekers, sought, events = [], [], []
    for id_, row in numbered:
        opted_in_at = row.submitted_at + (at - row.submitted_at) * chance.random()
        bits = row.province_bits & ~PROVINCE_BITS[Province.QC]
        seekers.append({"id": id_, **_stated(row, bits, opted_in_at, chance)})
        sought.append({"seeker_id": id_, **_sought(row, bits)})
        events.append(
            {
                "kind": "job_seeker.opted_in",
                "subject": JobSeeker.__tablename__,
                "subject_id": id_,
                "by_id": row.user_id,
                "at": opted_in_at,
                "figures": {},
            }
        )
    for model, rows in ((JobSeeker, seekers), (SoughtOccupation, sought), (Event, events)):
        db.session.execute(insert(model), rows)


def _stated(row: Any, bits: int, opted_in_at: datetime, chance: Random) -> dict[str, Any]:
    return {
        "profile_id": row.profile_id,
        "code": "".join(chance.choice(ALPHABET) for _letter in range(10)),
        "opted_in_at": opted_in_at,
        "amended_at": opted_in_at,
        "listed": True,
        "strict": chance.random() < 0.2,
        "english_level": row.english_level or 0,
        "french_level": row.french_level or 0,
        "education_rank": row.education_rank or 0,
        "province_bits": bits,
        "wage_cents": chance.choice((None, 1800, 2200, 2800)),
        "hours_per_week": None,
        "skills": chance.sample(SKILLS, chance.randrange(3)),
    }


def _sought(row: Any, bits: int) -> dict[str, Any]:
    years = max(row.canadian_years, row.foreign_years)
    levels = (row.english_level or 0, row.french_level or 0, row.education_rank or 0)
    strength = matching.strength(*levels, years)
    return {"noc_code": row.noc_code, "years": years, "strength": strength, "province_bits": bits, "listed": True}


# ---- Employers


def employers(shown: User, officer: User, chance: Random, at: datetime, law: Law) -> None:
    """The employer of the sign-in page and twelve more have posted jobs; another one waits to be verified."""
    codes = _common_occupations()
    own = _verified(Employer(user=shown, **_particulars("Maplewick Works", 0)), officer, at)
    others = []
    for number, name in enumerate(NAMES, 1):
        email = f"employer{number}@synthetic.invalid"
        made = registering.register(email, None, "en", _particulars(name, number), at - ASKED)
        verifying.verify(made, officer, at - VERIFIED)
        others.append(made)
    registering.register("waiting.employer@synthetic.invalid", None, "en", _particulars("Drem Orchards", 40), at)
    for number in range(POSTINGS):
        opened_at = at - timedelta(days=OLDEST_DAYS * number / POSTINGS)
        _post(others[number % len(others)], codes[number % len(codes)], opened_at, chance)
    older = _post(own, codes[0], at - timedelta(days=40), chance, easy=True)
    _post(own, codes[1 % len(codes)], at - timedelta(days=12), chance)
    _invite(older, at, law)


def _verified(employer: Employer, officer: User, at: datetime) -> Employer:
    verifying.ask(employer, employer.user, at - ASKED)
    verifying.verify(employer, officer, at - VERIFIED)
    return employer


def _particulars(name: str, number: int) -> dict[str, Any]:
    province = list(PLACES)[number % len(PLACES)]
    city, postal_code = PLACES[province]
    return {
        "legal_name": f"{name} (invented)",
        "business_number": f"{_business_number(number)}RP0001",
        "street": f"{number + 1} Invented Street",
        "city": city,
        "province": province,
        "postal_code": postal_code,
        "contact_name": "Nobody Real",
        "contact_phone": f"613-555-{number + 100:04d}",
    }


def _business_number(number: int) -> str:
    """Nine digits that pass the check."""
    first = f"{10_000_000 + number}"
    doubled = [int(digit) * (2 - at % 2) for at, digit in enumerate(reversed(first))]
    return first + str(-sum(each // 10 + each % 10 for each in doubled) % 10)


def _common_occupations() -> list[str]:
    """The occupations of most candidates in the pool; a few of the classification if nobody is there."""
    e = ExpressionOfInterest
    counted = select(e.noc_code, func.count()).where(e.left_at.is_(None), e.noc_code.is_not(None)).group_by(e.noc_code)
    found = Counter({code: number for code, number in db.session.execute(counted) if code})
    return [code for code, _number in found.most_common(COMMON_OCCUPATIONS)] or ["21231", "72106", "62200"]


def _post(employer: Employer, code: str, opened_at: datetime, chance: Random, easy: bool = False) -> Posting:
    """A posting; an `easy` one asks for nothing but the occupation and the province."""
    occupation = noc.find(code)
    province = Province.ON if easy else chance.choice(list(PLACES))
    asks = {
        "english_level": None if easy else chance.choice((None, 5, 6, 7, 8)),
        "french_level": None if easy else chance.choice((None, None, None, 5, 7)),
        "education_rank": None if easy else chance.choice((None, 1, 3, 4)),
        "experience_years": None if easy else chance.choice((None, 1, 2, 3)),
        "skills": [] if easy else chance.sample(SKILLS, 2),
        "preferred": [] if easy else chance.sample(("skills", "experience", "education"), 1),
    }
    particulars = {
        "title": code if occupation is None else occupation.title("en")[:120],
        "description": DESCRIPTION,
        "how_to_apply": APPLY,
        "noc_code": code,
        "province": province,
        "place": PLACES[province][0],
        "wage_cents": chance.randrange(1900, 5200, 50),
        "wage_per": WagePeriod.HOUR,
        "hours_per_week": chance.choice((30, 37, 40)),
        "permanent": chance.random() < 0.8,
        "positions": chance.choice((1, 1, 2, 3)),
        "closes_on": (opened_at + timedelta(days=OPEN_DAYS)).date(),
        **asks,
    }
    return postings.post(employer, particulars, employer.user, opened_at)


def _invite(posting: Posting, at: datetime, law: Law) -> None:
    """Three who match are invited to apply; one of them has accepted, and is known to the employer."""
    listed = select(JobSeeker).join(SoughtOccupation).where(SoughtOccupation.noc_code == posting.noc_code)
    seekers = db.session.scalars(listed.where(JobSeeker.listed, ~JobSeeker.strict).limit(200)).all()
    chosen = [seeker for seeker in seekers if matching.match(posting, seeker)][:3]
    if not chosen:
        return
    by = posting.employer.user
    viewings.note([seeker.profile_id for seeker in chosen], ViewingKind.MATCHED, by, at, posting.id)
    invited = invitations.invite(posting, chosen, "Invented: please apply.", by, at, law)
    db.session.flush()
    invitations.accept(invited[0], chosen[0].profile.user, at)
    viewings.note([chosen[0].profile_id], ViewingKind.REVEALED, by, at, posting.id)
