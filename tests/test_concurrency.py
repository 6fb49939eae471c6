"""Many at once: one round and no second invitation, no save lost, no locked database."""

import re
import threading
from collections.abc import Callable
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import func, select
from werkzeug.serving import make_server

from expressentry.database import db
from expressentry.models import Event, ExpressionOfInterest, Invitation, Profile, Round, ScoreCount, User
from tests.conftest import FACTS, People, make_app

OFFICERS, CANDIDATES, SAVES, POOL, SIZE = 10, 50, 6, 60, 40


@pytest.fixture
def served(database: Path) -> "Callable[[], tuple[Flask, str]]":
    """The application behind a threaded server."""
    app = make_app(database)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield lambda: (app, f"http://127.0.0.1:{server.server_port}")
    server.shutdown()


class Client:
    """A signed-in client over real connections, which follows a redirect with the cookie it was given."""

    def __init__(self, app: Flask, address: str, user: User) -> None:
        self.host = address.removeprefix("http://")
        signer = SecureCookieSessionInterface().get_signing_serializer(app)
        self.cookie = f"session={signer.dumps({'_user_id': user.session_id, 'csrf_token': '0' * 40})}"
        self.token = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps("0" * 40)

    def post(self, path: str, **data: str) -> tuple[int, str]:
        body = urlencode({"csrf_token": self.token, **data})
        status, headers, page = self._ask("POST", f"/en{path}", body)
        if status != 303:
            return status, page
        given = headers.get("Set-Cookie")
        status, _headers, page = self._ask("GET", headers["Location"], None, given.split(";")[0] if given else None)
        return status, page

    def _ask(self, method: str, path: str, body: str | None, cookie: str | None = None) -> tuple[int, Message, str]:
        connection = HTTPConnection(self.host, timeout=60)
        headers = {"Cookie": cookie or self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        page = answer.read().decode()
        connection.close()
        return answer.status, answer.headers, page


def test_ten_officers_issue_one_round_while_fifty_candidates_save(
    served: Callable[[], tuple[Flask, str]], people: People
) -> None:
    app, address = served()
    officers = [Client(app, address, people.officer(f"officer{n}@example.org")) for n in range(OFFICERS)]
    for _ in range(POOL):
        people.in_pool()
    savers = [Client(app, address, people.candidate(FACTS)) for _ in range(CANDIDATES)]
    assert officers[0].post("/rounds")[0] == 200
    told: list[tuple[str, int, str]] = []
    start = threading.Barrier(OFFICERS + CANDIDATES)

    def issue(client: Client) -> None:
        start.wait()
        told.append(("issue", *client.post("/rounds/1/invitations", kind="fsw", size=str(SIZE), confirmed="yes")))

    def save(client: Client, number: int) -> None:
        start.wait()
        for n in range(SAVES):
            answer = client.post("/profile/about-you", family_name=f"Name {number}-{n}", revision="1", tab="mine")
            told.append(("save", *answer))

    threads = [threading.Thread(target=issue, args=(client,)) for client in officers]
    threads += [threading.Thread(target=save, args=(client, n)) for n, client in enumerate(savers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)

    assert len(told) == OFFICERS + CANDIDATES * SAVES
    assert {status for _what, status, _page in told} == {200}
    pages = [page for what, _status, page in told if what == "issue"]
    assert sum("Round 1 is issued." in page for page in pages) == 1
    assert sum("Nothing was issued twice" in page for page in pages) == OFFICERS - 1
    assert all(re.search(rf"<dd>{SIZE}</dd>", page) for page in pages)
    with app.app_context():
        assert db.session.scalars(select(Round.invited)).all() == [SIZE]
        invited = db.session.scalars(select(Invitation.expression_id)).all()
        assert len(invited) == len(set(invited)) == SIZE
        left = db.session.scalar(
            select(func.count()).where(ExpressionOfInterest.left_at.is_(None)).select_from(ExpressionOfInterest)
        )
        assert left == POOL - SIZE == db.session.scalar(select(func.sum(ScoreCount.candidates)))
        assert db.session.scalar(select(func.count()).where(Event.kind == "round.issued").select_from(Event)) == 1
        names = [
            p.answers.raw["about-you"]["values"]["family_name"]
            for p in db.session.scalars(select(Profile))
            if p.answers.raw
        ]
        for number in range(CANDIDATES):
            assert names.count(f"Name {number}-{SAVES - 1}") == 1
        amended = db.session.scalar(select(func.count()).where(Event.kind == "profile.amended").select_from(Event))
        assert amended == CANDIDATES * SAVES
        db.session.remove()
