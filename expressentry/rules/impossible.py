"""What cannot be true of anyone: dates out of order, scores off a test's scale, codes that do not exist.

Forms show these beside their fields and `flask score` refuses them, so both say the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from expressentry.rules import language, noc
from expressentry.rules.facts import Ability, CountedYears, Credential, Facts, Job, LanguageResult, Province, Spouse
from expressentry.rules.tables import conversion

_ABILITIES = tuple(Ability)
OLDEST_YEARS = 120
MOST_HOURS_PER_WEEK = 168
LARGEST_FAMILY = 50
MOST_FUNDS_CENTS = 100_000_000_000


class Fault(StrEnum):
    """Why a statement cannot be true."""

    IN_FUTURE = "in_future"
    TOO_LONG_AGO = "too_long_ago"
    ENDS_BEFORE_START = "ends_before_start"
    BEFORE_BIRTH = "before_birth"
    OFF_SCALE = "off_scale"
    SAME_LANGUAGE_TWICE = "same_language_twice"
    UNKNOWN_OCCUPATION = "unknown_occupation"
    HOURS = "hours"
    TOO_FINE = "too_fine"
    NEGATIVE = "negative"
    TOO_LARGE = "too_large"
    FAMILY_TOO_SMALL = "family_too_small"
    NO_NOMINEE_PROGRAM = "no_nominee_program"
    JOBS_AND_COUNTED_YEARS = "jobs_and_counted_years"


@dataclass(frozen=True, slots=True)
class Impossible:
    """One impossible statement: where it stands, why, and the figures that explain it."""

    path: str
    fault: Fault
    figures: dict[str, Any] = field(default_factory=dict)


def in_facts(facts: Facts, on: date) -> Iterator[Impossible]:
    """Everything in the facts that cannot be true on that day."""
    yield from in_birth_date(facts.birth_date, on)
    yield from _in_records(facts, on)
    yield from _in_languages(facts, on)
    if facts.spouse is not None:
        yield from _within("spouse", _in_spouse(facts.spouse, on))
    if facts.counted_years is not None:
        yield from _within("counted_years", _in_counted_years(facts.counted_years))
        if facts.jobs:
            yield Impossible("counted_years", Fault.JOBS_AND_COUNTED_YEARS)
    yield from _in_occupation("primary_occupation", facts.primary_occupation)
    if facts.certificate is not None:
        yield from _in_occupation("certificate.noc_code", facts.certificate.noc_code)
    if facts.job_offer is not None:
        yield from _in_occupation("job_offer.noc_code", facts.job_offer.noc_code)
        yield from _in_number("job_offer.employers", facts.job_offer.employers, 1, 100)
    yield from in_qualified_on(facts.qualified_on, facts.birth_date, on)
    yield from in_money(facts)
    if facts.nomination in (Province.QC, Province.NU):
        yield Impossible("nomination", Fault.NO_NOMINEE_PROGRAM)


def _within(prefix: str, found: Iterator[Impossible]) -> Iterator[Impossible]:
    for one in found:
        yield Impossible(f"{prefix}.{one.path}", one.fault, one.figures)


def _in_records(facts: Facts | Spouse, on: date) -> Iterator[Impossible]:
    for index, credential in enumerate(facts.credentials):
        yield from _within(f"credentials[{index}]", in_credential(credential, on))
    born = facts.birth_date if isinstance(facts, Facts) else None
    for index, job in enumerate(facts.jobs):
        yield from _within(f"jobs[{index}]", in_job(job, born, on))


def _in_languages(facts: Facts, on: date) -> Iterator[Impossible]:
    seen = set()
    for index, result in enumerate(facts.languages):
        yield from _within(f"languages[{index}]", in_language_result(result, on))
        if result.test is not None:
            if result.test.language in seen:
                yield Impossible(f"languages[{index}].test", Fault.SAME_LANGUAGE_TWICE)
            seen.add(result.test.language)


def _in_spouse(spouse: Spouse, on: date) -> Iterator[Impossible]:
    yield from _in_records(spouse, on)
    if spouse.language is not None:
        yield from _within("language", in_language_result(spouse.language, on))
    yield from _in_number("canadian_years", spouse.canadian_years, 0, 80)
    if spouse.jobs and spouse.canadian_years is not None:
        yield Impossible("canadian_years", Fault.JOBS_AND_COUNTED_YEARS)


def _in_counted_years(counted: CountedYears) -> Iterator[Impossible]:
    for name, most in _MOST_YEARS.items():
        yield from _in_number(name, getattr(counted, name), 0, most)
    yield from _in_occupation("canadian_occupation", counted.canadian_occupation)


# A window of so many years cannot hold more; with leap days ten years of full-time days make ten years of 364 days.
_MOST_YEARS = {
    "canadian": 10,
    "foreign": 10,
    "canadian_last_three": 3,
    "continuous_primary": 10,
    "skilled": 10,
    "trade_last_five": 5,
    "canadian_ever": 80,
}


def in_birth_date(birth_date: date | None, on: date) -> Iterator[Impossible]:
    """A birth in the future, or longer ago than anyone lives."""
    if birth_date is not None and birth_date > on:
        yield Impossible("birth_date", Fault.IN_FUTURE)
    elif birth_date is not None and birth_date.year < on.year - OLDEST_YEARS:
        yield Impossible("birth_date", Fault.TOO_LONG_AGO)


def in_credential(credential: Credential, on: date) -> Iterator[Impossible]:
    """An assessment issued in the future."""
    if credential.assessed_on is not None and credential.assessed_on > on:
        yield Impossible("assessed_on", Fault.IN_FUTURE)


def in_language_result(result: LanguageResult, on: date) -> Iterator[Impossible]:
    """A test taken in the future, or a score that test cannot give."""
    if result.taken_on is not None and result.taken_on > on:
        yield Impossible("taken_on", Fault.IN_FUTURE)
    elif result.test is not None:
        taken_on = result.taken_on or on
        for ability, score in zip(_ABILITIES, result.scores, strict=True):
            if score is not None and language.off_scale(result.test, taken_on, ability, score):
                lowest, highest, step = conversion(result.test, taken_on).scale[ability]
                yield Impossible(ability.value, Fault.OFF_SCALE, {"lowest": lowest, "highest": highest, "step": step})


def in_job(job: Job, born: date | None, on: date) -> Iterator[Impossible]:
    """Days out of order, hours no week holds, an occupation that does not exist."""
    yield from _in_occupation("noc_code", job.noc_code)
    if job.started_on is not None and job.started_on > on:
        yield Impossible("started_on", Fault.IN_FUTURE)
    elif job.started_on is not None and born is not None and job.started_on < born:
        yield Impossible("started_on", Fault.BEFORE_BIRTH)
    if job.ended_on is not None and job.ended_on > on:
        yield Impossible("ended_on", Fault.IN_FUTURE)
    elif job.ended_on is not None and job.started_on is not None and job.ended_on < job.started_on:
        yield Impossible("ended_on", Fault.ENDS_BEFORE_START)
    if job.hours_per_week is not None:
        if not 0 < job.hours_per_week <= MOST_HOURS_PER_WEEK:
            yield Impossible("hours_per_week", Fault.HOURS, {"highest": MOST_HOURS_PER_WEEK})
        elif round(job.hours_per_week, 2) != job.hours_per_week:
            yield Impossible("hours_per_week", Fault.TOO_FINE)


def in_qualified_on(qualified_on: date | None, born: date | None, on: date) -> Iterator[Impossible]:
    """A qualification of the future, or from before birth."""
    if qualified_on is not None and qualified_on > on:
        yield Impossible("qualified_on", Fault.IN_FUTURE)
    elif qualified_on is not None and born is not None and qualified_on < born:
        yield Impossible("qualified_on", Fault.BEFORE_BIRTH)


def in_money(facts: Facts) -> Iterator[Impossible]:
    """Negative money, or a family too small for the people named."""
    yield from _in_number("funds_cents", facts.funds_cents, 0, MOST_FUNDS_CENTS)
    least = 1 if facts.spouse is None else 2
    if facts.family_size is not None and facts.family_size < least:
        yield Impossible("family_size", Fault.FAMILY_TOO_SMALL, {"lowest": least})
    else:
        yield from _in_number("family_size", facts.family_size, least, LARGEST_FAMILY)


def _in_occupation(path: str, code: str | None) -> Iterator[Impossible]:
    if code is not None and noc.find(code) is None:
        yield Impossible(path, Fault.UNKNOWN_OCCUPATION)


def _in_number(path: str, number: int | None, lowest: int, highest: int) -> Iterator[Impossible]:
    if number is not None and number < lowest:
        yield Impossible(path, Fault.NEGATIVE, {"lowest": lowest})
    elif number is not None and number > highest:
        yield Impossible(path, Fault.TOO_LARGE, {"highest": highest})
