"""Received applications: invited by a round, filled in as far as a test asks, and received by the lifecycle."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from expressentry.applications import lifecycle, payments
from expressentry.applications.completeness import entries, lacking, owed
from expressentry.clock import day_of
from expressentry.database import db
from expressentry.models import Answer, Answers, Application, Document, ExpressionOfInterest, RoundKind, User
from expressentry.models.application_answers import LISTED_ALL, ApplicationSection, case_of, missing
from expressentry.rounds import lifecycle as rounds
from expressentry.rules.facts import Facts
from tests.conftest import FACTS, LAW, NOW, People, profile_of

SIGNATURE = "Sira Velomar"
_TYPED: dict[str, Any] = {
    "citizenships": ["IN"],
    "passport_country": "IN",
    "passport_issued_on": "2022-03-01",
    "passport_expires_on": "2032-02-28",
    "height_cm": 171,
    "eye_colour": "brown",
    "gender": "another",
    "family_size": 1,
    LISTED_ALL: True,
}


def begun(people: People, officer: User, facts: Facts = FACTS, at: datetime = NOW) -> Application:
    """The draft of somebody just invited, in a round of one."""
    user = people.in_pool(facts, at)
    round_ = rounds.draft(officer, at)
    rounds.change(round_, RoundKind.NO_PROGRAM_SPECIFIED, 1, None, officer, at)
    rounds.issue(round_, officer, at, LAW)
    stay = db.session.scalars(
        select(ExpressionOfInterest).where(ExpressionOfInterest.profile_id == profile_of(user).id)
    ).one()
    return lifecycle.start(stay.invitations[0], _owner(user), at)


def received(people: People, officer: User, facts: Facts = FACTS, at: datetime = NOW) -> Application:
    """A received application that lacks nearly everything."""
    application = begun(people, officer, facts, at)
    lifecycle.receive(application, SIGNATURE, applicant(application), at, LAW)
    db.session.flush()
    return application


def complete(people: People, officer: User, facts: Facts = FACTS, at: datetime = NOW) -> Application:
    """A received application that lacks nothing; its payment is not confirmed yet."""
    application = begun(people, officer, facts, at)
    fill(application, at)
    lifecycle.submit(application, SIGNATURE, applicant(application), at, LAW)
    db.session.flush()
    return application


def applicant(application: Application) -> User:
    """Whose application it is."""
    return application.profile.user


def _owner(user: User) -> User:
    return db.session.get_one(User, user.id)


def fill(application: Application, at: datetime) -> None:
    """Answer every question, give every document, and declare what is owed."""
    on = day_of(at)
    answers = application.answers
    for key in (ApplicationSection.ADDRESSES, ApplicationSection.PERSONAL_HISTORY):
        for record in answers.records(key):
            answers = answers.without_record(key, record.id)
        values = {"person": "you", "goes_on": True, "started_on": "2010-01-01", "country": "IN", "city": "Pune"}
        values |= {"street": "1 Lane", "activity": "work", "description": "Developer"}
        answers = answers.with_record(key, Answer("all", values, {}, 1, "", None))
    application.answers = _answered(answers)
    db.session.add_all(_document(application, entry.item.key, at) for entry in entries(application, on, LAW))
    db.session.flush()
    db.session.refresh(application)
    lines = owed(application, case_of(application), on, LAW)
    items, reference = payments.items_of(lines), f"BANK-{secrets.token_hex(4).upper()}"
    cents = sum(line.total_cents for line in lines)
    payments.declare(application, reference, items, cents, on, applicant(application), at)
    assert lacking(application, on, LAW) == []


def _answered(answers: Answers) -> Answers:
    """Every question answered, by whatever answer makes sense."""
    for _round in range(5):
        for one in list(missing(answers)):
            saved = (
                answers.section(one.section) if one.record_id is None else answers.record(one.section, one.record_id)
            )
            assert saved is not None
            given = _TYPED.get(
                one.name, False if one.section == ApplicationSection.BACKGROUND else _plausible(one.name)
            )
            made = saved._replace(values={**saved.values, one.name: given})
            changed = answers.with_section if one.record_id is None else answers.with_record
            answers = changed(one.section, made)
    return answers


def _plausible(name: str) -> Any:
    if name in ("other_names", "earlier_union"):
        return False
    if name.startswith("years_"):
        return 6
    return "IN" if name.endswith("country") or name.startswith("country") else "Velomar"


def _document(application: Application, slot: str, at: datetime) -> Document:
    return Document(
        application=application,
        slot=slot,
        name=f"{slot}.pdf",
        media_type="application/pdf",
        size=8,
        sha256="0" * 64,
        stored_as=secrets.token_hex(16),
        issued_on=day_of(at) - timedelta(days=30),
        expires_on=day_of(at) + timedelta(days=1000),
        uploaded_at=at,
        uploaded_by_id=applicant(application).id,
    )
