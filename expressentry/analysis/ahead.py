"""What the calendar will do to a score: every coming day on which something changes by itself, if nobody acts."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice

from expressentry.analysis import happenings
from expressentry.analysis.happenings import (
    Birthday,
    Happening,
    NewInstruments,
    OtherOccupation,
    Qualified,
    StayEnds,
    YearsOfWork,
)
from expressentry.clock import day_of
from expressentry.rules import forecast
from expressentry.rules.experience import Question
from expressentry.rules.facts import Facts
from expressentry.rules.forecast import Change, Outcome
from expressentry.rules.law import Law
from expressentry.rules.programs import Program
from expressentry.rules.scorecard import Factor
from expressentry.rules.years import years_after

# Years a profile outside the pool is looked ahead, and the most days told of.
YEARS_AHEAD = 2
MOST_TURNS = 60

# The question of each factor and program that work can move: what a day tells of is what it moved.
_OF_FACTOR = {
    Question.CRS_CANADIAN: (
        Factor.CANADIAN_WORK,
        Factor.EDUCATION_TRANSFERABILITY,
        Factor.FOREIGN_WORK_TRANSFERABILITY,
    ),
    Question.CRS_FOREIGN: (Factor.FOREIGN_WORK_TRANSFERABILITY,),
}
_OF_PROGRAM = {
    Question.CEC: Program.CEC,
    Question.FSW_CONTINUOUS: Program.FSW,
    Question.FSW_EXPERIENCE: Program.FSW,
    Question.FSW_CANADIAN: Program.FSW,
    Question.FST: Program.FST,
}


@dataclass(frozen=True, slots=True)
class LineChange:
    """One factor of the score, with its counted points on the day before and on the day."""

    factor: Factor
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Turn:
    """A day on which something happens by itself, and what the law says of the facts before and after.

    `leaves` is true on the day that ends the stay in the pool: no program is left, or its time is over.
    """

    on: date
    happenings: tuple[Happening, ...]
    before: int
    after: int
    lines: tuple[LineChange, ...]
    gained: tuple[Program, ...]
    lost: tuple[Program, ...]
    programs: tuple[Program, ...]
    leaves: bool = False

    @property
    def gain(self) -> int:
        """Points that the day adds; negative if it costs some."""
        return self.after - self.before

    @property
    def without_program(self) -> bool:
        """True if the last program is lost on this day."""
        return bool(self.lost) and not self.programs


@dataclass(frozen=True, slots=True)
class Ahead:
    """The turns from the day after `on` up to and with `known_until`, which is `until` unless there were too many."""

    on: date
    until: date
    known_until: date
    score: int
    programs: tuple[Program, ...]
    turns: tuple[Turn, ...]
    stay_ends_at: datetime | None

    @property
    def complete(self) -> bool:
        """True if every day up to `until` was looked at."""
        return self.known_until == self.until

    @property
    def last_score(self) -> int:
        """The score on the last day that was looked at."""
        return self.turns[-1].after if self.turns else self.score

    def score_on(self, day: date) -> int:
        """The score on a day from `on` to `known_until`."""
        before = self._before(day)
        return before[-1].after if before else self.score

    def programs_on(self, day: date) -> tuple[Program, ...]:
        """The programs that take the candidate on a day from `on` to `known_until`."""
        before = self._before(day)
        return before[-1].programs if before else self.programs

    def _before(self, day: date) -> tuple[Turn, ...]:
        if not self.on <= day <= self.known_until:
            raise ValueError(f"{day} is not between {self.on} and {self.known_until}")
        return self.turns[: bisect_right(self.turns, day, key=lambda turn: turn.on)]


def ahead(
    facts: Facts,
    on: date,
    law_for: Callable[[date], Law],
    until: date | None = None,
    stay_ends_at: datetime | None = None,
) -> Ahead:
    """What will happen by itself to these facts from tomorrow on: to `until`, or for two years.

    With `stay_ends_at` the facts stand in the pool, and the last day looked at is that of the end of the stay.
    """
    last = day_of(stay_ends_at) if stay_ends_at else until or years_after(on, YEARS_AHEAD)
    now = forecast.outcome(facts, on, law_for(on))
    found = list(islice(_turns(facts, on, now, law_for, last), MOST_TURNS + 1))
    known = last if len(found) <= MOST_TURNS else found[MOST_TURNS].on - timedelta(days=1)
    turns = tuple(found[:MOST_TURNS])
    if stay_ends_at is not None:
        turns = _with_end(turns, now, stay_ends_at, known == last)
    return Ahead(on, last, known, now.total, now.programs, turns, stay_ends_at)


def _turns(facts: Facts, on: date, now: Outcome, law_for: Callable[[date], Law], last: date) -> Iterator[Turn]:
    """Days of change, and between them the days on which a paper ends though nothing changes by it."""
    ends = sorted({day for day, _cause in forecast.expiries(facts, law_for(on)) if on < day <= last})
    for change in forecast.changes_under(facts, on, law_for, last):
        quiet = [day for day in ends if day < change.on]
        yield from _quiet_turns(facts, quiet, now, law_for)
        ends = [day for day in ends if day > change.on]
        yield _turn(facts, change, law_for)
        now = change.after
    yield from _quiet_turns(facts, ends, now, law_for)


def _quiet_turns(facts: Facts, days: list[date], now: Outcome, law_for: Callable[[date], Law]) -> Iterator[Turn]:
    for day in days:
        found = happenings.on_day(facts, day, law_for(day), law_for(day))
        papers = tuple(one for one in found if not isinstance(one, Birthday | YearsOfWork | OtherOccupation))
        if papers:
            yield Turn(day, papers, now.total, now.total, (), (), (), now.programs)


def _turn(facts: Facts, change: Change, law_for: Callable[[date], Law]) -> Turn:
    was, now = change.before, change.after
    lines = tuple(
        LineChange(factor, before, after)
        for factor, before, after in zip(Factor, was.points, now.points, strict=True)
        if before != after
    )
    gained = tuple(program for program in now.programs if program not in was.programs)
    lost = tuple(program for program in was.programs if program not in now.programs)
    found = happenings.on_day(facts, change.on, law_for(change.on - timedelta(days=1)), law_for(change.on))
    told = tuple(one for one in found if _matters(one, lines, (*gained, *lost))) or found
    return Turn(change.on, told, was.total, now.total, lines, gained, lost, now.programs)


def _matters(happening: Happening, lines: tuple[LineChange, ...], programs: tuple[Program, ...]) -> bool:
    """Whether a happening of a day belongs to what changed: other things may happen on the same day."""
    factors = {line.factor for line in lines}
    match happening:
        case YearsOfWork(of_partner=True):
            return Factor.SPOUSE_CANADIAN_WORK in factors
        case YearsOfWork(question=Question.CRS_CANADIAN | Question.CRS_FOREIGN as question):
            return not factors.isdisjoint(_OF_FACTOR[question])
        case YearsOfWork(question=question):
            return _OF_PROGRAM[question] in programs
        case OtherOccupation():
            return Program.CEC in programs
        case Qualified():
            return Program.FST in programs
        case Birthday():
            return Factor.AGE in factors or Program.FSW in programs
        case NewInstruments():
            return bool(lines or programs)
    return True


def _with_end(turns: tuple[Turn, ...], now: Outcome, ends_at: datetime, reached: bool) -> tuple[Turn, ...]:
    """The turns of a stay in the pool: it ends on the first day without a program, else when its time is over."""
    left = next((at for at, turn in enumerate(turns) if turn.without_program), None)
    if left is not None:
        return (*turns[:left], replace(turns[left], leaves=True), *turns[left + 1 :])
    if not reached:
        return turns
    last, end = day_of(ends_at), StayEnds(ends_at)
    if turns and turns[-1].on == last:
        return (*turns[:-1], replace(turns[-1], happenings=(*turns[-1].happenings, end), leaves=True))
    score, programs = (turns[-1].after, turns[-1].programs) if turns else (now.total, now.programs)
    return (*turns, Turn(last, (end,), score, score, (), (), (), programs, leaves=True))
