"""A stay in the pool: every way in, through and out, and what is refused."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from expressentry.database import db
from expressentry.models import Departure, Event, ExpressionOfInterest, ScoreCount, SectionKey
from expressentry.pool import lifecycle
from expressentry.rules.facts import Job, Province
from expressentry.rules.tables import law_on
from expressentry.seeding import answers_of
from tests.conftest import FACTS, LAW, NOW, PARTICULARS, People, profile_of

# Canadian work alone: eligible only under the Canadian Experience Class, until its year leaves the three-year window.
CEC_ONLY = replace(
    FACTS,
    credentials=(),
    jobs=(
        Job(
            noc_code="21231",
            started_on=date(2024, 1, 8),
            ended_on=date(2025, 1, 31),
            hours_per_week=40,
            in_canada=True,
            paid=True,
            authorized=True,
            full_time_student=False,
            self_employed=False,
        ),
    ),
)


def counted() -> dict[int, int]:
    """The maintained counts, and a check that they are those of the pool."""
    kept = {row.score: row.candidates for row in db.session.execute(select(ScoreCount.score, ScoreCount.candidates))}
    kept = {score: number for score, number in kept.items() if number}
    standing = select(ExpressionOfInterest.score, func.count()).where(ExpressionOfInterest.left_at.is_(None))
    assert kept == dict(db.session.execute(standing.group_by(ExpressionOfInterest.score)).all())
    return kept


def events() -> list[str]:
    return [event.kind for event in db.session.scalars(select(Event).order_by(Event.id))]


def change(profile: Any, **facts: Any) -> None:
    profile.answers = answers_of(replace(FACTS, **facts), PARTICULARS)


def test_submitting_enters_the_pool_for_a_year(context: Flask, people: People) -> None:
    """31 years 99, master's 135, CLB 9 four times 31, education and foreign work with CLB 9: 50 and 50."""
    profile = profile_of(people.candidate(FACTS))
    eoi = lifecycle.submit(profile, NOW, LAW)
    assert eoi.score == 99 + 135 + 124 + 50 + 50
    assert (eoi.cec, eoi.fsw, eoi.fst, eoi.nominee) == (False, True, False, False)
    assert (eoi.noc_code, eoi.teer, eoi.first_language, eoi.lowest_level) == ("21231", 1, "english", 9)
    assert (eoi.canadian_years, eoi.foreign_years, eoi.provinces) == (0, 4, " ON BC ")
    assert eoi.expires_at == datetime(2027, 11, 23, 15, 0, tzinfo=UTC)
    assert eoi.rescore_on == date(2027, 5, 5)
    assert len(eoi.number) == 10
    assert counted() == {458: 1}
    assert events()[-1] == "expression_of_interest.submitted"


def test_one_stay_at_a_time(context: Flask, people: People) -> None:
    profile = profile_of(people.candidate(FACTS))
    lifecycle.submit(profile, NOW, LAW)
    with pytest.raises(lifecycle.AlreadyInPool):
        lifecycle.submit(profile, NOW, LAW)


def test_the_database_forbids_a_second_open_stay(context: Flask, people: People) -> None:
    profile = profile_of(people.candidate(FACTS))
    first = lifecycle.submit(profile, NOW, LAW)
    columns = {c.name: getattr(first, c.name) for c in ExpressionOfInterest.__table__.columns if c.name != "id"}
    for state in ({}, {"left_at": NOW, "left_because": Departure.INVITED}):
        with pytest.raises(IntegrityError):
            insert_stay({**columns, "number": "E000000000", **state})
    insert_stay({**columns, "number": "E1", "left_at": NOW, "left_because": Departure.WITHDRAWN})


def insert_stay(columns: dict[str, Any]) -> None:
    with db.session.begin_nested():
        db.session.add(ExpressionOfInterest(**columns))
        db.session.flush()


def test_nobody_enters_whom_no_program_takes(context: Flask, people: People) -> None:
    profile = profile_of(people.candidate(replace(FACTS, funds_cents=1_526_299)))
    with pytest.raises(lifecycle.NotEligible) as refused:
        lifecycle.submit(profile, NOW, LAW)
    fsw = next(result for result in refused.value.assessment.results if result.program == "fsw")
    assert [(r.key.value, r.short) for r in fsw.requirements if not r.met] == [("funds", 1)]
    assert counted() == {}


def test_nobody_enters_with_an_unanswered_question(context: Flask, people: People) -> None:
    profile = profile_of(people.candidate(FACTS))
    about = profile.answers.section(SectionKey.ABOUT_YOU)
    values = {name: value for name, value in about.values.items() if name != "marital_status"}
    profile.answers = profile.answers.with_section(SectionKey.ABOUT_YOU, about._replace(values=values))
    with pytest.raises(lifecycle.Unfinished) as refused:
        lifecycle.submit(profile, NOW, LAW)
    assert [(m.section, m.name) for m in refused.value.unanswered] == [(SectionKey.ABOUT_YOU, "marital_status")]


def test_nobody_enters_with_answers_that_contradict_each_other(context: Flask, people: People) -> None:
    early = replace(FACTS.jobs[0], started_on=date(1990, 1, 1))
    profile = profile_of(people.candidate(replace(FACTS, jobs=(early,))))
    with pytest.raises(lifecycle.Unfinished) as refused:
        lifecycle.submit(profile, NOW, LAW)
    assert [found.path for found in refused.value.contradictions] == ["jobs[0].started_on"]


def test_an_update_is_ranked_only_when_confirmed_and_keeps_its_time(context: Flask, people: People) -> None:
    profile = profile_of(people.candidate(FACTS))
    eoi = lifecycle.submit(profile, NOW, LAW)
    change(profile, sibling_in_canada=True)
    db.session.flush()
    assert eoi.score == 458
    later = NOW + timedelta(days=3)
    lifecycle.confirm(profile, later, LAW)
    assert (eoi.score, eoi.submitted_at, eoi.confirmed_at) == (473, NOW, later)
    assert counted() == {473: 1}
    assert events()[-1] == "expression_of_interest.confirmed"


def test_an_update_that_ends_eligibility_needs_to_be_understood(context: Flask, people: People) -> None:
    profile = profile_of(people.candidate(FACTS))
    eoi = lifecycle.submit(profile, NOW, LAW)
    change(profile, provinces=(Province.QC,))
    with pytest.raises(lifecycle.WouldEndEligibility):
        lifecycle.confirm(profile, NOW, LAW)
    assert eoi.in_pool
    lifecycle.confirm(profile, NOW, LAW, may_end=True)
    assert eoi.left_because is Departure.INELIGIBLE
    assert counted() == {}


def test_withdrawing_leaves_and_a_new_stay_has_a_new_number_and_time(context: Flask, people: People) -> None:
    profile = profile_of(people.candidate(FACTS))
    first = lifecycle.submit(profile, NOW, LAW)
    lifecycle.withdraw(profile, NOW + timedelta(hours=1))
    assert first.left_because is Departure.WITHDRAWN
    with pytest.raises(lifecycle.NotInPool):
        lifecycle.withdraw(profile, NOW + timedelta(hours=2))
    with pytest.raises(lifecycle.NotInPool):
        lifecycle.confirm(profile, NOW + timedelta(hours=2), LAW)
    second = lifecycle.submit(profile, NOW + timedelta(hours=3), LAW)
    assert second.number != first.number
    assert second.submitted_at == NOW + timedelta(hours=3)
    assert counted() == {458: 1}


def test_a_stay_ends_at_its_instant_whoever_notices_first(context: Flask, people: People) -> None:
    profile = profile_of(people.candidate(FACTS))
    eoi = lifecycle.submit(profile, NOW, LAW)
    end = datetime(2027, 11, 23, 15, 0, tzinfo=UTC)
    lifecycle.settle(profile, end - timedelta(seconds=1))
    assert eoi.in_pool
    with pytest.raises(lifecycle.NotInPool):
        lifecycle.withdraw(profile, end + timedelta(days=30))
    assert (eoi.left_because, eoi.left_at) == (Departure.EXPIRED, end)
    assert counted() == {}


def test_a_birthday_is_rescored_on_its_day_and_not_before(context: Flask, people: People) -> None:
    """31 years 99 points, 32 years 94; the birthday is 5 May."""
    profile = profile_of(people.candidate(FACTS))
    eoi = lifecycle.submit(profile, NOW, LAW)
    assert lifecycle.rescore_due(datetime(2027, 5, 4, 23, 0, tzinfo=UTC), LAW) == 0
    assert eoi.score == 458
    day = datetime(2027, 5, 5, 12, 0, tzinfo=UTC)
    assert lifecycle.rescore_due(day, LAW) == 1
    assert (eoi.score, eoi.scored_on) == (453, date(2027, 5, 5))
    assert counted() == {453: 1}
    assert events()[-1] == "expression_of_interest.rescored"
    assert lifecycle.rescore_due(day, LAW) == 0


def test_whoever_no_program_takes_any_more_leaves(context: Flask, people: People) -> None:
    """Work from 2024-01-08 to 2025-01-31: the window of three years holds 364 days of it to 3 February 2027."""
    profile = profile_of(people.candidate(CEC_ONLY))
    eoi = lifecycle.submit(profile, NOW, LAW)
    assert (eoi.cec, eoi.fsw) == (True, False)
    assert eoi.rescore_on == date(2027, 2, 4)
    lifecycle.rescore_due(datetime(2027, 2, 3, 12, tzinfo=UTC), LAW)
    assert eoi.in_pool
    lifecycle.rescore_due(datetime(2027, 2, 4, 12, tzinfo=UTC), LAW)
    assert eoi.left_because is Departure.INELIGIBLE
    assert events()[-1] == "expression_of_interest.ineligible"
    assert counted() == {}


def test_another_law_makes_every_score_due(context: Flask, people: People) -> None:
    profile = profile_of(people.candidate(replace(FACTS, sibling_in_canada=True)))
    eoi = lifecycle.submit(profile, NOW, LAW)
    assert eoi.score == 473
    older = law_on(date(2017, 1, 1))
    assert lifecycle.rescore_due(NOW, older) == 1
    assert (eoi.score, eoi.law_version) == (458, older.version)


def test_many_due_are_all_rescored(context: Flask, people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lifecycle, "BATCH", 2)
    for _ in range(7):
        lifecycle.submit(profile_of(people.candidate(FACTS)), NOW, LAW)
    assert lifecycle.rescore_due(datetime(2027, 5, 5, 12, tzinfo=UTC), LAW) == 7
    assert counted() == {453: 7}
