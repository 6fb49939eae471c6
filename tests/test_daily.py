"""The daily job: reminders once each, drafts that lapse after a warning, run twice or broken off."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, text

from expressentry import daily, heartbeat, reminders
from expressentry.accounts import lifecycle as accounts
from expressentry.database import db
from expressentry.invitations import lifecycle as invitations
from expressentry.models import (
    Demand,
    Departure,
    Event,
    ExpressionOfInterest,
    Invitation,
    Letter,
    LetterKind,
    Profile,
    Role,
    SectionKey,
)
from expressentry.pool import lifecycle as pool
from expressentry.profiles import lifecycle as profiles
from expressentry.seeding import answers_of
from tests.conftest import FACTS, LAW, NOW, PARTICULARS, Browser, People, make_app
from tests.test_heartbeat import DEADLINE, asked, invited

DAY = timedelta(days=1)


def run(at: datetime) -> None:
    """The job, at a moment."""
    for _what, batches in daily.steps(at):
        for _touched in batches:
            pass


def letters(kind: LetterKind) -> list[tuple[datetime, Any]]:
    """When letters of a kind were written, and the days they give."""
    db.session.flush()
    found = db.session.scalars(select(Letter).where(Letter.kind == kind).order_by(Letter.id))
    return [(letter.written_at, letter.figures.get("days")) for letter in found]


# ---- Reminders


def test_a_stay_about_to_end_is_told_thrice(context: Flask, people: People) -> None:
    people.in_pool()
    end = datetime(2027, 11, 23, 15, tzinfo=UTC)
    for day in range(366):
        run(NOW + day * DAY)
    assert letters(LetterKind.STAY_ABOUT_TO_EXPIRE) == [
        (end - 30 * DAY, 30),
        (end - 7 * DAY, 7),
        (end - DAY, 1),
    ]
    letter = db.session.scalars(select(Letter).where(Letter.kind == LetterKind.STAY_ABOUT_TO_EXPIRE)).first()
    stay = db.session.scalars(select(ExpressionOfInterest)).one()
    assert (letter.about, letter.about_id, letter.user_id) == ("expression_of_interest", stay.id, stay.profile.user_id)
    assert letter.figures == {"number": stay.number, "expires_at": end.isoformat(), "days": 30}


@pytest.mark.parametrize(
    ("before", "days"),
    [
        (timedelta(days=30, microseconds=1), None),
        (timedelta(days=30), 30),
        (timedelta(days=7, microseconds=1), 30),
        (timedelta(days=5), 7),
        (timedelta(days=1), 1),
        (timedelta(microseconds=1), 1),
        (timedelta(), None),
    ],
)
def test_after_missed_days_only_the_reminder_of_use_is_written(
    context: Flask, people: People, before: timedelta, days: int | None
) -> None:
    invited(people)
    run(DEADLINE - before)
    run(DEADLINE - before)
    expected = [] if days is None else [(DEADLINE - days * DAY, days)]
    assert letters(LetterKind.DEADLINE_REMINDER) == expected
    for letter in db.session.scalars(select(Letter).where(Letter.kind == LetterKind.DEADLINE_REMINDER)):
        assert letter.about == "invitation"
        assert letter.figures == {"what": "invitation", "answer_before": DEADLINE.isoformat(), "days": days}


def test_a_request_is_reminded_of_a_week_and_a_day_before(context: Flask, people: People) -> None:
    demand = asked(invited(people))
    for day in range(40):
        run(NOW + day * DAY)
    end = datetime(2026, 12, 24, tzinfo=UTC)
    assert letters(LetterKind.DEADLINE_REMINDER) == [(end - 7 * DAY, 7), (end - DAY, 1)]
    assert demand.lapsed_at == end


def test_a_deadline_set_after_its_reminder_was_due_is_not_reminded_of(context: Flask, people: People) -> None:
    """A request of seven days ends eight days later at midnight UTC at most."""
    demand = asked(invited(people), days=7)
    demand.answer_before = NOW + 5 * DAY
    run(NOW + DAY)
    assert letters(LetterKind.DEADLINE_REMINDER) == []
    run(NOW + 4 * DAY)
    assert letters(LetterKind.DEADLINE_REMINDER) == [(NOW + 4 * DAY, 1)]


def test_nothing_answered_is_reminded_of(context: Flask, people: People) -> None:
    first, second = invited(people), invited(people)
    invitations.decline(first, first.expression.profile.user, NOW + DAY, LAW)
    asked(second)
    db.session.scalars(select(Demand)).one().answered_at = NOW + DAY
    run(DEADLINE - 30 * DAY)
    assert letters(LetterKind.DEADLINE_REMINDER) == []


def test_an_extended_deadline_is_not_reminded_of_twice_with_the_same_days(context: Flask, people: People) -> None:
    invitation = invited(people)
    run(DEADLINE - DAY)
    invitation.answer_before, invitation.extended_from = DEADLINE + DAY, DEADLINE
    run(DEADLINE + DAY / 2)
    assert [days for _at, days in letters(LetterKind.DEADLINE_REMINDER)] == [1]


def test_reminders_in_many_batches(context: Flask, people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminders, "BATCH", 2)
    for _ in range(5):
        people.in_pool()
    run(NOW + 340 * DAY)
    assert [days for _at, days in letters(LetterKind.STAY_ABOUT_TO_EXPIRE)] == [30] * 5


# ---- Drafts


@pytest.fixture
def owner(context: Flask) -> Profile:
    """The profile of somebody who can sign in, filled in and untouched since `NOW`."""
    user = accounts.register("owner@example.org", "a long phrase here", Role.CANDIDATE, "en", NOW)
    user.profile.answers = answers_of(FACTS, PARTICULARS)
    db.session.commit()
    return user.profile


def warnings() -> list[tuple[datetime, str]]:
    db.session.flush()
    found = db.session.scalars(select(Letter).where(Letter.kind == LetterKind.DRAFT_ABOUT_TO_LAPSE).order_by(Letter.id))
    return [(letter.written_at, letter.figures["lapses_on"]) for letter in found]


def lapses() -> list[datetime]:
    db.session.flush()
    return list(db.session.scalars(select(Event.at).where(Event.kind == "profile.draft_lapsed")))


def test_a_draft_untouched_for_sixty_days_lapses_after_a_warning(owner: Profile) -> None:
    """60 days after 23 November 2026 is 22 January 2027; the warning comes 14 days before."""
    run(NOW + timedelta(days=46, seconds=-1))
    assert warnings() == []
    run(NOW + 46 * DAY)
    assert warnings() == [(NOW + 46 * DAY, "2027-01-22")]
    run(NOW + timedelta(days=60, seconds=-1))
    assert owner.answers.raw
    run(NOW + 63 * DAY)
    assert owner.answers.raw == {}
    assert lapses() == [NOW + 60 * DAY]
    run(NOW + 200 * DAY)
    assert (len(warnings()), len(lapses())) == (1, 1)


def test_nobody_lapses_less_than_a_week_after_the_warning(owner: Profile) -> None:
    late = NOW + 100 * DAY
    run(late)
    assert warnings() == [(late, "2027-03-10")]
    run(late + timedelta(days=7, seconds=-1))
    assert lapses() == []
    run(late + 8 * DAY)
    assert lapses() == [late + 7 * DAY]


def test_coming_back_cancels_it(owner: Profile) -> None:
    run(NOW + 50 * DAY)
    profiles.amend(
        owner,
        SectionKey.TIES,
        None,
        values={"sibling_in_canada": True},
        typed={},
        revision=str(owner.answers.section(SectionKey.TIES).revision),
        tab="t",
        at=NOW + 55 * DAY,
    )
    run(NOW + 70 * DAY)
    assert (len(warnings()), lapses()) == (1, [])
    run(NOW + 101 * DAY)
    run(NOW + 115 * DAY)
    assert [at for at, _on in warnings()] == [NOW + 50 * DAY, NOW + 101 * DAY]
    assert lapses() == [NOW + 115 * DAY]


def test_nothing_of_use_lapses(owner: Profile, people: People) -> None:
    """Empty profiles, accounts nobody signs in to, and whoever stands in the pool."""
    people.candidate(FACTS)
    empty = accounts.register("empty@example.org", "a long phrase here", Role.CANDIDATE, "en", NOW)
    pool.submit(owner, NOW, LAW)
    run(NOW + 200 * DAY)
    assert (warnings(), lapses()) == ([], [])
    assert empty.profile.answers.raw == {}


def test_the_invited_and_applicants_keep_theirs(context: Flask, people: People) -> None:
    invitation = invited(people)
    invitation.expression.profile.user.password_hash = "x"
    run(NOW + 60 * DAY)
    assert warnings() == []
    application = asked(invitation).application
    run(NOW + 300 * DAY)
    assert warnings() == []
    application.decided_at = NOW + 300 * DAY
    run(NOW + 345 * DAY)
    assert warnings() == []
    run(NOW + 346 * DAY)
    assert len(warnings()) == 1


def test_the_sixty_days_begin_again_when_a_stay_ends(owner: Profile) -> None:
    pool.submit(owner, NOW, LAW)
    pool.withdraw(owner, NOW + 100 * DAY)
    run(NOW + 145 * DAY)
    assert warnings() == []
    run(NOW + 146 * DAY)
    assert len(warnings()) == 1


def test_an_invitation_that_lapsed_is_such_an_end(context: Flask, people: People) -> None:
    invitation = invited(people)
    invitation.expression.profile.user.password_hash = "x"
    run(DEADLINE)
    assert invitation.expression.left_because is Departure.LAPSED
    run(DEADLINE + 45 * DAY)
    assert warnings() == []
    run(DEADLINE + 46 * DAY)
    assert len(warnings()) == 1


def test_all_answers_can_be_taken_away(context: Flask, owner: Profile, visitor: Callable[..., Browser]) -> None:
    user = owner.user
    answer = visitor(user).get("/profile/answers.json")
    assert answer.headers["Content-Disposition"] == "attachment; filename=profile.json"
    kept = json.loads(answer.text)
    assert kept["answers"] == owner.answers.raw
    assert kept["answers"]["about-you"]["values"]["family_name"] == "Velomar"
    assert "/profile/answers.json" in visitor(user).get("/profile").text


# ---- The command


@pytest.fixture
def busy(app: Flask, people: People, moment: time_machine.Traveller) -> Flask:
    """A site with something due of every kind, a year later."""
    for number in range(5):
        people.in_pool(birth_date=date(1996, 11, 24 + number))
    with app.app_context():
        due, lapsing = invited(people), invited(people)
        asked(due)
        lapsing.expression.profile.user.password_hash = "x"
        user = accounts.register("owner@example.org", "a long phrase here", Role.CANDIDATE, "en", NOW)
        user.profile.answers = answers_of(replace(FACTS, sibling_in_canada=True), PARTICULARS)
        db.session.commit()
        db.session.remove()
    moment.move_to(NOW + 364 * DAY)
    return app


def command(app: Flask) -> Any:
    return app.test_cli_runner().invoke(args=["daily"])


def everything(app: Flask, without_random: bool = False) -> dict[str, list[Any]]:
    """Every row of every table; if asked, without what is random or counted up."""
    with app.app_context():
        rows = {
            table.name: [dict(row) for row in db.session.execute(select(table)).mappings()]
            for table in db.metadatas[None].sorted_tables
        }
        db.session.remove()
    if without_random:
        for row in rows["letter"] + rows["event"]:
            row.pop("id")
            row.pop("code", None)
    return {name: sorted(rows[name], key=str) for name in rows}


def test_run_twice_it_changes_nothing(busy: Flask) -> None:
    first = command(busy)
    assert first.exit_code == 0
    assert first.stdout.splitlines()[:9] == [
        "invitations lapsed: 1",
        "requests to candidates lapsed: 1",
        "stays in the pool ended or rescored: 5",
        "notifications of interest lapsed: 0",
        "nominations lapsed: 0",
        "postings expired: 0",
        "reminders written: 5",
        "drafts lapsed: 0",
        "warnings that a draft is about to lapse: 2",
    ]
    before = everything(busy)
    again = command(busy)
    assert {line.rpartition(": ")[2] for line in again.stdout.splitlines()[:9]} == {"0"}
    assert everything(busy) == before


def test_broken_off_it_goes_on_where_it_was(
    busy: Flask, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database refuses a row of the second batch; what was done before stands, and the rest follows."""
    whole = make_app(copy_of(database, tmp_path / "whole.sqlite3"))
    for room in (pool, invitations, reminders):
        monkeypatch.setattr(room, "BATCH", 2)
    refusing(
        busy,
        "CREATE TRIGGER refused BEFORE UPDATE ON expression_of_interest WHEN "
        "(SELECT count(*) FROM event WHERE kind = 'expression_of_interest.rescored') >= 3 "
        "BEGIN SELECT RAISE(ABORT, 'the disk is full'); END",
    )
    broken = command(busy)
    assert "the disk is full" in str(broken.exception)
    with busy.app_context():
        touched = db.session.scalars(
            select(Event.subject_id).where(Event.kind == "expression_of_interest.rescored")
        ).all()
        assert len(set(touched)) in (2, 4)
        db.session.remove()
    refusing(busy, "DROP TRIGGER refused")
    done = command(busy)
    assert done.exit_code == 0
    assert "so far" in done.stderr
    assert command(whole).exit_code == 0
    assert everything(busy, without_random=True) == everything(whole, without_random=True)
    with whole.app_context():
        db.session.remove()
        db.engine.dispose()


def copy_of(database: Path, path: Path) -> Path:
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(path)) as target:
        source.backup(target)
    return path


def refusing(app: Flask, statement: str) -> None:
    with app.app_context():
        db.session.execute(text(statement))
        db.session.commit()
        db.session.remove()


def test_it_lapses_nobody_while_the_site_is_down(busy: Flask, moment: time_machine.Traveller) -> None:
    """The last heartbeat was before the deadlines; the job runs every day, and only the next heartbeat judges."""
    with busy.app_context():
        heartbeat.beat(NOW + 3 * DAY)
        db.session.commit()
        db.session.remove()
    assert "invitations lapsed: 0\nrequests to candidates lapsed: 0\n" in command(busy).stdout
    with busy.app_context():
        heartbeat.begin_anew(NOW + 364 * DAY)
        db.session.commit()
        db.session.remove()
    assert "invitations lapsed: 1\nrequests to candidates lapsed: 1\n" in command(busy).stdout
    with busy.app_context():
        lapsed = db.session.scalars(select(Invitation.lapsed_at).where(Invitation.lapsed_at.is_not(None))).all()
        assert lapsed == [DEADLINE]
