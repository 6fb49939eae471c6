"""The queue, page by page, against a plain sort of everything in it; and that no page reads more than its own rows."""

import random
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, insert, select

from expressentry import seeding
from expressentry.database import db
from expressentry.models import (
    Answers,
    Application,
    Decision,
    ExpressionOfInterest,
    Invitation,
    RoundKind,
    StageKey,
    User,
    WaitingOn,
)
from expressentry.processing import queue
from expressentry.processing.queue import Filters, Place
from expressentry.rounds import lifecycle as rounds
from expressentry.rules.programs import Program
from tests.conftest import FACTS, LAW, NOW, People

CASES = 120


@pytest.fixture
def officers(context: Flask, people: People) -> list[User]:
    made = [people.officer(), people.officer("colleague@example.org")]
    return [db.session.get_one(User, user.id) for user in made]


@pytest.fixture
def cases(officers: list[User]) -> list[dict[str, Any]]:
    """Applications of every kind, many received at the same instants; some drafts, some decided."""
    list(seeding.people(CASES + 60, 5, NOW, LAW))
    round_ = rounds.draft(officers[0], NOW)
    rounds.change(round_, RoundKind.NO_PROGRAM_SPECIFIED, CASES + 60, None, officers[0], NOW)
    rounds.issue(round_, officers[0], NOW, LAW)
    chance = random.Random(11)
    stays = select(Invitation.id, ExpressionOfInterest.profile_id).join(Invitation.expression).limit(CASES + 30)
    invited = db.session.execute(stays).all()
    rows = [_row(place, *ids, chance, officers) for place, ids in enumerate(invited)]
    db.session.execute(insert(Application), rows)
    return [row for row in rows if row["received_at"] and not row["decided_at"]]


def _row(
    place: int, invitation_id: int, profile_id: int, chance: random.Random, officers: list[User]
) -> dict[str, Any]:
    received_at = None if place >= CASES + 20 else NOW - timedelta(days=chance.randrange(40))
    decided = CASES <= place < CASES + 20
    return {
        "id": place + 1,
        "number": f"A{place:09d}",
        "invitation_id": invitation_id,
        "profile_id": profile_id,
        "program": chance.choice(list(Program)),
        "invited_answers": Answers({}),
        "invited_facts": FACTS,
        "answers": Answers({}),
        "explanations": {},
        "started_at": NOW,
        "amended_at": NOW,
        "received_at": received_at,
        "stage": chance.choice(list(StageKey)),
        "waiting_on": chance.choice(list(WaitingOn)),
        "assigned_to_id": chance.choice([None, *(officer.id for officer in officers)]),
        "decided_at": NOW + timedelta(days=chance.randrange(5)) if decided else None,
        "decision": Decision.APPROVED if decided else None,
        "days_taken": 3 if decided else None,
    }


def forward(filters: Filters) -> list[str]:
    """Every number, page by page from the first."""
    found: list[str] = []
    place: Place | None = None
    while True:
        page = queue.page(filters, after=place)
        assert len(page.rows) <= 50
        assert (page.before is None) == (place is None or not page.rows)
        found += [row.number for row in page.rows]
        if page.after is None:
            return found
        place = page.after


def backward(filters: Filters) -> list[str]:
    """Every number, page by page back from the last."""
    last = queue.page(filters, before=Place(NOW + timedelta(days=999), 2**40))
    found = [row.number for row in last.rows]
    while last.before is not None:
        last = queue.page(filters, before=last.before)
        found = [row.number for row in last.rows] + found
    return found


def brute(cases: list[dict[str, Any]], **wanted: Any) -> list[str]:
    kept = [case for case in cases if all(case[name] == value for name, value in wanted.items())]
    return [case["number"] for case in sorted(kept, key=lambda case: (case["received_at"], case["id"]))]


def test_the_queue_is_in_the_order_of_receipt_both_ways(cases: list[dict[str, Any]]) -> None:
    assert len(cases) == CASES
    assert forward(Filters()) == brute(cases)
    assert backward(Filters()) == brute(cases)


def test_every_filter_and_every_pair_finds_what_a_plain_search_finds(
    cases: list[dict[str, Any]], officers: list[User]
) -> None:
    programs, stages = [None, Program.FSW], [None, StageKey.MEDICAL]
    for program, stage, whom, whose in product(programs, stages, [None, WaitingOn.PARTNER], [None, 0, officers[1].id]):
        wanted: dict[str, Any] = {"program": program, "stage": stage, "waiting_on": whom}
        wanted = {name: value for name, value in wanted.items() if value is not None}
        if whose is not None:
            wanted["assigned_to_id"] = whose or None
        filters = Filters(program, stage, whom, whose)
        assert forward(filters) == brute(cases, **wanted)
        assert backward(filters) == brute(cases, **wanted)


def test_decided_cases_come_newest_first_of_one_program_or_all(cases: list[dict[str, Any]]) -> None:
    rows = db.session.execute(
        select(Application.number, Application.program, Application.decided_at, Application.id)
        .where(Application.decided_at.is_not(None))
        .order_by(Application.decided_at.desc(), Application.id.desc())
    ).all()
    assert [row.number for row in queue.decided(None).rows] == [row.number for row in rows]
    for program in Program:
        assert [row.number for row in queue.decided(program).rows] == [
            row.number for row in rows if row.program is program
        ]
    fifth = queue.decided(None, Place(rows[4].decided_at, rows[4].id))
    assert [row.number for row in fifth.rows] == [row.number for row in rows[5:]]
    assert fifth.before is not None


@pytest.mark.parametrize(
    ("filters", "index"),
    [
        (Filters(), "ix_application_queue"),
        (Filters(program=Program.CEC), "ix_application_queue_program"),
        (Filters(stage=StageKey.MEDICAL), "ix_application_queue_stage"),
        (Filters(waiting_on=WaitingOn.OFFICER), "ix_application_queue_waiting"),
        (Filters(assigned_to=1), "ix_application_queue_assigned"),
        (Filters(assigned_to=0), "ix_application_queue_assigned"),
    ],
)
def test_a_page_enters_its_index_and_sorts_nothing(context: Flask, filters: Filters, index: str) -> None:
    place = Place(datetime.fromisoformat("2026-11-01T00:00:00+00:00"), 7)
    for kwargs in ({}, {"after": place}, {"before": place}):
        plan = _plan(lambda kwargs=kwargs: queue.page(filters, **kwargs))  # type: ignore[misc]
        assert f"application USING INDEX {index} " in plan + " " or f"USING INDEX {index}\n" in plan, plan
        assert "TEMP B-TREE" not in plan, plan


def _plan(ask: Any) -> str:
    """How SQLite would answer what is asked."""
    asked: list[tuple[str, Any]] = []

    def keep(_conn: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        asked.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", keep)
    try:
        ask()
    finally:
        event.remove(db.engine, "before_cursor_execute", keep)
    statement, parameters = asked[-1]
    steps = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
    return "\n".join(step[3] for step in steps) + "\n"
