"""Work history to counted years.

Days are counted in whole sevenths of a hundredth of an hour, never in floats: a full-time day is 30 / 7 hours, 364 of
them are a year of 1,560 hours. Hours above full time on one day do not count, whichever jobs they come from.
Our reading, where the law gives no words: windows run from the same calendar date to the day before; a gap of up to
seven days does not break a continuous stretch.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from expressentry.rules.facts import Facts, Job
from expressentry.rules.law import Law
from expressentry.rules.years import years_before

UNITS_PER_HOUR = 700
LONGEST_GAP_DAYS = 7
# Counts kept for those who type at this moment: of their answers all but one section stays the same.
MOST_REMEMBERED = 512


class Question(StrEnum):
    """What a work history is asked, each with its own place, window and exclusions."""

    CRS_CANADIAN = "crs_canadian"
    CRS_FOREIGN = "crs_foreign"
    CEC = "cec"
    FSW_CONTINUOUS = "fsw_continuous"
    FSW_EXPERIENCE = "fsw_experience"
    FSW_CANADIAN = "fsw_canadian"
    FST = "fst"


class Exclusion(StrEnum):
    """Why a job does not count for a question."""

    INCOMPLETE = "incomplete"
    ABROAD = "abroad"
    IN_CANADA = "in_canada"
    UNPAID = "unpaid"
    NOT_SKILLED = "not_skilled"
    UNAUTHORIZED = "unauthorized"
    FULL_TIME_STUDY = "full_time_study"
    SELF_EMPLOYED = "self_employed"
    NOT_PRIMARY_OCCUPATION = "not_primary_occupation"
    NOT_A_TRADE = "not_a_trade"
    NOT_QUALIFIED = "not_qualified"
    OUTSIDE_WINDOW = "outside_window"


# First day and the day after the last, as ordinals, with the weekly hours in hundredths.
Span = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class JobCount:
    """What one job gives to one question: days inside the window, or why none."""

    job: Job
    excluded: Exclusion | None
    days: int
    units: int

    @property
    def hours(self) -> Fraction:
        """Its own hours, before those of other jobs on the same days."""
        return Fraction(self.units, UNITS_PER_HOUR)


@dataclass(frozen=True, slots=True)
class Count:
    """The answer to one question: hours in all, and what each job gave."""

    question: Question
    units: int
    needed_years: int
    jobs: tuple[JobCount, ...]
    since: date | None

    @property
    def hours(self) -> Fraction:
        """Hours counted, exactly."""
        return Fraction(self.units, UNITS_PER_HOUR)


class Contribution(NamedTuple):
    """What one job gives to one question, beside the units of all jobs together."""

    question: Question
    excluded: Exclusion | None
    days: int
    units: int
    units_together: int

    @property
    def hours(self) -> Fraction:
        """The job's own hours, exactly."""
        return Fraction(self.units, UNITS_PER_HOUR)

    @property
    def hours_together(self) -> Fraction:
        """Hours counted of all jobs, exactly."""
        return Fraction(self.units_together, UNITS_PER_HOUR)


def canadian_years(facts: Facts, on: date, law: Law) -> int:
    """Completed years of Canadian skilled work for the CRS (Ministerial Instructions, s. 15)."""
    if facts.counted_years is not None:
        return facts.counted_years.canadian
    return completed(_crs_units(facts.jobs, True, on, law), law) if facts.jobs else 0


def foreign_years(facts: Facts, on: date, law: Law) -> int:
    """Completed years of foreign skilled work for the CRS (Ministerial Instructions, s. 25)."""
    if facts.counted_years is not None:
        return facts.counted_years.foreign
    return completed(_crs_units(facts.jobs, False, on, law), law) if facts.jobs else 0


def years_in(facts: Facts, noc_code: str, on: date, law: Law) -> int:
    """Completed years of paid work in one occupation, in Canada or abroad, in the window of the CRS; for Job Match."""
    if facts.counted_years is not None:
        return facts.counted_years.skilled if noc_code == facts.primary_occupation else 0
    spans = [span_of(job, on) for job in facts.jobs if job.noc_code == noc_code and job.paid and not _incomplete(job)]
    since = years_before(on, law.work.crs_window_years).toordinal()
    return completed(_total(spans, since, on.toordinal(), _cap(law)), law)


def spouse_canadian_years(facts: Facts, on: date, law: Law) -> int:
    """The spouse's or partner's completed years of Canadian skilled work (Ministerial Instructions, s. 19)."""
    spouse = facts.spouse
    if spouse is None:
        return 0
    if spouse.canadian_years is not None:
        return spouse.canadian_years
    return completed(_crs_units(spouse.jobs, True, on, law), law) if spouse.jobs else 0


def completed(units: int, law: Law) -> int:
    """Whole years that so many units make."""
    return units // (law.work.hours_per_year * UNITS_PER_HOUR)


def year_units(law: Law) -> int:
    """A year of full-time work in counting units."""
    return law.work.hours_per_year * UNITS_PER_HOUR


@lru_cache(maxsize=MOST_REMEMBERED)
def _crs_units(jobs: tuple[Job, ...], in_canada: bool, on: date, law: Law) -> int:
    why_not = excluded_canadian if in_canada else _excluded_foreign
    spans = [span_of(job, on) for job in jobs if why_not(job, law) is None]
    return _total(spans, years_before(on, law.work.crs_window_years).toordinal(), on.toordinal(), _cap(law))


def span_of(job: Job, on: date) -> Span:
    """The days of a job; one that goes on counts up to the day before `on`."""
    end = on.toordinal() if job.ended_on is None else job.ended_on.toordinal() + 1
    return job.started_on.toordinal(), end, round(job.hours_per_week * 100)  # type: ignore[union-attr, operator]


def _cap(law: Law) -> int:
    return law.work.full_time_hours_per_week * 100


def _total(spans: list[Span], start: int, end: int, cap: int, full_time_only: bool = False) -> int:
    """Units worked from day `start` to the day before `end`, at most `cap` hundredths of an hour a week on any day.

    With `full_time_only`, days of fewer hours count for nothing.
    """
    least = cap if full_time_only else 0
    inside = [(max(s, start), min(e, end), rate) for s, e, rate in spans if s < end and e > start and s < e]
    if not inside:
        return 0
    if len(inside) == 1:
        first, last, rate = inside[0]
        return 0 if rate < least else (last - first) * (rate if rate < cap else cap)
    edges = sorted({edge for span in inside for edge in span[:2]})
    total = 0
    for left, right in pairwise(edges):
        rate = 0
        for first, last, own in inside:
            if first <= left and last >= right:
                rate += own
        if rate >= least:
            total += (right - left) * (rate if rate < cap else cap)
    return total


def _incomplete(job: Job) -> bool:
    return (
        job.noc_code is None
        or job.started_on is None
        or not job.hours_per_week
        or job.in_canada is None
        or job.paid is None
        or (job.in_canada and (job.authorized is None or job.full_time_student is None or job.self_employed is None))
    )


def _skilled(job: Job, law: Law) -> bool:
    occupation = law.occupations.get(job.noc_code)  # type: ignore[arg-type]
    return occupation is not None and occupation.skilled


def excluded_canadian(job: Job, law: Law) -> Exclusion | None:
    """Canadian work of the CRS and of the Canadian Experience Class (s. 15(3), (7); IRPR 87.1(2), (3))."""
    if _incomplete(job):
        return Exclusion.INCOMPLETE
    if not job.in_canada:
        return Exclusion.ABROAD
    if not job.paid:
        return Exclusion.UNPAID
    if not _skilled(job, law):
        return Exclusion.NOT_SKILLED
    if not job.authorized:
        return Exclusion.UNAUTHORIZED
    if job.full_time_student:
        return Exclusion.FULL_TIME_STUDY
    if job.self_employed and not _publicly_funded_physician(job, law):
        return Exclusion.SELF_EMPLOYED
    return None


def _publicly_funded_physician(job: Job, law: Law) -> bool:
    return (
        law.work.self_employed_physicians
        and job.publicly_funded_physician is True
        and job.noc_code in law.work.physicians
    )


def _excluded_foreign(job: Job, law: Law) -> Exclusion | None:
    """Foreign work of the CRS (s. 25): study and self-employment do not exclude it."""
    if _incomplete(job):
        return Exclusion.INCOMPLETE
    if job.in_canada:
        return Exclusion.IN_CANADA
    if not job.paid:
        return Exclusion.UNPAID
    return None if _skilled(job, law) else Exclusion.NOT_SKILLED


def _excluded_fsw(job: Job, law: Law) -> Exclusion | None:
    """Work anywhere for the Federal Skilled Worker program (IRPR 75(2), 80)."""
    if _incomplete(job):
        return Exclusion.INCOMPLETE
    if not job.paid:
        return Exclusion.UNPAID
    if not _skilled(job, law):
        return Exclusion.NOT_SKILLED
    return Exclusion.UNAUTHORIZED if job.in_canada and not job.authorized else None


def _excluded_fsw_canadian(job: Job, law: Law) -> Exclusion | None:
    """Authorised skilled work in Canada, for adaptability (IRPR 83(4))."""
    return _excluded_fsw(job, law) or (None if job.in_canada else Exclusion.ABROAD)


def _excluded_fst(job: Job, _law: Law) -> Exclusion | None:
    """Work anywhere in the one trade (IRPR 87.2(3)(b)); the trade itself is asked by `rule_of`."""
    if _incomplete(job):
        return Exclusion.INCOMPLETE
    if not job.paid:
        return Exclusion.UNPAID
    return Exclusion.UNAUTHORIZED if job.in_canada and not job.authorized else None


class Rule(NamedTuple):
    """How a question is asked on a day: which jobs count, in which occupation if only one, since when, years needed."""

    why_not: Callable[[Job, Law], Exclusion | None]
    occupation: str | None
    since: date
    years: int


def rule_of(question: Question, facts: Facts, on: date, law: Law) -> Rule:
    """How a question is asked of these facts on that day."""
    return _rule(question, facts.primary_occupation or "", facts.qualified_on, on, law)


@lru_cache(maxsize=4096)
def _rule(question: Question, occupation: str, qualified_on: date | None, on: date, law: Law) -> Rule:
    work, programs = law.work, law.programs
    if question is Question.CRS_CANADIAN:
        return Rule(excluded_canadian, None, years_before(on, work.crs_window_years), 1)
    if question is Question.CRS_FOREIGN:
        return Rule(_excluded_foreign, None, years_before(on, work.crs_window_years), 1)
    if question is Question.CEC:
        return Rule(excluded_canadian, None, years_before(on, programs.cec.work_window_years), programs.cec.work_years)
    if question is Question.FSW_CANADIAN:
        return Rule(_excluded_fsw_canadian, None, date.min, 1)
    if question is Question.FST:
        since = years_before(on, programs.fst.work_window_years)
        since = max(since, qualified_on) if qualified_on else since
        return Rule(_excluded_fst, occupation, since, programs.fst.work_years)
    since = years_before(on, programs.fsw.work_window_years)
    one = occupation if question is Question.FSW_CONTINUOUS else None
    return Rule(_excluded_fsw, one, since, programs.fsw.work_years)


def excluded(job: Job, rule: Rule, law: Law) -> Exclusion | None:
    """Why a job does not count for a question, whatever its days, or `None`."""
    why = rule.why_not(job, law)
    if why is None and rule.occupation is not None and job.noc_code != rule.occupation:
        why = Exclusion.NOT_PRIMARY_OCCUPATION
    return why


def units(question: Question, facts: Facts, on: date, law: Law) -> int:
    """Units the work history gives to a question on that day."""
    return _units_by(rule_of(question, facts, on, law), question, facts, on, law) if facts.jobs else 0


def _units_by(rule: Rule, question: Question, facts: Facts, on: date, law: Law) -> int:
    if question is Question.FST and (facts.qualified_on is None or not _is_trade(facts.primary_occupation, law)):
        return 0
    return _units(question, facts.jobs, rule, on, law)


@lru_cache(maxsize=MOST_REMEMBERED)
def _units(question: Question, jobs: tuple[Job, ...], rule: Rule, on: date, law: Law) -> int:
    spans = [span_of(job, on) for job in jobs if excluded(job, rule, law) is None]
    return measure(question, spans, rule.since.toordinal(), on.toordinal(), law) if spans else 0


def _is_trade(noc_code: str | None, law: Law) -> bool:
    occupation = law.occupations.get(noc_code) if noc_code else None
    return occupation is not None and occupation.trade


def measure(question: Question, spans: list[Span], start: int, end: int, law: Law) -> int:
    """Units of the spans between two days: of the longest stretch where work must be continuous, else of all.

    Work in Canada for adaptability is full-time work and nothing less (IRPR 73(1), 83(4)).
    """
    if question is Question.FSW_CANADIAN:
        return _total(spans, start, end, _cap(law), full_time_only=True)
    count = _longest_stretch if question is Question.FSW_CONTINUOUS else _total
    return count(spans, start, end, _cap(law))


def _longest_stretch(spans: list[Span], start: int, end: int, cap: int) -> int:
    """Units of the stretch with most hours, broken only by gaps longer than `LONGEST_GAP_DAYS`."""
    inside = sorted((max(s, start), min(e, end), rate) for s, e, rate in spans if s < end and e > start and s < e)
    stretches: list[list[Span]] = []
    reach = start - LONGEST_GAP_DAYS - 1
    for span in inside:
        if span[0] - reach > LONGEST_GAP_DAYS:
            stretches.append([])
        stretches[-1].append(span)
        reach = max(reach, span[1])
    return max((_total(stretch, start, end, cap) for stretch in stretches), default=0)


def count(question: Question, facts: Facts, on: date, law: Law) -> Count:
    """The answer to a question with what each job gave to it and why not, for people to read."""
    rule = rule_of(question, facts, on, law)
    total = _units_by(rule, question, facts, on, law)
    jobs = tuple(JobCount(job, *_given(question, job, facts, rule, on, law)) for job in facts.jobs)
    return Count(question, total, rule.years, jobs, None if rule.since == date.min else rule.since)


def contributions(job: Job, facts: Facts, on: date, law: Law) -> tuple[Contribution, ...]:
    """What one of the jobs in `facts` gives to each question."""
    asked = Facts(jobs=facts.jobs, primary_occupation=facts.primary_occupation, qualified_on=facts.qualified_on)
    return _contributions(job, asked, on, law)


@lru_cache(maxsize=MOST_REMEMBERED)
def _contributions(job: Job, facts: Facts, on: date, law: Law) -> tuple[Contribution, ...]:
    found = []
    for question in Question:
        rule = rule_of(question, facts, on, law)
        given = _given(question, job, facts, rule, on, law)
        found.append(Contribution(question, *given, _units_by(rule, question, facts, on, law)))
    return tuple(found)


def _given(
    question: Question, job: Job, facts: Facts, rule: Rule, on: date, law: Law
) -> tuple[Exclusion | None, int, int]:
    """What one job gives to a question: why nothing, or its days inside the window and their units."""
    why = excluded(job, rule, law)
    if why in (None, Exclusion.NOT_PRIMARY_OCCUPATION) and question is Question.FST:
        why = _not_in_trade(facts, law) or why
    if why is not None:
        return why, 0, 0
    first, last, rate = span_of(job, on)
    days = max(0, min(last, on.toordinal()) - max(first, rule.since.toordinal()))
    return None if days else Exclusion.OUTSIDE_WINDOW, days, days * min(rate, _cap(law))


def _not_in_trade(facts: Facts, law: Law) -> Exclusion | None:
    if not _is_trade(facts.primary_occupation, law):
        return Exclusion.NOT_A_TRADE
    return Exclusion.NOT_QUALIFIED if facts.qualified_on is None else None


def canadian_units_by_occupation(facts: Facts, on: date, law: Law) -> dict[str, int]:
    """Units of Canadian Experience Class work per NOC code, in its window."""
    rule = rule_of(Question.CEC, facts, on, law)
    spans: dict[str, list[Span]] = {}
    for job in facts.jobs:
        if excluded(job, rule, law) is None:
            spans.setdefault(job.noc_code or "", []).append(span_of(job, on))
    start, end = rule.since.toordinal(), on.toordinal()
    return {code: _total(own, start, end, _cap(law)) for code, own in spans.items()}
