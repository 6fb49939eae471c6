"""The same facts on two days under two laws, side by side: what differs, and what made the difference.

A part of the law made the difference if putting it alone in place of the other law's changes the line or the
requirement, on either side; the day did, if the line changes between the two days under one and the same law.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from expressentry.analysis.ledger import cap, since
from expressentry.analysis.resting import Place
from expressentry.analysis.traces import BEARING, Key, Trace, traces
from expressentry.rules import crs, day_bound, programs
from expressentry.rules.day_bound import DayBound
from expressentry.rules.facts import Facts
from expressentry.rules.law import Law
from expressentry.rules.programs import Assessment, Program, Requirement, RequirementKey
from expressentry.rules.scorecard import Factor, Line, Scorecard
from expressentry.rules.tables import PARTS


@dataclass(frozen=True, slots=True)
class Side:
    """One side: the score and the programs on a day under a law, in force as it is since `law_since`."""

    on: date
    law_since: date
    law_version: str
    card: Scorecard
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class Amended:
    """A part of the law that is another text on the second side."""

    before: Place
    after: Place


@dataclass(frozen=True, slots=True)
class Reasons:
    """What made a difference: parts of the law, and facts that read differently on the two days."""

    parts: tuple[Amended, ...]
    facts: tuple[DayBound, ...]


NONE = Reasons((), ())


@dataclass(frozen=True, slots=True)
class LineBeside:
    """A line on both sides; `reasons` only if its points differ."""

    first: Line
    second: Line
    differs: bool
    reasons: Reasons

    @property
    def factor(self) -> Factor:
        """The factor it is about."""
        return self.first.factor

    @property
    def first_caps(self) -> tuple[str, ...]:
        """The maximums at work on the first side, in words."""
        return tuple(map(cap, self.first.cuts))

    @property
    def second_caps(self) -> tuple[str, ...]:
        """The maximums at work on the second side, in words."""
        return tuple(map(cap, self.second.cuts))


@dataclass(frozen=True, slots=True)
class RequirementBeside:
    """A requirement on both sides, `None` where that law does not ask it."""

    key: RequirementKey
    first: Requirement | None
    second: Requirement | None
    differs: bool
    reasons: Reasons


@dataclass(frozen=True, slots=True)
class ProgramBeside:
    """A program on both sides."""

    program: Program
    first: bool
    second: bool
    requirements: tuple[RequirementBeside, ...]

    @property
    def differs(self) -> bool:
        """True if it takes the candidate on one side only, or a requirement differs."""
        return self.first != self.second or any(one.differs for one in self.requirements)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides; the lines and programs in order; every part of the law that differs; what the days changed."""

    first: Side
    second: Side
    lines: tuple[LineBeside, ...]
    programs: tuple[ProgramBeside, ...]
    amended: tuple[Amended, ...]
    facts: tuple[DayBound, ...]

    @property
    def gain(self) -> int:
        """Points more on the second side; fewer if negative."""
        return self.second.card.total - self.first.card.total


def compare(facts: Facts, first: tuple[date, Law], second: tuple[date, Law]) -> Comparison:
    """The same facts on a first and a second day, each under its law."""
    one, other = _Reading.of(facts, *first), _Reading.of(facts, *second)
    causes = _Causes(facts, first, second)
    return Comparison(
        first=one.side(first[1]),
        second=other.side(second[1]),
        lines=tuple(_line(*pair, causes) for pair in zip(one.card.lines, other.card.lines, strict=True)),
        programs=tuple(_program(one, other, program, causes) for program in _ordered(one, other)),
        amended=causes.amended,
        facts=tuple(kind for kind in DayBound if kind in causes.aged),
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a law says on a day, each line and requirement reduced to what makes a difference."""

    card: Scorecard
    assessment: Assessment

    @classmethod
    def of(cls, facts: Facts, on: date, law: Law) -> "_Reading":
        return cls(crs.score(facts, on, law), programs.assess(facts, on, law))

    def side(self, law: Law) -> Side:
        return Side(self.card.on, since(law), law.version, self.card, self.assessment)

    def values(self) -> Mapping[Key, Any]:
        found: dict[Key, Any] = {(line.factor,): _points(line) for line in self.card.lines}
        for result in self.assessment.results:
            found |= {(result.program, one.key): _tested(one) for one in result.requirements}
        return found

    def traces(self) -> Mapping[Key, Trace]:
        return traces(self.card, self.assessment)


def _points(line: Line) -> Any:
    return line.raw, line.points, line.maximum, line.source is None


def _tested(requirement: Requirement | None) -> Any:
    if requirement is None:
        return None
    return requirement.met, requirement.have, requirement.need, requirement.short, requirement.reason


class _Causes:
    """Finds what made a difference, by putting one thing at a time in place of the other."""

    def __init__(self, facts: Facts, first: tuple[date, Law], second: tuple[date, Law]) -> None:
        (day, law), (other_day, other_law) = first, second
        self.amended = tuple(_amended(law, other_law, part) for part in PARTS if _differ(law, other_law, part))
        self.aged = day_bound.different(facts, day, other_day, other_law) | day_bound.different(
            facts, day, other_day, law
        )
        swapped: list[tuple[Mapping[Key, Any], Mapping[Key, Any], Amended]] = []
        ends = {True: _Reading.of(facts, *first).values(), False: _Reading.of(facts, *second).values()}
        for amended in self.amended:
            part = amended.before.part
            forward = _Reading.of(facts, day, _with_part(law, other_law, part)).values()
            back = _Reading.of(facts, other_day, _with_part(other_law, law, part)).values()
            swapped += [(ends[True], forward, amended), (ends[False], back, amended)]
        self._swapped = swapped
        self._by_day = [
            (_Reading.of(facts, day, either), _Reading.of(facts, other_day, either)) for either in (law, other_law)
        ]

    def of(self, key: Key) -> Reasons:
        """What made the difference in that line or requirement."""
        moved = {amended for before, after, amended in self._swapped if before.get(key) != after.get(key)}
        aged = [pair for pair in self._by_day if pair[0].values().get(key) != pair[1].values().get(key)]
        if not moved and not aged:
            moved = set(self.amended)
        parts = tuple(amended for amended in self.amended if amended in moved)
        return Reasons(parts, self._facts(key, aged) if aged else ())

    def _facts(self, key: Key, pairs: list[tuple["_Reading", "_Reading"]]) -> tuple[DayBound, ...]:
        """The facts that read differently on the two days and that bear on this line or requirement."""
        bearing = set(BEARING.get(key[-1], ()))
        for before, after in pairs:
            one, other = before.traces().get(key, {}), after.traces().get(key, {})
            bearing |= {kind for kind in one.keys() | other.keys() if one.get(kind) != other.get(kind)}
        named = tuple(kind for kind in DayBound if kind in self.aged)
        return tuple(kind for kind in named if kind in bearing) or named


def _amended(law: Law, other: Law, part: str) -> Amended:
    return Amended(Place(part, "", law.in_force[part]), Place(part, "", other.in_force[part]))


def _differ(law: Law, other: Law, part: str) -> bool:
    return law.in_force[part] != other.in_force[part]


@lru_cache(maxsize=512)
def _with_part(law: Law, other: Law, part: str) -> Law:
    """A law with one part of another. How occupations are read goes with how work is counted, and with trades."""
    changed: dict[str, Any] = {part: getattr(other, part), "in_force": {**law.in_force, part: other.in_force[part]}}
    if part == "work":
        changed["occupations"] = other.occupations
    return replace(law, **changed)


def _line(first: Line, second: Line, causes: _Causes) -> LineBeside:
    differs = _points(first) != _points(second)
    return LineBeside(first, second, differs, causes.of((first.factor,)) if differs else NONE)


def _ordered(one: _Reading, other: _Reading) -> list[Program]:
    """The programs of both sides, in the order of the second."""
    second = [result.program for result in other.assessment.results]
    return second + [result.program for result in one.assessment.results if result.program not in second]


def _program(one: _Reading, other: _Reading, program: Program, causes: _Causes) -> ProgramBeside:
    first, second = _requirements(one, program), _requirements(other, program)
    keys = [*second, *(key for key in first if key not in second)]
    beside = tuple(_requirement(program, key, first.get(key), second.get(key), causes) for key in keys)
    met = [program in side.assessment.programs for side in (one, other)]
    return ProgramBeside(program, met[0], met[1], beside)


def _requirements(reading: _Reading, program: Program) -> dict[RequirementKey, Requirement]:
    for result in reading.assessment.results:
        if result.program is program:
            return {one.key: one for one in result.requirements}
    return {}


def _requirement(
    program: Program, key: RequirementKey, first: Requirement | None, second: Requirement | None, causes: _Causes
) -> RequirementBeside:
    differs = _tested(first) != _tested(second)
    return RequirementBeside(key, first, second, differs, causes.of((program, key)) if differs else NONE)
