"""The pages of representatives and of their clients: whole, as fragments, in both languages, refused in words."""

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from expressentry.accounts.verifying import turn_down
from expressentry.database import db
from expressentry.models import (
    Event,
    ExpressionOfInterest,
    Letter,
    LetterKind,
    Profile,
    Proposal,
    Representation,
    Representative,
    Scope,
    User,
    Viewing,
    ViewingKind,
)
from expressentry.pool import lifecycle as pool
from expressentry.representatives import clients as listing
from expressentry.representatives import lifecycle, proposals
from tests.conftest import FACTS, LAW, NOW, Browser, People, profile_of
from tests.representatives import factory

Visitor = Callable[..., Browser]
REGISTRATION = {
    "email": "ilva@example.org",
    "password": "a long phrase here",
    "repeated": "a long phrase here",
    "name": "Ilva Torme",
    "organisation": "Torme and Daughters",
    "regulator": "cicc",
    "licence_number": "r512 345",
    "phone": "613-555-0100",
}


@pytest.fixture
def acting(app: Flask, people: People) -> dict[str, Any]:
    """A client in the pool, and a representative with every scope: accounts, and the representation's id."""
    user = people.in_pool()
    with app.app_context():
        representation = factory.client_of(factory.representative(), user)
        db.session.commit()
        by = representation.representative.user
        return {
            "client": _apart(user),
            "by": _apart(by),
            "id": representation.id,
            "path": f"/clients/{representation.id}",
        }


def _apart(user: User) -> User:
    found = db.session.get_one(User, user.id)
    db.session.refresh(found)
    db.session.expunge(found)
    return found


def words(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))


def refusals(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        events = db.session.scalars(select(Event).where(Event.kind == "representation.refused").order_by(Event.id))
        return [(found.figures["code"], found.figures["path"]) for found in events]


# ---- The account


def test_a_representative_registers_and_waits(app: Flask, visitor: Visitor) -> None:
    browser = visitor()
    assert browser.get("/clients/registration").status_code == 200
    answer = browser.post("/clients/registration", REGISTRATION)
    assert answer.status_code == 303
    page = browser.get("/clients")
    assert "An officer is to verify your licence" in page.text
    assert "R512345" in page.text
    refused = browser.get("/clients/request")
    assert refused.status_code == 409
    assert refusals(app) == [("not_verified", "/en/clients/request")]
    fixed = browser.post("/clients/particulars", {**REGISTRATION, "phone": "613-555-0101"})
    assert fixed.status_code == 303


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("email", "nobody", "Write an e-mail address"),
        ("password", "short", "at least 12"),
        ("name", "", "Write your name as on your licence."),
        ("regulator", "somebody", "Choose one of the answers given."),
        ("licence_number", "no number", "letters, digits and dashes"),
        ("phone", "12", "with its area code"),
    ],
)
def test_bad_particulars_are_told_and_kept(visitor: Visitor, name: str, typed: str, told: str) -> None:
    page = visitor().post("/clients/registration", {**REGISTRATION, name: typed})
    assert page.status_code == 422
    assert told in page.text
    assert "Torme and Daughters" in page.text


def test_a_licence_of_somebody_else_is_refused_beside_its_question(app: Flask, visitor: Visitor) -> None:
    with app.app_context():
        factory.representative()
        db.session.commit()
    page = visitor().post("/clients/registration", REGISTRATION)
    assert page.status_code == 422
    assert "Somebody else is verified with this licence" in page.text
    page = visitor().post(
        "/clients/registration", {**REGISTRATION, "email": "r512345@example.org", "licence_number": "R9"}
    )
    assert "There is an account with this address already" in page.text


def test_turned_down_one_reads_why_and_asks_again(app: Flask, visitor: Visitor) -> None:
    with app.app_context():
        made = factory.representative(verified=False)
        turn_down(made, "The register has no such number.", factory.officer(), NOW)
        db.session.commit()
        by = _apart(made.user)
    browser = visitor(by)
    assert "The register has no such number." in browser.get("/clients").text
    assert browser.get("/clients/particulars").status_code == 200
    assert browser.post("/clients/particulars", {**REGISTRATION, "licence_number": "R512346"}).status_code == 303
    assert "An officer is to verify your licence" in browser.get("/clients").text
    with app.app_context():
        factory.representative("Oda Brill", "R777")
        db.session.commit()
    taken = browser.post("/clients/particulars", {**REGISTRATION, "licence_number": "R777"})
    assert (taken.status_code, "Somebody else is verified" in taken.text) == (422, True)


# ---- How it begins


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_client_finds_invites_and_is_accepted(app: Flask, visitor: Visitor, people: People, language: str) -> None:
    user = people.candidate(FACTS)
    with app.app_context():
        made = factory.representative()
        factory.representative("Unverified Person", "R1", verified=False)
        db.session.commit()
        by, id_ = _apart(made.user), made.id
    client, other = visitor(user, language), visitor(by, language)
    assert client.get("/representation").status_code == 200
    found = client.get("/representation/representatives?words=R512345")
    assert "Ilva Torme" in found.text
    part = client.client.get(f"/{language}/representation/representatives?words=person", headers={"HX-Request": "true"})
    assert "Unverified Person" not in part.text
    assert "<html" not in part.text
    assert client.get("/representation/representatives?words=%25").status_code == 200
    page = client.get(f"/representation/representatives/{id_}")
    assert "R512345" in page.text
    assert client.post(f"/representation/representatives/{id_}", {"scopes": ["edit"]}).status_code == 303
    again = client.post(f"/representation/representatives/{id_}", {"scopes": ["edit"]})
    assert again.status_code == 409
    assert user.email in other.get("/clients").text
    assert other.get("/clients/1/invitation").status_code == 200
    assert other.post("/clients/1/acceptance").status_code == 303
    assert other.get("/clients/1").status_code == 200
    assert other.post("/clients/1/acceptance").status_code == 409
    assert "Ilva Torme" in client.get("/representation").text
    bad = client.post("/representation/1/scopes", {"scopes": ["everything"]})
    assert bad.status_code == 422


def test_the_same_answer_whether_or_not_there_is_an_account(app: Flask, visitor: Visitor, people: People) -> None:
    user = people.candidate(FACTS)
    with app.app_context():
        by = _apart(factory.representative().user)
        db.session.commit()
    browser = visitor(by)
    pages = []
    for email in (user.email, "nobody@example.org"):
        answer = browser.post("/clients/request", {"email": email, "scopes": ["edit", "submit"]})
        assert (answer.status_code, answer.location) == (303, "/en/clients")
        pages.append(words(browser.get("/clients")).replace(email, "@"))
    assert pages[0] == pages[1]
    for number in (1, 2):
        for path in ("", "/invitation", "/submission", "/letters"):
            assert browser.get(f"/clients/{number}{path}").status_code == 404
        for path in ("/acceptance", "/declining", "/proposal"):
            assert browser.post(f"/clients/{number}{path}").status_code == 404
    assert json.loads(browser.get("/clients/acts.json").text) == []
    client = visitor(user)
    assert "asks to represent you" in client.get("/representation").text
    assert "checked" in client.get("/representation/1/acceptance").text
    assert client.post("/representation/1/acceptance", {"scopes": ["submit"]}).status_code == 303
    with app.app_context():
        assert db.session.get_one(Representation, 1).scopes == (Scope.SUBMIT,)
    assert client.get("/representation/1/acceptance").status_code == 409


def test_a_request_is_declined_and_the_asker_learns_nothing(app: Flask, visitor: Visitor, people: People) -> None:
    user = people.candidate(FACTS)
    with app.app_context():
        made = factory.representative()
        lifecycle.ask(made, user.email, [], made.user, NOW)
        db.session.commit()
        by = _apart(made.user)
    assert visitor(user).post("/representation/1/declining").status_code == 303
    assert visitor(by).get("/clients/1").status_code == 404
    assert "declined" not in words(visitor(by).get("/letters"))


def test_passing_on_is_said_before_it_is_done(app: Flask, visitor: Visitor, acting: dict[str, Any]) -> None:
    with app.app_context():
        second = factory.representative("Oda Brill", "R2")
        db.session.commit()
        by, id_ = _apart(second.user), second.id
    client = visitor(acting["client"])
    page = words(client.get(f"/representation/representatives/{id_}"))
    assert "This passes you on." in page
    assert "it ends with Ilva Torme" in page
    client.post(f"/representation/representatives/{id_}", {"scopes": []})
    assert visitor(acting["by"]).get(acting["path"]).status_code == 200
    assert visitor(by).post("/clients/2/acceptance").status_code == 303
    assert visitor(acting["by"]).get(acting["path"]).status_code == 409
    assert visitor(by).get("/clients/2").status_code == 200
    assert "Passed on to another representative" in client.get("/representation").text


# ---- The client list


def test_the_list_asks_as_often_for_thirty_clients_as_for_one(app: Flask, people: People) -> None:
    counts = []
    with app.app_context():
        made = factory.representative()
        for number in range(30):
            user = people.in_pool() if number % 2 else people.candidate(FACTS)
            factory.client_of(made, user)
            if number in (1, 29):
                db.session.commit()
                db.session.expire_all()
                counts.append(_statements(made.id, number + 1))
    assert counts[0] == counts[1] <= 10


def _statements(representative_id: int, expected: int) -> int:
    asked: list[str] = []
    representative = db.session.get_one(Representative, representative_id)
    assert representative.id

    def count(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    try:
        found = listing.clients(representative, NOW, LAW)
        assert len(found) == expected
        assert all(client.next is None or client.next.at > NOW for client in found)
    finally:
        event.remove(db.engine, "before_cursor_execute", count)
    return len(asked)


def test_the_next_deadline_comes_first_and_words_filter(
    app: Flask, visitor: Visitor, people: People, acting: dict[str, Any]
) -> None:
    draft = people.candidate(FACTS)
    with app.app_context():
        made = db.session.scalars(select(Representative)).one()
        factory.client_of(made, draft)
        db.session.commit()
        first, second = listing.clients(made, NOW, LAW)
        assert first.next is not None
        assert (first.state.value, first.next.what.value) == ("in_pool", "stay")
        assert first.next.at == NOW + timedelta(days=365)
        assert second.next is not None
        assert (second.state.value, second.next.what.value) == ("draft", "language_test")
    browser = visitor(acting["by"])
    page = browser.get("/clients")
    assert page.text.index(acting["client"].email) < page.text.index(draft.email)
    part = browser.client.get(f"/en/clients?words={draft.email}", headers={"HX-Request": "true"})
    assert (draft.email in part.text, acting["client"].email in part.text) == (True, False)
    assert "No client of yours fits" in browser.get("/clients?words=zzz").text
    assert browser.get("/clients?words=draft").status_code == 200


# ---- One client


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_file_is_read_in_words_and_each_opening_is_noted(
    app: Flask, visitor: Visitor, acting: dict[str, Any], language: str
) -> None:
    browser = visitor(acting["by"], language)
    page = browser.get(acting["path"])
    assert page.status_code == 200
    assert "Velomar" in page.text
    assert browser.get(acting["path"]).status_code == 200
    assert browser.get(f"{acting['path']}/submission").status_code == 200
    assert browser.get(f"{acting['path']}/letters").status_code == 200
    with app.app_context():
        seen = db.session.scalars(select(Viewing)).all()
        assert [(one.how, one.by_id) for one in seen] == [(ViewingKind.CLIENT, acting["by"].id)] * 4


def test_each_look_at_the_copy_of_the_answers_is_noted(app: Flask, visitor: Visitor, acting: dict[str, Any]) -> None:
    browser = visitor(acting["by"])
    browser.post(f"{acting['path']}/proposal")
    for page in ("", "/languages", "/job-offer"):
        assert browser.get(f"{acting['path']}/proposal{page}").status_code == 200
    with app.app_context():
        assert len(db.session.scalars(select(Viewing).where(Viewing.how == ViewingKind.CLIENT)).all()) == 3


def test_days_and_amounts_of_a_client_are_told_as_they_are_read(
    app: Flask, visitor: Visitor, acting: dict[str, Any]
) -> None:
    page = visitor(acting["by"], "fr").get(acting["path"]).text
    assert not re.search(r"<td>\d{4}-\d\d-\d\d</td>", page)


def test_letters_are_read_only_with_their_scope_and_not_those_about_others(
    app: Flask, visitor: Visitor, acting: dict[str, Any]
) -> None:
    with app.app_context():
        second = factory.representative("Oda Brill", "R2")
        lifecycle.ask(second, acting["client"].email, [], second.user, NOW)
        db.session.commit()
        letters = {
            letter.kind: letter.id
            for letter in db.session.scalars(select(Letter).where(Letter.user_id == acting["client"].id))
        }
    browser = visitor(acting["by"])
    assert f"/letters/{letters[LetterKind.IN_THE_POOL]}" in browser.get(f"{acting['path']}/letters").text
    assert f"/letters/{letters[LetterKind.REPRESENTATION_ASKED]}" not in browser.get(f"{acting['path']}/letters").text
    assert browser.get(f"/letters/{letters[LetterKind.IN_THE_POOL]}").status_code == 200
    assert browser.get(f"/letters/{letters[LetterKind.REPRESENTATION_BEGUN]}").status_code == 200
    assert browser.get(f"/letters/{letters[LetterKind.REPRESENTATION_ASKED]}").status_code == 404
    with app.app_context():
        assert len(db.session.scalars(select(Viewing)).all()) == 4
        representation = db.session.get_one(Representation, acting["id"])
        lifecycle.rescope(representation, [Scope.EDIT], representation.profile.user, NOW)
        db.session.commit()
    assert browser.get(f"/letters/{letters[LetterKind.IN_THE_POOL]}").status_code == 404
    assert browser.get(f"{acting['path']}/letters").status_code == 409
    assert refusals(app)[-1] == ("not_in_scope", f"/en{acting['path']}/letters")


# ---- Changes


def _languages(app: Flask, acting: dict[str, Any], **changed: str) -> dict[str, Any]:
    """The languages page as the representative sends it."""
    with app.app_context():
        values = db.session.get_one(Representation, acting["id"]).profile.answers.section("languages").values
        sent = {name: str(value) for name, value in values.items() if value is not None}
    return {**sent, "revision": "1", "tab": "t", **changed}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_edit_waits_for_the_client_who_sees_the_exact_difference(
    app: Flask, visitor: Visitor, acting: dict[str, Any], language: str
) -> None:
    browser, client = visitor(acting["by"], language), visitor(acting["client"], language)
    path = f"{acting['path']}/proposal"
    assert browser.post(path).status_code == 303
    assert browser.get(path).status_code == 200
    assert browser.get(f"{path}/languages").status_code == 200
    sent = _languages(app, acting, first_speaking="8")
    live = browser.htmx(f"{path}/languages/score", sent)
    assert (live.status_code, "<html" in live.text) == (200, False)
    assert 'id="level-first_speaking"' in live.text
    assert browser.post(f"{path}/languages/score", sent).status_code == 200
    assert browser.htmx(f"{path}/languages/draft", sent).status_code == 200
    assert browser.post(f"{path}/languages", {**sent, "revision": "2"}).status_code == 303
    empty = browser.post(f"{path}/offer", {"note": " "})
    assert empty.status_code == 422
    assert client.get("/representation/proposals/1").status_code == 404
    assert browser.post(f"{path}/offer", {"note": "The new result."}).status_code == 303
    assert browser.get(path).status_code == 200
    assert browser.get(f"{path}/languages").status_code == 200
    assert browser.post(f"{path}/languages", {**sent, "revision": "2", "first_speaking": "5"}).status_code == 409
    page = client.get("/representation/proposals/1")
    assert "The new result." in page.text
    assert page.text.count('class="difference') == 1
    with app.app_context():
        assert (
            db.session.get_one(Representation, acting["id"])
            .profile.answers.section("languages")
            .values["first_speaking"]
            == 7.0
        )
    sealed = re.findall(r'name="sealed" value="(\w+)"', page.text)[0]
    assert client.post("/representation/proposals/1/approval", {"sealed": "0" * 16}).status_code == 409
    assert client.post("/representation/proposals/1/approval", {"sealed": sealed}).status_code == 303
    assert client.post("/representation/proposals/1/approval", {"sealed": sealed}).status_code == 409
    assert client.get("/representation/proposals/1").status_code == 200
    assert browser.get(path).status_code == 409
    with app.app_context():
        answers = db.session.get_one(Representation, acting["id"]).profile.answers
        assert answers.section("languages").values["first_speaking"] == 8
    assert client.get("/representation/history").status_code == 200


def test_records_are_added_searched_and_taken_out_in_the_copy(
    app: Flask, visitor: Visitor, acting: dict[str, Any]
) -> None:
    browser, path = visitor(acting["by"]), f"{acting['path']}/proposal"
    browser.post(path)
    added = browser.post(f"{path}/work-history/records")
    assert added.status_code == 303
    record = added.location.removeprefix("/en")
    assert browser.get(record).status_code == 200
    assert browser.htmx(f"{record}/score", {"job_title": "Baker"}).status_code == 200
    assert browser.htmx(f"{record}/draft", {"job_title": "Baker", "revision": "0"}).status_code == 200
    found = browser.post(f"{record}/occupations", {"find": "noc_code", "noc_code_search": "baker"})
    assert "63202" in found.text
    bad = browser.post(record, {"job_title": "Baker", "started_on": "never", "revision": "1"})
    assert (bad.status_code, "never" in bad.text) == (422, True)
    assert browser.post(f"{path}/offer", {"note": "Why"}).status_code == 409
    stale = browser.post(record, {"job_title": "Cook", "revision": "0", "tab": "other"})
    assert (stale.status_code, "Baker" in stale.text) == (409, True)
    old = f"{path}/work-history/work-history-0/removal"
    assert browser.get(old).status_code == 200
    assert browser.post(old).status_code == 303
    assert browser.post(f"{record}/removal").status_code == 303
    assert "This whole entry is taken out" in browser.get(path).text
    assert browser.get(f"{path}/work-history/nothing").status_code == 404
    assert browser.post(f"{path}/languages/records").status_code == 404
    assert browser.get(f"{path}/withdrawal").status_code == 200
    assert browser.post(f"{path}/withdrawal").status_code == 303
    with app.app_context():
        assert len(profile_of(acting["client"]).answers.records("work-history")) == 1


def test_a_rejected_one_says_why_and_can_be_begun_again(app: Flask, visitor: Visitor, acting: dict[str, Any]) -> None:
    _sent(app, acting, first_speaking=8.0)
    client, browser = visitor(acting["client"]), visitor(acting["by"])
    assert "Look" not in client.get("/representation").text
    assert "proposes changes to your answers" in client.get("/representation").text
    assert "/representation/proposals/1" in client.get("/profile").text
    empty = client.post("/representation/proposals/1/rejection", {"because": ""})
    assert empty.status_code == 422
    assert client.post("/representation/proposals/1/rejection", {"because": "It says 7.5."}).status_code == 303
    assert client.post("/representation/proposals/1/rejection", {"because": "Again."}).status_code == 409
    assert "It says 7.5." in browser.get(acting["path"]).text
    assert browser.post(f"{acting['path']}/proposal", {"again": "1"}).status_code == 303
    assert "1 change" in words(browser.get(f"{acting['path']}/proposal"))
    assert browser.post(f"{acting['path']}/proposal", {"again": "99"}).status_code == 404


def _sent(app: Flask, acting: dict[str, Any], **values: Any) -> None:
    with app.app_context():
        factory.sent(db.session.get_one(Representation, acting["id"]), **values)
        db.session.commit()


def test_all_three_answers_are_shown_where_both_changed_one(
    app: Flask, visitor: Visitor, acting: dict[str, Any]
) -> None:
    _sent(app, acting, first_speaking=8.0)
    client = visitor(acting["client"])
    seen = re.findall(r'name="sealed" value="(\w+)"', client.get("/representation/proposals/1").text)[0]
    own = _languages(app, acting, first_speaking="6.5")
    assert client.post("/profile/languages", own).status_code == 303
    assert client.post("/representation/proposals/1/approval", {"sealed": seen}).status_code == 409
    page = words(client.get("/representation/proposals/1"))
    assert "You changed some of these answers yourself" in page
    assert re.search(r"Before 7.0 After 8.0 Your answer today 6.5", page)


def test_taken_back_it_is_refused_in_the_clients_open_tab(app: Flask, visitor: Visitor, acting: dict[str, Any]) -> None:
    _sent(app, acting, first_speaking=8.0)
    client = visitor(acting["client"])
    sealed = re.findall(r'name="sealed" value="(\w+)"', client.get("/representation/proposals/1").text)[0]
    assert visitor(acting["by"]).post(f"{acting['path']}/proposal/taking-back").status_code == 303
    answer = client.post("/representation/proposals/1/approval", {"sealed": sealed})
    assert (answer.status_code, "not what the page showed you" in answer.text) == (409, True)
    assert client.get("/representation/proposals/1").status_code == 409
    assert "proposes changes" not in client.get("/representation").text
    assert "/representation/proposals" not in client.get("/profile").text
    assert refusals(app)[-1][0] == "proposal_moved"


# ---- Submission


def test_what_was_approved_is_confirmed_in_the_pool_by_the_representative(
    app: Flask, visitor: Visitor, acting: dict[str, Any]
) -> None:
    _sent(app, acting, first_speaking=8.0)
    browser, path = visitor(acting["by"]), f"{acting['path']}/submission"
    assert "changes the client has not answered" in browser.get(path).text
    assert browser.post(path).status_code == 409
    assert refusals(app)[-1][0] == "proposal_open"
    with app.app_context():
        proposal = db.session.get_one(Proposal, 1)
        from expressentry.representatives.changes import changes, seal

        found = changes(proposal, proposal.representation.profile.answers)
        proposals.approve(proposal, seal(proposal, found), proposal.representation.profile.user, NOW)
        db.session.commit()
    assert "Confirm the update" in browser.get(path).text
    assert browser.post(path).status_code == 303
    with app.app_context():
        confirmed = db.session.scalars(select(Event).where(Event.kind == "expression_of_interest.confirmed")).one()
        assert confirmed.by_id == acting["by"].id
        stay = db.session.scalars(select(ExpressionOfInterest)).one()
        assert stay.facts.languages[0].speaking == 8.0
    acts = json.loads(browser.get(f"{acting['path']}/acts.json").text)
    assert acts[0]["kind"] == "expression_of_interest.confirmed"
    mine = {act["by"] for act in acts}
    assert mine == {"Ilva Torme, Torme and Daughters"}


def test_a_draft_is_submitted_and_an_unfinished_one_refused(app: Flask, visitor: Visitor, people: People) -> None:
    whole, half = people.candidate(FACTS), people.candidate()
    with app.app_context():
        made = factory.representative()
        ids = [factory.client_of(made, user).id for user in (whole, half)]
        db.session.commit()
        by = _apart(made.user)
    browser = visitor(by)
    assert browser.post(f"/clients/{ids[0]}/submission").status_code == 303
    refused = browser.post(f"/clients/{ids[1]}/submission")
    assert (refused.status_code, "Nothing was submitted" in refused.text) == (409, True)
    with app.app_context():
        submitted = db.session.scalars(select(Event).where(Event.kind == "expression_of_interest.submitted")).one()
        assert submitted.by_id == by.id
        assert pool.open_stay(profile_of(whole)) is not None


def test_what_would_end_the_stay_only_the_client_confirms(app: Flask, visitor: Visitor, acting: dict[str, Any]) -> None:
    with app.app_context():
        profile = profile_of(acting["client"])
        answers = profile.answers
        plans = answers.section("plans")
        profile.answers = answers.with_section("plans", plans._replace(values={**plans.values, "funds_cents": 0}))
        db.session.commit()
    page = visitor(acting["by"]).post(f"{acting['path']}/submission")
    assert page.status_code == 409
    assert "Only the client can confirm that." in page.text
    with app.app_context():
        assert pool.open_stay(profile_of(acting["client"])) is not None


# ---- After the end, and other people's


def _endpoints(app: Flask, representation_id: int) -> list[tuple[str, str]]:
    """Every address that names a representation, on the representative's side."""
    values = {
        "lang": "en",
        "representation_id": representation_id,
        "key": "work-history",
        "record_id": "work-history-0",
    }
    with app.test_request_context("/en/"):
        adapter = app.url_map.bind("localhost")
        rules = [
            rule
            for rule in app.url_map.iter_rules()
            if rule.endpoint.split(".")[0] in ("representatives", "proposals") and "representation_id" in rule.arguments
        ]
        return [
            (
                method,
                adapter.build(
                    rule.endpoint, {k: v for k, v in {**values, "suffix": "csv"}.items() if k in rule.arguments}
                ),
            )
            for rule in rules
            for method in sorted((rule.methods or set()) & {"GET", "POST"})
        ]


@pytest.mark.parametrize("htmx", [False, True])
def test_after_revocation_every_address_refuses_in_words_and_is_logged(
    app: Flask, visitor: Visitor, acting: dict[str, Any], htmx: bool
) -> None:
    browser = visitor(acting["by"])
    browser.post(f"{acting['path']}/proposal")
    token = browser.token()
    assert visitor(acting["client"]).post(f"/representation/{acting['id']}/ending").status_code == 303
    asked = _endpoints(app, acting["id"])
    assert len(asked) >= 29
    with app.app_context():
        answers = profile_of(acting["client"]).answers.raw
    for method, path in asked:
        headers = {"HX-Request": "true"} if htmx else {}
        answer = browser.client.open(path, method=method, data={"csrf_token": token}, headers=headers)
        assert answer.status_code == 409, (method, path)
        assert "Nothing was" in answer.text, (method, path)
        assert "Velomar" not in answer.text, (method, path)
    noted = refusals(app)
    assert [path for _code, path in noted] == [path for _method, path in asked]
    with app.app_context():
        assert profile_of(acting["client"]).answers.raw == answers
        about = db.session.scalars(select(Event).where(Event.kind == "representation.refused")).all()
        client_id = profile_of(acting["client"]).id
        assert {(one.by_id, one.subject_id, one.figures["client"]) for one in about} == {
            (acting["by"].id, acting["id"], client_id)
        }
    seen = words(visitor(acting["client"]).get("/representation/history"))
    assert "Tried something that was refused" in seen


def test_another_representatives_client_does_not_exist_and_guessing_is_logged(
    app: Flask, visitor: Visitor, acting: dict[str, Any]
) -> None:
    with app.app_context():
        stranger = _apart(factory.representative("Oda Brill", "R2").user)
        db.session.commit()
    browser = visitor(stranger)
    token = browser.token()
    asked = _endpoints(app, acting["id"])
    for method, path in asked:
        answer = browser.client.open(path, method=method, data={"csrf_token": token})
        assert answer.status_code == 404, (method, path)
    assert [code for code, _path in refusals(app)] == ["not_found"] * len(asked)
    assert browser.get(f"/clients/{2**31}").status_code == 404
    assert browser.get(f"/clients/{2**63}").status_code == 404


def test_another_clients_records_do_not_exist(
    app: Flask, visitor: Visitor, people: People, acting: dict[str, Any]
) -> None:
    _sent(app, acting, first_speaking=8.0)
    other = visitor(people.candidate(FACTS))
    for path in ("/representation/proposals/1", f"/representation/{acting['id']}/scopes", "/representation/1/ending"):
        assert other.get(path).status_code == 404
    for path in ("/representation/proposals/1/approval", "/representation/proposals/1/rejection"):
        assert other.post(path, {"because": "x"}).status_code == 404
    assert other.post(f"/representation/{acting['id']}/ending").status_code == 404
    assert other.get("/representation/proposals/99999999999").status_code == 404
    assert len(refusals(app)) == 7


def test_an_unverified_representative_does_nothing_for_a_client(
    app: Flask, visitor: Visitor, acting: dict[str, Any]
) -> None:
    with app.app_context():
        made = db.session.scalars(select(Representative)).one()
        turn_down(made, "Suspended.", factory.officer(), NOW)
        db.session.commit()
    browser = visitor(acting["by"])
    token = browser.token()
    for method, path in _endpoints(app, acting["id"]):
        answer = browser.client.open(path, method=method, data={"csrf_token": token})
        assert answer.status_code == 409, (method, path)
    assert browser.get("/clients").status_code == 200
    assert acting["client"].email not in browser.get("/clients").text


def test_scopes_are_asked_at_every_act(app: Flask, visitor: Visitor, acting: dict[str, Any]) -> None:
    client, browser = visitor(acting["client"]), visitor(acting["by"])
    browser.post(f"{acting['path']}/proposal")
    assert client.get(f"/representation/{acting['id']}/scopes").status_code == 200
    assert client.post(f"/representation/{acting['id']}/scopes", {}).status_code == 303
    assert browser.get(acting["path"]).status_code == 200
    for path in ("/proposal", "/proposal/languages", "/proposal/offer", "/submission"):
        assert browser.post(f"{acting['path']}{path}", {"note": "x"}).status_code == 409
    assert {code for code, _path in refusals(app)} == {"not_in_scope"}


def test_a_representative_lays_down_and_a_client_takes_back(
    app: Flask, visitor: Visitor, people: People, acting: dict[str, Any]
) -> None:
    browser, client = visitor(acting["by"]), visitor(acting["client"])
    assert browser.get(f"{acting['path']}/ending").status_code == 200
    assert browser.post(f"{acting['path']}/ending").status_code == 303
    assert "Laid down by the representative" in client.get("/representation").text
    assert client.get(f"/representation/{acting['id']}/ending").status_code == 409
    client.post("/representation/representatives/1", {"scopes": ["edit"]})
    assert client.get("/representation/2/ending").status_code == 200
    assert client.post("/representation/2/ending").status_code == 303
    assert browser.get("/clients/2/invitation").status_code == 409
    client.post("/representation/representatives/1", {"scopes": ["edit"]})
    assert browser.post("/clients/3/declining").status_code == 303
    assert client.get("/representation").status_code == 200


# ---- Taken away


@pytest.mark.parametrize("language", ["en", "fr"])
def test_all_that_was_done_can_be_taken_away(
    app: Flask, visitor: Visitor, acting: dict[str, Any], language: str
) -> None:
    _sent(app, acting, first_speaking=8.0)
    visitor(acting["by"]).get(acting["path"])
    client, browser = visitor(acting["client"], language), visitor(acting["by"], language)
    rows = list(csv.DictReader(io.StringIO(client.get("/representation/history.csv").text)))
    kinds = {row["kind"] for row in rows}
    assert {"representation.invited", "representation.begun", "proposal.begun", "proposal.amended"} <= kinds
    assert {"proposal.offered", "viewing.client"} <= kinds
    same = json.loads(client.get("/representation/history.json").text)
    assert [row["act"] for row in rows] == [act["act"] for act in same]
    offered = next(act for act in same if act["kind"] == "proposal.offered")
    assert len(offered["changed"]) == 1
    assert offered["changed"][0].startswith("Lang" if language == "fr" else "Languages – Speaking")
    assert offered["by"] == "Ilva Torme, Torme and Daughters"
    own = list(csv.DictReader(io.StringIO(browser.get(f"{acting['path']}/acts.csv").text)))
    assert {row["by"] for row in own} == {"Ilva Torme, Torme and Daughters"}
    assert browser.get("/clients/acts.csv").text == browser.get(f"{acting['path']}/acts.csv").text


def test_the_profile_of_a_client_is_never_written_by_looking(
    app: Flask, visitor: Visitor, acting: dict[str, Any]
) -> None:
    with app.app_context():
        before = db.session.scalars(select(Profile)).one().answers.raw
    browser = visitor(acting["by"])
    browser.post(f"{acting['path']}/proposal")
    browser.post(f"{acting['path']}/proposal/ties", {"sibling_in_canada": "yes", "revision": "1"})
    with app.app_context():
        assert db.session.scalars(select(Profile)).one().answers.raw == before


def test_work_kept_as_it_was_typed_is_told_once(app: Flask, visitor: Visitor, acting: dict[str, Any]) -> None:
    browser, path = visitor(acting["by"]), f"{acting['path']}/proposal"
    browser.post(path)
    for revision, name in ((1, "sibling_in_canada"), (2, "relative_in_canada"), (3, "worked_in_canada")):
        browser.htmx(f"{path}/ties/draft", {name: "yes", "revision": str(revision), "tab": "t"})
    page = words(visitor(acting["client"]).get("/representation/history"))
    assert page.count("Worked on changes, not sent yet") == 1
    assert "You Invited the representative" in page
