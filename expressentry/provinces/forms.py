"""What a province asks: a search, a name for it, a number with its code, an interest, a nomination, places."""

import re
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms.validators import ValidationError

from expressentry import fields
from expressentry.formats import language
from expressentry.forms import ActForm, LookForm
from expressentry.nominations.notifications import DAYS, FEWEST_DAYS, MOST_DAYS
from expressentry.provinces.search import Filters
from expressentry.provinces.sight import NUMBER
from expressentry.rules import streams
from expressentry.rules.facts import EducationLevel, Language, Province
from expressentry.rules.law import Law, Stream


class ProfileNumber(fields.Text):
    """A profile number: E and nine digits, however it is spaced and whatever its case."""

    def read(self, typed: str) -> str:
        plain = "".join(typed.split()).replace("-", "").upper()
        if not NUMBER.fullmatch(plain):
            raise ValueError(_("A profile number is the letter E and nine digits, for example E123456789."))
        return plain


class ValidationCode(fields.Text):
    """A validation code: four digits."""

    def read(self, typed: str) -> str:
        plain = "".join(typed.split())
        if not re.fullmatch(r"\d{4}", plain, re.ASCII):
            raise ValueError(_("A validation code is four digits, for example 0427."))
        return plain


def _levels() -> list[tuple[str, str]]:
    return [(str(level), str(level)) for level in range(4, 10)] + [("10", "10+")]


class SearchForm(LookForm):
    """What to look for, by the fields that the Ministerial Instructions let a province see."""

    score_from = fields.Whole(_("Score from"), highest=1200)
    score_to = fields.Whole(_("Score to"), highest=1200)
    age_from = fields.Whole(_("Age from"), highest=120)
    age_to = fields.Whole(_("Age to"), highest=120)
    education = fields.Choice(_("Education, at least"), fields.of_enum(EducationLevel))
    english = fields.Choice(_("English in every ability, at least CLB"), _levels)
    french = fields.Choice(_("French in every ability, at least NCLC"), _levels)
    first_language = fields.Choice(_("First official language"), fields.of_enum(Language))
    occupation = fields.Occupation(_("Occupation (NOC code)"))
    teer = fields.Choice(_("TEER"), lambda: [(str(teer), str(teer)) for teer in range(6)])
    canadian_years = fields.Whole(_("Years of work in Canada, at least"), highest=50)
    foreign_years = fields.Whole(_("Years of work abroad, at least"), highest=50)
    number = ProfileNumber(_("Profile number"))

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        for lowest, highest in ((self.score_from, self.score_to), (self.age_from, self.age_to)):
            if None not in (lowest.data, highest.data) and lowest.data > highest.data:
                highest.errors, sound = [_("This must not be lower than where the range begins.")], False
        return sound

    @property
    def filters(self) -> Filters:
        """What is looked for, once the form is valid."""
        whole = ("english", "french", "teer")
        chosen: dict[str, Any] = {field.name: field.data for field in self if field.data is not None}
        chosen |= {name: int(value) for name, value in chosen.items() if name in whole}
        return Filters(**chosen)

    @property
    def chosen(self) -> dict[str, str]:
        """What is looked for as an address states it."""
        return {field.name: str(field.data) for field in self if field.data is not None}

    @property
    def told(self) -> list[tuple[str, str]]:
        """What is looked for in words."""
        return [(field.label.text, field.shown) for field in self if field.data is not None]


class NameForm(ActForm):
    """The name under which a search is kept."""

    wanted = {"name": _("Give the search a name.")}

    name = fields.Text(_("Name of the search"), _("Everybody who works for your province sees it."), longest=80)


class IdentificationForm(ActForm):
    """The number and the code that a candidate gave to the province."""

    wanted = {"number": _("Write the profile number."), "code": _("Write the validation code.")}

    number = ProfileNumber(_("Profile number"), _("The letter E and nine digits. Spaces do not matter."))
    code = ValidationCode(_("Validation code"), _("Four digits, which the candidate finds beside the profile number."))


class StreamChoice(fields.Choice):
    """One of the streams of a province, of which the form is told; what is none of them is told when it is checked."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, self._named, **kwargs)
        self.offered: tuple[Stream, ...] = ()

    def _named(self) -> list[tuple[str, str]]:
        return [(stream.key, stream.name(language())) for stream in self.offered]

    def read(self, typed: str) -> str:
        return typed

    def pre_validate(self, form: Any) -> None:
        if self.data is not None and self.data not in dict(self._named()):
            raise ValidationError(_("Choose one of the answers given."))


class _StreamForm(ActForm):
    """A form that asks for one of a province's streams."""

    def __init__(self, province: Province, law: Law, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stream.offered = self.offered = streams.of(province, law)


class NotificationForm(_StreamForm):
    """Under which stream the province is interested, what it writes, and how long the candidate has to answer."""

    wanted = {
        "stream": _("Choose the stream."),
        "message": _("Write what the candidate should know."),
        "days": _("Write how many days the candidate has to answer."),
    }

    stream = StreamChoice(_("Stream"))
    message = fields.Paragraphs(
        _("Message to the candidate"),
        _("What you offer, what the candidate should do next, and where. It is part of the letter."),
        longest=2000,
    )
    days = fields.Whole(
        _("Days to answer"), _("Calendar days, from 7 to 60."), lowest=FEWEST_DAYS, highest=MOST_DAYS, default=DAYS
    )


class NominationForm(_StreamForm):
    """The stream of a nomination and the number of its certificate."""

    wanted = {"stream": _("Choose the stream."), "certificate_number": _("Write the number of the certificate.")}

    class Meta:
        """Asked by GET first, to look at what it does; the site asks every POST for its token by itself."""

        csrf = False

    stream = StreamChoice(_("Stream"))
    certificate_number = fields.Text(
        _("Number of the nomination certificate"), _("As it stands on the certificate you issue."), longest=40
    )


class WithdrawalForm(ActForm):
    """Why a nomination is withdrawn."""

    wanted = {"because": _("Say why you withdraw the nomination.")}

    because = fields.Paragraphs(_("Reason"), _("The candidate reads it in the letter."), longest=2000)


class PlacesForm(ActForm):
    """How many places a stream has for a year."""

    wanted = {"places": _("Write how many places the stream has.")}

    places = fields.Whole(_("Places for this stream"), lowest=0, highest=1_000_000)
