"""The requirements of the programs, taken apart: what was asked, what was answered, what is needed, what is missing."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from flask_babel import gettext as _
from flask_babel import ngettext

from expressentry import explain, formats
from expressentry.analysis import resting
from expressentry.analysis.resting import Place
from expressentry.labels import LEVEL_NAME, words
from expressentry.rules.experience import UNITS_PER_HOUR
from expressentry.rules.facts import Ability, Language
from expressentry.rules.law import Law, Source
from expressentry.rules.programs import ProgramResult, Requirement, RequirementKey
from expressentry.rules.selection_grid import GridLine

# What was answered, what is needed, what is missing; the last empty if the requirement is met.
Said = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Tested:
    """A requirement, tested: the answer used, what is needed, what is missing, and where it is written."""

    requirement: Requirement
    answer: str
    needed: str
    missing: str
    places: tuple[Place, ...]

    @property
    def key(self) -> RequirementKey:
        """Which requirement it is."""
        return self.requirement.key

    @property
    def met(self) -> bool:
        """True if it is met."""
        return self.requirement.met

    @property
    def source(self) -> Source:
        """Where it is written."""
        return self.requirement.source

    @property
    def sure(self) -> str:
        """How sure we are of having read it right."""
        return resting.sure(self.requirement.source)


@dataclass(frozen=True, slots=True)
class GridEntry:
    """A factor of the selection grid with what it rests on."""

    line: GridLine
    answer: str
    place: Place

    @property
    def sure(self) -> str:
        """How sure we are of having read it right."""
        return resting.sure(self.line.source)


@dataclass(frozen=True, slots=True)
class ProgramEntry:
    """A program, requirement by requirement; with its selection grid, if it has one."""

    result: ProgramResult
    tested: tuple[Tested, ...]
    grid: tuple[GridEntry, ...]


def entry(result: ProgramResult, law: Law) -> ProgramEntry:
    """One program's requirements, each taken apart."""
    tested = tuple(
        Tested(one, *_SAID[one.key](one, law), resting.requirement(one.key, result.program, law))
        for one in result.requirements
    )
    lines = result.grid.lines if result.grid is not None else ()
    grid = tuple(GridEntry(line, explain.grid_line(line), resting.grid(line.factor, law)) for line in lines)
    return ProgramEntry(result, tested, grid)


def _missing(tested: Requirement, what: str) -> str:
    return "" if tested.met else what


def _outside_quebec(tested: Requirement, _law: Law) -> Said:
    needed = _("A province or territory other than Quebec")
    return explain.provinces(tested.have or ()) or _("No place named yet"), needed, _missing(tested, needed)


def _hours(tested: Requirement, _law: Law) -> Said:
    answer, needed = (_in_hours(formats.hours(Fraction(units, UNITS_PER_HOUR))) for units in (tested.have, tested.need))
    if tested.reason == "not_qualified":
        return answer, needed, explain.requirement(tested)
    short = _in_hours(formats.hours_up(Fraction(tested.short, UNITS_PER_HOUR)))
    return answer, needed, _missing(tested, short)


def _in_hours(number: str) -> str:
    return _("%(number)s hours", number=number)


def _occupation(tested: Requirement, law: Law) -> Said:
    if law.work.occupations == "noc_2016":
        needed = _("An occupation of skill type 0 or skill level A or B (NOC 2011 and 2016)")
    else:
        needed = _("An occupation of TEER 0, 1, 2 or 3 (NOC 2021)")
    return explain.requirement(tested), needed, _missing(tested, needed)


def _trade(tested: Requirement, _law: Law) -> Said:
    needed = _("An occupation in a skilled trade group of IRPR 87.2(1)")
    return explain.requirement(tested), needed, _missing(tested, needed)


def _language(tested: Requirement, _law: Law) -> Said:
    language = Language(tested.reason or Language.ENGLISH)
    needed = _levels(tested.need, language)
    if tested.have is None:
        return _("No language test result that counts"), needed, needed
    answer = f"{words(language)}{formats.colon()}{_levels(tested.have, language)}"
    pairs = zip(Ability, tested.short, strict=True)
    short = "; ".join(
        ngettext("%(ability)s: %(num)s level", "%(ability)s: %(num)s levels", levels, ability=words(ability))
        for ability, levels in pairs
        if levels
    )
    return answer, needed, short


def _levels(levels: tuple[int, ...], language: Language) -> str:
    name = str(LEVEL_NAME[language])
    if len(set(levels)) == 1:
        return _("%(level)s in all four abilities", level=explain.level(levels[0], language))
    told = ", ".join(f"{words(of)} {explain.level(level, language)}" for of, level in zip(Ability, levels, strict=True))
    return told or name


def _education(tested: Requirement, _law: Law) -> Said:
    needed = _("A secondary or higher credential, Canadian or assessed")
    return explain.requirement(tested), needed, _missing(tested, needed)


def _body(tested: Requirement, _law: Law) -> Said:
    answer = words(tested.have) if tested.have is not None else _("No assessor named")
    return answer, words(tested.need), _missing(tested, words(tested.need))


def _grid(tested: Requirement, _law: Law) -> Said:
    answer, needed, short = (
        ngettext("%(num)s point", "%(num)s points", points) for points in (tested.have, tested.need, tested.short)
    )
    return answer, needed, _missing(tested, short)


def _funds(tested: Requirement, _law: Law) -> Said:
    answer = _("No amount yet") if tested.have is None else formats.money(tested.have)
    if tested.reason is not None:
        return answer, explain.requirement(tested), ""
    if tested.need is None:
        return answer, _("Depends on the size of your family"), explain.requirement(tested)
    return answer, formats.money(tested.need), _missing(tested, formats.money(tested.short))


def _branch(tested: Requirement, _law: Law) -> Said:
    needed = _("A valid certificate of qualification, or a qualifying job offer, in that trade")
    return explain.requirement(tested), needed, _missing(tested, needed)


_SAID: dict[RequirementKey, Callable[[Requirement, Law], Said]] = {
    RequirementKey.OUTSIDE_QUEBEC: _outside_quebec,
    RequirementKey.CANADIAN_WORK: _hours,
    RequirementKey.PRIMARY_OCCUPATION: _occupation,
    RequirementKey.CONTINUOUS_WORK: _hours,
    RequirementKey.LANGUAGE: _language,
    RequirementKey.EDUCATION: _education,
    RequirementKey.PROFESSIONAL_BODY: _body,
    RequirementKey.GRID: _grid,
    RequirementKey.FUNDS: _funds,
    RequirementKey.TRADE: _trade,
    RequirementKey.TRADE_WORK: _hours,
    RequirementKey.CERTIFICATE_OR_OFFER: _branch,
}
