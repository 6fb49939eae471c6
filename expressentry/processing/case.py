"""What an officer sees of a case: all that was declared, what it rests on, and what happened to it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import g
from sqlalchemy import select

from expressentry import clock, naming
from expressentry.applications import told
from expressentry.applications.completeness import entries
from expressentry.applications.differences import differences
from expressentry.applications.forms import FORMS, RECORD_FORMS
from expressentry.applications.payments import refund_due
from expressentry.clock import day_of
from expressentry.database import db
from expressentry.models import Application, Letter, Role, User
from expressentry.models.application_answers import people, sections
from expressentry.processing import lifecycle
from expressentry.processing.history import steps
from expressentry.processing.lock_in import held
from expressentry.rules import service
from expressentry.sections import in_words


@dataclass(frozen=True, slots=True)
class Elapsed:
    """Where a case stands against the service standard on a day: the day of decision, or today."""

    days: int
    standard_on: date
    left: int


def elapsed(received_at: datetime, until: datetime) -> Elapsed:
    """Days since receipt, the last day inside the standard, and how many are left to it; negative when it passed."""
    received_on, on = day_of(received_at), day_of(until)
    standard_on = service.standard_day(received_on, clock.law())
    return Elapsed(service.elapsed_days(received_on, on), standard_on, (standard_on - on).days)


def at_a_glance(application: Application, at: datetime) -> dict[str, Any]:
    """What stands at the top of every page of a case."""
    received_at = application.received_at or at
    return {
        "application": application,
        "received_on": day_of(received_at),
        "elapsed": elapsed(received_at, application.decided_at or at),
        "in_process": application.in_process,
    }


def whole(application: Application, at: datetime) -> dict[str, Any]:
    """Everything on the page of a case."""
    received_at, answers = application.received_at or at, application.answers
    received_on, law = day_of(received_at), clock.law_of(received_at)
    g.people = [(person.key, naming.person(answers, person.key)) for person in people(answers)]
    older = lifecycle.older_waiting(application) if application.assigned_to_id is None else None
    return {
        **at_a_glance(application, at),
        "people": [(naming.person(answers, person.key), person) for person in people(answers)],
        "held": held(application, clock.law_of(application.invitation.invited_at)),
        "lacking": [told.lacking(answers, one) for one in lifecycle.lacking_at_receipt(application, law)],
        "unconfirmed": [p for p in application.payments if p.confirmed_at is None and p.rejected_at is None],
        "differences": differences(application, received_on),
        "entries": entries(application, received_on, law),
        "naming": naming,
        "refund_due": refund_due,
        "letters": letters_of(application),
        "steps": steps(application),
        "older": older if application.in_process else None,
        "by_hand": lifecycle.BY_HAND,
        "officers": {user.id: user.email for user in officers()},
    }


def letters_of(application: Application) -> list[Letter]:
    """Every letter about the application or one of its requests."""
    demands = [demand.id for demand in application.demands]
    about = ((Letter.about == "application") & (Letter.about_id == application.id)) | (
        (Letter.about == "demand") & Letter.about_id.in_(demands)
    )
    return list(db.session.scalars(select(Letter).where(about).order_by(Letter.id)))


def officers() -> list[User]:
    """Every officer."""
    return list(db.session.scalars(select(User).where(User.role == Role.OFFICER).order_by(User.email)))


def all_answers(application: Application, on: date) -> list[dict[str, Any]]:
    """Every answer in words, section by section: its forms, each a list of question and answer."""
    answers = application.answers
    g.people = [(person.key, naming.person(answers, person.key)) for person in people(answers)]
    found = []
    for key in [*answers.sections(), *sections(answers)]:
        kind, record_kind = FORMS.get(key.value), RECORD_FORMS.get(key.value)
        forms = [in_words.form(kind, answers.section(key), on)] if kind else []
        if record_kind:
            forms = [in_words.form(record_kind, record, on) for record in answers.records(key)]
        found.append({"key": key, "forms": forms})
    return found
