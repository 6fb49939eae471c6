"""An employer's account: registering, particulars, and what an officer's word changes."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from expressentry.accounts import verifying
from expressentry.database import db
from expressentry.employers.forms import checks
from expressentry.models import Employer, Event, Role, User
from tests.conftest import Browser, People
from tests.employers import factory


def kinds(after: int = 0) -> list[str]:
    return list(db.session.scalars(select(Event.kind).where(Event.id > after).order_by(Event.id)))


def last_event() -> Event:
    return db.session.scalars(select(Event).order_by(Event.id.desc()).limit(1)).one()


def officer() -> User:
    return db.session.scalars(select(User).where(User.role == Role.OFFICER)).one()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_registering_makes_an_account_that_waits(app: Flask, visitor: Callable[..., Browser], language: str) -> None:
    browser = visitor(language=language)
    assert browser.get("/employer/registration").status_code == 200
    answer = browser.post("/employer/registration", {**factory.ACCOUNT, **factory.TYPED})
    assert (answer.status_code, answer.location) == (303, f"/{language}/employer")
    with app.app_context():
        made = db.session.scalars(select(Employer)).one()
        assert {name: getattr(made, name) for name in factory.STATED} == factory.STATED
        assert (made.user.email, made.user.role, made.user.language) == ("jobs@maple.example", Role.EMPLOYER, language)
        assert made.waits
        assert not made.is_verified
        assert kinds() == ["account.registered", "verification.asked"]
    page = browser.get("/employer")
    assert page.status_code == 200
    assert "Maple Loom Ltd." in page.text
    assert language == "fr" or "waits for an officer" in page.text


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("legal_name", " ", "Write the legal name."),
        ("legal_name", "x" * 121, "Use at most 120 characters."),
        ("business_number", "", "Write the business number."),
        ("business_number", "123456789", "no business number"),
        ("business_number", "12345678", "Write the nine digits"),
        ("business_number", "123456782XX0001", "Write the nine digits"),
        ("business_number", "١٢٣٤٥٦٧٨٢", "Write the nine digits"),
        ("street", "", "Write the street address."),
        ("city", "", "Write the city or town."),
        ("province", "ZZ", "Choose one of the answers given."),
        ("postal_code", "D1A 1A1", "Write a Canadian postal code"),
        ("postal_code", "90210", "Write a Canadian postal code"),
        ("contact_name", "", "Write the name of a person"),
        ("contact_phone", "555-0100", "Write a telephone number"),
        ("contact_phone", "call me maybe", "Write a telephone number"),
        ("email", "nobody", "Write an e-mail address"),
        ("password", "short", "at least 12"),
        ("repeated", "another long password", "not the same password"),
    ],
)
def test_a_wrong_registration_is_told_beside_the_field_and_kept(
    app: Flask, visitor: Callable[..., Browser], name: str, typed: str, told: str
) -> None:
    page = visitor().post("/employer/registration", {**factory.ACCOUNT, **factory.TYPED, name: typed})
    assert page.status_code == 422
    assert told in page.text
    assert f'id="{name}-error"' in page.text
    assert 'value="12 Weaver Street"' in page.text or name == "street"
    assert "a long enough password" not in page.text
    with app.app_context():
        assert db.session.scalars(select(User)).all() == []


def test_an_address_is_registered_once(app: Flask, visitor: Callable[..., Browser], people: People) -> None:
    people.candidate(email="jobs@maple.example")
    page = visitor().post("/employer/registration", {**factory.ACCOUNT, **factory.TYPED})
    assert page.status_code == 422
    assert "Sign in instead" in page.text
    with app.app_context():
        assert db.session.scalars(select(Employer)).all() == []


def test_the_check_digit_finds_every_single_mistyped_digit() -> None:
    assert checks("123456782")
    for at in range(9):
        for digit in "0123456789":
            typed = "123456782"[:at] + digit + "123456782"[at + 1 :]
            assert checks(typed) == (typed == "123456782")


def test_an_address_can_change_without_a_new_verification(
    app: Flask, visitor: Callable[..., Browser], employer: User
) -> None:
    browser = visitor(employer)
    assert 'value="Maple Loom Ltd."' in browser.get("/employer/particulars").text
    assert browser.post("/employer/particulars", {**factory.TYPED, "street": "1 Other Road"}).status_code == 303
    with app.app_context():
        made = db.session.scalars(select(Employer)).one()
        assert made.is_verified
        assert made.street == "1 Other Road"
        assert (last_event().kind, last_event().figures) == ("employer.corrected", {"changed": ["street"]})


@pytest.mark.parametrize("changed", [{"legal_name": "Other Inc."}, {"business_number": "123456782"}])
def test_whoever_is_somebody_else_is_verified_again(
    app: Flask, visitor: Callable[..., Browser], employer: User, changed: dict[str, str]
) -> None:
    browser = visitor(employer)
    assert "must verify it again" in browser.get("/employer/particulars").text
    with app.app_context():
        before = last_event().id
    assert browser.post("/employer/particulars", {**factory.TYPED, **changed}).status_code == 303
    with app.app_context():
        made = db.session.scalars(select(Employer)).one()
        assert made.waits
        assert made.verified_by_id is None
        assert kinds(before) == ["verification.asked"]


def test_correcting_asks_again_after_a_no(app: Flask, visitor: Callable[..., Browser], employer: User) -> None:
    with app.app_context():
        made = db.session.scalars(select(Employer)).one()
        verifying.turn_down(made, "The telephone number does not answer.", by=officer(), at=made.asked_at)
        db.session.commit()
    browser = visitor(employer)
    assert "does not answer" in browser.get("/employer").text
    assert "does not answer" in browser.get("/employer/particulars").text
    with app.app_context():
        before = last_event().id
    assert browser.post("/employer/particulars", factory.TYPED).status_code == 303
    with app.app_context():
        made = db.session.scalars(select(Employer)).one()
        assert made.waits
        assert made.turned_down_because is None
        assert kinds(before) == ["verification.asked"]


def test_nothing_changed_is_no_event(app: Flask, visitor: Callable[..., Browser], employer: User) -> None:
    with app.app_context():
        before = last_event().id
    assert visitor(employer).post("/employer/particulars", factory.TYPED).status_code == 303
    with app.app_context():
        assert kinds(before) == []


def test_wrong_particulars_are_kept_as_typed(app: Flask, visitor: Callable[..., Browser], employer: User) -> None:
    page = visitor(employer).post("/employer/particulars", {**factory.TYPED, "postal_code": "90210", "city": "Hull"})
    assert page.status_code == 422
    assert 'value="90210"' in page.text
    assert 'value="Hull"' in page.text
    with app.app_context():
        assert db.session.scalars(select(Employer)).one().city == "Ottawa"
