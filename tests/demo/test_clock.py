"""The demonstration's clock: forward only, once per form, with its consequences; nowhere but in a demonstration."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from expressentry import clock, heartbeat
from expressentry.database import db
from expressentry.models import (
    Departure,
    Event,
    ExpressionOfInterest,
    Invitation,
    Letter,
    LetterKind,
    Outage,
    User,
)
from tests.conftest import FACTS, NOW, Browser, People, make_app


@pytest.fixture
def app(database: Path) -> Iterator[Flask]:
    """The application in demonstration mode."""
    made = make_app(database, DEMO=True)
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def office(visitor: Callable[..., Browser], people: People) -> Browser:
    return visitor(people.officer())


def moved(office: Browser, step: str, to: str = "") -> Any:
    seen = re.search(r'name="seen" value="(\d+)"', office.get("/clock").text)[1]
    return office.post("/clock", {"step": step, "to": to, "seen": seen}, follow_redirects=True)


def test_the_clock_goes_forward_and_every_page_says_so(office: Browser, visitor: Callable[..., Browser]) -> None:
    assert "was moved forward" not in visitor().get("/").text
    assert "The clock stands at November 24, 2026, 10:00 now." in moved(office, "1").text
    assert "The clock stands at December 24, 2026, 10:00 now." in moved(office, "30").text
    banner = "The clock of this demonstration was moved forward: it is December 24, 2026, 10:00 in Ottawa."
    assert banner in visitor().get("/").text
    assert "a été avancée" in visitor(language="fr").get("/rounds").text
    assert "Under the law in force on December 24, 2026." in visitor().get("/about").text


def test_a_birthday_on_the_way_costs_its_points(app: Flask, office: Browser, people: People) -> None:
    """From 31 to 32 years: 99 points become 94."""
    people.in_pool()
    moved(office, "date", "2027-05-05")
    with app.app_context():
        assert db.session.scalars(select(ExpressionOfInterest)).one().score == 458 - 5


def test_an_invitation_not_answered_on_the_way_lapses(app: Flask, office: Browser, people: People) -> None:
    people.in_pool()
    office.post("/rounds")
    office.post("/rounds/1/invitations", {"kind": "fsw", "size": "1", "confirmed": "yes"})
    moved(office, "date", "2027-01-22")
    with app.app_context():
        assert db.session.scalars(select(Invitation)).one().lapsed_at is None
    moved(office, "1")
    with app.app_context():
        invitation = db.session.scalars(select(Invitation)).one()
        assert invitation.lapsed_at == invitation.answer_before
        assert invitation.expression.left_because is Departure.LAPSED


def test_every_day_on_the_way_is_lived_through(app: Flask, office: Browser, people: People) -> None:
    """A move of five months: a birthday, three reminders of an invitation, its lapse, a draft warned of and emptied."""
    people.in_pool(birth_date=date(1995, 12, 1))
    people.in_pool(birth_date=date(1995, 12, 5))
    owner = people.candidate(FACTS, password="a long phrase here")
    office.post("/rounds")
    office.post("/rounds/1/invitations", {"kind": "fsw", "size": "1", "confirmed": "yes"})
    moved(office, "date", "2027-04-20")
    with app.app_context():
        told = Counter(db.session.scalars(select(Letter.kind)))
        assert told[LetterKind.CHANGED_BY_CALENDAR] == 1
        assert told[LetterKind.DEADLINE_REMINDER] == 3
        assert told[LetterKind.INVITATION_LAPSED] == 1
        assert told[LetterKind.DRAFT_ABOUT_TO_LAPSE] == 1
        lapsed = db.session.scalars(select(Event).where(Event.kind == "profile.draft_lapsed")).one()
        assert lapsed.at == datetime(2027, 1, 22, 15, 0, tzinfo=UTC)
        assert db.session.get_one(User, owner.id).profile.answers.raw == {}


def test_a_clock_that_jumps_is_no_outage(app: Flask, office: Browser) -> None:
    with app.app_context():
        heartbeat.beat(NOW)
        db.session.commit()
    moved(office, "30")
    with app.app_context():
        assert heartbeat.beat(clock.now() + timedelta(minutes=5)) is None
        assert db.session.scalars(select(Outage)).all() == []


def test_a_heartbeat_moved_along_lets_what_is_over_lapse(app: Flask, office: Browser, people: People) -> None:
    people.in_pool()
    office.post("/rounds")
    office.post("/rounds/1/invitations", {"kind": "fsw", "size": "1", "confirmed": "yes"})
    with app.app_context():
        heartbeat.beat(NOW)
        db.session.commit()
    moved(office, "date", "2027-02-01")
    with app.app_context():
        assert db.session.scalars(select(Invitation.lapsed_at)).one() == datetime(2027, 1, 23, tzinfo=UTC)


def test_the_same_form_sent_twice_moves_once(app: Flask, office: Browser) -> None:
    form = {"step": "7", "to": "", "seen": "0"}
    assert office.post("/clock", form).status_code == 303
    again = office.post("/clock", form)
    assert again.status_code == 409
    assert "The clock was moved since you opened this page" in again.text
    with app.app_context():
        assert clock.today() == date(2026, 11, 30)
        moves = select(func.count()).where(Event.kind == "demo.clock_moved")
        assert db.session.scalar(moves) == 1


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"step": ""}, "Choose how far."),
        ({"step": "-5"}, "Choose one of the answers given."),
        ({"step": "date", "to": ""}, "Choose a day after November 23, 2026."),
        ({"step": "date", "to": "2026-11-23"}, "Choose a day after November 23, 2026."),
        ({"step": "date", "to": "2026-02-31"}, "Write a real date"),
        ({"step": "date", "to": "9999-12-31"}, "The clock can go no farther than November 20, 2036."),
    ],
)
def test_a_step_that_cannot_be_is_told(app: Flask, office: Browser, form: dict[str, str], words: str) -> None:
    answer = office.post("/clock", {"seen": "0", **form})
    assert answer.status_code == 422
    assert words in answer.text
    with app.app_context():
        assert clock.today() == date(2026, 11, 23)


def test_only_an_officer_of_a_demonstration(
    visitor: Callable[..., Browser], people: People, database: Path, office: Browser
) -> None:
    assert visitor(people.candidate()).get("/clock").status_code == 403
    assert visitor(people.candidate(email="other@example.org")).post("/clock", {"step": "1"}).status_code == 403
    assert visitor().get("/clock").status_code == 303
    moved(office, "30")
    real = make_app(database)
    assert Browser(real.test_client()).get("/clock").status_code == 404
    with real.app_context():
        assert clock.today() == date(2026, 11, 23)
