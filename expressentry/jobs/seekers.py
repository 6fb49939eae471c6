"""A candidate's Job Match profile: begun, amended and ended by nobody but the candidate."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from expressentry.database import db
from expressentry.jobs.invitations import new_code
from expressentry.jobs.matching import strength
from expressentry.jobs.postings import lapse_invitations
from expressentry.models import JobInvitation, JobSeeker, Profile, SoughtOccupation, record
from expressentry.models.pool import province_bits
from expressentry.pool.ending import unlist
from expressentry.pool.lifecycle import NotInPool, open_stay
from expressentry.refusals import Refusal
from expressentry.rules import education, experience, language
from expressentry.rules.facts import EducationLevel, Facts, Language, Province
from expressentry.rules.law import Law

MOST_OCCUPATIONS = 3
# Where Express Entry leads.
PROVINCES = [province for province in Province if province is not Province.QC]
_RANK = {level: rank for rank, level in enumerate(EducationLevel)}


class NotListed(Refusal):
    """The candidate does not take part in Job Match."""

    code = "not_in_job_match"


class AlreadyListed(Refusal):
    """The candidate takes part in Job Match already."""

    code = "already_in_job_match"


def opt_in(profile: Profile, wishes: dict[str, Any], at: datetime) -> JobSeeker:
    """Take part in Job Match from now on, under a new code; only with a place in the pool."""
    stay = open_stay(profile)
    if stay is None or not stay.in_pool:
        raise NotInPool
    seeker = profile.job_seeker or JobSeeker(profile=profile)
    if seeker.listed:
        raise AlreadyListed
    seeker.code, seeker.opted_in_at, seeker.opted_out_at, seeker.listed = new_code(), at, None, True
    _state(seeker, wishes, at)
    db.session.add(seeker)
    record("job_seeker.opted_in", seeker, by=profile.user, at=at)
    return seeker


def amend(profile: Profile, wishes: dict[str, Any], at: datetime) -> JobSeeker:
    """State other wishes; employers match them at once."""
    seeker = _listed(profile)
    _state(seeker, wishes, at)
    record("job_seeker.amended", seeker, by=profile.user, at=at)
    return seeker


def opt_out(profile: Profile, at: datetime) -> None:
    """Take part no more: at once no employer finds the candidate, and invitations without an answer lapse."""
    seeker = _listed(profile)
    unlist(seeker)
    seeker.opted_out_at = at
    invitations = list(db.session.scalars(select(JobInvitation).where(JobInvitation.seeker_id == seeker.id)))
    record("job_seeker.opted_out", seeker, by=profile.user, at=at, lapsed=lapse_invitations(invitations, at))


def _listed(profile: Profile) -> JobSeeker:
    if profile.job_seeker is None or not profile.job_seeker.listed:
        raise NotListed
    return profile.job_seeker


def _state(seeker: JobSeeker, wishes: dict[str, Any], at: datetime) -> None:
    """Set all that is matched. Wishes have the names of `filled_from`."""
    for name in ("strict", "english_level", "french_level", "education_rank", "wage_cents", "hours_per_week", "skills"):
        setattr(seeker, name, wishes[name])
    seeker.province_bits = province_bits(wishes["provinces"])
    seeker.amended_at = at
    _seek(seeker, dict(wishes["occupations"][:MOST_OCCUPATIONS]))


def _seek(seeker: JobSeeker, years_of: dict[str, int]) -> None:
    """Seek exactly these occupations; a row that stays is kept, for its code is unique to the candidate."""
    kept = {sought.noc_code: sought for sought in seeker.occupations if sought.noc_code in years_of}
    for code, years in years_of.items():
        sought = kept.setdefault(code, SoughtOccupation(noc_code=code))
        sought.years, sought.province_bits, sought.listed = years, seeker.province_bits, True
        sought.strength = strength(seeker.english_level, seeker.french_level, seeker.education_rank, years)
    seeker.occupations = list(kept.values())


def stated(seeker: JobSeeker) -> dict[str, Any]:
    """What a Job Match profile says, by the names of `filled_from`."""
    return {
        "strict": seeker.strict,
        "english_level": seeker.english_level,
        "french_level": seeker.french_level,
        "education_rank": seeker.education_rank,
        "provinces": [province for province in PROVINCES if province_bits([province]) & seeker.province_bits],
        "wage_cents": seeker.wage_cents,
        "hours_per_week": seeker.hours_per_week,
        "skills": seeker.skills,
        "occupations": [(sought.noc_code, sought.years) for sought in seeker.occupations],
    }


def filled_from(facts: Facts, on: date, law: Law) -> dict[str, Any]:
    """A Job Match profile as the answers of the Express Entry profile give it, to be changed as the candidate wants."""
    lowest = {tested: min(levels) for tested, levels in language.results(facts, on, law).items()}
    return {
        "strict": False,
        "english_level": lowest.get(Language.ENGLISH, 0),
        "french_level": lowest.get(Language.FRENCH, 0),
        "education_rank": _RANK[education.highest(facts.credentials, on, law)],
        "provinces": [province for province in PROVINCES if province in facts.provinces],
        "wage_cents": None,
        "hours_per_week": None,
        "skills": [],
        "occupations": _occupations(facts, on, law),
    }


def _occupations(facts: Facts, on: date, law: Law) -> list[tuple[str, int]]:
    """The primary occupation, then those worked in longest, each with its completed years."""
    codes = {code for code in (facts.primary_occupation, *(job.noc_code for job in facts.jobs)) if code}
    years = {code: experience.years_in(facts, code, on, law) for code in codes}
    order = sorted(codes, key=lambda code: (code != facts.primary_occupation, -years[code], code))
    return [(code, years[code]) for code in order[:MOST_OCCUPATIONS]]
