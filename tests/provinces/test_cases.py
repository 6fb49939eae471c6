"""What a province sends and decides, through its pages: notifications, nominations, places; with every refusal."""

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from expressentry.applications import lifecycle as applications
from expressentry.database import db
from expressentry.models import (
    Application,
    ExpressionOfInterest,
    Nomination,
    NominationSpace,
    NotificationOfInterest,
    RoundKind,
    User,
)
from expressentry.nominations import lifecycle, notifications
from expressentry.pool import lifecycle as pool
from expressentry.rounds import lifecycle as rounds
from expressentry.rules.facts import Province
from tests.conftest import LAW, NOW, Browser, People, profile_of
from tests.provinces.cases import STREAM, Made, events, looks, nominated, notified, places, stay_of

Visitor = Callable[..., Browser]
SAID = {"stream": STREAM, "message": "Écrivez-nous.\n<script>", "days": "45"}
GIVEN = {"stream": STREAM, "certificate_number": "ON-2026-17"}


@pytest.fixture
def candidate(people: People) -> User:
    """Somebody in the pool who named Ontario and British Columbia."""
    return people.in_pool()


@pytest.fixture
def made(app: Flask, candidate: User) -> Made:
    return stay_of(app, candidate)


@pytest.fixture
def ontario(people: People) -> User:
    return people.province(Province.ON)


@pytest.fixture
def officer(people: People) -> User:
    return people.officer()


@pytest.fixture
def identified(app: Flask, visitor: Visitor, made: Made, ontario: User) -> Browser:
    """Ontario, which was given number and code."""
    browser = visitor(ontario)
    browser.post("/province/identification", {"number": made.number, "code": made.code})
    return browser


def main(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def refusals(app: Flask) -> list[str]:
    return [event.figures["code"] for event in events(app, "province.refused")]


def account(app: Flask, stream: str = STREAM) -> tuple[int, int, int]:
    """Places, held and used of an account of Ontario's."""
    with app.app_context():
        found = db.session.query(NominationSpace).filter_by(province=Province.ON, year=2026, stream=stream).one()
        return found.places, found.held, found.used


# ---- Notifications of interest


def test_a_notification_is_sent_listed_and_taken_back(app: Flask, visitor: Visitor, made: Made, ontario: User) -> None:
    browser = visitor(ontario)
    path = f"/province/candidates/{made.number}/notification"
    assert 'value="45"' in browser.get(path).text
    assert browser.post(path, SAID).status_code == 303
    with app.app_context():
        sent = db.session.get_one(NotificationOfInterest, 1)
        assert (sent.province, sent.stream, sent.message) == (Province.ON, STREAM, "Écrivez-nous.\n<script>")
        assert sent.answer_before.isoformat() == "2027-01-08T00:00:00+00:00"
    for page in ("/province/notifications", f"/province/candidates/{made.number}"):
        assert "Waits for an answer" in browser.get(page).text
    assert "Take back the notification" in browser.get("/province/notifications/1/cancellation").text
    assert browser.post("/province/notifications/1/cancellation").status_code == 303
    assert "Taken back" in browser.get("/province/notifications").text
    assert "nothing to take back" in browser.get("/province/notifications/1/cancellation").text
    assert browser.post("/province/notifications/1/cancellation").status_code == 409
    assert refusals(app) == ["notification_closed"]


@pytest.mark.parametrize(
    "typed",
    [{"stream": ""}, {"stream": "bc_skilled_worker"}, {"message": " "}, {"days": "6"}, {"days": "61"}, {"days": "x"}],
)
def test_a_notification_that_is_not_whole_keeps_what_was_typed(
    app: Flask, visitor: Visitor, made: Made, ontario: User, typed: dict[str, str]
) -> None:
    page = visitor(ontario).post(f"/province/candidates/{made.number}/notification", {**SAID, **typed})
    assert page.status_code == 422
    assert f'href="#{next(iter(typed))}"' in page.text
    if "message" not in typed:
        assert "Écrivez-nous.\n&lt;script&gt;" in page.text
    assert events(app, "notification_of_interest.sent") == []


def test_a_second_notification_waits_for_the_first(app: Flask, visitor: Visitor, made: Made, ontario: User) -> None:
    browser, path = visitor(ontario), f"/province/candidates/{made.number}/notification"
    browser.post(path, SAID)
    again = browser.post(path, SAID)
    assert again.status_code == 409
    assert "waits for an answer" in again.text
    assert "Écrivez-nous." in again.text
    assert refusals(app) == ["notification_open"]


def test_who_did_not_name_the_province_gets_no_notification_even_after_number_and_code(
    app: Flask, visitor: Visitor, people: People, made: Made
) -> None:
    alberta = visitor(people.province(Province.AB))
    alberta.post("/province/identification", {"number": made.number, "code": made.code})
    said = {**SAID, "stream": "ab_express_entry"}
    answer = alberta.post(f"/province/candidates/{made.number}/notification", said)
    assert answer.status_code == 409
    assert "did not name your province" in answer.text
    assert refusals(app) == ["province_not_named"]


# ---- Nominations


def test_a_nomination_is_looked_at_confirmed_and_listed(
    app: Flask, officer: User, made: Made, identified: Browser
) -> None:
    places(app, officer)
    path = f"/province/candidates/{made.number}/nomination"
    assert "Look at what this does" in identified.get(path).text
    asked = identified.get(f"{path}?stream={STREAM}&certificate_number=ON-2026-17").text
    cells = re.findall(r"<td>(\d+)</td>", asked)
    assert cells == ["0", "0", "1", "10", "9", "0", "0", "1", "5", "4"]
    assert f"{made.score} → {made.score + 600}" in asked
    assert "before December 24, 2026 00:00:00 UTC" in asked
    assert looks(app)[-1] == ("opened", made.profile_id)
    assert account(app) == (5, 0, 0)
    assert identified.post(path, GIVEN).status_code == 303
    assert account(app) == account(app, STREAM) == (5, 1, 0)
    assert account(app, "") == (10, 1, 0)
    page = identified.get("/province/nominations").text
    assert "ON-2026-17" in page
    assert "Waits for an answer" in page
    with app.app_context():
        assert db.session.get_one(Nomination, 1).notification_id is None


def test_only_what_can_be_done_is_offered(
    app: Flask, visitor: Visitor, officer: User, made: Made, ontario: User
) -> None:
    places(app, officer)
    browser, page = visitor(ontario), f"/province/candidates/{made.number}"
    interest, nomination = f'href="/en{page}/notification"', f'href="/en{page}/nomination"'

    def offered() -> list[bool]:
        text = browser.get(page).text
        return [interest in text, nomination in text]

    assert offered() == [True, False]
    sent = notified(app, made, ontario, accepted=False)
    assert offered() == [False, False]
    with app.app_context():
        notification = db.session.get_one(NotificationOfInterest, sent)
        notifications.accept(notification, notification.expression.profile.user, NOW)
        db.session.commit()
    assert offered() == [False, True]
    made_of_it = nominated(app, made, ontario)
    assert offered() == [False, False]
    with app.app_context():
        lifecycle.withdraw(db.session.get_one(Nomination, made_of_it), "An error.", ontario, NOW, LAW)
        db.session.commit()
    assert offered() == [False, True]


def test_a_nomination_rests_on_the_notification_that_was_accepted(
    app: Flask, visitor: Visitor, officer: User, made: Made, ontario: User
) -> None:
    places(app, officer)
    sent = notified(app, made, ontario)
    assert visitor(ontario).post(f"/province/candidates/{made.number}/nomination", GIVEN).status_code == 303
    with app.app_context():
        assert db.session.get_one(Nomination, 1).notification_id == sent


def test_nobody_is_nominated_who_did_not_turn_to_the_province(
    app: Flask, visitor: Visitor, officer: User, made: Made, ontario: User
) -> None:
    places(app, officer)
    notified(app, made, ontario, accepted=False)
    browser, path = visitor(ontario), f"/province/candidates/{made.number}/nomination"
    for answer in (browser.get(path), browser.post(path, GIVEN)):
        assert answer.status_code == 409
        assert "neither accepted a notification" in answer.text
    assert refusals(app) == ["candidate_not_turned_to"] * 2
    assert account(app) == (5, 0, 0)


@pytest.mark.parametrize(
    "typed",
    [{"stream": ""}, {"stream": "ab_express_entry"}, {"certificate_number": " "}, {"certificate_number": "x" * 41}],
)
def test_a_nomination_that_is_not_whole(
    app: Flask, officer: User, made: Made, identified: Browser, typed: dict[str, str]
) -> None:
    places(app, officer)
    path = f"/province/candidates/{made.number}/nomination"
    query = "&".join(f"{name}={value}" for name, value in {**GIVEN, **typed}.items())
    for page in (identified.get(f"{path}?{query}"), identified.post(path, {**GIVEN, **typed})):
        assert page.status_code == 422
        assert f'href="#{next(iter(typed))}"' in page.text
    assert account(app) == (5, 0, 0)


def test_without_a_place_nobody_is_nominated(app: Flask, officer: User, made: Made, identified: Browser) -> None:
    path = f"/province/candidates/{made.number}/nomination"
    asked = identified.get(f"{path}?stream={STREAM}&certificate_number=ON-2026-17").text
    assert "There is no free place under this stream" in asked
    answer = identified.post(path, GIVEN)
    assert answer.status_code == 409
    assert "There is no free place for a nomination under this stream in 2026." in answer.text
    assert 'value="ON-2026-17"' in answer.text
    assert refusals(app) == ["no_nomination_space"]


@pytest.mark.parametrize("left", ["withdrawn", "expired", "nominated_elsewhere"])
def test_nobody_is_nominated_who_left_or_is_nominated_elsewhere(
    app: Flask, people: People, candidate: User, made: Made, identified: Browser, ontario: User, moment: Any, left: str
) -> None:
    officer = people.officer()
    places(app, officer)
    if left == "withdrawn":
        with app.app_context():
            pool.withdraw(profile_of(candidate), NOW)
            db.session.commit()
    elif left == "expired":
        moment.move_to(NOW + timedelta(days=365))
        identified.sign_in(ontario)
    else:
        places(app, officer, "bc_skilled_worker")
        with app.app_context():
            by = people.province(Province.BC)
            eoi = db.session.get_one(ExpressionOfInterest, made.id)
            lifecycle.nominate(eoi, Province.BC, "bc_skilled_worker", "BC-1", by, NOW, LAW)
            db.session.commit()
    answer = identified.post(f"/province/candidates/{made.number}/nomination", GIVEN)
    assert answer.status_code == 409
    said = "has a nomination already" if left == "nominated_elsewhere" else "This stay in the pool is over"
    assert said in answer.text
    assert refusals(app) == ["already_nominated" if left == "nominated_elsewhere" else "stay_over"]
    assert account(app) == (5, 0, 0)


def test_a_stream_that_closed_meanwhile_is_refused(app: Flask, officer: User, made: Made, identified: Browser) -> None:
    answer = identified.post(f"/province/candidates/{made.number}/nomination", {**GIVEN, "stream": "on_human_capital"})
    assert answer.status_code == 422
    assert 'href="#stream"' in answer.text


# ---- Withdrawing


def test_a_withdrawal_says_what_it_does_and_needs_a_reason(
    app: Flask, visitor: Visitor, officer: User, made: Made, ontario: User
) -> None:
    places(app, officer)
    nominated(app, made, ontario, accepted=True)
    browser = visitor(ontario)
    assert account(app) == (5, 0, 1)
    page = browser.get("/province/nominations/1/withdrawal").text
    assert "The points of the nomination go at once" in page
    assert browser.post("/province/nominations/1/withdrawal", {"because": " "}).status_code == 422
    assert browser.post("/province/nominations/1/withdrawal", {"because": "The offer fell through."}).status_code == 303
    assert account(app) == (5, 0, 0)
    assert "Withdrawn by you" in browser.get("/province/nominations").text
    assert "nothing to withdraw" in browser.get("/province/nominations/1/withdrawal").text
    assert browser.post("/province/nominations/1/withdrawal", {"because": "Again."}).status_code == 409
    assert refusals(app) == ["nomination_closed"]


def test_a_withdrawal_before_the_answer(app: Flask, visitor: Visitor, officer: User, made: Made, ontario: User) -> None:
    places(app, officer)
    nominated(app, made, ontario)
    browser = visitor(ontario)
    assert "has not answered yet" in browser.get("/province/nominations/1/withdrawal").text
    assert browser.post("/province/nominations/1/withdrawal", {"because": "A mistake."}).status_code == 303
    assert account(app) == (5, 0, 0)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_after_the_decision_no_withdrawal_is_offered(
    app: Flask, visitor: Visitor, officer: User, made: Made, ontario: User, language: str
) -> None:
    places(app, officer)
    nominated(app, made, ontario, accepted=True)
    browser, page = visitor(ontario, language), "/province/nominations/1/withdrawal"
    with app.app_context():
        round_ = rounds.draft(officer, NOW)
        rounds.change(round_, RoundKind.PNP, 1, None, officer, NOW)
        rounds.issue(round_, officer, NOW, LAW)
        eoi = db.session.get_one(ExpressionOfInterest, made.id)
        sira, application = eoi.profile.user, applications.start(eoi.invitations[0], eoi.profile.user, NOW)
        applications.receive(application, "Sira Velomar", sira, NOW, LAW)
        db.session.commit()
        id_ = application.id
    seen = ("/province/nominations", f"/province/candidates/{made.number}")
    assert all(f'href="/{language}{page}"' in browser.get(path).text for path in seen)
    assert "<form" in main(browser.get(page).text)
    assert language == "fr" or "cannot be nominated again for this application" in browser.get(page).text
    with app.app_context():
        applications.withdraw(db.session.get_one(Application, id_), officer, NOW)
        db.session.commit()
    assert not any(f'href="/{language}{page}"' in browser.get(path).text for path in seen)
    assert "<form" not in main(browser.get(page).text)
    assert browser.post(page, {"because": "Too late."}).status_code == 409
    assert refusals(app) == ["nomination_application_decided"]


def test_what_is_another_provinces_does_not_exist(
    app: Flask, visitor: Visitor, people: People, officer: User, made: Made, ontario: User
) -> None:
    places(app, officer)
    notified(app, made, ontario)
    nominated(app, made, ontario)
    alberta = visitor(people.province(Province.AB))
    paths = ["/province/notifications/1/cancellation", "/province/nominations/1/withdrawal"]
    paths += [f"/province/space/2026/{STREAM}", f"/province/candidates/{made.number}"]
    for path in paths:
        assert alberta.get(path).status_code == 404
    for path in paths[:3]:
        assert alberta.post(path, {"because": "Ours.", "places": "1"}).status_code == 404
    for page in ("/province/notifications", "/province/nominations", "/province/nominations.csv"):
        assert made.number not in alberta.get(page).text
    assert refusals(app) == ["not_found"] * 7
    for path in ("/province/notifications/99999999999/cancellation", "/province/nominations/0/withdrawal"):
        assert alberta.get(path).status_code == 404


def test_the_nominations_as_csv(app: Flask, visitor: Visitor, officer: User, made: Made, identified: Browser) -> None:
    places(app, officer)
    path = f"/province/candidates/{made.number}/nomination"
    identified.post(path, {**GIVEN, "certificate_number": "=1+1"})
    rows = list(csv.DictReader(io.StringIO(identified.get("/province/nominations.csv").text)))
    assert len(rows) == 1
    assert rows[0]["profile_number"] == made.number
    assert rows[0]["certificate_number"] == "'=1+1"
    assert rows[0]["nominated_at"] == "2026-11-23T15:00:00+00:00"
    assert rows[0]["answer_before"] == "2026-12-24T00:00:00+00:00"
    assert rows[0]["accepted_at"] == ""
    assert "Velomar" not in identified.get("/province/nominations.csv").text


# ---- Places


def test_the_account_is_live_and_shared_among_streams(
    app: Flask, visitor: Visitor, officer: User, made: Made, ontario: User
) -> None:
    browser = visitor(ontario)
    assert "No places are set for Ontario in 2026 yet" in browser.get("/province/space").text
    places(app, officer, own=0)
    path = f"/province/space/2026/{STREAM}"
    assert browser.get(path).status_code == 200
    assert browser.post(path, {"places": "4"}).status_code == 303
    nominated(app, made, ontario)
    page = browser.get("/province/space").text
    assert re.findall(r"<td>(\d+)</td>", page)[:8] == ["10", "0", "1", "9", "4", "0", "1", "3"]
    assert "0 used, 1 held, 3 free" in page


@pytest.mark.parametrize(
    ("typed", "status"), [("", 422), ("-1", 422), ("x", 422), ("1.5", 422), ("11", 409), ("0", 409)]
)
def test_places_that_cannot_be(
    app: Flask, visitor: Visitor, officer: User, made: Made, ontario: User, typed: str, status: int
) -> None:
    places(app, officer)
    nominated(app, made, ontario)
    page = visitor(ontario).post(f"/province/space/2026/{STREAM}", {"places": typed})
    assert page.status_code == status
    assert 'id="places-error"' in page.text
    assert account(app) == (5, 1, 0)
    assert refusals(app) == {422: [], 409: ["space_above_province" if typed == "11" else "space_below_taken"]}[status]


@pytest.mark.parametrize(
    "path", ["/province/space?year=1900", "/province/space/2026/nonsense", f"/province/space/9999/{STREAM}"]
)
def test_places_that_are_not_there(visitor: Visitor, ontario: User, path: str) -> None:
    assert visitor(ontario).get(path).status_code == 404


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_page_answers_in_both_languages(
    app: Flask, visitor: Visitor, officer: User, made: Made, ontario: User, language: str
) -> None:
    places(app, officer)
    notified(app, made, ontario)
    nominated(app, made, ontario)
    browser = visitor(ontario, language)
    paths = ["", "/notifications", "/nominations", "/space", "/identification", f"/space/2026/{STREAM}"]
    paths += ["/nominations/1/withdrawal", "/notifications/1/cancellation", "/searches/new?age_to=40"]
    paths += [f"/candidates/{made.number}{part}" for part in ("", "/notification", "/nomination")]
    paths += [f"/candidates/{made.number}/nomination?stream={STREAM}&certificate_number=1"]
    for path in paths:
        page = browser.get(f"/province{path}")
        assert page.status_code == 200, path
        assert page.text.count("<h1") == 1
        assert f'<html lang="{language}"' in page.text
