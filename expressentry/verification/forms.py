"""What officers fill in: words to find an account by, and why one is turned down."""

from flask_babel import lazy_gettext as _

from expressentry import fields
from expressentry.forms import ActForm, LookForm

LONGEST_REASON = 1000


class FindForm(LookForm):
    """A part of the name, number or e-mail address of an account."""

    find = fields.Text(_("Name, number or e-mail address"), _("A part of it is enough."))


class TurnDownForm(ActForm):
    """Why an account cannot be verified."""

    wanted = {"because": _("Write why it cannot be verified.")}

    because = fields.Paragraphs(
        _("Why it cannot be verified"),
        _("The holder of the account reads this, word for word. Say what is wrong and what would put it right."),
        LONGEST_REASON,
    )
