"""Officers verify accounts: the list, one account, both answers, and what is refused."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from expressentry.database import db
from expressentry.models import Employer, Event, Letter, LetterKind, Regulator, Representative
from tests.conftest import NOW, Browser, People
from tests.verification import factory

Visitor = Callable[..., Browser]
REASON = "The register has no such number.\nSend the right one."


@pytest.fixture
def officer(visitor: Visitor, people: People) -> Browser:
    return visitor(people.officer())


def text_of(page: str) -> str:
    main = page[page.index("<main") : page.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def waiting_accounts(app: Flask) -> None:
    with app.app_context():
        factory.employer(at=NOW - timedelta(hours=1))
        factory.representative(at=NOW - timedelta(hours=3))
        factory.employer("b@oak.example", NOW - timedelta(hours=2), legal_name="Oak & Sons", business_number="9")
        db.session.commit()


def verify(officer: Browser, address: str) -> Any:
    """The officer opens an account and verifies what it states."""
    stated = re.search(r'name="stated" value="(\w+)"', officer.get(f"/verification/{address}").text)
    return officer.post(f"/verification/{address}/verification", {"stated": stated[1] if stated else ""})


def events(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        wanted = select(Event.kind, Event.subject).where(Event.kind.like("verification.%")).order_by(Event.id)
        return [tuple(row) for row in db.session.execute(wanted)]


def test_whoever_waits_longest_comes_first(app: Flask, officer: Browser) -> None:
    waiting_accounts(app)
    said = text_of(officer.get("/verification").text)
    assert "3 accounts wait" in said
    assert said.index("Ola Renn") < said.index("Oak &amp; Sons") < said.index("Maple Loom")
    assert "No account was verified or turned down yet" in said


def test_an_empty_list_says_so(officer: Browser) -> None:
    said = text_of(officer.get("/verification").text)
    assert "0 accounts wait" in said
    assert "No account waits for an officer" in said


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_account_is_shown_with_all_it_states_and_how_to_check_it(
    app: Flask, visitor: Visitor, people: People, language: str
) -> None:
    waiting_accounts(app)
    browser = visitor(people.officer(), language)
    said = text_of(browser.get("/verification/employers/1").text)
    wanted = ["Maple Loom Ltd.", "123456782RP0001", "12 Weaver Street", "K1A 0B1", "Ana Tesk", "613-555-0100"]
    assert [one for one in [*wanted, "jobs@maple.example"] if one not in said] == []
    said = text_of(browser.get("/verification/representatives/1").text)
    wanted = ["Ola Renn", "Lark Immigration", "R500001", "613-555-0101", "counsel@lark.example"]
    assert [one for one in wanted if one not in said] == []


def test_each_regulator_has_its_own_checks(app: Flask, officer: Browser) -> None:
    with app.app_context():
        for number, regulator in enumerate(Regulator):
            factory.representative(f"{number}@lark.example", regulator=regulator)
        db.session.commit()
    pages = [text_of(officer.get(f"/verification/representatives/{id_}").text) for id_ in (1, 2, 3)]
    assert "public register of licensees" in pages[0]
    assert "paralegal" in pages[1]
    assert "notary in good standing" in pages[2]


def test_an_account_is_verified_once_and_told(app: Flask, officer: Browser) -> None:
    waiting_accounts(app)
    done = verify(officer, "employers/1")
    assert (done.status_code, done.location) == (303, "/en/verification/employers/1")
    with app.app_context():
        account = db.session.get_one(Employer, 1)
        assert account.is_verified
        assert account.verified_at == NOW
        letter = db.session.scalars(select(Letter).where(Letter.user_id == account.user_id)).one()
        assert (letter.kind, letter.about, letter.about_id) == (LetterKind.ACCOUNT_VERIFIED, "employer", 1)
    again = verify(officer, "employers/1")
    assert again.status_code == 409
    assert "does not wait for verification any more" in again.text
    assert events(app)[-2:] == [("verification.given", "employer"), ("verification.act_refused", "users")]
    said = text_of(officer.get("/verification").text)
    assert "2 accounts wait" in said
    assert "Verified on November 23, 2026, 10:00" in said


@pytest.mark.parametrize("seen", [None, "", "x", "é"])
def test_what_was_corrected_meanwhile_is_not_verified_unseen(app: Flask, officer: Browser, seen: str | None) -> None:
    waiting_accounts(app)
    page = officer.get("/verification/employers/1").text
    stated = re.search(r'name="stated" value="(\w+)"', page)
    assert stated is not None
    with app.app_context():
        db.session.get_one(Employer, 1).legal_name = "Somebody Else"
        db.session.commit()
    sent = {"stated": stated[1]} if seen == "x" else {} if seen is None else {"stated": seen}
    refused = officer.post("/verification/employers/1/verification", sent)
    assert refused.status_code == 409
    assert "has corrected what it states since you opened it" in refused.text
    assert events(app)[-1] == ("verification.act_refused", "users")
    with app.app_context():
        assert not db.session.get_one(Employer, 1).is_verified
    assert verify(officer, "employers/1").status_code == 303


def test_turning_down_is_asked_first_and_needs_a_reason(app: Flask, officer: Browser) -> None:
    waiting_accounts(app)
    path = "/verification/representatives/1/refusal"
    assert "Turn Ola Renn down?" in officer.get(path).text
    empty = officer.post(path, {"because": "  "})
    assert empty.status_code == 422
    assert "Write why it cannot be verified." in empty.text
    long = officer.post(path, {"because": "x" * 1001})
    assert long.status_code == 422
    assert "x" * 1001 in long.text
    assert officer.post(path, {"because": REASON}).status_code == 303
    page = text_of(officer.get("/verification/representatives/1").text)
    assert "Turned down on November 23, 2026" in page
    assert "The register has no such number." in page
    assert "Verify this account" not in page
    with app.app_context():
        account = db.session.get_one(Representative, 1)
        letter = db.session.scalars(select(Letter).where(Letter.user_id == account.user_id)).one()
        assert (letter.kind, letter.figures) == (LetterKind.ACCOUNT_NOT_VERIFIED, {"because": REASON})
    assert officer.post(path, {"because": REASON}).status_code == 409
    assert events(app)[-1] == ("verification.act_refused", "users")


def test_a_verified_account_can_be_turned_down_later(app: Flask, officer: Browser) -> None:
    waiting_accounts(app)
    verify(officer, "employers/1")
    page = officer.get("/verification/employers/1/refusal").text
    assert "Take the verification of Maple Loom Ltd. back?" in page
    assert "0 open postings are kept, but nobody is shown them any more" in page
    assert officer.post("/verification/employers/1/refusal", {"because": REASON}).status_code == 303
    with app.app_context():
        account = db.session.get_one(Employer, 1)
        assert not account.is_verified
        assert not account.waits
    said = text_of(officer.get("/verification/employers/1").text)
    assert "officer@example.org verified the account" in said
    assert "officer@example.org turned the account down" in said
    assert "The account asked to be verified" in said


def test_a_licence_is_verified_for_one_account(app: Flask, officer: Browser) -> None:
    with app.app_context():
        factory.representative()
        factory.representative("second@lark.example", name="Somebody Else")
        factory.representative("third@lark.example", name="Third", regulator=Regulator.LAW_SOCIETY)
        db.session.commit()
    assert "Another account states the same licence." in officer.get("/verification/representatives/2").text
    assert "Another account states" not in officer.get("/verification/representatives/3").text
    assert verify(officer, "representatives/1").status_code == 303
    refused = verify(officer, "representatives/2")
    assert refused.status_code == 409
    assert "Another representative is verified under this licence number" in refused.text
    with app.app_context():
        assert not db.session.get_one(Representative, 2).is_verified
        logged = db.session.scalars(select(Event).where(Event.kind == "verification.act_refused")).one()
        assert logged.figures == {
            "code": "licence_taken",
            "path": "/en/verification/representatives/2/verification",
        }
        assert db.session.scalars(select(Letter).where(Letter.about_id == 2)).all() == []
    assert verify(officer, "representatives/3").status_code == 303


@pytest.mark.parametrize(
    ("words", "found"),
    [("maple", ["Maple Loom"]), ("R5000", ["Ola Renn"]), ("oak.example", ["Oak"]), ("%", []), ("&", ["Oak"])],
)
def test_an_account_is_found_by_a_part_of_its_name_number_or_address(
    app: Flask, officer: Browser, words: str, found: list[str]
) -> None:
    waiting_accounts(app)
    page = officer.get("/verification", query_string={"find": words}).text
    after = page[page.index("Find an account") : page.index("Verified or turned down lately")]
    assert [name for name in ("Maple Loom", "Ola Renn", "Oak") if name in after] == found


def test_what_cannot_be_looked_for_is_told(officer: Browser) -> None:
    answer = officer.get("/verification", query_string={"find": "x" * 101})
    assert answer.status_code == 200
    assert "Use at most 100 characters." in answer.text


@pytest.mark.parametrize("address", ["employers/9", "representatives/9", f"employers/{2**31}", f"employers/{2**70}"])
def test_there_is_no_other_account(officer: Browser, address: str) -> None:
    assert officer.get(f"/verification/{address}").status_code == 404
    assert officer.post(f"/verification/{address}/verification").status_code == 404
    assert officer.get(f"/verification/{address}/refusal").status_code == 404


def test_its_letters_say_what_follows(app: Flask, visitor: Visitor, people: People, officer: Browser) -> None:
    waiting_accounts(app)
    verify(officer, "employers/1")
    officer.post("/verification/representatives/1/refusal", {"because": REASON})
    said: list[Any] = []
    with app.app_context():
        for letter in db.session.scalars(select(Letter).order_by(Letter.id)):
            db.session.refresh(letter.user)
            said.append((letter.id, letter.user))
        for _id, user in said:
            db.session.expunge(user)
    first, second = (text_of(visitor(user).get(f"/letters/{id_}").text) for id_, user in said)
    assert "You can post jobs." in first
    assert "from the 31st day of a posting" in first
    assert "The register has no such number. Send the right one." in second
    assert "ask again" in second
