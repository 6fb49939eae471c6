"""The grounds of a refusal, the section each one cites, and which of them the applicant must be heard on first."""

from expressentry.models import Application, RefusalGround
from expressentry.rules.programs import Program


def _(citation: str) -> str:
    """Marks a citation to be translated where it is shown: letters keep it as written here."""
    return citation


_EACH = {
    RefusalGround.ENTRY_CRITERIA_NOT_MET: _("IRPA 11.2(1)(a)"),
    RefusalGround.RANK_NOT_SUPPORTED: _("IRPA 11.2(1)(b)"),
    RefusalGround.CATEGORY_NOT_MET: _("IRPA 11.2(1)(c)"),
    RefusalGround.INADMISSIBLE: _("IRPA 33 to 43"),
    RefusalGround.UNTRUTHFUL_OR_NO_DOCUMENTS: _("IRPA 16(1)"),
    RefusalGround.MISREPRESENTATION: _("IRPA 40"),
}
_BY_PROGRAM = {
    RefusalGround.CLASS_REQUIREMENTS: {
        Program.FSW: _("IRPR 75(3) and 76"),
        Program.PNP: _("IRPR 87"),
        Program.CEC: _("IRPR 87.1"),
        Program.FST: _("IRPR 87.2"),
    },
    RefusalGround.FUNDS: {Program.FSW: _("IRPR 76(1)(b)"), Program.FST: _("IRPR 87.2(5)")},
    RefusalGround.INTENDS_QUEBEC: {
        Program.FSW: _("IRPR 75(1)"),
        Program.CEC: _("IRPR 87.1(1)"),
        Program.FST: _("IRPR 87.2(2)"),
        Program.PNP: _("IRPR 87(2)"),
    },
}
NEEDS_FAIRNESS = frozenset(
    {
        RefusalGround.MISREPRESENTATION,
        RefusalGround.UNTRUTHFUL_OR_NO_DOCUMENTS,
        RefusalGround.INADMISSIBLE,
    }
)
# Rounds of a category are not held here, so nobody can have failed its criteria.
_OF_CATEGORIES = frozenset({RefusalGround.CATEGORY_NOT_MET})


def section_of(ground: RefusalGround, application: Application) -> str | None:
    """The section cited; `None` if the ground does not exist under the program or for the round."""
    if ground in _OF_CATEGORIES:
        return None
    if ground in _EACH:
        return _EACH[ground]
    return _BY_PROGRAM[ground].get(application.program)


def grounds_of(application: Application) -> list[RefusalGround]:
    """The grounds on which this application can be refused."""
    return [ground for ground in RefusalGround if section_of(ground, application) is not None]
