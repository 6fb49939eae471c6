"""The sentence behind every requirement of a category, in the reader's language."""

from collections.abc import Callable
from fractions import Fraction

from flask_babel import gettext as _

from expressentry import explain, formats
from expressentry.labels import words
from expressentry.rules.categories import CategoryNeed, CategoryRequirement
from expressentry.rules.experience import UNITS_PER_HOUR
from expressentry.rules.facts import Ability
from expressentry.rules.law import Category


def requirement(tested: CategoryRequirement) -> str:
    """What a requirement was tested on, and what is missing."""
    return _SENTENCES[tested.key](tested)


def rule(category: Category) -> str:
    """What a category asks for, in one sentence."""
    if category.french_level is not None:
        return _("NCLC %(level)s or more in all four abilities, by a valid test.", level=category.french_level)
    if category.offer_in_occupations:
        return _(
            "A full-time job offer in a listed occupation, and a credential of at least this level: %(level)s.",
            level=words(category.credential_from) if category.credential_from else "",
        )
    return _experience(category)


def _experience(category: Category) -> str:
    given = {
        "months": category.months,
        "window": category.window_years,
        "hours": formats.number(category.hours),
    }
    place = _("The work must be in Canada.") if category.canada_only else _("The work may be in Canada or abroad.")
    if category.continuous:
        how = _(
            "%(months)s months of paid work in a row in one listed occupation in the last %(window)s years, full time "
            "or as many hours in part time (%(hours)s).",
            **given,
        )
    else:
        how = _(
            "%(months)s months of paid work in one listed occupation in the last %(window)s years, in a row or not, "
            "full time or as many hours in part time (%(hours)s).",
            **given,
        )
    return f"{how} {place}"


def _french(tested: CategoryRequirement) -> str:
    if tested.have is None:
        return _("No French test result that counts")
    if tested.met:
        return _("Every ability in French at the level needed")
    missing = [
        _("%(ability)s %(have)s, needed %(need)s", ability=words(ability), have=_level(have), need=need)
        for ability, have, need in zip(Ability, tested.have, tested.need, strict=True)
        if have < need
    ]
    return "; ".join(missing)


def _level(reached: int) -> str:
    return _("below 4") if reached < 4 else str(reached)


def _work(tested: CategoryRequirement) -> str:
    if tested.have is None:
        return _("Only counted years are known, not the jobs, so this cannot be told")
    if tested.occupation is None:
        return _("No job in a listed occupation")
    have, need = (formats.hours(Fraction(units, UNITS_PER_HOUR)) for units in (tested.have, tested.need))
    occupation = explain.occupation(tested.occupation)
    if tested.met:
        return _("%(occupation)s: %(have)s hours counted; %(need)s needed", occupation=occupation, have=have, need=need)
    return _(
        "%(occupation)s: %(have)s hours counted; %(need)s needed; %(short)s missing",
        occupation=occupation,
        have=have,
        need=need,
        short=formats.hours_up(Fraction(tested.short, UNITS_PER_HOUR)),
    )


def _credential(tested: CategoryRequirement) -> str:
    if tested.met:
        return words(tested.have)
    return _("%(have)s; needed at least: %(need)s", have=words(tested.have), need=words(tested.need))


def _offer(tested: CategoryRequirement) -> str:
    if tested.met:
        return explain.occupation(tested.have)
    return _("No full-time job offer in a listed occupation")


_SENTENCES: dict[CategoryNeed, Callable[[CategoryRequirement], str]] = {
    CategoryNeed.FRENCH: _french,
    CategoryNeed.OCCUPATION_WORK: _work,
    CategoryNeed.CREDENTIAL: _credential,
    CategoryNeed.OFFER: _offer,
}
