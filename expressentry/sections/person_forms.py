"""The sections on people: about you, contact, spouse or partner, languages, ties."""

from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _

from expressentry import fields, labels
from expressentry.models import MaritalStatus, SectionKey
from expressentry.models.answers import NO_TEST, stated_result
from expressentry.models.questions import QUESTIONS
from expressentry.rules import impossible
from expressentry.rules.facts import Ability, LanguageTest
from expressentry.rules.impossible import Impossible
from expressentry.sections.section_form import SectionForm, countries, within


class Gender(StrEnum):
    """Gender, as a passport states it."""

    FEMALE = "female"
    MALE = "male"
    ANOTHER = "another"


_GENDERS = {Gender.FEMALE: _("Female"), Gender.MALE: _("Male"), Gender.ANOTHER: _("Another gender")}


def genders() -> list[tuple[str, Any]]:
    """Genders with their words."""
    return [(gender.value, _GENDERS[gender]) for gender in Gender]


_TEST_CHOICES = fields.of_enum(LanguageTest)


class AboutYouForm(SectionForm):
    """About you."""

    section = SectionKey.ABOUT_YOU
    asked = QUESTIONS[SectionKey.ABOUT_YOU]

    family_name = fields.Text(
        _("Family name"),
        _("As in your passport. If you have a single name, write it here."),
        render_kw={"autocomplete": "family-name"},
    )
    given_names = fields.Text(_("Given names"), _("As in your passport."), render_kw={"autocomplete": "given-name"})
    birth_date = fields.Day(_("Date of birth"), render_kw={"autocomplete": "bday"})
    gender = fields.Choice(_("Gender"), genders, radio=True)
    country_of_birth = fields.Choice(_("Country or territory of birth"), countries)
    citizenship = fields.Choice(_("Country of citizenship"), countries)
    country_of_residence = fields.Choice(
        _("Country where you live now"), countries, render_kw={"autocomplete": "country"}
    )
    marital_status = fields.Choice(
        _("Marital status"),
        fields.of_enum(MaritalStatus),
        _("A spouse or common-law partner opens more questions, and changes how points are counted."),
        radio=True,
    )

    @classmethod
    def impossible(cls, answers: dict[str, Any], on: date) -> Iterable[Impossible]:
        return impossible.in_birth_date(fields.Day.day(answers.get("birth_date")), on)


class ContactForm(SectionForm):
    """How to reach the candidate, and the passport: nothing here earns points."""

    section = SectionKey.CONTACT
    asked = ()

    phone = fields.Text(_("Telephone"), _("With the country code, for example +1 613 555 0100."), longest=40)
    address = fields.Text(_("Street address"), longest=200, render_kw={"autocomplete": "street-address"})
    city = fields.Text(_("City"), render_kw={"autocomplete": "address-level2"})
    postal_code = fields.Text(_("Postal code"), longest=20, render_kw={"autocomplete": "postal-code"})
    uci = fields.Text(
        _("Unique client identifier (UCI)"), _("8 or 10 digits, if Canada gave you one before."), longest=20
    )
    passport_number = fields.Text(_("Passport or travel document number"), longest=30)
    passport_country = fields.Choice(_("Country that issued it"), countries)
    passport_expires_on = fields.Day(
        _("Day it expires"), _("Renew it in time: an application needs a document that is still valid.")
    )


class LanguageTestForm(SectionForm):
    """A form that asks for results of language tests, each under a prefix."""

    prefixes: ClassVar[tuple[str, ...]]

    @classmethod
    def impossible(cls, answers: dict[str, Any], on: date) -> Iterable[Impossible]:
        results = [stated_result(answers, prefix) for prefix in cls.prefixes]
        for prefix, result in zip(cls.prefixes, results, strict=True):
            yield from within(prefix, impossible.in_language_result(result, on))
        tested = [result.test.language for result in results if result.test]
        if len(set(tested)) < len(tested):
            yield Impossible(f"{cls.prefixes[-1]}test", impossible.Fault.SAME_LANGUAGE_TWICE)


def _score(ability: Ability) -> Any:
    return fields.Number(labels.WORDS[Ability][ability], render_kw={"autocomplete": "off"})


def _tests(none: Any) -> Callable[[], list[tuple[str, Any]]]:
    return lambda: [*_TEST_CHOICES(), (NO_TEST, none)]


_TAKEN_ON = _("Date of the test")
_TAKEN_HINT = _("As on your result report. A result counts until it is two years old.")


class SpouseForm(LanguageTestForm):
    """The spouse or partner."""

    section = SectionKey.SPOUSE
    asked = QUESTIONS[SectionKey.SPOUSE]
    prefixes = ("language_",)

    family_name = fields.Text(_("Family name of your spouse or partner"))
    given_names = fields.Text(_("Given names of your spouse or partner"))
    accompanying = fields.YesNo(
        _("Will your spouse or partner come to Canada with you?"),
        _("Say what is true. If you answer no, they must still pass the checks, and points count as for one person."),
    )
    citizen_or_permanent_resident = fields.YesNo(
        _("Is your spouse or partner a Canadian citizen or permanent resident?"),
        _("If so, points are counted as for one person."),
    )
    language_test = fields.Choice(
        _("Which language test did your spouse or partner take?"), _tests(_("No test, or older than two years"))
    )
    language_taken_on = fields.Day(_TAKEN_ON, _TAKEN_HINT)
    language_speaking = _score(Ability.SPEAKING)
    language_listening = _score(Ability.LISTENING)
    language_reading = _score(Ability.READING)
    language_writing = _score(Ability.WRITING)
    studied_in_canada = fields.YesNo(
        _("Did your spouse or partner study full time in Canada for at least two academic years?"),
        _("In a program of two years or longer, with a permit or allowed to study."),
    )
    worked_in_canada = fields.YesNo(
        _("Did your spouse or partner work full time in Canada for at least one year, with authorisation?"),
        _("In any occupation, at any time."),
    )
    sibling_in_canada = fields.YesNo(
        _("Has your spouse or partner a brother or sister in Canada?"),
        _("Aged 18 or older, a citizen or permanent resident living in Canada, sharing a mother or a father."),
    )
    relative_in_canada = fields.YesNo(
        _("Has your spouse or partner another close relative in Canada?"),
        _(
            "A parent, grandparent, child, grandchild, aunt, uncle, niece or nephew, aged 18 or older, a citizen or "
            "permanent resident living in Canada."
        ),
    )


class LanguagesForm(LanguageTestForm):
    """The first and the second official language."""

    section = SectionKey.LANGUAGES
    asked = QUESTIONS[SectionKey.LANGUAGES]
    prefixes = ("first_", "second_")

    first_test = fields.Choice(
        _("Which test did you take for your first official language?"),
        _tests(_("I have no result yet")),
        _("You choose which language is your first. The better choice is pointed out beside your score."),
    )
    first_taken_on = fields.Day(_TAKEN_ON, _TAKEN_HINT)
    first_speaking = _score(Ability.SPEAKING)
    first_listening = _score(Ability.LISTENING)
    first_reading = _score(Ability.READING)
    first_writing = _score(Ability.WRITING)
    first_certificate_number = fields.Text(_("Certificate or report number"), longest=60)
    second_test = fields.Choice(
        _("Which test did you take for your second official language?"),
        _tests(_("No second test")),
        _("A test of the other language."),
    )
    second_taken_on = fields.Day(_TAKEN_ON, _TAKEN_HINT)
    second_speaking = _score(Ability.SPEAKING)
    second_listening = _score(Ability.LISTENING)
    second_reading = _score(Ability.READING)
    second_writing = _score(Ability.WRITING)
    second_certificate_number = fields.Text(_("Certificate or report number"), longest=60)

    shown_with: ClassVar[dict[str, tuple[str, ...]]] = {
        "first_certificate_number": ("if-first_test-any",),
        "second_certificate_number": ("if-first_test-any", "if-second_test-any"),
    }


class TiesForm(SectionForm):
    """Ties to Canada."""

    section = SectionKey.TIES
    asked = QUESTIONS[SectionKey.TIES]

    sibling_in_canada = fields.YesNo(
        _("Have you a brother or sister in Canada?"),
        _("Aged 18 or older, a citizen or permanent resident living in Canada, sharing a mother or a father with you."),
    )
    relative_in_canada = fields.YesNo(
        _("Have you another close relative in Canada?"),
        _(
            "A parent, grandparent, child, grandchild, aunt, uncle, niece or nephew, aged 18 or older, a citizen or "
            "permanent resident living in Canada. Cousins do not count."
        ),
    )
    studied_in_canada = fields.YesNo(
        _("Did you study full time in Canada for at least two academic years?"),
        _("In a program of two years or longer, with a permit or allowed to study, in good standing."),
    )
    worked_in_canada = fields.YesNo(
        _("Did you work full time in Canada for at least one year in a skilled occupation, with authorisation?"),
        _("At any time, also more than ten years ago. TEER 0, 1, 2 or 3."),
    )
