"""What holds for every answer: headers, languages, errors in words, tokens, sizes; and the database beneath."""

import http.client
import re
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, StatementError
from werkzeug.serving import make_server

from expressentry import create_app, formats
from expressentry.database import db
from expressentry.models import Event, User
from tests.conftest import FACTS, Browser, People, make_app, profile_of

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@pytest.mark.parametrize("path", ["/", "/sign-in", "/nothing", "/profile"])
def test_every_answer_carries_the_security_headers(visitor: Callable[..., Browser], path: str) -> None:
    headers = visitor().get(path).headers
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("accepts", "place"), [("fr-CA,fr;q=0.9", "/fr/"), ("en", "/en/"), ("de", "/en/"), ("", "/en/")]
)
def test_the_front_door_opens_in_the_browsers_language(app: Flask, accepts: str, place: str) -> None:
    assert app.test_client().get("/", headers={"Accept-Language": accepts}).location == place


def test_the_language_link_stays_on_the_page(visitor: Callable[..., Browser], people: People) -> None:
    officer = visitor(people.officer())
    page = officer.get("/pool?score_from=400&program=cec").text
    assert 'href="/fr/pool?score_from=400&amp;program=cec" lang="fr"' in page
    other = visitor().get("/occupations?q=nurse").text
    assert 'href="/fr/occupations?q=nurse"' in other


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/en/nothing", 404, "This page does not exist"),
        ("/fr/rien", 404, None),
        ("/de/", 404, "This page does not exist"),
        ("/en/rounds/%00", 404, "This page does not exist"),
        ("/en/expression-of-interest/nothing", 404, "This page does not exist"),
    ],
)
def test_what_is_not_there_is_told_in_words(app: Flask, path: str, status: int, words: str | None) -> None:
    answer = app.test_client().get(path)
    assert answer.status_code == status
    assert "<h1>" in answer.text
    assert words is None or words in answer.text
    assert f'lang="{"fr" if path.startswith("/fr") else "en"}"' in answer.text


def test_a_post_without_its_token_changes_nothing_and_shows_what_was_typed(
    app: Flask, visitor: Callable[..., Browser], people: People
) -> None:
    user = people.candidate(FACTS)
    mine = visitor(user)
    typed = {"family_name": "Typed with care", "csrf_token": "forged", "revision": "1"}
    for headers, again in (
        ({"Origin": "http://localhost"}, True),
        ({"Origin": "https://evil.example"}, False),
        ({}, False),
    ):
        answer = mine.client.post("/en/profile/about-you", data=typed, headers=headers)
        assert answer.status_code == 400
        assert "Typed with care" in answer.text
        assert ("Send it again" in answer.text) is again
    assert (
        mine.client.post("/en/profile/about-you/draft", data=typed, headers={"HX-Request": "true"}).status_code == 400
    )
    with app.app_context():
        assert profile_of(user).answers.raw["about-you"]["values"]["family_name"] == "Velomar"


def test_what_a_lost_session_typed_can_be_sent_again(visitor: Callable[..., Browser], people: People) -> None:
    user = people.candidate(FACTS)
    mine = visitor(user)
    old = mine.token()
    mine.sign_in(user)
    typed = {"family_name": "Typed with care", "revision": "1", "tab": "t"}
    answer = mine.client.post(
        "/en/profile/about-you", data={**typed, "csrf_token": old}, headers={"Origin": "http://localhost"}
    )
    assert answer.status_code == 400
    again = dict(
        re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', answer.text[answer.text.index("<main") :])
    )
    assert again["family_name"] == "Typed with care"
    assert mine.client.post("/en/profile/about-you", data=again).status_code == 303


def test_passwords_are_never_shown_again(visitor: Callable[..., Browser], people: People) -> None:
    mine = visitor(people.candidate())
    typed = {"current": "secret phrase one", "password": "secret phrase two", "csrf_token": "x"}
    answer = mine.client.post("/en/password", data=typed, headers={"Origin": "http://localhost"})
    assert "secret phrase two" not in answer.text


def test_ten_megabytes_are_refused_in_words(visitor: Callable[..., Browser], people: People) -> None:
    mine = visitor(people.candidate())
    answer = mine.post("/profile/about-you", {"family_name": "x" * 10_000_000})
    assert answer.status_code == 413
    assert "That is too large" in answer.text


def test_ten_megabytes_over_a_real_connection(database: Path) -> None:
    """The server answers before it has read everything, and nothing breaks."""
    app = make_app(database)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=20)
    body = urlencode({"email": "x" * 10_000_000})
    try:
        connection.request("POST", "/en/sign-in", body, {"Content-Type": "application/x-www-form-urlencoded"})
        assert connection.getresponse().status == 413
    except (BrokenPipeError, ConnectionResetError):
        pass
    connection.close()
    again = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=20)
    again.request("GET", "/en/sign-in")
    assert again.getresponse().status == 200
    server.shutdown()


def test_many_parts_and_odd_content_types_are_no_fault_of_ours(visitor: Callable[..., Browser], people: People) -> None:
    mine = visitor(people.candidate())
    many = {f"field{n}": "x" for n in range(3000)}
    assert mine.post("/profile/about-you", many).status_code in (303, 413)
    for kind in (
        "application/json",
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "text/plain",
        "nonsense",
    ):
        answer = mine.client.post("/en/profile/about-you", data=b"\x00\xff{", headers={"Content-Type": kind})
        assert answer.status_code == 400


def test_a_mistake_of_ours_is_told_in_words_and_rolled_back(
    database: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    app = make_app(database)
    app.testing = False
    monkeypatch.setitem(app.view_functions, "pages.about", lambda: 1 / 0)
    for headers in ({}, {"HX-Request": "true"}):
        answer = app.test_client().get("/en/about", headers=headers)
        assert answer.status_code == 500
        assert "mistake" in answer.text or "did not work" in answer.text
        assert "ZeroDivisionError" not in answer.text
    assert "unhandled error on GET /en/about" in caplog.text


def test_static_files_may_be_kept_and_pages_may_not(app: Flask) -> None:
    client = app.test_client()
    assert "no-store" not in client.get("/static/site.css").headers["Cache-Control"]
    assert client.get("/static/../app.py").status_code == 404


# ---- Settings


def test_the_site_runs_without_any_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    app = create_app(INSTANCE_PATH=tmp_path / "instance")
    key = tmp_path / "instance" / "secret_key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert app.secret_key == key.read_text() == create_app(INSTANCE_PATH=tmp_path / "instance").secret_key
    assert app.config["SQLALCHEMY_DATABASE_URI"] == f"sqlite:///{tmp_path / 'instance' / 'expressentry.sqlite3'}"


@pytest.mark.parametrize("day", ["2014-12-31", "yesterday", "2017-13-01"])
def test_a_law_day_that_cannot_be_is_refused_at_start(database: Path, day: str) -> None:
    with pytest.raises(ValueError, match="EXPRESSENTRY_LAW_ON"):
        make_app(database, LAW_ON=day)


def test_every_page_says_under_which_law_it_runs(database: Path, moment: Any) -> None:
    today = make_app(database).test_client()
    assert "Under the law in force on November 23, 2026." in today.get("/en/").text
    older = make_app(database, LAW_ON="2017-07-01").test_client()
    assert "Demonstration under the law in force on July 1, 2017." in older.get("/en/about").text
    assert "The invited have 90 days" in older.get("/en/").text


# ---- Figures in both languages


def test_figures_are_written_as_the_reader_writes_them(app: Flask) -> None:
    moment = datetime(2026, 11, 23, 15, 4, 5, tzinfo=UTC)
    written = {}
    for language in ("en", "fr"):
        with app.test_request_context(f"/{language}/"):
            app.preprocess_request()
            from flask import g

            g.lang = language
            written[language] = [
                formats.number(1234567),
                formats.money(2_500_000),
                formats.money(2_500_050),
                formats.percent(0.1234),
                formats.day(moment.date()),
                formats.utc(moment),
                formats.ottawa(moment),
            ]
    assert written["en"] == [
        "1,234,567",
        "$25,000",
        "$25,000.50",
        "12.3%",
        "November 23, 2026",
        "November 23, 2026 15:04:05 UTC",
        "November 23, 2026, 10:04",
    ]
    assert [text.replace("\u202f", " ").replace("\xa0", " ") for text in written["fr"]] == [
        "1 234 567",
        "25 000 $",
        "25 000,50 $",
        "12,3 %",
        "23 novembre 2026",
        "23 novembre 2026 15:04:05 UTC",
        "23 novembre 2026, 10 h 04",
    ]


# ---- The database


def test_a_moment_without_its_zone_is_refused(context: Flask) -> None:
    with pytest.raises(StatementError, match="time zone"):
        db.session.execute(select(User).where(User.created_at == datetime(2026, 1, 1)))


def test_the_database_keeps_to_its_rules(context: Flask) -> None:
    pragmas = {
        name: db.session.execute(text(f"PRAGMA {name}")).scalar()
        for name in ("journal_mode", "foreign_keys", "busy_timeout")
    }
    assert pragmas == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 10_000}
    orphan = {
        "kind": "x",
        "subject": "x",
        "subject_id": 1,
        "by_id": 99,
        "at": datetime(2026, 1, 1, tzinfo=UTC),
        "figures": {},
    }
    db.session.add(Event(**orphan))
    with pytest.raises(IntegrityError):
        db.session.flush()


@pytest.mark.parametrize(
    "asked", ["endpoint=x", "_scheme=x", "_anchor=a", "_method=POST", "_external=1", "year=x&year=2", "q=%C3%A9+1"]
)
@pytest.mark.parametrize("path", ["/", "/nominations/spaces/2026/ON", "/pool", "/cases"])
def test_the_other_language_keeps_what_the_address_asks_whatever_it_is_called(
    visitor: Callable[..., Browser], people: People, path: str, asked: str
) -> None:
    page = visitor(people.officer()).get(f"{path}?{asked}")
    assert page.status_code == 200
    assert f'href="/fr{path}?{asked.replace("&", "&amp;")}" lang="fr"' in page.text
