"""An employer's postings at a glance: how each stands, who matches it, who was invited."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from expressentry.database import db
from expressentry.jobs import matching
from expressentry.jobs.matching import Matches
from expressentry.jobs.postings import newest_first, open_to_foreign_on
from expressentry.models import Employer, JobInvitation, Posting
from expressentry.rules.facts import Province
from expressentry.rules.law import Law

PAGE = 20


@dataclass(frozen=True, slots=True)
class Standing:
    """How a posting stands on a day. `days_left` until candidates abroad are matched, 0 once they are."""

    posting: Posting
    is_open: bool
    abroad_on: date
    days_left: int
    invited: int
    accepted: int
    matches: Matches | None

    @property
    def never_abroad(self) -> bool:
        """True if it ends before candidates abroad could be matched, or is in Quebec."""
        return self.posting.closes_on < self.abroad_on or self.in_quebec

    @property
    def in_quebec(self) -> bool:
        """True if the work is in Quebec."""
        return self.posting.province is Province.QC


def standing(posting: Posting, on: date, law: Law) -> Standing:
    """How one posting stands."""
    return _standings([posting], on, law)[0]


def page(employer: Employer, on: date, law: Law, after: int | None) -> tuple[list[Standing], int | None]:
    """Postings of an employer, newest first, and the one after which the next page begins."""
    own = select(Posting).where(Posting.employer_id == employer.id)
    found = list(db.session.scalars(newest_first(own, after).limit(PAGE + 1)))
    return _standings(found[:PAGE], on, law), found[PAGE - 1].id if len(found) > PAGE else None


def _standings(found: list[Posting], on: date, law: Law) -> list[Standing]:
    counts = _counts([posting.id for posting in found])
    return [_standing(posting, on, law, *counts.get(posting.id, (0, 0))) for posting in found]


def _standing(posting: Posting, on: date, law: Law, invited: int, accepted: int) -> Standing:
    abroad_on, is_open = open_to_foreign_on(posting, law), posting.is_open(on)
    matched = is_open and posting.employer.is_verified and on >= abroad_on and posting.province is not Province.QC
    return Standing(
        posting=posting,
        is_open=is_open,
        abroad_on=abroad_on,
        days_left=max(0, (abroad_on - on).days),
        invited=invited,
        accepted=accepted,
        matches=matching.for_posting(posting, on, law) if matched else None,
    )


def _counts(ids: list[int]) -> dict[int, tuple[int, int]]:
    """For each posting how many were invited, and how many of them accepted."""
    i = JobInvitation
    counted = select(i.posting_id, func.count(), func.count(i.accepted_at)).where(i.posting_id.in_(ids))
    return {row[0]: (row[1], row[2]) for row in db.session.execute(counted.group_by(i.posting_id))}
