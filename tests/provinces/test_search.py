"""The search of a province: whom it finds, by which index, how far it looks, and what it never shows."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, select

from expressentry.database import db
from expressentry.models import ExpressionOfInterest, Profile, User
from expressentry.pool import lifecycle as pool
from expressentry.provinces import search
from expressentry.provinces.search import Candidate, Filters
from expressentry.rules.facts import EducationLevel, Language, Province
from expressentry.rules.ranking import Standing
from tests.conftest import FACTS, LAW, NOW, TODAY, People, profile_of


@pytest.fixture
def stay(context: Flask, people: People) -> ExpressionOfInterest:
    """Somebody aged 31 in the pool who named Ontario and British Columbia: a master's, CLB 9, 4 years abroad."""
    return profile_of(people.in_pool()).expressions[0]


def found(filters: Filters, province: Province = Province.ON, at: datetime = NOW, on: date = TODAY) -> list[str]:
    return [one.number for one in search.look(province, filters, at, on).candidates]


def test_only_those_who_named_the_province_are_found(stay: ExpressionOfInterest, people: People) -> None:
    everywhere = profile_of(people.in_pool(provinces=tuple(Province))).expressions[0]
    assert set(found(Filters())) == {stay.number, everywhere.number}
    assert found(Filters(), Province.BC) == [stay.number, everywhere.number]
    assert found(Filters(), Province.NU) == [everywhere.number]


def test_who_left_or_whose_year_is_over_is_not_found(stay: ExpressionOfInterest, people: People) -> None:
    assert found(Filters(), at=stay.expires_at - timedelta(seconds=1)) == [stay.number]
    assert found(Filters(), at=stay.expires_at) == []
    pool.withdraw(stay.profile, NOW)
    db.session.flush()
    assert found(Filters()) == found(Filters(number=stay.number)) == found(Filters(occupation="21231")) == []


@pytest.mark.parametrize("filters", [Filters(), Filters(occupation="21231"), "number"])
def test_who_holds_a_nomination_is_not_found(stay: ExpressionOfInterest, filters: Any) -> None:
    wanted = Filters(number=stay.number) if filters == "number" else filters
    assert found(wanted) == [stay.number]
    pool.set_nomination(stay, Province.ON, NOW, LAW)
    db.session.flush()
    assert found(wanted) == []


@pytest.mark.parametrize(
    ("fits", "does_not"),
    [
        ({"age_from": 31}, {"age_from": 32}),
        ({"age_to": 31}, {"age_to": 30}),
        ({"education": "masters_or_entry_to_practice_professional"}, {"education": "doctoral"}),
        ({"education": "secondary"}, {"education": "doctoral"}),
        ({"english": 9}, {"english": 10}),
        ({"first_language": "english"}, {"french": 4}),
        ({"occupation": "21231"}, {"occupation": "62020"}),
        ({"teer": 1}, {"teer": 0}),
        ({"foreign_years": 4}, {"foreign_years": 5}),
        ({"canadian_years": 0}, {"canadian_years": 1}),
    ],
)
def test_each_field_finds_who_reaches_it(
    stay: ExpressionOfInterest, fits: dict[str, Any], does_not: dict[str, Any]
) -> None:
    assert found(Filters(**fits)) == [stay.number]
    assert found(Filters(**does_not)) == []


def test_score_and_number(stay: ExpressionOfInterest) -> None:
    at_it = Filters(score_from=stay.score, score_to=stay.score)
    assert found(at_it) == [stay.number]
    assert found(replace(at_it, score_from=stay.score + 1, score_to=None)) == []
    assert found(replace(at_it, score_from=None, score_to=stay.score - 1)) == []
    assert found(Filters(number=stay.number)) == [stay.number]
    assert found(Filters(number=stay.number), Province.NU) == found(Filters(number="E000000000")) == []


def test_an_age_is_that_of_the_day(stay: ExpressionOfInterest) -> None:
    """Born on 5 May 1995: 31 until 4 May 2027."""
    later = NOW + timedelta(days=150)
    assert found(Filters(age_from=32), at=later, on=date(2027, 5, 4)) == []
    assert found(Filters(age_from=32), at=later, on=date(2027, 5, 5)) == [stay.number]
    assert search.look(Province.ON, Filters(), later, date(2027, 5, 5)).candidates[0].age == 32


def test_what_is_shown_is_what_the_instructions_allow(stay: ExpressionOfInterest) -> None:
    one = search.look(Province.ON, Filters(), NOW, TODAY).candidates[0]
    assert one == Candidate(
        number=stay.number,
        score=stay.score,
        age=31,
        education=EducationLevel.MASTERS,
        english_level=9,
        french_level=None,
        first_language=Language.ENGLISH,
        noc_code="21231",
        teer=1,
        canadian_years=0,
        foreign_years=4,
    )
    allowed = {"number", "score", "age", "education", "english_level", "french_level", "first_language"}
    assert {field.name for field in fields(Candidate)} == allowed | {
        "noc_code",
        "teer",
        "canadian_years",
        "foreign_years",
    }


# ---- Page by page, and no further than the budget


@pytest.fixture
def many(context: Flask, people: People, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Twelve in the pool, the second half older than 35, a page of three and a budget of five."""
    monkeypatch.setattr(search, "PAGE", 3)
    monkeypatch.setattr(search, "BUDGET", 5)
    for number in range(12):
        born = date(1995, 5, 5) if number < 6 else date(1990, 5, 5)
        people.in_pool(FACTS, NOW - timedelta(minutes=number), birth_date=born)
    order = select(ExpressionOfInterest.number).order_by(*search.RANK_ORDER)
    return list(db.session.scalars(order))


def test_pages_follow_each_other_in_rank_order(many: list[str]) -> None:
    seen, after = [], None
    for _page in range(4):
        page = search.look(Province.ON, Filters(), NOW, TODAY, after)
        assert len(page.candidates) == 3
        seen += [one.number for one in page.candidates]
        after = page.after
    assert seen == many
    assert after is None


def test_the_budget_ends_a_page_and_it_says_how_far_it_has_looked(many: list[str]) -> None:
    older = Filters(age_from=35)
    first = search.look(Province.ON, older, NOW, TODAY)
    assert first.candidates == []
    assert first.after is not None
    assert first.looked_down_to == first.after.score > 0
    second = search.look(Province.ON, older, NOW, TODAY, first.after)
    third = search.look(Province.ON, older, NOW, TODAY, second.after)
    assert [one.number for page in (second, third) for one in page.candidates] == many[6:][:6]
    assert second.looked_down_to is None
    assert (third.after, third.looked_down_to) == (None, None)


def test_exactly_a_page_left_is_no_further_page(many: list[str]) -> None:
    younger = Filters(age_to=34, score_from=100)
    first = search.look(Province.ON, younger, NOW, TODAY)
    assert len(first.candidates) == 3
    assert first.after is not None


# ---- The index


def copied(stay: ExpressionOfInterest, times: int) -> None:
    """So many like this one in the pool, each with an account; none named the rarer provinces."""
    db.session.flush()
    row = db.session.execute(select(ExpressionOfInterest.__table__)).mappings().one()
    profile = db.session.execute(select(Profile.__table__)).mappings().one()
    user = db.session.execute(select(User.__table__)).mappings().one()
    for number in range(1000, 1000 + times):
        db.session.execute(insert(User), [{**user, "id": number, "email": f"{number}@example.org"}])
        db.session.execute(insert(Profile), [{**profile, "id": number, "user_id": number}])
        changed = {"id": number, "number": f"E{number:09d}", "profile_id": number, "score": number % 600}
        db.session.execute(insert(ExpressionOfInterest), [{**row, **changed}])


SEARCHES = (
    (Filters(), "ix_standing_{}"),
    (Filters(score_from=400, age_from=20, french=7), "ix_standing_{}"),
    (Filters(score_to=480, teer=1, education="doctoral"), "ix_standing_{}"),
    (Filters(occupation="21231", foreign_years=2), "ix_standing_occupation"),
    (Filters(number="E000000001"), "sqlite_autoindex"),
)


@pytest.mark.parametrize("analyzed", [False, True])
def test_a_search_walks_one_index_and_sorts_nothing(context: Flask, people: People, analyzed: bool) -> None:
    if analyzed:
        copied(profile_of(people.in_pool()).expressions[0], 1000)
        db.session.execute(db.text("ANALYZE"))
    for province in (one for one in Province if one is not Province.QC):
        for filters, index in SEARCHES:
            for after in (None, Standing(470, NOW, 3)):
                for plan in plans(province, filters, after):
                    assert index.format(province.lower()) in plan, plan
                    assert "TEMP B-TREE" not in plan
                    assert "MATERIALIZE" not in plan
                    assert plan.count("USING INDEX") == 1


def plans(province: Province, filters: Filters, after: Standing | None) -> Iterator[str]:
    """How SQLite runs the two statements of a search."""
    looked_at = search._looked_at(province, filters, after)
    inner = looked_at.subquery("looked_at")
    page = select(inner).where(*search._conditions(inner.c, province, filters, NOW, TODAY)).limit(51)
    last = looked_at.with_only_columns(*(search.E.score, search.E.submitted_at, search.E.id)).offset(999).limit(1)
    for statement in (page, last):
        sql = str(statement.compile(db.engine, compile_kwargs={"literal_binds": True}))
        yield " ".join(str(row) for row in db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}"))
