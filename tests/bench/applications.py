"""The check of completeness of the largest family, against a live score; and an upload of 20 files of 4 MB."""

import io
import re
import resource
import threading
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Flask, g
from flask_migrate import upgrade
from werkzeug.serving import make_server

from expressentry import clock
from expressentry.accounts import lifecycle as accounts
from expressentry.applications import lifecycle
from expressentry.applications.completeness import lacking
from expressentry.database import db
from expressentry.models import Application, Document, Role
from expressentry.models.application_answers import SPOUSE
from expressentry.rules.facts import Credential, EducationLevel, Spouse
from expressentry.rules.programs import Program
from expressentry.seeding import answers_of
from expressentry.synthetic import candidates
from tests.applications import factory
from tests.bench.live_score import _ask, _visitor
from tests.bench.report import Report, seconds
from tests.conftest import make_app

CHILDREN, FILES, MEGABYTES = 8, 20, 4
MOST = 3
MOST_GROWTH_MB = 40


def measure(report: Report, folder: Path) -> None:
    """Both figures, on a site of their own."""
    app = make_app(folder / "applications.sqlite3", DEMO=True)
    with app.app_context():
        upgrade()
    cookie, application_id = _largest_family(app)
    _completeness(report, app, cookie, application_id)
    _upload(report, app, cookie, application_id)


def _largest_family(app: Flask) -> tuple[str, int]:
    """An applicant with a spouse and eight children, everything filled in and every document given."""
    with app.test_request_context("/en/"):
        g.lang, at = "en", clock.now()
        spouse = Spouse(accompanying=True, credentials=(Credential(canadian=True, level=EducationLevel.TWO_YEAR),))
        family = {"spouse": spouse, "family_size": CHILDREN + 2, "funds_cents": 9_000_000}
        application = factory.begun("family@example.org", Program.FSW, at, **family)
        by = application.profile.user
        for number in range(CHILDREN):
            names = {"family_name": "Velomar", "given_names": f"Child {number}", "birth_date": f"{2010 + number}-03-03"}
            lifecycle.add_record(application, "children", by, at, **names)
        factory.complete(application, at)
        assert lacking(application, clock.today(), clock.law()) == []
        assert any(person.key == SPOUSE for person in factory.people(application.answers))
        session_id, application_id = by.session_id, application.id
        db.session.commit()
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = session_id
    client.get("/en/about")
    return "; ".join(f"{one.key}={one.value}" for one in client._cookies.values()), application_id


def _completeness(report: Report, app: Flask, cookie: str, application_id: int) -> None:
    """What is missing, asked by htmx, while a file comes and goes; against a live score in the same process."""
    with app.app_context():
        user = accounts.register("bench@example.org", None, Role.CANDIDATE, "en", clock.now())
        made = next(m for m in candidates(50, clock.today(), clock.law()) if m.facts.spouse and len(m.facts.jobs) > 2)
        user.profile.answers = answers_of(made.facts, made.particulars)
        db.session.commit()
        documents = len(db.session.get_one(Application, application_id).documents)
        first = db.session.get_one(Application, application_id).documents[0].id
    scoring, token, sent = _visitor(app)
    bodies, turn = [body + token for body in sent["languages"]], iter(range(10**9))

    def score() -> None:
        _ask(app, "/en/profile/languages/score", bodies[next(turn) % len(bodies)], scoring)

    def check() -> None:
        _ask(app, f"/en/applications/{application_id}/submission", b"", cookie, method="GET")

    rounds = []
    for turn_ in range(14):
        _toggle(app, first, there=turn_ % 2 == 0)
        rounds.append((seconds(check, 100, 1), seconds(score, 100, 1)))
    _toggle(app, first, there=True)
    scored = min(score_ for _, score_ in rounds)
    ratio = min(checked for checked, _ in rounds) / scored
    report.say(f"\nAn application of {CHILDREN + 2} people with {documents} documents")
    report.at_most("what is missing, a file more or less, to a live score", ratio, MOST)
    changed = []
    for height in range(1_001, 1_121):  # never the height it had, whose answers are known
        _change_an_answer(app, application_id, height)
        changed.append(seconds(check, 1, 1))
    report.at_most("what is missing after an answer changed", min(changed) / scored, MOST)


def _change_an_answer(app: Flask, application_id: int, height: int) -> None:
    with app.app_context():
        application = db.session.get_one(Application, application_id)
        identity = application.answers.section("identity")
        identity.values["height_cm"] = height
        application.answers = application.answers.with_section("identity", identity)
        db.session.commit()


def _toggle(app: Flask, document_id: int, there: bool) -> None:
    with app.app_context():
        db.session.get_one(Document, document_id).removed_at = None if there else clock.now()
        db.session.commit()


def _upload(report: Report, app: Flask, cookie: str, application_id: int) -> None:
    """Twenty files at once through a real server; how far the peak of memory rises."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/en/applications/{application_id}/documents/explanation.you"
        page = urllib.request.urlopen(urllib.request.Request(address, headers={"Cookie": cookie}))
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.read().decode())
        assert token is not None
        before = _peak_mb()
        took = seconds(lambda: _send(address, cookie, token[1]), 1, 1)
        grown = _peak_mb() - before
    finally:
        server.shutdown()
        thread.join(10)
    report.say(f"\n{FILES} files of {MEGABYTES} MB at once: {took:.1f} s, peak of memory {before:.0f} MB before")
    report.at_most("memory the upload adds, of what it holds", grown / (FILES * MEGABYTES), MOST_GROWTH_MB / 80)


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class _Body(io.RawIOBase):
    """A form with files, made piece by piece as it is sent, so that only the server could hold it whole."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._left = pieces, b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while len(self._left) < max(size, 1):
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._left += piece
        cut = len(self._left) if size < 0 else size
        given, self._left = self._left[:cut], self._left[cut:]
        return given


def _send(address: str, cookie: str, token: str) -> None:
    boundary = uuid.uuid4().hex
    length = sum(len(piece) for piece in _pieces(boundary, token))
    request = urllib.request.Request(
        address,
        data=_Body(_pieces(boundary, token)),  # type: ignore[arg-type]
        headers={
            "Cookie": cookie,
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Content-Length": str(length),
        },
    )
    answer: Any = urllib.request.urlopen(request)
    assert answer.status == 200, answer.status


def _pieces(boundary: str, token: str) -> Iterator[bytes]:
    head = f"--{boundary}\r\nContent-Disposition: form-data; name="
    yield f'{head}"csrf_token"\r\n\r\n{token}\r\n'.encode()
    for number in range(FILES):
        yield f'{head}"files"; filename="{number}.pdf"\r\nContent-Type: application/pdf\r\n\r\n'.encode()
        yield f"%PDF-1.7\n% {number}\n".encode()
        for _ in range(MEGABYTES * 16 - 1):
            yield bytes([number + 1]) * 65536
        yield b"\r\n"
    yield f"--{boundary}--\r\n".encode()
