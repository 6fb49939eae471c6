"""Postings over time: posted as they stay, open to candidates abroad after the first days, closed or expired; found."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import contains_eager

from expressentry.accounts import verifying
from expressentry.clock import day_of, start_of
from expressentry.database import db
from expressentry.models import Employer, JobInvitation, Posting, User, record
from expressentry.models.jobs import posted_with
from expressentry.refusals import Refusal
from expressentry.rules.facts import Province
from expressentry.rules.law import Law

BATCH = 100
PAGE = 20
# Postings that hold the words of a search are read so many at once, and so often at most for a page.
CHUNK, MOST_CHUNKS = 100, 20
LONGEST_DAYS = 180
# A search of more or longer words than these looks for the first ones, and for the beginning of a long one.
MOST_WORDS, LONGEST_WORD = 8, 40


class PostingDays(Refusal):
    """The last day of a posting is not ahead, or too far ahead."""

    code = "posting_days"


class PostingClosed(Refusal):
    """The posting is open no more."""

    code = "posting_closed"


class PostedAlready(Refusal):
    """The employer has an open posting that says the same, word for word."""

    code = "posted_already"


@dataclass(frozen=True, slots=True)
class Found:
    """A page of postings, newest first, and the one after which the next page goes on."""

    postings: list[Posting]
    after: int | None


def post(employer: Employer, particulars: dict[str, Any], by: User, at: datetime) -> Posting:
    """Post a job; what it asks for stays as it is from now on, and its first days begin."""
    verifying.require(employer)
    on = day_of(at)
    if not on < particulars["closes_on"] <= on + timedelta(days=LONGEST_DAYS):
        raise PostingDays(most=LONGEST_DAYS)
    if _posted_alike(employer, particulars, on):
        raise PostedAlready
    posting = Posting(**particulars, employer=employer, opened_at=at, opened_on=on)
    record("posting.opened", posting, by=by, at=at, noc_code=posting.noc_code, province=posting.province.value)
    return posting


def _posted_alike(employer: Employer, particulars: dict[str, Any], on: date) -> bool:
    """True if one of the employer's open postings says the same in everything; others wait until this is answered."""
    db.session.scalars(select(Employer.id).where(Employer.id == employer.id).with_for_update()).all()
    own = select(Posting).where(Posting.employer_id == employer.id, _posted(), Posting.title == particulars["title"])
    alike = (posting for posting in db.session.scalars(own) if posting.is_open(on))
    return any(all(getattr(posting, name) == said for name, said in particulars.items()) for posting in alike)


def close(posting: Posting, by: User, at: datetime) -> None:
    """Close a posting, filled or not; invitations that wait for an answer lapse."""
    if not posting.is_open(day_of(at)):
        raise PostingClosed
    posting.closed_at = at
    lapsed = lapse_invitations(posting.invitations, at)
    record("posting.closed", posting, by=by, at=at, lapsed=lapsed)


def expire_in_batches(at: datetime) -> Iterator[int]:
    """End the postings whose last day is over, in batches, each safe to commit; yields how many each ended."""
    over = (_posted(), Posting.closes_on < day_of(at))
    while batch := db.session.scalars(select(Posting).where(*over).order_by(Posting.closes_on).limit(BATCH)).all():
        for posting in batch:
            _expire(posting, start_of(posting.closes_on + timedelta(days=1)))
        db.session.flush()
        yield len(batch)


def _expire(posting: Posting, at: datetime) -> None:
    posting.expired_at = at
    lapsed = lapse_invitations(posting.invitations, at)
    record("posting.expired", posting, by=None, at=at, lapsed=lapsed)


def lapse_invitations(invitations: list[JobInvitation], at: datetime) -> int:
    """Nobody waits for an answer to these any more; how many had none."""
    waiting = [invitation for invitation in invitations if invitation.unanswered]
    for invitation in waiting:
        invitation.lapsed_at = at
    return len(waiting)


def open_to_foreign_on(posting: Posting, law: Law) -> date:
    """The day from which candidates abroad are matched: the 31st of the posting, if 30 are for residents first."""
    return posting.opened_on + timedelta(days=law.job_match.residents_first_days)


def search(
    text: str, on: date, noc_code: str | None = None, province: Province | None = None, after: int | None = None
) -> Found:
    """Open postings of verified employers, newest first, that hold every word, of an occupation and in a province.

    `after` is the number of a posting: the list goes on behind it.
    """
    words, query = words_of(text), found(on, noc_code, province)
    if words:
        return _with_words(query, words, after)
    rows = list(db.session.scalars(newest_first(query, after).limit(PAGE + 1)))
    return Found(rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None)


def found(on: date, noc_code: str | None = None, province: Province | None = None) -> Select[Any]:
    """The query for open postings of verified employers, of an occupation and in a province if asked."""
    query = select(Posting).join(Employer).where(_posted(), Posting.closes_on >= on, Employer.verified_at.is_not(None))
    if noc_code is not None:
        query = query.where(Posting.noc_code == noc_code)
    if province is not None:
        query = query.where(Posting.province == province)
    return query.options(contains_eager(Posting.employer))


def _with_words(query: Select[Any], words: list[str], after: int | None) -> Found:
    """A page of those that hold words: the newest with them are read a few at a time, so many at most."""
    before, rows, ids = after or 2**31, list[Posting](), [0] * CHUNK
    for _chunk in range(MOST_CHUNKS):
        ids = list(db.session.scalars(posted_with(words, before, CHUNK)))
        newest = query.where(Posting.id.in_(ids)).order_by(Posting.id.desc()).limit(PAGE + 1 - len(rows))
        rows += db.session.scalars(newest)
        if len(rows) > PAGE or len(ids) < CHUNK:
            break
        before = ids[-1]
    if len(rows) > PAGE:
        return Found(rows[:PAGE], rows[PAGE - 1].id)
    return Found(rows, before if len(ids) == CHUNK else None)


def words_of(text: str) -> list[str]:
    """The words of a search: letters and digits; whatever else was typed parts them."""
    bare = "".join(letter if letter.isalnum() else " " for letter in text)
    return [word[:LONGEST_WORD] for word in bare.split()[:MOST_WORDS]]


def newest_first(found: Select[Any], after: int | None) -> Select[Any]:
    """Postings in the order of their lists, from after one of them on."""
    last = None if after is None else db.session.get(Posting, after)
    if last is not None:
        older = Posting.opened_on < last.opened_on
        found = found.where(Posting.opened_on <= last.opened_on, or_(older, Posting.id < last.id))
    return found.order_by(Posting.opened_on.desc(), Posting.id.desc())


def _posted() -> Any:
    """The condition of the indexes over postings, word for word."""
    return and_(Posting.closed_at.is_(None), Posting.expired_at.is_(None))
