"""What an accompanying spouse or partner could do for the candidate's score."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from expressentry.analysis import schooling, sittings
from expressentry.analysis.step import Change, Kind, Step
from expressentry.rules import experience, language
from expressentry.rules.facts import Facts, Language, LanguageResult, Spouse
from expressentry.rules.law import Law

SpouseChange = Callable[[Spouse], Spouse]
_LEVELS = (5, 7, 9)


def spouse_steps(facts: Facts, on: date, law: Law) -> Iterator[Step]:
    """Language to each level that pays, credentials assessed or one more, and a year of work in Canada."""
    spouse = facts.spouse
    if spouse is None or not facts.accompanied:
        return
    yield from _language(spouse, on, law)
    if schooling.unassessed(spouse.credentials, on, law):
        supposed = any(not one.equivalencies for one in schooling.unassessed(spouse.credentials, on, law))
        yield Step(
            Kind.SPOUSE_ASSESSMENT,
            _of_spouse(lambda one: replace(one, credentials=schooling.assessed(one.credentials, on, law))),
            supposed=supposed,
        )
    level = schooling.further(spouse.credentials, on, law)
    if level is not None:
        yield Step(
            Kind.SPOUSE_CREDENTIAL,
            _of_spouse(lambda one: replace(one, credentials=schooling.with_foreign(one.credentials, level, on))),
            education=level,
        )
    years = experience.spouse_canadian_years(facts, on, law) + 1
    yield Step(
        Kind.SPOUSE_CANADIAN_WORK,
        _of_spouse(lambda one: replace(one, jobs=(), canadian_years=min(years, 80), worked_in_canada=True)),
    )


def _language(spouse: Spouse, on: date, law: Law) -> Iterator[Step]:
    levels = language.levels(spouse.language, on, law) or (0, 0, 0, 0)
    tested = spouse.language.test.language if spouse.language and spouse.language.test else Language.ENGLISH
    for level in [level for level in _LEVELS if level > min(levels)] or [sittings.HIGHEST]:
        result = _sat(spouse, tested, sittings.raised(levels, level), on, law)
        change = _of_spouse(partial(replace, language=result))
        yield Step(Kind.SPOUSE_LANGUAGE, change, language=tested, level=level)


def _sat(spouse: Spouse, tested: Language, levels: language.Levels, on: date, law: Law) -> LanguageResult:
    return sittings.result_at(sittings.usual_test((spouse.language,), tested, law), levels, on)


def _of_spouse(change: SpouseChange) -> Change:
    def changed(facts: Facts) -> Facts:
        return replace(facts, spouse=change(facts.spouse)) if facts.spouse is not None else facts

    return changed
