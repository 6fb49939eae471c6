"""What a candidate could do: each step changes the facts in one thing, everything else staying as it is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from expressentry.analysis import schooling, sittings
from expressentry.analysis.counting import with_counted
from expressentry.analysis.spouse_steps import spouse_steps
from expressentry.analysis.step import Kind, Step
from expressentry.rules import crs, language, offers
from expressentry.rules.facts import (
    Ability,
    Certificate,
    EducationLevel,
    Facts,
    JobOffer,
    Language,
    LanguageResult,
    Province,
    WorkPermit,
)
from expressentry.rules.language import Levels, Unusable
from expressentry.rules.law import Law
from expressentry.rules.tables import conversion

_FIRST_LEVELS = (7, 9)
_HIGH_LEVELS = (9, sittings.HIGHEST)
_SECOND_LEVELS = (5, 7, 9)


def steps(facts: Facts, on: date, law: Law) -> tuple[Step, ...]:
    """Every single step these facts leave open, in no order of worth."""
    return (
        *_languages(facts, on, law),
        *_schooling(facts, on, law),
        *_work(facts, on, law),
        *_from_others(facts, law),
        *spouse_steps(facts, on, law),
    )


# ---- Languages


def _languages(facts: Facts, on: date, law: Law) -> Iterator[Step]:
    results = language.results(facts, on, law)
    first = crs.score(facts, on, law).first_language
    yield from _retaken(facts, on, law)
    yield from _better_first(facts, results, first, on, law)
    if first is None or first not in results:
        yield from _first_test(facts, on, law)
        return
    yield from _abilities(first, results[first], on, law)
    yield from _all_abilities(facts, first, results[first], on, law)
    second = Language.FRENCH if first is Language.ENGLISH else Language.ENGLISH
    levels = results.get(second, (0, 0, 0, 0))
    for level in [level for level in _SECOND_LEVELS if level > min(levels)] or [sittings.HIGHEST]:
        yield _sitting(Kind.SECOND_LANGUAGE, second, sittings.raised(levels, level), level, on, law)


def _better_first(
    facts: Facts, results: dict[Language, Levels], first: Language | None, on: date, law: Law
) -> Iterator[Step]:
    """The other tested language as the first, if it scores higher so."""
    now = crs.score(facts, on, law).total
    for other in results:
        if other is not first and crs.score(replace(facts, first_language=other), on, law).total > now:
            yield Step(Kind.FIRST_CHOICE, partial(replace, first_language=other), language=other)


def _retaken(facts: Facts, on: date, law: Law) -> Iterator[Step]:
    """A test that does not count any more, taken again with the same result."""
    for result in facts.languages:
        if language.unusable(result, on, law) in (Unusable.EXPIRED, Unusable.NOT_ACCEPTED) and result.test:
            yield _sitting(Kind.RETAKE, result.test.language, _once_reached(result), None, on, law)


def _once_reached(result: LanguageResult) -> Levels:
    """The levels a complete result was worth when it counted."""
    test, taken_on = result.test, result.taken_on
    assert test is not None
    assert taken_on is not None
    reached = [
        language.level(test, taken_on, ability, score or 0)
        for ability, score in zip(Ability, result.scores, strict=True)
    ]
    lowest = conversion(test, taken_on).levels[0]
    speaking, listening, reading, writing = (level if level >= lowest else 0 for level in reached)
    return speaking, listening, reading, writing


def _first_test(facts: Facts, on: date, law: Law) -> Iterator[Step]:
    tested = [facts.first_language] if facts.first_language else list(Language)
    for one in tested:
        for level in _FIRST_LEVELS:
            yield _sitting(Kind.FIRST_TEST, one, (level,) * 4, level, on, law)


def _abilities(first: Language, levels: Levels, on: date, law: Law) -> Iterator[Step]:
    """Each ability one level up, the others as they are."""
    for at, ability in enumerate(Ability):
        if levels[at] < sittings.HIGHEST:
            level = max(4, levels[at] + 1)
            one_up = (*levels[:at], level, *levels[at + 1 :])
            yield replace(_sitting(Kind.ABILITY, first, one_up, level, on, law), ability=ability)


def _all_abilities(facts: Facts, first: Language, levels: Levels, on: date, law: Law) -> Iterator[Step]:
    """All abilities to the next level that gives points, and to the levels from which most is given."""
    now = crs.score(facts, on, law).total
    lowest = max(4, min(levels) + 1)
    possible = [
        _sitting(Kind.ALL_ABILITIES, first, sittings.raised(levels, level), level, on, law)
        for level in range(lowest, sittings.HIGHEST + 1)
    ]
    paying = [step for step in possible if crs.score(step.change(facts), on, law).total > now]
    if not paying:
        yield _sitting(Kind.ALL_ABILITIES, first, (sittings.HIGHEST,) * 4, sittings.HIGHEST, on, law)
    for step in paying:
        if step is paying[0] or step.level in _HIGH_LEVELS:
            yield step


def _sitting(kind: Kind, tested: Language, levels: tuple[int, ...], level: int | None, on: date, law: Law) -> Step:
    speaking, listening, reading, writing = levels
    reached = (speaking, listening, reading, writing)
    return Step(
        kind,
        lambda facts: sittings.with_levels(facts, tested, reached, on, law),
        language=tested,
        level=level,
    )


# ---- Schooling


def _schooling(facts: Facts, on: date, law: Law) -> Iterator[Step]:
    waiting = schooling.unassessed(facts.credentials, on, law)
    if waiting:
        yield Step(
            Kind.ASSESSMENT,
            lambda one: replace(one, credentials=schooling.assessed(one.credentials, on, law)),
            supposed=any(not one.equivalencies for one in waiting),
        )
    level = schooling.further(facts.credentials, on, law)
    if level is not None:
        yield Step(
            Kind.CREDENTIAL,
            lambda one: replace(one, credentials=schooling.with_foreign(one.credentials, level, on)),
            education=level,
        )
    for studied in (EducationLevel.TWO_YEAR, EducationLevel.MASTERS):
        yield Step(Kind.CANADIAN_CREDENTIAL, partial(_studied_in_canada, studied), education=studied)


def _studied_in_canada(level: EducationLevel, facts: Facts) -> Facts:
    """A program of two academic years in class in Canada, completed."""
    return replace(facts, credentials=schooling.with_canadian(facts.credentials, level), studied_in_canada=True)


# ---- Work


def _work(facts: Facts, on: date, law: Law) -> Iterator[Step]:
    yield Step(Kind.CANADIAN_WORK, lambda one: _year_in_canada(one, on, law))
    yield Step(Kind.FOREIGN_WORK, lambda one: _year_abroad(one, on, law))
    trade = facts.primary_occupation
    if offers.is_trade(trade, law) and offers.certified_trade(facts.certificate, on, law) is None:
        yield Step(Kind.CERTIFICATE, partial(replace, certificate=Certificate(noc_code=trade)))


def _year_in_canada(facts: Facts, on: date, law: Law) -> Facts:
    more = {"canadian": 1, "canadian_last_three": 1, "skilled": 1, "canadian_ever": 1}
    return replace(_with_year(facts, on, law, more), worked_in_canada=True)


def _year_abroad(facts: Facts, on: date, law: Law) -> Facts:
    return _with_year(facts, on, law, {"foreign": 1, "skilled": 1})


def _with_year(facts: Facts, on: date, law: Law, more: dict[str, int]) -> Facts:
    """One more year of full-time work in the primary occupation; alone it is a continuous year."""
    counted = with_counted(facts, on, law, **more)
    years = counted.counted_years
    if years is None or facts.primary_occupation is None:
        return counted
    trade = facts.qualified_on is not None and offers.is_trade(facts.primary_occupation, law)
    return replace(
        counted,
        counted_years=replace(
            years,
            continuous_primary=max(1, years.continuous_primary),
            trade_last_five=min(5, years.trade_last_five + trade),
        ),
    )


# ---- What others give


def _from_others(facts: Facts, law: Law) -> Iterator[Step]:
    if facts.nomination is None:
        nominating = [one for one in facts.provinces if one not in (Province.QC, Province.NU)]
        province = nominating[0] if nominating else Province.ON
        yield Step(Kind.NOMINATION, partial(replace, nomination=province))
    occupation = law.occupations.get(facts.primary_occupation or "")
    if facts.job_offer is None and occupation is not None and occupation.skilled:
        yield Step(Kind.JOB_OFFER, partial(replace, job_offer=_offer(facts.primary_occupation)))


def _offer(noc_code: str | None) -> JobOffer:
    """A lasting full-time offer on a labour market impact assessment, to somebody who is not in Canada yet."""
    return JobOffer(noc_code=noc_code, full_time=True, lasts_a_year=True, permit=WorkPermit.NONE, lmia_approved=True)
