"""The heartbeat: outages are seen, deadlines they touch are moved, and nobody lapses while the site was down."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from expressentry import heartbeat
from expressentry.applications import demands
from expressentry.applications import lifecycle as applications
from expressentry.database import db
from expressentry.invitations import lifecycle as invitations
from expressentry.models import (
    Demand,
    DemandKind,
    Departure,
    Event,
    ExpressionOfInterest,
    Heartbeat,
    Invitation,
    Outage,
    RoundKind,
    StageKey,
    StageState,
    User,
    WaitingOn,
)
from expressentry.pool import lifecycle as pool
from expressentry.rounds import lifecycle as rounds
from tests.conftest import LAW, NOW, Browser, People

# Sixty days after 23 November 2026: the first instant too late.
DEADLINE = datetime(2027, 1, 23, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def invited(people: People) -> Invitation:
    """An invitation to whoever stands in the pool, open until `DEADLINE`."""
    candidate = people.in_pool()
    by = db.session.get_one(User, people.officer(f"officer{candidate.id}@example.org").id)
    round_ = rounds.draft(by, NOW)
    rounds.change(round_, RoundKind.FSW, 1, None, by, NOW)
    rounds.issue(round_, by, NOW, LAW)
    return db.session.scalars(select(Invitation).order_by(Invitation.id.desc())).first()


def asked(invitation: Invitation, days: int = 30) -> Demand:
    """A request for more documents, on an application received on the day of the invitation."""
    candidate = invitation.expression.profile.user
    application = applications.start(invitation, candidate, NOW)
    applications.receive(application, "Sira Velomar", candidate, NOW, LAW)
    application.complete_at = NOW
    officer = db.session.get_one(User, invitation.round.issued_by_id)
    return demands.make(application, DemandKind.ADDITIONAL_DOCUMENTS, "The letter", days, officer, NOW)


def down(since: datetime, until: datetime) -> Outage | None:
    """The last heartbeat before an outage and the first one after it."""
    heartbeat.begin_anew(since)
    outage = heartbeat.beat(until)
    db.session.flush()
    return outage


def kinds() -> list[str]:
    db.session.flush()
    return [event.kind for event in db.session.scalars(select(Event).order_by(Event.id))]


def test_a_beat_in_time_is_no_outage(context: Flask) -> None:
    assert heartbeat.beat(NOW) is None
    assert heartbeat.beat(NOW + 10 * MINUTE) is None
    assert db.session.scalars(select(Heartbeat.last_at)).one() == NOW + 10 * MINUTE
    outage = heartbeat.beat(NOW + 21 * MINUTE)
    assert (outage.began_at, outage.ended_at) == (NOW + 10 * MINUTE, NOW + 21 * MINUTE)
    assert kinds() == ["site.outage"]


def test_a_clock_that_goes_back_changes_nothing(context: Flask) -> None:
    heartbeat.beat(NOW)
    assert heartbeat.beat(NOW - timedelta(days=1)) is None
    assert heartbeat.judged_until(NOW) == NOW


def test_a_planned_stop_of_the_timer_is_no_outage(context: Flask) -> None:
    heartbeat.beat(NOW)
    heartbeat.begin_anew(NOW + timedelta(days=2))
    assert heartbeat.beat(NOW + timedelta(days=2, minutes=5)) is None
    assert kinds() == []


DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("began", "ended", "expected"),
    [
        # Ended a day and a second before the deadline, and a day before it.
        (DEADLINE - 2 * DAY, DEADLINE - DAY - timedelta(seconds=1), None),
        (DEADLINE - 2 * DAY, DEADLINE - DAY + MINUTE, DEADLINE + MINUTE),
        # Fourteen minutes and fifty-nine seconds do not count; fifteen minutes do.
        (DEADLINE - 15 * MINUTE, DEADLINE - timedelta(seconds=1), None),
        (DEADLINE - 15 * MINUTE, DEADLINE, DEADLINE + DAY),
        # Begun at the deadline, and a second after it.
        (DEADLINE, DEADLINE + 60 * MINUTE, DEADLINE + DAY + 60 * MINUTE),
        (DEADLINE + timedelta(seconds=1), DEADLINE + 60 * MINUTE, None),
        # From long before to long after.
        (DEADLINE - 5 * DAY, DEADLINE + 3 * DAY, DEADLINE + 4 * DAY),
    ],
)
def test_an_outage_in_the_last_day_moves_the_deadline(
    context: Flask, people: People, began: datetime, ended: datetime, expected: datetime | None
) -> None:
    invitation = invited(people)
    down(began, ended)
    db.session.refresh(invitation)
    if expected is None:
        assert (invitation.answer_before, invitation.extended_from) == (DEADLINE, None)
        assert "invitation.extended" not in kinds()
        return
    assert (invitation.answer_before, invitation.extended_from) == (expected, DEADLINE)
    event = db.session.scalars(select(Event).where(Event.kind == "invitation.extended")).one()
    assert (event.subject_id, event.at) == (invitation.id, ended)
    assert event.figures == {"before": DEADLINE.isoformat(), "after": expected.isoformat()}
    assert invitation.is_open(expected - timedelta(seconds=1))
    assert not invitation.is_open(expected)


def test_a_second_outage_moves_it_again_and_the_first_deadline_is_kept(context: Flask, people: People) -> None:
    invitation = invited(people)
    down(DEADLINE - 60 * MINUTE, DEADLINE + 60 * MINUTE)
    down(DEADLINE + 5 * 60 * MINUTE, DEADLINE + 6 * 60 * MINUTE)
    assert invitation.answer_before == DEADLINE + DAY + 6 * 60 * MINUTE
    assert invitation.extended_from == DEADLINE
    assert kinds().count("invitation.extended") == 2


def test_whoever_has_answered_keeps_the_deadline(context: Flask, people: People) -> None:
    invitation = invited(people)
    invitations.decline(invitation, invitation.expression.profile.user, NOW + DAY, LAW)
    down(DEADLINE - 60 * MINUTE, DEADLINE + 60 * MINUTE)
    assert invitation.extended_from is None


def test_everybody_of_a_round_is_extended_alike(context: Flask, people: People) -> None:
    first, second = invited(people), invited(people)
    other = invited(people)
    other.answer_before = DEADLINE + timedelta(days=9)
    down(DEADLINE - 60 * MINUTE, DEADLINE)
    assert first.answer_before == second.answer_before == DEADLINE + DAY
    assert other.answer_before == DEADLINE + timedelta(days=9)


def test_a_request_to_the_candidate_is_extended_too(context: Flask, people: People) -> None:
    """Asked on 23 November 2026 with 30 days: before 24 December 2026, midnight UTC."""
    demand = asked(invited(people))
    assert demand.answer_before == datetime(2026, 12, 24, tzinfo=UTC)
    down(datetime(2026, 12, 23, 20, tzinfo=UTC), datetime(2026, 12, 24, 8, tzinfo=UTC))
    assert demand.answer_before == datetime(2026, 12, 25, 8, tzinfo=UTC)
    assert demand.extended_from == datetime(2026, 12, 24, tzinfo=UTC)
    assert kinds()[-1] == "demand.extended"


def test_nobody_lapses_before_a_heartbeat_after_the_deadline(context: Flask, people: People) -> None:
    invitation = invited(people)
    stay, profile = invitation.expression, invitation.expression.profile
    heartbeat.beat(DEADLINE - 4 * MINUTE)
    late = DEADLINE + timedelta(days=1)
    assert invitations.lapse_due(late) == 0
    assert not invitation.is_open(late)
    pool.settle(profile, late)
    assert stay.left_because is Departure.INVITED
    with pytest.raises(pool.InvitationOpen):
        pool.submit(profile, late, LAW)
    with pytest.raises(invitations.InvitationClosed):
        invitations.decline(invitation, profile.user, late, LAW)
    heartbeat.begin_anew(DEADLINE)
    assert invitations.lapse_due(late) == 1
    assert (invitation.lapsed_at, stay.left_because) == (DEADLINE, Departure.LAPSED)


def test_the_site_came_back_before_anybody_lapsed(context: Flask, people: People) -> None:
    invitation = invited(people)
    heartbeat.beat(DEADLINE - 4 * MINUTE)
    back = DEADLINE + timedelta(hours=7)
    assert invitations.lapse_due(back) == 0
    heartbeat.beat(back)
    assert invitations.lapse_due(back) == 0
    assert invitation.is_open(back)
    heartbeat.begin_anew(back + DAY)
    assert invitations.lapse_due(back + DAY) == 1
    assert invitation.lapsed_at == back + DAY


def test_an_unanswered_request_lapses_at_its_instant_and_the_case_goes_on(context: Flask, people: People) -> None:
    demand = asked(invited(people))
    instant = datetime(2026, 12, 24, tzinfo=UTC)
    assert demands.lapse_due(instant - timedelta(seconds=1)) == 0
    heartbeat.beat(instant - MINUTE)
    assert demands.lapse_due(instant + DAY) == 0
    heartbeat.begin_anew(instant)
    assert demands.lapse_due(instant + DAY) == 1
    assert demands.lapse_due(instant + DAY) == 0
    assert demand.lapsed_at == instant
    application = demand.application
    assert application.waiting_on is WaitingOn.OFFICER
    stage = next(stage for stage in application.stages if stage.key is StageKey.ADDITIONAL_DOCUMENTS)
    assert stage.state is StageState.IN_PROGRESS
    event = db.session.scalars(select(Event).where(Event.kind == "demand.lapsed")).one()
    assert (event.at, event.subject_id) == (instant, demand.id)


# ---- The command, and what it asks


@pytest.fixture
def site() -> Iterator[Any]:
    """A site that answers what it is told to."""

    class Answer(BaseHTTPRequestHandler):
        status = 200

        def do_GET(self) -> None:
            self.send_response(Answer.status)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_args: Any) -> None:
            """Nothing is logged."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    server.answer, server.url = Answer, f"http://127.0.0.1:{server.server_port}/healthz"
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def run(app: Flask, *arguments: str) -> Any:
    return app.test_cli_runner().invoke(args=["heartbeat", *arguments])


def last_at(app: Flask) -> datetime | None:
    with app.app_context():
        return db.session.scalar(select(Heartbeat.last_at))


def test_the_command_beats_only_if_the_site_answers(app: Flask, site: Any, moment: time_machine.Traveller) -> None:
    assert run(app, "--url", site.url).exit_code == 0
    assert last_at(app) == NOW
    moment.move_to(NOW + 5 * MINUTE)
    site.answer.status = 500
    failed = run(app, "--url", site.url)
    assert (failed.exit_code, last_at(app)) == (1, NOW)
    assert "500" in failed.stderr
    moment.move_to(NOW + 20 * MINUTE)
    site.answer.status = 200
    told = run(app, "--url", site.url)
    assert "The site was down from 2026-11-23T15:00:00+00:00 to 2026-11-23T15:20:00+00:00." in told.output
    with app.app_context():
        assert db.session.scalars(select(Outage.began_at)).all() == [NOW]


def test_a_planned_stop_is_told_to_the_command(app: Flask, site: Any, moment: time_machine.Traveller) -> None:
    run(app, "--url", site.url)
    moment.move_to(NOW + timedelta(hours=3))
    assert run(app, "--url", site.url, "--restart").exit_code == 0
    with app.app_context():
        assert db.session.scalars(select(Outage)).all() == []
    assert last_at(app) == NOW + timedelta(hours=3)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/healthz", "file:///etc/passwd", "nonsense", "http://[::1", "http://a b/"]
)
def test_a_site_that_cannot_be_asked_is_told(app: Flask, moment: Any, url: str) -> None:
    done = run(app, "--url", url)
    assert done.exit_code == 1
    assert done.stderr.startswith("Error: ")
    assert last_at(app) is None


def test_the_site_says_that_it_is_well(visitor: Callable[..., Browser]) -> None:
    answer = visitor().client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_late_answer_is_refused_though_no_job_ran(
    app: Flask, people: People, visitor: Callable[..., Browser], moment: time_machine.Traveller
) -> None:
    with app.app_context():
        invitation = invited(people)
        path, user_id = f"/invitations/{invitation.id}/declining", invitation.expression.profile.user_id
        db.session.commit()
        user = db.session.get_one(User, user_id)
        db.session.refresh(user)
        db.session.expunge(user)
    moment.move_to(DEADLINE)
    assert visitor(user).post(path).status_code == 409
    with app.app_context():
        assert db.session.scalars(select(ExpressionOfInterest)).one().left_because is Departure.INVITED
