"""Category-based rounds (IRPA 10.3(1)(h.1), (h.2)): whether a candidate fits a category on a day, and why not.

Our readings: six months are 780 hours, half of a year of 1,560; work is counted as `experience` counts it, paid and
authorised, and since no source says that self-employment or work during studies is left out, both count.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from expressentry.rules import education, experience, language
from expressentry.rules.experience import Question
from expressentry.rules.facts import EducationLevel, Facts, Job, Language
from expressentry.rules.law import Category, Law, Source
from expressentry.rules.tables import NotInForce
from expressentry.rules.years import years_before


class CategoryNeed(StrEnum):
    """One thing a category asks for."""

    FRENCH = "french"
    OCCUPATION_WORK = "occupation_work"
    CREDENTIAL = "credential"
    OFFER = "offer"


class Untested(StrEnum):
    """A condition of a category that no answer of a candidate tells, and that is therefore not tested."""

    FOREIGN_SERVICE = "foreign_service"
    ALIGNED_EXPERIENCE = "aligned_experience"
    FORCES_OFFER = "forces_offer"


@dataclass(frozen=True, slots=True)
class CategoryRequirement:
    """One requirement on a day: met or not, the input used, what is needed, and the shortfall.

    Work is in counting units of `experience`, French in levels per ability, a credential in levels of education; an
    offer is the code it names. `have` is `None` where the answers do not tell. `occupation` is the listed code with
    most of the work.
    """

    key: CategoryNeed
    met: bool
    have: Any
    need: Any
    short: Any
    source: Source
    occupation: str | None = None


@dataclass(frozen=True, slots=True)
class CategoryResult:
    """Whether a candidate fits a category: `met` if every requirement is and none is left untested."""

    category: Category
    requirements: tuple[CategoryRequirement, ...]
    untested: tuple[Untested, ...]

    @property
    def met(self) -> bool:
        """True if the candidate fits, for sure."""
        return self.possible and not self.untested

    @property
    def possible(self) -> bool:
        """True if nothing that was tested speaks against it."""
        return all(requirement.met for requirement in self.requirements)


def qualifies(facts: Facts, category: str, on: date, law: Law) -> CategoryResult:
    """Whether the candidate fits a category on that day; raises `NotInForce` if the law has no such category."""
    found = law.categories.get(category)
    if found is None:
        raise NotInForce(f"there is no category {category} in the law of {law.in_force['categories']}")
    return CategoryResult(found, _requirements(facts, found, on, law), tuple(map(Untested, found.untested)))


def all_of(facts: Facts, on: date, law: Law) -> tuple[CategoryResult, ...]:
    """Every category of the law, put to the candidate."""
    return tuple(qualifies(facts, key, on, law) for key in law.categories)


def _requirements(facts: Facts, category: Category, on: date, law: Law) -> tuple[CategoryRequirement, ...]:
    if category.french_level is not None:
        return (_french(facts, category, category.french_level, on, law),)
    if category.offer_in_occupations:
        return _credential(facts, category, on, law), _offer(facts, category)
    return (_work(facts, category, on, law),)


def _french(facts: Facts, category: Category, level: int, on: date, law: Law) -> CategoryRequirement:
    """All four abilities in French at the level, by a result that counts on that day."""
    need = (level,) * 4
    have = language.results(facts, on, law).get(Language.FRENCH)
    short = tuple(max(0, level - reached) for reached in have) if have else need
    return CategoryRequirement(CategoryNeed.FRENCH, not any(short), have, need, short, category.source)


def _work(facts: Facts, category: Category, on: date, law: Law) -> CategoryRequirement:
    """Enough work in one of the listed occupations, whichever has most; not necessarily the primary one."""
    need = category.hours * experience.UNITS_PER_HOUR
    have, occupation = _most(facts, category, on, law)
    short = max(0, need - (have or 0))
    return CategoryRequirement(CategoryNeed.OCCUPATION_WORK, short == 0, have, need, short, category.source, occupation)


def _most(facts: Facts, category: Category, on: date, law: Law) -> tuple[int | None, str | None]:
    if facts.counted_years is not None:
        return _from_counted_years(facts, category, law)
    units = {code: units_in(code, facts, category, on, law) for code in dict.fromkeys(_codes(facts.jobs, category))}
    best = max(units, key=lambda code: units[code], default=None)
    return (0, None) if best is None else (units[best], best)


def _codes(jobs: tuple[Job, ...], category: Category) -> list[str]:
    return [job.noc_code for job in jobs if job.noc_code in category.occupations and job.noc_code is not None]


def _from_counted_years(facts: Facts, category: Category, law: Law) -> tuple[int | None, str | None]:
    """Of years already counted only those of Canadian work are told for these windows, and never whether continuous."""
    counted = facts.counted_years
    if counted is None or category.continuous:
        return None, None
    occupation = counted.canadian_occupation or facts.primary_occupation
    if occupation not in category.occupations:
        return None, None
    return counted.canadian_last_three * experience.year_units(law), occupation


def units_in(code: str, facts: Facts, category: Category, on: date, law: Law) -> int:
    """Units of work that count for a category in one occupation: of the longest stretch where it must be continuous."""
    spans = [experience.span_of(job, on) for job in counted_jobs(code, facts, category, on, law)]
    question = Question.FSW_CONTINUOUS if category.continuous else Question.FSW_EXPERIENCE
    since = years_before(on, category.window_years)
    return experience.measure(question, spans, since.toordinal(), on.toordinal(), law) if spans else 0


def counted_jobs(code: str, facts: Facts, category: Category, on: date, law: Law) -> tuple[Job, ...]:
    """The jobs in one occupation that a category counts, whatever their days."""
    rule = experience.rule_of(Question.FSW_EXPERIENCE, facts, on, law)
    return tuple(
        job
        for job in facts.jobs
        if job.noc_code == code
        and (job.in_canada or not category.canada_only)
        and experience.excluded(job, rule, law) is None
    )


_LEVELS = tuple(EducationLevel)


def _credential(facts: Facts, category: Category, on: date, law: Law) -> CategoryRequirement:
    """A credential that counts on that day, of the level or higher."""
    need = category.credential_from or EducationLevel.TWO_YEAR
    have = education.highest(facts.credentials, on, law)
    met = _LEVELS.index(have) >= _LEVELS.index(need)
    return CategoryRequirement(CategoryNeed.CREDENTIAL, met, have, need, None, category.source)


def _offer(facts: Facts, category: Category) -> CategoryRequirement:
    """A full-time job offer in a listed occupation; who makes it and for how long is not told."""
    offer = facts.job_offer
    code = offer.noc_code if offer else None
    met = offer is not None and code in category.occupations and offer.full_time is True
    return CategoryRequirement(CategoryNeed.OFFER, met, code, category.occupations, None, category.source)
