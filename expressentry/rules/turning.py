"""The days on which a work history comes to count for more, or for less, by itself."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from expressentry.rules import experience
from expressentry.rules.experience import Question
from expressentry.rules.facts import Facts, Job
from expressentry.rules.law import Law
from expressentry.rules.years import years_after


def turning_days(facts: Facts, on: date, law: Law, until: date) -> Iterator[date]:
    """Days after `on`, up to and with `until`, on which completed years can change; some may change nothing."""
    for question in Question:
        rule = experience.rule_of(question, facts, until, law)
        jobs = [job for job in facts.jobs if experience.excluded(job, rule, law) is None]
        if jobs:
            yield from _turning_days_of(_Count(question, jobs, facts, law), on, until)
    yield from _leading_occupation_days(facts, on, law, until)


class _Count:
    """The completed years a question counts, as a function of the day."""

    def __init__(self, question: Question, jobs: list[Job], facts: Facts, law: Law) -> None:
        self._question, self._facts, self._law = question, facts, law
        self._spans = [experience.span_of(job, date.max) for job in jobs]
        self._window = {
            Question.CEC: law.programs.cec.work_window_years,
            Question.FST: law.programs.fst.work_window_years,
        }.get(question, law.work.crs_window_years)

    def years(self, day: date) -> int:
        """Completed years on `day`; for continuous work, of the longest stretch."""
        rule = experience.rule_of(self._question, self._facts, day, self._law)
        return experience.completed(
            experience.measure(self._question, self._spans, rule.since.toordinal(), day.toordinal(), self._law),
            self._law,
        )

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
    codes = {job.noc_code for job in facts.jobs if experience.excluded_canadian(job, law) is None}
    if len({law.occupations[code].higher_language for code in codes if code}) < 2:
        return
    was = None
    for offset in range((until - on).days + 1):
        day = on + timedelta(days=offset)
        by_occupation = experience.canadian_units_by_occupation(facts, day, law)
        now = max(
            by_occupation, key=lambda code: (by_occupation[code], law.occupations[code].higher_language), default=None
        )
        if offset and now != was:
            yield day
        was = now
