"""Rank order, ties, pages by keyset, filters, distribution: the same as sorting the whole pool in memory."""

import csv
import io
import random
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, select

from expressentry.database import db
from expressentry.models import ExpressionOfInterest, RoundKind, ScoreCount
from expressentry.pool import lifecycle, standing
from expressentry.pool.forms import cursor, read_cursor
from expressentry.pool.standing import Filters
from expressentry.rules import ranking
from expressentry.rules.ranking import Standing
from tests.conftest import FACTS, LAW, NOW, Browser, People, profile_of

E = ExpressionOfInterest
OCCUPATIONS = [("21231", 1), ("62020", 2), ("72200", 2), ("00012", 0)]


@pytest.fixture
def pool(context: Flask, people: People) -> list[Any]:
    """140 stays with many ties; seven expired but not yet ended, three left."""
    chance = random.Random(4)
    first = lifecycle.submit(profile_of(people.candidate(FACTS)), NOW, LAW)
    columns = {c.name: getattr(first, c.name) for c in E.__table__.columns if c.name not in ("id", "profile_id")}
    db.session.delete(first)
    rows = []
    for number in range(140):
        code, teer = chance.choice(OCCUPATIONS)
        submitted = NOW - timedelta(days=chance.randrange(3), seconds=chance.randrange(3), microseconds=number % 2)
        rows.append(
            {
                **columns,
                "number": f"E{number:09d}",
                "profile_id": people.candidate().id,
                "score": chance.choice([430, 455, 455, 480, 480, 480, 512, 1055]),
                "submitted_at": submitted,
                "expires_at": NOW - timedelta(minutes=1) if number % 20 == 3 else NOW + timedelta(days=30),
                "cec": chance.random() < 0.5,
                "fsw": chance.random() < 0.6,
                "fst": chance.random() < 0.1,
                "nominee": chance.random() < 0.1,
                "noc_code": code,
                "teer": teer,
                "first_language": chance.choice(["english", "french"]),
                "provinces": chance.choice([" ON ", " ON BC ", " NB "]),
                "left_at": NOW if number in (5, 6, 7) else None,
                "left_because": "withdrawn" if number in (5, 6, 7) else None,
            }
        )
    db.session.execute(insert(E), rows)
    db.session.execute(ScoreCount.__table__.delete())
    for score in {row["score"] for row in rows}:
        there = sum(row["score"] == score and row["left_at"] is None for row in rows)
        db.session.add(ScoreCount(score=score, candidates=there))
    db.session.commit()
    everybody = db.session.scalars(select(E)).all()
    db.session.expunge_all()
    db.session.rollback()
    return sorted(
        (eoi for eoi in everybody if eoi.left_at is None and eoi.expires_at > NOW),
        key=lambda eoi: (-eoi.score, eoi.submitted_at, eoi.id),
    )


FILTERS = [
    (Filters(), lambda e: True),
    (Filters(program=RoundKind.CEC), lambda e: e.cec and not e.nominee),
    (Filters(program=RoundKind.FST), lambda e: e.fst and not e.nominee),
    (Filters(program=RoundKind.PNP), lambda e: e.nominee),
    (Filters(score_from=455, score_to=480), lambda e: 455 <= e.score <= 480),
    (Filters(occupation="62020"), lambda e: e.noc_code == "62020"),
    (Filters(teer=2, language="french"), lambda e: e.teer == 2 and e.first_language == "french"),
    (Filters(province="BC"), lambda e: "BC" in e.provinces),
    (Filters(teer=5), lambda e: False),
]


@pytest.mark.parametrize(("filters", "wanted"), FILTERS)
def test_pages_are_the_sorted_pool_cut_in_pieces(
    pool: list[Any], monkeypatch: pytest.MonkeyPatch, filters: Filters, wanted: Callable[[Any], bool]
) -> None:
    monkeypatch.setattr(standing, "PAGE", 17)
    expected = [(rank, eoi.number) for rank, eoi in enumerate(pool, 1) if wanted(eoi)]
    forwards, after = [], None
    while True:
        shown = standing.page(filters, NOW, after=after)
        forwards += [(ranked.rank, ranked.row.number) for ranked in shown.rows]
        last, after = shown, shown.after
        if after is None:
            break
    assert forwards == expected
    backwards = [(ranked.rank, ranked.row.number) for ranked in last.rows]
    before = last.before
    while before is not None:
        shown = standing.page(filters, NOW, before=before)
        backwards = [(ranked.rank, ranked.row.number) for ranked in shown.rows] + backwards
        before = shown.before
    assert backwards == expected
    assert [(ranked.rank, ranked.row.number) for ranked in standing.export(filters, NOW)] == expected


def test_everyones_own_position_is_their_place_in_the_sorted_pool(pool: list[Any]) -> None:
    for index, eoi in enumerate(pool):
        tied = [other for other in pool if other.score == eoi.score]
        position = standing.position(eoi, NOW)
        assert position.rank == index + 1
        assert position.size == len(pool)
        assert position.tied == len(tied)
        assert position.place_in_tie == tied.index(eoi) + 1
        assert position.percentile == pytest.approx((len(pool) - index - 1) / (len(pool) - 1))


def test_the_rank_another_score_would_have(pool: list[Any]) -> None:
    middle = pool[60]
    others = [(-e.score, e.submitted_at, e.id) for e in pool if e is not middle]
    for score in (300, 430, 455, 470, 480, 512, 1055, 1200):
        key = (-score, middle.submitted_at, middle.id)
        assert standing.rank_if(score, middle, NOW) == 1 + sum(other < key for other in others)


def test_the_distribution_counts_everybody_once(pool: list[Any]) -> None:
    bands = dict(standing.distribution())
    assert sum(bands.values()) == 137
    assert bands[(601, 1200)] == sum(e.score == 1055 for e in db.session.scalars(select(E)) if e.left_at is None)
    assert next(iter(bands)) == (601, 1200)
    assert list(bands)[-1] == (0, 300)


@pytest.mark.parametrize("kind", list(RoundKind))
@pytest.mark.parametrize("lowest", [None, 455, 481])
@pytest.mark.parametrize("size", [1, 10, 33, 1000])
@pytest.mark.parametrize("rule", [True, False])
def test_selection_in_sql_is_selection_in_memory(
    pool: list[Any], monkeypatch: pytest.MonkeyPatch, kind: RoundKind, lowest: int | None, size: int, rule: bool
) -> None:
    monkeypatch.setattr(standing, "BATCH", 7)
    member: dict[RoundKind, Callable[[Any], bool]] = {
        RoundKind.NO_PROGRAM_SPECIFIED: lambda e: True,
        RoundKind.CEC: lambda e: e.cec and not e.nominee,
        RoundKind.FSW: lambda e: e.fsw and not e.nominee,
        RoundKind.FST: lambda e: e.fst and not e.nominee,
        RoundKind.PNP: lambda e: e.nominee,
    }
    eligible = [e for e in pool if member[kind](e) and (lowest is None or e.score >= lowest)]
    expected = eligible[:size]
    if not rule and expected:
        expected = [e for e in eligible if e.score >= expected[-1].score]
    selection = ranking.select(standing.ranked(kind, NOW, lowest), size, lowest, rule)
    assert [s.id for s in selection.invited] == [e.id for e in expected]
    if selection.last is None:
        return
    chosen = db.session.scalars(
        select(E.id).where(standing.IN_POOL, E.expires_at > NOW, standing.selected(kind, selection.last))
    )
    assert sorted(chosen) == sorted(e.id for e in expected)
    cut_off = expected[-1].score
    tied = [e for e in eligible if e.score == cut_off]
    assert (selection.cut_off_score, selection.at_cut_off, selection.left_out) == (
        cut_off,
        sum(e.score == cut_off for e in expected),
        len(tied) - sum(e.score == cut_off for e in expected),
    )


def test_the_page_is_read_from_an_index_without_sorting(pool: list[Any]) -> None:
    """Whichever page: the index is entered at the standing, and nothing is sorted."""
    after = Standing(480, NOW, 1)
    for filters in (
        Filters(),
        Filters(program=RoundKind.PNP),
        Filters(occupation="62020"),
        Filters(program=RoundKind.FST),
    ):
        wanted = (
            standing._wanted(filters, NOW).where(standing._comes_after(after)).order_by(*standing.RANK_ORDER).limit(50)
        )
        sql = str(wanted.compile(db.engine, compile_kwargs={"literal_binds": True}))
        plan = " ".join(str(row) for row in db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}"))
        assert "USING INDEX ix_standing" in plan
        assert "TEMP B-TREE" not in plan
        assert "SCAN" not in plan or "ix_standing" in plan
    plans = {
        Filters(program=RoundKind.PNP): "ix_standing_nominee",
        Filters(occupation="62020"): "ix_standing_occupation",
    }
    for filters, index in plans.items():
        sql = str(
            standing._wanted(filters, NOW)
            .order_by(*standing.RANK_ORDER)
            .compile(db.engine, compile_kwargs={"literal_binds": True})
        )
        assert index in " ".join(
            str(row) for row in db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}")
        )


def test_a_cursor_survives_the_address_and_nonsense_does_not() -> None:
    there = Standing(480, NOW + timedelta(microseconds=7), 12)
    assert read_cursor(cursor(there)) == there
    for nonsense in (None, "", "~~", "1~2~3", "480~2026-01-01~x", "480~2026-01-01T00:00~1", "9" * 99 + "~x~1", "\x00"):
        assert read_cursor(nonsense) is None


# ---- The officers' page


@pytest.fixture
def office(visitor: Callable[..., Browser], people: People) -> Browser:
    return visitor(people.officer())


def test_the_page_and_its_fragment_show_the_same_rows(pool: list[Any], office: Browser) -> None:
    whole = office.get("/pool")
    part = office.get("/pool", headers={"HX-Request": "true"})
    numbers = re.findall(r"/pool/(E\d{9})", whole.text)
    assert numbers == [eoi.number for eoi in pool[:50]] == re.findall(r"/pool/(E\d{9})", part.text)
    assert "<html" in whole.text
    assert "<html" not in part.text
    following = re.search(r'href="(/en/pool\?after=[^"]+)"', whole.text)[1].replace("&amp;", "&")
    second = office.client.get(following).text
    assert re.findall(r"/pool/(E\d{9})", second) == [eoi.number for eoi in pool[50:100]]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("score_from=high", "Write a whole number"),
        ("score_from=-3", "Write a number from 0 to"),
        ("occupation=12", "no occupation with the code"),
        ("program=qmas", "Choose one of the answers given"),
        ("teer=9", "Choose one of the answers given"),
        ("after=nonsense", ""),
        ("before=~~", ""),
        ("province=%00", "characters that cannot be kept"),
    ],
)
def test_a_filter_that_makes_no_sense_is_told_and_left_out(
    pool: list[Any], office: Browser, query: str, words: str
) -> None:
    answer = office.get(f"/pool?{query}")
    assert answer.status_code == 200
    assert words in answer.text
    assert pool[0].number in answer.text


def test_the_export_holds_what_the_filters_find_and_no_formula(pool: list[Any], office: Browser) -> None:
    answer = office.get("/pool/candidates.csv?program=pnp")
    assert answer.headers["Content-Disposition"] == "attachment; filename=pool.csv"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    expected = [(str(rank), eoi.number) for rank, eoi in enumerate(pool, 1) if eoi.nominee]
    assert [(row["rank"], row["profile_number"]) for row in rows] == expected
    from expressentry import sheets

    assert sheets.line(("=1+1", "@x", "-2", "+3", None, 4)) == "'=1+1,'@x,'-2,'+3,,4\r\n"


def test_a_candidates_scorecard_is_shown_and_an_unknown_number_is_not_found(
    context: Flask, office: Browser, people: People
) -> None:
    user = people.in_pool(replace(FACTS, sibling_in_canada=True))
    number = db.session.scalars(select(E.number).where(E.profile_id == profile_of(user).id)).one()
    page = office.get(f"/pool/{number}").text
    assert "Score: 473" in page
    assert page.count("<tr>") >= 16
    assert office.get("/pool/E999999999").status_code == 404
    assert office.get("/pool/%00").status_code == 404


def test_candidates_see_their_own_place(visitor: Callable[..., Browser], people: People) -> None:
    people.in_pool(at=NOW - timedelta(days=2), sibling_in_canada=True)
    people.in_pool(at=NOW - timedelta(days=1))
    mine = people.in_pool()
    figures = re.findall(r"<dd>([^<]+)</dd>", visitor(mine).get("/expression-of-interest").text)
    assert figures == ["458", "3 of 3", "2", "2", "0.0%"]
