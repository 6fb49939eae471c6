"""The pages of Job Match: for everybody, for the candidate, and for those who guess addresses."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from expressentry.database import db
from expressentry.jobs import invitations, offers, seekers
from expressentry.models import (
    Event,
    JobInvitation,
    JobSeeker,
    Letter,
    LetterKind,
    Offer,
    Posting,
    SectionKey,
    User,
)
from expressentry.rules.facts import Province
from tests.conftest import FACTS, LAW, NOW, Browser, People, profile_of
from tests.jobs import cases

Visitor = Callable[..., Browser]
DAY = timedelta(days=1)
TYPED = {
    "occupation_1": "21231",
    "years_1": "4",
    "english_level": "9",
    "french_level": "0",
    "education": "masters_or_entry_to_practice_professional",
    "provinces": ["ON", "BC"],
    "skills": "Python, SQL",
    "wage_cents": "40",
    "strict": "no",
}


@pytest.fixture
def candidate(app: Flask, people: People) -> User:
    """A candidate in the pool."""
    return people.in_pool(FACTS)


@pytest.fixture
def posted(app: Flask) -> int:
    """A posting at its day 31."""
    with app.app_context():
        made = cases.posting(cases.employer())
        db.session.commit()
        return made.id


@pytest.fixture
def invited(app: Flask, candidate: User, posted: int) -> int:
    """An invitation to the candidate for the posting."""
    with app.app_context():
        seeker = seekers.opt_in(profile_of(candidate), cases.WISHES, NOW)
        made = db.session.get_one(Posting, posted)
        (sent,) = invitations.invite(made, [seeker], "Come\nand see.", made.employer.user, NOW, LAW)
        db.session.commit()
        return sent.id


@pytest.fixture
def offered(app: Flask, candidate: User, invited: int) -> int:
    """An offer to the candidate."""
    with app.app_context():
        invitation = db.session.get_one(JobInvitation, invited)
        invitations.accept(invitation, invitation.seeker.profile.user, NOW)
        made = offers.make(invitation, cases.OFFER, invitation.posting.employer.user, NOW)
        db.session.commit()
        return made.id


def events(app: Flask) -> list[tuple[str, Any]]:
    with app.app_context():
        return [(event.kind, event.figures.get("code")) for event in db.session.scalars(select(Event))]


# ---- For everybody


@pytest.mark.parametrize("language", ["en", "fr"])
def test_everybody_searches_the_postings(visitor: Visitor, posted: int, language: str) -> None:
    browser = visitor(language=language)
    page = browser.get("/jobs")
    assert page.status_code == 200
    assert "Maple Loom Ltd." in page.text
    assert page.text.count("<h1>") == 1
    assert "Software engineer" in browser.get("/jobs?words=soft&occupation=21231&province=ON").text
    assert "Software engineer" not in browser.get("/jobs?words=cook").text
    assert "Software engineer" not in browser.get("/jobs?province=BC").text
    part = browser.client.get(f"/{language}/jobs?words=software", headers={"HX-Request": "true"})
    assert "<html" not in part.text
    assert "Software engineer" in part.text
    assert part.headers["Vary"] == "HX-Request"


@pytest.mark.parametrize(
    "odd", ["words=%22%27%2A", "words=" + "x" * 5000, "occupation=99999", "province=ZZ", "after=x", "after=99999999999"]
)
def test_an_odd_search_is_answered(visitor: Visitor, posted: int, odd: str) -> None:
    assert visitor().get(f"/jobs?{odd}").status_code == 200


def test_a_posting_says_how_to_apply_and_from_when_for_whom(visitor: Visitor, app: Flask) -> None:
    with app.app_context():
        by = cases.employer()
        young = cases.posting(by, at=NOW - 2 * DAY).id
        short = cases.posting(by, at=NOW, days=20).id
        quebec = cases.posting(by, province=Province.QC).id
        db.session.commit()
    page = visitor().get(f"/jobs/postings/{young}").text
    assert "Write to jobs@maple.example." in page
    assert "Open to candidates abroad from December 21, 2026, in 28 days." in page
    assert "it closes before candidates abroad can be matched" in visitor().get(f"/jobs/postings/{short}").text
    page = visitor().get(f"/jobs/postings/{quebec}").text
    assert "For Canadians and permanent residents only: Express Entry does not lead to Quebec." in page
    assert "How candidates from abroad are found" not in page


def test_a_closed_posting_can_be_read_and_one_of_nobody_verified_cannot(
    visitor: Visitor, app: Flask, posted: int
) -> None:
    with app.app_context():
        db.session.get_one(Posting, posted).closed_at = NOW
        db.session.commit()
    page = visitor().get(f"/jobs/postings/{posted}")
    assert "This posting is closed." in page.text
    assert "jobs@maple.example" not in page.text
    with app.app_context():
        db.session.get_one(Posting, posted).employer.verified_at = None
        db.session.commit()
    for address in (posted, 99, 2**31, 2**40):
        assert visitor().get(f"/jobs/postings/{address}").status_code == 404
    assert ("job_match.refused", "not_found") not in events(app)


# ---- The Job Match profile


def test_the_form_is_filled_from_the_profile_and_taken_part_with(
    visitor: Visitor, app: Flask, candidate: User, posted: int
) -> None:
    browser = visitor(candidate)
    page = browser.get("/jobs/profile").text
    assert 'name="occupation_1" value="21231"' in page
    assert 'name="years_1" value="4"' in page
    assert '<option value="9" selected>' in page
    assert 'value="ON" checked' in page.replace('"ON"', '"ON"')
    assert browser.get("/jobs/matches").text.count("You do not take part in Job Match.") == 1
    assert browser.post("/jobs/profile", TYPED).location == "/en/jobs/matches"
    shown = browser.get("/jobs/matches").text
    assert "Software engineer" in shown
    assert "Occupation, Province or territory, English, Education, Experience, Skills, Wage" in shown
    assert "You match this posting" in browser.get(f"/jobs/postings/{posted}").text
    kept = browser.get("/jobs/profile").text
    assert "Employers see you as" in kept
    assert ">Python, SQL</textarea>" in kept
    assert browser.post("/jobs/profile", {**TYPED, "wage_cents": "80", "strict": "yes"}).status_code == 303
    assert "No open posting meets everything you wish." in browser.get("/jobs/matches").text
    assert ">Python, SQL</textarea>" not in browser.get("/jobs/profile?from=profile").text
    with app.app_context():
        assert db.session.scalars(select(JobSeeker.wage_cents)).one() == 8_000


def test_what_was_typed_stays_with_what_is_wrong_beside_it(visitor: Visitor, candidate: User) -> None:
    browser = visitor(candidate)
    answer = browser.post(
        "/jobs/profile", {"occupation_1": "nurse", "years_1": "many", "skills": "a, b", "years_2": "3"}
    )
    assert answer.status_code == 422
    for said in (
        "There is no occupation with the code nurse in NOC 2021.",
        "Write a whole number, for example 3.",
        "Choose the occupation of these years, or leave both empty.",
        "Say how well you know English; none is an answer.",
        "Choose at least one province or territory.",
        'name="years_1" value="many"',
        ">a, b</textarea>",
        "<title>Error",
    ):
        assert said in answer.text, said
    twice = browser.post("/jobs/profile", {**TYPED, "occupation_2": "21231", "years_2": "1"})
    assert (twice.status_code, "You named this occupation already." in twice.text) == (422, True)
    without = browser.post("/jobs/profile", {**TYPED, "years_1": ""})
    assert (without.status_code, "Write the completed years; 0 is an answer." in without.text) == (422, True)
    many = browser.post("/jobs/profile", {**TYPED, "skills": ",".join("abcdefghijklmnop")})
    assert (many.status_code, "Name at most 15 skills." in many.text) == (422, True)
    quebec = browser.post("/jobs/profile", {**TYPED, "provinces": ["QC"]})
    assert quebec.status_code == 422


def test_an_occupation_is_found_without_javascript(visitor: Visitor, app: Flask, candidate: User) -> None:
    browser = visitor(candidate)
    page = browser.post(
        "/jobs/profile/occupations", {**TYPED, "find": "occupation_2", "occupation_2_search": "web developer"}
    )
    assert page.status_code == 200
    assert 'name="occupation_2" value="21234" class="pick"' in page.text
    picked = browser.post("/jobs/profile/occupations", {**TYPED, "occupation_2": ["", "21234"]})
    assert 'name="occupation_2" value="21234"' in picked.text
    assert not any(kind.startswith("job_seeker") for kind, _code in events(app))


def test_only_a_candidate_in_the_pool_takes_part(visitor: Visitor, app: Flask, people: People) -> None:
    browser = visitor(people.candidate(FACTS))
    assert "Only candidates in the pool take part in Job Match." in browser.get("/jobs/profile").text
    assert browser.post("/jobs/profile", TYPED).status_code == 409
    assert ("job_match.refused", "not_in_pool") in events(app)


def test_leaving_is_asked_and_done_at_once(visitor: Visitor, app: Flask, candidate: User, invited: int) -> None:
    browser = visitor(candidate)
    assert "Invitations that you have not answered lapse." in browser.get("/jobs/profile/ending").text
    assert browser.post("/jobs/profile/ending").location == "/en/jobs/profile"
    assert "It has lapsed" in browser.get("/jobs/invitations").text
    assert browser.get("/jobs/profile/ending").status_code == 303
    assert browser.post("/jobs/profile/ending").status_code == 409
    assert ("job_match.refused", "not_in_job_match") in events(app)


# ---- Invitations


@pytest.mark.parametrize("language", ["en", "fr"])
def test_accepting_says_what_is_told_first(
    visitor: Visitor, app: Flask, candidate: User, invited: int, language: str
) -> None:
    browser = visitor(candidate, language)
    assert f"/{language}/jobs/invitations" in browser.get("/jobs/matches").text
    page = browser.get(f"/jobs/invitations/{invited}").text
    assert "Come\nand see." in page
    asked = browser.get(f"/jobs/invitations/{invited}/acceptance").text
    assert "Sira Velomar" in asked
    assert candidate.email in asked
    assert browser.post(f"/jobs/invitations/{invited}/acceptance").status_code == 303
    assert browser.post(f"/jobs/invitations/{invited}/declining").status_code == 409
    assert [browser.get(f"/jobs/invitations/{invited}/{act}").status_code for act in ("acceptance", "declining")] == [
        200,
        200,
    ]
    assert ("job_match.refused", "job_invitation_closed") in events(app)


def test_declining_is_asked(visitor: Visitor, candidate: User, invited: int) -> None:
    browser = visitor(candidate)
    assert "does not learn who you are" in browser.get(f"/jobs/invitations/{invited}/declining").text
    assert browser.post(f"/jobs/invitations/{invited}/declining").location == "/en/jobs/invitations"
    assert "You declined it." in browser.get("/jobs/invitations").text


def test_what_another_candidate_was_sent_does_not_exist(
    visitor: Visitor, app: Flask, people: People, offered: int, invited: int
) -> None:
    stranger = visitor(people.in_pool(FACTS))
    for path in (f"/jobs/invitations/{invited}", f"/jobs/offers/{offered}"):
        assert stranger.get(path).status_code == 404
        acts = ("acceptance", "declining") if "invitations" in path else ("confirmation", "declining")
        for act in acts:
            assert stranger.get(f"{path}/{act}").status_code == 404
            assert stranger.post(f"{path}/{act}", {"permit": "none"}).status_code == 404
    assert stranger.get(f"/jobs/offers/{2**31}").status_code == 404
    assert events(app).count(("job_match.refused", "not_found")) == 11


def test_a_long_list_of_invitations_goes_on(visitor: Visitor, app: Flask, candidate: User) -> None:
    with app.app_context():
        seeker = seekers.opt_in(profile_of(candidate), cases.WISHES, NOW)
        by = cases.employer()
        for number in range(22):
            made = cases.posting(by, title=f"Job {number}")
            invitations.invite(made, [seeker], "", by.user, NOW, LAW)
        db.session.commit()
    browser = visitor(candidate)
    first = browser.get("/jobs/invitations").text
    assert ("Job 21<" in first, "Job 1<" in first) == (True, False)
    assert "Job 1<" in browser.get("/jobs/invitations?before=3").text


# ---- Offers


def test_an_offer_is_confirmed_into_the_profile(visitor: Visitor, app: Flask, candidate: User, offered: int) -> None:
    browser = visitor(candidate)
    assert "number 8123456, valid until May 20, 2027" in browser.get(f"/jobs/offers/{offered}").text
    page = browser.get(f"/jobs/offers/{offered}/confirmation").text
    assert "takes the place" not in page
    assert "8123456" in page
    missing = browser.post(f"/jobs/offers/{offered}/confirmation")
    assert (missing.status_code, "or that nothing does" in missing.text) == (422, True)
    done = browser.post(f"/jobs/offers/{offered}/confirmation", {"permit": "none"})
    assert done.location == "/en/profile/job-offer"
    section = browser.get("/profile/job-offer").text
    assert 'value="8123456"' in section
    assert 'value="Maple Loom Ltd."' in section
    assert "You confirmed it." in browser.get(f"/jobs/offers/{offered}").text
    assert (
        browser.post(f"/jobs/offers/{offered}/confirmation", {"permit": "none", "replacing": "yes"}).status_code == 409
    )
    assert browser.post(f"/jobs/offers/{offered}/declining").status_code == 409
    assert ("job_match.refused", "offer_settled") in events(app)


def test_another_offer_in_the_profile_is_shown_and_kept_until_the_candidate_says_otherwise(
    visitor: Visitor, app: Flask, candidate: User, offered: int
) -> None:
    browser = visitor(candidate)
    saved = browser.post(
        "/profile/job-offer",
        {"has_offer": "yes", "employer_name": "Other Inc.", "noc_code": "62200", "revision": "1", "tab": "t"},
    )
    assert saved.status_code == 303
    page = browser.get(f"/jobs/offers/{offered}/confirmation").text
    assert ("Other Inc." in page, "takes the place" in page) == (True, True)
    refused = browser.post(f"/jobs/offers/{offered}/confirmation", {"permit": "none"})
    assert (refused.status_code, "Tick the box" in refused.text) == (422, True)
    assert 'value="none" checked' in refused.text
    with app.app_context():
        assert profile_of(candidate).answers.section(SectionKey.JOB_OFFER).values["employer_name"] == "Other Inc."
    sent = {"permit": "none", "replacing": "yes"}
    assert browser.post(f"/jobs/offers/{offered}/confirmation", sent).status_code == 303
    with app.app_context():
        assert profile_of(candidate).answers.section(SectionKey.JOB_OFFER).values["employer_name"] == "Maple Loom Ltd."


def test_an_offer_is_declined(visitor: Visitor, app: Flask, candidate: User, offered: int) -> None:
    browser = visitor(candidate, "fr")
    assert browser.get(f"/jobs/offers/{offered}/declining").status_code == 200
    assert browser.post(f"/jobs/offers/{offered}/declining").location == "/fr/jobs/invitations"
    assert browser.get(f"/jobs/offers/{offered}/declining").status_code == 200
    with app.app_context():
        assert db.session.get_one(Offer, offered).declined_at == NOW


def test_the_letters_say_it(visitor: Visitor, app: Flask, candidate: User, offered: int) -> None:
    browser = visitor(candidate)
    with app.app_context():
        letters = {letter.kind: letter.id for letter in db.session.scalars(select(Letter))}
        code = db.session.scalars(select(JobInvitation.code)).one()
    invitation = browser.get(f"/letters/{letters[LetterKind.JOB_INVITATION]}").text
    assert code in invitation
    assert "Ottawa, Ontario" in invitation
    offer = browser.get(f"/letters/{letters[LetterKind.JOB_OFFER]}").text
    assert "$45 an hour" in offer
    assert "May 20, 2027" in offer


def test_every_page_is_there_in_french(visitor: Visitor, candidate: User, offered: int, invited: int) -> None:
    browser = visitor(candidate, "fr")
    for path in (
        "",
        "/postings/1",
        "/profile",
        "/profile/ending",
        "/matches",
        "/invitations",
        f"/invitations/{invited}",
        f"/offers/{offered}",
        f"/offers/{offered}/confirmation",
    ):
        page = browser.get(f"/jobs{path}")
        assert (page.status_code, page.text.count("<h1>")) == (200, 1), path


def test_provinces_of_a_match_are_named(visitor: Visitor, app: Flask, candidate: User, posted: int) -> None:
    with app.app_context():
        seekers.opt_in(profile_of(candidate), {**cases.WISHES, "provinces": [Province.ON]}, NOW)
        db.session.commit()
    assert "<td>Ontario</td><td>Ontario</td>" in visitor(candidate).get("/jobs/matches").text
