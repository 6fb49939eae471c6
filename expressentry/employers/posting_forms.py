"""What an employer posts: a job, what it asks for, and what is only preferred."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _

from expressentry import fields, labels
from expressentry.forms import ActForm
from expressentry.jobs.forms import LEVELS, Skills
from expressentry.models import Criterion, Posting, WagePeriod
from expressentry.rules.facts import Language, Province

LOWEST_HOURLY, HIGHEST_HOURLY = 5_00, 500_00
LOWEST_YEARLY, HIGHEST_YEARLY = 5_000_00, 2_000_000_00
NOT_NEEDED = "0"
# What may be only preferred, and the question that asks for it.
PREFERABLE = {
    Criterion.ENGLISH: "english_level",
    Criterion.FRENCH: "french_level",
    Criterion.EDUCATION: "education_rank",
    Criterion.EXPERIENCE: "experience_years",
    Criterion.SKILLS: "skills",
}


def _levels(language: Language) -> Any:
    """Not needed, or a level from 1 to 10."""
    words = labels.LEVEL_NAME[language]
    return lambda: [(NOT_NEEDED, _("Not needed")), *((str(level), f"{words} {level}") for level in range(1, 11))]


def _education() -> list[tuple[str, Any]]:
    """Not needed, or a level of education by its rank."""
    ranks = [(str(rank), labels.words(level)) for rank, level in enumerate(LEVELS) if rank]
    return [(NOT_NEEDED, _("Not needed")), *ranks]


def wage() -> Any:
    """The question for a wage."""
    return fields.Money(_("Wage before taxes, in Canadian dollars"))


def wage_per() -> Any:
    """The question what a wage is paid for."""
    return fields.Choice(_("This wage is paid for"), fields.of_enum(WagePeriod), radio=True)


def hours_per_week() -> Any:
    """The question for the hours of a week."""
    return fields.Whole(_("Hours a week"), lowest=1, highest=80)


class PaidForm(ActForm):
    """A form that asks for a wage, which must be probable for what it is paid for."""

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        words = _improbable(self._fields["wage_cents"].data, self._fields["wage_per"].data)
        if words:
            self.blame("wage_cents", words)
        return not self.errors


def _improbable(cents: int | None, per: str | None) -> Any:
    """Words for a wage that is hardly meant for this period."""
    if cents is None or per is None:
        return None
    if per == WagePeriod.HOUR.value and not LOWEST_HOURLY <= cents <= HIGHEST_HOURLY:
        return _("For an hour, write an amount from 5 to 500 dollars. Is this the wage of a year?")
    if per == WagePeriod.YEAR.value and not LOWEST_YEARLY <= cents <= HIGHEST_YEARLY:
        return _("For a year, write an amount from 5,000 to 2,000,000 dollars. Is this the wage of an hour?")
    return None


class PostingForm(PaidForm):
    """A new posting. `on` is the day it would be posted, `latest` the last day it may run to."""

    wanted = {
        "title": _("Write the title of the job."),
        "noc_code": _("Choose the occupation."),
        "description": _("Describe the work."),
        "how_to_apply": _("Write how Canadians and permanent residents apply."),
        "province": _("Choose the province or territory of the work."),
        "place": _("Write the city or town of the work."),
        "wage_cents": _("Write the wage."),
        "wage_per": _("Choose what the wage is paid for."),
        "hours_per_week": _("Write the hours of a usual week."),
        "permanent": _("Say whether the job is permanent."),
        "positions": _("Write how many people you look for."),
        "closes_on": _("Write the last day of the posting."),
    }

    title = fields.Text(_("Title of the job"), longest=120)
    noc_code = fields.Occupation(_("Occupation (NOC code)"), _("Type a few letters of a title, or the code."))
    description = fields.Paragraphs(_("What the work is"), longest=4000)
    how_to_apply = fields.Paragraphs(
        _("How to apply"),
        _("For Canadians and permanent residents: an e-mail address, a web page or a telephone. Everybody sees it."),
        longest=1000,
    )
    province = fields.Choice(_("Province or territory of the work"), fields.of_enum(Province))
    place = fields.Text(_("City or town of the work"), longest=80)
    english_level = fields.Choice(
        _("Level of English"),
        _levels(Language.ENGLISH),
        _("Canadian Language Benchmarks: 4 is basic, 7 good, 9 very good."),
    )
    french_level = fields.Choice(
        _("Level of French"),
        _levels(Language.FRENCH),
        _("Niveaux de compétence linguistique canadiens: the same scale."),
    )
    education_rank = fields.Choice(_("Education, at least"), _education)
    experience_years = fields.Whole(
        _("Years of experience in this occupation, at least"), _("Leave empty if none are needed."), highest=40
    )
    skills = Skills(_("Skills"), _("Up to 15, each a word or a few, separated by commas or on lines of their own."))
    preferred = fields.Choices(
        _("Which of these are only preferred?"),
        lambda: [(one.value, labels.words(one)) for one in PREFERABLE],
        _("What you do not tick is required."),
    )
    wage_cents, wage_per, hours_per_week = wage(), wage_per(), hours_per_week()
    permanent = fields.YesNo(_("Is the job permanent?"))
    positions = fields.Whole(_("How many people do you look for?"), lowest=1, highest=999)
    closes_on = fields.Day(_("Last day of the posting"))

    def __init__(self, on: date, latest: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.on, self.latest = on, latest

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        closes_on = fields.Day.day(self.closes_on.data)
        if closes_on and closes_on <= self.on:
            self.blame("closes_on", _("This day is not after today."))
        if closes_on and closes_on > self.latest:
            most = (self.latest - self.on).days
            words = _("A posting stays open for at most %(most)s days. Choose an earlier day.", most=most)
            self.blame("closes_on", words)
        if any(
            self._fields[PREFERABLE[Criterion(one)]].data in (None, NOT_NEEDED, []) for one in self.preferred.data or ()
        ):
            self.blame("preferred", _("You ticked something that you did not ask for above."))
        return not self.errors

    @staticmethod
    def like(posting: Posting) -> dict[str, Any]:
        """What a new posting begins with that is to be like an earlier one; not its last day."""
        stated = {name: getattr(posting, name) for name in PostingForm.wanted if name != "closes_on"}
        levels = ("english_level", "french_level", "education_rank")
        chosen = {name: str(getattr(posting, name) or NOT_NEEDED) for name in levels}
        others = {name: getattr(posting, name) for name in ("experience_years", "skills", "preferred")}
        return {**stated, **chosen, **others, "wage_per": posting.wage_per.value, "province": posting.province.value}

    def particulars(self) -> dict[str, Any]:
        """The posting, as the record keeps it."""
        asked = {name: int(self._fields[name].data or 0) or None for name in list(PREFERABLE.values())[:4]}
        stated = {name: self._fields[name].data for name in self.wanted}
        return {
            **stated,
            **asked,
            "skills": self.skills.data or [],
            "preferred": self.preferred.data or [],
            "province": Province(stated["province"]),
            "wage_per": WagePeriod(stated["wage_per"]),
            "closes_on": fields.Day.day(stated["closes_on"]),
        }
