"""A comparison in an employer's words: broad steps of what the candidate states, and no wish told in figures."""

from datetime import date

from flask_babel import gettext as _

from expressentry import explain, labels
from expressentry.jobs.matching import FEW, Band, Compared, Fit, Verdict
from expressentry.jobs.told import LEVELS, WISHES, asked, reasons_under, requirements, verdict_words
from expressentry.models import Criterion, Posting
from expressentry.rules.facts import Language

_LANGUAGE = {Criterion.ENGLISH: Language.ENGLISH, Criterion.FRENCH: Language.FRENCH}


def few() -> int:
    """Of fewer matches than this an employer sees nothing."""
    return FEW


def day_number(posting: Posting, day: date) -> int:
    """Which day of a posting it is: the one it opened on is day 1."""
    return (day - posting.opened_on).days + 1


def theirs(one: Compared) -> str:
    """What the candidate states of a criterion, as blunted for an employer."""
    if one.criterion in WISHES:
        return _("no wish") if one.verdict is Verdict.NOT_ASKED else _("a wish, kept to the candidate")
    if one.criterion is Criterion.SKILLS and one.verdict is Verdict.NOT_ASKED:
        return "–"
    if one.seeker in (None, []):
        return _("none of these")
    if one.criterion in _LANGUAGE:
        return _level(one.seeker, labels.LEVEL_NAME[_LANGUAGE[one.criterion]])
    if one.criterion is Criterion.OCCUPATION:
        return explain.occupation(one.seeker)
    if one.criterion is Criterion.PROVINCE:
        return explain.provinces(tuple(one.seeker))
    if one.criterion is Criterion.EDUCATION:
        return labels.words(LEVELS[one.seeker])
    return _years(one.seeker) if one.criterion is Criterion.EXPERIENCE else ", ".join(one.seeker)


def verdict(one: Compared) -> str:
    """How it came out."""
    return verdict_words(one, _("less than the candidate wishes"))


def reasons(fit: Fit) -> list[tuple[str, str, list[Criterion]]]:
    """What fits, what is missing, and whose wish is not met: a style, a heading, criteria."""
    return reasons_under(fit, _("Less than the candidate wishes"))


def _level(band: Band, scale: str) -> str:
    if band.high is None:
        return _("%(scale)s %(low)s or higher", scale=scale, low=band.low)
    if band.high == 0:
        return _("none stated")
    return _("%(scale)s %(low)s to %(high)s", scale=scale, low=band.low, high=band.high)


def _years(band: Band) -> str:
    if band.high is None:
        return _("%(low)s years or more", low=band.low)
    if band.high == 0:
        return _("less than one year")
    return _("%(low)s to %(high)s years", low=band.low, high=band.high)


__all__ = ["asked", "day_number", "few", "reasons", "requirements", "theirs", "verdict"]
