"""Job Match with 1,000,000 candidates and 50,000 postings against 10,000 and 500, through the real application."""

import random
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import insert, text

from expressentry import clock
from expressentry.accounts import lifecycle as accounts
from expressentry.database import db
from expressentry.jobs import matching
from expressentry.models import Employer, JobSeeker, Posting, Role, SoughtOccupation, WagePeriod
from expressentry.models.pool import province_bits
from expressentry.rules import noc
from expressentry.rules.facts import Province
from tests.bench.report import Report, alternately, seconds
from tests.conftest import make_app

SMALL, LARGE = (10_000, 500), (1_000_000, 50_000)
MOST, MOST_MINUTES = 1.5, 2.0
FIRST, BATCH = 10_000, 10_000
# How many of a hundred would work in a province; where nobody else says, 15.
WHERE = {Province.ON: 70, Province.BC: 50, Province.YT: 3}
WORDS = [
    *("build", "test", "care", "plan", "team", "night", "shift", "hospital", "school"),
    *("harbour", "mine", "farm", "office", "clients", "budget", "tools", "safety"),
]
SEARCHES = (
    ("public list", ""),
    ("public search, a common word", "words=hospital"),
    ("public search, words in a province", "words=team+budget&province=ON"),
    ("public search, beginning of a word", "words=harb"),
)


def measure(report: Report, folder: Path) -> None:
    """The same lists of two sites that are spread alike."""
    small, large = (
        site(folder / "jobs-small.sqlite3", *SMALL, report),
        site(folder / "jobs-large.sqlite3", *LARGE, report),
    )
    report.say(f"\nJob Match, {LARGE[0]:,} candidates and {LARGE[1]:,} postings against {SMALL[0]:,} and {SMALL[1]:,}")
    for name, address, who in _pages():
        one, many = _page(small, address, who), _page(large, address, who)
        ratio = alternately(many, one, 51)
        report.at_most(name, ratio, MOST, f"{seconds(many, 10) * 1e3:.1f} ms")


def _pages() -> list[tuple[str, str, str | None]]:
    ofs = (("usual", 1), ("rare province", 2), ("much asked for", 3))
    return [
        *(
            (f"matches for a posting, {name}", f"/en/employer/postings/{id_}/candidates", "employer")
            for name, id_ in ofs
        ),
        ("matches for a candidate", "/en/jobs/matches", "candidate"),
        *((name, f"/en/jobs?{asked}", None) for name, asked in SEARCHES),
    ]


def _page(app: Flask, address: str, who: str | None) -> Callable[[], None]:
    """A request for a page, as somebody signed in if wanted."""
    client = app.test_client()
    if who is not None:
        with app.app_context():
            session_id = accounts.find(f"{who}@example.org").session_id
            db.session.remove()
        with client.session_transaction() as session:
            session["_user_id"] = session_id

    def ask() -> None:
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.text.count("<li>") >= 20

    ask()
    return ask


def site(path: Path, candidates: int, postings: int, report: Report | None = None) -> Flask:
    """A site with so many candidates in Job Match and so many postings; of the candidates one has an account."""
    app = make_app(path)
    with app.app_context():
        upgrade()
        at, chance = clock.now(), random.Random(7)
        begun = time.perf_counter()
        accounts.register("candidate@example.org", None, Role.CANDIDATE, "en", at)
        db.session.flush()
        _employer(at)
        db.session.commit()
        connection = db.session.connection()
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN")
        _post(postings, at, chance)
        _seek(candidates, at, chance)
        db.session.execute(text("ANALYZE"))
        db.session.commit()
        spent = (time.perf_counter() - begun) / (60 * MOST_MINUTES)
        if report is not None and candidates == LARGE[0]:
            report.at_most("building it set-wise, of two minutes", spent, 1)
        db.session.remove()
    return app


def _employer(at: Any) -> None:
    user = accounts.register("employer@example.org", None, Role.EMPLOYER, "en", at)
    stated = dict.fromkeys(("legal_name", "business_number", "street", "city", "contact_name", "contact_phone"), "x")
    db.session.add(
        Employer(user=user, **stated, province=Province.ON, postal_code="K1A 0B1", asked_at=at, verified_at=at)
    )


def _codes() -> list[str]:
    return sorted(noc.occupations())


def _occupation(chance: random.Random) -> str:
    """Some occupations are sought and posted far more than others."""
    codes = _codes()
    return codes[int(len(codes) * chance.random() ** 3)]


def _post(number: int, at: Any, chance: random.Random) -> None:
    """Postings of the last 60 days; the first three are those that are measured, at their day 31 or later."""
    first = [(_codes()[0], Province.ON), (_codes()[0], Province.YT), (_codes()[1], Province.BC)]
    rows = []
    for id_ in range(1, number + 1):
        code, province = (
            first[id_ - 1] if id_ <= 3 else (_occupation(chance), chance.choice((*Province, *[Province.ON] * 8)))
        )
        opened = at - timedelta(days=60 if id_ <= 3 else 60 - 60 * id_ // number)
        words = " ".join(chance.choices(WORDS, k=12))
        rows.append(
            {
                "id": id_,
                "employer_id": 1,
                "title": noc.occupations()[code].title_en[:120],
                "description": words,
                "how_to_apply": "x",
                "noc_code": code,
                "province": province,
                "place": "x",
                "english_level": 9 if id_ == 3 else chance.choice((None, 5, 7)),
                "french_level": None,
                "education_rank": chance.choice((None, 3, 5)),
                "experience_years": chance.choice((None, 1, 3)),
                "skills": chance.sample(WORDS, 2),
                "preferred": ["skills"],
                "wage_cents": chance.randrange(2_000, 8_000),
                "wage_per": WagePeriod.HOUR,
                "hours_per_week": 40,
                "permanent": True,
                "positions": 1,
                "opened_at": opened,
                "opened_on": clock.day_of(opened),
                "closes_on": clock.day_of(at + timedelta(days=90)),
            }
        )
    for start in range(0, number, BATCH):
        db.session.execute(insert(Posting), rows[start : start + BATCH])


def _seek(number: int, at: Any, chance: random.Random) -> None:
    """Candidates: so many made one by one, and copies of them in one statement for each table, the indexes after."""
    seekers, sought = [], []
    for id_ in range(1, FIRST + 1):
        seeker = _seeker(id_, at, chance)
        years = chance.randrange(12)
        of_seeker = (seeker["english_level"], seeker["french_level"], seeker["education_rank"])
        seekers.append(seeker)
        sought.append(
            {
                "id": id_,
                "seeker_id": id_,
                "noc_code": _codes()[0] if id_ == 1 else _occupation(chance),
                "years": years,
                "strength": matching.strength(*of_seeker, years),
                "province_bits": seeker["province_bits"],
                "listed": True,
            }
        )
    db.session.execute(insert(JobSeeker), seekers)
    db.session.execute(insert(SoughtOccupation), sought)
    if number > FIRST:
        _copy("job_seeker", number, profile_id="{id}", code="printf('%010d', {id})", strict="(t.id + n) % 5 = 0")
        _copy("sought_occupation", number, seeker_id="{id}")


def _copy(table: str, number: int, **changed: str) -> None:
    indexes = db.session.execute(text(_INDEXES), {"table": table}).all()
    for name, _sql in indexes:
        db.session.execute(text(f"DROP INDEX {name}"))
    columns = [row[1] for row in db.session.execute(text(f"PRAGMA table_info({table})"))]
    id_ = f"(t.id + n * {FIRST})"
    values = ["{id}" if name == "id" else changed.get(name, f"t.{name}") for name in columns]
    selected = ", ".join(value.format(id=id_) for value in values)
    copies = f"WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {number // FIRST - 1})"
    db.session.execute(
        text(f"INSERT INTO {table} ({', '.join(columns)}) {copies} SELECT {selected} FROM c JOIN {table} AS t")
    )
    for _name, sql in indexes:
        db.session.execute(text(sql))


_INDEXES = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = :table"


def _seeker(id_: int, at: Any, chance: random.Random) -> dict[str, Any]:
    """The first is the candidate with an account, who would work in half of the country."""
    named = [p for p in Province if p is not Province.QC and (id_ == 1 or chance.randrange(100) < WHERE.get(p, 15))]
    return {
        "id": id_,
        "profile_id": id_,
        "code": f"{id_:010d}",
        "opted_in_at": at,
        "listed": True,
        "strict": id_ > 1 and chance.randrange(5) == 0,
        "english_level": chance.choice((5, 6, 7, 8, 9, 10)),
        "french_level": chance.choice((0, 0, 0, 5, 7, 9)),
        "education_rank": chance.randrange(1, 8),
        "province_bits": province_bits(named or [Province.ON]),
        "wage_cents": chance.choice((None, 2_500, 4_000)),
        "hours_per_week": None,
        "skills": chance.sample(WORDS, 3),
        "amended_at": at,
    }
