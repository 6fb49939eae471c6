"""What an application asks beyond the profile: its sections, which questions must be answered, and who applies."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from expressentry.models.answers import Answer, Answers, MaritalStatus, SectionKey
from expressentry.models.questions import NO, YES, Missing, Question, missing_answers, missing_in
from expressentry.models.questions import questions as _q
from expressentry.rules.facts import Facts, Province
from expressentry.rules.household import Case, Person, Relation, Stay, Union
from expressentry.rules.programs import Program
from expressentry.rules.years import years_before

if TYPE_CHECKING:
    from expressentry.models.applications import Application


class ApplicationSection(StrEnum):
    """A section the application adds to those of the profile; its value is its place in the address."""

    IDENTITY = "identity"
    SPOUSE_IDENTITY = "spouse-identity"
    CHILDREN = "children"
    ADDRESSES = "addresses"
    PERSONAL_HISTORY = "personal-history"
    TRAVEL = "travel"
    PARENTS = "parents-and-schooling"
    BACKGROUND = "background"


class Activity(StrEnum):
    """What somebody did for a time, in a personal history."""

    WORK = "work"
    STUDY = "study"
    UNEMPLOYED = "unemployed"
    HOME = "home"
    MILITARY = "military"
    GOVERNMENT = "government"
    TRAVEL = "travel"
    RETIRED = "retired"
    OTHER = "other"


# What a list is confirmed by: that it is complete, or that there is nothing to list.
LISTED_ALL = "listed_all"
YOU, SPOUSE = "you", "spouse"
REPEATING = (
    ApplicationSection.CHILDREN,
    ApplicationSection.ADDRESSES,
    ApplicationSection.PERSONAL_HISTORY,
    ApplicationSection.TRAVEL,
)
# The background questions, each about the applicant and every family member; a yes needs its particulars.
BACKGROUND = (
    "refused_visa",
    "removed",
    "criminal",
    "arrested",
    "disease",
    "military_service",
    "government_post",
    "organisations",
    "ill_treatment",
)

_PASSPORT = ("passport_number", "passport_country", "passport_issued_on", "passport_expires_on")
_NAMES = (*_q("other_names"), *_q("other_names_given", other_names=YES))
_WHO = _q("gender", "country_of_birth", "citizenship", "country_of_residence", "birth_city")
_EARLIER_UNION = (*_q("earlier_union"), *_q("earlier_union_particulars", earlier_union=YES))
_SPAN = (*_q("started_on", "goes_on"), *_q("ended_on", goes_on=NO))
QUESTIONS: dict[ApplicationSection, tuple[Question, ...]] = {
    ApplicationSection.IDENTITY: (
        *_q("birth_city", *_PASSPORT),
        *_NAMES,
        *_q("height_cm", "eye_colour", "native_language"),
        *_EARLIER_UNION,
    ),
    ApplicationSection.SPOUSE_IDENTITY: (*_q("birth_date", "union_began_on"), *_WHO, *_q(*_PASSPORT), *_NAMES),
    ApplicationSection.PARENTS: _q(
        "parent1_name",
        "parent1_birth_country",
        "parent2_name",
        "parent2_birth_country",
        "years_primary",
        "years_secondary",
        "years_post_secondary",
    ),
    ApplicationSection.BACKGROUND: (
        *_q(*BACKGROUND),
        *(question for name in BACKGROUND for question in _q(f"{name}_particulars", **{name: YES})),
    ),
}
RECORD_QUESTIONS: dict[ApplicationSection, tuple[Question, ...]] = {
    ApplicationSection.CHILDREN: (
        Question("family_name", unless="given_names"),
        *_q("birth_date", "accompanying", "citizen_or_permanent_resident", "other_parent"),
        *_WHO,
        *_q(*_PASSPORT, citizen_or_permanent_resident=NO),
        *_NAMES,
    ),
    ApplicationSection.ADDRESSES: (*_q("person", "street", "city", "country"), *_SPAN),
    ApplicationSection.PERSONAL_HISTORY: (*_q("person", "activity", "description", "city", "country"), *_SPAN),
    ApplicationSection.TRAVEL: (*_q("person", "country", "purpose"), *_q("started_on", "ended_on")),
}


def has_spouse(answers: Answers) -> bool:
    """True if the applicant is married or in a common-law union."""
    return SectionKey.SPOUSE in answers.sections()


def sections(answers: Answers) -> list[ApplicationSection]:
    """The sections the application adds, in order; that on a spouse only if there is one."""
    return [key for key in ApplicationSection if key is not ApplicationSection.SPOUSE_IDENTITY or has_spouse(answers)]


def missing(answers: Answers) -> tuple[Missing, ...]:
    """Every question still to be answered, in the copy of the profile and in what the application adds."""
    return answers.once("missing", lambda: tuple(_missing(answers)))


def _missing(answers: Answers) -> Iterator[Missing]:
    for asked in answers.sections():
        yield from missing_in(answers, asked)
    for added in sections(answers):
        yield from missing_of(answers, added)


def missing_of(answers: Answers, key: SectionKey | ApplicationSection) -> Iterator[Missing]:
    """What is missing in one section, its records included."""
    if isinstance(key, SectionKey):
        yield from missing_in(answers, key)
        return
    if key not in REPEATING:
        yield from missing_answers(key, None, _asked(answers, key), answers.section(key))
        return
    for record in answers.records(key):
        yield from missing_answers(key, record.id, RECORD_QUESTIONS[key], record)
    if not answers.section(key).values.get(LISTED_ALL):
        yield Missing(key, None, LISTED_ALL)


def _asked(answers: Answers, key: ApplicationSection) -> tuple[Question, ...]:
    """The questions of a section; a spouse who is a citizen or permanent resident needs no passport here."""
    settled = answers.section(SectionKey.SPOUSE).values.get("citizen_or_permanent_resident") is True
    if key is ApplicationSection.SPOUSE_IDENTITY and settled:
        return tuple(question for question in QUESTIONS[key] if question.name not in _PASSPORT)
    return QUESTIONS[key]


def people(answers: Answers) -> tuple[Person, ...]:
    """Everybody of the application, the principal applicant first, with where each has lived."""
    return answers.once("people", lambda: _people(answers))


def _people(answers: Answers) -> tuple[Person, ...]:
    about = answers.section(SectionKey.ABOUT_YOU).values
    found = [
        Person(
            key=YOU,
            relation=Relation.PRINCIPAL,
            birth_date=_day(about.get("birth_date")),
            stays=_stays(answers, YOU),
        )
    ]
    if has_spouse(answers):
        stated = answers.section(SectionKey.SPOUSE).values
        found.append(
            Person(
                key=SPOUSE,
                relation=Relation.SPOUSE,
                birth_date=_day(answers.section(ApplicationSection.SPOUSE_IDENTITY).values.get("birth_date")),
                accompanying=stated.get("accompanying"),
                citizen_or_permanent_resident=stated.get("citizen_or_permanent_resident") is True,
                stays=_stays(answers, SPOUSE),
            )
        )
    return (*found, *(_child(answers, record) for record in answers.records(ApplicationSection.CHILDREN)))


def _child(answers: Answers, record: Answer) -> Person:
    return Person(
        key=record.id,
        relation=Relation.CHILD,
        birth_date=_day(record.values.get("birth_date")),
        accompanying=record.values.get("accompanying"),
        citizen_or_permanent_resident=record.values.get("citizen_or_permanent_resident") is True,
        stays=_stays(answers, record.id),
    )


def _stays(answers: Answers, person: str) -> tuple[Stay, ...]:
    """The addresses of a person as times lived in a country."""
    return tuple(_times(answers, ApplicationSection.ADDRESSES).get(person, ()))


def spans(answers: Answers, key: ApplicationSection, person: str) -> list[tuple[date, date | None]]:
    """The times of a person that a section lists; `None` for one that goes on."""
    times = _times(answers, key).get(person, ())
    return [(time.started_on, time.ended_on) for time in times if time.started_on is not None]


def _times(answers: Answers, key: ApplicationSection) -> dict[str, list[Stay]]:
    """What a section lists, by person; without its first day, or its last if it is over, a time is left out."""
    return answers.once(("times", key), lambda: _grouped(answers.records(key)))


def _grouped(records: list[Answer]) -> dict[str, list[Stay]]:
    found: dict[str, list[Stay]] = {}
    for record in records:
        values = record.values
        started_on, goes_on = _day(values.get("started_on")), values.get("goes_on")
        ended_on = _day(values.get("ended_on")) if goes_on is False else None
        if started_on is not None and (goes_on is True or ended_on is not None):
            stay = Stay(country=values.get("country"), started_on=started_on, ended_on=ended_on)
            found.setdefault(values.get("person") or "", []).append(stay)
    return found


def name_of(answers: Answers, person: str) -> str:
    """The name of a person of the application, as typed; empty if none is yet."""
    if person == YOU:
        values = answers.section(SectionKey.ABOUT_YOU).values
    elif person == SPOUSE:
        values = answers.section(SectionKey.SPOUSE).values
    else:
        record = answers.record(ApplicationSection.CHILDREN, person)
        values = {} if record is None else record.values
    return " ".join(values[name] for name in ("given_names", "family_name") if values.get(name))


def passport_expires_on(answers: Answers, person: str) -> date | None:
    """The day on which the answers say a person's passport expires."""
    places = {YOU: ApplicationSection.IDENTITY, SPOUSE: ApplicationSection.SPOUSE_IDENTITY}
    if person in places:
        return _day(answers.section(places[person]).values.get("passport_expires_on"))
    child = answers.record(ApplicationSection.CHILDREN, person)
    return None if child is None else _day(child.values.get("passport_expires_on"))


def facts_in(answers: Answers, application: "Application") -> Facts:
    """What answers state to the law in an application, with the nomination its invitation rests on, if that stands."""
    withdrawn = application.nomination_withdrawn_at is not None
    return with_nomination(answers, None if withdrawn else application.invited_facts.nomination)


def with_nomination(answers: Answers, nomination: Province | None) -> Facts:
    """What answers state to the law, with the nomination an invitation rests on."""
    return answers.once(("facts", nomination), lambda: replace(answers.facts(), nomination=nomination))


def facts_of(application: "Application") -> Facts:
    """What the application as it stands states to the law."""
    return facts_in(application.answers, application)


def case_of(application: "Application") -> Case:
    """What the law of the application may know of it."""
    return case_for(application.answers, facts_of(application), application.program)


def case_for(answers: Answers, facts: Facts, program: Program) -> Case:
    """The case that answers state under a program; of a profile alone, the one it would be."""
    return answers.once(("case", facts, program), lambda: _case(answers, facts, program))


def case_of_profile(answers: Answers, facts: Facts, program: Program, on: date) -> Case:
    """The case a profile would be, living where it says, and before where the jobs were: addresses come later."""
    case = case_for(answers, facts, program)
    if case.principal.stays:
        return case
    stays = (
        [Stay(country=case.country_of_residence, started_on=years_before(on, 1))] if case.country_of_residence else []
    )
    stays += [_job_stay(job.values) for job in answers.records(SectionKey.WORK_HISTORY) if _is_abroad(job.values)]
    return replace(case, people=(replace(case.principal, stays=tuple(stays)), *case.people[1:]))


def _is_abroad(job: dict[str, Any]) -> bool:
    ended = job.get("goes_on") is True or job.get("ended_on") is not None
    return bool(job.get("country")) and job.get("in_canada") is False and bool(job.get("started_on")) and ended


def _job_stay(job: dict[str, Any]) -> Stay:
    ended_on = None if job.get("goes_on") else _day(job.get("ended_on"))
    return Stay(country=job["country"], started_on=_day(job["started_on"]), ended_on=ended_on)


def _case(answers: Answers, facts: Facts, program: Program) -> Case:
    about = answers.section(SectionKey.ABOUT_YOU).values
    return Case(
        program=program,
        facts=facts,
        people=people(answers),
        union=_UNIONS.get(about.get("marital_status", "")),
        earlier_union=answers.section(ApplicationSection.IDENTITY).values.get("earlier_union") is True,
        job_keys=_ids(answers, SectionKey.WORK_HISTORY),
        credential_keys=_ids(answers, SectionKey.EDUCATION),
        spouse_credential_keys=_ids(answers, SectionKey.SPOUSE_EDUCATION),
        spouse_job_keys=_ids(answers, SectionKey.SPOUSE_WORK),
        country_of_residence=about.get("country_of_residence"),
    )


_UNIONS = {
    MaritalStatus.MARRIED.value: Union.MARRIED,
    MaritalStatus.COMMON_LAW.value: Union.COMMON_LAW,
    MaritalStatus.DIVORCED_OR_SEPARATED.value: Union.FORMER,
    MaritalStatus.LEGALLY_SEPARATED.value: Union.FORMER,
    MaritalStatus.WIDOWED.value: Union.FORMER,
    MaritalStatus.ANNULLED.value: Union.FORMER,
}


def _ids(answers: Answers, key: SectionKey) -> tuple[str, ...]:
    return tuple(record.id for record in answers.records(key))


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
