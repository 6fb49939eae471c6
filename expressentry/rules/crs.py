"""The Comprehensive Ranking System: facts on a day, under a law, to a scorecard that says why for every point."""

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from expressentry.rules import education, experience, language, offers
from expressentry.rules.education import CanadianStudy
from expressentry.rules.facts import Ability, EducationLevel, Facts, Language
from expressentry.rules.language import Levels
from expressentry.rules.law import Combination, Law, Source, Steps
from expressentry.rules.scorecard import CapKind, Cut, Factor, Line, Pair, Part, Scorecard, Section, SectionName
from expressentry.rules.years import completed_years

_ABILITIES = tuple(Ability)
_NO_LEVELS: Levels = (0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class _Read:
    """The facts as the score reads them on that day."""

    accompanied: bool
    age: int
    education: EducationLevel
    results: dict[Language, Levels]
    canadian_years: int
    foreign_years: int
    certificate: bool
    additional: tuple[Line, ...]
    spouse: tuple[Line, ...]


def score(facts: Facts, on: date, law: Law) -> Scorecard:
    """The score of these facts on that day under that law.

    If both official languages are tested and the candidate has not said which is first, the better order is taken.
    """
    read = _read(facts, on, law)
    if facts.first_language is not None:
        return _scorecard(read, facts.first_language, on, law)
    if not read.results:
        return _scorecard(read, None, on, law)
    cards = [_scorecard(read, first, on, law) for first in read.results]
    return max(cards, key=lambda card: card.total)


def _read(facts: Facts, on: date, law: Law) -> _Read:
    accompanied = facts.accompanied
    results = language.results(facts, on, law)
    return _Read(
        accompanied=accompanied,
        age=completed_years(facts.birth_date, on) if facts.birth_date else -1,
        education=education.highest(facts.credentials, on, law),
        results=results,
        canadian_years=experience.canadian_years(facts, on, law),
        foreign_years=experience.foreign_years(facts, on, law),
        certificate=offers.certified_trade(facts.certificate, on, law) is not None,
        additional=_additional_lines(facts, accompanied, results, on, law),
        spouse=_spouse_lines(facts, on, law) if accompanied else _no_spouse(law),
    )


def _scorecard(read: _Read, first: Language | None, on: date, law: Law) -> Scorecard:
    column = 0 if read.accompanied else 1
    others = [tested for tested in read.results if tested is not first]
    second = others[0] if others and first is not None else None
    first_levels = read.results.get(first, _NO_LEVELS) if first is not None else _NO_LEVELS
    second_levels = read.results[second] if second is not None else _NO_LEVELS
    core = (
        _age(law, column, read.age),
        _education(law, column, read.education),
        _first_language(law, column, first if first in read.results else None, first_levels),
        _second_language(law, column, second, second_levels),
        _canadian_work(law, column, read.canadian_years),
    )
    lowest = min(first_levels)
    transferability = (
        _education_transferability(law, read.education, lowest, read.canadian_years),
        _foreign_work_transferability(law, read.foreign_years, lowest, read.canadian_years),
        _certificate(law, read.certificate, lowest),
    )
    sections = (
        _section(SectionName.CORE, core, law.crs_core.maximum[column]),
        _section(SectionName.SPOUSE, read.spouse, law.crs_spouse.maximum if read.accompanied else 0),
        _section(SectionName.TRANSFERABILITY, transferability, law.crs_transferability.maximum),
        _section(SectionName.ADDITIONAL, read.additional, law.crs_additional.maximum),
    )
    a, b, c, d = sections
    total = a.points + b.points + c.points + d.points
    return Scorecard(total, sections, on, law.version, read.accompanied, first)


@lru_cache(maxsize=65536)
def _section(name: SectionName, lines: tuple[Line, ...], maximum: int) -> Section:
    """The lines under the section's maximum, which cuts the last lines first and a nomination last of all."""
    raw = sum(line.points for line in lines)
    if raw <= maximum:
        return Section(name, lines, raw, raw, maximum)
    left, counted = maximum, {}
    for line in sorted(lines, key=lambda line: line.factor is not Factor.NOMINATION):
        counted[line.factor] = _cut_to(line, min(line.points, left), maximum)
        left -= counted[line.factor].points
    return Section(name, tuple(counted[line.factor] for line in lines), raw, maximum, maximum)


def _cut_to(line: Line, points: int, limit: int) -> Line:
    if points == line.points:
        return line
    return replace(line, points=points, cuts=(*line.cuts, Cut(CapKind.SECTION, limit, line.points - points)))


def _line(
    factor: Factor, basis: tuple[object, ...], raw: int, maximum: int, source: Source, parts: tuple[Part, ...] = ()
) -> Line:
    """A line under its own factor's maximum."""
    if raw <= maximum:
        return Line(factor, basis, raw, raw, maximum, parts, (), source)
    return Line(factor, basis, raw, maximum, maximum, parts, (Cut(CapKind.FACTOR, maximum, raw - maximum),), source)


# ---- Section A


@lru_cache(maxsize=4096)
def _age(law: Law, column: int, age: int) -> Line:
    """Points for age in completed years on the day; an unknown age earns none (s. 10)."""
    table = law.crs_core.age
    points = table.points(age, column) if age >= 0 else 0
    return _line(Factor.AGE, (age,) if age >= 0 else (), points, table.maximum[column], table.source)


@lru_cache(maxsize=4096)
def _education(law: Law, column: int, level: EducationLevel) -> Line:
    """Points for the highest level of education (s. 11)."""
    table = law.crs_core.education
    return _line(Factor.EDUCATION, (level,), table.columns[column][level], table.maximum[column], table.source)


@lru_cache(maxsize=65536)
def _first_language(law: Law, column: int, first: Language | None, levels: Levels) -> Line:
    """Points per ability in the first official language (ss. 12, 13)."""
    return _language_line(Factor.FIRST_LANGUAGE, law.crs_core.first_language, column, first, levels)


@lru_cache(maxsize=65536)
def _second_language(law: Law, column: int, second: Language | None, levels: Levels) -> Line:
    """Points per ability in the second official language (ss. 12, 14)."""
    return _language_line(Factor.SECOND_LANGUAGE, law.crs_core.second_language, column, second, levels)


def _language_line(factor: Factor, table: Steps, column: int, tested: Language | None, levels: Levels) -> Line:
    best = max(table.columns[column])
    parts = tuple(
        Part(ability, (level,), table.points(level, column), best)
        for ability, level in zip(_ABILITIES, levels, strict=True)
    )
    if tested is None:
        return _line(factor, (), 0, table.maximum[column], table.source)
    return _line(factor, (tested,), sum(part.points for part in parts), table.maximum[column], table.source, parts)


@lru_cache(maxsize=4096)
def _canadian_work(law: Law, column: int, years: int) -> Line:
    """Points for completed years of Canadian skilled work (s. 15)."""
    table = law.crs_core.canadian_work
    return _line(Factor.CANADIAN_WORK, (years,), table.points(years, column), table.maximum[column], table.source)


# ---- Section B


def _spouse_lines(facts: Facts, on: date, law: Law) -> tuple[Line, ...]:
    spouse = facts.spouse
    if spouse is None:
        return _no_spouse(law)
    levels = language.levels(spouse.language, on, law)
    tested = spouse.language.test.language if levels and spouse.language and spouse.language.test else None
    return (
        _spouse_education(law, education.highest(spouse.credentials, on, law)),
        _spouse_language(law, tested, levels or _NO_LEVELS),
        _spouse_canadian_work(law, experience.spouse_canadian_years(facts, on, law)),
    )


@lru_cache(maxsize=64)
def _no_spouse(law: Law) -> tuple[Line, ...]:
    table = law.crs_spouse
    return (
        Line(Factor.SPOUSE_EDUCATION, (), 0, 0, 0, source=table.education.source),
        Line(Factor.SPOUSE_LANGUAGE, (), 0, 0, 0, source=table.language.source),
        Line(Factor.SPOUSE_CANADIAN_WORK, (), 0, 0, 0, source=table.canadian_work.source),
    )


@lru_cache(maxsize=4096)
def _spouse_education(law: Law, level: EducationLevel) -> Line:
    table = law.crs_spouse.education
    return _line(Factor.SPOUSE_EDUCATION, (level,), table.columns[0][level], table.maximum[0], table.source)


@lru_cache(maxsize=65536)
def _spouse_language(law: Law, tested: Language | None, levels: Levels) -> Line:
    return _language_line(Factor.SPOUSE_LANGUAGE, law.crs_spouse.language, 0, tested, levels)


@lru_cache(maxsize=4096)
def _spouse_canadian_work(law: Law, years: int) -> Line:
    table = law.crs_spouse.canadian_work
    return _line(Factor.SPOUSE_CANADIAN_WORK, (years,), table.points(years), table.maximum[0], table.source)


# ---- Section C


def _tier(number: int, starts: tuple[int, ...]) -> int:
    """How many of the thresholds `number` reaches: 0, 1 or 2."""
    return sum(number >= start for start in starts)


@lru_cache(maxsize=4096)
def _education_transferability(law: Law, level: EducationLevel, lowest: int, canadian_years: int) -> Line:
    """Education with first language, and with Canadian work (ss. 21, 22)."""
    table = law.crs_transferability
    return _combined(
        Factor.EDUCATION_TRANSFERABILITY,
        table.education,
        (Pair.EDUCATION_LANGUAGE, Pair.EDUCATION_CANADIAN_WORK),
        table.education_tiers[level],
        _tier(lowest, table.language_from_level),
        _tier(canadian_years, table.canadian_work_from_years),
    )


@lru_cache(maxsize=4096)
def _foreign_work_transferability(law: Law, foreign_years: int, lowest: int, canadian_years: int) -> Line:
    """Foreign work with first language, and with Canadian work (ss. 23, 24)."""
    table = law.crs_transferability
    return _combined(
        Factor.FOREIGN_WORK_TRANSFERABILITY,
        table.foreign_work,
        (Pair.FOREIGN_WORK_LANGUAGE, Pair.FOREIGN_WORK_CANADIAN_WORK),
        _tier(foreign_years, table.foreign_work_from_years),
        _tier(lowest, table.language_from_level),
        _tier(canadian_years, table.canadian_work_from_years),
    )


def _combined(
    factor: Factor, table: Combination, pairs: tuple[Pair, Pair], tier: int, by_language: int, by_work: int
) -> Line:
    parts = (
        Part(pairs[0], (tier, by_language), table.with_language[tier][by_language], table.with_language[2][2]),
        Part(pairs[1], (tier, by_work), table.with_canadian_work[tier][by_work], table.with_canadian_work[2][2]),
    )
    return _line(factor, (tier,), parts[0].points + parts[1].points, table.maximum, table.source, parts)


@lru_cache(maxsize=256)
def _certificate(law: Law, certified: bool, lowest: int) -> Line:
    """A certificate of qualification with first language: CLB 5 in all four, more from CLB 7 (s. 26)."""
    table = law.crs_transferability.certificate
    tier = _tier(lowest, law.crs_transferability.certificate_language_from_level)
    points = table.with_language[1 if certified else 0][tier]
    part = Part(Pair.CERTIFICATE_LANGUAGE, (int(certified), tier), points, table.with_language[1][2])
    return _line(Factor.CERTIFICATE, (certified,), points, table.maximum, table.source, (part,))


# ---- Section D


def _additional_lines(
    facts: Facts, accompanied: bool, results: dict[Language, Levels], on: date, law: Law
) -> tuple[Line, ...]:
    spouse = facts.spouse
    sibling = facts.sibling_in_canada is True or (
        accompanied and spouse is not None and spouse.sibling_in_canada is True
    )
    offer = None
    if facts.job_offer is not None and offers.qualifies_for_points(facts.job_offer, on, law):
        offer = law.occupations[facts.job_offer.noc_code or ""].senior_manager
    return (
        _french(law, min(results.get(Language.FRENCH, _NO_LEVELS)), min(results.get(Language.ENGLISH, _NO_LEVELS))),
        _yes_or_no(law, Factor.SIBLING, sibling),
        _canadian_study(law, education.canadian_study(facts.credentials)),
        _arranged_employment(law, offer),
        _yes_or_no(law, Factor.NOMINATION, facts.nomination is not None),
    )


@lru_cache(maxsize=1024)
def _french(law: Law, french: int, english: int) -> Line:
    """French at NCLC 7 in all four, more with English at CLB 5 in all four, whichever language is first."""
    table = law.crs_additional.factors.get("french")
    if table is None:
        return _not_in_force(Factor.FRENCH)
    values = table.values
    if french < values["from_french_level"]:
        points = 0
    else:
        points = values["with_english" if english >= values["from_english_level"] else "without_english"]
    return _line(Factor.FRENCH, (french, english), points, values["with_english"], table.source)


@lru_cache(maxsize=256)
def _yes_or_no(law: Law, factor: Factor, yes: bool) -> Line:
    table = law.crs_additional.factors.get(factor.value)
    if table is None:
        return _not_in_force(factor)
    points = table.values["points"]
    return _line(factor, (yes,), points if yes else 0, points, table.source)


@lru_cache(maxsize=256)
def _canadian_study(law: Law, tier: CanadianStudy) -> Line:
    """The highest eligible Canadian credential (s. 30)."""
    table = law.crs_additional.factors.get("canadian_study")
    if table is None:
        return _not_in_force(Factor.CANADIAN_STUDY)
    points = 0 if tier is CanadianStudy.NONE else table.values[tier.value]
    return _line(Factor.CANADIAN_STUDY, (tier,), points, table.values["three_year_or_longer"], table.source)


@lru_cache(maxsize=256)
def _arranged_employment(law: Law, offer: bool | None) -> Line:
    """A qualifying job offer: true for a senior manager, false for another, `None` without one (s. 29)."""
    table = law.crs_additional.factors.get("arranged_employment")
    if table is None:
        return _not_in_force(Factor.ARRANGED_EMPLOYMENT)
    points = 0 if offer is None else table.values["senior_manager" if offer else "other"]
    return _line(Factor.ARRANGED_EMPLOYMENT, (offer,), points, table.values["senior_manager"], table.source)


def _not_in_force(factor: Factor) -> Line:
    return Line(factor, (), 0, 0, 0)
