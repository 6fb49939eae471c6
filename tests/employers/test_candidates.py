"""Who matches, under codes and noted; few are not shown; invitations, and the name once one is accepted."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from expressentry.database import db
from expressentry.employers import told as employers_told
from expressentry.jobs import invitations
from expressentry.jobs import told as jobs_told
from expressentry.jobs.matching import Compared, Verdict
from expressentry.models import (
    Criterion,
    Employer,
    Event,
    ExpressionOfInterest,
    JobInvitation,
    JobSeeker,
    Letter,
    LetterKind,
    Posting,
    User,
    Viewing,
    ViewingKind,
)
from tests.conftest import NOW, Browser, People
from tests.jobs import cases


def viewings() -> list[tuple[int, ViewingKind, int | None]]:
    return [
        (one.profile_id, one.how, one.posting_id) for one in db.session.scalars(select(Viewing).order_by(Viewing.id))
    ]


def profiles(codes: list[str]) -> list[int]:
    found = {one.code: one.profile_id for one in db.session.scalars(select(JobSeeker))}
    return sorted(found[code] for code in codes)


def refusals() -> list[str]:
    found = db.session.scalars(select(Event).where(Event.kind == "employer.refused").order_by(Event.id))
    return [event.figures["code"] for event in found]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_candidates_are_shown_under_codes_and_each_is_noted(
    app: Flask, visitor: Callable[..., Browser], employer: User, posted: int, five: list[str], language: str
) -> None:
    page = visitor(employer, language).get(f"/employer/postings/{posted}/candidates")
    assert page.status_code == 200
    assert all(code in page.text for code in five)
    for secret in ("Velomar", "Sira", "@example.org", "1995"):
        assert secret not in page.text
    with app.app_context():
        numbers = db.session.scalars(select(ExpressionOfInterest.number)).all()
        assert not any(number in page.text for number in numbers)
        shown = viewings()
        assert sorted(profile for profile, _how, _posting in shown) == profiles(five)
        assert {(how, posting) for _profile, how, posting in shown} == {(ViewingKind.MATCHED, posted)}


def test_the_reasons_stand_beside_each_candidate(app: Flask, browser: Browser, five: list[str]) -> None:
    """The posting asks for CLB 7, a bachelor's degree, three years, and would like Python and SQL."""
    page = browser.get("/employer/postings/1/candidates").text
    assert "Fits: </strong>Occupation, Province or territory, English, Education, Experience</li>" in page
    assert "Preferred, and missing: </strong>Skills</li>" in page


def test_side_by_side_tells_broad_steps_only_and_is_noted(app: Flask, browser: Browser, five: list[str]) -> None:
    page = browser.get(f"/employer/postings/1/candidates/{five[2]}")
    assert page.status_code == 200
    for told in ("CLB 7", "CLB 9 or higher", "3 years", "3 to 5 years", "Python, SQL", "missing, but only preferred"):
        assert told in page.text
    assert "British Columbia" not in page.text
    with app.app_context():
        assert viewings() == [(profiles([five[2]])[0], ViewingKind.MATCHED, 1)]


def test_few_are_not_shown_nor_noted(app: Flask, browser: Browser, people: People, posted: int) -> None:
    with app.app_context():
        code = cases.several(people, 4)[0].code
        db.session.commit()
    page = browser.get("/employer/postings/1/candidates")
    assert "Fewer than 5 candidates match." in page.text
    assert code not in page.text
    assert "fewer than 5" in browser.get("/employer").text
    assert browser.get(f"/employer/postings/1/candidates/{code}").status_code == 404
    with app.app_context():
        assert viewings() == []
        assert refusals() == ["not_found"]


def test_of_few_nobody_can_be_named_but_all_can_be_invited(
    app: Flask, browser: Browser, people: People, posted: int
) -> None:
    with app.app_context():
        code = cases.several(people, 3)[0].code
        db.session.commit()
    answer = browser.post("/employer/postings/1/invitations", {"code": code, "message": "Come and see us."})
    assert answer.status_code == 409
    assert "Invite all candidates who match?" in browser.get("/employer/postings/1/invitations").text
    assert browser.post("/employer/postings/1/invitations", {"message": "Come and see us."}).status_code == 303
    page = browser.get("/employer/postings/1").text
    with app.app_context():
        made = db.session.scalars(select(JobInvitation)).all()
        assert len(made) == 3
        assert all(invitation.code in page for invitation in made)
        assert not any(invitation.seeker.code in page for invitation in made)
        assert refusals() == ["no_match"]


def test_nobody_is_invited_where_nobody_matches(app: Flask, browser: Browser, posted: int) -> None:
    answer = browser.post("/employer/postings/1/invitations", {"message": "Come."}, follow_redirects=True)
    assert "At present nobody matches." in answer.text
    with app.app_context():
        assert db.session.scalars(select(JobInvitation)).all() == []


def test_those_ticked_are_invited_after_the_message(app: Flask, browser: Browser, five: list[str]) -> None:
    page = browser.get("/employer/postings/1/invitations", query_string={"code": five[:2]})
    assert "Invite 2 candidates?" in page.text
    assert f'name="code" value="{five[1]}"' in page.text
    empty = browser.post("/employer/postings/1/invitations", {"code": five[:2], "message": "  "})
    assert empty.status_code == 422
    assert "Write a message." in empty.text
    assert f'name="code" value="{five[1]}"' in empty.text
    long = browser.post("/employer/postings/1/invitations", {"code": five[:2], "message": "x" * 2001})
    assert (long.status_code, "x" * 2001 in long.text) == (422, True)
    answer = browser.post("/employer/postings/1/invitations", {"code": five[:2], "message": "We start in May."})
    assert (answer.status_code, answer.location) == (303, "/en/employer/postings/1")
    with app.app_context():
        made = db.session.scalars(select(JobInvitation)).all()
        assert sorted(invitation.seeker.code for invitation in made) == sorted(five[:2])
        letters = db.session.scalars(select(Letter).where(Letter.kind == LetterKind.JOB_INVITATION)).all()
        assert len(letters) == 2
    page = browser.get("/employer/postings/1/candidates").text
    assert page.count("– invited") == 2
    assert page.count('type="checkbox"') == 3
    assert "<dt>Invited</dt><dd>2</dd>" in browser.get("/employer").text


def test_nobody_ticked_leads_back_to_the_list(browser: Browser, five: list[str]) -> None:
    answer = browser.get("/employer/postings/1/invitations", follow_redirects=True)
    assert "Tick the candidates you want to invite." in answer.text


@pytest.mark.parametrize(
    ("codes", "status"), [(["ZZZZZZZZZZ"], 409), (["no code", "'; --"], 404), (["ZZZZZZZZZZ", "YYYYYYYYYY"], 409)]
)
def test_made_up_codes_invite_nobody(
    app: Flask, browser: Browser, five: list[str], codes: list[str], status: int
) -> None:
    answer = browser.post("/employer/postings/1/invitations", {"code": codes, "message": "Come."})
    assert answer.status_code == status
    assert browser.get("/employer/postings/1/candidates/ZZZZZZZZZZ").status_code == 404
    assert browser.get("/employer/postings/1/candidates/no%20code").status_code == 404
    with app.app_context():
        assert db.session.scalars(select(JobInvitation)).all() == []


def test_before_day_31_nobody_is_shown_or_invited(app: Flask, browser: Browser, employer: User, people: People) -> None:
    with app.app_context():
        cases.posting(db.session.scalars(select(Employer)).one(), at=NOW - timedelta(days=29))
        codes = [seeker.code for seeker in cases.several(people, 5)]
        db.session.commit()
    page = browser.get("/employer/postings/1/candidates")
    assert "From November 24, 2026 on" in page.text
    assert not any(code in page.text for code in codes)
    assert browser.get(f"/employer/postings/1/candidates/{codes[0]}").status_code == 404
    assert browser.get("/employer/postings/1/invitations", query_string={"code": codes[0]}).status_code == 409
    answer = browser.post("/employer/postings/1/invitations", {"code": codes[0], "message": "Come."})
    assert answer.status_code == 409
    assert "from its day 31 on" in answer.text
    with app.app_context():
        assert viewings() == []
        assert db.session.scalars(select(JobInvitation)).all() == []
        assert refusals() == ["not_found", "residents_first", "residents_first"]


def test_a_closed_posting_shows_nobody(app: Flask, browser: Browser, five: list[str]) -> None:
    assert browser.post("/employer/postings/1/closing").status_code == 303
    assert browser.get("/employer/postings/1/candidates").status_code == 409
    assert browser.get(f"/employer/postings/1/candidates/{five[0]}").status_code == 409
    with app.app_context():
        assert viewings() == []


def test_an_employer_turned_down_later_sees_nobody(app: Flask, browser: Browser, five: list[str]) -> None:
    with app.app_context():
        made = db.session.scalars(select(Employer)).one()
        made.verified_at, made.turned_down_at, made.turned_down_because = None, NOW, "Not this business."
        db.session.commit()
    assert browser.get("/employer/postings/1/candidates").status_code == 409
    assert browser.post("/employer/postings/1/invitations", {"code": five[0], "message": "Come."}).status_code == 409
    assert "must be verified before you see candidates again" in browser.get("/employer/postings/1").text


def test_the_list_goes_on_by_pages(app: Flask, browser: Browser, people: People, posted: int) -> None:
    with app.app_context():
        codes = {seeker.code for seeker in cases.several(people, 23)}
        db.session.commit()
    first = browser.get("/employer/postings/1/candidates").text
    assert "20 or more" in browser.get("/employer/postings/1").text
    after = first.split("candidates?after=")[1][:10]
    second = browser.get(f"/employer/postings/1/candidates?after={after}").text
    assert len([code for code in codes if f"code-{code}" in first]) == 20
    assert len([code for code in codes if f"code-{code}" in second]) == 3
    assert browser.get("/employer/postings/1/candidates?after=%00").status_code == 200


def invited(app: Flask, posting_id: int, code: str) -> int:
    """The id of an invitation of a candidate, in the database."""
    with app.app_context():
        posting = db.session.get_one(Posting, posting_id)
        seekers = [db.session.scalars(select(JobSeeker).where(JobSeeker.code == code)).one()]
        made = invitations.invite(posting, seekers, "Come.", posting.employer.user, NOW, cases.LAW)
        db.session.commit()
        return made[0].id


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_name_is_shown_once_accepted_and_noted_at_each_view(
    app: Flask, visitor: Callable[..., Browser], employer: User, five: list[str], language: str
) -> None:
    browser, made = visitor(employer, language), invited(app, 1, five[0])
    page = browser.get(f"/employer/invitations/{made}")
    assert page.status_code == 200
    assert "Velomar" not in page.text
    with app.app_context():
        assert viewings() == []
        invitation = db.session.get_one(JobInvitation, made)
        invitations.accept(invitation, invitation.seeker.profile.user, NOW)
        db.session.commit()
        email = invitation.seeker.profile.user.email
        number = db.session.scalars(
            select(ExpressionOfInterest.number).where(ExpressionOfInterest.profile_id == invitation.seeker.profile_id)
        ).one()
    for times in (1, 2):
        page = browser.get(f"/employer/invitations/{made}").text
        assert all(told in page for told in ("Sira", "Velomar", email, number))
        with app.app_context():
            assert viewings() == [(profiles([five[0]])[0], ViewingKind.REVEALED, 1)] * times
    assert "Velomar" not in browser.get("/employer/postings/1").text


def test_who_declines_stays_unknown(app: Flask, browser: Browser, five: list[str]) -> None:
    made = invited(app, 1, five[0])
    with app.app_context():
        invitation = db.session.get_one(JobInvitation, made)
        invitations.decline(invitation, invitation.seeker.profile.user, NOW)
        db.session.commit()
    page = browser.get(f"/employer/invitations/{made}").text
    assert "declined on November 23, 2026" in page
    assert "Velomar" not in page
    assert browser.get(f"/employer/invitations/{made}/offers/new").status_code == 409
    with app.app_context():
        assert viewings() == []


def test_nobody_is_invited_twice_for_a_posting(app: Flask, browser: Browser, five: list[str]) -> None:
    sent: dict[str, Any] = {"code": five[0], "message": "Come."}
    assert browser.post("/employer/postings/1/invitations", sent).status_code == 303
    assert browser.post("/employer/postings/1/invitations", sent).status_code == 409
    with app.app_context():
        assert refusals() == ["already_invited"]


def test_where_no_skill_is_asked_for_the_candidate_does_not_lack_all_of_them() -> None:
    one = Compared(Criterion.SKILLS, Verdict.NOT_ASKED, [], [])
    assert (employers_told.theirs(one), jobs_told.yours(one)) == ("–", "–")
