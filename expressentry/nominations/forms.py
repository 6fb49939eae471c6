"""The officers' forms of nomination space."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm

from expressentry import fields

FIRST_YEAR, LAST_YEAR = 2015, 2100
MOST_PLACES = 100_000


class YearForm(FlaskForm):
    """The year whose places are shown."""

    class Meta:
        csrf = False

    year = fields.Whole(_("Year"), lowest=FIRST_YEAR, highest=LAST_YEAR)


class PlacesForm(FlaskForm):
    """How many nominations a province may make in a year."""

    places = fields.Whole(
        _("Nominations in all for the year"),
        _("Not fewer than are held or used, and not fewer than the province has given to its streams."),
        lowest=0,
        highest=MOST_PLACES,
    )

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        if self.places.data is None and not self.places.errors:
            self.places.errors, sound = [_("Write how many nominations the province may make.")], False
        return sound
