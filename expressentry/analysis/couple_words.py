"""The arrangements of a couple, and what is missing about the partner, in the reader's language."""

from collections.abc import Callable

from flask_babel import gettext as _

from expressentry.analysis.partner import Missing


def title(principal: str, accompanied: bool) -> str:
    """Who is the principal applicant, and whether the other comes along."""
    if principal == "candidate":
        if accompanied:
            return _("You are the principal applicant, your partner comes along")
        return _("You are the principal applicant, your partner stays behind")
    if accompanied:
        return _("Your partner is the principal applicant, you come along")
    return _("Your partner is the principal applicant, you stay behind")


def missing(what: Missing) -> str:
    """What is missing about the partner, and what for."""
    return _MISSING[what]()


_MISSING: dict[Missing, Callable[[], str]] = {
    Missing.BIRTH_DATE: lambda: _("Your partner's date of birth: without it, age earns nothing."),
    Missing.EDUCATION: lambda: _("Your partner's education: without it, no level counts."),
    Missing.LANGUAGE: lambda: _(
        "A language test of your partner that counts today: without it, language earns nothing."
    ),
    Missing.CANADIAN_WORK: lambda: _("Your partner's skilled work in Canada: none is counted."),
    Missing.FOREIGN_WORK: lambda: _("Your partner's skilled work outside Canada: none is counted."),
    Missing.OCCUPATION: lambda: _("Your partner's primary occupation: two of the three programs ask for it."),
    Missing.CONTINUOUS_WORK: lambda: _(
        "Your partner's longest continuous work in that occupation: the Federal Skilled Worker Program asks for a year."
    ),
    Missing.TRADE: lambda: _(
        "Your partner's work and certificate in the trade: they are not asked here, so the Federal Skilled Trades "
        "Program cannot be tested."
    ),
}
