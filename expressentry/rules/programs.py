"""Eligibility: which of the three federal programs take a candidate, requirement by requirement, and why not."""

from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from expressentry.rules import education, experience, language, offers
from expressentry.rules.experience import Question
from expressentry.rules.facts import Assessor, EducationLevel, Facts, Language, Province
from expressentry.rules.language import Levels
from expressentry.rules.law import Law, Source
from expressentry.rules.selection_grid import Grid, selection_grid


class Program(StrEnum):
    """A class of the Regulations under which an invitation can be issued."""

    CEC = "cec"
    FSW = "fsw"
    FST = "fst"
    PNP = "pnp"


class RequirementKey(StrEnum):
    """One requirement of a program; the text of each says what its `have`, `need` and `short` are."""

    OUTSIDE_QUEBEC = "outside_quebec"
    CANADIAN_WORK = "canadian_work"
    PRIMARY_OCCUPATION = "primary_occupation"
    CONTINUOUS_WORK = "continuous_work"
    LANGUAGE = "language"
    EDUCATION = "education"
    PROFESSIONAL_BODY = "professional_body"
    GRID = "grid"
    FUNDS = "funds"
    TRADE = "trade"
    TRADE_WORK = "trade_work"
    CERTIFICATE_OR_OFFER = "certificate_or_offer"


@dataclass(frozen=True, slots=True, eq=False)
class Requirement:
    """One requirement on a day: met or not, the input used, what is needed, and the shortfall.

    Hours are in counting units of `experience`, money in cents, languages in levels per ability, the grid in points.
    `have` is `None` where the candidate has not said; `reason` names a special case ("exempt:a", "branch:i").
    Each is made once, by `_requirement`, and compared by identity.
    """

    key: RequirementKey
    met: bool
    have: Any
    need: Any
    short: Any
    source: Source
    reason: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ProgramResult:
    """Whether one program takes the candidate: `met` if every requirement is. Made once, compared by identity."""

    program: Program
    requirements: tuple[Requirement, ...]
    grid: Grid | None
    met: bool


@lru_cache(maxsize=65536)
def _requirement(
    key: RequirementKey, met: bool, have: Any, need: Any, short: Any, source: Source, reason: str | None = None
) -> Requirement:
    return Requirement(key, met, have, need, short, source, reason)


@lru_cache(maxsize=65536)
def _result(program: Program, requirements: tuple[Requirement, ...], grid: Grid | None = None) -> ProgramResult:
    return ProgramResult(program, requirements, grid, all(requirement.met for requirement in requirements))


@dataclass(frozen=True, slots=True)
class Assessment:
    """The three programs in the order of invitation, on a day under a law.

    `programs` are those that take the candidate, in that order; none during a bar (IRPA 10.1(4)).
    """

    results: tuple[ProgramResult, ...]
    programs: tuple[Program, ...]
    barred: bool
    nominated: bool
    bar_source: Source

    @property
    def eligible(self) -> bool:
        """True if the pool is open: at least one program takes the candidate."""
        return bool(self.programs)

    @property
    def program_of_invitation(self) -> Program | None:
        """The class an invitation would be issued under: a nominee only as such, else the first in order."""
        if not self.programs:
            return None
        return Program.PNP if self.nominated else self.programs[0]


def assess(facts: Facts, on: date, law: Law) -> Assessment:
    """Each federal program's requirements on that day under that law (IRPR 75 to 87.2)."""
    tested = language.results(facts, on, law)
    results = tuple([_ASSESS[name](facts, tested, on, law) for name in law.programs.order])
    barred = facts.barred_for_misrepresentation is True
    programs = () if barred else tuple([result.program for result in results if result.met])
    return Assessment(results, programs, barred, facts.nomination is not None, law.programs.pool_source)


# ---- Requirements that several programs share


def _outside_quebec(facts: Facts, law: Law) -> Requirement:
    met = any(province is not Province.QC for province in facts.provinces)
    return _requirement(
        RequirementKey.OUTSIDE_QUEBEC, met, facts.provinces or None, None, None, law.programs.pool_source
    )


def _language(results: dict[Language, Levels], need: Levels, source: Source) -> Requirement:
    """All four abilities at the level in one official language, whichever comes nearest."""
    return _nearest(tuple(results.items()), need, source)


@lru_cache(maxsize=65536)
def _nearest(tested: tuple[tuple[Language, Levels], ...], need: Levels, source: Source) -> Requirement:
    results = dict(tested)
    shorts = {
        of: tuple(max(0, wanted - reached) for wanted, reached in zip(need, levels, strict=True))
        for of, levels in tested
    }
    if not shorts:
        return _requirement(RequirementKey.LANGUAGE, False, None, need, need, source)
    nearest = min(shorts, key=lambda of: sum(shorts[of]))
    met = not any(shorts[nearest])
    return _requirement(RequirementKey.LANGUAGE, met, results[nearest], need, shorts[nearest], source, nearest.value)


def _funds(facts: Facts, law: Law, source: Source, branch: str | None, exempt: Container[str | None]) -> Requirement:
    """Half the minimum necessary income for the family, unless the job offer exempts (IRPR 76(1)(b), 87.2(5))."""
    if branch in exempt:
        return _requirement(RequirementKey.FUNDS, True, facts.funds_cents, None, None, source, f"exempt:{branch}")
    if facts.family_size is None or facts.funds_cents is None:
        need = law.funds.needed_cents(facts.family_size) if facts.family_size else None
        return _requirement(RequirementKey.FUNDS, False, facts.funds_cents, need, need, law.funds.source)
    need = law.funds.needed_cents(max(1, facts.family_size))
    short = max(0, need - facts.funds_cents)
    return _requirement(RequirementKey.FUNDS, short == 0, facts.funds_cents, need, short, law.funds.source)


def _work(
    key: RequirementKey, have: int, years: int, law: Law, source: Source, reason: str | None = None
) -> Requirement:
    need = years * experience.year_units(law)
    return _requirement(key, have >= need and reason is None, have, need, max(0, need - have), source, reason)


def _occupation(key: RequirementKey, facts: Facts, met: bool, source: Source) -> Requirement:
    return _requirement(key, met, facts.primary_occupation, None, None, source)


# ---- Canadian Experience Class


def _cec(facts: Facts, results: dict[Language, Levels], on: date, law: Law) -> ProgramResult:
    """Canadian Experience Class (IRPR 87.1)."""
    rules = law.programs.cec
    units, occupation = _cec_work(facts, on, law)
    read = law.occupations.get(occupation) if occupation else None
    higher = read is None or read.higher_language
    level = rules.higher_language_level if higher else rules.lower_language_level
    requirements = (
        _outside_quebec(facts, law),
        _work(RequirementKey.CANADIAN_WORK, units, rules.work_years, law, rules.source),
        _language(results, (level, level, level, level), rules.source),
    )
    return _result(Program.CEC, requirements)


def _cec_work(facts: Facts, on: date, law: Law) -> tuple[int, str | None]:
    """Units of Canadian work, and the occupation with most of it; between equals, the one with the higher threshold."""
    if facts.counted_years is not None:
        counted = facts.counted_years
        return counted.canadian_last_three * experience.year_units(
            law
        ), counted.canadian_occupation or facts.primary_occupation
    by_occupation = experience.canadian_units_by_occupation(facts, on, law)
    if not by_occupation:
        return 0, facts.primary_occupation
    if len(by_occupation) == 1:
        ((occupation, worked),) = by_occupation.items()
        return worked, occupation
    most = max(by_occupation, key=lambda code: (by_occupation[code], law.occupations[code].higher_language))
    return experience.units(Question.CEC, facts, on, law), most


# ---- Federal Skilled Worker


def _fsw(facts: Facts, results: dict[Language, Levels], on: date, law: Law) -> ProgramResult:
    """Federal Skilled Worker program (IRPR 75 and 76)."""
    rules = law.programs.fsw
    occupation = law.occupations.get(facts.primary_occupation) if facts.primary_occupation else None
    branch = offers.arranged_employment_branch(facts.job_offer, on, law)
    level = education.highest(facts.credentials, on, law)
    grid = selection_grid(facts, results, level, branch, on, law)
    need = (rules.language_level,) * 4
    educated = level is not EducationLevel.LESS_THAN_SECONDARY
    requirements = [
        _outside_quebec(facts, law),
        _occupation(
            RequirementKey.PRIMARY_OCCUPATION, facts, occupation is not None and occupation.skilled, rules.source
        ),
        _work(RequirementKey.CONTINUOUS_WORK, _continuous(facts, on, law), rules.work_years, law, rules.source),
        _language(results, need, rules.source),
        _requirement(RequirementKey.EDUCATION, educated, level if educated else None, None, None, rules.source),
        *_professional_body(facts, on, law),
        _requirement(
            RequirementKey.GRID,
            grid.total >= grid.pass_mark,
            grid.total,
            grid.pass_mark,
            max(0, grid.pass_mark - grid.total),
            rules.source,
        ),
        _funds(facts, law, rules.source, branch, rules.exempt_from_funds),
    ]
    return _result(Program.FSW, tuple(requirements), grid)


def _continuous(facts: Facts, on: date, law: Law) -> int:
    if facts.counted_years is not None:
        return facts.counted_years.continuous_primary * experience.year_units(law)
    return experience.units(Question.FSW_CONTINUOUS, facts, on, law)


def _professional_body(facts: Facts, on: date, law: Law) -> list[Requirement]:
    """In some professions a foreign credential must be assessed by the profession's own body (IRPR 75(2.1))."""
    body = law.programs.fsw.professional_bodies.get(facts.primary_occupation or "")
    counted = [credential for credential in facts.credentials if education.uncounted(credential, on, law) is None]
    foreign: list[Assessor | None] = [credential.assessor for credential in counted if not credential.canadian]
    if body is None or any(credential.canadian for credential in counted) or not counted:
        return []
    have = next((assessor for assessor in foreign if assessor is body), foreign[0])
    source = law.programs.fsw.professional_source
    return [_requirement(RequirementKey.PROFESSIONAL_BODY, have is body, have, body, None, source)]


# ---- Federal Skilled Trades


def _fst(facts: Facts, results: dict[Language, Levels], on: date, law: Law) -> ProgramResult:
    """Federal Skilled Trades program (IRPR 87.2)."""
    rules = law.programs.fst
    branch = offers.has_certificate_or_offer(facts, on, law)
    requirements = (
        _outside_quebec(facts, law),
        _occupation(RequirementKey.TRADE, facts, offers.is_trade(facts.primary_occupation, law), rules.source),
        _trade_work(facts, on, law),
        _language(results, tuple(rules.language_levels.values()), rules.source),  # type: ignore[arg-type]
        _requirement(
            RequirementKey.CERTIFICATE_OR_OFFER,
            branch is not None,
            branch,
            None,
            None,
            rules.source,
            branch and f"branch:{branch}",
        ),
        _funds(facts, law, rules.source, branch, rules.exempt_from_funds),
    )
    return _result(Program.FST, requirements)


def _trade_work(facts: Facts, on: date, law: Law) -> Requirement:
    """Two years in the trade within five, since qualifying to practise it independently."""
    rules = law.programs.fst
    if facts.counted_years is not None:
        have = facts.counted_years.trade_last_five * experience.year_units(law)
        have = have if offers.is_trade(facts.primary_occupation, law) else 0
        return _work(RequirementKey.TRADE_WORK, have, rules.work_years, law, rules.source)
    unqualified = facts.qualified_on is None or facts.qualified_on > on
    reason = "not_qualified" if unqualified and offers.is_trade(facts.primary_occupation, law) else None
    units = experience.units(Question.FST, facts, on, law)
    return _work(RequirementKey.TRADE_WORK, units, rules.work_years, law, rules.source, reason)


_ASSESS: dict[str, Callable[[Facts, dict[Language, Levels], date, Law], ProgramResult]] = {
    Program.CEC.value: _cec,
    Program.FSW.value: _fsw,
    Program.FST.value: _fst,
}
