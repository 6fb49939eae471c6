"""The officers' queue and the service pages over 100,000 applications, against 1,000."""

import statistics
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select

from expressentry import clock, processing_times, seeding_cases
from expressentry.accounts import lifecycle as accounts
from expressentry.database import db
from expressentry.models import Application, Role
from expressentry.processing.forms import cursor
from expressentry.processing.queue import Place
from expressentry.rules.programs import Program
from tests.bench.report import Report, alternately, seconds
from tests.conftest import make_app

SMALL, LARGE = 1_000, 100_000
MOST_PAGE = 1.3
# Every copy keeps its people, rounds and officers apart from the last by this many ids, and by some minutes in time.
STEP, MINUTES = 10_000, 11


def measure(report: Report, folder: Path) -> None:
    """Pages of the queue as ratios; the pages that sum up, in milliseconds."""
    compare(report, site(folder / "cases-small.sqlite3", SMALL), site(folder / "cases-large.sqlite3", LARGE))


def compare(report: Report, small: Flask, large: Flask) -> None:
    """The same pages of two sites, asked for in turn."""
    report.say(f"\nThe officers' queue, {LARGE:,} applications against {SMALL:,}")
    for name, path in (
        ("first page", _first),
        ("a page half-way down", _halfway),
        ("what waits on officers", _waiting),
    ):
        one, many = _ask(small, path(small)), _ask(large, path(large))
        ratio = alternately(many, one, 101)
        report.at_most(f"queue, {name}", ratio, MOST_PAGE, f"{seconds(many, 20) * 1e3:.1f} ms")
    report.say(f"\nService pages, {LARGE:,} applications ({SMALL:,}); they sum up twelve months, so they may grow")
    for path in ("/en/service", "/en/service/cases"):
        many, one = (_milliseconds(_ask(app, path)) for app in (large, small))
        report.say(f"    {path:<40} {many:.0f} ms ({one:.0f} ms)")
    report.say(f"    {'an applicant’s clock':<40} {_clock(large):.1f} ms ({_clock(small):.1f} ms)")


def site(path: Path, number: int) -> Flask:
    """A site with so many applications: a thousand synthetic ones, and copies of them at other times."""
    app = make_app(path)
    with app.app_context():
        upgrade()
        accounts.register("officer@example.org", None, Role.OFFICER, "en", clock.now())
        for _made in seeding_cases.applications(SMALL, 2026, clock.now()):
            pass
        for copy in range(1, number // SMALL):
            for statement in _COPIES:
                db.session.execute(db.text(statement), {"ids": copy * STEP, "back": f"-{copy * MINUTES} minutes"})
        db.session.commit()
        db.session.execute(db.text("ANALYZE"))
        db.session.commit()
        assert db.session.scalar(select(db.func.count()).select_from(Application)) == number
        db.session.remove()
    return app


def _earlier(*columns: str) -> dict[str, str]:
    return {name: f"strftime('%Y-%m-%d %H:%M:%f', {name}, :back) || '000'" for name in columns}


def _copy(table: str, of: str, **changed: str) -> str:
    """A copy of the first thousand rows of a table, some columns changed."""
    with_names = [column.name for column in db.metadatas[None].tables[table].columns if changed.get(column.name) != ""]
    values = ", ".join(changed.get(name, name) for name in with_names)
    return f"INSERT INTO {table} ({', '.join(with_names)}) SELECT {values} FROM {table} WHERE {of} < {STEP}"


def _moved(*columns: str) -> dict[str, str]:
    return {name: f"{name} + :ids" for name in columns}


_NUMBER = "substr({0}, 1, 1) || substr('00000000' || ({1} + :ids), -9)"
_COPIES = (
    _copy("users", "role = 'candidate' AND id", **_moved("id"), email="(id + :ids) || '@copy.invalid'"),
    _copy("profile", "id", **_moved("id", "user_id"), answers="'{}'"),
    _copy("expression_of_interest", "id", **_moved("id", "profile_id"), number=_NUMBER.format("'X'", "id")),
    _copy("invitation", "id", **_moved("id", "expression_id"), scorecard="'{}'"),
    _copy(
        "application",
        "id",
        **_moved("id", "invitation_id", "profile_id"),
        **_earlier("received_at", "decided_at"),
        invited_answers="'{}'",
        number=_NUMBER.format("'B'", "id"),
    ),
    _copy("payment", "id", **_moved("id", "application_id"), reference="reference || '-' || :ids"),
    _copy("stage", "application_id", id="", **_moved("application_id"), **_earlier("changed_at")),
    _copy("demand", "id", **_moved("id", "application_id")),
)


def _first(_app: Flask) -> str:
    return "/en/cases"


def _waiting(_app: Flask) -> str:
    return "/en/cases?waiting_on=officer"


def _halfway(app: Flask) -> str:
    """The page after the case in the middle of the queue."""
    opened = (Application.received_at.is_not(None), Application.decided_at.is_(None))
    with app.app_context():
        size = db.session.scalar(select(db.func.count()).select_from(Application).where(*opened))
        wanted = select(Application.received_at, Application.id).where(*opened)
        row = db.session.execute(
            wanted.order_by(Application.received_at, Application.id).offset(size // 2).limit(1)
        ).one()
        db.session.remove()
    return f"/en/cases?after={cursor(Place(*row))}".replace("+", "%2B")


def _ask(app: Flask, path: str) -> Callable[[], None]:
    """A request for a page, as htmx asks for it, through the real application."""
    client = app.test_client()
    with app.app_context():
        session_id = accounts.find("officer@example.org").session_id
        db.session.remove()
    with client.session_transaction() as session:
        session["_user_id"] = session_id

    def ask() -> None:
        answer = client.get(path, headers={"HX-Request": "true"})
        assert answer.status_code == 200, path
        assert "/service" in path or answer.text.count("<tr>") >= 50, path

    ask()
    return ask


def _milliseconds(act: Callable[[], None]) -> float:
    return statistics.median(seconds(act, 1, 1) for _ in range(9)) * 1e3


def _clock(app: Flask) -> float:
    """The figures of the program most are decided under."""
    with app.app_context():
        on, law = clock.today(), clock.law()
        took = _milliseconds(lambda: processing_times.recent(on, law, (Program.CEC,)))
        db.session.remove()
    return took
