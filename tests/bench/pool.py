"""The pool at 100,000 against 1,000, and a round of 5,000 against the same statements in raw sqlite3."""

import random
import shutil
import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import insert, select

from expressentry import clock
from expressentry.accounts import lifecycle as accounts
from expressentry.database import db, dump_json
from expressentry.models import Answers, ExpressionOfInterest, Profile, Role, RoundKind, User
from expressentry.pool import standing
from expressentry.pool.forms import cursor
from expressentry.rounds import lifecycle as rounds
from expressentry.seeding import _count_scores, people
from tests.bench.report import Report, alternately, seconds
from tests.conftest import make_app

SMALL, LARGE, ROUND = 1_000, 100_000, 5_000
MOST_PAGE, MOST_ROUND = 1.3, 3.0


def measure(report: Report, folder: Path) -> None:
    """Pages and a round, on pools whose scores are spread alike."""
    small, large = _pool(folder / "small.sqlite3", SMALL), _pool(folder / "large.sqlite3", LARGE)
    report.say(f"\nThe officers' pool page, {LARGE:,} candidates against {SMALL:,}")
    for name, halfway in (("first page", False), ("a page half-way down", True)):
        one, many = _page(small, halfway), _page(large, halfway)
        report.at_most(
            f"pool page, {name}", alternately(many, one, 101), MOST_PAGE, f"{seconds(many, 20) * 1e3:.1f} ms"
        )
    report.say(f"\nA round of {ROUND:,} from {LARGE:,}, against the same rows in raw sqlite3")
    ratios, took = zip(*(_round(folder, large, turn) for turn in range(5)), strict=True)
    report.at_most("round, whole transaction", sorted(ratios)[2], MOST_ROUND, f"{sorted(took)[2] * 1e3:.0f} ms")


def _pool(path: Path, number: int) -> Flask:
    """A pool of `number`: a thousand synthetic candidates, and copies of them submitted at other times."""
    app = make_app(path)
    with app.app_context():
        upgrade()
        accounts.register("officer@example.org", None, Role.OFFICER, "en", clock.now())
        for _made in people(SMALL, 2026, clock.now(), clock.law()):
            pass
        _multiply(number)
        _count_scores()
        db.session.commit()
        db.session.execute(db.text("ANALYZE"))
        db.session.commit()
        db.session.remove()
    return app


def _multiply(number: int) -> None:
    table = ExpressionOfInterest.__table__
    first = db.session.execute(select(table)).mappings().all()
    chance, at = random.Random(1), clock.now()
    for start in range(SMALL, number, SMALL):
        users, profiles, stays = [], [], []
        for offset, row in enumerate(first):
            id_ = start + offset + 2
            submitted = at - timedelta(microseconds=chance.randrange(300 * 86_400 * 10**6))
            common = {"id": id_, "created_at": at}
            users.append(
                {**common, "email": f"{id_}@x.invalid", "session_stamp": "", "role": Role.CANDIDATE, "language": "en"}
            )
            profiles.append({**common, "user_id": id_, "answers": Answers({}), "amended_at": at})
            stays.append({**row, "id": id_, "number": f"X{id_:09d}", "profile_id": id_, "submitted_at": submitted})
        for model, rows in ((User, users), (Profile, profiles), (ExpressionOfInterest, stays)):
            db.session.execute(insert(model), rows)


def _page(app: Flask, halfway: bool) -> Any:
    """A request for a page of the pool, as htmx asks for it, through the real application."""
    client = app.test_client()
    path = "/en/pool"
    with app.app_context():
        officer = accounts.find("officer@example.org")
        if halfway:
            wanted = select(ExpressionOfInterest.score, ExpressionOfInterest.submitted_at, ExpressionOfInterest.id)
            size = standing.size(clock.now())
            row = db.session.execute(wanted.order_by(*standing.RANK_ORDER).offset(size // 2).limit(1)).one()
            path = f"/en/pool?after={cursor(standing.Standing(*row))}"
        session_id = officer.session_id
        db.session.remove()
    with client.session_transaction() as session:
        session["_user_id"] = session_id
    path = path.replace("+", "%2B")

    def ask() -> None:
        answer = client.get(path, headers={"HX-Request": "true"})
        assert answer.status_code == 200
        assert answer.text.count("<tr>") >= 50

    ask()
    return ask


def _round(folder: Path, app: Flask, turn: int) -> tuple[float, float]:
    """The ratio of one round to the raw statements, each on its own copy of the same file; and the seconds it took."""
    source = folder / "large.sqlite3"
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    with sqlite3.connect(source) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    ours, raw = (Path(shutil.copy(source, folder / f"{name}{turn}.sqlite3")) for name in ("ours", "raw"))
    issuing = make_app(ours)
    with issuing.app_context():
        officer = accounts.find("officer@example.org")
        draft = rounds.draft(officer, clock.now())
        rounds.change(draft, RoundKind.NO_PROGRAM_SPECIFIED, ROUND, None, officer, clock.now())
        db.session.commit()

        def issue() -> None:
            rounds.issue(draft, officer, clock.now(), clock.law())
            db.session.commit()

        took = seconds(issue, 1, 1)
        invited = draft.invited
        db.session.remove()
        db.engine.dispose()
    assert invited == ROUND
    raw_took = seconds(lambda: _raw_round(raw), 1, 1)
    for path in (ours, raw):
        path.unlink()
    return took / raw_took, took


def _raw_round(path: Path) -> None:
    """The same rows by hand: the order read, invitations and letters written, the pool left, the counts kept."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    at = "2026-11-23 15:00:00.000000"
    connection.execute("BEGIN IMMEDIATE")
    order = "ORDER BY score DESC, submitted_at, id"
    top = connection.execute(
        f"SELECT score, submitted_at, id FROM expression_of_interest WHERE left_at IS NULL {order} LIMIT {ROUND}"
    ).fetchall()
    score, submitted_at, id_ = top[-1]
    chosen = "left_at IS NULL AND score >= ? AND (score > ? OR (submitted_at, id) <= (?, ?))"
    values = (score, score, submitted_at, id_)
    connection.execute(
        "INSERT INTO round (id, kind, size, drafted_by_id, drafted_at, number, issued_at)"
        " VALUES (1, 'cec', 1, 1, ?, 1, ?)",
        (at, at),
    )
    connection.execute(
        "INSERT INTO invitation (round_id, expression_id, program, invited_at, answer_before, rank, score, scorecard,"
        " law_version)"
        f" SELECT 1, id, CASE WHEN nominee THEN 'pnp' WHEN cec THEN 'cec' WHEN fsw THEN 'fsw' ELSE 'fst' END, ?, ?,"
        f" row_number() OVER ({order}), score, scorecard, law_version FROM expression_of_interest WHERE {chosen}",
        (at, at, *values),
    )
    connection.execute(
        "INSERT INTO letter (kind, code, user_id, about, about_id, written_at, figures, notified_at)"
        " SELECT 'invitation', lower(hex(randomblob(8))), profile.user_id, 'invitation', invitation.id, ?, '{}',"
        " CASE WHEN users.password_hash IS NULL THEN ? END FROM invitation"
        " JOIN expression_of_interest AS e ON e.id = invitation.expression_id JOIN profile ON profile.id = e.profile_id"
        " JOIN users ON users.id = profile.user_id WHERE invitation.round_id = 1",
        (at, at),
    )
    left = connection.execute(
        f"SELECT score, count(*) FROM expression_of_interest WHERE {chosen} GROUP BY score", values
    ).fetchall()
    connection.execute(
        f"UPDATE expression_of_interest SET left_at = ?, left_because = 'invited' WHERE {chosen}", (at, *values)
    )
    for score, number in left:
        connection.execute("UPDATE score_count SET candidates = candidates - ? WHERE score = ?", (number, score))
    connection.execute(
        "INSERT INTO event (kind, subject, subject_id, by_id, at, figures)"
        " VALUES ('round.issued', 'round', 1, 1, ?, ?)",
        (at, dump_json({"invited": len(top)})),
    )
    connection.execute("COMMIT")
    connection.close()
