"""What a candidate could do, what it usually takes, and why it may earn nothing, in the reader's language."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import ngettext

from expressentry.analysis.schooling import SUPPOSED
from expressentry.analysis.step import Kind, Step
from expressentry.labels import LEVEL_NAME, words
from expressentry.rules.facts import Ability, EducationLevel, Language
from expressentry.rules.scorecard import Factor

if TYPE_CHECKING:
    from expressentry.analysis.advice import Limit


def title(step: Step) -> str:
    """What is done."""
    return _TITLES[step.kind](step)


def _level(step: Step) -> str:
    return f"{LEVEL_NAME[step.language or Language.ENGLISH]} {step.level}"


def _ability(step: Step) -> str:
    ability = words(step.ability or Ability.SPEAKING)
    return _("%(language)s: %(ability)s up to %(level)s", language=_language(step), ability=ability, level=_level(step))


def _language(step: Step) -> str:
    return words(step.language or Language.ENGLISH)


def _all(step: Step) -> str:
    return _("%(language)s: every ability at least %(level)s", language=_language(step), level=_level(step))


def _second(step: Step) -> str:
    return _(
        "%(language)s as your second language: every ability at least %(level)s",
        language=_language(step),
        level=_level(step),
    )


def _spouse_language(step: Step) -> str:
    return _(
        "Your spouse or partner, %(language)s: every ability at least %(level)s",
        language=_language(step),
        level=_level(step),
    )


def _credential(step: Step) -> str:
    return words(step.education or EducationLevel.ONE_YEAR)


_TITLES: dict[Kind, Callable[[Step], str]] = {
    Kind.FIRST_CHOICE: lambda step: _("Name %(language)s as your first official language", language=_language(step)),
    Kind.FIRST_TEST: lambda step: _(
        "Take a test of %(language)s: every ability at least %(level)s", language=_language(step), level=_level(step)
    ),
    Kind.RETAKE: lambda step: _(
        "Take the test of %(language)s again, with the result you had", language=_language(step)
    ),
    Kind.ABILITY: _ability,
    Kind.ALL_ABILITIES: _all,
    Kind.SECOND_LANGUAGE: _second,
    Kind.ASSESSMENT: lambda _step: _("Have your foreign credentials assessed"),
    Kind.CREDENTIAL: lambda step: _(
        "One more credential, of any country and assessed: %(level)s", level=_credential(step)
    ),
    Kind.CANADIAN_CREDENTIAL: lambda step: _(
        "A credential studied for in Canada, over two years: %(level)s", level=_credential(step)
    ),
    Kind.CANADIAN_WORK: lambda _step: _("One more year of skilled work in Canada"),
    Kind.FOREIGN_WORK: lambda _step: _("One more year of skilled work outside Canada"),
    Kind.CERTIFICATE: lambda _step: _("A certificate of qualification in your trade"),
    Kind.JOB_OFFER: lambda _step: _("A qualifying job offer in your primary occupation"),
    Kind.NOMINATION: lambda _step: _("A nomination by a province or territory"),
    Kind.SPOUSE_LANGUAGE: _spouse_language,
    Kind.SPOUSE_ASSESSMENT: lambda _step: _("Have the foreign credentials of your spouse or partner assessed"),
    Kind.SPOUSE_CREDENTIAL: lambda step: _(
        "Your spouse or partner: one more credential, %(level)s", level=_credential(step)
    ),
    Kind.SPOUSE_CANADIAN_WORK: lambda _step: _("Your spouse or partner: one more year of skilled work in Canada"),
}


def effort(step: Step) -> str:
    """What it usually takes, in time and trouble: an estimate of this site, not a rule."""
    return _EFFORTS[step.kind]()


def _one_level() -> str:
    return _("A few weeks to a few months of practice, then the whole test again; results come within weeks.")


def _study() -> str:
    return _("One to several years of study, and the fees of the school.")


def _report() -> str:
    return _("A few months: the school sends its records, the organisation writes its report for a fee.")


def _a_year() -> str:
    return _("A year of full-time work, or as many hours over a longer time.")


_EFFORTS: dict[Kind, Callable[[], str]] = {
    Kind.FIRST_CHOICE: lambda: _("One answer in your profile."),
    Kind.FIRST_TEST: lambda: _("A few months: to prepare, to find a place, and to wait for the result."),
    Kind.RETAKE: lambda: _("One or two months: to find a place and to wait for the result."),
    Kind.ABILITY: _one_level,
    Kind.ALL_ABILITIES: lambda: _("Some months of study for each level, then the test again."),
    Kind.SECOND_LANGUAGE: lambda: _("From nothing often a year or two of study; months if you speak it already."),
    Kind.ASSESSMENT: _report,
    Kind.CREDENTIAL: _study,
    Kind.CANADIAN_CREDENTIAL: lambda: _("About two years, a study permit, and the fees of international students."),
    Kind.CANADIAN_WORK: _a_year,
    Kind.FOREIGN_WORK: _a_year,
    Kind.CERTIFICATE: lambda: _("Some months to several years: the province or territory decides what you must prove."),
    Kind.JOB_OFFER: lambda: _("It depends on an employer, who usually needs a labour market impact assessment."),
    Kind.NOMINATION: lambda: _("It depends on a province or territory; from an interest to a nomination, some months."),
    Kind.SPOUSE_LANGUAGE: lambda: _("Some months of study, then a test."),
    Kind.SPOUSE_ASSESSMENT: _report,
    Kind.SPOUSE_CREDENTIAL: _study,
    Kind.SPOUSE_CANADIAN_WORK: _a_year,
}


def supposition(step: Step) -> str:
    """What had to be supposed to count the step; empty if nothing."""
    if step.supposed:
        return _("Supposed here: the report states “%(level)s”.", level=words(SUPPOSED))
    if step.kind in (Kind.CANADIAN_WORK, Kind.FOREIGN_WORK):
        return _("Supposed here: full-time, paid and authorised, in your primary occupation.")
    if step.kind is Kind.CANADIAN_CREDENTIAL:
        return _("Supposed here: full-time, in class, in Canada for at least eight months, and completed.")
    return ""


def because(why: str, about: Factor, limits: "tuple[Limit, ...]") -> str:
    """Why a step earns nothing."""
    if why == "cut":
        return " ".join(cut(limit) for limit in limits)
    if why == "not_in_force":
        return _("“%(factor)s” gives no points under the law in force.", factor=words(about))
    if why == "at_maximum":
        return _("“%(factor)s” already stands at its maximum.", factor=words(about))
    return _("Alone it does not reach the next row of the table for “%(factor)s”.", factor=words(about))


def cut(limit: "Limit") -> str:
    """A maximum that keeps points from counting."""
    factor = words(limit.factor)
    if limit.kind == "section":
        return ngettext(
            "%(num)s point for “%(factor)s” does not count: the section stands at its maximum of %(limit)s.",
            "%(num)s points for “%(factor)s” do not count: the section stands at its maximum of %(limit)s.",
            limit.cost,
            factor=factor,
            limit=limit.limit,
        )
    return ngettext(
        "%(num)s point for “%(factor)s” does not count: its maximum is %(limit)s.",
        "%(num)s points for “%(factor)s” do not count: its maximum is %(limit)s.",
        limit.cost,
        factor=factor,
        limit=limit.limit,
    )
