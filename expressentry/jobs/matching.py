"""Postings and candidates side by side: what fits and what is missing, and who is shown to whom.

Both ways a list is walked along an index, strongest or newest first, a few rows at a time, until a page is full: what
that costs does not grow with how many there are. Few matches are told to an employer as few and no more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from heapq import merge
from itertools import islice
from typing import Any

from sqlalchemy import or_, select, text, true
from sqlalchemy.orm import contains_eager

from expressentry.database import db
from expressentry.jobs.postings import newest_first, open_to_foreign_on
from expressentry.models import Criterion, Employer, JobSeeker, Posting, SoughtOccupation, WagePeriod
from expressentry.models.pool import PROVINCE_BITS
from expressentry.rules.facts import Province
from expressentry.rules.law import Law

PAGE = 20
# Rows read at once, and at most for one page: whoever goes on reading goes on from there.
CHUNK, BUDGET = 50, 1000
# Of fewer an employer sees nothing but that there are fewer.
FEW = 5
WEEKS = 52
MOST_YEARS = 10


class Verdict(StrEnum):
    """How a criterion came out."""

    FITS = "fits"
    MISSING = "missing"
    PREFERRED_MISSING = "preferred_missing"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Band:
    """A value told in broad steps: from one number to another, or from one up."""

    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class Compared:
    """One criterion: what the posting says of it, what the candidate does, as plain values, and the verdict."""

    criterion: Criterion
    verdict: Verdict
    posting: Any
    seeker: Any


@dataclass(frozen=True, slots=True)
class Fit:
    """A posting and a candidate by every criterion."""

    compared: tuple[Compared, ...]

    def verdict(self, criterion: Criterion) -> Verdict:
        """How one criterion came out."""
        return next(one.verdict for one in self.compared if one.criterion is criterion)

    def of(self, verdict: Verdict) -> list[Criterion]:
        """The criteria with this verdict."""
        return [one.criterion for one in self.compared if one.verdict is verdict]

    @property
    def strictly(self) -> bool:
        """True if nothing that is required, or that a strict candidate wishes, is missing."""
        return not self.of(Verdict.MISSING)

    def blunted(self) -> "Fit":
        """The same with the candidate's side in broad steps, as an employer may see it; wishes are left out."""
        return Fit(tuple(_blunted(one) for one in self.compared))


@dataclass(frozen=True, slots=True)
class Match:
    """A posting and a candidate shown to one another, and why."""

    posting: Posting
    seeker: JobSeeker
    occupation: SoughtOccupation
    fit: Fit


@dataclass(frozen=True, slots=True)
class Matches:
    """A page of matches. `after` is where the next one goes on.

    For an employer: `few` if there are fewer than `FEW` in all, none of whom is shown; `opens_on` while the posting is
    for Canadians and permanent residents first, when nobody is.
    """

    matches: list[Match]
    after: str | None = None
    few: bool = False
    opens_on: date | None = None


# ---- One posting and one candidate


def fit(posting: Posting, seeker: JobSeeker, occupation: SoughtOccupation) -> Fit:
    """What fits and what is missing between a posting and a candidate who seeks an occupation."""
    provinces = [province for province, bit in PROVINCE_BITS.items() if seeker.province_bits & bit]
    years, skills = posting.experience_years, _held(posting.skills, seeker.skills)
    wage, hours = hourly_cents(posting), posting.hours_per_week
    return Fit(
        (
            _must(Criterion.OCCUPATION, posting.noc_code == occupation.noc_code, posting.noc_code, occupation.noc_code),
            _must(Criterion.PROVINCE, posting.province in provinces, posting.province, provinces),
            _asked(posting, Criterion.ENGLISH, posting.english_level, seeker.english_level),
            _asked(posting, Criterion.FRENCH, posting.french_level, seeker.french_level),
            _asked(posting, Criterion.EDUCATION, posting.education_rank, seeker.education_rank),
            _asked(posting, Criterion.EXPERIENCE, years, occupation.years),
            _of_posting(posting, Criterion.SKILLS, posting.skills, len(skills) == len(posting.skills), skills),
            _wished(seeker, Criterion.WAGE, wage, seeker.wage_cents),
            _wished(seeker, Criterion.HOURS, hours, seeker.hours_per_week),
        )
    )


def _must(criterion: Criterion, fits: bool, posting: Any, seeker: Any) -> Compared:
    return Compared(criterion, Verdict.FITS if fits else Verdict.MISSING, posting, seeker)


def _asked(posting: Posting, criterion: Criterion, least: int | None, has: int) -> Compared:
    return _of_posting(posting, criterion, least, least is None or has >= least, has)


def _of_posting(posting: Posting, criterion: Criterion, asked: Any, fits: bool, has: Any) -> Compared:
    """A criterion of the posting's: required, or only preferred."""
    if asked is None or asked == []:
        verdict = Verdict.NOT_ASKED
    elif fits:
        verdict = Verdict.FITS
    else:
        verdict = Verdict.PREFERRED_MISSING if criterion.value in posting.preferred else Verdict.MISSING
    return Compared(criterion, verdict, asked, has)


def _wished(seeker: JobSeeker, criterion: Criterion, gives: int, least: int | None) -> Compared:
    """A criterion of the candidate's: a wish, which counts as a requirement only for a strict one."""
    if least is None:
        verdict = Verdict.NOT_ASKED
    elif gives >= least:
        verdict = Verdict.FITS
    else:
        verdict = Verdict.MISSING if seeker.strict else Verdict.PREFERRED_MISSING
    return Compared(criterion, verdict, gives, least)


def _held(asked: Sequence[str], has: Sequence[str]) -> list[str]:
    """The skills asked for that are among those held, however they are written."""
    held = {skill.casefold().strip() for skill in has}
    return [skill for skill in asked if skill.casefold().strip() in held]


def hourly_cents(posting: Posting) -> int:
    """What a posting pays an hour; of a yearly wage, what 52 weeks of its hours make of it."""
    if posting.wage_per is WagePeriod.HOUR:
        return posting.wage_cents
    return posting.wage_cents // (WEEKS * posting.hours_per_week)


def shown_to_each_other(seeker: JobSeeker, found: Fit) -> bool:
    """True if occupation and province fit, and for a strict candidate everything that is not merely preferred."""
    at_least = found.verdict(Criterion.OCCUPATION) is found.verdict(Criterion.PROVINCE) is Verdict.FITS
    return at_least and (found.strictly or not seeker.strict)


def strength(english_level: int, french_level: int, education_rank: int, years: int) -> int:
    """The number that orders candidates of one occupation, 0 to 99.

    Three for each level of the better official language and for each step of education and each completed year up to
    ten, one for each level of the other language.
    """
    better, other = max(english_level, french_level), min(english_level, french_level)
    return 3 * better + other + 3 * education_rank + 3 * min(years, MOST_YEARS)


_STEPS = {
    Criterion.ENGLISH: (0, 1, 5, 7, 9),
    Criterion.FRENCH: (0, 1, 5, 7, 9),
    Criterion.EXPERIENCE: (0, 1, 3, 6),
}
_WISHES = (Criterion.WAGE, Criterion.HOURS)


def _blunted(one: Compared) -> Compared:
    if one.criterion in _STEPS:
        return Compared(one.criterion, one.verdict, one.posting, _band(one.seeker, _STEPS[one.criterion]))
    if one.criterion is Criterion.PROVINCE:
        also = [province for province in one.seeker if province is one.posting]
        return Compared(one.criterion, one.verdict, one.posting, also)
    if one.criterion in _WISHES:
        return Compared(one.criterion, one.verdict, one.posting, None)
    return one


def _band(value: int, steps: tuple[int, ...]) -> Band:
    low = max(step for step in steps if step <= value)
    nexts = [step for step in steps if step > low]
    return Band(low, nexts[0] - 1 if nexts else None)


# ---- Candidates for a posting


def for_posting(posting: Posting, on: date, law: Law, after: str | None = None) -> Matches:
    """Candidates that match a posting, strongest first; none before its first days are over, no details of few.

    `after` is the code of a candidate: the list goes on behind.
    """
    opens_on = open_to_foreign_on(posting, law)
    if on < opens_on:
        return Matches([], opens_on=opens_on)
    walk, place = _Walk(), _place(after, posting)
    matches = list(islice(_matching(posting, place, walk), PAGE))
    strongest = matches if place is None else list(islice(_matching(posting, None), FEW))
    if len(strongest) < FEW:
        return Matches([], few=True)
    return Matches(matches, after=_next(matches, walk))


def all_of_few(posting: Posting, on: date, law: Law) -> list[JobSeeker]:
    """All candidates of a posting that has only few, to be invited without being seen; none of one that has more."""
    if not for_posting(posting, on, law).few:
        return []
    return [match.seeker for match in _matching(posting, None)]


def chosen(codes: Sequence[str]) -> list[JobSeeker]:
    """The listed candidates with these codes, whether or not they match."""
    return list(db.session.scalars(select(JobSeeker).where(JobSeeker.code.in_(codes), JobSeeker.listed)))


def match(posting: Posting, seeker: JobSeeker) -> Match | None:
    """This posting and this candidate, if they are shown to each other."""
    for occupation in seeker.occupations:
        found = fit(posting, seeker, occupation)
        if occupation.listed and shown_to_each_other(seeker, found):
            return Match(posting, seeker, occupation, found)
    return None


@dataclass(slots=True)
class _Walk:
    """How far a walk went: the last row it read, and whether there may be more behind."""

    last: str | None = None
    more: bool = False


def _next(matches: list[Match], walk: _Walk) -> str | None:
    """Where the next page goes on: behind the last match, or behind all that was read."""
    if len(matches) == PAGE:
        return matches[-1].seeker.code
    return walk.last if walk.more else None


def _place(code: str | None, posting: Posting) -> tuple[int, int] | None:
    """Where in the list of its occupation a candidate stands."""
    if code is None:
        return None
    standing = select(SoughtOccupation.strength, SoughtOccupation.seeker_id).join(JobSeeker)
    found = standing.where(JobSeeker.code == code, SoughtOccupation.noc_code == posting.noc_code)
    row = db.session.execute(found).first()
    return None if row is None else (row.strength, row.seeker_id)


def _matching(posting: Posting, place: tuple[int, int] | None, walk: _Walk | None = None) -> Iterator[Match]:
    """The candidates of a posting, strongest first, from behind a place on, within the budget; none for Quebec."""
    if posting.province is Province.QC:
        return
    for _chunk in range(BUDGET // CHUNK):
        rows = db.session.execute(candidates(posting.noc_code, posting.province, place, CHUNK)).all()
        for occupation, seeker in rows:
            found = fit(posting, seeker, occupation)
            if shown_to_each_other(seeker, found):
                yield Match(posting, seeker, occupation, found)
        if rows:
            place = rows[-1][0].strength, rows[-1][0].seeker_id
        if walk is not None and rows:
            walk.last, walk.more = rows[-1][1].code, len(rows) == CHUNK
        if len(rows) < CHUNK:
            return


def candidates(noc_code: str, province: Province, place: tuple[int, int] | None, most: int) -> Any:
    """The query for candidates listed for an occupation and a province, strongest first: along the index of both."""
    s = SoughtOccupation
    there = text(f"sought_occupation.province_bits & {PROVINCE_BITS[province]} <> 0")  # as in the index, word for word
    query = select(s, JobSeeker).join(JobSeeker).where(s.noc_code == noc_code, s.listed == true(), there)
    if place is not None:
        last_strength, last_id = place
        query = query.where(s.strength <= last_strength, or_(s.strength < last_strength, s.seeker_id > last_id))
    return query.order_by(s.strength.desc(), s.seeker_id).limit(most)


# ---- Postings for a candidate


def for_seeker(seeker: JobSeeker, on: date, after: str | None = None) -> Matches:
    """Postings that match a candidate, newest first, those among them that residents have first.

    `after` is the number of a posting: the list goes on behind.
    """
    place = int(after) if after is not None and after.isascii() and after.isdigit() and len(after) < 10 else None
    walks = [_postings(occupation, place) for occupation in seeker.occupations]
    newest = merge(*walks, key=lambda found: (found[0].opened_on, found[0].id), reverse=True)
    matches: list[Match] = []
    last, read = None, 0
    for posting, occupation in islice(newest, BUDGET):
        last, read = posting, read + 1
        found = fit(posting, seeker, occupation)
        if posting.is_open(on) and shown_to_each_other(seeker, found):
            matches.append(Match(posting, seeker, occupation, found))
        if len(matches) == PAGE:
            break
    more = last is not None and (len(matches) == PAGE or read == BUDGET)
    return Matches(matches, after=str(last.id) if more and last is not None else None)


def _postings(occupation: SoughtOccupation, after: int | None) -> Iterator[tuple[Posting, SoughtOccupation]]:
    """Posted jobs of an occupation, newest first, read a few at a time."""
    while True:
        rows = db.session.scalars(of_occupation(occupation.noc_code, after, CHUNK)).all()
        for posting in rows:
            yield posting, occupation
        if len(rows) < CHUNK:
            return
        after = rows[-1].id


def of_occupation(noc_code: str, after: int | None, most: int) -> Any:
    """The query for posted jobs of an occupation, newest first: along the index."""
    posted = (Posting.closed_at.is_(None), Posting.expired_at.is_(None), Posting.noc_code == noc_code)
    query = select(Posting).join(Employer).where(*posted, Employer.verified_at.is_not(None))
    return newest_first(query, after).limit(most).options(contains_eager(Posting.employer))
