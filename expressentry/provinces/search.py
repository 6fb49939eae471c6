"""A province's search of the pool: only candidates who named it, only what the Ministerial Instructions let it see.

Those who hold a nomination are left out: nobody can nominate them again.

A search walks one index in rank order and looks at no more than `BUDGET` candidates at a time, so that what it costs
does not grow with the pool. It says how far it has looked, and can go on from there.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, false, literal_column, or_, select, tuple_

from expressentry.database import db
from expressentry.models import ExpressionOfInterest
from expressentry.models.pool import PROVINCE_BITS
from expressentry.rules.facts import EducationLevel, Language, Province
from expressentry.rules.ranking import Standing
from expressentry.rules.years import completed_years, years_before

PAGE = 50
BUDGET = 1000
E = ExpressionOfInterest
IN_POOL = E.left_at.is_(None)
RANK_ORDER = (E.score.desc(), E.submitted_at, E.id)
LEVELS = tuple(EducationLevel)
COLUMNS = (
    E.id,
    E.profile_id,
    E.number,
    E.score,
    E.submitted_at,
    E.expires_at,
    E.birth_date,
    E.education_rank,
    E.english_level,
    E.french_level,
    E.first_language,
    E.noc_code,
    E.teer,
    E.canadian_years,
    E.foreign_years,
    E.province_bits,
    E.nominee,
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a province looks for. Empty ones look for everybody who named it."""

    number: str | None = None
    age_from: int | None = None
    age_to: int | None = None
    education: str | None = None
    english: int | None = None
    french: int | None = None
    first_language: str | None = None
    occupation: str | None = None
    teer: int | None = None
    canadian_years: int | None = None
    foreign_years: int | None = None
    score_from: int | None = None
    score_to: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a search shows of somebody: nothing that tells who it is."""

    number: str
    score: int
    age: int | None
    education: EducationLevel | None
    english_level: int | None
    french_level: int | None
    first_language: Language | None
    noc_code: str | None
    teer: int | None
    canadian_years: int
    foreign_years: int


@dataclass(frozen=True, slots=True)
class Found:
    """A page of a search. `after` is where to go on; `looked_down_to` the score reached if the page is not full."""

    candidates: list[Candidate]
    profile_ids: list[int]
    after: Standing | None
    looked_down_to: int | None


def place(standing: Standing | None) -> str | None:
    """Where a next page begins, as it stands in an address: no time of submission, which is nobody's to read."""
    return None if standing is None else f"{standing.score}~{standing.id}"


def read_place(written: str | None) -> Standing | None:
    """The standing of such a place; `None` if it is none."""
    parts = re.fullmatch(r"(\d{1,4})~(\d{1,9})", written or "", re.ASCII)
    at = parts and db.session.scalar(select(E.submitted_at).where(E.id == int(parts[2])))
    return Standing(int(parts[1]), at, int(parts[2])) if parts and at else None


def look(province: Province, filters: Filters, at: datetime, on: date, after: Standing | None = None) -> Found:
    """The next candidates in rank order whom the filters find, among the next `BUDGET`."""
    looked_at = _looked_at(province, filters, after)
    inner = looked_at.subquery("looked_at")
    wanted = select(inner).where(*_conditions(inner.c, province, filters, at, on)).limit(PAGE + 1)
    rows = db.session.execute(wanted).all()
    shown = rows[:PAGE]
    last = _standing(shown[-1]) if len(rows) > PAGE else _last_looked_at(looked_at)
    return Found(
        [_candidate(row, on) for row in shown],
        [row.profile_id for row in shown],
        last,
        last.score if last is not None and len(rows) <= PAGE else None,
    )


def _looked_at(province: Province, filters: Filters, after: Standing | None) -> Select[Any, *tuple[Any, ...]]:
    """The candidates looked at: by the index of the province, or of the occupation, entered at a score."""
    wanted = select(*COLUMNS).where(IN_POOL, *_way_in(province, filters))
    if filters.score_from is not None:
        wanted = wanted.where(E.score >= filters.score_from)
    if filters.score_to is not None:
        wanted = wanted.where(E.score <= filters.score_to)
    if after is not None:
        wanted = wanted.where(_comes_after(after))
    return wanted.order_by(*RANK_ORDER).limit(BUDGET)


def _way_in(province: Province, filters: Filters) -> list[ColumnElement[bool]]:
    if filters.number is not None:
        return [E.number == filters.number]
    if filters.occupation is not None:
        return [E.noc_code == filters.occupation]
    return [E.nominee == false(), _named(E.province_bits, province)]


def _named(bits: Any, province: Province) -> ColumnElement[bool]:
    """The condition that a candidate named the province, in the words of its index: the bit is no parameter."""
    return bits.op("&")(literal_column(str(PROVINCE_BITS[province]))) != literal_column("0")


def _comes_after(standing: Standing) -> ColumnElement[bool]:
    """Ranked below `standing`; the plain bound on the score first, so that the index is entered at it."""
    later = tuple_(E.submitted_at, E.id) > tuple_(standing.submitted_at, standing.id)
    return and_(E.score <= standing.score, or_(E.score < standing.score, later))


_CONDITIONS: dict[str, Callable[[Any, Any, date], ColumnElement[bool]]] = {
    "age_from": lambda c, age, on: c.birth_date <= years_before(on, age),
    "age_to": lambda c, age, on: c.birth_date > years_before(on, age + 1),
    "education": lambda c, level, _on: c.education_rank >= LEVELS.index(EducationLevel(level)),
    "english": lambda c, level, _on: c.english_level >= level,
    "french": lambda c, level, _on: c.french_level >= level,
    "first_language": lambda c, language, _on: c.first_language == language,
    "teer": lambda c, teer, _on: c.teer == teer,
    "canadian_years": lambda c, years, _on: c.canadian_years >= years,
    "foreign_years": lambda c, years, _on: c.foreign_years >= years,
}


def _conditions(
    columns: Any, province: Province, filters: Filters, at: datetime, on: date
) -> list[ColumnElement[bool]]:
    """What the candidates looked at must meet; a stay whose year is over is not shown."""
    chosen = [
        make(columns, value, on) for name, make in _CONDITIONS.items() if (value := getattr(filters, name)) is not None
    ]
    about_them = (columns.expires_at > at, columns.nominee == false(), _named(columns.province_bits, province))
    return [*about_them, *chosen]


def _last_looked_at(looked_at: Select[Any, *tuple[Any, ...]]) -> Standing | None:
    """The lowest standing looked at, if there may be more below it; the index alone knows."""
    wanted = looked_at.with_only_columns(E.score, E.submitted_at, E.id).offset(BUDGET - 1).limit(1)
    row = db.session.execute(wanted).first()
    return None if row is None else Standing(*row)


def _standing(row: Row[Any]) -> Standing:
    return Standing(row.score, row.submitted_at, row.id)


def _candidate(row: Row[Any], on: date) -> Candidate:
    return Candidate(
        number=row.number,
        score=row.score,
        age=None if row.birth_date is None else completed_years(row.birth_date, on),
        education=None if row.education_rank is None else LEVELS[row.education_rank],
        english_level=row.english_level,
        french_level=row.french_level,
        first_language=None if row.first_language is None else Language(row.first_language),
        noc_code=row.noc_code,
        teer=row.teer,
        canadian_years=row.canadian_years,
        foreign_years=row.foreign_years,
    )
