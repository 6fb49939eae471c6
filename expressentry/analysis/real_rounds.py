"""A score beside the rounds that were really held: how many it would have beaten, by kind of round."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path

from expressentry.analysis import round_words
from expressentry.analysis.round_kinds import Kind
from expressentry.rules import categories, crs, programs, tables
from expressentry.rules.categories import CategoryResult
from expressentry.rules.facts import Facts, Province
from expressentry.rules.law import Law
from expressentry.rules.programs import Assessment
from expressentry.rules.years import years_before

ROUNDS = Path(__file__).parent.parent / "data" / "real_rounds.csv"


class Standing(StrEnum):
    """A score beside a cut-off. With an equal score the moment of submission decides."""

    ABOVE = "above"
    EQUAL = "equal"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class RealRound:
    """A round of IRCC; `complete` if it comes from the feed, which has no gap, else copied by hand."""

    number: str
    on: date
    kind: Kind
    invitations: int
    cut_off: int
    tie_break_at: datetime | None
    complete: bool

    @property
    def name(self) -> str:
        """Its kind in words."""
        return round_words.kind(self.kind)

    def standing(self, score: int) -> Standing:
        """How a score stands beside the cut-off."""
        if score == self.cut_off:
            return Standing.EQUAL
        return Standing.ABOVE if score > self.cut_off else Standing.BELOW


@dataclass(frozen=True, slots=True)
class Tally:
    """Of some rounds, how many a score would have beaten, and in how many it would have been equal."""

    rounds: int
    above: int
    equal: int
    lowest: int | None
    highest: int | None

    @property
    def sentence(self) -> str:
        """The tally in words."""
        return round_words.tally(self.rounds, self.above, self.equal)


@dataclass(frozen=True, slots=True)
class KindOfRound:
    """One kind of round over one year and two; `open_now`: `None` if that cannot be told, or the kind exists no more.

    A round of nominees is compared only with the score of a nominee: its cut-offs hold the points of a nomination.
    """

    kind: Kind
    score: int
    with_nomination: bool
    open_now: bool | None
    year: Tally
    two_years: Tally
    latest: RealRound

    @property
    def name(self) -> str:
        """The kind in words."""
        return round_words.kind(self.kind)


@dataclass(frozen=True, slots=True)
class Beside:
    """A score beside the real rounds of the two years before a day, and the categories of that day."""

    on: date
    score: int
    nominated: bool
    eligible: bool
    with_nomination: int
    kinds: tuple[KindOfRound, ...]
    rounds: tuple[RealRound, ...]
    compared: tuple[RealRound, ...]
    complete_until: date
    known_until: date
    points_changed: tuple[date, ...]
    fits: tuple[CategoryResult, ...]

    def standing(self, held: RealRound) -> Standing:
        """How the score stands beside a round; a round of nominees is compared with the score of a nominee."""
        return held.standing(self.with_nomination if held.kind is Kind.PNP else self.score)

    def words_of(self, held: RealRound) -> str:
        """How the score stands beside a round, in words."""
        return round_words.standing(self.standing(held).value, held.kind is Kind.PNP and not self.nominated)


@cache
def real_rounds() -> tuple[RealRound, ...]:
    """Every round that is known, oldest first."""
    with ROUNDS.open(encoding="utf-8", newline="") as file:
        return tuple(_round(row) for row in csv.DictReader(file))


def _round(row: dict[str, str]) -> RealRound:
    return RealRound(
        row["number"],
        date.fromisoformat(row["date"]),
        Kind(row["kind"]),
        int(row["invitations"]),
        int(row["cut_off"]),
        datetime.fromisoformat(row["tie_break_utc"]) if row["tie_break_utc"] else None,
        row["source"] == "feed",
    )


def beside_rounds(facts: Facts, on: date, law: Law) -> Beside:
    """The score of these facts beside the rounds of the twelve and of the twenty-four months up to that day."""
    score, assessment = crs.score(facts, on, law).total, programs.assess(facts, on, law)
    nominee = crs.score(replace(facts, nomination=facts.nomination or Province.ON), on, law).total
    rounds = tuple(one for one in real_rounds() if years_before(on, 2) < one.on <= on)
    nominated = facts.nomination is not None
    fits = categories.all_of(facts, on, law)
    return Beside(
        on,
        score,
        nominated,
        assessment.eligible,
        nominee,
        tuple(_kinds(rounds, score, nominee, assessment, fits, on)),
        rounds[::-1],
        tuple(one for one in rounds if nominated or one.kind is not Kind.PNP),
        max(one.on for one in real_rounds() if one.complete),
        real_rounds()[-1].on,
        tuple(taken for taken in tables.effective_dates("crs_additional") if years_before(on, 2) < taken <= on),
        fits,
    )


def _kinds(
    rounds: tuple[RealRound, ...],
    score: int,
    nominee: int,
    assessment: Assessment,
    fits: tuple[CategoryResult, ...],
    on: date,
) -> Iterable[KindOfRound]:
    """Every kind held in these rounds, those open to the candidate first, then by how often it was held."""
    found = []
    for kind in Kind:
        held = [one for one in rounds if one.kind is kind]
        if held:
            own = nominee if kind is Kind.PNP else score
            found.append(
                KindOfRound(
                    kind,
                    own,
                    kind is Kind.PNP and not assessment.nominated,
                    _open(kind, assessment, fits),
                    _tally([one for one in held if one.on > years_before(on, 1)], own),
                    _tally(held, own),
                    held[-1],
                )
            )
    return sorted(found, key=lambda one: (_ORDER[one.open_now], -one.two_years.rounds))


_ORDER = {True: 0, None: 1, False: 2}


def _tally(rounds: list[RealRound], score: int) -> Tally:
    standings = [one.standing(score) for one in rounds]
    cut_offs = [one.cut_off for one in rounds]
    return Tally(
        len(rounds),
        standings.count(Standing.ABOVE),
        standings.count(Standing.EQUAL),
        min(cut_offs, default=None),
        max(cut_offs, default=None),
    )


def _open(kind: Kind, assessment: Assessment, fits: tuple[CategoryResult, ...]) -> bool | None:
    """Whether a round of this kind could invite the candidate today; a nominee is invited as such alone."""
    if not assessment.eligible:
        return False
    if kind is Kind.ALL:
        return True
    if kind is Kind.PNP:
        return assessment.nominated
    if kind in (Kind.FED, Kind.CEC, Kind.FSW, Kind.FST):
        return not assessment.nominated and (kind is Kind.FED or kind.value in assessment.programs)
    fit = next((one for one in fits if one.category.key == kind.value), None)
    if fit is None or (fit.possible and not fit.met):
        return None
    return fit.met
