"""A language test as somebody would have to sit it to reach given levels."""

from dataclasses import replace
from datetime import date

from expressentry.rules.facts import Ability, Facts, Language, LanguageResult, LanguageTest
from expressentry.rules.language import Levels
from expressentry.rules.law import Conversion, Law
from expressentry.rules.tables import conversion

HIGHEST = 10


def raised(levels: Levels, to: int) -> Levels:
    """Every ability at least at that level."""
    speaking, listening, reading, writing = (max(level, to) for level in levels)
    return speaking, listening, reading, writing


def result_at(test: LanguageTest, levels: Levels, on: date) -> LanguageResult:
    """A sitting on that day with the lowest scores that reach these levels."""
    table = conversion(test, on)
    scores = {ability.value: _lowest(table, ability, level) for ability, level in zip(Ability, levels, strict=True)}
    return LanguageResult(test=test, taken_on=on, **scores)


def _lowest(table: Conversion, ability: Ability, level: int) -> float:
    """The lowest score that reaches the level; the lowest of the scale for a level the test does not tell apart."""
    if level not in table.levels:
        return table.scale[ability][0]
    return table.minimums[ability][table.levels.index(level)]


def with_levels(facts: Facts, tested: Language, levels: Levels, on: date, law: Law) -> Facts:
    """These facts with a sitting of that language on that day, in place of any earlier one."""
    others = tuple(result for result in facts.languages if result.test is None or result.test.language is not tested)
    test = usual_test(facts.languages, tested, law)
    return replace(facts, languages=(*others, result_at(test, levels, on)))


def usual_test(results: tuple[LanguageResult | None, ...], tested: Language, law: Law) -> LanguageTest:
    """The test of that language taken before, if it is still accepted; else the first that is."""
    taken = [result.test for result in results if result is not None and result.test is not None]
    accepted = [test for test in (*taken, *LanguageTest) if test in law.evidence.accepted and test.language is tested]
    return accepted[0]
