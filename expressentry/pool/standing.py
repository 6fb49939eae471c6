"""The pool in rank order: pages of it by keyset, a candidate's own place, the distribution of scores.

Nothing here reads the whole pool: a place is the sum of the counts kept per score and one tie group. A stay whose year
is over but that no job has ended yet is left out of lists, and taken off ranks.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, false, func, or_, select, true, tuple_, union_all

from expressentry.database import db
from expressentry.models import ExpressionOfInterest, RoundKind, ScoreCount
from expressentry.rules.ranking import Standing

PAGE = 50
BATCH = 1000
E = ExpressionOfInterest
IN_POOL = E.left_at.is_(None)
RANK_ORDER = (E.score.desc(), E.submitted_at, E.id)
COLUMNS = (
    E.id,
    E.number,
    E.score,
    E.submitted_at,
    E.cec,
    E.fsw,
    E.fst,
    E.nominee,
    E.birth_date,
    E.noc_code,
    E.teer,
    E.first_language,
    E.lowest_level,
    E.canadian_years,
    E.foreign_years,
    E.provinces,
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What an officer looks for. Empty ones look for everybody."""

    program: RoundKind | None = None
    score_from: int | None = None
    score_to: int | None = None
    occupation: str | None = None
    teer: int | None = None
    language: str | None = None
    province: str | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """The conditions in SQL."""
        return [make(value) for name, make in _CONDITIONS.items() if (value := getattr(self, name)) is not None]


def who(kind: RoundKind) -> ColumnElement[bool]:
    """Who is ranked in a round of that kind. A nominee is invited only as a provincial nominee (IRPA 10.1(1.1))."""
    if kind is RoundKind.PNP:
        return E.nominee == true()
    if kind is RoundKind.NO_PROGRAM_SPECIFIED:
        return true()
    member = {RoundKind.CEC: E.cec, RoundKind.FSW: E.fsw, RoundKind.FST: E.fst}[kind]
    return and_(member == true(), E.nominee == false())


_CONDITIONS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "program": who,
    "score_from": lambda score: E.score >= score,
    "score_to": lambda score: E.score <= score,
    "occupation": lambda code: E.noc_code == code,
    "teer": lambda teer: E.teer == teer,
    "language": lambda language: E.first_language == language,
    "province": lambda province: E.provinces.contains(f" {province} "),
}


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate of a page: its columns, and its rank in the whole pool."""

    rank: int
    row: Row[Any]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the pool; the standings before and after it, if there are more."""

    rows: list[Ranked]
    before: Standing | None
    after: Standing | None


def page(filters: Filters, at: datetime, after: Standing | None = None, before: Standing | None = None) -> Page:
    """One page in rank order: the first, or the one after or before a standing."""
    wanted = _wanted(filters, at)
    if before is not None:
        rows = db.session.execute(
            wanted.where(_comes_before(before)).order_by(E.score, E.submitted_at.desc(), E.id.desc()).limit(PAGE + 1)
        ).all()
        more_before, rows = len(rows) > PAGE, rows[:PAGE][::-1]
        more_after = bool(rows)
    else:
        if after is not None:
            wanted = wanted.where(_comes_after(after))
        rows = db.session.execute(wanted.order_by(*RANK_ORDER).limit(PAGE + 1)).all()
        more_after, rows = len(rows) > PAGE, rows[:PAGE]
        more_before = after is not None
    ranked = _with_ranks(rows, filters, at)
    return Page(
        ranked,
        _standing(rows[0]) if rows and more_before else None,
        _standing(rows[-1]) if rows and more_after else None,
    )


def _wanted(filters: Filters, at: datetime) -> Select[Any, *tuple[Any, ...]]:
    return select(*COLUMNS).where(IN_POOL, E.expires_at > at, *filters.conditions())


def _standing(row: Row[Any]) -> Standing:
    return Standing(row.score, row.submitted_at, row.id)


def _comes_after(standing: Standing) -> ColumnElement[bool]:
    """Ranked below `standing`; the plain bound on the score first, so that the index is entered at it."""
    later = tuple_(E.submitted_at, E.id) > tuple_(standing.submitted_at, standing.id)
    return and_(E.score <= standing.score, or_(E.score < standing.score, later))


def _comes_before(standing: Standing) -> ColumnElement[bool]:
    earlier = tuple_(E.submitted_at, E.id) < tuple_(standing.submitted_at, standing.id)
    return and_(E.score >= standing.score, or_(E.score > standing.score, earlier))


def _with_ranks(rows: Any, filters: Filters, at: datetime) -> list[Ranked]:
    """Rows with their ranks: one after the other in the whole pool, each by itself where some are filtered out."""
    if not rows:
        return []
    if filters == Filters():
        first = rank(_standing(rows[0]), at)
        return [Ranked(first + offset, row) for offset, row in enumerate(rows)]
    return [Ranked(rank(_standing(row), at), row) for row in rows]


def rank(standing: Standing, at: datetime) -> int:
    """The place of a standing in the whole pool, 1 the highest."""
    higher = select(func.coalesce(func.sum(ScoreCount.candidates), 0)).where(ScoreCount.score > standing.score)
    return (db.session.scalar(higher) or 0) - _gone(at, _score_as_value > standing.score) + place_in_tie(standing, at)


def place_in_tie(standing: Standing, at: datetime) -> int:
    """The place among those with the same score, by submission time."""
    earlier = tuple_(E.submitted_at, E.id) < tuple_(standing.submitted_at, standing.id)
    ahead = select(func.count()).select_from(E).where(IN_POOL, E.score == standing.score, earlier)
    return 1 + (db.session.scalar(ahead) or 0) - _gone(at, _score_as_value == standing.score, earlier)


# The score as a value to compare, not as an index to enter: the few whose year is over are found by their expiry.
_score_as_value: ColumnElement[int] = E.score + 0


def _gone(at: datetime, *conditions: ColumnElement[bool]) -> int:
    """How many are still in the pool though their year is over."""
    return db.session.scalar(select(func.count()).select_from(E).where(IN_POOL, E.expires_at <= at, *conditions)) or 0


@dataclass(frozen=True, slots=True)
class Position:
    """A candidate's own place: rank, how many share the score, the place among them, and the share ranked below."""

    rank: int
    size: int
    tied: int
    place_in_tie: int

    @property
    def percentile(self) -> float:
        """The share of the pool that ranks below, from 0 to 1."""
        return (self.size - self.rank) / (self.size - 1) if self.size > 1 else 1.0


def position(eoi: ExpressionOfInterest, at: datetime) -> Position:
    """Where a candidate in the pool stands now."""
    standing = Standing(eoi.score, eoi.submitted_at, eoi.id)
    tied = db.session.scalar(select(ScoreCount.candidates).where(ScoreCount.score == eoi.score)) or 0
    gone = _gone(at, _score_as_value == eoi.score)
    return Position(rank(standing, at), size(at), tied - gone, place_in_tie(standing, at))


def rank_if(score: int, eoi: ExpressionOfInterest, at: datetime) -> int:
    """The rank this stay would have with another score, its own place taken off."""
    there = rank(Standing(score, eoi.submitted_at, eoi.id), at)
    return there - 1 if eoi.score > score else there


def size(at: datetime) -> int:
    """How many stand in the pool."""
    counted = db.session.scalar(select(func.coalesce(func.sum(ScoreCount.candidates), 0)))
    return (counted or 0) - _gone(at)


def due(on: date, law_version: str) -> int:
    """How many stored scores are no longer those of the day."""
    return db.session.scalar(select(func.count()).select_from(E).where(IN_POOL, stale(on, law_version))) or 0


def stale(on: date, law_version: str) -> ColumnElement[bool]:
    """The condition for a stored score that is no longer that of the day; three ranges, each found by its index."""
    ranges = (E.rescore_on <= on, E.law_version < law_version, E.law_version > law_version)
    return E.id.in_(union_all(*(select(E.id).where(IN_POOL, beyond) for beyond in ranges)))


BANDS = (
    (601, 1200),
    (501, 600),
    (491, 500),
    (481, 490),
    (471, 480),
    (461, 470),
    (451, 460),
    (441, 450),
    (431, 440),
    (421, 430),
    (411, 420),
    (401, 410),
    (351, 400),
    (301, 350),
    (0, 300),
)


def distribution() -> list[tuple[tuple[int, int], int]]:
    """How many stand in each of the score bands that are published, highest first."""
    counts = {row.score: row.candidates for row in db.session.execute(select(ScoreCount.score, ScoreCount.candidates))}
    return [(band, sum(n for score, n in counts.items() if band[0] <= score <= band[1])) for band in BANDS]


def ranked(kind: RoundKind, at: datetime, lowest_score: int | None = None) -> Iterator[Standing]:
    """Those a round of that kind can invite, in rank order, read as far as they are asked for."""
    wanted = select(E.score, E.submitted_at, E.id).where(IN_POOL, E.expires_at > at, who(kind))
    if lowest_score is not None:
        wanted = wanted.where(E.score >= lowest_score)
    last: Standing | None = None
    while True:
        asked = wanted if last is None else wanted.where(_comes_after(last))
        batch = [Standing(*row) for row in db.session.execute(asked.order_by(*RANK_ORDER).limit(BATCH))]
        yield from batch
        if len(batch) < BATCH:
            return
        last = batch[-1]


def selected(kind: RoundKind, last: Standing) -> ColumnElement[bool]:
    """The condition in SQL for everyone of that kind ranked at `last` or above."""
    at_last = and_(E.score == last.score, tuple_(E.submitted_at, E.id) <= tuple_(last.submitted_at, last.id))
    return and_(who(kind), E.score >= last.score, or_(E.score > last.score, at_last))


def export(filters: Filters, at: datetime) -> Iterator[Ranked]:
    """Everyone the filters find, in rank order, batch by batch."""
    wanted, last, number = _wanted(filters, at).order_by(*RANK_ORDER).limit(BATCH), None, 0
    while True:
        batch = db.session.execute(wanted if last is None else wanted.where(_comes_after(last))).all()
        if filters == Filters():
            yield from (Ranked(number + offset, row) for offset, row in enumerate(batch, 1))
        else:
            yield from (Ranked(rank(_standing(row), at), row) for row in batch)
        number += len(batch)
        if len(batch) < BATCH:
            return
        last = _standing(batch[-1])


def only(filters: Filters, **changed: Any) -> Filters:
    """The same filters with some changed."""
    return replace(filters, **changed)
