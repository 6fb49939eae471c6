"""Forms of the accounts room."""

from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm

from expressentry import fields

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 200


class Email(fields.Text):
    """An e-mail address, in the one spelling it is kept under."""

    kind = "email"

    def read(self, typed: str) -> str:
        try:
            return validate_email(typed, check_deliverability=False).normalized.casefold()
        except EmailNotValidError:
            raise ValueError(_("Write an e-mail address such as name@example.org.")) from None


def _needed(form: FlaskForm, name: str, words: Any) -> bool:
    field = form._fields[name]
    if field.data is None and not field.errors:
        field.errors = [words]
    return not field.errors


class SignInForm(FlaskForm):
    """Signing in."""

    email = Email(_("E-mail address"), render_kw={"autocomplete": "username"})
    password = fields.Password(_("Password"), render_kw={"autocomplete": "current-password"})

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        named = _needed(self, "email", _("Write your e-mail address."))
        return _needed(self, "password", _("Write your password.")) and named


class EmailForm(FlaskForm):
    """The address of a new account, asked before its password, so that what is wrong is told in that order."""

    email = Email(
        _("E-mail address"),
        _("You sign in with it. It is told when there is a new letter for you, never what the letter says."),
        render_kw={"autocomplete": "username"},
    )


class NewPasswordForm(FlaskForm):
    """A form with a new password, written twice."""

    password = fields.Password(
        _("Password"),
        _("At least 12 characters. A few words that only you put together are easy to keep in mind."),
        render_kw={"autocomplete": "new-password"},
    )
    repeated = fields.Password(_("The same password again"), render_kw={"autocomplete": "new-password"})

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        sound = _needed(self, "password", _("Write a password."))
        if sound and not SHORTEST_PASSWORD <= len(self.password.data) <= LONGEST_PASSWORD:
            self.password.errors = [_("Use at least 12 and at most 200 characters.")]
            sound = False
        if sound and self.repeated.data != self.password.data:
            self.repeated.errors = [_("This is not the same password. Write both again.")]
            sound = False
        return sound


class RegisterForm(NewPasswordForm, EmailForm):
    """A new account."""

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        return _needed(self, "email", _("Write your e-mail address.")) and sound


class ChangePasswordForm(NewPasswordForm):
    """A new password for the account that is signed in."""

    current = fields.Password(_("Your password now"), render_kw={"autocomplete": "current-password"})

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        return _needed(self, "current", _("Write the password you have now.")) and sound
