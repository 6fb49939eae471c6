"""Invited people, and applications that lack nothing, made through the domain as a person would make them.

A test that wants something missing takes it out of a complete one.
"""

import io
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from expressentry import clock
from expressentry.accounts import lifecycle as accounts
from expressentry.applications import lifecycle, payments
from expressentry.applications.completeness import entries, owed
from expressentry.database import db
from expressentry.documents import files
from expressentry.documents import lifecycle as documents
from expressentry.models import (
    Answer,
    Application,
    ExpressionOfInterest,
    Invitation,
    Role,
    RoundKind,
    User,
)
from expressentry.models.application_answers import (
    LISTED_ALL,
    QUESTIONS,
    RECORD_QUESTIONS,
    REPEATING,
    ApplicationSection,
    case_of,
    people,
    sections,
)
from expressentry.pool import lifecycle as pool
from expressentry.rounds import lifecycle as rounds
from expressentry.rules.facts import Certificate, Facts, Job, Province
from expressentry.rules.programs import Program
from expressentry.seeding import answers_of
from tests.conftest import FACTS, PARTICULARS

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def facts_for(program: Program, on: date) -> Facts:
    """Somebody whom that program takes on a day, all of whose papers are fresh."""
    recent = on - timedelta(days=120)
    facts = replace(
        FACTS,
        languages=(replace(FACTS.languages[0], taken_on=recent),),
        credentials=(replace(FACTS.credentials[0], assessed_on=recent),),
        jobs=(replace(FACTS.jobs[0], started_on=on - timedelta(days=2000), ended_on=on - timedelta(days=200)),),
    )
    if program is Program.CEC:
        work = Job(noc_code="21231", started_on=on - timedelta(days=800), hours_per_week=40, in_canada=True)
        return replace(facts, jobs=(work,))
    if program is Program.FST:
        trade = replace(facts.jobs[0], noc_code="72310", in_canada=False)
        certificate = Certificate(noc_code="72310", expires_on=on + timedelta(days=900))
        qualified = on - timedelta(days=2500)
        return replace(
            facts, jobs=(trade,), primary_occupation="72310", certificate=certificate, qualified_on=qualified
        )
    return facts


def officer(email: str = "issuing@example.org") -> User:
    """The officer of that address."""
    return accounts.find(email) or accounts.register(email, None, Role.OFFICER, "en", clock.now())


def in_pool(email: str, program: Program, at: datetime, password: str | None = None, **changed: Any) -> User:
    """A candidate in the pool whom a round of that program can invite."""
    user = accounts.register(email, password, Role.CANDIDATE, "en", at)
    facts = replace(facts_for(program, clock.day_of(at)), **changed)
    user.profile.answers = answers_of(facts, {**PARTICULARS, "given_names": "Sira"})
    stay = pool.submit(user.profile, at, clock.law_of(at))
    if program is Program.PNP:
        pool.set_nomination(stay, Province.ON, at, clock.law_of(at))
    db.session.flush()
    return user


def invite(user: User, program: Program, at: datetime) -> Invitation:
    """The invitation of a candidate in the pool, from a round of that program alone."""
    by = officer()
    round_ = rounds.draft(by, at)
    rounds.change(round_, RoundKind(program.value), 1, None, by, at)
    rounds.issue(round_, by, at, clock.law_of(at))
    db.session.flush()
    stays = select(ExpressionOfInterest.id).where(ExpressionOfInterest.profile_id == user.profile.id)
    return db.session.scalars(select(Invitation).where(Invitation.expression_id.in_(stays))).one()


def begun(email: str, program: Program, at: datetime, **changed: Any) -> Application:
    """An application just begun."""
    user = in_pool(email, program, at - timedelta(hours=1), **changed)
    return lifecycle.start(invite(user, program, at), user, at)


def complete(application: Application, at: datetime) -> Application:
    """Everything filled in, every document given, every fee declared as paid, on the day of `at`."""
    by = application.profile.user
    fill_in(application, by, at)
    give_documents(application, by, at)
    on, law = clock.day_of(at), clock.law_of(at)
    lines = owed(application, case_of(application), on, law)
    if lines:
        cents = sum(line.total_cents for line in lines)
        reference = f"TRANSFER-{application.number}-{len(application.payments)}"
        payments.declare(application, reference, payments.items_of(lines), cents, on, by, at)
    db.session.flush()
    return application


def fill_in(application: Application, by: User, at: datetime) -> None:
    """Answer every question the application adds."""
    for key in sections(application.answers):
        if key not in REPEATING:
            _save(application, key.value, None, _answers(QUESTIONS[key]), by, at)
    for key in REPEATING:
        for record in application.answers.records(key):
            given = _answers(RECORD_QUESTIONS[key])
            _save(application, key.value, record.id, {**given, **_said(record)}, by, at)
        for person in people(application.answers):
            if key in (ApplicationSection.ADDRESSES, ApplicationSection.PERSONAL_HISTORY):
                _cover(application, key, person.key, by, at)
        _save(application, key.value, None, {LISTED_ALL: True}, by, at)


def _said(record: Answer) -> dict[str, Any]:
    return {name: value for name, value in record.values.items() if value is not None}


def _cover(application: Application, key: ApplicationSection, person: str, by: User, at: datetime) -> None:
    """One record over the whole time that is asked."""
    given = {**_answers(RECORD_QUESTIONS[key]), "person": person, "goes_on": True, "ended_on": None}
    record_id = lifecycle.add_record(application, key.value, by, at)
    _save(application, key.value, record_id, {**given, "started_on": "2006-01-01"}, by, at)


_DAYS = {
    "birth_date": "1996-06-06",
    "passport_issued_on": "2024-05-01",
    "passport_expires_on": "2034-04-30",
    "union_began_on": "2019-02-03",
    "started_on": "2006-01-01",
    "ended_on": "2026-01-31",
}
_OTHERS: dict[str, Any] = {
    "country_of_birth": "IN",
    "citizenship": "IN",
    "country_of_residence": "IN",
    "country": "IN",
    "passport_country": "IN",
    "parent1_birth_country": "IN",
    "parent2_birth_country": "IN",
    "gender": "another",
    "eye_colour": "brown",
    "activity": "study",
    "person": "you",
    "height_cm": 171,
    "years_primary": 5,
    "years_secondary": 7,
    "years_post_secondary": 6,
    "accompanying": True,
    "goes_on": True,
}
_TEXTS = (
    "birth_city",
    "passport_number",
    "native_language",
    "family_name",
    "street",
    "city",
    "description",
    "purpose",
    "parent1_name",
    "parent2_name",
)


def _answers(asked: Any) -> dict[str, Any]:
    """An answer to each question; every yes-or-no question not named above is answered with no."""
    given: dict[str, Any] = {}
    for question in asked:
        if question.name.endswith("_particulars") or question.name == "other_names_given":
            continue
        text = f"Some {question.name}" if question.name in _TEXTS else False
        given[question.name] = _DAYS.get(question.name, _OTHERS.get(question.name, text))
    return given


def _save(
    application: Application, key: str, record_id: str | None, values: dict[str, Any], by: User, at: datetime
) -> None:
    answers = application.answers
    saved = answers.section(key) if record_id is None else answers.record(key, record_id)
    assert saved is not None
    lifecycle.amend(
        application, key, record_id, by, at, values=values, typed={}, revision=str(saved.revision), tab="factory"
    )


def give_documents(application: Application, by: User, at: datetime) -> None:
    """A file for every item that is required and has none that will do, dated as it must be."""
    on = clock.day_of(at)
    for entry in entries(application, on, clock.law_of(at)):
        if entry.item.required and not entry.sound:
            give(application, entry.item.key, by, at, _issued_on(entry.item, on), _expires_on(entry.item, on))


def _issued_on(item: Any, on: date) -> date | None:
    return on - timedelta(days=20) if item.asks_issued_on else None


def _expires_on(item: Any, on: date) -> date | None:
    return on + timedelta(days=2000) if item.asks_expires_on else None


def give(
    application: Application,
    slot: str,
    by: User,
    at: datetime,
    issued_on: date | None = None,
    expires_on: date | None = None,
) -> None:
    """A small file in one place of the checklist."""
    stored = files.store(io.BytesIO(PDF + slot.encode()), f"{slot}.pdf")
    documents.add(application, slot, [stored], by, at, issued_on=issued_on, expires_on=expires_on)


def received(email: str, program: Program, at: datetime, **changed: Any) -> Application:
    """An application begun, completed and submitted in one day."""
    application = complete(begun(email, program, at, **changed), at)
    lifecycle.submit(application, "Sira Velomar", application.profile.user, at, clock.law_of(at))
    db.session.flush()
    return application
