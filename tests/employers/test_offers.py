"""Job offers: the form with its statutory particulars, the page that asks once more, made and taken back."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from expressentry.database import db
from expressentry.jobs import invitations, offers
from expressentry.models import Event, JobInvitation, JobSeeker, Offer, Posting, Role, User, WagePeriod
from tests.conftest import LAW, NOW, Browser
from tests.employers import factory

TYPED: dict[str, Any] = {
    "title": "Senior software engineer",
    "noc_code": "21231",
    "wage_cents": "95,000",
    "wage_per": "year",
    "hours_per_week": "37",
    "starts_on": "2027-02-01",
    "full_time": "yes",
    "lasts_a_year": "yes",
    "employers": "1",
    "employer_excluded": "no",
    "basis": "lmia",
    "lmia_number": "8123456",
    "lmia_expires_on": "2027-05-20",
}


@pytest.fixture
def accepted(app: Flask, posted: int, five: list[str]) -> int:
    """The id of an invitation that was accepted."""
    with app.app_context():
        posting = db.session.get_one(Posting, posted)
        seeker = db.session.scalars(select(JobSeeker).where(JobSeeker.code == five[0])).one()
        made = invitations.invite(posting, [seeker], "Come.", posting.employer.user, NOW, LAW)[0]
        invitations.accept(made, seeker.profile.user, NOW)
        db.session.commit()
        return made.id


def only_offer() -> Offer:
    return db.session.scalars(select(Offer)).one()


def last_event() -> Event:
    return db.session.scalars(select(Event).order_by(Event.id.desc()).limit(1)).one()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_offer_is_seen_once_more_and_then_made(
    app: Flask, visitor: Callable[..., Browser], employer: User, accepted: int, language: str
) -> None:
    browser, path = visitor(employer, language), f"/employer/invitations/{accepted}/offers"
    form = browser.get(f"{path}/new")
    assert form.status_code == 200
    assert 'value="Software engineer"' in form.text
    typed = TYPED if language == "en" else {**TYPED, "wage_cents": "95 000"}
    page = browser.post(f"{path}/preview", typed)
    assert page.status_code == 200
    assert "8123456" in page.text
    assert language == "fr" or "$95,000 a year" in page.text
    with app.app_context():
        assert db.session.scalars(select(Offer)).all() == []
    answer = browser.post(path, typed)
    assert (answer.status_code, answer.location) == (303, f"/{language}/employer/invitations/{accepted}")
    with app.app_context():
        made = only_offer()
        assert (made.title, made.noc_code, made.hours_per_week) == ("Senior software engineer", "21231", 37)
        assert (made.wage_cents, made.wage_per) == (9_500_000, WagePeriod.YEAR)
        assert (made.starts_on, made.full_time, made.lasts_a_year) == (date(2027, 2, 1), True, True)
        assert (made.employers, made.employer_excluded) == (1, False)
        assert (made.lmia_number, made.lmia_expires_on, made.exemption) == ("8123456", date(2027, 5, 20), None)
        assert last_event().kind == "offer.made"
    assert "8123456" in browser.get(f"/employer/invitations/{accepted}").text


@pytest.mark.parametrize(
    ("changed", "kept"),
    [
        ({"basis": "exempt", "exemption": "C16"}, (None, None, "C16")),
        ({"basis": "neither", "exemption": "C16"}, (None, None, None)),
        ({"lmia_expires_on": "2026-11-23"}, ("8123456", date(2026, 11, 23), None)),
        ({"starts_on": "2026-11-23"}, ("8123456", date(2027, 5, 20), None)),
        ({"full_time": "no", "hours_per_week": "29"}, ("8123456", date(2027, 5, 20), None)),
        ({"hours_per_week": "30"}, ("8123456", date(2027, 5, 20), None)),
    ],
)
def test_what_an_offer_rests_on_is_all_that_is_kept(
    app: Flask, browser: Browser, accepted: int, changed: dict[str, str], kept: Any
) -> None:
    assert browser.post(f"/employer/invitations/{accepted}/offers", {**TYPED, **changed}).status_code == 303
    with app.app_context():
        made = only_offer()
        assert (made.lmia_number, made.lmia_expires_on, made.exemption) == kept


@pytest.mark.parametrize(
    ("changed", "name", "told"),
    [
        ({"title": ""}, "title", "Write the title of the job."),
        ({"noc_code": "00000"}, "noc_code", "There is no occupation"),
        ({"wage_cents": "95"}, "wage_cents", "Is this the wage of an hour?"),
        ({"wage_cents": "much"}, "wage_cents", "Write an amount"),
        ({"hours_per_week": "29"}, "full_time", "Full time means at least 30 hours a week."),
        ({"full_time": ""}, "full_time", "Say whether the work is full time."),
        ({"lasts_a_year": ""}, "lasts_a_year", "Say whether it lasts at least one year."),
        ({"starts_on": "2026-11-22"}, "starts_on", "This day is past."),
        ({"employers": "0"}, "employers", "Write a number from 1 to 99."),
        ({"employer_excluded": ""}, "employer_excluded", "Answer this question with yes or no."),
        ({"basis": ""}, "basis", "Choose what the offer rests on."),
        ({"lmia_number": ""}, "lmia_number", "Write the number of the LMIA."),
        ({"lmia_number": "x" * 31}, "lmia_number", "Use at most 30 characters."),
        ({"lmia_expires_on": ""}, "lmia_expires_on", "Write the last day the LMIA is valid."),
        ({"lmia_expires_on": "2026-11-22"}, "lmia_expires_on", "This LMIA has expired."),
        ({"basis": "exempt"}, "exemption", "Write the code of the exemption."),
        ({"basis": "exempt", "exemption": "x" * 21}, "exemption", "Use at most 20 characters."),
    ],
)
def test_a_wrong_offer_is_told_beside_the_field_and_kept(
    app: Flask, browser: Browser, accepted: int, changed: dict[str, str], name: str, told: str
) -> None:
    for path in ("offers/preview", "offers"):
        page = browser.post(f"/employer/invitations/{accepted}/{path}", {**TYPED, **changed})
        assert page.status_code == 422, path
        assert told in page.text
        assert f'id="{name}-error"' in page.text
        assert 'value="Senior software engineer"' in page.text or name == "title"
    with app.app_context():
        assert db.session.scalars(select(Offer)).all() == []


def test_an_offer_that_was_begun_is_shown_again_as_typed(browser: Browser, accepted: int) -> None:
    path = f"/employer/invitations/{accepted}/offers/new"
    page = browser.post(path, {**TYPED, "find": "noc_code", "noc_code_search": "software eng"}).text
    assert 'value="Senior software engineer"' in page
    assert f'formaction="/en{path}"' in page
    assert "has-error" not in page


def test_one_offer_waits_at_a_time_and_can_be_taken_back(app: Flask, browser: Browser, accepted: int) -> None:
    path = f"/employer/invitations/{accepted}/offers"
    assert browser.post(path, TYPED).status_code == 303
    assert browser.post(path, TYPED).status_code == 409
    assert browser.get(f"{path}/new").status_code == 409
    assert "Take back this offer?" in browser.get("/employer/offers/1/withdrawal").text
    answer = browser.post("/employer/offers/1/withdrawal")
    assert (answer.status_code, answer.location) == (303, f"/en/employer/invitations/{accepted}")
    assert "answered already, or taken back" in browser.get("/employer/offers/1/withdrawal").text
    assert browser.post("/employer/offers/1/withdrawal").status_code == 409
    with app.app_context():
        assert only_offer().withdrawn_at == NOW
        kinds = db.session.scalars(select(Event.kind).where(Event.kind.in_(("offer.withdrawn", "employer.refused"))))
        assert sorted(kinds) == ["employer.refused"] * 3 + ["offer.withdrawn"]
    assert browser.post(path, TYPED).status_code == 303


def test_nothing_is_offered_before_the_invitation_is_accepted(
    app: Flask, browser: Browser, posted: int, five: list[str]
) -> None:
    assert (
        browser.post(f"/employer/postings/{posted}/invitations", {"code": five[0], "message": "Come."}).status_code
        == 303
    )
    for path in ("offers/preview", "offers"):
        answer = browser.post(f"/employer/invitations/1/{path}", TYPED)
        assert answer.status_code == 409
        assert "has not accepted your invitation" in answer.text
    with app.app_context():
        assert db.session.scalars(select(Offer)).all() == []
        assert last_event().figures == {
            "code": "job_invitation_not_accepted",
            "path": "/en/employer/invitations/1/offers",
        }


@pytest.mark.parametrize("answered", ["confirmed", "declined"])
def test_the_candidates_answer_is_told(app: Flask, browser: Browser, accepted: int, answered: str) -> None:
    browser.post(f"/employer/invitations/{accepted}/offers", TYPED)
    with app.app_context():
        made = only_offer()
        if answered == "declined":
            offers.decline(made, made.invitation.seeker.profile.user, NOW)
        else:
            made.confirmed_at = NOW
        db.session.commit()
    page = browser.get(f"/employer/invitations/{accepted}").text
    assert f"The candidate {answered} it on November 23, 2026." in page


def test_another_employers_invitation_and_offer_do_not_exist(
    app: Flask, visitor: Callable[..., Browser], browser: Browser, accepted: int
) -> None:
    assert browser.post(f"/employer/invitations/{accepted}/offers", TYPED).status_code == 303
    with app.app_context():
        officer = db.session.scalars(select(User).where(User.role == Role.OFFICER)).one()
        other = factory.verified(officer, "other@other.example").user
        db.session.commit()
        db.session.refresh(other)
        db.session.expunge(other)
    stranger, base = visitor(other), f"/employer/invitations/{accepted}"
    for path in (
        base,
        f"{base}/offers/new",
        "/employer/offers/1/withdrawal",
        "/employer/offers/99999999999/withdrawal",
    ):
        assert stranger.get(path).status_code == 404, path
    for path in (f"{base}/offers/new", f"{base}/offers/preview", f"{base}/offers", "/employer/offers/1/withdrawal"):
        assert stranger.post(path, TYPED).status_code == 404, path
    with app.app_context():
        assert only_offer().unanswered
        assert last_event().figures == {"code": "not_found", "path": "/en/employer/offers/1/withdrawal"}
        assert db.session.scalars(select(JobInvitation)).one().offers == [only_offer()]
