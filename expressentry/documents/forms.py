"""The forms that take files and their dates."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm

from expressentry import bodies, fields
from expressentry.documents.files import ACCEPT
from expressentry.rules.checklist import Item


class UploadForm(FlaskForm):
    """Files for one item, or in answer to a request."""

    files = fields.Upload(
        _("Files"),
        _("PDF, JPEG or PNG, at most 10 MB each. You can choose several at once."),
        render_kw={"accept": ACCEPT},
    )

    largest, most = bodies.LARGEST_UPLOAD, bodies.MOST_FILES

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        if sound and self.wants_files and not self.files.data:
            self.files.errors, sound = [_("Choose a file first.")], False
        return sound

    @property
    def wants_files(self) -> bool:
        """True if the form says nothing without a file."""
        return True


class DocumentForm(UploadForm):
    """Files for an item of the checklist, in place of those there if so ticked, and the dates the document bears."""

    replaces = fields.Tick(_("Take out the files that are there now, and put these in their place"))
    issued_on = fields.Day(_("Day it was issued"))
    expires_on = fields.Day(_("Last day it is valid"), _("As printed on the document."))

    def __init__(self, item: Item | None, there: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.there = there
        if item is None or not item.asks_issued_on:
            del self.issued_on
        if item is None or not item.asks_expires_on:
            del self.expires_on
        if not there:
            del self.replaces

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        issued_on, expires_on = self.days()
        if sound and issued_on and expires_on and expires_on < issued_on:
            self.expires_on.errors, sound = [_("This is before the day it was issued.")], False
        return sound

    @property
    def wants_files(self) -> bool:
        """False where dates are asked for files that are there."""
        return not (self.there and self.asks_dates)

    @property
    def asks_dates(self) -> bool:
        """True if the document bears a date that matters."""
        return "issued_on" in self or "expires_on" in self

    @property
    def replacing(self) -> bool:
        """True if the new files take the place of those there."""
        return "replaces" in self and self.replaces.data is True

    def days(self) -> tuple[date | None, date | None]:
        """The day of issue and the last day, as far as they are asked and given."""
        issued_on = self.issued_on.data if "issued_on" in self else None
        expires_on = self.expires_on.data if "expires_on" in self else None
        return fields.Day.day(issued_on), fields.Day.day(expires_on)
