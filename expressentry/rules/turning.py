"""The days on which a work history comes to count for more, or for less, by itself."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from expressentry.rules import experience
from expressentry.rules.experience import Question, Span
from expressentry.rules.facts import Facts, Job
from expressentry.rules.law import Law
from expressentry.rules.years import years_after, years_before


def turning_days(facts: Facts, on: date, law: Law, until: date) -> Iterator[date]:
    """Days after `on`, up to and with `until`, on which completed years can change; some may change nothing."""
    for question in Question:
        rule = experience.rule_of(question, facts, until, law)
        jobs = [job for job in facts.jobs if experience.excluded(job, rule, law) is None]
        if jobs:
            yield from _turning_days_of(_Count(question, jobs, facts, law), on, until)
    yield from _leading_occupation_days(facts, on, law, until)


def stretches(spans: Iterable[Span]) -> list[tuple[int, int]]:
    """First day and the day after the last of each continuous stretch that the spans make together, in order."""
    made: list[tuple[int, int]] = []
    for first, last, _rate in sorted(span for span in spans if span[0] < span[1]):
        if made and first - made[-1][1] <= experience.LONGEST_GAP_DAYS:
            made[-1] = made[-1][0], max(made[-1][1], last)
        else:
            made.append((first, last))
    return made


class Curve:
    """Units worked by each day, as a sum that only rises; made once, asked for every day and any window."""

    def __init__(self, spans: Sequence[Span], law: Law, full_time_only: bool = False) -> None:
        cap = law.work.full_time_hours_per_week * 100
        rises: dict[int, int] = {}
        for first, last, rate in spans:
            if first < last:
                rises[first] = rises.get(first, 0) + rate
                rises[last] = rises.get(last, 0) - rate
        self._edges, self._sums, self._rates = sorted(rises), [0], [0]
        total = rate = 0
        for at, edge in enumerate(self._edges):
            total += self._rates[-1] * (edge - self._edges[at - 1]) if at else 0
            rate += rises[edge]
            self._sums.append(total)
            self._rates.append(0 if full_time_only and rate < cap else min(rate, cap))

    def between(self, start: int, end: int) -> int:
        """Units from day `start` to the day before `end`."""
        return self._by(end) - self._by(start) if start < end else 0

    def _by(self, day: int) -> int:
        at = bisect_right(self._edges, day)
        return self._sums[at] + (self._rates[at] * (day - self._edges[at - 1]) if at else 0)


class _Count:
    """The completed years a question counts, as a function of the day."""

    def __init__(self, question: Question, jobs: list[Job], facts: Facts, law: Law) -> None:
        self._question, self._facts, self._law = question, facts, law
        self._spans = [experience.span_of(job, date.max) for job in jobs]
        self._curve = Curve(self._spans, law, full_time_only=question is Question.FSW_CANADIAN)
        self._stretches = stretches(self._spans) if question is Question.FSW_CONTINUOUS else None
        self._window = {
            Question.CEC: law.programs.cec.work_window_years,
            Question.FST: law.programs.fst.work_window_years,
        }.get(question, law.work.crs_window_years)

    def years(self, day: date) -> int:
        """Completed years on `day`; for continuous work, of the longest stretch."""
        rule = experience.rule_of(self._question, self._facts, day, self._law)
        start, end = rule.since.toordinal(), day.toordinal()
        whole = [(start, end)] if self._stretches is None else self._stretches
        units = (self._curve.between(max(first, start), min(last, end)) for first, last in whole)
        return experience.completed(max(units, default=0), self._law)

    def edges(self) -> Iterator[date]:
        """Days on which a job begins or ends, or begins or ends to leave the window."""
        for first, last, _ in self._spans:
            for edge in (first, last):
                if edge < _FAR:
                    day = date.fromordinal(edge)
                    yield day
                    if self._question is not Question.FSW_CANADIAN:
                        leaves = years_after(day, self._window)
                        yield from (leaves - timedelta(days=1), leaves)  # of 29 February either can be the day

    def flows(self, day: date) -> tuple[bool, bool]:
        """Whether work comes in on `day`, and whether work leaves the window on it."""
        start = experience.rule_of(self._question, self._facts, day, self._law).since.toordinal()
        coming = any(first <= day.toordinal() < last for first, last, _ in self._spans)
        return coming, any(first <= start < last for first, last, _ in self._spans)


_FAR = date(9000, 1, 1).toordinal()


def _turning_days_of(counted: _Count, on: date, until: date) -> Iterator[date]:
    """Between edges hours only rise or only fall, unless work both comes in and leaves: then every day is tried."""
    edges = sorted({on, until, *(edge for edge in counted.edges() if on < edge < until)})
    for left, right in pairwise(edges):
        if all(counted.flows(left + timedelta(days=1))):
            days = [left + timedelta(days=n) for n in range((right - left).days + 1)]
            years = [counted.years(day) for day in days]
            yield from (day for day, was, now in zip(days[1:], years, years[1:], strict=False) if was != now)
        else:
            yield from _turns_between(counted, left, counted.years(left), right, counted.years(right))


def _turns_between(counted: _Count, left: date, at_left: int, right: date, at_right: int) -> Iterator[date]:
    if at_left == at_right:
        return
    if (right - left).days == 1:
        yield right
        return
    middle = left + (right - left) // 2
    at_middle = counted.years(middle)
    yield from _turns_between(counted, left, at_left, middle, at_middle)
    yield from _turns_between(counted, middle, at_middle, right, at_right)


def _leading_occupation_days(facts: Facts, on: date, law: Law, until: date) -> Iterator[date]:
    """Days on which another occupation takes the lead in Canadian work, where that moves the language threshold."""
    spans: dict[str, list[Span]] = {}
    for job in facts.jobs:
        if experience.excluded_canadian(job, law) is None:
            spans.setdefault(job.noc_code or "", []).append(experience.span_of(job, date.max))
    higher = {code: law.occupations[code].higher_language for code in spans}
    if len(set(higher.values())) < 2:
        return
    curves = {code: Curve(own, law) for code, own in spans.items()}
    was = None
    for offset in range((until - on).days + 1):
        day = on + timedelta(days=offset)
        start = years_before(day, law.programs.cec.work_window_years).toordinal()
        units = {code: curve.between(start, day.toordinal()) for code, curve in curves.items()}
        now = max(units, key=lambda code: (units[code], higher[code]))
        if offset and now != was:
            yield day
        was = now
