"""Notices of letters: into files or to a mail server, with nothing personal, none lost and none sent twice."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from expressentry.accounts import lifecycle as accounts
from expressentry.database import db
from expressentry.letters import notices
from expressentry.models import Letter, LetterKind, Role, Scope, User, write
from expressentry.representatives import lifecycle as representatives
from tests.conftest import NOW, Browser, People, make_app, profile_of
from tests.representatives import factory


def written(user: Any, how_many: int = 1, kind: LetterKind = LetterKind.PROFILE_UPDATED) -> list[int]:
    made = [
        write(kind, user.id, about=profile_of(user), at=NOW, number="E123456789", before=461, after=470)
        for _ in range(how_many)
    ]
    db.session.commit()
    return [letter.id for letter in made]


def no_letters_yet() -> None:
    """Forget those that accounts come with."""
    db.session.query(Letter).delete()
    db.session.commit()


def deliver(most: int | None = None) -> int:
    total = 0
    for sent in notices.deliver(NOW, most):
        db.session.commit()
        total = sent
    return total


def untold() -> list[int]:
    return list(db.session.scalars(select(Letter.id).where(Letter.notified_at.is_(None)).order_by(Letter.id)))


def files(app: Flask) -> dict[int, Any]:
    found = (Path(app.instance_path) / "outbox").glob("*")
    return {int(path.stem): message_from_bytes(path.read_bytes(), policy=policy.default) for path in found}


# ---- Into files


@pytest.mark.parametrize(
    ("language", "subject"), [("en", "New message in your Express Entry account"), ("fr", "Entrée")]
)
def test_a_notice_is_in_both_languages_and_says_nothing_personal(
    context: Flask, people: People, language: str, subject: str
) -> None:
    no_letters_yet()
    user = accounts.register("sira.velomar@example.org", "a long phrase here", Role.CANDIDATE, language, NOW)
    no_letters_yet()
    (id_,) = written(user)
    code = db.session.get_one(Letter, id_).code
    assert deliver() == 1
    message = files(context)[id_]
    text = message.get_content()
    assert message["Content-Language"] == ("fr, en" if language == "fr" else "en, fr")
    assert message["To"] == "sira.velomar@example.org"
    assert subject in message["Subject"] or language == "fr"
    assert "http://127.0.0.1:5000/en/letters" in text
    assert "http://127.0.0.1:5000/fr/letters" in text
    first, second = ("/fr/letters", "/en/letters") if language == "fr" else ("/en/letters", "/fr/letters")
    assert text.index(first) < text.index(second)
    whole = message.as_string() + text
    told = ("Velomar", "461", "470", "E123456789", code, "updated", "profile")
    assert [word for word in told if word in whole.replace("sira.velomar@example.org", "")] == []


def test_each_is_sent_once_oldest_first_and_as_many_as_asked(context: Flask, people: People) -> None:
    no_letters_yet()
    user = people.candidate(password="a long phrase here")
    no_letters_yet()
    ids = written(user, 5)
    assert deliver(most=2) == 2
    assert untold() == ids[2:]
    assert deliver() == 3
    assert deliver() == 0
    assert sorted(files(context)) == ids
    assert {letter.notified_at for letter in db.session.scalars(select(Letter))} == {NOW}


def test_more_than_a_batch_is_sent(context: Flask, people: People) -> None:
    user = people.candidate(password="a long phrase here")
    no_letters_yet()
    written(user, notices.BATCH + 3)
    assert deliver() == notices.BATCH + 3
    assert untold() == []


def test_whoever_cannot_be_told_is_marked_and_nothing_is_sent(context: Flask, people: People) -> None:
    nobody = people.candidate()
    invented = people.candidate(email="someone@candidates.invalid", password="a long phrase here")
    no_letters_yet()
    written(nobody)
    written(invented)
    assert deliver() == 0
    assert untold() == []
    assert files(context) == {}


def test_while_another_process_sends_this_one_does_not(context: Flask, people: People) -> None:
    user = people.candidate(password="a long phrase here")
    no_letters_yet()
    (id_,) = written(user)
    with notices._alone() as alone:
        assert alone
        assert deliver() == 0
    assert untold() == [id_]
    assert deliver() == 1


# ---- To a mail server


class Sink(socketserver.StreamRequestHandler):
    """A mail server that keeps what it is given; `answers` replace its own to a command, in turn, `None` none."""

    def handle(self) -> None:
        self.say("220 sink")
        for raw in self.rfile:
            verb = raw[:4].decode().upper()
            given = self.server.answers.get(verb, [])  # type: ignore[attr-defined]
            instead = given.pop(0) if given else None
            if instead:
                self.say(instead)
            elif verb == "DATA":
                self.say("354 go on")
                lines = list(iter(self.rfile.readline, b".\r\n"))
                self.server.kept.append(b"".join(lines))  # type: ignore[attr-defined]
                self.say("250 kept")
            elif verb == "QUIT":
                return self.say("221 bye")
            else:
                self.say("250 sink")
        return None

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


@contextmanager
def mail_server(app: Flask, **answers: list[str | None]) -> Iterator[list[bytes]]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Sink) as server:
        server.daemon_threads = True
        server.kept, server.answers = [], answers  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        app.config.update(MAIL_HOST="127.0.0.1", MAIL_PORT=server.server_address[1], MAIL_FROM="E <post@example.org>")
        yield server.kept  # type: ignore[attr-defined]
        server.shutdown()


@pytest.fixture
def user(context: Flask, people: People) -> User:
    found = people.candidate(password="a long phrase here")
    no_letters_yet()
    return found


def test_notices_go_over_one_connection_to_the_mail_server(context: Flask, user: User) -> None:
    ids = written(user, 3)
    with mail_server(context) as kept:
        assert deliver() == 3
    messages = [message_from_bytes(raw, policy=policy.default) for raw in kept]
    assert [message["To"] for message in messages] == [user.email] * 3
    assert [message["Message-ID"] for message in messages] == [f"<letter-{id_}@example.org>" for id_ in ids]
    assert messages[0]["Auto-Submitted"] == "auto-generated"
    assert files(context) == {}


def test_a_server_that_is_down_loses_nothing_and_the_next_run_sends_it(
    context: Flask, user: User, caplog: pytest.LogCaptureFixture
) -> None:
    ids = written(user, 2)
    with mail_server(context):
        pass
    assert deliver() == 0
    assert untold() == ids
    assert "cannot be sent now" in caplog.text
    with mail_server(context) as kept:
        assert deliver() == 2
        assert deliver() == 0
    assert len(kept) == 2


def test_what_was_sent_before_the_server_failed_is_not_sent_again(context: Flask, user: User) -> None:
    ids = written(user, 3)
    with mail_server(context, MAIL=[None, "421 going down"]) as kept:
        assert deliver() == 1
    assert untold() == ids[1:]
    with mail_server(context) as later:
        assert deliver() == 2
    assert len(kept) == 1
    assert len(later) == 2


@pytest.mark.parametrize(("answer", "left"), [("550 no such mailbox", 0), ("450 busy", 1)])
def test_an_address_refused_for_good_holds_nobody_up(context: Flask, user: User, answer: str, left: int) -> None:
    written(user, 2)
    with mail_server(context, RCPT=[answer]) as kept:
        deliver()
        assert len(kept) == 1
        assert len(untold()) == left
        deliver()
    assert len(kept) == 1 + left
    assert untold() == []


def test_a_password_the_server_refuses_stops_it(context: Flask, user: User) -> None:
    context.config.update(MAIL_USER="someone", MAIL_PASSWORD=123456)
    ids = written(user)
    with mail_server(context) as kept:
        assert deliver() == 0
    assert kept == []
    assert untold() == ids


# ---- By command, and in a demonstration


def test_the_command_says_what_was_sent_and_what_is_left(app: Flask, people: People) -> None:
    with app.app_context():
        made = people.candidate(password="a long phrase here")
        no_letters_yet()
        written(made, 2)
        with mail_server(app):
            pass
    down = app.test_cli_runner().invoke(args=["notify"])
    assert "0 notices sent, 2 left for the next time." in down.output
    assert down.exit_code == 1
    app.config["MAIL_HOST"] = None
    done = app.test_cli_runner().invoke(args=["notify"])
    assert "2 notices sent, 0 left for the next time." in done.output
    assert done.exit_code == 0
    assert "0 notices sent, 0 left" in app.test_cli_runner().invoke(args=["notify"]).output


@pytest.fixture
def demonstration(database: Path) -> Iterator[Flask]:
    made = make_app(database, DEMO=True)
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


def _registered(app: Flask) -> Browser:
    browser = Browser(app.test_client())
    form = {"email": "new@example.org", "password": "a long phrase here", "repeated": "a long phrase here"}
    answer = browser.post("/registration", form, buffered=True)
    assert answer.status_code == 303
    answer.close()
    return browser


def test_in_a_demonstration_notices_follow_the_request_and_lie_in_the_outbox(demonstration: Flask, moment: Any) -> None:
    _registered(demonstration)
    assert [message["To"] for message in files(demonstration).values()] == ["new@example.org"]
    officer = People(demonstration).officer()
    for language, title in (("en", "Outbox"), ("fr", None)):
        page = Browser(demonstration.test_client(), language).sign_in(officer).get("/outbox")
        assert page.status_code == 200
        assert "new@example.org" in page.text
        assert "/fr/letters" in page.text
        assert title is None or title in page.text


def test_the_outbox_is_for_officers_of_a_demonstration(demonstration: Flask, app: Flask, moment: Any) -> None:
    browser = _registered(demonstration)
    assert browser.get("/outbox").status_code == 403
    assert Browser(demonstration.test_client()).get("/outbox").status_code == 303
    assert Browser(app.test_client()).get("/outbox").status_code == 404


def test_a_failure_of_the_post_never_breaks_an_answer(
    demonstration: Flask, moment: Any, caplog: pytest.LogCaptureFixture
) -> None:
    (Path(demonstration.instance_path) / "outbox").write_text("in the way")
    browser = _registered(demonstration)
    assert browser.get("/letters").status_code == 200
    with demonstration.app_context():
        assert len(untold()) == 1
    (Path(demonstration.instance_path) / "outbox").unlink()
    browser.post("/sign-out", buffered=True).close()
    assert len(files(demonstration)) == 1
    with demonstration.app_context():
        assert untold() == []


def test_outside_a_demonstration_a_request_sends_nothing(app: Flask, visitor: Callable[..., Browser]) -> None:
    _registered(app)
    assert files(app) == {}


# ---- Representatives who receive a client's letters


def test_a_representative_who_receives_letters_is_told_too_and_nobody_else(context: Flask, people: People) -> None:
    user = people.candidate(password="a long phrase here")
    who = factory.representative()
    factory.client_of(who, user)
    accounts.change_password(who.user, "a long phrase here", None, NOW)
    no_letters_yet()
    (id_,) = written(user)
    assert deliver() == 1
    outbox = Path(context.instance_path) / "outbox"
    assert {path.name for path in outbox.glob("*.eml")} == {f"{id_}.eml", f"{id_}-{who.user_id}.eml"}
    told = message_from_bytes((outbox / f"{id_}-{who.user_id}.eml").read_bytes(), policy=policy.default)
    assert told["To"] == who.user.email
    assert "of one of your clients" in told.get_content()
    assert [word for word in (user.email, "461", "E123456789") if word in told.as_string()] == []
    assert {one.letter for one in notices.outbox(10)} == {id_}
    assert len(notices.outbox(10)) == 2


def test_no_notice_goes_to_a_representative_without_the_scope_or_after_the_end(context: Flask, people: People) -> None:
    user = people.candidate(password="a long phrase here")
    who = factory.representative()
    accounts.change_password(who.user, "a long phrase here", None, NOW)
    representation = factory.client_of(who, user)
    client = representation.profile.user
    representatives.rescope(representation, [Scope.EDIT], client, NOW)
    no_letters_yet()
    first = written(user)
    assert deliver() == 1
    representatives.rescope(representation, [Scope.LETTERS], client, NOW)
    other = factory.representative("Oda Brill", "R2")
    representatives.ask(other, user.email, [], other.user, NOW)
    db.session.commit()
    assert deliver() == 1
    representatives.revoke(representation, client, NOW)
    no_letters_yet()
    last = written(user)
    assert deliver() == 1
    names = {path.stem for path in (Path(context.instance_path) / "outbox").glob("*.eml")}
    assert {str(first[0]), str(last[0])} <= names
    assert [name for name in names if "-" in name] == []
