"""A candidate's answers, section by section, and the facts they state."""

import json
from collections.abc import Callable, Hashable
from dataclasses import fields
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any, NamedTuple, TypeVar, cast

from expressentry.rules import facts_json
from expressentry.rules.facts import (
    Ability,
    Certificate,
    Credential,
    Facts,
    Job,
    JobOffer,
    LanguageResult,
    LanguageTest,
    Province,
    Spouse,
)


class MaritalStatus(StrEnum):
    """Marital status, as the profile asks it."""

    NEVER_MARRIED = "never_married"
    MARRIED = "married"
    COMMON_LAW = "common_law"
    DIVORCED_OR_SEPARATED = "divorced_or_separated"
    LEGALLY_SEPARATED = "legally_separated"
    WIDOWED = "widowed"
    ANNULLED = "annulled_marriage"


# Credentials, jobs and test results stated of late: a keystroke changes one, and the law looks the same up again.
MOST_REMEMBERED = 4096
# Things worked out of one set of answers that are kept with it.
MOST_WORKED_OUT = 64
Made = TypeVar("Made")
# The place of a nomination: `pool.lifecycle.set_nomination` alone writes it.
NOMINATION = "nomination"
# What is answered by those who have no result of a language test.
NO_TEST = "none"
_ABILITIES = tuple(ability.value for ability in Ability)
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
    """The answers of one profile, or of the application that began as its copy: every change makes new ones.

    Kept as one document because they are always read whole (every keystroke asks for the score of all of them) and
    never searched; the pool keeps columns of its own.
    """

    __slots__ = ("_once", "_stated", "raw")

    def __init__(self, raw: dict[str, Any], stated: dict[str, dict[str, Any]] | None = None) -> None:
        self.raw = raw
        self._stated = {} if stated is None else stated
        self._once: dict[Hashable, Any] = {}

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` works out of these answers alone, worked out once; it must not be altered."""
        if key not in self._once:
            if len(self._once) >= MOST_WORKED_OUT:
                self._once.clear()
            self._once[key] = make()
        return cast("Made", self._once[key])

    def section(self, key: str) -> Answer:
        """The answers of a section that is one form, or of the page that lists its records."""
        return _answer(self.raw.get(key, {}))

    def records(self, key: str) -> list[Answer]:
        """The records of a section that repeats, in the order they were added."""
        return [_answer(raw) for raw in self.raw.get(f"{key}/records", ())]

    def record(self, key: str, record_id: str) -> Answer | None:
        """One record of a section that repeats."""
        return next((_answer(raw) for raw in self.raw.get(f"{key}/records", ()) if raw["id"] == record_id), None)

    def with_section(self, key: str, answer: Answer) -> "Answers":
        """These answers with one section replaced."""
        return self._with(str(key), answer._asdict())

    def with_record(self, key: str, answer: Answer) -> "Answers":
        """These answers with one record replaced, or added at the end."""
        records = self.raw.get(f"{key}/records", [])
        if any(raw["id"] == answer.id for raw in records):
            records = [answer._asdict() if raw["id"] == answer.id else raw for raw in records]
        else:
            records = [*records, answer._asdict()]
        return self._with(f"{key}/records", records)

    def without_record(self, key: str, record_id: str) -> "Answers":
        """These answers with one record taken out."""
        records = self.raw.get(f"{key}/records", [])
        return self._with(f"{key}/records", [raw for raw in records if raw["id"] != record_id])

    def _with(self, place: str, raw: Any) -> "Answers":
        """These answers with one place changed; what the others state is known already."""
        known = {part: stated for part, stated in self._stated.items() if place not in _PLACES_OF[part]}
        return Answers({**self.raw, place: raw}, known)

    def facts(self) -> Facts:
        """What these answers state to the law; an unanswered question is `None`."""
        stated: dict[str, Any] = {}
        for part, state in _PARTS.items():
            if part not in self._stated:
                self._stated[part] = state(self)
            stated.update(self._stated[part])
        return Facts(**stated)

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


@lru_cache(maxsize=256)
def answers_in(text: str) -> Answers:
    """The answers a text of JSON holds. A text just read is read again with the next keystroke."""
    return Answers(json.loads(text))


# What each part of the answers states, as members of `Facts`. Questions are named as facts, with a prefix where two
# would clash.


def _about(answers: Answers) -> dict[str, Any]:
    values = answers.section(SectionKey.ABOUT_YOU).values
    return {"birth_date": _decoded("birth_date", values)}


def _ties(answers: Answers) -> dict[str, Any]:
    values = answers.section(SectionKey.TIES).values
    return _pick(("sibling_in_canada", "relative_in_canada", "studied_in_canada", "worked_in_canada"), values)


def _plans(answers: Answers) -> dict[str, Any]:
    values = answers.section(SectionKey.PLANS).values
    certificate = facts_json.decode(_pick(_CERTIFICATE, values, "certificate_"), Certificate)
    return {
        **_pick(("primary_occupation", "funds_cents", "family_size", "barred_for_misrepresentation"), values),
        "qualified_on": _decoded("qualified_on", values),
        "certificate": certificate if values.get("has_certificate") else None,
        "provinces": tuple(Province(code) for code in values.get("provinces") or ()),
    }


def _offer(answers: Answers) -> dict[str, Any]:
    values = answers.section(SectionKey.JOB_OFFER).values
    return {"job_offer": facts_json.decode(_pick(_OFFER, values), JobOffer) if values.get("has_offer") else None}


def _languages(answers: Answers) -> dict[str, Any]:
    """At most one result per language: a second one in the language of the first is a mistake still to be mended."""
    values = answers.section(SectionKey.LANGUAGES).values
    first, second = _test_result(values, "first_"), _test_result(values, "second_")
    results = [result for result in (first, second) if result is not None]
    if len({result.test.language for result in results if result.test}) < len(results):
        results.pop()
    return {"languages": tuple(results), "first_language": first.test.language if first and first.test else None}


def _education(answers: Answers) -> dict[str, Any]:
    return {"credentials": _credentials(answers, SectionKey.EDUCATION)}


def _work(answers: Answers) -> dict[str, Any]:
    return {"jobs": tuple(_job(job.values) for job in answers.records(SectionKey.WORK_HISTORY))}


def _spouse(answers: Answers) -> dict[str, Any]:
    if answers.section(SectionKey.ABOUT_YOU).values.get("marital_status") not in PARTNERED:
        return {"spouse": None}
    values = answers.section(SectionKey.SPOUSE).values
    own = ("accompanying", "citizen_or_permanent_resident", "studied_in_canada", "worked_in_canada")
    spouse = Spouse(
        **_pick((*own, "sibling_in_canada", "relative_in_canada"), values),
        credentials=_credentials(answers, SectionKey.SPOUSE_EDUCATION),
        language=_test_result(values, "language_"),
        jobs=tuple(_job({**job.values, "in_canada": True}) for job in answers.records(SectionKey.SPOUSE_WORK)),
    )
    return {"spouse": spouse}


def _nomination(answers: Answers) -> dict[str, Any]:
    province = answers.section(NOMINATION).values.get("province")
    return {"nomination": None if province is None else Province(province)}


def with_nomination_answer(answers: Answers, province: Province | None) -> Answers:
    """These answers stating a nomination that was confirmed and accepted, or none; no form asks for it."""
    if answers.section(NOMINATION).values.get("province") == province:
        return answers
    stated = {} if province is None else {"province": province.value}
    return answers.with_section(NOMINATION, Answer("", stated, {}, 1, "", None))


_PARTS: dict[str, Callable[[Answers], dict[str, Any]]] = {
    "about": _about,
    "spouse": _spouse,
    "education": _education,
    "languages": _languages,
    "work": _work,
    "ties": _ties,
    "offer": _offer,
    "plans": _plans,
    "nomination": _nomination,
}
# The places in the document each part reads: a change there, and only there, makes it read again.
_PLACES_OF = {
    "about": {"about-you"},
    "spouse": {"about-you", "spouse", "spouse-education/records", "spouse-work/records"},
    "education": {"education/records"},
    "languages": {"languages"},
    "work": {"work-history/records"},
    "ties": {"ties"},
    "offer": {"job-offer"},
    "plans": {"plans"},
    "nomination": {NOMINATION},
}


def _names(kind: type) -> tuple[str, ...]:
    return tuple(member.name for member in fields(kind))


_CREDENTIAL, _JOB = tuple(name for name in _names(Credential) if name != "equivalencies"), _names(Job)
_OFFER, _CERTIFICATE = _names(JobOffer), _names(Certificate)


def _pick(names: tuple[str, ...], values: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    return {name: values.get(prefix + name) for name in names}


def _decoded(name: str, values: dict[str, Any]) -> date | None:
    return None if values.get(name) is None else date.fromisoformat(values[name])


def _test_result(values: dict[str, Any], prefix: str) -> LanguageResult | None:
    stated = stated_result(values, prefix)
    return stated if stated.test else None


def stated_result(values: dict[str, Any], prefix: str) -> LanguageResult:
    """The result of a language test that the answers under a prefix state."""
    return _result(*[values.get(name) for name in _result_names(prefix)])


@cache
def _result_names(prefix: str) -> tuple[str, ...]:
    return tuple(prefix + name for name in _names(LanguageResult))


@lru_cache(maxsize=MOST_REMEMBERED)
def _result(test: str | None, taken_on: str | None, *scores: float | None) -> LanguageResult:
    taken = None if taken_on is None else date.fromisoformat(taken_on)
    return LanguageResult(
        test=None if test in (None, NO_TEST) else LanguageTest(test),
        taken_on=taken,
        **dict(zip(_ABILITIES, scores, strict=True)),
    )


def _job(values: dict[str, Any]) -> Job:
    """A job; until it is said whether it goes on, or when it ended, it has no days that count."""
    stated = _pick(_JOB, values)
    if values.get("goes_on") is True:
        stated["ended_on"] = None
    elif stated["ended_on"] is None or values.get("goes_on") is None:
        stated["started_on"] = None
    return _job_of(tuple(stated.values()))


@lru_cache(maxsize=MOST_REMEMBERED)
def _job_of(stated: tuple[Any, ...]) -> Job:
    job: Job = facts_json.decode(dict(zip(_JOB, stated, strict=True)), Job)
    return job


def _credentials(answers: Answers, key: SectionKey) -> tuple[Credential, ...]:
    return tuple(stated_credential(record.values) for record in answers.records(key))


def stated_credential(values: dict[str, Any]) -> Credential:
    """The credential one record states; without an assessment it has no equivalencies, whatever was ticked before."""
    equivalencies = values.get("equivalencies") if values.get("assessed") is not False else None
    return _credential_of(tuple(equivalencies or ()), tuple([values.get(name) for name in _CREDENTIAL]))


@lru_cache(maxsize=MOST_REMEMBERED)
def _credential_of(equivalencies: tuple[str, ...], stated: tuple[Any, ...]) -> Credential:
    members = {**dict(zip(_CREDENTIAL, stated, strict=True)), "equivalencies": list(equivalencies)}
    credential: Credential = facts_json.decode(members, Credential)
    return credential
