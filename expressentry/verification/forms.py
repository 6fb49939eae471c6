"""What officers fill in: words to find an account by, and why one is turned down."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm

from expressentry import fields

LONGEST_REASON = 1000


class FindForm(FlaskForm):
    """A part of the name, number or e-mail address of an account."""

    class Meta:
        """Asked by GET: nothing changes, so no token."""

        csrf = False

    find = fields.Text(_("Name, number or e-mail address"), _("A part of it is enough."))


class TurnDownForm(FlaskForm):
    """Why an account cannot be verified."""

    because = fields.Paragraphs(
        _("Why it cannot be verified"),
        _("The holder of the account reads this, word for word. Say what is wrong and what would put it right."),
        LONGEST_REASON,
    )

    def required(self, name: str) -> bool:
        """True for what the act cannot do without."""
        return name == "because"

    def validate(self, extra_validators: Any = None) -> bool:
        """True if a reason is given."""
        sound = super().validate(extra_validators)
        if sound and not self.because.data:
            self.because.errors = [str(_("Write why it cannot be verified."))]
        return sound and not self.errors
