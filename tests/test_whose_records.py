"""Every address that names a letter, a document, an application or a case: who may ask for it, and who may not."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from expressentry.applications import demands
from expressentry.database import db
from expressentry.models import Application, DemandKind, Letter, LetterKind, User, write
from expressentry.rules.programs import Program
from tests.applications import factory
from tests.audiences import AUDIENCES
from tests.conftest import NOW, Browser, People

Visitor = Callable[..., Browser]
# What an address names somebody's record by. Rounds and imports are nobody's own.
OWN = {"application_id", "document_id", "demand_id", "letter_id", "invitation_id"}
CASES = {"number"}
# Rooms with records of provinces, employers, representatives and what candidates have with them: each asks its own
# addresses as a stranger in its own tests.
PARTNERS = {
    "employers",
    "jobs",
    "nominations",
    "proposals",
    "province_cases",
    "provinces",
    "representation",
    "representatives",
    "verification",
}


def _addresses(app: Flask, names: set[str], values: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Endpoint, method and path of every rule that names a record of one of these sorts, for the values given."""
    with app.test_request_context("/en/"):
        adapter = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            if rule.arguments & names and rule.endpoint.split(".")[0] not in PARTNERS:
                given = {name: value for name, value in {"lang": "en", **values}.items() if name in rule.arguments}
                assert set(given) == set(rule.arguments), rule
                for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                    yield rule.endpoint, method, adapter.build(rule.endpoint, given)


def _ask(browser: Browser, method: str, address: str) -> int:
    data = {"csrf_token": browser.token()} if method == "POST" else None
    return int(browser.client.open(address, method=method, data=data).status_code)


def _values(application: Application, letter: Letter) -> dict[str, Any]:
    """A value for each part of an address, all of one candidate."""
    return {
        "application_id": application.id,
        "document_id": application.documents[0].id,
        "demand_id": application.demands[0].id if application.demands else 1,
        "letter_id": letter.id,
        "invitation_id": application.invitation_id,
        "number": application.number,
        "slot": application.documents[0].slot,
        "key": "languages",
        "record_id": "x",
        "kind": "interview",
    }


def _letter_of(user: User) -> Letter:
    return db.session.scalars(select(Letter).where(Letter.user_id == user.id).order_by(Letter.id.desc())).first()


@pytest.fixture
def mine(app: Flask, moment: Any) -> dict[str, Any]:
    """The records of a candidate whose application was received, and was asked something."""
    with app.app_context():
        application = factory.received("owner@example.org", Program.FSW, NOW)
        application.complete_at = NOW
        demands.make(application, DemandKind.INTERVIEW, "Call us.", 14, factory.officer(), NOW)
        db.session.flush()
        values = _values(application, _letter_of(application.profile.user))
        db.session.commit()
    return values


@pytest.fixture
def draft(app: Flask, moment: Any) -> dict[str, Any]:
    """The records of a candidate who only prepares an application, and was told once that no program takes them."""
    with app.app_context():
        application = factory.complete(factory.begun("owner@example.org", Program.FSW, NOW), NOW)
        user = application.profile.user
        letter = write(LetterKind.NOT_ELIGIBLE, user, about=application.invitation.expression, at=NOW)
        db.session.flush()
        values = _values(application, letter)
        db.session.commit()
    return values


def test_the_list_of_addresses_is_whole(app: Flask, mine: dict[str, Any]) -> None:
    """Every endpoint of documents, letters and applications that takes an id is asked below."""
    asked = {endpoint for endpoint, _method, _path in _addresses(app, OWN | CASES, mine)}
    for endpoint in ("documents.file", "documents.slot", "documents.remove", "documents.demand", "letters.show"):
        assert endpoint in asked
    named = {rule.endpoint for rule in app.url_map.iter_rules() if any("_id" in name for name in rule.arguments)}
    elsewhere = {"profiles", "rounds", "processing"} | PARTNERS
    assert {endpoint for endpoint in named if endpoint.split(".")[0] not in elsewhere} <= asked


def test_another_candidate_finds_none_of_it(app: Flask, mine: dict[str, Any], people: People, visitor: Visitor) -> None:
    other = visitor(people.candidate())
    for endpoint, method, path in _addresses(app, OWN | CASES, mine):
        expected = 403 if AUDIENCES[endpoint] == "officer" else 404
        assert _ask(other, method, path) == expected, (method, path)


def test_a_stranger_is_led_to_the_sign_in(app: Flask, mine: dict[str, Any], visitor: Visitor) -> None:
    stranger = visitor()
    for _endpoint, method, path in _addresses(app, OWN | CASES, mine):
        data = {"csrf_token": stranger.token()} if method == "POST" else None
        answer = stranger.client.open(path, method=method, data=data)
        assert answer.status_code == 303, (method, path)
        assert answer.location.startswith("/en/sign-in"), (method, path)


def test_an_officer_finds_nothing_before_receipt(
    app: Flask, draft: dict[str, Any], people: People, visitor: Visitor
) -> None:
    officer = visitor(people.officer())
    for endpoint, method, path in _addresses(app, OWN | CASES, draft):
        expected = 403 if AUDIENCES[endpoint] == "candidate" else 404
        assert _ask(officer, method, path) == expected, (method, path)


def test_an_officer_reads_documents_and_letters_once_received(
    app: Flask, mine: dict[str, Any], people: People, visitor: Visitor
) -> None:
    officer, owner = visitor(people.officer()), visitor()
    with app.app_context():
        owner.sign_in(db.session.get_one(Letter, mine["letter_id"]).user)
    for browser in (officer, owner):
        assert _ask(browser, "GET", f"/en/letters/{mine['letter_id']}") == 200
        file = f"/en/applications/{mine['application_id']}/documents/files/{mine['document_id']}"
        assert _ask(browser, "GET", file) == 200


def test_a_file_is_found_under_its_own_application_only(app: Flask, mine: dict[str, Any], visitor: Visitor) -> None:
    """The id of one's own application opens no document of another's."""
    with app.app_context():
        other = factory.complete(factory.begun("other@example.org", Program.FSW, NOW), NOW)
        application_id, user = other.id, other.profile.user
        db.session.commit()
        browser = visitor(user)
    path = f"/en/applications/{application_id}/documents/files/{mine['document_id']}"
    for method, address in (("GET", path), ("GET", f"{path}/removal"), ("POST", f"{path}/removal")):
        assert _ask(browser, method, address) == 404, address
    for method in ("GET", "POST"):
        for part in ("", "/documents"):
            asked = f"/en/applications/{application_id}/demands/{mine['demand_id']}{part}"
            assert _ask(browser, method, asked) == 404, asked
