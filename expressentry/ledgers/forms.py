"""Which day, and the law of which day."""

from datetime import date
from urllib.parse import urlencode

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import ValidationError

from expressentry import fields, formats
from expressentry.forms import LookForm
from expressentry.rules.tables import PARTS, effective_dates
from expressentry.rules.years import years_after

# The first day on which every part of the law is in force, and how far ahead somebody may look.
FIRST = max(effective_dates(part)[0] for part in PARTS)
YEARS_AHEAD = 10


class LedgerForm(LookForm):
    """The day of a ledger, and the day whose law is applied; both today if left empty."""

    today: date
    on = fields.Day(_("Score on this day"), _("Ages, tests and work are counted up to this day. Empty: today."))
    law = fields.Day(
        _("Under the law in force on"), _("Empty: the law of the day above, or today's if that day is still to come.")
    )

    @classmethod
    def asked(cls, sent: object, today: date) -> "LedgerForm":
        """The form as an address states it."""
        form = cls(formdata=sent)
        form.today = today
        form.validate()
        return form

    def validate_on(self, field: fields.Question) -> None:
        """Neither before the system began, nor further ahead than anybody can know."""
        day = fields.Day.day(field.data)
        _not_before_the_system(day)
        last = years_after(self.today, YEARS_AHEAD)
        if day is not None and day > last:
            raise ValidationError(
                gettext("Nobody can know a score so far ahead. Choose a day up to %(last)s.", last=formats.day(last))
            )

    def validate_law(self, field: fields.Question) -> None:
        """The law of a day that has come."""
        day = fields.Day.day(field.data)
        _not_before_the_system(day)
        if day is not None and day > self.today:
            raise ValidationError(
                gettext(
                    "The law of a day still to come is not known. Choose a day up to today, %(today)s.",
                    today=formats.day(self.today),
                )
            )

    @property
    def days(self) -> tuple[date, date | None]:
        """The day, and the day of the law if one is chosen."""
        return fields.Day.day(self.on.data) or self.today, fields.Day.day(self.law.data)

    @property
    def query(self) -> str:
        """The days as the end of an address; nothing if none is chosen."""
        chosen = {field.name: field.data for field in (self.on, self.law) if field.data}
        return f"?{urlencode(chosen)}" if chosen else ""


def _not_before_the_system(day: date | None) -> None:
    if day is not None and day < FIRST:
        raise ValidationError(
            gettext(
                "Express Entry began on %(first)s. Before that day there is no law to apply.", first=formats.day(FIRST)
            )
        )


class ComparisonForm(LedgerForm):
    """Two days, each with the day whose law is applied."""

    on2 = fields.Day(_("Score on this day"), _("Ages, tests and work are counted up to this day. Empty: today."))
    law2 = fields.Day(
        _("Under the law in force on"), _("Empty: the law of the day above, or today's if that day is still to come.")
    )

    def validate_on2(self, field: fields.Question) -> None:
        """As the first day."""
        self.validate_on(field)

    def validate_law2(self, field: fields.Question) -> None:
        """As the first law."""
        self.validate_law(field)

    @property
    def other_days(self) -> tuple[date, date | None]:
        """The second day, and the day of its law if one is chosen."""
        return fields.Day.day(self.on2.data) or self.today, fields.Day.day(self.law2.data)
