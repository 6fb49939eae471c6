"""Both sides of a match in the candidate's words, and how an invitation or an offer stands."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from expressentry import explain, formats, labels
from expressentry.jobs.matching import Compared, Fit, Verdict
from expressentry.jobs.postings import open_to_foreign_on
from expressentry.models import Criterion, JobInvitation, Offer, Posting, SectionKey
from expressentry.models.questions import QUESTIONS
from expressentry.rules.facts import EducationLevel, Language, Province
from expressentry.rules.law import Law
from expressentry.sections.forms import FORMS

LEVELS = list(EducationLevel)
WISHES = (Criterion.WAGE, Criterion.HOURS)


@dataclass(frozen=True, slots=True)
class Opening:
    """When a posting is open to candidates abroad; `days_left` until then, 0 once it is.

    Never if it ends before, or if it is in Quebec, where Express Entry does not lead.
    """

    on: date
    days_left: int
    too_late: bool
    in_quebec: bool

    @property
    def never(self) -> bool:
        """True if no candidate abroad is matched to it."""
        return self.too_late or self.in_quebec


def opening(posting: Posting, on: date, law: Law) -> Opening:
    """The countdown of a posting."""
    opens_on = open_to_foreign_on(posting, law)
    return Opening(
        opens_on, max(0, (opens_on - on).days), posting.closes_on < opens_on, posting.province is Province.QC
    )


def asked(one: Compared) -> str:
    """What the posting says of a criterion."""
    return _("not asked for") if one.posting in (None, []) else _IN_WORDS[one.criterion](one.posting)


def yours(one: Compared) -> str:
    """What the candidate's own Job Match profile says of it."""
    if one.criterion in WISHES:
        return _("no wish") if one.seeker is None else _("at least %(wish)s", wish=_IN_WORDS[one.criterion](one.seeker))
    if one.criterion is Criterion.SKILLS and one.verdict is Verdict.NOT_ASKED:
        return "–"
    return _("none of these") if one.seeker == [] else _IN_WORDS[one.criterion](one.seeker)


def verdict(one: Compared) -> str:
    """How it came out."""
    return verdict_words(one, _("less than you wish"))


def verdict_words(one: Compared, less_than_wished: str) -> str:
    """How it came out, in words that are the same for both sides but for an unmet wish."""
    if one.criterion in WISHES and one.verdict in (Verdict.MISSING, Verdict.PREFERRED_MISSING):
        return less_than_wished
    return {
        Verdict.FITS: _("fits"),
        Verdict.MISSING: _("missing"),
        Verdict.PREFERRED_MISSING: _("missing, but only preferred"),
        Verdict.NOT_ASKED: _("no wish") if one.criterion in WISHES else _("not asked for"),
    }[one.verdict]


def reasons(fit: Fit) -> list[tuple[str, str, list[Criterion]]]:
    """What fits, what is missing, what is only preferred and what is less than wished: a style, a heading, criteria."""
    return reasons_under(fit, _("Less than you wish"))


def reasons_under(fit: Fit, less_than_wished: str) -> list[tuple[str, str, list[Criterion]]]:
    """The reasons under headings that are the same for both sides but for unmet wishes."""
    missing, preferred = fit.of(Verdict.MISSING), fit.of(Verdict.PREFERRED_MISSING)
    found = [
        ("met", _("Fits"), fit.of(Verdict.FITS)),
        ("not-met", _("Missing"), [one for one in missing if one not in WISHES]),
        ("", _("Preferred, and missing"), [one for one in preferred if one not in WISHES]),
        ("", less_than_wished, [one for one in (*missing, *preferred) if one in WISHES]),
    ]
    return [reason for reason in found if reason[2]]


def requirements(posting: Posting) -> list[tuple[Criterion, str, bool]]:
    """What a posting asks for beyond occupation and place, in words, and whether it is only preferred."""
    found = {
        Criterion.ENGLISH: posting.english_level,
        Criterion.FRENCH: posting.french_level,
        Criterion.EDUCATION: posting.education_rank,
        Criterion.EXPERIENCE: posting.experience_years,
        Criterion.SKILLS: posting.skills or None,
    }
    return [
        (criterion, _IN_WORDS[criterion](value), criterion.value in posting.preferred)
        for criterion, value in found.items()
        if value is not None
    ]


def answer(invitation: JobInvitation, on: date) -> str:
    """How an invitation stands."""
    if invitation.accepted_at is not None:
        return _("You accepted it. The employer knows who you are.")
    if invitation.declined_at is not None:
        return _("You declined it.")
    if invitation.lapsed_at is not None or not invitation.posting.is_open(on):
        return _("It has lapsed: the posting is closed, or you left Job Match.")
    return _("It waits for your answer.")


def answer_to_offer(offer: Offer) -> str:
    """How an offer stands."""
    if offer.confirmed_at is not None:
        return _("You confirmed it. It stands in your profile.")
    if offer.declined_at is not None:
        return _("You declined it.")
    if offer.withdrawn_at is not None:
        return _("The employer took it back.")
    return _("It waits for your answer.")


def waits(invitation: JobInvitation, on: date) -> bool:
    """True if it can be accepted or declined."""
    return invitation.unanswered and invitation.posting.is_open(on)


def beside(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Each question on a job offer that counts before or after, with both answers in words; empty without one."""
    was, becomes = (_answers(values) for values in (before, after))
    return [(words, was[words], becomes[words]) for words in was if was[words] or becomes[words]]


def _answers(values: dict[str, Any]) -> dict[str, str]:
    """The section on a job offer in words: those of its questions that these answers lead to."""
    asked = {question.name: question for question in QUESTIONS[SectionKey.JOB_OFFER]}
    open_to = {name: question.asked(values) for name, question in asked.items()}
    open_to |= {"employer_name": open_to["noc_code"], "lmia_number": open_to["lmia_expires_on"]}
    form = FORMS[SectionKey.JOB_OFFER](formdata=None, data=values)
    return {
        str(one.label.text): _shown(one) if open_to[one.name] and values.get(one.name) is not None else ""
        for one in form.questions
    }


def _shown(question: Any) -> str:
    if question.kind == "date":
        return formats.day(date.fromisoformat(question.data))
    return explain.occupation(question.data) if question.kind == "occupation" else str(question.shown)


def waiting(invitation: JobInvitation, on: date) -> int:
    """How many answers are wanted: to the invitation, or to an offer that came of it."""
    return waits(invitation, on) + sum(offer.unanswered for offer in invitation.offers)


def level(reached: int, language: Language) -> str:
    """A level of a language; 0 stands for none stated."""
    return _("none, or below level 4") if reached == 0 else f"{labels.LEVEL_NAME[language]} {reached}"


def _provinces(value: Any) -> str:
    return explain.provinces(tuple(value) if isinstance(value, list) else (value,))


def _years(years: int) -> str:
    return ngettext("%(n)s year", "%(n)s years", years, n=formats.number(years))


def _hours(hours: int) -> str:
    return ngettext("%(n)s hour a week", "%(n)s hours a week", hours, n=formats.number(hours))


_IN_WORDS: dict[Criterion, Callable[[Any], str]] = {
    Criterion.OCCUPATION: explain.occupation,
    Criterion.PROVINCE: _provinces,
    Criterion.ENGLISH: lambda reached: level(reached, Language.ENGLISH),
    Criterion.FRENCH: lambda reached: level(reached, Language.FRENCH),
    Criterion.EDUCATION: lambda rank: labels.words(LEVELS[rank]),
    Criterion.EXPERIENCE: _years,
    Criterion.SKILLS: ", ".join,
    Criterion.WAGE: lambda cents: _("%(amount)s an hour", amount=formats.money(cents)),
    Criterion.HOURS: _hours,
}
