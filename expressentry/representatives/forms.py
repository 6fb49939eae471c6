"""The forms of representatives and of their clients."""

import re
from typing import Any

from flask_babel import lazy_gettext as _

from expressentry import fields
from expressentry.accounts.forms import Email, RegisterForm
from expressentry.forms import ActForm, LookForm
from expressentry.models import Regulator, Scope

LONGEST_NOTE = 2000


class Licence(fields.Text):
    """The number a regulator gave: letters, digits and dashes, in capitals and without blanks."""

    def read(self, typed: str) -> str:
        plain = re.sub(r"\s+", "", typed).upper()
        if not re.fullmatch(r"[A-Z0-9-]{2,20}", plain, re.ASCII) or not re.search(r"\d", plain):
            raise ValueError(_("Write the number as on your licence: letters, digits and dashes, for example R123456."))
        return plain


class ParticularsForm(ActForm):
    """Who a representative is, and by what licence."""

    wanted = {
        "name": _("Write your name as on your licence."),
        "organisation": _("Write the name of your firm or organisation, or your own name."),
        "regulator": _("Choose who licenses you."),
        "licence_number": _("Write your licence number."),
        "phone": _("Write a telephone number."),
    }

    name = fields.Text(_("Your name"), _("As on your licence. Clients see it."), render_kw={"autocomplete": "name"})
    organisation = fields.Text(
        _("Firm or organisation"),
        _("If you work alone, your own name. Clients see it."),
        longest=120,
        render_kw={"autocomplete": "organization"},
    )
    regulator = fields.Choice(
        _("Who licenses you"),
        fields.of_enum(Regulator),
        _("Whoever represents somebody for money must be licensed by one of these (IRPA 91)."),
        radio=True,
    )
    licence_number = Licence(
        _("Licence number"),
        _("An officer compares it with the public register. Clients see it."),
        longest=30,
        render_kw={"autocomplete": "off"},
    )
    phone = fields.Phone(_("Telephone"), _("Only officers see it."), longest=30, render_kw={"autocomplete": "tel"})

    def particulars(self) -> dict[str, Any]:
        """What was stated, as the record keeps it."""
        stated = {name: self._fields[name].data for name in self.wanted}
        return {**stated, "regulator": Regulator(stated["regulator"])}


class RegistrationForm(RegisterForm, ParticularsForm):
    """A representative's account: how to sign in, and by what licence they act."""

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        return not self.errors


class ScopesForm(ActForm):
    """What a client lets a representative do."""

    scopes = fields.Choices(
        _("What they may do, besides reading your profile"),
        fields.of_enum(Scope),
        _(
            "Reading always goes with it. You can change this at any time. No answer of yours changes without your "
            "approval."
        ),
    )

    def given(self) -> list[Scope]:
        """The scopes ticked."""
        return [Scope(value) for value in self.scopes.data or []]


class AskForm(ActForm):
    """A representative asks to act for somebody."""

    wanted = {"email": _("Write the e-mail address of your client's account.")}

    email = Email(
        _("E-mail address of your client's account"),
        _("They find your question in their account, and answer it there."),
        render_kw={"autocomplete": "off"},
    )
    scopes = fields.Choices(
        _("What you wish to do, besides reading the profile"),
        fields.of_enum(Scope),
        _("Your client decides, and may give you less."),
    )

    def given(self) -> list[Scope]:
        """The scopes ticked."""
        return [Scope(value) for value in self.scopes.data or []]


class OfferForm(ActForm):
    """Changes on their way to the client."""

    wanted = {"note": _("Write a few words: your client decides on what you say here.")}

    note = fields.Paragraphs(_("Why these changes"), _("Your client reads it above the changes."), LONGEST_NOTE)


class RejectForm(ActForm):
    """Why a client does not want the changes."""

    wanted = {"because": _("Write a few words, so that your representative knows what to change.")}

    because = fields.Paragraphs(_("Why you do not approve"), _("Your representative reads it."), LONGEST_NOTE)


class FindForm(LookForm):
    """Words to find somebody by."""

    words = fields.Text(_("Name, firm or licence number"), longest=100, render_kw={"autocomplete": "off"})


class FilterForm(FindForm):
    """Words to find clients by."""

    words = fields.Text(
        _("Find a client"),
        _("By name, address, number, state or what comes next."),
        longest=100,
        render_kw={"autocomplete": "off"},
    )
