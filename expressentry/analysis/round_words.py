"""Kinds of rounds, and how a score stands beside some, in the reader's language."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from expressentry.analysis.round_kinds import Kind

_KINDS: dict[Kind, Any] = {
    Kind.ALL: lazy_gettext("No program specified"),
    Kind.FED: lazy_gettext("General, of the three federal programs"),
    Kind.CEC: lazy_gettext("Canadian Experience Class"),
    Kind.FSW: lazy_gettext("Federal Skilled Worker"),
    Kind.FST: lazy_gettext("Federal Skilled Trades"),
    Kind.PNP: lazy_gettext("Provincial Nominee Program"),
    Kind.FRENCH: lazy_gettext("Category: French"),
    Kind.HEALTHCARE: lazy_gettext("Category: health care and social services"),
    Kind.STEM: lazy_gettext("Category: science, technology, engineering and mathematics"),
    Kind.TRADES: lazy_gettext("Category: trades"),
    Kind.TRANSPORT: lazy_gettext("Category: transport"),
    Kind.AGRICULTURE: lazy_gettext("Category: agriculture"),
    Kind.EDUCATION: lazy_gettext("Category: education"),
    Kind.PHYSICIANS: lazy_gettext("Category: physicians with Canadian experience"),
    Kind.SENIOR_MANAGERS: lazy_gettext("Category: senior managers with Canadian experience"),
    Kind.MILITARY: lazy_gettext("Category: skilled military recruits"),
}


def kind(held: Kind) -> str:
    """A kind of round."""
    return str(_KINDS[held])


def tally(rounds: int, above: int, equal: int) -> str:
    """How many rounds a score would have beaten, and in how many it would have been equal."""
    if rounds == 0:
        return _("none held")
    beaten = ngettext("%(above)s of %(num)s round", "%(above)s of %(num)s rounds", rounds, above=above)
    return _("%(beaten)s; equal in %(equal)s", beaten=beaten, equal=equal) if equal else beaten


def standing(how: str, with_nomination: bool) -> str:
    """How a score stands beside one round."""
    said = {"above": _("beaten"), "equal": _("equal"), "below": _("not beaten")}[how]
    return _("%(said)s, with a nomination", said=said) if with_nomination else said
