"""The commands: officers, seeding, the daily job, scoring in bulk."""

import io
import json
import os
import subprocess
import sys
import tracemalloc
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from expressentry import bulk
from expressentry.accounts import lifecycle as accounts
from expressentry.config import ROOT
from expressentry.database import db
from expressentry.models import Departure, ExpressionOfInterest, Profile, Role, ScoreCount, User
from expressentry.rules import facts_json
from expressentry.rules.facts import Province
from tests.conftest import FACTS, NOW, People, make_app

LINE = {
    "birth_date": "1998-01-02",
    "credentials": [{"equivalencies": ["masters_or_entry_to_practice_professional"], "assessed_on": "2024-03-01"}],
    "languages": [
        {"test": "ielts_gt", "taken_on": "2026-02-02", "speaking": 7.5, "listening": 8.5, "reading": 7, "writing": 7}
    ],
    "counted_years": {"foreign": 3, "continuous_primary": 3, "skilled": 3},
    "primary_occupation": "21231",
    "provinces": ["ON"],
    "funds_cents": 2_000_000,
    "family_size": 1,
}


def run(app: Flask, *arguments: str, text: str | bytes = "") -> Any:
    return app.test_cli_runner().invoke(args=list(arguments), input=text)


# ---- flask score


def test_a_line_of_facts_becomes_a_line_of_points(app: Flask, moment: Any) -> None:
    """The published letter: 110 + 135 + 130 + 50 + 50 = 475."""
    done = run(app, "score", text=json.dumps(LINE) + "\n\n")
    assert done.exit_code == 0
    scored = json.loads(done.stdout)
    assert scored["total"] == 475
    assert [line["points"] for line in scored["lines"]] == [110, 135, 130, 0, 0, 0, 0, 0, 50, 50, 0, 0, 0, 0, 0, 0]
    assert scored["sections"] == {"a": 375, "b": 0, "c": 100, "d": 0}
    assert scored["eligible"] == ["fsw"]
    assert scored["invited_under"] == "fsw"
    assert scored["on"] == "2026-11-23"
    assert scored["rules"]["in_force"]["crs_additional"] == "2025-03-25"
    cec = scored["eligibility"]["cec"]["requirements"][1]
    assert (cec["requirement"], cec["met"], cec["have"], cec["need"], cec["short"]) == (
        "canadian_work",
        False,
        0,
        1560,
        1560,
    )
    assert scored["eligibility"]["fsw"]["grid"]["total"] == 23 + 24 + 11 + 12


def test_the_law_is_that_of_the_day_asked_for(app: Flask, moment: Any) -> None:
    facts = {**LINE, "languages": [{**LINE["languages"][0], "taken_on": "2016-06-01"}], "sibling_in_canada": True}
    facts["credentials"] = [{**LINE["credentials"][0], "assessed_on": "2016-03-01"}]
    facts["birth_date"] = "1990-01-02"
    before, after = (
        json.loads(run(app, "score", "--on", day, text=json.dumps(facts)).stdout)
        for day in ("2017-06-05", "2017-06-06")
    )
    assert after["total"] - before["total"] == 15


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "not JSON"),
        ("[]", "facts: must be an object"),
        ("nonsense", "not JSON"),
        ('{"birthdate": "1990-01-01"}', "birthdate: is not a known field"),
        ('{"birth_date": "1990-02-30"}', "birth_date: must be a date written YYYY-MM-DD"),
        ('{"birth_date": "2027-01-01"}', "birth_date: in future"),
        ('{"languages": [{"test": "toefl"}]}', "languages[0].test: must be one of"),
        (
            '{"languages": [{"test": "ielts_gt", "taken_on": "2026-01-01", "reading": 6.3}]}',
            "languages[0].reading: off scale",
        ),
        ('{"languages": [{"test": "ielts_gt"}, {"test": "celpip_g"}]}', "languages[1].test: same language twice"),
        ('{"jobs": [{"noc_code": "1"}]}', "jobs[0].noc_code: unknown occupation"),
        ('{"jobs": [{"hours_per_week": 169}]}', "jobs[0].hours_per_week: hours"),
        ('{"funds_cents": -1}', "funds_cents: negative"),
        ('{"funds_cents": 1.5}', "funds_cents: must be a whole number"),
        ('{"family_size": true}', "family_size: must be a whole number"),
        ('{"spouse": {"accompanying": "yes"}}', "spouse.accompanying: must be true or false"),
        ('{"funds_cents": NaN}', "NaN is not a number in JSON"),
        ('{"jobs": [{}], "counted_years": {"foreign": 1}}', "counted_years: jobs and counted years"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_a_malformed_line_is_told_with_its_number_and_the_rest_is_scored(
    app: Flask, moment: Any, line: str, words: str
) -> None:
    done = run(app, "score", text=f"{json.dumps(LINE)}\n{line}\n{json.dumps(LINE)}\n")
    assert done.exit_code == 1
    assert [json.loads(out)["total"] for out in done.stdout.splitlines()] == [475, 475]
    assert done.stderr.startswith("line 2: ")
    assert words in done.stderr


def test_a_file_of_bytes_that_are_no_text_is_survived(app: Flask, moment: Any, tmp_path: Path) -> None:
    file = tmp_path / "facts.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + json.dumps(LINE).encode() + b"\n\xff\xfe\x00\n" + json.dumps(LINE).encode())
    done = run(app, "score", str(file))
    assert done.exit_code == 1
    assert len(done.stdout.splitlines()) == 2
    assert "line 2" in done.stderr


def test_a_day_before_there_was_such_a_law_is_refused(app: Flask) -> None:
    done = run(app, "score", "--on", "2014-12-31", text="{}")
    assert done.exit_code == 1
    assert "Express Entry was not in force on 2014-12-31" in done.stderr


def test_the_schema_describes_what_is_accepted(app: Flask) -> None:
    schema = json.loads(run(app, "score", "--schema").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(LINE, schema)
    jsonschema.validate(facts_json.encode(FACTS), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"birthdate": "1990-01-01"}, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**LINE, "jobs": []}, schema)


def test_scoring_works_as_a_command_of_its_own(tmp_path: Path) -> None:
    """In a process of its own, through a pipe, without any setting."""
    command = [sys.executable, "-m", "flask", "score", "--on", "2026-11-23"]
    environment = {
        "PATH": "/usr/bin:/bin",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'x.sqlite3'}",
        "HOME": str(tmp_path),
    }
    done = subprocess.run(
        command, cwd=ROOT, input=json.dumps(LINE), capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["total"] == 475


# ---- Accounts and seeding


def test_an_officer_is_made_once(app: Flask) -> None:
    made = run(app, "create-officer", " Chief@Example.org", "--password", "a long phrase here")
    assert made.exit_code == 0
    again = run(app, "create-officer", "chief@example.org", "--password", "a long phrase here")
    assert again.exit_code == 1
    assert "There is an account with this address already" in again.stderr
    short = run(app, "create-officer", "other@example.org", "--password", "short")
    assert "12 to 200 characters" in short.stderr
    with app.app_context():
        assert accounts.find("chief@example.org").role is Role.OFFICER
        assert accounts.find("other@example.org") is None


def test_a_forgotten_password_is_replaced_at_a_terminal(app: Flask) -> None:
    run(app, "create-officer", "chief@example.org", "--password", "a long phrase here")
    with app.app_context():
        session = accounts.find("chief@example.org").session_id
    done = run(app, "set-password", "Chief@example.org", "--password", "another long phrase")
    assert done.exit_code == 0
    with app.app_context():
        chief = accounts.find("chief@example.org")
        assert accounts.password_matches(chief, "another long phrase")
        assert not accounts.password_matches(chief, "a long phrase here")
        assert chief.session_id != session
    assert "12 to 200 characters" in run(app, "set-password", "chief@example.org", "--password", "short").stderr
    unknown = run(app, "set-password", "nobody@example.org", "--password", "another long phrase")
    assert unknown.exit_code == 1
    assert "There is no account with this address" in unknown.stderr


def test_an_account_of_a_province_is_made_for_that_province(app: Flask) -> None:
    password = ("--password", "a long phrase here")
    made = run(app, "create-province-account", " Desk@Ontario.example", "--province", "on", *password)
    assert (made.exit_code, made.output) == (0, " Desk@Ontario.example can sign in for ON.\n")
    with app.app_context():
        desk = accounts.find("desk@ontario.example")
        assert (desk.role, desk.province, desk.profile) == (Role.PROVINCE, Province.ON, None)
    again = run(app, "create-province-account", "desk@ontario.example", "--province", "ON", *password)
    assert "There is an account with this address already" in again.stderr
    short = run(app, "create-province-account", "b@ontario.example", "--province", "ON", "--password", "short")
    assert "12 to 200 characters" in short.stderr
    quebec = run(app, "create-province-account", "c@quebec.example", "--province", "QC", *password)
    assert (quebec.exit_code, "Quebec selects its own immigrants" in quebec.stderr) == (1, True)
    unknown = run(app, "create-province-account", "d@x.example", "--province", "XX", *password)
    assert (unknown.exit_code, "There is no province or territory XX" in unknown.stderr) == (1, True)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(User)) == 1


def test_seeding_fills_an_empty_pool_and_leaves_a_full_one(app: Flask, moment: Any) -> None:
    """Shares of 2026-08-16, within two points of a hundred per band."""
    assert run(app, "seed", "--candidates", "600", "--demo").exit_code == 0
    with app.app_context():
        stays = db.session.scalars(select(ExpressionOfInterest)).all()
        shares = {name: sum(low <= e.score <= high for e in stays) / 600 for name, (low, high) in BANDS.items()}
        for name, share in PUBLISHED.items():
            assert shares[name] == pytest.approx(share, abs=0.02), name
        counts = Counter(e.score for e in stays)
        kept = db.session.scalars(select(ScoreCount).where(ScoreCount.candidates > 0))
        assert counts == {row.score: row.candidates for row in kept}
        assert all(e.cec or e.fsw or e.fst for e in stays)
        assert all(e.submitted_at < NOW < e.expires_at for e in stays)
        assert len({e.number for e in stays}) == 600
        profile = db.session.get_one(Profile, stays[0].profile_id)
        assert profile.answers.facts().birth_date == stays[0].facts.birth_date
        demo = accounts.find("candidate@example.org")
        assert demo.role is Role.CANDIDATE
        assert accounts.password_matches(demo, "demonstration only")
        assert accounts.find("second.officer@example.org").role is Role.OFFICER
        assert db.session.scalar(select(func.count()).where(User.password_hash.is_not(None)).select_from(User)) == 7
    again = run(app, "seed", "--candidates", "600", "--demo")
    assert "not empty" in again.output
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(ExpressionOfInterest)) == 600


def test_the_same_seed_makes_the_same_people(app: Flask, database: Path, moment: Any, tmp_path: Path) -> None:
    import shutil

    second = make_app(Path(shutil.copy(database, tmp_path / "second.sqlite3")))
    found = []
    for made in (app, second):
        run(made, "seed", "--candidates", "40", "--seed", "9")
        with made.app_context():
            found.append(
                [(e.number, e.score, e.submitted_at) for e in db.session.scalars(select(ExpressionOfInterest))]
            )
            db.session.remove()
            db.engine.dispose()
    assert found[0] == found[1]


BANDS = {
    "601": (601, 1200),
    "501": (501, 600),
    "491": (491, 500),
    "451": (451, 490),
    "401": (401, 450),
    "351": (351, 400),
    "301": (301, 350),
    "0": (0, 300),
}
PUBLISHED = {
    "601": 0.0019,
    "501": 0.0822,
    "491": 0.0569,
    "451": 0.0576 + 0.0733 + 0.0711 + 0.0653,
    "401": 0.0598 + 0.0583 + 0.0524 + 0.0497 + 0.0471,
    "351": 0.2142,
    "301": 0.0761,
    "0": 0.0340,
}


# ---- The daily job


def test_the_daily_job_ends_lapses_and_rescores_once(
    app: Flask, people: People, moment: time_machine.Traveller
) -> None:
    people.in_pool()
    people.in_pool(birth_date=date(1996, 11, 24))
    moment.move_to(datetime(2026, 11, 24, 12, tzinfo=UTC))
    assert "stays in the pool ended or rescored: 1\n" in run(app, "daily").output
    assert "stays in the pool ended or rescored: 0\n" in run(app, "daily").output
    moment.move_to(datetime(2027, 11, 23, 15, 0, tzinfo=UTC))
    assert "stays in the pool ended or rescored: 2\n" in run(app, "daily").output
    with app.app_context():
        assert {e.left_because for e in db.session.scalars(select(ExpressionOfInterest))} == {Departure.EXPIRED}


# ---- flask score, in bulk


def test_totals_only_prints_a_score_for_each_line_and_keeps_their_count(app: Flask, moment: Any) -> None:
    done = run(app, "score", "--totals-only", text=f"{json.dumps(LINE)}\n\nno facts\n{json.dumps(LINE)}\n")
    assert done.stdout == "475\n\n\n475\n"
    assert done.exit_code == 1
    assert "line 3: not JSON" in done.stderr


def test_a_line_too_long_is_told_and_the_next_one_scored(app: Flask, moment: Any) -> None:
    long = " " * 2_500_000
    done = run(app, "score", "--totals-only", text=f"{long}\n{json.dumps(LINE)}\n{long}")
    assert done.stdout == "\n475\n\n"
    assert [told.split(":")[0] for told in done.stderr.splitlines()] == ["line 1", "line 3"]


class Endless:
    """A file of the same line, again and again, of which nothing is held."""

    def __init__(self, line: bytes, times: int) -> None:
        self._line, self._left = line, times

    def readline(self, _limit: int) -> bytes:
        self._left -= 1
        return self._line if self._left >= 0 else b""


def test_memory_does_not_grow_with_the_file() -> None:
    """Two hundred thousand lines take as little at their peak as two thousand, far less than the file."""
    line = json.dumps({"family_size": 1, "birth_date": "1998-01-02"}).encode() + b"\n"

    def peak(times: int) -> int:
        tracemalloc.start()
        with open(os.devnull, "w") as out:
            file: Any = Endless(line, times)
            assert bulk.scored(file, lambda _facts: "0", date(2026, 11, 23), out, out, keep_count=True)
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(10)
    assert peak(200_000) < 1_000_000 < 200_000 * len(line)


def test_progress_is_shown_on_a_terminal_in_bytes_or_in_lines(tmp_path: Path, monkeypatch: Any) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    kept = tmp_path / "facts.jsonl"
    kept.write_bytes(b"{}\n" * 3000)
    monkeypatch.setattr("sys.stderr", Terminal())
    with kept.open("rb") as file, bulk.followed(file) as followed:
        assert bulk.size_of(file) == 9000
        while followed.readline(100):
            pass
    assert "100%" in sys.stderr.getvalue()  # type: ignore[attr-defined]
    monkeypatch.setattr("sys.stderr", Terminal())
    assert bulk.size_of(io.BytesIO(b"{}")) is None
    with bulk.followed(io.BytesIO(b"{}\n" * 2000)) as followed:
        while followed.readline(100):
            pass
    assert "Lines scored" in sys.stderr.getvalue()  # type: ignore[attr-defined]
