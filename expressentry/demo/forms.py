"""The form that moves the demonstration's clock."""

from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField

from expressentry import clock, fields, formats

FARTHEST_DAYS = 3650
_STEPS = {"1": _("One day"), "7": _("One week"), "30": _("30 days"), "date": _("To a date")}


class ClockForm(FlaskForm):
    """How far to go: some days, or to a date at the same time of day. `seen` is the clock the form was opened at."""

    step = fields.Choice(_("Move the clock forward by"), lambda: list(_STEPS.items()), radio=True)
    to = fields.Day(_("Date to move to"), _("Only for “To a date”. The clock never goes back."))
    seen = HiddenField()

    def ahead(self, now: datetime) -> timedelta:
        """How far the valid form asks to go."""
        if self.step.data == "date":
            return timedelta(days=(date.fromisoformat(self.to.data) - clock.day_of(now)).days)
        return timedelta(days=int(self.step.data))

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if self.step.data is None:
            self.step.errors = [_("Choose how far.")]
            return False
        today = clock.today()
        if self.step.data == "date" and (self.to.data is None or date.fromisoformat(self.to.data) <= today):
            self.to.errors = [_("Choose a day after %(day)s.", day=formats.day(today))]
            return False
        farthest = clock.real_today() + timedelta(days=FARTHEST_DAYS)
        if clock.day_of(clock.now() + self.ahead(clock.now())) > farthest:
            self.to.errors = [_("The clock can go no farther than %(day)s.", day=formats.day(farthest))]
            return False
        return True

    def required(self, name: str) -> bool:
        """True for what must be answered."""
        return name == "step"
