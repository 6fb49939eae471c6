"""The calculator's pages: a whole answer without an account, the live score, files, scenarios, and a new account."""

import html
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g
from sqlalchemy import func, select

from expressentry.calculator.workbook import Workbook, document, packed
from expressentry.database import db
from expressentry.models import Event, Profile, Role, User
from expressentry.rules import crs
from expressentry.synthetic import candidates
from tests.calculator.test_workbook import of
from tests.conftest import FACTS, LAW, TODAY, Browser, People

LANGUAGES = {
    "first_test": "ielts_gt",
    "first_taken_on": "2026-02-02",
    "first_speaking": "7",
    "first_listening": "8",
    "first_reading": "7",
    "first_writing": "7",
    "second_test": "none",
}
PASSWORD = "a long enough password"


@pytest.fixture
def somebody(visitor: Callable[..., Browser]) -> Browser:
    return visitor()


@pytest.fixture
def kept(app: Flask) -> str:
    """The answers of `FACTS` as a page carries them."""
    return carried(app)


def carried(app: Flask, change: Callable[[Workbook], Workbook] = lambda book: book) -> str:
    with app.test_request_context("/en/"):
        g.lang = "en"
        return packed(change(of(FACTS)), TODAY)


def post(browser: Browser, path: str, data: dict[str, Any] | None = None, **kwargs: Any) -> Any:
    """Sent without a token: nothing here needs one."""
    return browser.client.post(f"/{browser.language}/calculator{path}", data=data or {}, **kwargs)


def held(page: Any) -> str:
    return html.unescape(re.search(r'name="kept" value="([^"]*)"', page.text)[1])


def score(page: Any) -> int:
    return int(re.search(r"Your CRS score: (\d+)", page.text)[1])


def rows(app: Flask) -> list[int]:
    with app.app_context():
        return [db.session.scalar(select(func.count()).select_from(table)) or 0 for table in (User, Profile, Event)]


# ---- A whole answer


def test_a_visitor_reaches_the_score_of_a_candidate(app: Flask, somebody: Browser, kept: str) -> None:
    """Form after form: each is sent to the next one's address, and the answers travel along."""
    before = rows(app)
    page = somebody.get("/calculator/about-you")
    steps: list[tuple[str, str, dict[str, Any]]] = [
        ("/education", "about-you", {"birth_date": "1995-05-05", "marital_status": "never_married"}),
        ("/education/1", "", {}),
        (
            "/education",
            "education/1",
            {
                "canadian": "no",
                "completed": "yes",
                "assessed": "yes",
                "assessor": "wes",
                "assessed_on": "2024-03-01",
                "equivalencies": ["masters_or_entry_to_practice_professional"],
            },
        ),
        ("/languages", "", {}),
        ("/work-history", "languages", LANGUAGES),
        ("/work-history/1", "", {}),
        (
            "/work-history",
            "work-history/1",
            {
                "noc_code": "21231",
                "started_on": "2020-01-06",
                "goes_on": "no",
                "ended_on": "2024-06-28",
                "hours_per_week": "40",
                "paid": "yes",
                "in_canada": "no",
            },
        ),
        ("/ties", "", {}),
        ("/job-offer", "ties", {}),
        ("/plans", "job-offer", {"has_offer": "no"}),
        (
            "/result",
            "plans",
            {"primary_occupation": "21231", "funds_cents": "30,000", "family_size": "1", "provinces": ["ON"]},
        ),
    ]
    for path, at, typed in steps:
        page = post(somebody, path, {"kept": held(page), "from": at, **typed})
        assert page.status_code == 200, path
    with app.app_context():
        assert score(page) == crs.score(FACTS, TODAY, LAW).total == 458
    assert "1995" not in page.headers.get("Set-Cookie", "")
    assert rows(app) == before


def test_the_first_page_and_every_section_answer(somebody: Browser) -> None:
    assert "Your score, without an account" in somebody.get("/calculator").text
    for key in ("about-you", "spouse", "spouse-education", "spouse-work", "education", "languages", "work-history"):
        assert somebody.get(f"/calculator/{key}").status_code == 200
    for path in ("/contact", "/education/0", "/education/10000", "/languages/1", "/nothing"):
        assert somebody.get(f"/calculator{path}").status_code == 404


def test_names_and_addresses_are_never_asked(somebody: Browser) -> None:
    for path in ("about-you", "spouse", "education/1", "work-history/1", "languages", "job-offer"):
        page = somebody.get(f"/calculator/{path}").text
        assert not re.search(r'name="(family_name|given_names|citizenship|city|employer|institution)"', page)


def test_a_page_that_needs_answers_leads_to_the_beginning_without_them(somebody: Browser) -> None:
    for path in ("result", "look", "file", "opening", "scenarios", "occupations", "account"):
        answer = somebody.get(f"/calculator/{path}")
        assert answer.status_code == 303
        assert answer.location == "/en/calculator"


def test_a_browser_may_go_back_to_these_pages(somebody: Browser, kept: str) -> None:
    page = post(somebody, "/result", {"kept": kept})
    assert page.headers["Cache-Control"] == "private, max-age=0"


def test_the_result_is_complete_for_anybody_in_both_languages(app: Flask, somebody: Browser) -> None:
    """Nobody's answers, and those of forty invented people: couples, tradespeople, nobody without a job."""
    with app.test_request_context("/en/"):
        g.lang = "en"
        everybody = [packed(of(made.facts), TODAY) for made in candidates(40, TODAY, LAW, seed=8)]
    for language in ("en", "fr"):
        for kept in ["", *everybody]:
            page = somebody.client.post(f"/{language}/calculator/result", data={"kept": kept})
            assert page.status_code == 200
            for part in ("advice", "ahead", "rounds", "ledger"):
                assert f'id="told-{part}"' in page.text


# ---- The live score


def test_the_score_follows_the_form(somebody: Browser, kept: str) -> None:
    """CLB 7 in writing instead of CLB 9, as in the profile."""
    typed = {"kept": kept, "from": "languages", **LANGUAGES}
    before = post(somebody, "/look", typed, headers={"HX-Request": "true"})
    lower = post(somebody, "/look", {**typed, "first_writing": "6"}, headers={"HX-Request": "true"})
    assert score(before) == 458
    assert score(lower) == 458 - (31 - 17) - 25 - 25
    assert "<html" not in lower.text
    assert 'id="level-first_writing"' in lower.text
    whole = post(somebody, "/look", {**typed, "first_writing": "6"})
    assert score(whole) == score(lower)
    assert 'action="/en/calculator/work-history"' in whole.text


def test_a_job_says_how_it_counts(somebody: Browser, kept: str) -> None:
    page = post(somebody, "/work-history/1", {"kept": kept})
    assert "How this job counts" in page.text
    new = post(somebody, "/work-history/2", {"kept": kept})
    assert "How this job counts" not in new.text


def test_an_answer_that_makes_no_sense_stays_on_the_page(somebody: Browser, kept: str) -> None:
    sent = {"kept": kept, "from": "languages", **LANGUAGES, "first_writing": "11"}
    for path in ("/work-history", "/result", "/file", "/scenarios", "/account"):
        page = post(somebody, path, sent)
        assert page.status_code == 422
        assert 'value="11"' in page.text
        assert "There is a problem" in page.text
        assert score(post(somebody, "/result", {"kept": held(page)})) == 458


def test_occupations_are_found_without_javascript(somebody: Browser, kept: str) -> None:
    sent = {"kept": kept, "from": "plans", "find": "primary_occupation", "primary_occupation_search": "nurse"}
    page = post(somebody, "/occupations", sent)
    assert page.status_code == 200
    assert "31301" in page.text
    assert post(somebody, "/occupations", {"kept": kept}).status_code == 404
    assert post(somebody, "/look", {"kept": kept, "from": "../../etc"}).status_code == 404


def test_a_record_is_taken_out_after_asking(somebody: Browser, kept: str) -> None:
    asked = post(somebody, "/work-history/1/removal", {"kept": kept})
    assert "Take this out?" in asked.text
    page = post(somebody, "/work-history", {"kept": held(asked), "remove": "1"})
    assert "No job yet." in page.text
    assert score(page) < 458
    assert post(somebody, "/work-history/7/removal", {"kept": kept}).status_code == 404


def test_a_section_holds_no_more_records_than_in_a_profile(app: Flask, somebody: Browser) -> None:
    with app.test_request_context("/en/"):
        g.lang = "en"
        data = document(of(FACTS), TODAY)
    data["scenarios"][0]["answers"]["work-history"] = [{"id": n} for n in range(1, 41)]
    page = sent_file(somebody, json.dumps(data).encode())
    full = post(somebody, "/work-history", {"kept": held(page)})
    assert "Add a job" not in full.text
    assert post(somebody, "/result", {"kept": held(page), "from": "work-history/41"}).status_code == 409


# ---- What comes back damaged


def test_damaged_answers_are_told_and_nothing_is_guessed(somebody: Browser, kept: str) -> None:
    for broken in (kept[:-9], "nonsense", "é"):
        page = post(somebody, "/result", {"kept": broken})
        assert page.status_code == 422
        assert "What this page carried along was damaged" in page.text
        assert post(somebody, "/look", {"kept": broken}, headers={"HX-Request": "true"}).status_code == 400


# ---- Files


def sent_file(browser: Browser, content: bytes, name: str = "mine.json") -> Any:
    return post(browser, "/opening", {"file": (io.BytesIO(content), name)}, content_type="multipart/form-data")


def test_the_file_reopened_gives_the_same_page(somebody: Browser, kept: str) -> None:
    page = post(somebody, "/result", {"kept": kept})
    file = post(somebody, "/file", {"kept": kept})
    assert file.mimetype == "application/json"
    assert file.headers["Content-Disposition"] == "attachment; filename=express-entry-2026-11-23.json"
    data = json.loads(file.data)
    assert (data["format"], data["version"], data["saved_on"]) == ("express-entry-calculator", 1, "2026-11-23")
    reopened = sent_file(somebody, file.data)
    assert main_of(reopened) == main_of(page)


def main_of(page: Any) -> str:
    text: str = page.text
    return text[text.index("<main") : text.index("</main>")]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "cut off"),
        (b"PK\x03\x04\xff", "not a file of this calculator"),
        (b'{"created_at": "", "answers": {}}', "not a file of this calculator"),
        (b'{"format": "express-entry-calculator", "version": 7}', "version 7"),
        (b" " * 210_000, "too large"),
        (b" " * 300_000, "too large"),
    ],
)
def test_a_file_that_is_not_ours_is_refused_in_words(somebody: Browser, content: bytes, says: str) -> None:
    page = sent_file(somebody, content)
    assert page.status_code == 422
    assert says in page.text
    assert "There is a problem" in page.text


def test_an_opened_file_never_touches_the_disk(app: Flask, somebody: Browser) -> None:
    assert sent_file(somebody, b" " * 199_000).status_code == 422
    assert not (Path(app.instance_path) / "documents" / "incoming").exists()


def test_no_file_or_two_are_told(somebody: Browser) -> None:
    assert "Choose one file." in post(somebody, "/opening", {}).text
    two = {"file": [(io.BytesIO(b"{}"), "a.json"), (io.BytesIO(b"{}"), "b.json")]}
    assert post(somebody, "/opening", two, content_type="multipart/form-data").status_code == 422


# ---- Scenarios


def test_three_scenarios_stand_side_by_side(somebody: Browser, kept: str) -> None:
    page = post(somebody, "/scenarios", {"kept": kept, "act": "copy", "name": "Lower writing"})
    assert "Lower writing" in page.text
    changed = post(somebody, "/result", {"kept": held(page), "from": "languages", **LANGUAGES, "first_writing": "6"})
    page = post(somebody, "/scenarios", {"kept": held(changed)})
    body = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main_of(page)))
    assert "CRS score 458 394" in body
    assert "First official language differs 124 110" in body
    third = post(somebody, "/scenarios", {"kept": held(page), "act": "copy"})
    assert "Copy the one I fill in now" not in third.text
    assert "Scenario 3" in third.text
    chosen = post(somebody, "/scenarios", {"kept": held(third), "act": "choose-0"})
    assert score(post(somebody, "/result", {"kept": held(chosen)})) == 458
    left = post(somebody, "/scenarios", {"kept": held(chosen), "act": "remove-0"})
    assert "Scenario 1" not in main_of(left)
    named = post(somebody, "/scenarios", {"kept": held(left), "act": "name", "name": "<b>Ours</b>"})
    assert "&lt;b&gt;Ours&lt;/b&gt;" in named.text
    long = post(somebody, "/scenarios", {"kept": held(left), "act": "name", "name": "x" * 61})
    assert long.status_code == 422
    for act in ("remove-9", "choose-é", "remove-²", "copy-", "nothing"):
        assert post(somebody, "/scenarios", {"kept": kept, "act": act}).status_code == 200


# ---- A new account


def test_answers_go_into_a_new_account_only_on_request(app: Flask, somebody: Browser, kept: str) -> None:
    before = rows(app)
    asked = post(somebody, "/account", {"kept": kept})
    assert "Register with these answers" in asked.text
    assert rows(app) == before
    typed = {"email": "new@example.org", "password": PASSWORD, "repeated": PASSWORD}
    wrong = somebody.post("/calculator/account/registration", {"kept": kept, **typed, "repeated": "other"})
    assert wrong.status_code == 422
    assert held(wrong)
    assert rows(app) == before
    done = somebody.post("/calculator/account/registration", {"kept": held(asked), **typed})
    assert done.status_code == 303
    assert done.location == "/en/profile"
    assert score(somebody.get("/profile")) == 458
    with app.app_context():
        kinds = db.session.scalars(select(Event.kind).order_by(Event.id)).all()
        assert kinds[-2:] == ["account.registered", "profile.carried_over"]


def test_a_new_account_needs_the_token_and_a_free_address(
    app: Flask, somebody: Browser, people: People, kept: str
) -> None:
    typed = {"email": "taken@example.org", "password": PASSWORD, "repeated": PASSWORD, "kept": kept}
    assert post(somebody, "/account/registration", typed).status_code == 400
    people.candidate(email="taken@example.org")
    page = somebody.post("/calculator/account/registration", typed)
    assert page.status_code == 422
    assert "There is an account with this address already" in page.text


def test_who_is_signed_in_is_offered_no_second_account(
    visitor: Callable[..., Browser], people: People, kept: str
) -> None:
    for role in Role:
        page = post(visitor(people.of_role(role)), "/result", {"kept": kept})
        assert "Take my answers into a new account" not in page.text


def test_every_page_of_the_calculator_leads_to_the_other_language(somebody: Browser, kept: str) -> None:
    for path in (
        "/languages",
        "/work-history",
        "/work-history/1",
        "/result",
        "/scenarios",
        "/account",
        "/work-history/1/removal",
    ):
        page = post(somebody, path, {"kept": kept}).text
        assert f'formaction="/fr/calculator{path}"' in page
    french = somebody.client.post("/fr/calculator/languages", data={"kept": kept, "from": "languages", **LANGUAGES})
    assert french.status_code == 200


def test_visitors_are_led_to_the_calculator(somebody: Browser) -> None:
    for path in ("/", "/how-it-works"):
        assert 'href="/en/calculator"' in main_of(somebody.get(path))
