"""Language test results as levels: Canadian Language Benchmarks (CLB) and their French twin (NCLC)."""

from bisect import bisect_right
from datetime import date
from enum import StrEnum

from expressentry.rules.facts import Ability, Facts, Language, LanguageResult, LanguageTest
from expressentry.rules.law import Law
from expressentry.rules.tables import conversion
from expressentry.rules.years import years_before

_ABILITIES = tuple(Ability)
# A level per ability, in the order of `Ability`: 0 below the test's lowest row, 10 for 10 and more.
Levels = tuple[int, int, int, int]


class Unusable(StrEnum):
    """Why a test result earns nothing."""

    INCOMPLETE = "incomplete"
    NOT_ACCEPTED = "not_accepted"
    IN_FUTURE = "in_future"
    EXPIRED = "expired"


def unusable(result: LanguageResult, on: date, law: Law) -> Unusable | None:
    """Why this result earns nothing on that day, or `None` (IRPR 74; Ministerial Instructions, ss. 3(4), 12(3))."""
    if result.test is None or result.taken_on is None or None in result.scores:
        return Unusable.INCOMPLETE
    if result.test not in law.evidence.accepted:
        return Unusable.NOT_ACCEPTED
    if result.taken_on > on:
        return Unusable.IN_FUTURE
    if result.taken_on <= years_before(on, law.evidence.language_validity_years):
        return Unusable.EXPIRED
    return None


def levels(result: LanguageResult | None, on: date, law: Law) -> Levels | None:
    """The four levels of a result that counts on that day; `None` if there is none or it does not count."""
    if result is None or unusable(result, on, law) is not None:
        return None
    table = conversion(result.test, result.taken_on)
    reached = (0, *table.levels)
    scores = zip(_ABILITIES, result.scores, strict=True)
    found = [reached[bisect_right(table.minimums[of], score)] for of, score in scores]  # type: ignore[type-var]
    return tuple(found)  # type: ignore[return-value]


def level(test: LanguageTest, taken_on: date, ability: Ability, score: float) -> int:
    """The level one score of one sitting reaches."""
    table = conversion(test, taken_on)
    return (0, *table.levels)[bisect_right(table.minimums[ability], score)]


def off_scale(test: LanguageTest, taken_on: date, ability: Ability, score: float) -> bool:
    """True if this test cannot have given this score: outside its scale, or between its steps."""
    lowest, highest, step = conversion(test, taken_on).scale[ability]
    return not lowest <= score <= highest or score / step != int(score / step)


def results(facts: Facts, on: date, law: Law) -> dict[Language, Levels]:
    """The levels of each official language with a result that counts on that day."""
    found = {}
    for result in facts.languages:
        reached = levels(result, on, law)
        if reached is not None:
            found[result.test.language] = reached  # type: ignore[union-attr]
    return found
