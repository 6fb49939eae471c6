"""The sections the application adds to those of the profile, as forms."""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import Any

from flask import g
from flask_babel import lazy_gettext as _

from expressentry import fields
from expressentry.models.application_answers import (
    LISTED_ALL,
    QUESTIONS,
    RECORD_QUESTIONS,
    Activity,
    ApplicationSection,
)
from expressentry.models.questions import Question as Asked
from expressentry.rules.impossible import Fault, Impossible
from expressentry.sections.person_forms import ContactForm, genders
from expressentry.sections.section_form import SectionForm, countries

LONGEST_TEXT = 4000


class EyeColour(StrEnum):
    """Colour of the eyes, as a permanent resident card states it."""

    BLACK = "black"
    BLUE = "blue"
    BROWN = "brown"
    GREEN = "green"
    GREY = "grey"
    HAZEL = "hazel"
    OTHER = "other"


_EYES = {
    EyeColour.BLACK: _("Black"),
    EyeColour.BLUE: _("Blue"),
    EyeColour.BROWN: _("Brown"),
    EyeColour.GREEN: _("Green"),
    EyeColour.GREY: _("Grey"),
    EyeColour.HAZEL: _("Hazel"),
    EyeColour.OTHER: _("Another colour"),
}


class Who(fields.Choice):
    """Which person of the application this is about; a view names them in `g.people` before the form is read."""

    def __init__(self, label: Any, hint: Any = None, **kwargs: Any) -> None:
        super().__init__(label, lambda: g.get("people", ()), hint, **kwargs)

    def read(self, typed: str) -> str:
        self._known = None
        return super().read(typed)


def _past(answers: dict[str, Any], on: date, *names: str) -> Iterable[Impossible]:
    for name in names:
        day = fields.Day.day(answers.get(name))
        if day is not None and day > on:
            yield Impossible(name, Fault.IN_FUTURE)


def _in_order(answers: dict[str, Any], first: str, last: str) -> Iterable[Impossible]:
    started, ended = fields.Day.day(answers.get(first)), fields.Day.day(answers.get(last))
    if started is not None and ended is not None and ended < started:
        yield Impossible(last, Fault.ENDS_BEFORE_START)


class IdentityForm(SectionForm):
    """The applicant, as the passport says."""

    section = ApplicationSection.IDENTITY
    asked = QUESTIONS[ApplicationSection.IDENTITY]

    birth_city = fields.Text(_("City or town of birth"))
    other_citizenships = fields.Text(_("Other citizenships"), _("Leave empty if there is no other."), longest=200)
    passport_number = fields.Text(_("Passport or travel document number"), longest=30)
    passport_country = fields.Choice(_("Country that issued it"), countries)
    passport_issued_on = fields.Day(_("Day it was issued"))
    passport_expires_on = fields.Day(
        _("Day it expires"), _("It must still be valid on the day the application is received.")
    )
    other_names = fields.YesNo(
        _("Was any other name ever used?"), _("A name at birth, before a marriage, a nickname in documents.")
    )
    other_names_given = fields.Text(_("Every other name"), longest=300)
    height_cm = fields.Whole(_("Height in centimetres"), lowest=50, highest=260)
    eye_colour = fields.Choice(_("Colour of the eyes"), lambda: [(e.value, _EYES[e]) for e in EyeColour])
    native_language = fields.Text(_("Native language"))
    earlier_union = fields.YesNo(_("Were you ever married or in a common-law union before your present status?"))
    earlier_union_particulars = fields.Paragraphs(
        _("With whom, from when to when, and how it ended"), longest=LONGEST_TEXT
    )

    @classmethod
    def impossible(cls, answers: dict[str, Any], on: date) -> Iterable[Impossible]:
        yield from _past(answers, on, "passport_issued_on")
        yield from _in_order(answers, "passport_issued_on", "passport_expires_on")


_WHO_IT_IS = (
    "family_name",
    "given_names",
    "birth_date",
    "gender",
    "birth_city",
    "country_of_birth",
    "citizenship",
    "other_citizenships",
    "country_of_residence",
    "accompanying",
    "citizen_or_permanent_resident",
    "other_parent",
    "union_began_on",
)


class PersonForm(IdentityForm):
    """Another person of the family."""

    gender = fields.Choice(_("Gender"), genders, radio=True)
    country_of_birth = fields.Choice(_("Country or territory of birth"), countries)
    citizenship = fields.Choice(_("Country of citizenship"), countries)
    country_of_residence = fields.Choice(_("Country of residence now"), countries)
    height_cm = eye_colour = native_language = None  # type: ignore[assignment]
    earlier_union = earlier_union_particulars = None  # type: ignore[assignment]

    @property
    def questions(self) -> Iterator[Any]:
        """The fields that are questions: who it is before what the passport says."""
        found = {field.name: field for field in super().questions}
        who = [name for name in _WHO_IT_IS if name in found]
        return (found[name] for name in (*who, *(name for name in found if name not in who)))


class SpouseIdentityForm(PersonForm):
    """The spouse or partner, whether or not they come along."""

    section = ApplicationSection.SPOUSE_IDENTITY
    asked = QUESTIONS[ApplicationSection.SPOUSE_IDENTITY]

    birth_date = fields.Day(_("Date of birth of your spouse or partner"))
    union_began_on = fields.Day(_("Day of the marriage, or since when you have lived together"))
    passport_number = fields.Text(
        _("Passport or travel document number"),
        _("The passport is not needed of a citizen or permanent resident of Canada."),
        longest=30,
    )

    @classmethod
    def impossible(cls, answers: dict[str, Any], on: date) -> Iterable[Impossible]:
        yield from super().impossible(answers, on)
        yield from _past(answers, on, "birth_date", "union_began_on")


class ChildForm(PersonForm):
    """A dependent child, whether or not they come along."""

    section = ApplicationSection.CHILDREN
    asked = RECORD_QUESTIONS[ApplicationSection.CHILDREN]

    family_name = fields.Text(_("Family name"), _("As in the passport."))
    given_names = fields.Text(_("Given names"), _("As in the passport."))
    birth_date = fields.Day(_("Date of birth"))
    accompanying = fields.YesNo(
        _("Will this child come to Canada with you?"),
        _(
            "If you answer no, the child must still be declared and examined. A child not declared can never be "
            "sponsored later."
        ),
    )
    citizen_or_permanent_resident = fields.YesNo(_("Is this child a Canadian citizen or permanent resident?"))
    other_parent = fields.YesNo(
        _("Has somebody who does not come with you custody or parental rights?"),
        _("If so, their consent or a custody order belongs in the letter of explanation."),
    )

    @classmethod
    def impossible(cls, answers: dict[str, Any], on: date) -> Iterable[Impossible]:
        yield from super().impossible(answers, on)
        yield from _past(answers, on, "birth_date")


class SpanForm(SectionForm):
    """Something a person did, or somewhere they were, from one day to another."""

    @classmethod
    def impossible(cls, answers: dict[str, Any], on: date) -> Iterable[Impossible]:
        yield from _past(answers, on, "started_on", "ended_on")
        if answers.get("goes_on") is not True:
            yield from _in_order(answers, "started_on", "ended_on")


class AddressForm(SpanForm):
    """An address of the last ten years."""

    section = ApplicationSection.ADDRESSES
    asked = RECORD_QUESTIONS[ApplicationSection.ADDRESSES]

    person = Who(_("Whose address?"), radio=True)
    street = fields.Text(_("Street address"), longest=200)
    city = fields.Text(_("City or town"))
    country = fields.Choice(_("Country"), countries)
    started_on = fields.Day(_("From"))
    goes_on = fields.YesNo(_("Is this the address now?"))
    ended_on = fields.Day(_("Until"))


class HistoryForm(SpanForm):
    """An activity of the last ten years."""

    section = ApplicationSection.PERSONAL_HISTORY
    asked = RECORD_QUESTIONS[ApplicationSection.PERSONAL_HISTORY]

    person = Who(_("Who is this about?"), radio=True)
    activity = fields.Choice(_("What was it?"), fields.of_enum(Activity))
    description = fields.Text(
        _("In a few words"), _("Job title and employer, program and school, or what you did."), longest=300
    )
    city = fields.Text(_("City or town"))
    country = fields.Choice(_("Country"), countries)
    started_on = fields.Day(_("From"))
    goes_on = fields.YesNo(_("Does it go on now?"))
    ended_on = fields.Day(_("Until"))


class TravelForm(SpanForm):
    """A journey of the last ten years."""

    section = ApplicationSection.TRAVEL
    asked = RECORD_QUESTIONS[ApplicationSection.TRAVEL]

    person = Who(_("Who travelled?"), radio=True)
    country = fields.Choice(_("Country visited"), countries)
    purpose = fields.Text(_("Purpose"), _("For example holidays, family, work, study."), longest=200)
    started_on = fields.Day(_("From"))
    ended_on = fields.Day(_("Until"))


def _years(label: Any) -> Any:
    return fields.Whole(label, lowest=0, highest=30)


class ParentsForm(SectionForm):
    """Parents, and years spent at school."""

    section = ApplicationSection.PARENTS
    asked = QUESTIONS[ApplicationSection.PARENTS]

    parent1_name = fields.Text(
        _("Name of one parent"), _("Full name at birth. If it is not known, write so."), longest=200
    )
    parent1_birth_date = fields.Day(_("Date of birth of this parent"), _("Leave empty if it is not known."))
    parent1_birth_country = fields.Choice(_("Country of birth of this parent"), countries)
    parent2_name = fields.Text(
        _("Name of the other parent"), _("Full name at birth. If it is not known, write so."), longest=200
    )
    parent2_birth_date = fields.Day(_("Date of birth of the other parent"), _("Leave empty if it is not known."))
    parent2_birth_country = fields.Choice(_("Country of birth of the other parent"), countries)
    years_primary = _years(_("Years of primary school"))
    years_secondary = _years(_("Years of secondary school"))
    years_post_secondary = _years(_("Years of university, college or trade school"))

    @classmethod
    def impossible(cls, answers: dict[str, Any], on: date) -> Iterable[Impossible]:
        yield from _past(answers, on, "parent1_birth_date", "parent2_birth_date")


def _particulars() -> Any:
    return fields.Paragraphs(
        _("Who, when, where, and what happened"), _("Say it in your own words; documents can be added."), LONGEST_TEXT
    )


class BackgroundForm(SectionForm):
    """Background questions, each about the applicant and every family member of the application."""

    section = ApplicationSection.BACKGROUND
    asked = QUESTIONS[ApplicationSection.BACKGROUND]

    refused_visa = fields.YesNo(
        _("Was any of you ever refused a visa, a permit or entry, by Canada or another country?")
    )
    refused_visa_particulars = _particulars()
    removed = fields.YesNo(_("Was any of you ever ordered to leave Canada or another country?"))
    removed_particulars = _particulars()
    criminal = fields.YesNo(_("Was any of you ever convicted of a crime or an offence in any country?"))
    criminal_particulars = _particulars()
    arrested = fields.YesNo(_("Is any of you charged with, on trial for, or under investigation for an offence?"))
    arrested_particulars = _particulars()
    disease = fields.YesNo(
        _("Has any of you a serious disease, or a condition that needs regular care beyond medication?"),
        _("It does not by itself close the way to Canada."),
    )
    disease_particulars = _particulars()
    military_service = fields.YesNo(
        _("Did any of you ever serve in an army, a militia, the police or a security service?")
    )
    military_service_particulars = _particulars()
    government_post = fields.YesNo(_("Did any of you ever hold a government post, elected or appointed?"))
    government_post_particulars = _particulars()
    organisations = fields.YesNo(
        _("Was any of you ever a member of, or linked with, a political, social, youth or student organisation?"),
        _("Membership is no fault. Leaving it out may be."),
    )
    organisations_particulars = _particulars()
    ill_treatment = fields.YesNo(
        _("Did any of you ever witness or take part in the ill treatment of prisoners or civilians, or in looting?")
    )
    ill_treatment_particulars = _particulars()


class ApplicantContactForm(ContactForm):
    """How to reach the applicant; the passport has its own place in the application."""

    passport_number = passport_country = passport_expires_on = None  # type: ignore[assignment]


class ApplicationListForm(SectionForm):
    """The page that lists the records of a section: that all are there."""

    asked = (Asked(LISTED_ALL),)

    listed_all = fields.Tick(_("This list is complete, or there is nothing to list"))
