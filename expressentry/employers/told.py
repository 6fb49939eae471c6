"""Both sides of a comparison in words: what a posting asks for, and what an employer may know of a candidate."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from expressentry import formats, labels
from expressentry.jobs.matching import FEW, Band, Compared, Fit, Verdict
from expressentry.models import Criterion, Posting
from expressentry.rules import noc
from expressentry.rules.facts import EducationLevel

_LEVELS = list(EducationLevel)
WISHES_OF_CANDIDATES = (Criterion.WAGE, Criterion.HOURS)


def few() -> int:
    """Of fewer matches than this an employer sees nothing."""
    return FEW


def day_number(posting: Posting, day: date) -> int:
    """Which day of a posting it is: the one it opened on is day 1."""
    return (day - posting.opened_on).days + 1


def asked_by(posting: Posting) -> list[tuple[Criterion, str, bool]]:
    """What a posting asks for beyond occupation and place, in words, and whether it is only wished for."""
    found = {
        Criterion.ENGLISH: posting.english_level,
        Criterion.FRENCH: posting.french_level,
        Criterion.EDUCATION: posting.education_rank,
        Criterion.EXPERIENCE: posting.experience_years,
        Criterion.SKILLS: posting.skills or None,
    }
    return [
        (criterion, _in_words(criterion, value), criterion.value in posting.preferred)
        for criterion, value in found.items()
        if value is not None
    ]


def asked(one: Compared) -> str:
    """What a posting says of a criterion."""
    return _in_words(one.criterion, one.posting) if one.posting not in (None, []) else _("not asked for")


def stated(one: Compared) -> str:
    """What the candidate says of it, in broad steps; wishes are kept to the candidate."""
    if one.criterion in WISHES_OF_CANDIDATES:
        return _wish(one.verdict)
    if one.seeker in (None, []):
        return _("none of these") if one.criterion is Criterion.SKILLS else _("not stated")
    return _in_words(one.criterion, one.seeker)


def verdict(one: Compared) -> str:
    """How it came out."""
    return {
        Verdict.FITS: _("fits"),
        Verdict.MISSING: _("missing"),
        Verdict.PREFERRED_MISSING: _("missing, but only wished for"),
        Verdict.NOT_ASKED: _("not asked for"),
    }[one.verdict]


def groups(fit: Fit) -> list[tuple[str, list[Criterion]]]:
    """What fits, what is missing, and whose wish is not met, each with its criteria; none that is empty."""
    wished = fit.of(Verdict.PREFERRED_MISSING)
    found = [
        (_("Fits"), fit.of(Verdict.FITS)),
        (_("Missing"), fit.of(Verdict.MISSING)),
        (_("You wish for it, and it is missing"), [one for one in wished if one not in WISHES_OF_CANDIDATES]),
        (_("The candidate wishes for more"), [one for one in wished if one in WISHES_OF_CANDIDATES]),
    ]
    return [(words, criteria) for words, criteria in found if criteria]


def _wish(found: Verdict) -> str:
    if found is Verdict.NOT_ASKED:
        return _("no wish")
    return _("a wish that you meet") if found is Verdict.FITS else _("a wish for more")


def _in_words(criterion: Criterion, value: Any) -> str:
    return _WORDS[criterion](value)


def occupation(code: str) -> str:
    """An occupation by its code and title."""
    found = noc.find(code)
    return f"{code} {found.title(formats.language())}" if found else code


def _provinces(value: Any) -> str:
    return ", ".join(str(labels.words(province)) for province in (value if isinstance(value, list) else [value]))


def _level(words: str) -> Callable[[Any], str]:
    def told(value: Any) -> str:
        if not isinstance(value, Band):
            return f"{words} {value}"
        if value.high is None:
            return _("%(scale)s %(low)s or higher", scale=words, low=value.low)
        if value.high == 0:
            return _("no level stated")
        return _("%(scale)s %(low)s to %(high)s", scale=words, low=value.low, high=value.high)

    return told


def years(value: Any) -> str:
    """Years of experience, or a band of them."""
    if not isinstance(value, Band):
        return ngettext("%(num)d year", "%(num)d years", value)
    if value.high is None:
        return _("%(low)s years or more", low=value.low)
    if value.high == 0:
        return _("less than one year")
    return _("%(low)s to %(high)s years", low=value.low, high=value.high)


_WORDS: dict[Criterion, Callable[[Any], str]] = {
    Criterion.OCCUPATION: occupation,
    Criterion.PROVINCE: _provinces,
    Criterion.ENGLISH: _level("CLB"),
    Criterion.FRENCH: _level("NCLC"),
    Criterion.EDUCATION: lambda rank: str(labels.words(_LEVELS[rank])),
    Criterion.EXPERIENCE: years,
    Criterion.SKILLS: ", ".join,
    Criterion.WAGE: lambda cents: _("%(amount)s an hour", amount=formats.money(cents)),
    Criterion.HOURS: lambda hours: ngettext("%(num)d hour a week", "%(num)d hours a week", hours),
}
