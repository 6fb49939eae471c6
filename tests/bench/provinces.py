"""A province's search of a pool of 1,000,000 against one of 10,000, through the real application."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text

from expressentry import clock
from expressentry.accounts import lifecycle as accounts
from expressentry.database import db
from expressentry.models import Role
from expressentry.rules.facts import Province
from expressentry.seeding import _count_scores, people
from tests.bench.report import Report, alternately, seconds
from tests.conftest import make_app

FIRST, SMALL, LARGE = 1_000, 10_000, 1_000_000
MOST = 1.5
# Who searches, for what: everybody; the usual; for next to nobody; for an occupation; where few want to go.
SEARCHES = (
    ("everybody", Province.ON, "score_from=0"),
    (
        "typical",
        Province.ON,
        "age_from=25&age_to=35&education=three_year_or_longer_post_secondary&english=9&foreign_years=2",
    ),
    ("half-way down", Province.ON, "score_to=420&english=7"),
    ("narrow", Province.ON, "age_to=21&french=9&canadian_years=4"),
    ("an occupation", Province.AB, "occupation=21231&english=8"),
    ("rare province", Province.YT, "english=7"),
    ("rare province, narrow", Province.YT, "age_to=21&french=9"),
)


def measure(report: Report, folder: Path) -> None:
    """The same searches of two pools that are spread alike."""
    small, large = pool(folder / "search-small.sqlite3", SMALL), pool(folder / "search-large.sqlite3", LARGE)
    report.say(f"\nA province's search, {LARGE:,} candidates against {SMALL:,}")
    for name, province, asked in SEARCHES:
        one, many = _search(small, province, asked), _search(large, province, asked)
        ratio = alternately(many, one, 51)
        report.at_most(f"province search, {name}", ratio, MOST, f"{seconds(many, 10) * 1e3:.1f} ms")


def pool(path: Path, number: int) -> Flask:
    """A pool of `number`: a thousand synthetic candidates, and copies of them submitted at other times."""
    app = make_app(path)
    with app.app_context():
        upgrade()
        for province in (Province.ON, Province.AB, Province.YT):
            accounts.register(f"{province.lower()}@example.org", None, Role.PROVINCE, "en", clock.now(), province)
        db.session.commit()
        for _made in people(FIRST, 2026, clock.now(), clock.law()):
            pass
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
        _multiply(path, number)
        _count_scores()
        db.session.commit()
        db.session.execute(text("ANALYZE"))
        db.session.commit()
        db.session.remove()
    return app


def _multiply(path: Path, number: int) -> None:
    """Copies in one statement per table, without the facts, which no search reads.

    The indexes are taken off meanwhile and built anew, and nothing is journaled: both are sooner done.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=OFF")
    kept = [row for name in COPIED for row in connection.execute(_INDEXES, (name,))]
    for name, _sql in kept:
        connection.execute(f"DROP INDEX {name}")
    connection.execute("CREATE TEMP TABLE copy (n INTEGER PRIMARY KEY)")
    connection.executemany("INSERT INTO copy VALUES (?)", ((n,) for n in range(1, number // FIRST)))
    for name, changed in COPIED.items():
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
        values = [changed.get(column, f"t.{column}").format(id=f"(t.id + n * {FIRST} + 100)") for column in columns]
        where = "t.role = 'candidate'" if name == "users" else "1"
        connection.execute(
            f"INSERT INTO {name} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {name} AS t, copy WHERE {where}"
        )
    for _name, sql in kept:
        connection.execute(sql)
    connection.close()


_INDEXES = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = ?"
# What a copy does not have in common with the row it is made of. Submissions spread over 300 days by a fixed rule.
COPIED = {
    "users": {"id": "{id}", "email": "printf('copy%d@x.invalid', {id})"},
    "profile": {"id": "{id}", "user_id": "{id}", "answers": "'{{}}'"},
    "expression_of_interest": {
        "id": "{id}",
        "number": "printf('X%09d', {id})",
        "profile_id": "{id}",
        "facts": "'{{}}'",
        "scorecard": "'{{}}'",
        "submitted_at": "strftime('%Y-%m-%d %H:%M:%S', submitted_at, '-' || ({id} * 7919 % 25920000) || ' seconds')"
        " || '.000000'",
    },
}


def _search(app: Flask, province: Province, asked: str) -> Callable[[], None]:
    """A request for the first page of a search, as htmx asks for it; who is found is noted each time."""
    client = app.test_client()
    with app.app_context():
        session_id = accounts.find(f"{province.lower()}@example.org").session_id
        db.session.remove()
    with client.session_transaction() as session:
        session["_user_id"] = session_id

    def ask() -> None:
        answer = client.get(f"/en/province?{asked}", headers={"HX-Request": "true"})
        assert answer.status_code == 200

    ask()
    return ask
