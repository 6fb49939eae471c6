"""A live score request through the real WSGI application, against a bare Flask view in the same process."""

import cProfile
import io
import pstats
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask, g
from flask_migrate import upgrade
from werkzeug.datastructures import MultiDict

from expressentry import clock
from expressentry.accounts import lifecycle as accounts
from expressentry.database import db
from expressentry.models import Answer, Role
from expressentry.sections.forms import FORMS, RECORD_FORMS
from expressentry.seeding import answers_of
from expressentry.synthetic import candidates
from tests.bench.report import Report, seconds
from tests.conftest import make_app

MOST, GOAL = 10, 4
ROOMS = (
    ("form parsing, session, token", ("werkzeug", "flask", "itsdangerous", "urllib", "json", "http")),
    ("account and answers read", ("sqlalchemy", "sqlite3", "access.py", "database.py", "answers.py")),
    ("the law", ("rules",)),
    ("reading the form", ("section_form.py", "fields.py", "person_forms.py", "canada_forms.py", "record_forms.py")),
    ("the fragment", ("jinja2", "web.py", "views.py", "explain.py", "markupsafe", "templates")),
)


def measure(report: Report, folder: Path) -> None:
    """Every form of a full profile, its strings changing from request to request."""
    app, bare = _site(folder), _bare()
    cookie, token, sent = _visitor(app)
    fixed = seconds(lambda: _ask(bare, "/", b"", ""), 2000)
    report.say(f"\nLive score, signed in, full profile (a bare view takes {fixed * 1e6:.0f} millionths of a second)")
    for place, bodies in sent.items():
        turn = iter(range(10**9))

        def ask(place: str = place, bodies: list[bytes] = bodies, turn: Iterator[int] = turn) -> None:
            _ask(app, f"/en/profile/{place}/score", bodies[next(turn) % len(bodies)] + token, cookie)

        rounds = [(seconds(ask, 200, 1), seconds(lambda: _ask(bare, "/", b"", ""), 200, 1)) for _ in range(15)]
        ratio = min(live for live, _ in rounds) / min(fixed for _, fixed in rounds)
        report.at_most(f"live score, {re.sub('/.*', ' (one record)', place)}", ratio, MOST, f"goal {GOAL}x")
    _say_where_time_goes(report, app, [body + token for body in sent["languages"]], cookie)


def _site(folder: Path) -> Flask:
    app = make_app(folder / "live.sqlite3")
    with app.app_context():
        upgrade()
        user = accounts.register("bench@example.org", None, Role.CANDIDATE, "en", clock.now())
        made = next(m for m in candidates(50, clock.today(), clock.law()) if m.facts.spouse and len(m.facts.jobs) > 2)
        user.profile.answers = answers_of(made.facts, made.particulars)
        db.session.commit()
    return app


def _bare() -> Flask:
    bare = Flask("bare")
    bare.add_url_rule("/", view_func=lambda: "a fixed string", methods=["POST"])
    return bare


def _visitor(app: Flask) -> tuple[str, bytes, dict[str, list[bytes]]]:
    """A cookie, a token, and for each form several bodies that differ as typing makes them differ."""
    client = app.test_client()
    with app.test_request_context("/en/"):
        g.lang = "en"
        user = accounts.find("bench@example.org")
        answers, session_id = user.profile.answers, user.session_id
        forms = {key.value: (kind, answers.section(key)) for key, kind in FORMS.items()}
        for key, kind in RECORD_FORMS.items():
            forms.update({f"{key}/{record.id}": (kind, record) for record in answers.records(key)[:1]})
        sent = {
            place: [urlencode(strings, doseq=True).encode() for strings in _typing(*form)]
            for place, form in forms.items()
        }
        db.session.remove()
    with client.session_transaction() as session:
        session["_user_id"] = session_id
    page = client.get("/en/profile/ties").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    cookie = "; ".join(f"{cookie.key}={cookie.value}" for cookie in client._cookies.values())
    return cookie, f"&csrf_token={token}".encode(), sent


def _typing(kind: Any, answer: Answer) -> list[dict[str, list[str]]]:
    strings = {name: field.strings(answer.values.get(name)) for name, field in kind._prototypes()}
    full = {"revision": ["1"], "tab": ["bench"], **strings}
    changed = [full]
    for name, raw in strings.items():
        if raw and re.fullmatch(r"[\d.]+", raw[0]):
            changed += [{**full, name: [text]} for text in ("5", "6", "7")]
        elif raw and raw[0] in ("yes", "no"):
            changed += [{**full, name: [text]} for text in ("yes", "no")]
    assert all(kind.read(MultiDict([(k, v) for k, vs in one.items() for v in vs]), clock.today()) for one in changed)
    return changed


def _ask(app: Flask, path: str, body: bytes, cookie: str, method: str = "POST") -> bytes:
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SCRIPT_NAME": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "HTTP_HX_REQUEST": "true",
        "HTTP_COOKIE": cookie,
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    told: list[str] = []
    answer = app.wsgi_app(environ, lambda status, _headers, _error=None: told.append(status))
    page = b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    assert told == ["200 OK"], told
    return page


def _say_where_time_goes(report: Report, app: Flask, bodies: list[bytes], cookie: str) -> None:
    profile = cProfile.Profile()
    profile.enable()
    for turn in range(1500):
        _ask(app, "/en/profile/languages/score", bodies[turn % len(bodies)], cookie)
    profile.disable()
    spent: dict[str, float] = {}
    for (file, _line, name), (_calls, _primitive, own, _total, _callers) in pstats.Stats(profile).stats.items():
        place = f"{file} {name}"
        room = next((room for room, words in ROOMS if any(word in place for word in words)), "Python itself")
        spent[room] = spent.get(room, 0.0) + own
    whole = sum(spent.values())
    for room, took in sorted(spent.items(), key=lambda pair: -pair[1]):
        report.say(f"    {room:<32} {took / whole:5.0%}")
