"""The log of looks in words: who looked, what they saw, how often."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from expressentry import formats, labels
from expressentry.models import Role, ViewingKind
from expressentry.seen.log import Looks, Tries, Viewer

Sentence = Callable[[int, dict[str, Any]], str]


def viewer(one: Viewer) -> str:
    """Who looked, by name; an officer without one."""
    if one.province is not None:
        return str(labels.words(one.province))
    if one.role is Role.OFFICER:
        return _("An officer")
    return one.name or str(labels.words(one.role))


def looks(some: Looks) -> str:
    """What one viewer saw on a day, how often, and when last."""
    sentence = _OFFICERS.get(some.how) if some.viewer.role is Role.OFFICER else None
    return (sentence or _SAID[some.how])(some.number, _figures(some))


def tries(some: Tries) -> str:
    """How often a province tried a code on a day and was shown nothing, and when last."""
    return ngettext(
        "%(viewer)s tried a validation code with your profile number, at %(time)s, and was shown nothing.",
        "%(viewer)s tried validation codes with your profile number: %(n)s times, last at %(time)s, and was shown "
        "nothing.",
        some.number,
        **_figures(some),
    )


def _figures(some: Looks | Tries) -> dict[str, Any]:
    return {
        "viewer": viewer(some.viewer),
        "time": formats.clock_time(some.last_at),
        "n": formats.number(some.number),
    }


def _listed(number: int, figures: dict[str, Any]) -> str:
    return ngettext(
        "%(viewer)s listed you among the results of a search, without your name, at %(time)s.",
        "%(viewer)s listed you among the results of a search, without your name: %(n)s times, last at %(time)s.",
        number,
        **figures,
    )


def _opened(number: int, figures: dict[str, Any]) -> str:
    return ngettext(
        "%(viewer)s viewed your profile, without your name, at %(time)s.",
        "%(viewer)s viewed your profile, without your name: %(n)s times, last at %(time)s.",
        number,
        **figures,
    )


def _identified(number: int, figures: dict[str, Any]) -> str:
    return ngettext(
        "%(viewer)s viewed your profile, with your surname and date of birth, at %(time)s.",
        "%(viewer)s viewed your profile, with your surname and date of birth: %(n)s times, last at %(time)s.",
        number,
        **figures,
    )


def _opened_application(number: int, figures: dict[str, Any]) -> str:
    return ngettext(
        "%(viewer)s opened your application, with your name and all you stated in it, at %(time)s.",
        "%(viewer)s opened your application, with your name and all you stated in it: %(n)s times, last at %(time)s.",
        number,
        **figures,
    )


def _matched(number: int, figures: dict[str, Any]) -> str:
    return ngettext(
        "%(viewer)s saw your anonymous Job Match profile, at %(time)s.",
        "%(viewer)s saw your anonymous Job Match profile: %(n)s times, last at %(time)s.",
        number,
        **figures,
    )


def _revealed(number: int, figures: dict[str, Any]) -> str:
    return ngettext(
        "%(viewer)s saw your name and how to reach you, because you accepted its invitation to apply, at %(time)s.",
        "%(viewer)s saw your name and how to reach you, because you accepted its invitation to apply: "
        "%(n)s times, last at %(time)s.",
        number,
        **figures,
    )


def _client(number: int, figures: dict[str, Any]) -> str:
    return ngettext(
        "%(viewer)s opened your file as your representative, at %(time)s.",
        "%(viewer)s opened your file as your representative: %(n)s times, last at %(time)s.",
        number,
        **figures,
    )


_SAID: dict[ViewingKind, Sentence] = {
    ViewingKind.LISTED: _listed,
    ViewingKind.OPENED: _opened,
    ViewingKind.IDENTIFIED: _identified,
    ViewingKind.MATCHED: _matched,
    ViewingKind.REVEALED: _revealed,
    ViewingKind.CLIENT: _client,
}
# An officer who knows who a candidate is has an application before them.
_OFFICERS: dict[ViewingKind, Sentence] = {ViewingKind.IDENTIFIED: _opened_application}
