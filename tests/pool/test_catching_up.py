"""Missed days are caught up as if each had been lived through: the same scores, events and letters, dated alike."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from expressentry.clock import day_of, law_for, start_of
from expressentry.database import db
from expressentry.models import Departure, Event, ExpressionOfInterest, Letter, LetterKind, ScoreCount
from expressentry.pool import lifecycle
from expressentry.rules.facts import Job, JobOffer, WorkPermit
from expressentry.rules.tables import law_on
from expressentry.seeding import people as seeded
from tests.conftest import FACTS, NOW, People, make_app, profile_of


def run(at: datetime) -> int:
    return lifecycle.rescore_due(at, law_for(day_of(at)), law_for)


def everything() -> dict[str, Any]:
    """All that the job may have changed, without what is random in it."""
    db.session.flush()
    stays = ExpressionOfInterest.__table__
    return {
        "stays": [tuple(row) for row in db.session.execute(select(stays).order_by(stays.c.id))],
        "counts": {row.score: row.candidates for row in db.session.scalars(select(ScoreCount)).all() if row.candidates},
        "events": sorted(
            (event.at, event.kind, event.subject_id, str(event.figures)) for event in db.session.scalars(select(Event))
        ),
        "letters": sorted(
            (letter.written_at, letter.kind, letter.about_id, str(letter.figures), letter.notified_at)
            for letter in db.session.scalars(select(Letter))
        ),
    }


# From quiet weeks to years with a new table of funds, of evidence, and the end of points for arranged employment.
SPANS = [
    (date(2026, 11, 23), 60, 12, 1),
    (date(2026, 11, 23), 400, 5, 2),
    (date(2025, 2, 20), 40, 15, 3),
    (date(2025, 2, 1), 200, 4, 4),
    (date(2023, 12, 10), 220, 23, 5),
    (date(2024, 5, 1), 365, 9, 6),
    (date(2017, 3, 1), 330, 12, 7),
    (date(2020, 3, 1), 340, 0, 8),
]


@pytest.mark.parametrize(("start", "days", "hour", "seed"), SPANS)
def test_one_run_after_many_days_is_a_run_on_each_of_them(
    context: Flask, start: date, days: int, hour: int, seed: int
) -> None:
    at = datetime.combine(start, time(hour, 30), UTC)
    for _made in seeded(30, seed, at, law_for(start)):
        pass
    outcomes = []
    for steps in (range(1, days + 1), (days,)):
        attempt = db.session.begin_nested()
        for step in steps:
            run(at + timedelta(days=step))
        outcomes.append(everything())
        attempt.rollback()
        db.session.expire_all()
    daily, once = outcomes
    for name in daily:
        assert once[name] == daily[name], name
    assert len(daily["events"]) > 30


@pytest.fixture
def submitted(context: Flask, people: People) -> Callable[..., ExpressionOfInterest]:
    """A stay in the pool, submitted on a day under the law of that day."""

    def make(at: datetime, **facts: Any) -> ExpressionOfInterest:
        profile = profile_of(people.candidate(replace(FACTS, **facts)))
        return lifecycle.submit(profile, at, law_for(day_of(at)))

    return make


def events_of(eoi: ExpressionOfInterest) -> list[tuple[str, datetime]]:
    """The events of a stay after its submission."""
    db.session.flush()
    found = select(Event.kind, Event.at).where(Event.subject == eoi.__tablename__, Event.subject_id == eoi.id)
    return [(kind.split(".")[1], at) for kind, at in db.session.execute(found.order_by(Event.id))][1:]


def letters_of(eoi: ExpressionOfInterest) -> list[Letter]:
    db.session.flush()
    about = (Letter.about == eoi.__tablename__, Letter.about_id == eoi.id)
    return list(db.session.scalars(select(Letter).where(*about).order_by(Letter.id)))


def test_each_missed_change_is_dated_when_its_day_began_in_ottawa(submitted: Any) -> None:
    """31 to 32 years on 5 May 2027, 99 to 94 points; the stay ends on 23 November 2027 at 15:00 UTC."""
    eoi = submitted(NOW)
    run(datetime(2028, 3, 1, tzinfo=UTC))
    assert events_of(eoi) == [
        ("rescored", datetime(2027, 5, 5, 4, 0, tzinfo=UTC)),
        ("expired", datetime(2027, 11, 23, 15, 0, tzinfo=UTC)),
    ]
    assert (eoi.score, eoi.left_because, eoi.left_at) == (
        453,
        Departure.EXPIRED,
        datetime(2027, 11, 23, 15, tzinfo=UTC),
    )
    _entered, changed, over = letters_of(eoi)
    assert changed.kind is LetterKind.CHANGED_BY_CALENDAR
    assert changed.written_at == datetime(2027, 5, 5, 4, 0, tzinfo=UTC)
    assert changed.figures == {
        "number": eoi.number,
        "before": 458,
        "after": 453,
        "on": "2027-05-05",
        "causes": ["birthday"],
    }
    assert (over.kind, over.written_at) == (LetterKind.STAY_EXPIRED, datetime(2027, 11, 23, 15, tzinfo=UTC))


EARLY_TEST = replace(FACTS.languages[0], taken_on=date(2025, 2, 2))
OFFER = JobOffer(
    noc_code="21231",
    full_time=True,
    lasts_a_year=True,
    permit=WorkPermit.NONE,
    lmia_approved=True,
    lmia_expires_on=date(2026, 12, 31),
)


def test_a_new_instrument_counts_from_its_day(submitted: Any) -> None:
    """Points for arranged employment, 50, ended on 25 March 2025; the birthday is 5 May."""
    eoi = submitted(datetime(2025, 3, 20, 12, tzinfo=UTC), languages=(EARLY_TEST,), job_offer=OFFER)
    before = eoi.score
    run(datetime(2025, 6, 1, tzinfo=UTC))
    assert events_of(eoi) == [
        ("rescored", datetime(2025, 3, 25, 4, 0, tzinfo=UTC)),
        ("rescored", datetime(2025, 5, 5, 4, 0, tzinfo=UTC)),
    ]
    first, second = letters_of(eoi)[1:]
    assert (first.figures["causes"], first.figures["before"], first.figures["after"]) == (
        ["amendment"],
        before,
        before - 50,
    )
    assert second.figures["causes"] == ["birthday"]


def test_whoever_a_new_instrument_shuts_out_leaves_on_its_day(submitted: Any) -> None:
    """Funds for one: 14,690 dollars until 6 July 2025, 15,263 from the 7th."""
    eoi = submitted(datetime(2025, 7, 1, 12, tzinfo=UTC), languages=(EARLY_TEST,), funds_cents=1_500_000)
    run(datetime(2025, 7, 7, 3, 59, tzinfo=UTC))
    assert eoi.in_pool
    run(datetime(2025, 9, 1, tzinfo=UTC))
    assert (eoi.left_because, eoi.left_at) == (Departure.INELIGIBLE, datetime(2025, 7, 7, 4, 0, tzinfo=UTC))
    assert events_of(eoi) == [("ineligible", datetime(2025, 7, 7, 4, 0, tzinfo=UTC))]
    letter = letters_of(eoi)[-1]
    assert (letter.kind, letter.written_at) == (LetterKind.NOT_ELIGIBLE, datetime(2025, 7, 7, 4, 0, tzinfo=UTC))
    assert letter.figures["programs_lacking"]["fsw"] == ["funds"]
    assert "canadian_work" in letter.figures["programs_lacking"]["cec"]
    english, french = (letter.figures["shortfalls"][language]["fsw"] for language in ("en", "fr"))
    assert english[0][0] == "$15,000; $15,263 needed; $263 missing"
    assert english[0][1].startswith("IRPR 76(1)(b)")
    assert "il manque 263" in french[0][0]


def test_a_site_that_stays_under_one_law_knows_no_amendment(database: Any, moment: Any) -> None:
    app = make_app(database, LAW_ON=date(2025, 3, 1))
    with app.app_context():
        profile = profile_of(People(app).candidate(replace(FACTS, languages=(EARLY_TEST,), job_offer=OFFER)))
        eoi = lifecycle.submit(profile, datetime(2025, 3, 20, 12, tzinfo=UTC), law_for(date(2025, 3, 20)))
        run(datetime(2025, 5, 1, tzinfo=UTC))
        assert events_of(eoi) == []
        run(datetime(2025, 5, 6, tzinfo=UTC))
        assert events_of(eoi) == [("rescored", datetime(2025, 5, 5, 4, 0, tzinfo=UTC))]
        db.session.remove()
        db.engine.dispose()


def test_a_stay_that_ended_first_is_not_rescored_after_its_end(submitted: Any) -> None:
    """The year is over on 5 May 2027 at midnight in Ottawa, the instant the birthday begins."""
    eoi = submitted(datetime(2026, 5, 5, 4, 0, tzinfo=UTC))
    run(datetime(2027, 6, 1, tzinfo=UTC))
    assert events_of(eoi) == [("expired", datetime(2027, 5, 5, 4, 0, tzinfo=UTC))]
    assert eoi.score == 458


def test_a_change_on_the_last_day_comes_before_the_end_whenever_the_job_runs(submitted: Any) -> None:
    eoi = submitted(datetime(2026, 5, 5, 15, 0, tzinfo=UTC))
    run(datetime(2027, 5, 5, 20, 0, tzinfo=UTC))
    assert [kind for kind, _at in events_of(eoi)] == ["rescored", "expired"]


def test_a_change_of_programs_alone_is_told(submitted: Any) -> None:
    """A second job in Canada fills its first year: another program takes the candidate."""
    job = Job(
        noc_code="21231",
        started_on=date(2025, 12, 1),
        hours_per_week=30,
        in_canada=True,
        paid=True,
        authorized=True,
        full_time_student=False,
        self_employed=False,
    )
    eoi = submitted(NOW, jobs=(*FACTS.jobs, job))
    assert not eoi.cec
    run(NOW + timedelta(days=30))
    assert eoi.cec
    assert letters_of(eoi)[-1].figures["causes"] == ["work"]


def test_of_an_account_nobody_can_sign_in_to_no_notice_is_sent(submitted: Any) -> None:
    eoi = submitted(NOW)
    run(datetime(2027, 5, 6, tzinfo=UTC))
    assert all(letter.notified_at == letter.written_at for letter in letters_of(eoi))
    eoi.profile.user.password_hash = "x"
    run(datetime(2027, 11, 24, tzinfo=UTC))
    assert letters_of(eoi)[-1].notified_at is None


def test_a_law_chosen_otherwise_rescores_at_once(submitted: Any) -> None:
    eoi = submitted(NOW, sibling_in_canada=True)
    older = law_on(date(2017, 1, 1))
    assert lifecycle.rescore_due(NOW, older) == 1
    assert lifecycle.rescore_due(NOW, older) == 0
    assert events_of(eoi) == [("rescored", NOW)]


def test_days_begin_at_midnight_in_ottawa_in_winter_and_in_summer() -> None:
    assert start_of(date(2026, 11, 23)) == datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
    assert start_of(date(2027, 7, 1)) == datetime(2027, 7, 1, 4, 0, tzinfo=UTC)


def test_what_is_entered_is_kept_with_its_answers(submitted: Any) -> None:
    eoi = submitted(NOW)
    assert eoi.answers.facts() == eoi.facts
    profile = eoi.profile
    profile.answers = profile.answers.with_section("ties", profile.answers.section("ties")._replace(revision=7))
    lifecycle.confirm(profile, NOW + timedelta(days=1), law_for(date(2026, 11, 24)))
    db.session.flush()
    db.session.expire(eoi)
    assert eoi.answers.section("ties").revision == 7


def test_every_step_of_a_stay_is_told_by_letter(submitted: Any) -> None:
    eoi = submitted(NOW)
    profile, law = eoi.profile, law_for(date(2026, 11, 23))
    lifecycle.confirm(profile, NOW + timedelta(hours=1), law)
    lifecycle.withdraw(profile, NOW + timedelta(hours=2))
    entered, updated, left = letters_of(eoi)
    assert entered.kind is LetterKind.IN_THE_POOL
    assert entered.figures["score"] == 458
    assert entered.figures["programs"] == ["fsw"]
    assert len(entered.figures["lines"]) == 16
    assert entered.figures["lines"][0] == ["age", 99, 110]
    assert entered.figures["expires_at"] == "2027-11-23T15:00:00+00:00"
    assert (updated.kind, updated.figures) == (
        LetterKind.PROFILE_UPDATED,
        {"number": eoi.number, "before": 458, "after": 458},
    )
    assert (left.kind, left.written_at) == (LetterKind.WITHDRAWN_FROM_POOL, NOW + timedelta(hours=2))
    assert len({letter.code for letter in letters_of(eoi)}) == 3
    assert db.session.scalar(select(func.count()).where(Letter.kind == LetterKind.ACCOUNT_CREATED)) == 1
