"""Why: the sentence behind every point and every requirement, in the reader's language."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from flask import g
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from expressentry import formats
from expressentry.labels import BROAD_CATEGORIES, CONFIDENCE, LEVEL_NAME, SHORT_NAMES, words
from expressentry.rules import noc
from expressentry.rules.experience import UNITS_PER_HOUR
from expressentry.rules.facts import Ability, EducationLevel, Language, Province
from expressentry.rules.law import Source
from expressentry.rules.programs import Assessment, Program, Requirement, RequirementKey
from expressentry.rules.scorecard import Factor, Line, Part
from expressentry.rules.selection_grid import GridFactor, GridLine
from expressentry.rules.years import completed_years


def line(scored: Line) -> str:
    """What the points of a line rest on."""
    if scored.source is None:
        return _("Earns no points under this law")
    if scored.maximum == 0:
        return _("No accompanying spouse or partner")
    return _LINES[scored.factor](*scored.basis)


def _age(years: int | None = None) -> str:
    if years is None:
        return _("No date of birth yet")
    return ngettext("%(num)s year old", "%(num)s years old", years)


def _years(years: int) -> str:
    return ngettext("%(num)s completed year", "%(num)s completed years", years)


def _education(level: EducationLevel) -> str:
    return words(level)


def _language(tested: Language | None = None) -> str:
    return _("No result that counts") if tested is None else words(tested)


def _yes(yes: bool) -> str:
    return _("Yes") if yes else _("No")


def _french(french: int, english: int) -> str:
    lowest = (level(french, Language.FRENCH), level(english, Language.ENGLISH))
    return _("Lowest level in French: %(french)s; in English: %(english)s", french=lowest[0], english=lowest[1])


def _offer(senior: bool | None) -> str:
    if senior is None:
        return _("No job offer that qualifies")
    return _("A qualifying offer as a senior manager") if senior else _("A qualifying offer")


def _foreign_work(tier: int) -> str:
    return (
        _("Less than one year of foreign work"),
        _("One or two years of foreign work"),
        _("Three years or more of foreign work"),
    )[tier]


def _schooling(tier: int) -> str:
    return (
        _("No post-secondary credential that counts"),
        _("One post-secondary credential"),
        _("Two credentials, a master's, professional or doctoral degree"),
    )[tier]


_LINES: dict[Factor, Callable[..., str]] = {
    Factor.AGE: _age,
    Factor.EDUCATION: _education,
    Factor.FIRST_LANGUAGE: _language,
    Factor.SECOND_LANGUAGE: _language,
    Factor.CANADIAN_WORK: _years,
    Factor.SPOUSE_EDUCATION: _education,
    Factor.SPOUSE_LANGUAGE: _language,
    Factor.SPOUSE_CANADIAN_WORK: _years,
    Factor.EDUCATION_TRANSFERABILITY: _schooling,
    Factor.FOREIGN_WORK_TRANSFERABILITY: _foreign_work,
    Factor.CERTIFICATE: _yes,
    Factor.FRENCH: _french,
    Factor.SIBLING: _yes,
    Factor.CANADIAN_STUDY: words,
    Factor.ARRANGED_EMPLOYMENT: _offer,
    Factor.NOMINATION: _yes,
}


def in_short(total: int, programs: tuple[Program, ...]) -> str:
    """The score and the programs in one sentence, to be heard after each answer."""
    if not programs:
        return _("CRS score %(total)s. No program takes you yet.", total=total)
    taken = ", ".join(words(program) for program in programs)
    return _("CRS score %(total)s. Requirements met: %(programs)s.", total=total, programs=taken)


def part(scored: Part, tested: Language | None) -> str:
    """An ability with its level, or a pair."""
    if isinstance(scored.of, Ability):
        return _("%(ability)s %(level)s", ability=words(scored.of), level=level(scored.basis[0], tested))
    return words(scored.of)


def level(reached: int, tested: Language | None) -> str:
    """A level with the name it has in its language: CLB 7, NCLC 10 or more, below CLB 4."""
    name = str(LEVEL_NAME[tested or Language.ENGLISH])
    if reached == 0:
        return _("below %(name)s 4", name=name)
    return _("%(name)s 10 or more", name=name) if reached >= 10 else f"{name} {reached}"


def beside(what: tuple[int, Language] | str) -> str:
    """What stands beside a test score: the level it reaches, or words already found."""
    return what if isinstance(what, str) else level(*what)


def _level(reached: int) -> str:
    return _("below 4") if reached < 4 else _("10 or more") if reached >= 10 else str(reached)


def requirement(tested: Requirement) -> str:
    """What a requirement was tested on, and what is missing."""
    return _REQUIREMENTS[tested.key](tested)


def shortfalls(assessment: Assessment) -> dict[str, Any]:
    """What each program lacks, as a letter keeps it: the requirements, and for each what it was tested on and the rule.

    The sentences are kept in both languages, so that they read the same whatever becomes of the answers and the law.
    """
    unmet = {result.program.value: [one for one in result.requirements if not one.met] for result in assessment.results}
    before, kept = g.get("lang"), {}
    for g.lang in ("en", "fr"):
        with force_locale(g.lang):
            kept[g.lang] = {
                program: [[requirement(one), source(one.source)] for one in many] for program, many in unmet.items()
            }
    g.lang = before
    keys = {program: [one.key.value for one in many] for program, many in unmet.items()}
    return {"programs_lacking": keys, "shortfalls": kept}


def _provinces(tested: Requirement) -> str:
    if not tested.have:
        return _("Say where you plan to live")
    if not tested.met:
        return _("Only Quebec is named; Quebec selects its own immigrants")
    return _("You named a place outside Quebec")


def _hours(tested: Requirement) -> str:
    if tested.reason == "not_qualified":
        return _("Say since when you are qualified to practise the trade on your own")
    have, need = (formats.hours(Fraction(units, UNITS_PER_HOUR)) for units in (tested.have, tested.need))
    if tested.met:
        return _("%(have)s hours counted; %(need)s needed", have=have, need=need)
    short = formats.hours_up(Fraction(tested.short, UNITS_PER_HOUR))
    return _("%(have)s hours counted; %(need)s needed; %(short)s missing", have=have, need=need, short=short)


def _occupation(tested: Requirement) -> str:
    found = noc.find(tested.have)
    if found is None:
        return _("Say which occupation is your primary one")
    return f"{found.code} {found.title(formats.language())} ({teer(found.teer)})"


def _language_levels(tested: Requirement) -> str:
    if tested.have is None:
        return _("No language test result that counts")
    language = Language(tested.reason or Language.ENGLISH)
    if tested.met:
        return _("%(language)s: every ability at the level needed", language=words(language))
    missing = [
        _("%(ability)s %(have)s, needed %(need)s", ability=words(ability), have=_level(have), need=need)
        for ability, have, need in zip(Ability, tested.have, tested.need, strict=True)
        if have < need
    ]
    name = str(LEVEL_NAME[language])
    return _("%(language)s (%(name)s): %(missing)s", language=words(language), name=name, missing="; ".join(missing))


def _schooled(tested: Requirement) -> str:
    return _("No credential that counts yet") if tested.have is None else words(tested.have)


def _body(tested: Requirement) -> str:
    if tested.met:
        return words(tested.have)
    return _("Needed: %(body)s", body=words(tested.need))


def _grid(tested: Requirement) -> str:
    if tested.met:
        return _("%(have)s points; %(need)s needed", have=tested.have, need=tested.need)
    return _(
        "%(have)s points; %(need)s needed; %(short)s missing", have=tested.have, need=tested.need, short=tested.short
    )


def _money(tested: Requirement) -> str:
    if tested.reason is not None:
        return _("Not needed: your job offer exempts you")
    if tested.need is None:
        return _("Say how many people are in your family")
    need = formats.money(tested.need)
    if tested.have is None:
        return _("Say how much money you can bring; %(need)s needed", need=need)
    have = formats.money(tested.have)
    if tested.met:
        return _("%(have)s; %(need)s needed", have=have, need=need)
    return _("%(have)s; %(need)s needed; %(short)s missing", have=have, need=need, short=formats.money(tested.short))


def _branch(tested: Requirement) -> str:
    if tested.have == "i":
        return _("A certificate of qualification in the trade")
    if tested.have is not None:
        return _("A job offer in the trade that qualifies")
    return _("Neither a valid certificate nor a qualifying job offer in the trade of your primary occupation")


_REQUIREMENTS: dict[RequirementKey, Callable[[Requirement], str]] = {
    RequirementKey.OUTSIDE_QUEBEC: _provinces,
    RequirementKey.CANADIAN_WORK: _hours,
    RequirementKey.PRIMARY_OCCUPATION: _occupation,
    RequirementKey.CONTINUOUS_WORK: _hours,
    RequirementKey.LANGUAGE: _language_levels,
    RequirementKey.EDUCATION: _schooled,
    RequirementKey.PROFESSIONAL_BODY: _body,
    RequirementKey.GRID: _grid,
    RequirementKey.FUNDS: _money,
    RequirementKey.TRADE: _occupation,
    RequirementKey.TRADE_WORK: _hours,
    RequirementKey.CERTIFICATE_OR_OFFER: _branch,
}


def grid_line(scored: GridLine) -> str:
    """What the points of a line of the selection grid rest on."""
    return _GRID[scored.factor](scored.basis)


def _grid_levels(basis: tuple[Any, ...]) -> str:
    return ", ".join(_level(reached) for reached in basis) or _language()


_GRID: dict[GridFactor, Callable[[tuple[Any, ...]], str]] = {
    GridFactor.EDUCATION: lambda basis: words(basis[0]),
    GridFactor.FIRST_LANGUAGE: _grid_levels,
    GridFactor.SECOND_LANGUAGE: _grid_levels,
    GridFactor.EXPERIENCE: lambda basis: _years(*basis),
    GridFactor.AGE: lambda basis: _age(*basis),
    GridFactor.ARRANGED_EMPLOYMENT: lambda basis: _offer(False if basis else None),
    GridFactor.ADAPTABILITY: lambda basis: ", ".join(words(element) for element in basis) or _("None"),
}


def provinces(named: tuple[Province, ...]) -> str:
    """Provinces and territories in one line."""
    return ", ".join(words(province) for province in named)


def source(cited: Source) -> str:
    """Where a rule is written, with a remark if we are less than sure of having read it right."""
    remark = CONFIDENCE.get(cited.confidence)
    return f"{_(cited.text)} ({remark})" if remark else _(cited.text)


def teer(category: int) -> str:
    """A TEER category by its name."""
    return _("TEER %(category)s", category=category)


def short_name(program: Program) -> str:
    """A program by its initials."""
    return str(SHORT_NAMES[program])


def kinds(row: Any) -> str:
    """The programs a ranked candidate is eligible for, in short."""
    named = [Program(name) for name in ("cec", "fsw", "fst") if getattr(row, name)]
    return ", ".join(short_name(program) for program in ([*named, Program.PNP] if row.nominee else named))


def age(birth_date: date | None, on: date) -> str:
    """Completed years on a day."""
    return "–" if birth_date is None else formats.number(completed_years(birth_date, on))


def occupation(code: str | None) -> str:
    """A code with its title."""
    found = noc.find(code)
    return "–" if found is None else f"{found.code} {found.title(formats.language())}"


def broad_category(digit: str | None) -> str:
    """The broad occupational category a code begins with."""
    return _("Unknown") if digit is None else str(BROAD_CATEGORIES[digit])
