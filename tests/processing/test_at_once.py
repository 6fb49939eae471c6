"""Officers and applicants acting on one case at the same instant, each on a connection of their own."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from expressentry.applications import demands
from expressentry.applications import lifecycle as applications
from expressentry.database import db
from expressentry.models import Application, Decision, DemandKind, Event, Letter, RefusalGround, User
from expressentry.processing import lifecycle
from expressentry.refusals import Refusal
from tests.conftest import LAW, NOW, People, make_app
from tests.processing import cases

HANDS = 8
Act = Callable[[Application, User], Any]


@pytest.fixture
def case(app: Flask, people: People, moment: Any) -> int:
    """The id of a complete case, with a request that is open."""
    clerk = people.officer("first@example.org")
    with app.app_context():
        application = cases.complete(people, db.session.get_one(User, clerk.id))
        application.complete_at = NOW
        demands.make(application, DemandKind.INTERVIEW, "Call us.", 14, db.session.get_one(User, clerk.id), NOW)
        db.session.commit()
        return application.id


def at_once(database: Path, people: People, case: int, *acts: Act) -> tuple[int, int, list[Exception]]:
    """Every act by an officer of its own, all released together: how many were done and refused, and what broke."""
    officers = [people.officer(f"hand{n}@example.org").id for n in range(len(acts))]
    app, start = make_app(database), threading.Barrier(len(acts))
    done, refused, broken = [], [], []

    def run(act: Act, officer: int) -> None:
        with app.app_context():
            start.wait()
            try:
                act(db.session.get_one(Application, case), db.session.get_one(User, officer))
                db.session.commit()
                done.append(officer)
            except Refusal as refusal:
                db.session.rollback()
                refused.append(refusal)
            except Exception as fault:
                broken.append(fault)

    threads = [threading.Thread(target=run, args=pair) for pair in zip(acts, officers, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return len(done), len(refused), broken


def _events(kind: str) -> int:
    return db.session.scalar(select(func.count()).select_from(Event).where(Event.kind == kind)) or 0


ONCE: list[tuple[Act, str]] = [
    (lambda case, by: lifecycle.take(case, by, NOW), "case.taken"),
    (lambda case, by: demands.make(case, DemandKind.MEDICAL, "See a doctor.", 30, by, NOW), "demand.made"),
    (lambda case, by: demands.cancel(case.demands[0], by, NOW), "demand.cancelled"),
    (lambda case, _by: demands.answer(case.demands[0], "Here.", cases.applicant(case), NOW), "demand.answered"),
    (lambda case, _by: applications.withdraw(case, cases.applicant(case), NOW), "application.decided"),
]


@pytest.mark.parametrize(("act", "event"), ONCE, ids=[event for _act, event in ONCE])
def test_of_many_at_once_one_is_done(
    app: Flask, database: Path, people: People, case: int, act: Act, event: str
) -> None:
    with app.app_context():
        before, letters = _events(event), db.session.scalar(select(func.count(Letter.id)))
        db.session.rollback()
    done, refused, broken = at_once(database, people, case, *([act] * HANDS))
    assert (done, refused, broken) == (1, HANDS - 1, [])
    with app.app_context():
        assert _events(event) - before == 1
        assert db.session.scalar(select(func.count(Letter.id))) - letters <= 1


def test_of_a_refusal_and_a_withdrawal_at_once_one_decides(
    app: Flask, database: Path, people: People, case: int
) -> None:
    with app.app_context():
        application = db.session.get_one(Application, case)
        demands.cancel(application.demands[0], _clerk(), NOW)
        db.session.commit()

    def refuse(application: Application, by: User) -> None:
        lifecycle.refuse(application, RefusalGround.FUNDS, "Not shown.", by, NOW)

    def withdraw(application: Application, _by: User) -> None:
        applications.withdraw(application, cases.applicant(application), NOW)

    def approve(application: Application, by: User) -> None:
        lifecycle.approve(application, by, NOW, LAW)

    done, refused, broken = at_once(database, people, case, *([refuse, withdraw, approve] * 3))
    assert (done, refused, broken) == (1, 8, [])
    with app.app_context():
        decided = db.session.get_one(Application, case)
        assert decided.decision in (Decision.REFUSED, Decision.WITHDRAWN)
        assert _events("application.decided") == 1


def _clerk() -> User:
    return db.session.scalars(select(User).where(User.email == "first@example.org")).one()
