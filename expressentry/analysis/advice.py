"""What would help most: the real scorer and the real programs, run again with one thing changed, or two."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import combinations

from expressentry.analysis import resting, step_words
from expressentry.analysis.step import Kind, Step
from expressentry.analysis.steps import steps
from expressentry.rules import categories, crs, programs
from expressentry.rules.facts import Facts
from expressentry.rules.law import Category, Law
from expressentry.rules.programs import Program
from expressentry.rules.scorecard import CapKind, Factor, Line, Scorecard
from expressentry.rules.years import years_before


class Why(StrEnum):
    """Why a step earns nothing."""

    CUT = "cut"
    AT_MAXIMUM = "at_maximum"
    NOT_IN_FORCE = "not_in_force"
    SAME_ROW = "same_row"


@dataclass(frozen=True, slots=True)
class Moved:
    """A line whose points the step changes, and where its table stands on the page of the law."""

    factor: Factor
    before: int
    after: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Limit:
    """A maximum that keeps points from counting which the step would earn."""

    factor: Factor
    kind: CapKind
    limit: int
    cost: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One step, or two together: points gained, what moved, which maximum cut, which programs open or close.

    `fits` are the categories of rounds that the candidate fits only then.
    """

    steps: tuple[Step, ...]
    facts: Facts
    gain: int
    total: int
    moved: tuple[Moved, ...]
    limits: tuple[Limit, ...]
    opens: tuple[Program, ...]
    closes: tuple[Program, ...]
    fits: tuple[Category, ...]
    why: Why | None
    about: Factor

    @property
    def helps(self) -> bool:
        """True if it earns points, opens a program, or fits a category of rounds."""
        return self.gain > 0 or bool(self.opens) or bool(self.fits)

    @property
    def titles(self) -> tuple[str, ...]:
        """What is done, in words."""
        return tuple(step_words.title(step) for step in self.steps)

    @property
    def efforts(self) -> tuple[str, ...]:
        """What it usually takes, in words: an estimate of this site."""
        return tuple(step_words.effort(step) for step in self.steps)

    @property
    def suppositions(self) -> tuple[str, ...]:
        """What had to be supposed to count it, in words."""
        return tuple(words for step in self.steps if (words := step_words.supposition(step)))

    @property
    def limit_words(self) -> tuple[str, ...]:
        """Which maxima keep points from counting, in words."""
        return tuple(step_words.cut(limit) for limit in self.limits)

    @property
    def because(self) -> str:
        """Why it earns nothing, in words; empty if it earns something."""
        return "" if self.why is None else step_words.because(self.why.value, self.about, self.limits)


@dataclass(frozen=True, slots=True)
class Advice:
    """What would help on a day under a law, the most first; what would not, and why; what a year older costs."""

    on: date
    law_version: str
    total: int
    programs: tuple[Program, ...]
    helping: tuple[Suggestion, ...]
    without_gain: tuple[Suggestion, ...]
    year_older: int


def advice(facts: Facts, on: date, law: Law) -> Advice:
    """Every step these facts leave open, and the pairs worth more than their two steps, by the points they earn."""
    card, taken = crs.score(facts, on, law), programs.assess(facts, on, law).programs
    now = _Now(facts, card, taken, _fits(facts, on, law), on, law)
    singles = list(_different(now.suggest((step,)) for step in steps(facts, on, law)))
    found = sorted([*singles, *_pairs(now, singles)], key=lambda one: (-one.gain, len(one.steps)))
    return Advice(
        on,
        law.version,
        now.card.total,
        now.programs,
        tuple(one for one in found if one.helps),
        tuple(one for one in found if not one.helps),
        _year_older(now),
    )


@dataclass(frozen=True, slots=True)
class _Now:
    """The facts as they are, and what the law says of them."""

    facts: Facts
    card: Scorecard
    programs: tuple[Program, ...]
    fits: tuple[Category, ...]
    on: date
    law: Law

    def suggest(self, done: tuple[Step, ...]) -> Suggestion:
        """What the law says once these steps are done."""
        facts = self.facts
        for step in done:
            facts = step.change(facts)
        card = crs.score(facts, self.on, self.law)
        taken = programs.assess(facts, self.on, self.law).programs
        gain, about = card.total - self.card.total, done[0].factors[0]
        limits = tuple(_limits(self.card, card))
        why = _why(self.card, card, done[0], limits) if gain == 0 else None
        return Suggestion(
            done,
            facts,
            gain,
            card.total,
            tuple(_moved(self.card, card, self.law)),
            limits,
            tuple(one for one in taken if one not in self.programs),
            tuple(one for one in self.programs if one not in taken),
            tuple(one for one in _fits(facts, self.on, self.law) if one not in self.fits),
            why,
            about,
        )


def _fits(facts: Facts, on: date, law: Law) -> tuple[Category, ...]:
    """The categories of rounds that the candidate fits for sure."""
    return tuple(result.category for result in categories.all_of(facts, on, law) if result.met)


def _different(suggestions: Iterable[Suggestion]) -> Iterator[Suggestion]:
    """Each outcome once: one ability up may be all abilities up."""
    seen: set[Facts] = set()
    for suggestion in suggestions:
        if suggestion.facts not in seen:
            seen.add(suggestion.facts)
            yield suggestion


def _moved(before: Scorecard, after: Scorecard, law: Law) -> Iterator[Moved]:
    for old, new in zip(before.lines, after.lines, strict=True):
        if old.points != new.points:
            yield Moved(new.factor, old.points, new.points, resting.line(new.factor, law)[0].anchor)


def _limits(before: Scorecard, after: Scorecard) -> Iterator[Limit]:
    """The maxima that take more after the step than they took before it."""
    for old, new in zip(before.lines, after.lines, strict=True):
        taken = {cut.kind: cut.cost for cut in old.cuts}
        for cut in new.cuts:
            if cut.cost > taken.get(cut.kind, 0):
                yield Limit(new.factor, cut.kind, cut.limit, cut.cost - taken.get(cut.kind, 0))


def _why(before: Scorecard, after: Scorecard, step: Step, limits: tuple[Limit, ...]) -> Why:
    """Why nothing was earned: a maximum took it, nothing more can be had, no law gives it, or no row was reached."""
    line = _line(before, step.factors[0])
    if limits:
        return Why.CUT
    if line.maximum == 0 and _line(after, step.factors[0]).maximum == 0:
        return Why.NOT_IN_FORCE
    return Why.AT_MAXIMUM if line.points >= line.maximum else Why.SAME_ROW


def _line(card: Scorecard, factor: Factor) -> Line:
    return next(line for line in card.lines if line.factor is factor)


# ---- Pairs

# Of each family the step that stands for it when two are put together.
_FAMILIES: tuple[tuple[Kind, ...], ...] = (
    (Kind.ALL_ABILITIES, Kind.FIRST_TEST, Kind.RETAKE),
    (Kind.SECOND_LANGUAGE,),
    (Kind.ASSESSMENT, Kind.CREDENTIAL),
    (Kind.CANADIAN_WORK,),
    (Kind.FOREIGN_WORK,),
    (Kind.CERTIFICATE,),
)
_STANDING_LEVEL = {Kind.ALL_ABILITIES: 9, Kind.FIRST_TEST: 9, Kind.SECOND_LANGUAGE: 7}


def _pairs(now: _Now, singles: list[Suggestion]) -> Iterator[Suggestion]:
    """Two steps that together earn more than the one and the other."""
    chosen = [one for family in _FAMILIES if (one := _standing_for(family, singles)) is not None]
    for one, other in combinations(chosen, 2):
        together = now.suggest((one.steps[0], other.steps[0]))
        if together.gain > one.gain + other.gain:
            yield together


def _standing_for(family: tuple[Kind, ...], singles: list[Suggestion]) -> Suggestion | None:
    """The step of the family at the level that counts most with others, else its last."""
    members = [one for kind in family for one in singles if one.steps[0].kind is kind]
    if not members:
        return None
    kind = members[0].steps[0].kind
    same = [one for one in members if one.steps[0].kind is kind]
    return next((one for one in same if one.steps[0].level == _STANDING_LEVEL.get(kind)), same[-1])


def _year_older(now: _Now) -> int:
    """The points that being one year older would take, all else as it is."""
    if now.facts.birth_date is None:
        return 0
    older = replace(now.facts, birth_date=years_before(now.facts.birth_date, 1))
    return now.card.total - crs.score(older, now.on, now.law).total
