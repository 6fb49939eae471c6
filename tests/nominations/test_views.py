"""The pages: a candidate's notifications and nominations, the officers' places, strangers, both languages."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from expressentry.applications import lifecycle as applications
from expressentry.database import db
from expressentry.models import Event, ExpressionOfInterest, Invitation, Nomination, NotificationOfInterest, RoundKind
from expressentry.nominations import lifecycle
from expressentry.rules.facts import Province
from tests.conftest import LAW, NOW, Browser, People
from tests.nominations.cases import Partners, owner, stay_of

DAY = timedelta(days=1)
Visitor = Callable[..., Browser]


@pytest.fixture
def sira(app: Flask, people: People) -> tuple[object, int, int]:
    """A candidate with a notification of Ontario and a nomination of British Columbia; the ids of both."""
    user = people.in_pool()
    with app.app_context():
        partners = Partners(people)
        eoi = stay_of(user)
        notification = partners.notified(eoi)
        nomination = partners.nominated(eoi, Province.BC)
        ids = notification.id, nomination.id
        db.session.commit()
    return user, *ids


def refusals(app: Flask) -> list[tuple[str, str]]:
    """What was refused in this room: the code, and where."""
    with app.app_context():
        found = db.session.scalars(select(Event.figures).where(Event.kind == "nominations.refused").order_by(Event.id))
        return [(one["code"], one["path"]) for one in found]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_page_of_a_candidate_is_there_in_both_languages(visitor: Visitor, sira: tuple, language: str) -> None:
    user, notification, nomination = sira
    browser = visitor(user, language)
    for path in (
        "",
        f"/notifications/{notification}",
        f"/notifications/{notification}/acceptance",
        f"/notifications/{notification}/refusal",
        f"/{nomination}",
        f"/{nomination}/acceptance",
        f"/{nomination}/refusal",
        f"/{nomination}/exchange",
    ):
        answer = browser.get(f"/nominations{path}")
        assert answer.status_code == 200, path
        assert answer.text.count("<h1") == 1, path


def test_the_first_page_says_what_waits_and_whom_to_give_the_code_to(app: Flask, visitor: Visitor, sira: tuple) -> None:
    page = visitor(sira[0]).get("/nominations").text
    with app.app_context():
        eoi = db.session.scalars(select(ExpressionOfInterest)).one()
    assert f"<dd>{eoi.number}</dd>" in page
    assert f"<dd>{eoi.validation_code}</dd>" in page
    assert "to nobody else" in page
    assert "Accept or refuse before December 24, 2026 00:00:00 UTC." in page
    assert "30 whole days are left." in page
    assert "Ontario Workforce Priority" in page


def test_the_place_in_the_pool_tells_of_both_and_gives_the_code(app: Flask, visitor: Visitor, sira: tuple) -> None:
    page = visitor(sira[0]).get("/expression-of-interest").text
    assert "You are nominated." in page
    assert "A province or territory is interested in you." in page
    assert "Validation code" in page


def test_the_nomination_shows_score_and_rank_without_and_with_it(visitor: Visitor, people: People, sira: tuple) -> None:
    people.in_pool(at=NOW - DAY)
    page = visitor(sira[0]).get(f"/nominations/{sira[2]}").text
    assert "<td>458</td><td><strong>1058</strong></td>" in page
    assert "<td>2 of 2</td><td><strong>1 of 2</strong></td>" in page


def test_a_notification_is_accepted_and_declined_once(app: Flask, visitor: Visitor, sira: tuple) -> None:
    user, notification, _nomination = sira
    browser, path = visitor(user), f"/nominations/notifications/{notification}"
    answer = browser.post(f"{path}/acceptance")
    assert (answer.status_code, answer.location) == (303, f"/en{path}")
    assert "Accepted by you on November 23, 2026" in browser.get(path).text
    late = browser.post(f"{path}/refusal")
    assert late.status_code == 409
    assert "was answered or taken back" in late.text
    assert refusals(app) == [("notification_closed", f"/en{path}/refusal")]


def test_a_notification_is_declined(visitor: Visitor, sira: tuple) -> None:
    user, notification, _nomination = sira
    browser = visitor(user)
    assert browser.post(f"/nominations/notifications/{notification}/refusal").status_code == 303
    assert "Declined by you" in browser.get("/nominations").text


def test_accepting_leads_to_the_new_score(app: Flask, visitor: Visitor, sira: tuple) -> None:
    user, _notification, nomination = sira
    browser = visitor(user)
    answer = browser.post(f"/nominations/{nomination}/acceptance")
    assert (answer.status_code, answer.location) == (303, "/en/expression-of-interest")
    page = browser.get("/expression-of-interest").text
    assert "Your score is 1058." in page
    assert "Provincial Nominee" in page
    assert "The nomination counts" in browser.get(f"/nominations/{nomination}").text
    assert "You are nominated, and have accepted: British Columbia." in browser.get("/profile").text


def test_refusing_leads_back_to_the_nomination(visitor: Visitor, sira: tuple) -> None:
    user, _notification, nomination = sira
    browser = visitor(user)
    answer = browser.post(f"/nominations/{nomination}/refusal")
    assert (answer.status_code, answer.location) == (303, f"/en/nominations/{nomination}")
    assert "Refused by you on November 23, 2026" in browser.get(f"/nominations/{nomination}").text
    assert browser.post(f"/nominations/{nomination}/acceptance").status_code == 409


def test_on_day_31_accepting_is_refused_in_words_and_noted(
    app: Flask, visitor: Visitor, sira: tuple, moment: time_machine.Traveller
) -> None:
    user, _notification, nomination = sira
    moment.move_to(NOW.replace(month=12, day=24, hour=0))
    browser = visitor(user)
    answer = browser.post(f"/nominations/{nomination}/acceptance")
    assert answer.status_code == 409
    assert "or the time to answer is over" in answer.text
    assert "The time to answer is over" in browser.get(f"/nominations/{nomination}").text
    assert "cannot be answered so" in browser.get(f"/nominations/{nomination}/acceptance").text
    assert refusals(app) == [("nomination_closed", f"/en/nominations/{nomination}/acceptance")]
    with app.app_context():
        assert db.session.scalars(select(ExpressionOfInterest.score)).one() == 458


def test_invited_the_one_step_is_offered_and_done(app: Flask, visitor: Visitor, people: People) -> None:
    user = people.in_pool()
    with app.app_context():
        partners = Partners(people)
        partners.invite(RoundKind.FSW)
        nomination = partners.nominated(stay_of(user)).id
        db.session.commit()
    browser = visitor(user)
    assert "You are nominated." in browser.get("/expression-of-interest").text
    page = browser.get(f"/nominations/{nomination}").text
    assert f"/en/nominations/{nomination}/exchange" in page
    assert f"/en/nominations/{nomination}/acceptance" not in page
    refused = browser.post(f"/nominations/{nomination}/acceptance")
    assert refused.status_code == 409
    assert "Decline it first" in refused.text
    asked = browser.get(f"/nominations/{nomination}/exchange").text
    assert "<td>458</td><td><strong>1058</strong></td>" in asked
    assert browser.post(f"/nominations/{nomination}/exchange").location == "/en/expression-of-interest"
    with app.app_context():
        eoi = stay_of(user)
        assert (eoi.in_pool, eoi.score, eoi.submitted_at) == (True, 1058, NOW)
        assert db.session.scalars(select(Invitation.declined_at)).one() == NOW
    assert browser.post(f"/nominations/{nomination}/exchange").status_code == 409


def test_an_invitation_whose_nomination_was_withdrawn_says_so(app: Flask, visitor: Visitor, people: People) -> None:
    user = people.in_pool()
    with app.app_context():
        partners = Partners(people)
        nomination = partners.accepted(stay_of(user))
        partners.invite(RoundKind.PNP)
        invitation = stay_of(user).invitations[0].id
        lifecycle.withdraw(nomination, "The job is gone.", partners.province(), NOW, LAW)
        nomination_id = nomination.id
        db.session.commit()
    browser = visitor(user)
    for path in ("/expression-of-interest", f"/invitations/{invitation}"):
        page = browser.get(path).text
        assert "The nomination this invitation rests on was withdrawn." in page, path
    assert "would be refused" in page
    assert "The job is gone." in browser.get(f"/nominations/{nomination_id}").text
    address = browser.post(f"/invitations/{invitation}/application").location or ""
    with app.app_context():
        application = stay_of(user).invitations[0].application
        assert application.nomination_withdrawn_at == NOW
    assert "The nomination this invitation rests on was withdrawn." in browser.client.get(address).text


def test_a_case_whose_nomination_was_withdrawn_says_so_to_both(app: Flask, visitor: Visitor, people: People) -> None:
    user = people.in_pool()
    with app.app_context():
        partners = Partners(people)
        eoi = stay_of(user)
        nomination = partners.accepted(eoi)
        partners.invite(RoundKind.PNP)
        application = applications.start(eoi.invitations[0], owner(eoi), NOW)
        applications.receive(application, "Sira Velomar", owner(eoi), NOW, LAW)
        lifecycle.withdraw(nomination, "The job is gone.", partners.province(), NOW, LAW)
        number, application_id, officer = application.number, application.id, partners.officer
        db.session.commit()
        db.session.refresh(officer)
        db.session.expunge(officer)
    assert "Your application cannot be approved any more." in visitor(user).get(f"/applications/{application_id}").text
    case = visitor(officer).get(f"/cases/{number}")
    assert "withdrew the nomination on November 23, 2026" in case.text
    assert "does not hold" in case.text


def test_what_is_somebody_elses_does_not_exist_and_guessing_is_noted(
    app: Flask, visitor: Visitor, people: People, sira: tuple
) -> None:
    _user, notification, nomination = sira
    other = visitor(people.in_pool())
    for path in (
        f"/{nomination}",
        f"/{nomination}/acceptance",
        f"/notifications/{notification}",
        "/999",
        f"/{2**31}",
        f"/{2**80}",
    ):
        assert other.get(f"/nominations{path}").status_code == 404, path
    for path in (f"/{nomination}/acceptance", f"/{nomination}/refusal", f"/notifications/{notification}/acceptance"):
        assert other.post(f"/nominations{path}").status_code == 404, path
    assert len(refusals(app)) == 9
    assert {code for code, _path in refusals(app)} == {"not_found"}
    with app.app_context():
        assert db.session.scalars(select(Nomination.accepted_at)).all() == [None]
        assert db.session.scalars(select(NotificationOfInterest.accepted_at)).all() == [None]


def test_without_a_stay_there_is_no_code(visitor: Visitor, people: People) -> None:
    page = visitor(people.candidate()).get("/nominations").text
    assert "You get them when you enter the pool." in page


# ---- Officers


@pytest.mark.parametrize("language", ["en", "fr"])
def test_officers_see_every_provinces_places(
    app: Flask, visitor: Visitor, people: People, sira: tuple, language: str
) -> None:
    officer = visitor(people.officer("second@example.org"), language)
    answer = officer.get("/nominations/spaces")
    assert answer.status_code == 200
    assert answer.text.count('<th scope="row"><a href=') == 11
    assert officer.get("/nominations/spaces?year=2027").status_code == 200
    assert officer.get("/nominations/spaces?year=soon").status_code == 422
    assert officer.get("/nominations/spaces/2026/BC").status_code == 200
    for path in ("2026/QC", "2026/XX", "1999/ON", f"{2**70}/ON"):
        assert officer.get(f"/nominations/spaces/{path}").status_code == 404, path


def test_places_are_set_and_never_below_what_is_taken(
    app: Flask, visitor: Visitor, people: People, sira: tuple
) -> None:
    officer = visitor(people.officer("second@example.org"))
    assert officer.post("/nominations/spaces/2026/NB", {"places": "1,250"}).status_code == 303
    page = officer.get("/nominations/spaces?year=2026").text
    assert "<td>1,250</td>" in page
    assert "0 used, 1 held, 4 free" in page
    for typed, words in (("", "Write how many"), ("many", "Write a whole number"), ("-1", "from 0 to 100000")):
        answer = officer.post("/nominations/spaces/2026/NB", {"places": typed})
        assert answer.status_code == 422, typed
        assert words in answer.text
    refused = officer.post("/nominations/spaces/2026/BC", {"places": "0"})
    assert refused.status_code == 409
    assert "Places held or used already: 1." in refused.text
    assert 'value="0"' in refused.text
    refused = officer.post("/nominations/spaces/2026/BC", {"places": "2"})
    assert "Places given to the streams already: 5." in refused.text
    assert [code for code, _path in refusals(app)] == ["space_below_taken", "space_below_streams"]
    with app.app_context():
        of_kind = select(func.count()).select_from(Event).where(Event.kind == "nomination_space.set")
        assert db.session.scalar(of_kind) == 3
