"""A work history as the years it was counted to, so that one more year can be put on top of it."""

from dataclasses import replace
from datetime import date

from expressentry.rules import experience
from expressentry.rules.experience import Question
from expressentry.rules.facts import CountedYears, Facts
from expressentry.rules.law import Law


def counted(facts: Facts, on: date, law: Law) -> CountedYears:
    """The completed years that the law counts on that day; score and eligibility stay what they are."""
    if facts.counted_years is not None:
        return facts.counted_years
    return CountedYears(
        canadian=experience.canadian_years(facts, on, law),
        foreign=experience.foreign_years(facts, on, law),
        canadian_last_three=_years(Question.CEC, facts, on, law),
        canadian_occupation=_most_worked(facts, on, law),
        continuous_primary=_years(Question.FSW_CONTINUOUS, facts, on, law),
        skilled=_years(Question.FSW_EXPERIENCE, facts, on, law),
        trade_last_five=_years(Question.FST, facts, on, law),
        canadian_ever=_years(Question.FSW_CANADIAN, facts, on, law),
    )


def with_counted(facts: Facts, on: date, law: Law, **more: int) -> Facts:
    """These facts with the work history counted, and so many years more of each kind, up to what its window holds."""
    years = counted(facts, on, law)
    raised = {name: min(getattr(years, name) + number, _MOST[name]) for name, number in more.items()}
    return replace(facts, jobs=(), counted_years=replace(years, **raised))


_MOST = {
    "canadian": 10,
    "foreign": 10,
    "canadian_last_three": 3,
    "continuous_primary": 10,
    "skilled": 10,
    "trade_last_five": 5,
    "canadian_ever": 80,
}


def _years(question: Question, facts: Facts, on: date, law: Law) -> int:
    return experience.units(question, facts, on, law) // experience.year_units(law)


def _most_worked(facts: Facts, on: date, law: Law) -> str | None:
    """The occupation with most of the Canadian work; between equals the one of which more language is asked."""
    worked = experience.canadian_units_by_occupation(facts, on, law)
    if not worked:
        return None
    return max(worked, key=lambda code: (worked[code], law.occupations[code].higher_language))
