"""The filters of the officers' pool page."""

from datetime import UTC, datetime
from typing import Any

from flask_babel import lazy_gettext as _

from expressentry import fields
from expressentry.forms import LookForm
from expressentry.models import RoundKind
from expressentry.pool.standing import Filters
from expressentry.rules.facts import Language, Province
from expressentry.rules.ranking import Standing

_KINDS = fields.of_enum(RoundKind, RoundKind.NO_PROGRAM_SPECIFIED)


class FilterForm(LookForm):
    """What to look for; a filter that makes no sense is told and left out."""

    program = fields.Choice(_("Program"), _KINDS)
    score_from = fields.Whole(_("Score from"), highest=1200)
    score_to = fields.Whole(_("Score to"), highest=1200)
    occupation = fields.Occupation(_("Occupation (NOC code)"))
    teer = fields.Choice(_("TEER"), lambda: [(str(teer), str(teer)) for teer in range(6)])
    language = fields.Choice(_("First official language"), fields.of_enum(Language))
    province = fields.Choice(_("Province of interest"), fields.of_enum(Province))

    @property
    def filters(self) -> Filters:
        """The filters that make sense."""
        found: dict[str, Any] = {
            field.name: field.data for field in self if not field.errors and field.data is not None
        }
        if "program" in found:
            found["program"] = RoundKind(found["program"])
        if "teer" in found:
            found["teer"] = int(found["teer"])
        return Filters(**found)


def cursor(standing: Standing | None) -> str | None:
    """A standing as it stands in an address."""
    if standing is None:
        return None
    return f"{standing.score}~{standing.submitted_at.astimezone(UTC).isoformat()}~{standing.id}"


def read_cursor(written: str | None) -> Standing | None:
    """The standing of an address; `None` if there is none or it makes no sense."""
    try:
        score, submitted_at, id_ = (written or "").split("~")
        moment = datetime.fromisoformat(submitted_at)
        if moment.tzinfo is None or abs(int(score)) > 10**6 or abs(int(id_)) > 2**62:
            return None
        return Standing(int(score), moment, int(id_))
    except (ValueError, OverflowError):
        return None
