"""Forms of the calculator's own: a file opened again, and the name of a scenario."""

from flask_babel import lazy_gettext as _
from werkzeug.datastructures import FileStorage

from expressentry import fields
from expressentry.accounts.forms import RegisterForm
from expressentry.calculator.workbook import LONGEST_NAME
from expressentry.forms import LookForm


class OpenForm(LookForm):
    """A file that was kept at home. Nothing changes by opening it, so it needs no token."""

    file = fields.Upload(_("Your file"), _("It ends in .json. It is read once and not kept here."))

    @property
    def sent(self) -> FileStorage | None:
        """The one file that was sent."""
        return self.file.data[0] if self.file.data and len(self.file.data) == 1 else None


class ScenarioForm(LookForm):
    """The name of a scenario."""

    name = fields.Text(_("Name of the scenario"), _("For example: with French."), longest=LONGEST_NAME)


class CarryForm(RegisterForm):
    """A new account that begins with the answers of the calculator. The token is checked before any view."""

    class Meta:
        """Checked for the whole site."""

        csrf = False
