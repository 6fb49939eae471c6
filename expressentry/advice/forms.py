"""What is asked about a partner who would be the principal applicant, and no profile holds."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms.validators import ValidationError

from expressentry import fields, labels
from expressentry.analysis.partner import Missing, Partner, asked_of
from expressentry.rules import impossible
from expressentry.rules.facts import Ability, EducationLevel, LanguageResult, LanguageTest, Spouse
from expressentry.rules.impossible import Fault, Impossible
from expressentry.rules.law import Law

_PREFIXES = ("first_", "second_")
_ASKED_FOR: dict[Missing, tuple[str, ...]] = {
    Missing.BIRTH_DATE: ("birth_date",),
    Missing.EDUCATION: ("education",),
    Missing.CANADIAN_WORK: ("canadian_years", "canadian_last_three"),
    Missing.FOREIGN_WORK: ("foreign_years",),
    Missing.OCCUPATION: ("primary_occupation",),
    Missing.CONTINUOUS_WORK: ("continuous_years",),
}
_TAKEN_HINT = _("As on the result report. A result counts until it is two years old.")


def _score(ability: Ability) -> Any:
    return fields.Number(labels.WORDS[Ability][ability], render_kw={"autocomplete": "off"})


class PartnerForm(FlaskForm):
    """The partner. Every question may stay open; nothing of it is kept."""

    on: date
    known: LanguageResult | None

    birth_date = fields.Day(_("Your partner's date of birth"))
    education = fields.Choice(
        _("Your partner's highest level of education"),
        fields.of_enum(EducationLevel),
        _("As a Canadian school, or a report on a foreign credential, states it."),
    )
    first_test = fields.Choice(_("A language test your partner took"), fields.of_enum(LanguageTest))
    first_taken_on = fields.Day(_("Date of the test"), _TAKEN_HINT)
    first_speaking = _score(Ability.SPEAKING)
    first_listening = _score(Ability.LISTENING)
    first_reading = _score(Ability.READING)
    first_writing = _score(Ability.WRITING)
    second_test = fields.Choice(
        _("A test of the other official language, if your partner took one"), fields.of_enum(LanguageTest)
    )
    second_taken_on = fields.Day(_("Date of that test"), _TAKEN_HINT)
    second_speaking = _score(Ability.SPEAKING)
    second_listening = _score(Ability.LISTENING)
    second_reading = _score(Ability.READING)
    second_writing = _score(Ability.WRITING)
    canadian_years = fields.Whole(
        _("Completed years of your partner's skilled work in Canada"),
        _("In the last ten years, full time or as many hours, paid and authorised. Write 0 if there are none."),
        highest=10,
    )
    canadian_last_three = fields.Whole(_("How many of these years fall in the last three years"), highest=3)
    foreign_years = fields.Whole(
        _("Completed years of your partner's skilled work outside Canada"),
        _("In the last ten years. Write 0 if there are none."),
        highest=10,
    )
    primary_occupation = fields.Occupation(_("Your partner's primary occupation (NOC code)"))
    continuous_years = fields.Whole(
        _("Completed years of your partner's longest work without a break in that occupation"),
        _("In the last ten years. Write 0 if it is less than one."),
        highest=10,
    )

    @classmethod
    def about(cls, spouse: Spouse, on: date, law: Law) -> "PartnerForm":
        """The form with the questions the profile leaves open about this partner."""
        form, asked = cls(), asked_of(spouse, on, law)
        form.on, form.known = on, None if Missing.LANGUAGE in asked else spouse.language
        for missing, names in _ASKED_FOR.items():
            if missing not in asked:
                form._leave_out(names)
        if Missing.LANGUAGE not in asked:
            form._leave_out(_names("first_"))
        return form

    def _leave_out(self, names: tuple[str, ...]) -> None:
        for name in names:
            delattr(self, name)

    def required(self, _name: str) -> bool:
        """Nothing is: what is left open is named as missing."""
        return False

    def partner(self) -> Partner:
        """What was typed and makes sense."""
        sense = {field.name: field.data for field in self if not field.errors and field.data is not None}
        education = sense.get("education")
        return Partner(
            birth_date=fields.Day.day(sense.get("birth_date")),
            education=EducationLevel(education) if education else None,
            tests=tuple(_result(prefix, sense) for prefix in _PREFIXES if f"{prefix}test" in sense),
            **{name: sense.get(name) for name in _PLAIN},
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """False, with words beside each question, if something typed makes no sense or cannot be true."""
        valid = super().validate(extra_validators)
        for found in self._impossible():
            field = self._fields.get(found.path)
            if field is not None and not field.errors:
                field.errors = [labels.fault(found)]
                valid = False
        return valid

    def validate_canadian_last_three(self, field: Any) -> None:
        """Part of a whole is never more than the whole."""
        if field.data is not None and field.data > (self.canadian_years.data or 0):
            raise ValidationError(_("This cannot be more than all the years in Canada."))

    def _impossible(self) -> Iterator[Impossible]:
        sense = {field.name: field.data for field in self if not field.errors and field.data is not None}
        yield from impossible.in_birth_date(fields.Day.day(sense.get("birth_date")), self.on)
        seen = {self.known.test.language} if self.known and self.known.test else set()
        for prefix in _PREFIXES:
            result = _result(prefix, sense)
            for found in impossible.in_language_result(result, self.on):
                yield Impossible(prefix + found.path, found.fault, found.figures)
            if result.test is not None and result.test.language in seen:
                yield Impossible(f"{prefix}test", Fault.SAME_LANGUAGE_TWICE)
            elif result.test is not None:
                seen.add(result.test.language)


_PLAIN = ("canadian_years", "canadian_last_three", "foreign_years", "primary_occupation", "continuous_years")


def _names(prefix: str) -> tuple[str, ...]:
    return tuple(prefix + name for name in ("test", "taken_on", *(ability.value for ability in Ability)))


def _result(prefix: str, sense: dict[str, Any]) -> LanguageResult:
    test = sense.get(f"{prefix}test")
    return LanguageResult(
        test=LanguageTest(test) if test else None,
        taken_on=fields.Day.day(sense.get(f"{prefix}taken_on")),
        **{ability.value: sense.get(prefix + ability.value) for ability in Ability},
    )
