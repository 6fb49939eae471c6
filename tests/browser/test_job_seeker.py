"""A candidate and everybody else in Chromium: searching postings, a Job Match profile, and all pages of the room."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from expressentry import clock
from expressentry.accounts import lifecycle as accounts
from expressentry.database import db
from expressentry.jobs import invitations, offers, seekers
from expressentry.models import Posting, Role
from expressentry.pool import lifecycle as pool
from expressentry.rules.facts import Province
from expressentry.seeding import answers_of
from tests.browser.accessible import seen, sign_in, walk
from tests.browser.conftest import Site, Visit
from tests.browser.test_main_job import find_occupation
from tests.conftest import FACTS, PARTICULARS
from tests.jobs import cases

pytestmark = pytest.mark.browser


@pytest.fixture
def session_id(site: Site) -> str:
    """The session of a candidate in the pool, on a site with 25 postings."""
    with site.app.app_context():
        at = clock.now()
        by = cases.employer()
        by.verified_at = at - timedelta(days=60)
        for number in range(24):
            cases.posting(by, at=at - timedelta(days=40), title=f"Software engineer, team {number}")
        cases.posting(by, at=at, title="Chef cuisinier", noc_code="62200", province=Province.MB, skills=[])
        user = accounts.register("sira@example.org", None, Role.CANDIDATE, "en", at)
        user.profile.answers = answers_of(FACTS, PARTICULARS)
        pool.submit(user.profile, at, clock.law())
        db.session.commit()
        return user.session_id


@pytest.mark.parametrize("javascript", [True, False])
def test_everybody_searches_the_postings(visit: Callable[..., Visit], session_id: str, javascript: bool) -> None:
    visitor = visit("en", javascript, 390)
    page = visitor.page
    visitor.go("/jobs")
    assert page.locator("#postings li").count() == 20
    page.locator(".pages a").click()
    page.locator("#postings li", has_text="team 0").wait_for()
    assert page.locator("#postings li").count() == 5
    visitor.go("/jobs")
    page.fill("#words", "chef")
    if not javascript:
        page.click("form[role=search] button")
    expect(page.locator("#postings li")).to_have_count(1)
    assert "words=chef" in page.url
    page.click("#postings a")
    assert page.locator("main .notice").inner_text().startswith("For Canadians and permanent residents first.")


@pytest.mark.parametrize(("language", "javascript"), [("en", True), ("fr", False)])
def test_a_candidate_joins_changes_and_leaves(
    site: Site, visit: Callable[..., Visit], session_id: str, language: str, javascript: bool
) -> None:
    visitor = visit(language, javascript, 390)
    page = visitor.page
    sign_in(site, page, session_id)
    visitor.go("/jobs/profile")
    assert page.input_value("#occupation_1") == "21231"
    page.fill("#years_1", "")
    press(visitor, "form:has(#strict-no) .buttons button")
    assert page.locator("#years_1-error").count() == 1
    assert page.locator(".error-summary").count() == 1
    page.fill("#years_1", "4")
    page.fill("#occupation_1", "")
    find_occupation(visitor, "occupation_1", javascript)
    assert page.input_value("#years_1") == "4"
    page.locator("details.more-sections summary").click()
    page.fill("#occupation_2", "62200")
    page.fill("#years_2", "1")
    press(visitor, "form:has(#strict-no) .buttons button")
    assert visitor.at("/jobs/matches")
    assert page.locator(".postings li h2").count() == 20
    page.locator(".postings summary").first.click()
    assert page.locator(".postings details table").first.is_visible()
    visitor.go("/jobs/profile")
    page.check("#strict-yes")
    page.fill("#wage_cents", "90")
    press(visitor, "form:has(#strict-no) .buttons button")
    assert page.locator(".postings li").count() == 0
    visitor.go("/jobs/profile/ending")
    press(visitor, "main form button")
    visitor.go("/jobs/matches")
    assert page.locator('main a.button[href$="/jobs/profile"]').count() == 1


def press(visit: Visit, button: str) -> None:
    with visit.page.expect_event("load"):
        visit.page.locator(button).first.click()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_page_can_be_used_by_everybody(
    site: Site, visit: Callable[..., Visit], session_id: str, language: str
) -> None:
    invitation, offer = _invited_and_offered(site)
    visitor = visit(language)
    sign_in(site, visitor.page, session_id)
    paths = [
        *("/jobs", "/jobs?words=none+of+them", "/jobs/postings/1", "/jobs/postings/25"),
        *("/jobs/profile", "/jobs/profile/ending", "/jobs/matches", "/jobs/invitations"),
        *(f"/jobs/invitations/{invitation}{act}" for act in ("", "/acceptance", "/declining")),
        *(f"/jobs/offers/{offer}{act}" for act in ("", "/confirmation", "/declining")),
        *("/letters/2", "/letters/3", "/letters/4"),
    ]
    assert walk(visitor, paths) == []
    visitor.go(f"/jobs/offers/{offer}/confirmation")
    press(visitor, "main form button")
    assert visitor.page.locator(".error-summary").count() == 1
    assert seen(visitor) == []


def _invited_and_offered(site: Site) -> tuple[int, int]:
    """An invitation that waits, and an offer that came of another."""
    with site.app.app_context():
        at, law = clock.now(), clock.law()
        user = accounts.find("sira@example.org")
        seeker = seekers.opt_in(user.profile, {**cases.WISHES, "wage_cents": 5_000}, at)
        first, second = (db.session.get_one(Posting, number) for number in (1, 2))
        (waiting,) = invitations.invite(first, [seeker], "Would you like to meet us?", first.employer.user, at, law)
        (accepted,) = invitations.invite(second, [seeker], "", second.employer.user, at, law)
        invitations.accept(accepted, user, at)
        offer = offers.make(accepted, cases.OFFER, second.employer.user, at)
        db.session.commit()
        return waiting.id, offer.id
