"""A candidate's answers, section by section, and the facts they state."""

from dataclasses import fields
from enum import StrEnum
from typing import Any, NamedTuple

from expressentry.rules import facts_json
from expressentry.rules.facts import Certificate, Credential, Facts, Job, JobOffer, LanguageResult, LanguageTest


class MaritalStatus(StrEnum):
    """Marital status, as the profile asks it."""

    NEVER_MARRIED = "never_married"
    MARRIED = "married"
    COMMON_LAW = "common_law"
    DIVORCED_OR_SEPARATED = "divorced_or_separated"
    LEGALLY_SEPARATED = "legally_separated"
    WIDOWED = "widowed"
    ANNULLED = "annulled_marriage"


# What is answered by those who have no result of a language test.
NO_TEST = "none"
PARTNERED = frozenset({MaritalStatus.MARRIED, MaritalStatus.COMMON_LAW})


class SectionKey(StrEnum):
    """A section of the profile; its value is its place in the address."""

    ABOUT_YOU = "about-you"
    CONTACT = "contact"
    SPOUSE = "spouse"
    SPOUSE_EDUCATION = "spouse-education"
    SPOUSE_WORK = "spouse-work"
    EDUCATION = "education"
    LANGUAGES = "languages"
    WORK_HISTORY = "work-history"
    TIES = "ties"
    JOB_OFFER = "job-offer"
    PLANS = "plans"


class Answer(NamedTuple):
    """One saved form: answers that make sense, what was typed and does not yet, how often and whence it was saved."""

    id: str
    values: dict[str, Any]
    typed: dict[str, Any]
    revision: int
    tab: str
    saved_at: str | None


def _answer(raw: dict[str, Any]) -> Answer:
    return Answer(
        raw.get("id", ""),
        raw.get("values", {}),
        raw.get("typed", {}),
        raw.get("revision", 0),
        raw.get("tab", ""),
        raw.get("saved_at"),
    )


class Answers:
    """The answers of one profile. Never altered in place: every change makes new ones.

    Kept as one document because they are always read whole (every keystroke asks for the score of all of them) and
    never searched; the pool keeps columns of its own.
    """

    __slots__ = ("raw",)

    def __init__(self, raw: dict[str, Any]) -> None:
        self.raw = raw

    def section(self, key: SectionKey) -> Answer:
        """The answers of a section that is one form, or of the page that lists its records."""
        return _answer(self.raw.get(key.value, {}))

    def records(self, key: SectionKey) -> list[Answer]:
        """The records of a section that repeats, in the order they were added."""
        return [_answer(raw) for raw in self.raw.get(f"{key.value}/records", ())]

    def record(self, key: SectionKey, record_id: str) -> Answer | None:
        """One record of a section that repeats."""
        return next((answer for answer in self.records(key) if answer.id == record_id), None)

    def with_section(self, key: SectionKey, answer: Answer) -> "Answers":
        """These answers with one section replaced."""
        return Answers({**self.raw, key.value: answer._asdict()})

    def with_record(self, key: SectionKey, answer: Answer) -> "Answers":
        """These answers with one record replaced, or added at the end."""
        records = self.raw.get(f"{key.value}/records", [])
        if any(raw["id"] == answer.id for raw in records):
            records = [answer._asdict() if raw["id"] == answer.id else raw for raw in records]
        else:
            records = [*records, answer._asdict()]
        return Answers({**self.raw, f"{key.value}/records": records})

    def without_record(self, key: SectionKey, record_id: str) -> "Answers":
        """These answers with one record taken out."""
        records = self.raw.get(f"{key.value}/records", [])
        return Answers({**self.raw, f"{key.value}/records": [raw for raw in records if raw["id"] != record_id]})

    def facts(self) -> Facts:
        """What these answers state to the law; an unanswered question is `None`."""
        return facts_json.decode(_stated(self))

    def sections(self) -> list[SectionKey]:
        """The sections to fill in, in order: those on a partner only if there is one, and if the partner counts."""
        asked = list(SectionKey)
        spouse = self.section(SectionKey.SPOUSE).values
        if self.section(SectionKey.ABOUT_YOU).values.get("marital_status") not in PARTNERED:
            asked.remove(SectionKey.SPOUSE)
            spouse = {}
        if spouse.get("accompanying") is not True or spouse.get("citizen_or_permanent_resident") is True:
            asked = [key for key in asked if key not in (SectionKey.SPOUSE_EDUCATION, SectionKey.SPOUSE_WORK)]
        return asked


def _names(kind: type) -> tuple[str, ...]:
    return tuple(member.name for member in fields(kind))


_CREDENTIAL, _JOB, _RESULT = _names(Credential), _names(Job), _names(LanguageResult)
_OFFER, _CERTIFICATE = _names(JobOffer), _names(Certificate)


def _stated(answers: Answers) -> dict[str, Any]:
    """The answers as the JSON of facts: questions are named as facts, with a prefix where two would clash."""
    about = answers.section(SectionKey.ABOUT_YOU).values
    plans = answers.section(SectionKey.PLANS).values
    offer = answers.section(SectionKey.JOB_OFFER).values
    ties = answers.section(SectionKey.TIES).values
    return {
        **_pick(("sibling_in_canada", "relative_in_canada", "studied_in_canada", "worked_in_canada"), ties),
        **_pick(
            ("primary_occupation", "qualified_on", "funds_cents", "family_size", "barred_for_misrepresentation"), plans
        ),
        **_languages(answers.section(SectionKey.LANGUAGES).values),
        "birth_date": about.get("birth_date"),
        "spouse": _spouse(answers) if about.get("marital_status") in PARTNERED else None,
        "credentials": _credentials(answers, SectionKey.EDUCATION),
        "jobs": [_job(job.values) for job in answers.records(SectionKey.WORK_HISTORY)],
        "certificate": _pick(_CERTIFICATE, plans, "certificate_") if plans.get("has_certificate") else None,
        "job_offer": _pick(_OFFER, offer) if offer.get("has_offer") else None,
        "provinces": plans.get("provinces") or [],
    }


def _job(values: dict[str, Any]) -> dict[str, Any]:
    """A job; until it is said whether it goes on, or when it ended, it has no days that count."""
    job = _pick(_JOB, values)
    if values.get("goes_on") is True:
        job["ended_on"] = None
    elif job["ended_on"] is None or values.get("goes_on") is None:
        job["started_on"] = None
    return job


def _pick(names: tuple[str, ...], values: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    return {name: values.get(prefix + name) for name in names}


def _languages(values: dict[str, Any]) -> dict[str, Any]:
    """At most one result per language: a second one in the language of the first is a mistake still to be mended."""
    first, second = _test_result(values, "first_"), _test_result(values, "second_")
    if first is None:
        return {"languages": [] if second is None else [second]}
    language = LanguageTest(first["test"]).language
    if second is not None and LanguageTest(second["test"]).language is language:
        second = None
    return {"languages": [first] if second is None else [first, second], "first_language": language.value}


def _test_result(values: dict[str, Any], prefix: str) -> dict[str, Any] | None:
    return None if values.get(f"{prefix}test") in (None, NO_TEST) else _pick(_RESULT, values, prefix)


def _credentials(answers: Answers, key: SectionKey) -> list[dict[str, Any]]:
    return [_credential(record.values) for record in answers.records(key)]


def stated_credential(values: dict[str, Any]) -> Credential:
    """The credential one record states."""
    credential: Credential = facts_json.decode(_credential(values), Credential)
    return credential


def _credential(values: dict[str, Any]) -> dict[str, Any]:
    """A credential; without an assessment it has no equivalencies, whatever was ticked before."""
    equivalencies = values.get("equivalencies") if values.get("assessed") is not False else None
    return {**_pick(_CREDENTIAL, values), "equivalencies": equivalencies or []}


def _spouse(answers: Answers) -> dict[str, Any]:
    values = answers.section(SectionKey.SPOUSE).values
    own = ("accompanying", "citizen_or_permanent_resident", "studied_in_canada", "worked_in_canada")
    jobs = [_job(job.values) for job in answers.records(SectionKey.SPOUSE_WORK)]
    return {
        **_pick((*own, "sibling_in_canada", "relative_in_canada"), values),
        "credentials": _credentials(answers, SectionKey.SPOUSE_EDUCATION),
        "language": _test_result(values, "language_"),
        "jobs": [{**job, "in_canada": True} for job in jobs],
    }
