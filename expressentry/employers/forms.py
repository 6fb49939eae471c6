"""What an employer states of itself."""

import re
from typing import Any

from flask_babel import lazy_gettext as _

from expressentry import fields
from expressentry.accounts.forms import RegisterForm
from expressentry.forms import ActForm
from expressentry.rules.facts import Province


def code_in(text: str | None) -> str | None:
    """A candidate's code as it stands in an address; `None` if it cannot be one."""
    return text if text is not None and re.fullmatch(r"[0-9A-Z]{10}", text, re.ASCII) else None


class BusinessNumber(fields.Text):
    """The Canada Revenue Agency's number of a business: nine digits with a check digit, perhaps with an account."""

    def read(self, typed: str) -> str:
        plain = re.sub(r"[\s\u00a0-]", "", typed).upper()
        if not re.fullmatch(r"\d{9}((RC|RM|RP|RT)\d{4})?", plain, re.ASCII):
            raise ValueError(_("Write the nine digits, or the whole program account such as 123456782RP0001."))
        if not checks(plain[:9]):
            raise ValueError(_("These nine digits are no business number: one of them is mistyped."))
        return plain


def checks(digits: str) -> bool:
    """True if the last digit is the check digit of the others, by the Luhn formula."""
    doubled = [int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(digits))]
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0


class PostalCode(fields.Text):
    """A Canadian postal code, with capitals and one space; some letters are never used."""

    def read(self, typed: str) -> str:
        plain = re.sub(r"[\s\u00a0-]", "", typed).upper()
        if not re.fullmatch(r"[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z]\d[ABCEGHJ-NPRSTV-Z]\d", plain, re.ASCII):
            raise ValueError(_("Write a Canadian postal code such as K1A 0B1."))
        return f"{plain[:3]} {plain[3:]}"


class ParticularsForm(ActForm):
    """Who the employer is, where, and whom an officer can ask."""

    wanted = {
        "legal_name": _("Write the legal name."),
        "business_number": _("Write the business number."),
        "street": _("Write the street address."),
        "city": _("Write the city or town."),
        "province": _("Choose the province or territory."),
        "postal_code": _("Write the postal code."),
        "contact_name": _("Write the name of a person an officer can ask."),
        "contact_phone": _("Write a telephone number."),
    }

    legal_name = fields.Text(
        _("Legal name of the employer"),
        _("As the business is registered. Candidates see it with each posting."),
        longest=120,
        render_kw={"autocomplete": "organization"},
    )
    business_number = BusinessNumber(
        _("Business number"),
        _("Nine digits, from the Canada Revenue Agency. Only officers see it."),
        longest=20,
        render_kw={"autocomplete": "off"},
    )
    street = fields.Text(_("Street address"), longest=120, render_kw={"autocomplete": "street-address"})
    city = fields.Text(_("City or town"), longest=80, render_kw={"autocomplete": "address-level2"})
    province = fields.Choice(_("Province or territory"), fields.of_enum(Province))
    postal_code = PostalCode(_("Postal code"), longest=20, render_kw={"autocomplete": "postal-code"})
    contact_name = fields.Text(_("Contact person"), longest=100, render_kw={"autocomplete": "name"})
    contact_phone = fields.Phone(
        _("Telephone"), _("Only officers see it."), longest=30, render_kw={"autocomplete": "tel", "inputmode": "tel"}
    )

    def particulars(self) -> dict[str, Any]:
        """What was stated, as the record keeps it."""
        stated = {name: self._fields[name].data for name in self.wanted}
        return {**stated, "province": Province(stated["province"])}


class RegistrationForm(RegisterForm, ParticularsForm):
    """An employer's account: how to sign in, and who the employer is."""

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        return not self.errors
