"""What the law makes of a stay on a day: the columns for ranking, filters and lists, and the counts per score."""

from datetime import date
from typing import Any

from sqlalchemy import text

from expressentry.clock import day_of
from expressentry.database import db
from expressentry.models import ExpressionOfInterest, ScoreCount
from expressentry.models.pool import province_bits
from expressentry.rules import crs, education, experience, forecast, language, noc
from expressentry.rules.facts import EducationLevel, Facts, Language
from expressentry.rules.law import Law
from expressentry.rules.programs import Assessment, Program
from expressentry.rules.scorecard import Scorecard, frozen

_RANK = {level: rank for rank, level in enumerate(EducationLevel)}


def rescore(eoi: ExpressionOfInterest, assessment: Assessment, on: date, law: Law) -> None:
    """Score a stay in the pool anew; the counts follow."""
    before = eoi.score
    apply(eoi, crs.score(eoi.facts, on, law), assessment, on, law)
    if eoi.score != before:
        count(before, -1)
        count(eoi.score, 1)


def apply(eoi: ExpressionOfInterest, card: Scorecard, assessment: Assessment, on: date, law: Law) -> None:
    """Set every column that the law derives from the facts."""
    for name, value in derived(eoi.facts, card, assessment, on, law, until=day_of(eoi.expires_at)).items():
        setattr(eoi, name, value)


def derived(facts: Facts, card: Scorecard, assessment: Assessment, on: date, law: Law, until: date) -> dict[str, Any]:
    """The columns that follow from the facts on a day under a law."""
    change = forecast.next_change(facts, on, law, until) if until > on else None
    occupation = noc.find(facts.primary_occupation)
    lowest = {tested: min(levels) for tested, levels in language.results(facts, on, law).items()}
    return {
        "score": card.total,
        "scorecard": frozen(card),
        "scored_on": on,
        "law_version": law.version,
        "rescore_on": None if change is None else change.on,
        "cec": Program.CEC in assessment.programs,
        "fsw": Program.FSW in assessment.programs,
        "fst": Program.FST in assessment.programs,
        "nominee": assessment.nominated,
        "birth_date": facts.birth_date,
        "noc_code": None if occupation is None else occupation.code,
        "teer": None if occupation is None else occupation.teer,
        "first_language": None if card.first_language is None else card.first_language.value,
        "lowest_level": lowest.get(card.first_language) if card.first_language else None,
        "english_level": lowest.get(Language.ENGLISH),
        "french_level": lowest.get(Language.FRENCH),
        "education_rank": _RANK[education.highest(facts.credentials, on, law)],
        "canadian_years": experience.canadian_years(facts, on, law),
        "foreign_years": experience.foreign_years(facts, on, law),
        "provinces": f" {' '.join(facts.provinces)} ",
        "province_bits": province_bits(facts.provinces),
    }


def count(score: int, by: int) -> None:
    """One more or one fewer in the pool at a score."""
    db.session.execute(_COUNT, {"score": score, "by": by})


_COUNT = text(
    f"INSERT INTO {ScoreCount.__tablename__} (score, candidates) VALUES (:score, :by) "  # noqa: S608 - our own name
    "ON CONFLICT (score) DO UPDATE SET candidates = score_count.candidates + excluded.candidates"
)
