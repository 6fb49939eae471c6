"""Which days of each job a question counts, which not, and why: the counted sums of `experience`, day by day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from expressentry.rules import experience, turning
from expressentry.rules.experience import UNITS_PER_HOUR, Exclusion, Question, Rule, Span
from expressentry.rules.facts import Facts, Job
from expressentry.rules.law import Law
from expressentry.rules.years import years_before


class NotCounted(StrEnum):
    """Why days of a job that counts do not count themselves."""

    NOT_YET = "not_yet"
    BEFORE_QUALIFIED = "before_qualified"
    NOT_CONTINUOUS = "not_continuous"
    NOT_FULL_TIME = "not_full_time"


Why = Exclusion | NotCounted | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days of a job from the first to the last, both included: counted, or why not."""

    first: date
    last: date
    why: Why

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Together:
    """Days on which all jobs that count make the same weekly hours, in hundredths: as worked, and as counted."""

    first: date
    last: date
    worked: int
    counted: int

    @property
    def units(self) -> int:
        """Counted units of these days."""
        return ((self.last - self.first).days + 1) * self.counted


@dataclass(frozen=True, slots=True)
class JobDays:
    """One job with its stretches in order; none if it has no dates, and then `why` says what is missing."""

    job: Job
    stretches: tuple[Stretch, ...]
    why: Why
    units: int

    @property
    def days(self) -> int:
        """Days that count."""
        return sum(stretch.days for stretch in self.stretches if stretch.why is None)

    @property
    def hours(self) -> Fraction:
        """Hours of its own that count, before those of other jobs on the same days."""
        return Fraction(self.units, UNITS_PER_HOUR)


@dataclass(frozen=True, slots=True)
class WorkDays:
    """The answer to one question, day by day; the units of `together` add up to `units`."""

    question: Question
    jobs: tuple[JobDays, ...]
    together: tuple[Together, ...]
    units: int
    needed_years: int
    since: date | None

    @property
    def hours(self) -> Fraction:
        """Hours counted of all jobs, exactly."""
        return Fraction(self.units, UNITS_PER_HOUR)


def work_days(question: Question, facts: Facts, on: date, law: Law) -> WorkDays:
    """The days each job in `facts` gives to a question asked on that day."""
    rule, cap = experience.rule_of(question, facts, on, law), law.work.full_time_hours_per_week * 100
    counted = experience.count(question, facts, on, law)
    whole = {
        index: given.excluded if given.excluded is not Exclusion.OUTSIDE_WINDOW else None
        for index, given in enumerate(counted.jobs)
    }
    spans = [experience.span_of(job, on) for index, job in enumerate(facts.jobs) if whole[index] is None]
    first, last = _window(question, spans, rule, on, law)
    together = _together(spans, first, last, cap, full_time_only=question is Question.FSW_CANADIAN)
    low = [(span.first.toordinal(), span.last.toordinal() + 1) for span in together if not span.counted]
    judge = _Judge(question, facts, rule, on, first, last, low, law)
    jobs = tuple(_job_days(job, whole[index], judge, on, cap) for index, job in enumerate(facts.jobs))
    return WorkDays(question, jobs, together, counted.units, counted.needed_years, counted.since)


def _window(question: Question, spans: list[Span], rule: Rule, on: date, law: Law) -> tuple[int, int]:
    """The first day that can count, and the day after the last: for continuous work, of its longest stretch."""
    start, end = rule.since.toordinal(), on.toordinal()
    if question is not Question.FSW_CONTINUOUS:
        return start, end
    curve = turning.Curve(spans, law)
    whole = [(max(first, start), min(last, end)) for first, last in turning.stretches(spans)]
    return max(whole, key=lambda stretch: curve.between(*stretch), default=(start, end))


def _together(spans: list[Span], start: int, end: int, cap: int, full_time_only: bool) -> tuple[Together, ...]:
    inside = [(max(s, start), min(e, end), rate) for s, e, rate in spans if max(s, start) < min(e, end)]
    rises: dict[int, int] = {}
    for first, last, rate in inside:
        rises[first] = rises.get(first, 0) + rate
        rises[last] = rises.get(last, 0) - rate
    found: list[Together] = []
    worked = 0
    for left, right in pairwise(sorted(rises)):
        worked += rises[left]
        counted = 0 if full_time_only and worked < cap else min(worked, cap)
        if worked:
            found.append(Together(date.fromordinal(left), date.fromordinal(right - 1), worked, counted))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Judge:
    """Says of a day of a job that counts why it does not, and on which days that can change."""

    question: Question
    facts: Facts
    rule: Rule
    on: date
    first: int
    last: int
    low: list[tuple[int, int]]
    law: Law

    def edges(self) -> set[int]:
        """Days on which the answer can change."""
        asked = {self.on.toordinal(), self.rule.since.toordinal(), self.first, self.last}
        return asked | {edge for stretch in self.low for edge in stretch} | {self._five_years()}

    def why(self, day: int) -> Why:
        """Why that day does not count, or `None`."""
        if day >= self.on.toordinal():
            return NotCounted.NOT_YET
        if day < self.rule.since.toordinal():
            qualified = self.question is Question.FST and day >= self._five_years()
            return NotCounted.BEFORE_QUALIFIED if qualified else Exclusion.OUTSIDE_WINDOW
        if not self.first <= day < self.last:
            return NotCounted.NOT_CONTINUOUS
        low = any(first <= day < last for first, last in self.low)
        return NotCounted.NOT_FULL_TIME if low else None

    def _five_years(self) -> int:
        return years_before(self.on, self.law.programs.fst.work_window_years).toordinal()


def _job_days(job: Job, whole: Exclusion | None, judge: _Judge, on: date, cap: int) -> JobDays:
    if job.started_on is None or not job.hours_per_week:
        return JobDays(job, (), Exclusion.INCOMPLETE, 0)
    first, end, rate = experience.span_of(job, on)
    end = end if job.ended_on is not None else max(end, first + 1)
    if end <= first:
        return JobDays(job, (), Exclusion.INCOMPLETE, 0)
    stretches = _stretches(first, end, judge.edges(), judge.why if whole is None else lambda _day: whole)
    days = sum(stretch.days for stretch in stretches if stretch.why is None)
    return JobDays(job, stretches, whole, days * min(rate, cap))


def _stretches(first: int, end: int, edges: set[int], why: Callable[[int], Why]) -> tuple[Stretch, ...]:
    """The days from `first` to the day before `end`, as long as possible with one answer each."""
    made: list[Stretch] = []
    for left, right in pairwise(sorted({first, end, *(edge for edge in edges if first < edge < end)})):
        answer = why(left)
        begins, last = date.fromordinal(left), date.fromordinal(right - 1)
        if made and made[-1].why == answer:
            made[-1] = Stretch(made[-1].first, last, answer)
        else:
            made.append(Stretch(begins, last, answer))
    return tuple(made)
