"""The demonstration's clock walked past what an application depends on, with the right consequence each time."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from expressentry import clock
from expressentry.applications import demands
from expressentry.database import db
from expressentry.models import Application, Decision, Demand, DemandKind, Departure, Letter
from expressentry.processing import lifecycle as processing
from expressentry.rules.programs import Program
from tests.applications import factory
from tests.conftest import NOW, Browser, make_app

SIGNED = {"truthful": "yes", "understood": "yes", "signed_as": "Sira Velomar"}


@pytest.fixture
def app(database: Path) -> Iterator[Flask]:
    """The application in demonstration mode."""
    made = make_app(database, DEMO=True)
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


@dataclass
class Walk:
    """A candidate with an application, and an officer who moves the clock."""

    app: Flask
    candidate: Browser
    office: Browser
    application_id: int

    @property
    def path(self) -> str:
        return f"/applications/{self.application_id}"

    def to(self, day: str) -> None:
        """Move the clock to a day, through its page."""
        seen = re.search(r'name="seen" value="(\d+)"', self.office.get("/clock").text)
        assert seen is not None
        moved = self.office.post("/clock", {"step": "date", "to": day, "seen": seen[1]})
        assert moved.status_code == 303
        with self.app.app_context():
            assert clock.today() == date.fromisoformat(day)

    def page(self, path: str = "") -> str:
        """A page of the application as the candidate reads it, without its markup."""
        answer = self.candidate.get(self.path + path, follow_redirects=True)
        assert answer.status_code == 200
        return words(answer)

    def letters(self) -> list[tuple[str, str]]:
        """Kind and day of every letter the candidate has, in order of their days."""
        with self.app.app_context():
            found = db.session.scalars(select(Letter).where(Letter.user_id == self._user_id()))
            return sorted(
                ((letter.kind.value, clock.day_of(letter.written_at).isoformat()) for letter in found),
                key=lambda pair: pair[1],
            )

    def application(self) -> Application:
        """The application, in the context of the caller."""
        return db.session.get_one(Application, self.application_id)

    def _user_id(self) -> int:
        return self.application().profile.user_id


def words(answer: Any) -> str:
    """The text of the main part of a page."""
    body = answer.text[answer.text.index("<main") : answer.text.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


@pytest.fixture
def walk(app: Flask, visitor: Callable[..., Browser]) -> Callable[..., Walk]:
    """Makes an application that lacks nothing, not submitted yet, and the two who use it."""

    def make(at: datetime = NOW, **changed: Any) -> Walk:
        with app.app_context():
            application = factory.complete(factory.begun("a@example.org", Program.FSW, at, **changed), at)
            db.session.commit()
            candidate, application_id = visitor(application.profile.user), application.id
            office = visitor(factory.officer())
        return Walk(app, candidate, office, application_id)

    return make


def test_from_the_invitation_to_its_lapse(walk: Callable[..., Walk]) -> None:
    """Invited on 23 November 2026: the last day is 22 January 2027, and 23 January midnight UTC is too late."""
    mine = walk()
    assert "60 days are left." in mine.page()
    mine.to("2027-01-22")
    assert "Less than a day is left" in mine.page()
    assert [pair for pair in mine.letters() if pair[0] == "deadline_reminder"] == [
        ("deadline_reminder", "2026-12-23"),
        ("deadline_reminder", "2027-01-15"),
        ("deadline_reminder", "2027-01-21"),
    ]
    mine.to("2027-01-23")
    assert "This application was never submitted, and its time is over" in mine.page()
    refused = mine.candidate.post(f"{mine.path}/submission", SIGNED)
    assert refused.status_code == 409
    assert mine.letters()[-1][0] == "invitation_lapsed"
    with mine.app.app_context():
        invitation = mine.application().invitation
        assert invitation.lapsed_at == invitation.answer_before == datetime(2027, 1, 23, tzinfo=UTC)
        assert invitation.expression.left_because is Departure.LAPSED
        assert mine.application().received_at is None
    for path in ("/answers/identity", "/answers/addresses/records", "/differences", "/payments"):
        assert mine.candidate.post(mine.path + path, {"birth_city": "Late"}).status_code in (409, 422)
    with mine.app.app_context():
        assert mine.application().answers.section("identity").values["birth_city"] == "Some birth_city"


def test_from_receipt_to_decision(walk: Callable[..., Walk]) -> None:
    """Received on 23 November 2026 and approved on 1 March 2027, 98 days later; the standard is 23 May 2027."""
    mine = walk()
    assert mine.candidate.post(f"{mine.path}/submission", SIGNED).status_code == 303
    with mine.app.app_context():
        application, officer = mine.application(), factory.officer()
        number = application.number
        for payment in application.payments:
            payment.confirmed_at = clock.now()
        processing.take(application, officer, clock.now())
        processing.found_complete(application, officer, clock.now(), clock.law())
        asked = demands.make(application, DemandKind.INTERVIEW, "Come on Monday.", 30, officer, clock.now())
        demand_id = asked.id
        db.session.commit()
    mine.to("2026-12-17")
    reminders = [pair for pair in mine.letters() if pair[0] == "deadline_reminder"]
    assert reminders == [("deadline_reminder", "2026-12-16")]
    assert "Come on Monday." in mine.page(f"/demands/{demand_id}")
    mine.to("2026-12-24")
    late = mine.candidate.post(f"{mine.path}/demands/{demand_id}", {"answer": "I was there."})
    assert late.status_code == 409
    assert "not answered in time" in mine.page()
    with mine.app.app_context():
        demand = db.session.get_one(Demand, demand_id)
        assert demand.lapsed_at == demand.answer_before == datetime(2026, 12, 24, tzinfo=UTC)
        assert demand.answer is None
    mine.to("2027-03-01")
    assert "Days since it was received 98 Last day inside the standard May 23, 2027" in mine.page()
    assert "The standard leaves 83 more days for a decision." in mine.page()
    assert number in mine.office.get("/cases").text
    for key in ("eligibility", "medical", "additional_documents", "interview", "biometrics", "background"):
        assert mine.office.post(f"/cases/{number}/stages/{key}", {"state": "passed"}).status_code == 303
    assert mine.office.post(f"/cases/{number}/approval", {"confirmed": "yes"}).status_code == 303
    with mine.app.app_context():
        application = mine.application()
        assert (application.decision, application.days_taken) == (Decision.APPROVED, 98)
    assert mine.letters()[-1] == ("approved", "2027-03-01")
    mine.to("2027-06-01")
    assert "Days from receipt to the decision 98" in mine.page()
    assert mine.letters()[-1] == ("approved", "2027-03-01")


def test_across_a_fee_change(walk: Callable[..., Walk], moment: time_machine.Traveller) -> None:
    """Paid on 29 April 2026: 950 + 575 + 85. From 30 April the processing fee is 990; the right as paid stays paid."""
    before = datetime(2026, 4, 29, 15, tzinfo=UTC)
    moment.move_to(before)
    mine = walk(before)
    assert "Nothing is owed." in mine.page("/fees")
    assert "Nothing is missing." in mine.page("/submission")
    mine.to("2026-04-30")
    assert "Still to be paid: $40" in mine.page()
    assert "Record a payment of $40" in mine.page("/fees")
    refused = mine.candidate.post(f"{mine.path}/submission", SIGNED)
    assert refused.status_code == 409
    assert "1 thing is missing" in words(refused)
    assert "Fees are not paid: $40." in words(refused)
    payment = {"reference": "WIRE-DIFF-40", "paid_on": "2026-04-30", "amount": "40"}
    assert mine.candidate.post(f"{mine.path}/payments", payment).status_code == 303
    assert mine.candidate.post(f"{mine.path}/submission", SIGNED).status_code == 303
    with mine.app.app_context():
        application = mine.application()
        assert application.received_at is not None
        assert [one.amount_cents for one in application.payments] == [161_000, 4_000]
        assert application.payments[1].items == [{"item": "principal", "people": 1, "cents": 4_000}]


def test_across_the_expiry_of_a_language_test(walk: Callable[..., Walk]) -> None:
    """A test of 20 December 2024 counts until 19 December 2026; the last day to apply is 22 January 2027."""
    fresh = factory.facts_for(Program.FSW, date(2026, 11, 23)).languages[0]
    mine = walk(languages=(replace(fresh, taken_on=date(2024, 12, 20)),))
    assert "On January 22, 2027: It is too old on that day" in mine.page()
    assert "Something expires before the last day." in mine.page()
    mine.to("2026-12-19")
    assert "Nothing is missing." in mine.page("/submission")
    mine.to("2026-12-20")
    refused = mine.candidate.post(f"{mine.path}/submission", SIGNED)
    assert refused.status_code == 409
    said = words(refused)
    assert "1 thing is missing" in said
    assert "Language test results: IELTS General Training (English). It is too old on that day." in said
    assert "what you were invited with does not hold" in said
    with mine.app.app_context():
        assert mine.application().received_at is None


def test_a_birthday_is_forgiven(walk: Callable[..., Walk]) -> None:
    """Born on 5 January 1996, invited at 30, turning 31 before the last day: 5 points less, and still invited with."""
    mine = walk(birth_date=date(1996, 1, 5))
    mine.to("2027-01-10")
    page = mine.page("/submission")
    scores = re.search(r"Score, birthdays forgiven (\d+) invited with (\d+)", page)
    assert scores is not None
    assert scores[1] == scores[2]
    assert mine.candidate.post(f"{mine.path}/submission", SIGNED).status_code == 303
