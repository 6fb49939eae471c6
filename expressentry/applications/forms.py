"""The forms of an application: its sections, those of the profile included, and those of its own pages."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm

from expressentry import fields
from expressentry.applications.section_forms import (
    LONGEST_TEXT,
    AddressForm,
    ApplicantContactForm,
    ApplicationListForm,
    BackgroundForm,
    ChildForm,
    HistoryForm,
    IdentityForm,
    ParentsForm,
    SpouseIdentityForm,
    TravelForm,
)
from expressentry.models import SectionKey
from expressentry.models.application_answers import REPEATING, ApplicationSection
from expressentry.sections.forms import FORMS as PROFILE_FORMS
from expressentry.sections.forms import LIST_FORMS as PROFILE_LIST_FORMS
from expressentry.sections.forms import RECORD_FORMS as PROFILE_RECORD_FORMS
from expressentry.sections.section_form import SectionForm

FORMS: dict[str, type[SectionForm]] = {
    **{str(key): form for key, form in PROFILE_FORMS.items()},
    SectionKey.CONTACT.value: ApplicantContactForm,
    ApplicationSection.IDENTITY.value: IdentityForm,
    ApplicationSection.SPOUSE_IDENTITY.value: SpouseIdentityForm,
    ApplicationSection.PARENTS.value: ParentsForm,
    ApplicationSection.BACKGROUND.value: BackgroundForm,
}
RECORD_FORMS: dict[str, type[SectionForm]] = {
    **{str(key): form for key, form in PROFILE_RECORD_FORMS.items()},
    ApplicationSection.CHILDREN.value: ChildForm,
    ApplicationSection.ADDRESSES.value: AddressForm,
    ApplicationSection.PERSONAL_HISTORY.value: HistoryForm,
    ApplicationSection.TRAVEL.value: TravelForm,
}
LIST_FORMS: dict[str, type[SectionForm]] = {
    **{str(key): form for key, form in PROFILE_LIST_FORMS.items()},
    **{key.value: type(f"{key.name.title()}List", (ApplicationListForm,), {"section": key}) for key in REPEATING},
}


def read_explanations(sent: Any, keys: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """The texts sent under the keys of differences, and words for those too long or with what cannot be kept."""
    reader: Any = DemandAnswerForm(formdata=None).answer
    texts, errors = {}, {}
    for key in keys:
        try:
            texts[key] = reader.understand(sent.getlist(key)) or ""
        except ValueError as problem:
            errors[key] = str(problem.args[0])
    return texts, errors


class SubmissionForm(FlaskForm):
    """The declaration, and the signature under it."""

    truthful = fields.Tick(_("I declare that everything in this application is true and complete."))
    understood = fields.Tick(
        _("I understand that a false statement or one left out may lead to refusal and to a ban of five years.")
    )
    signed_as = fields.Text(
        _("Your full name, as your signature"),
        _("Write it as in your passport."),
        longest=200,
        render_kw={"autocomplete": "name"},
    )

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        wanted = {
            "truthful": _("Tick this box, or do not submit yet."),
            "understood": _("Tick this box, or do not submit yet."),
            "signed_as": _("Sign by writing your full name."),
        }
        for name, words in wanted.items():
            field = self._fields[name]
            if not field.data and not field.errors:
                field.errors, sound = [words], False
        return sound

    def required(self, name: str) -> bool:
        """True for all of it."""
        return True


class PaymentForm(FlaskForm):
    """A payment made elsewhere, by its reference."""

    reference = fields.Text(
        _("Reference of your payment"),
        _("As on the receipt of your bank: letters, digits and dashes. Never write a card number here."),
        longest=60,
        render_kw={"autocomplete": "off"},
    )
    paid_on = fields.Day(_("Day you paid"))
    amount = fields.Money(_("Amount you paid, in Canadian dollars"))

    def required(self, name: str) -> bool:
        """True for all of it."""
        return True


class DemandAnswerForm(FlaskForm):
    """The answer to something an officer asked."""

    answer = fields.Paragraphs(
        _("Your answer"), _("Files can be added above; they belong to the answer."), LONGEST_TEXT
    )

    def required(self, name: str) -> bool:
        """True: an answer says something."""
        return True


def explanation(key: str, text: str | None, error: str | None) -> Any:
    """The field in which one difference from the profile is explained, named by the key of the difference."""
    field: Any = DemandAnswerForm(formdata=None, data={"answer": text}).answer
    field.id = field.name = field.short_name = key
    field.hint = None
    field.label.text = _("Your explanation")
    field.errors = [] if error is None else [error]
    return field
