"""The day whose law is shown, and the part whose changes are."""

from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from expressentry import fields, formats
from expressentry.forms import LookForm
from expressentry.law import words
from expressentry.law.reading import PARTS
from expressentry.rules.tables import FIRST_DAY


class DayForm(LookForm):
    """A day from the first of the law to the last that can be asked for."""

    on = fields.Day(_("Day"))

    def __init__(self, horizon: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._horizon = horizon

    @property
    def day(self) -> date | None:
        """The day asked for, if it is one that can be shown."""
        return None if self.errors else fields.Day.day(self.on.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """A real day, not before the law and not beyond the horizon."""
        sound = super().validate(extra_validators)
        day = fields.Day.day(self.on.data) if sound else None
        if day is not None and not FIRST_DAY <= day <= self._horizon:
            self.on.errors = [*self.on.errors, self._outside(day)]
            return False
        return sound

    def _outside(self, day: date) -> str:
        if day < FIRST_DAY:
            return gettext(
                "Express Entry began on %(first)s. No law of it was in force before.", first=formats.day(FIRST_DAY)
            )
        return gettext(
            "The law can be shown up to %(last)s. What will be in force later is not known.",
            last=formats.day(self._horizon),
        )


class PartForm(LookForm):
    """One part of the law, or all."""

    part = fields.Choice(_("Part of the law"), lambda: [(key, words.part(key)) for key in PARTS])
