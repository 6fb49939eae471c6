"""Registering, signing in and out, the lock, the password."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from expressentry.accounts import lifecycle
from expressentry.database import db
from expressentry.models import Event, Guard, Profile, Role, User
from tests.conftest import NOW, Browser, People

PASSWORD = "quite a long phrase"
NEW = {"email": "Nova.Star@Example.org", "password": PASSWORD, "repeated": PASSWORD}


def test_registering_makes_a_candidate_with_an_empty_profile(app: Flask, visitor: Callable[..., Browser]) -> None:
    browser = visitor(language="fr")
    assert browser.post("/registration", NEW).location == "/fr/profile"
    assert browser.get("/profile").status_code == 200
    with app.app_context():
        user = db.session.scalars(select(User)).one()
        assert (user.email, user.role, user.language) == ("nova.star@example.org", Role.CANDIDATE, "fr")
        assert user.password_hash.startswith("$argon2id$")
        assert db.session.scalars(select(Profile)).one().answers.raw == {}
        assert [event.kind for event in db.session.scalars(select(Event))] == ["account.registered"]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"email": "nowhere"}, "Write an e-mail address"),
        ({"email": ""}, "Write your e-mail address"),
        ({"email": "a\x00b@example.org"}, "characters that cannot be kept"),
        ({"password": "short", "repeated": "short"}, "at least 12"),
        ({"password": "x" * 201, "repeated": "x" * 201}, "at most 200"),
        ({"repeated": "another long phrase"}, "not the same password"),
        ({"password": ""}, "Write a password"),
    ],
)
def test_a_wrong_registration_is_told_beside_the_field(
    app: Flask, visitor: Callable[..., Browser], changed: dict[str, str], words: str
) -> None:
    answer = visitor().post("/registration", {**NEW, **changed})
    assert answer.status_code == 422
    assert words in answer.text
    assert "There is a problem" in answer.text
    assert PASSWORD not in answer.text
    with app.app_context():
        assert db.session.scalars(select(User)).all() == []


def test_an_address_is_registered_once_whatever_its_letters(visitor: Callable[..., Browser]) -> None:
    visitor().post("/registration", NEW)
    again = visitor().post("/registration", {**NEW, "email": "NOVA.STAR@EXAMPLE.ORG"})
    assert again.status_code == 422
    assert "There is an account with this address already" in again.text


def test_signing_in_leads_back_to_the_page_asked_for(visitor: Callable[..., Browser], people: People) -> None:
    people.candidate(email="nova@example.org", password=PASSWORD)
    browser = visitor()
    sent_away = browser.get("/profile/languages")
    assert sent_away.location == "/en/sign-in?next=/en/profile/languages"
    answer = browser.client.post(
        sent_away.location, data={"csrf_token": browser.token(), "email": "nova@example.org", "password": PASSWORD}
    )
    assert answer.location == "/en/profile/languages"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", "/a\nb"]
)
def test_signing_in_leads_to_no_other_site(visitor: Callable[..., Browser], people: People, target: str) -> None:
    people.candidate(email="nova@example.org", password=PASSWORD)
    browser = visitor()
    data = {"csrf_token": browser.token(), "email": "nova@example.org", "password": PASSWORD}
    answer = browser.client.post("/en/sign-in", query_string={"next": target}, data=data)
    assert answer.location == "/en/profile"


def test_an_officer_lands_on_the_pool(visitor: Callable[..., Browser], app: Flask) -> None:
    app.test_cli_runner().invoke(args=["create-officer", "chief@example.org", "--password", PASSWORD])
    answer = visitor().post("/sign-in", {"email": "chief@example.org", "password": PASSWORD})
    assert answer.location == "/en/pool"


@pytest.mark.parametrize("email", ["nova@example.org", "nobody@example.org"])
def test_five_failures_lock_the_address_known_or_not(
    visitor: Callable[..., Browser], people: People, moment: time_machine.Traveller, email: str
) -> None:
    people.candidate(email="nova@example.org", password=PASSWORD)
    wrong = {"email": email, "password": "not the phrase"}
    told = [_words(visitor().post("/sign-in", wrong)) for _ in range(5)]
    assert told == ["The address and the password do not belong together. Check both."] * 5
    right = {"email": email, "password": PASSWORD}
    locked = visitor().post("/sign-in", right)
    assert locked.status_code == 429
    assert "Too many failed tries. You can try again at 10:15:00" in locked.text
    moment.shift(timedelta(minutes=14, seconds=59))
    assert visitor().post("/sign-in", right).status_code == 429
    moment.shift(timedelta(seconds=2))
    assert visitor().post("/sign-in", right).status_code == (303 if email == "nova@example.org" else 422)


def _words(answer: Any) -> str:
    assert answer.status_code == 422
    return re.search(r'id="password-error">.*?</span> ([^<]+)', answer.text, re.DOTALL)[1].strip()


def test_failures_long_ago_and_a_success_are_forgotten(
    app: Flask, visitor: Callable[..., Browser], people: People, moment: time_machine.Traveller
) -> None:
    people.candidate(email="nova@example.org", password=PASSWORD)
    wrong, right = [{"email": "nova@example.org", "password": text} for text in ("wrong phrase", PASSWORD)]
    for _ in range(4):
        visitor().post("/sign-in", wrong)
    moment.shift(timedelta(minutes=16))
    visitor().post("/sign-in", wrong)
    assert visitor().post("/sign-in", right).status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Guard)).all() == []


def test_signing_out_ends_the_session(visitor: Callable[..., Browser], people: People) -> None:
    browser = visitor(people.candidate())
    assert browser.post("/sign-out").location == "/en/"
    assert browser.get("/profile").status_code == 303


def test_a_new_password_ends_every_other_session(app: Flask, visitor: Callable[..., Browser], people: People) -> None:
    user = people.candidate(email="nova@example.org", password=PASSWORD)
    here, elsewhere = visitor(user), visitor(user)
    new = "an even longer phrase"
    changed = {"current": PASSWORD, "password": new, "repeated": new}
    assert here.post("/password", {**changed, "current": "wrong"}).status_code == 422
    assert here.post("/password", changed).location == "/en/password"
    assert here.get("/profile").status_code == 200
    assert elsewhere.get("/profile").status_code == 303
    with app.app_context():
        user = lifecycle.find("nova@example.org")
        assert lifecycle.password_matches(user, new)
        assert not lifecycle.password_matches(user, PASSWORD)


def test_an_account_without_a_password_cannot_sign_in(app: Flask, people: People) -> None:
    people.candidate(email="nova@example.org")
    with app.app_context():
        assert not lifecycle.password_matches(lifecycle.find("nova@example.org"), "")


@pytest.mark.parametrize("forged", ["1", "1.", "x.y", "99999999999999999999.a", "1.00000000000000000000000000000000"])
def test_a_forged_session_is_nobody(visitor: Callable[..., Browser], people: People, forged: str) -> None:
    people.candidate()
    browser = visitor()
    with browser.client.session_transaction() as session:
        session["_user_id"] = forged
    assert browser.get("/profile").status_code == 303


def test_demonstration_accounts_are_shown_in_demo_mode_only(app: Flask, visitor: Callable[..., Browser]) -> None:
    assert "demonstration only" not in visitor().get("/sign-in").text
    app.config["DEMO"] = True
    shown = visitor().get("/sign-in").text
    assert "demonstration only" in shown
    assert "second.officer@example.org" in shown


def test_a_session_lives_thirty_days(visitor: Callable[..., Browser], people: People, moment: Any) -> None:
    people.candidate(email="nova@example.org", password=PASSWORD)
    browser = visitor()
    browser.post("/sign-in", {"email": "nova@example.org", "password": PASSWORD})
    assert browser.get("/profile").status_code == 200
    moment.move_to(NOW + timedelta(days=29))
    assert browser.get("/profile").status_code == 200
    moment.move_to(NOW + timedelta(days=31))
    assert browser.get("/profile").status_code == 303
