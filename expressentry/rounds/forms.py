"""The one form of a round."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm

from expressentry import fields
from expressentry.models import Round, RoundKind

LARGEST = 1_000_000


class RoundForm(FlaskForm):
    """Kind, number of invitations, and the lowest score if there is one."""

    kind = fields.Choice(
        _("Kind of round"),
        fields.of_enum(RoundKind),
        _("Who can be invited. Rank counts only among them. A nominee is invited only as a provincial nominee."),
        radio=True,
    )
    size = fields.Whole(_("Number of invitations"), lowest=1, highest=LARGEST)
    lowest_score = fields.Whole(
        _("Minimum score to invite (optional)"),
        _("Nobody below it is invited, even if fewer are found."),
        lowest=0,
        highest=1200,
    )
    confirmed = fields.Tick(_("I have read the preview, and issue these invitations"))

    @classmethod
    def of(cls, round_: Round) -> "RoundForm":
        """The form of a draft as it was saved."""
        values = {"kind": round_.kind.value, "size": round_.size, "lowest_score": round_.lowest_score}
        return cls(formdata=None, data=values)

    @property
    def chosen(self) -> RoundKind:
        """The kind, once the form is valid."""
        return RoundKind(self.kind.data)

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        if self.kind.data is None and not self.kind.errors:
            self.kind.errors, sound = [_("Choose the kind of round.")], False
        if self.size.data is None and not self.size.errors:
            self.size.errors, sound = [_("Write how many invitations to issue.")], False
        return sound

    def required(self, name: str) -> bool:
        """True for what a round cannot do without."""
        return name in ("kind", "size")
