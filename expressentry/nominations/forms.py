"""The officers' forms of nomination space."""

from flask_babel import lazy_gettext as _

from expressentry import fields
from expressentry.forms import ActForm, LookForm

FIRST_YEAR, LAST_YEAR = 2015, 2100
MOST_PLACES = 100_000


class YearForm(LookForm):
    """The year whose places are shown."""

    year = fields.Whole(_("Year"), lowest=FIRST_YEAR, highest=LAST_YEAR)


class PlacesForm(ActForm):
    """How many nominations a province may make in a year."""

    wanted = {"places": _("Write how many nominations the province may make.")}

    places = fields.Whole(
        _("Nominations in all for the year"),
        _("Not fewer than are held or used, and not fewer than the province has given to its streams."),
        lowest=0,
        highest=MOST_PLACES,
    )
