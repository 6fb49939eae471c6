"""Posting a job: the form, the page that asks once more, the posting and its countdown, closing it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from expressentry.accounts import verifying
from expressentry.database import db
from expressentry.models import Employer, Event, Posting, Role, User, WagePeriod
from expressentry.rules.facts import Province
from tests.conftest import NOW, Browser, People
from tests.employers import factory
from tests.jobs import cases

TYPED: dict[str, Any] = {
    "title": "Weaver of nets",
    "noc_code": "21231",
    "description": "Mend nets.\nLook after the loom.",
    "how_to_apply": "Write to jobs@maple.example.",
    "province": "NS",
    "place": "Lunenburg",
    "english_level": "7",
    "french_level": "0",
    "education_rank": "2",
    "experience_years": "",
    "skills": "Knots,  knots\nRope  work, \n",
    "preferred": ["skills", "education"],
    "wage_cents": "27,50",
    "wage_per": "hour",
    "hours_per_week": "38",
    "permanent": "yes",
    "positions": "2",
    "closes_on": "2027-01-31",
}


def only_posting() -> Posting:
    return db.session.scalars(select(Posting)).one()


def last_event() -> Event:
    return db.session.scalars(select(Event).order_by(Event.id.desc()).limit(1)).one()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_job_is_seen_once_more_and_then_posted(
    app: Flask, visitor: Callable[..., Browser], employer: User, language: str
) -> None:
    browser = visitor(employer, language)
    assert browser.get("/employer/postings/new").status_code == 200
    page = browser.post("/employer/postings/preview", TYPED)
    assert page.status_code == 200
    assert "Weaver of nets" in page.text
    if language == "en":
        assert "does not change once it is posted" in page.text
        # Posted on 23 November 2026, day 1; day 31 is 23 December.
        assert "day 31 of the posting on, December 23, 2026" in page.text
    with app.app_context():
        assert db.session.scalars(select(Posting)).all() == []
    answer = browser.post("/employer/postings", TYPED)
    assert (answer.status_code, answer.location) == (303, f"/{language}/employer/postings/1")
    with app.app_context():
        made = only_posting()
        assert (made.title, made.noc_code, made.province, made.place) == (
            "Weaver of nets",
            "21231",
            Province.NS,
            "Lunenburg",
        )
        assert (made.english_level, made.french_level, made.education_rank, made.experience_years) == (7, None, 2, None)
        assert made.skills == ["Knots", "Rope work"]
        assert made.preferred == ["education", "skills"]
        assert (made.wage_cents, made.wage_per, made.hours_per_week) == (2750, WagePeriod.HOUR, 38)
        assert (made.permanent, made.positions, made.closes_on) == (True, 2, date(2027, 1, 31))
        assert (made.opened_on, made.description) == (date(2026, 11, 23), "Mend nets.\nLook after the loom.")
        assert last_event().kind == "posting.opened"


def test_a_job_is_posted_once_however_often_the_button_is_pressed(app: Flask, browser: Browser) -> None:
    assert browser.post("/employer/postings", TYPED).status_code == 303
    again = browser.post("/employer/postings", TYPED)
    assert again.status_code == 409
    assert "You have an open posting that says the same, word for word." in again.text
    with app.app_context():
        assert only_posting().title == "Weaver of nets"
        assert (last_event().kind, last_event().figures["code"]) == ("employer.refused", "posted_already")


def test_the_preview_of_a_job_in_quebec_says_that_nobody_abroad_is_matched(browser: Browser) -> None:
    page = browser.post("/employer/postings/preview", {**TYPED, "province": "QC"}).text
    assert "Express Entry leads nobody to Quebec" in page
    assert "You see candidates from abroad" not in page


def test_what_the_preview_carries_on_is_what_was_typed(browser: Browser) -> None:
    page = browser.post("/employer/postings/preview", TYPED).text
    for carried in ('name="wage_cents" value="27.5', 'name="preferred" value="skills"', 'value="Knots, Rope work"'):
        assert carried in page
    again = browser.post("/employer/postings/new", TYPED)
    assert again.status_code == 200
    assert 'value="Lunenburg"' in again.text
    assert "has-error" not in again.text


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("title", "", "Write the title of the job."),
        ("title", "x" * 121, "Use at most 120 characters."),
        ("noc_code", "", "Choose the occupation."),
        ("noc_code", "99999", "There is no occupation with the code 99999"),
        ("description", "", "Describe the work."),
        ("description", "x" * 4001, "Use at most 4000 characters."),
        ("how_to_apply", "", "Write how Canadians"),
        ("province", "XX", "Choose one of the answers given."),
        ("place", "", "Write the city or town of the work."),
        ("english_level", "11", "Choose one of the answers given."),
        ("french_level", "-1", "Choose one of the answers given."),
        ("education_rank", "99", "Choose one of the answers given."),
        ("experience_years", "41", "Write a number from 0 to 40."),
        ("skills", ", ".join(f"skill {n}" for n in range(16)), "Name at most 15 skills."),
        ("skills", "x" * 41, "Use at most 40 characters for each skill."),
        ("preferred", ["wage"], "Choose among the answers given."),
        ("preferred", ["french"], "You ticked something that you did not ask for above."),
        ("wage_cents", "", "Write the wage."),
        ("wage_cents", "57200", "Is this the wage of a year?"),
        ("wage_cents", "-20", "An amount cannot be negative."),
        ("wage_per", "day", "Choose one of the answers given."),
        ("hours_per_week", "0", "Write a number from 1 to 80."),
        ("hours_per_week", "169", "Write a number from 1 to 80."),
        ("permanent", "", "Say whether the job is permanent."),
        ("positions", "0", "Write a number from 1 to 999."),
        ("closes_on", "2026-11-23", "This day is not after today."),
        ("closes_on", "2027-05-23", "at most 180 days"),
        ("closes_on", "31 January", "Write a real date"),
    ],
)
def test_a_wrong_posting_is_told_beside_the_field_and_kept(
    app: Flask, browser: Browser, name: str, typed: Any, told: str
) -> None:
    for path in ("/employer/postings/preview", "/employer/postings"):
        page = browser.post(path, {**TYPED, name: typed})
        assert page.status_code == 422, path
        assert told in page.text
        assert f'id="{name}-error"' in page.text
        assert "Look after the loom." in page.text or name == "description"
    with app.app_context():
        assert db.session.scalars(select(Posting)).all() == []


def test_a_yearly_wage_that_is_an_hourly_one_is_told(browser: Browser) -> None:
    page = browser.post("/employer/postings/preview", {**TYPED, "wage_per": "year"})
    assert page.status_code == 422
    assert "Is this the wage of an hour?" in page.text


def test_the_last_day_can_be_180_days_ahead(browser: Browser) -> None:
    assert browser.post("/employer/postings/preview", {**TYPED, "closes_on": "2027-05-22"}).status_code == 200


def test_a_posting_too_short_for_candidates_abroad_says_so(browser: Browser) -> None:
    page = browser.post("/employer/postings/preview", {**TYPED, "closes_on": "2026-12-22"}).text
    assert "You will see no candidates from abroad" in page
    assert (
        "You will see no candidates"
        not in browser.post("/employer/postings/preview", {**TYPED, "closes_on": "2026-12-23"}).text
    )


def test_a_posting_in_quebec_shows_no_candidates_abroad(app: Flask, browser: Browser, posted: int) -> None:
    with app.app_context():
        db.session.get_one(Posting, posted).province = Province.QC
        db.session.commit()
    said = "You will see none: Express Entry does not lead to Quebec."
    assert said in browser.get(f"/employer/postings/{posted}").text
    assert "none: Express Entry does not lead to Quebec" in browser.get("/employer").text


def test_an_occupation_is_found_by_a_title_without_javascript(browser: Browser) -> None:
    page = browser.post("/employer/postings/new", {**TYPED, "find": "noc_code", "noc_code_search": "software eng"})
    assert page.status_code == 200
    assert 'value="21231" class="pick"' in page.text
    assert 'formaction="/en/employer/postings/new"' in page.text
    assert 'value="Lunenburg"' in page.text


def test_a_posting_like_an_earlier_one_begins_with_its_answers(browser: Browser, posted: int) -> None:
    page = browser.get(f"/employer/postings/new?like={posted}").text
    assert 'value="Software engineer"' in page
    assert ">Python, SQL</textarea>" in page
    assert 'name="closes_on" value=""' in page
    assert browser.get("/employer/postings/new?like=77").status_code == 404


@pytest.mark.parametrize("state", ["waits", "turned down"])
def test_an_account_that_is_not_verified_posts_nothing(
    app: Flask, visitor: Callable[..., Browser], people: People, state: str
) -> None:
    officer = people.officer()
    with app.app_context():
        made = factory.waiting()
        if state == "turned down":
            verifying.turn_down(made, "No such business.", by=db.session.get_one(User, officer.id), at=NOW)
        db.session.commit()
        db.session.refresh(made.user)
        user = made.user
        db.session.expunge_all()
    browser = visitor(user)
    assert browser.get("/employer").status_code == 200
    assert "Post a job" not in browser.get("/employer").text
    asked = [
        browser.get("/employer/postings/new"),
        browser.post("/employer/postings/preview", TYPED),
        browser.post("/employer/postings", TYPED),
    ]
    assert [answer.status_code for answer in asked] == [409, 409, 409]
    assert "has not verified this account" in asked[2].text
    with app.app_context():
        assert db.session.scalars(select(Posting)).all() == []
        logged = db.session.scalars(select(Event).where(Event.kind == "employer.refused")).all()
        assert [event.figures["code"] for event in logged] == ["not_verified"] * 3
        assert logged[-1].by_id == user.id
        assert logged[-1].figures["path"] == "/en/employer/postings"


def test_the_countdown_runs_to_day_31(app: Flask, browser: Browser, employer: User, moment: Any) -> None:
    with app.app_context():
        cases.posting(db.session.scalars(select(Employer)).one(), at=NOW)
        db.session.commit()
    page = browser.get("/employer/postings/1").text
    assert "30 days left, until December 23, 2026" in page
    assert "From its day 31 on" in page
    assert "from December 23, 2026" in browser.get("/employer").text
    moment.move_to(NOW + timedelta(days=29))
    assert "1 day left, until December 23, 2026" in browser.get("/employer/postings/1").text
    moment.move_to(NOW + timedelta(days=30))
    page = browser.get("/employer/postings/1").text
    assert "left, until" not in page
    assert "fewer than 5" in page


def test_the_dashboard_tells_open_closed_and_expired(app: Flask, browser: Browser, employer: User) -> None:
    with app.app_context():
        made = db.session.scalars(select(Employer)).one()
        cases.posting(made, title="Open one")
        cases.posting(made, title="Closed one").closed_at = NOW
        cases.posting(made, title="Expired one", days=20)
        db.session.commit()
    page = browser.get("/employer").text
    for told in ("Open until January 22, 2027", "Closed on November 23, 2026", "its last day was November 13, 2026"):
        assert told in page


def test_closing_is_asked_and_then_done_once(app: Flask, browser: Browser, posted: int) -> None:
    path = f"/employer/postings/{posted}/closing"
    assert "cannot be undone" in browser.get(path).text
    answer = browser.post(path)
    assert (answer.status_code, answer.location) == (303, f"/en/employer/postings/{posted}")
    assert "is not open any more" in browser.get(path).text
    assert browser.post(path).status_code == 409
    with app.app_context():
        assert only_posting().closed_at == NOW
        assert (last_event().kind, last_event().figures["code"]) == ("employer.refused", "posting_closed")


def test_another_employers_posting_does_not_exist_and_the_guess_is_kept(
    app: Flask, visitor: Callable[..., Browser], people: People, posted: int
) -> None:
    with app.app_context():
        officer = db.session.scalars(select(User).where(User.role == Role.OFFICER)).one()
        other = factory.verified(officer, "other@other.example").user
        db.session.commit()
        db.session.refresh(other)
        db.session.expunge(other)
    stranger = visitor(other)
    base = f"/employer/postings/{posted}"
    paths = [base, f"{base}/closing", f"{base}/candidates", f"{base}/candidates/A2B3C4D5E6", f"{base}/invitations"]
    for path in [*paths, "/employer/postings/9999999999999"]:
        assert stranger.get(path).status_code == 404, path
        with app.app_context():
            event = last_event()
            assert (event.kind, event.by_id) == ("employer.refused", other.id)
            assert event.figures == {"code": "not_found", "path": f"/en{path}"}
    for path in (f"{base}/closing", f"{base}/invitations"):
        assert stranger.post(path, {"message": "x"}).status_code == 404
    with app.app_context():
        assert only_posting().closed_at is None
