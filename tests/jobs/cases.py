"""Employers, postings and candidates of Job Match, as the tests of this room need them."""

from datetime import date, datetime, timedelta
from typing import Any

from expressentry.accounts import lifecycle as accounts
from expressentry.accounts import verifying
from expressentry.database import db
from expressentry.jobs import postings, seekers
from expressentry.models import Employer, JobSeeker, Posting, Role, User, WagePeriod
from expressentry.pool import lifecycle as pool
from expressentry.rules.facts import Province
from tests.conftest import FACTS, LAW, NOW, People, profile_of

# Day 1 is the day it opened: this one, 30 days before NOW, stands at its day 31.
OPENED = NOW - timedelta(days=30)
POSTING: dict[str, Any] = {
    "title": "Software engineer",
    "description": "Build the scheduling service of a hospital. Réseau et données.",
    "how_to_apply": "Write to jobs@maple.example.",
    "noc_code": "21231",
    "province": Province.ON,
    "place": "Ottawa",
    "english_level": 7,
    "french_level": None,
    "education_rank": 5,
    "experience_years": 3,
    "skills": ["Python", "SQL"],
    "preferred": ["skills"],
    "wage_cents": 4_500,
    "wage_per": WagePeriod.HOUR,
    "hours_per_week": 40,
    "permanent": True,
    "positions": 2,
}
WISHES: dict[str, Any] = {
    "strict": False,
    "english_level": 9,
    "french_level": 0,
    "education_rank": 6,
    "provinces": [Province.ON, Province.BC],
    "wage_cents": None,
    "hours_per_week": None,
    "skills": ["python"],
    "occupations": [("21231", 4)],
}
OFFER: dict[str, Any] = {
    "title": "Software engineer",
    "noc_code": "21231",
    "wage_cents": 4_500,
    "wage_per": WagePeriod.HOUR,
    "hours_per_week": 40,
    "starts_on": date(2027, 2, 1),
    "full_time": True,
    "lasts_a_year": True,
    "employer_excluded": False,
    "employers": 1,
    "lmia_number": "8123456",
    "lmia_expires_on": date(2027, 5, 20),
    "exemption": None,
}


def employer(email: str = "jobs@maple.example", verified: bool = True, name: str = "Maple Loom Ltd.") -> Employer:
    """An employer, verified if wanted."""
    user = accounts.register(email, None, Role.EMPLOYER, "en", NOW)
    made = Employer(
        user=user,
        legal_name=name,
        business_number="123456782RP0001",
        street="12 Weaver Street",
        city="Ottawa",
        province=Province.ON,
        postal_code="K1A 0B1",
        contact_name="Ana Tesk",
        contact_phone="613-555-0100",
    )
    verifying.ask(made, user, NOW - timedelta(days=100))
    if verified:
        made.verified_at = NOW - timedelta(days=99)
    db.session.flush()
    return made


def posting(by: Employer, at: datetime = OPENED, days: int = 90, **changed: Any) -> Posting:
    """A job posted, at its day 31 unless it is said otherwise."""
    particulars = {**POSTING, "closes_on": (at + timedelta(days=days)).date(), **changed}
    made = postings.post(by, particulars, by.user, at)
    db.session.flush()
    return made


def seeker(people: People, **changed: Any) -> JobSeeker:
    """A candidate in the pool who takes part in Job Match."""
    made = seekers.opt_in(profile_of(people.in_pool(FACTS)), {**WISHES, **changed}, NOW)
    db.session.flush()
    return made


def several(people: People, number: int, **changed: Any) -> list[JobSeeker]:
    """So many candidates alike."""
    return [seeker(people, **changed) for _ in range(number)]


def enter_pool(user: User) -> None:
    """A place in the pool."""
    pool.submit(profile_of(user), NOW, LAW)
