"""Searching postings, a Job Match profile, and confirming an offer."""

import re
from typing import Any

from flask_babel import lazy_gettext as _

from expressentry import fields, labels
from expressentry.forms import ActForm, LookForm
from expressentry.jobs.seekers import MOST_OCCUPATIONS
from expressentry.rules.facts import EducationLevel, Language, Province, WorkPermit

MOST_SKILLS, LONGEST_SKILL = 15, 40
LEVELS = list(EducationLevel)
OCCUPATIONS = range(1, MOST_OCCUPATIONS + 1)


class Skills(fields.Question):
    """Skills, separated by commas or lines: each once, with its blanks put in order."""

    kind = "paragraphs"

    def read(self, typed: str) -> list[str]:
        parts = [" ".join(part.split()) for part in re.split(r"[,;\r\n]", typed)]
        found = list({part.casefold(): part for part in reversed(parts) if part}.values())[::-1]
        if len(found) > MOST_SKILLS:
            raise ValueError(_("Name at most %(most)s skills.", most=MOST_SKILLS))
        if any(len(skill) > LONGEST_SKILL for skill in found):
            raise ValueError(_("Use at most %(longest)s characters for each skill.", longest=LONGEST_SKILL))
        return found

    def written(self, value: Any) -> str:
        return ", ".join(value)


class SearchForm(LookForm):
    """What to look for among the postings; what makes no sense is told and left out."""

    words = fields.Text(_("Words of the title, the work or the skills"), longest=200)
    occupation = fields.Occupation(_("Occupation (NOC code)"))
    province = fields.Choice(_("Province or territory"), fields.of_enum(Province))

    def sought(self) -> dict[str, Any]:
        """The arguments of a search."""
        found = {field.name: field.data for field in self if not field.errors}
        province = found.get("province")
        return {
            "text": found.get("words") or "",
            "noc_code": found.get("occupation"),
            "province": None if province is None else Province(province),
        }


def _levels(language: Language) -> Any:
    """None stated, or a level from 1 to 10."""
    name = labels.LEVEL_NAME[language]
    return lambda: [("0", _("None, or below level 4")), *((str(level), f"{name} {level}") for level in range(4, 11))]


def _where() -> list[tuple[str, Any]]:
    return [(province.value, labels.words(province)) for province in Province if province is not Province.QC]


def _how_strictly() -> list[tuple[str, Any]]:
    return [
        ("no", _("By occupation and province. Everything else is shown as a reason: what fits, and what is missing.")),
        ("yes", _("Strictly: only where everything required fits, and every wish of mine is met.")),
    ]


_OCCUPATION_HINT = _("Type a few letters of a title, or the code.")


class SeekerForm(ActForm):
    """A Job Match profile, with questions for each occupation sought."""

    occupation_1 = fields.Occupation(_("Occupation you look for a job in"), _OCCUPATION_HINT)
    years_1 = fields.Whole(_("Completed years of experience in it"), highest=60)
    occupation_2 = fields.Occupation(_("A second occupation, if you like"), _OCCUPATION_HINT)
    years_2 = fields.Whole(_("Completed years of experience in the second"), highest=60)
    occupation_3 = fields.Occupation(_("A third occupation, if you like"), _OCCUPATION_HINT)
    years_3 = fields.Whole(_("Completed years of experience in the third"), highest=60)
    english_level = fields.Choice(
        _("English"), _levels(Language.ENGLISH), _("The level of your lowest ability in the test.")
    )
    french_level = fields.Choice(
        _("French"), _levels(Language.FRENCH), _("The level of your lowest ability in the test.")
    )
    education = fields.Choice(_("Education"), fields.of_enum(EducationLevel))
    provinces = fields.Choices(_("Where would you work?"), _where, _("Express Entry does not lead to Quebec."))
    skills = Skills(_("Skills"), _("Up to 15, each a word or a few, separated by commas or on lines of their own."))
    wage_cents = fields.Money(
        _("Lowest wage you want for an hour"), _("If you have a wish. Employers never see the amount.")
    )
    hours_per_week = fields.Whole(
        _("Fewest hours a week you want"), _("If you have a wish. 30 hours are full time."), lowest=1, highest=60
    )
    strict = fields.Choice(_("How strictly are you matched?"), _how_strictly, radio=True)

    wanted = {
        "occupation_1": _("Choose an occupation."),
        "english_level": _("Say how well you know English; none is an answer."),
        "french_level": _("Say how well you know French; none is an answer."),
        "education": _("Choose your level of education."),
        "provinces": _("Choose at least one province or territory."),
        "strict": _("Choose one of the two."),
    }

    @classmethod
    def of(cls, wishes: dict[str, Any]) -> "SeekerForm":
        """The form as these wishes fill it in."""
        numbered = list(enumerate(wishes["occupations"], start=1))
        return cls(
            formdata=None,
            data={
                **{f"occupation_{number}": code for number, (code, _years) in numbered},
                **{f"years_{number}": years for number, (_code, years) in numbered},
                **{name: str(wishes[name]) for name in ("english_level", "french_level")},
                **{name: wishes[name] for name in ("wage_cents", "hours_per_week")},
                "education": LEVELS[wishes["education_rank"]].value,
                "provinces": [province.value for province in wishes["provinces"]],
                "skills": wishes["skills"] or None,
                "strict": "yes" if wishes["strict"] else "no",
            },
        )

    def required(self, name: str) -> bool:
        """True for what nobody is matched without."""
        return name in self.wanted or name == "years_1"

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        seen: set[str] = set()
        for number in OCCUPATIONS:
            self._check_occupation(number, seen)
        return not self.errors

    def _check_occupation(self, number: int, seen: set[str]) -> None:
        code, years = self._fields[f"occupation_{number}"].data, self._fields[f"years_{number}"].data
        if code and code in seen:
            self.blame(f"occupation_{number}", _("You named this occupation already."))
        if code and years is None:
            self.blame(f"years_{number}", _("Write the completed years; 0 is an answer."))
        if years is not None and not code and number > 1:
            self.blame(f"occupation_{number}", _("Choose the occupation of these years, or leave both empty."))
        seen.add(code)

    def wishes(self) -> dict[str, Any]:
        """What is matched, by the names of `seekers.filled_from`."""
        named = [(self._fields[f"occupation_{n}"].data, self._fields[f"years_{n}"].data) for n in OCCUPATIONS]
        return {
            "strict": self.strict.data == "yes",
            "english_level": int(self.english_level.data),
            "french_level": int(self.french_level.data),
            "education_rank": LEVELS.index(EducationLevel(self.education.data)),
            "provinces": [Province(code) for code in self.provinces.data or ()],
            "wage_cents": self.wage_cents.data,
            "hours_per_week": self.hours_per_week.data,
            "skills": self.skills.data or [],
            "occupations": [(code, years) for code, years in named if code],
        }


class ConfirmOfferForm(ActForm):
    """What only the candidate can say of an offer; `replaces` if the profile states another one."""

    wanted = {"permit": _("Choose what allows you to work in Canada now, or that nothing does.")}

    permit = fields.Choice(_("What allows you to work in Canada now?"), fields.of_enum(WorkPermit), radio=True)
    replacing = fields.Tick(_("This offer takes the place of the one in my profile"))

    def __init__(self, replaces: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.replaces = replaces

    def required(self, name: str) -> bool:
        """True for both: the box is shown only where it must be ticked."""
        return name in ("permit", "replacing")

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if self.replaces:
            self.want({"replacing": _("Tick the box, or decline the offer: a profile states one job offer.")})
        return not self.errors
