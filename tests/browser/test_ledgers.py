"""A candidate and an officer in Chromium: every point with its reason, on another day, and two laws side by side."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from expressentry import clock
from expressentry.accounts import lifecycle as accounts
from expressentry.database import db
from expressentry.models import ExpressionOfInterest, Role
from expressentry.pool import lifecycle as pool
from expressentry.seeding import answers_of
from tests.browser.accessible import sign_in, walk
from tests.browser.conftest import Site, Visit
from tests.conftest import FACTS, PARTICULARS

pytestmark = pytest.mark.browser


@pytest.fixture
def sessions(site: Site) -> tuple[str, str, str]:
    """The sessions of a candidate in the pool and of an officer, and the candidate's number."""
    with site.app.app_context():
        at = clock.now()
        user = accounts.register("sira@example.org", None, Role.CANDIDATE, "en", at)
        user.profile.answers = answers_of(replace(FACTS, sibling_in_canada=True), PARTICULARS)
        pool.submit(user.profile, at, clock.law())
        officer = accounts.register("officer@example.org", None, Role.OFFICER, "en", at)
        db.session.commit()
        number = db.session.query(ExpressionOfInterest).one().number
        return user.session_id, officer.session_id, number


def test_from_the_profile_to_the_reason_of_a_point_and_to_another_law(
    visit: Callable[..., Visit], site: Site, sessions: tuple[str, str, str]
) -> None:
    """On a phone, without JavaScript, by links and forms alone."""
    visitor = visit("en", False, 390)
    page = visitor.page
    sign_in(site, page, sessions[0])
    visitor.go("/profile")
    page.get_by_role("link", name="Every point and its reason").click()
    assert visitor.at("/profile/ledger")
    page.get_by_role("link", name="Age", exact=True).click()
    age = page.locator("#line-age")
    assert "Born on May 5, 1995" in age.inner_text()
    age.get_by_role("link", name="Comprehensive Ranking System: core human capital").click()
    assert page.url.endswith("#crs_core.age")
    page.go_back()
    page.fill("#law", "2016-01-01")
    page.click("main form button")
    assert "under the law in force since January 1, 2016" in page.locator("main").inner_text()
    assert page.locator("#line-sibling").inner_text().startswith("Brother or sister in Canada: 0 / 0")
    page.get_by_role("link", name="Two days or two laws, side by side").click()
    page.fill("#law", "2017-06-05")
    page.fill("#law2", "2017-06-06")
    page.click("main form button")
    assert "The second side has 15 points more." in page.locator("main").inner_text()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_page_of_ledgers_can_be_used_by_everybody(
    visit: Callable[..., Visit], site: Site, sessions: tuple[str, str, str], language: str
) -> None:
    visitor = visit(language)
    sign_in(site, visitor.page, sessions[0])
    candidates = [
        "/profile",
        "/expression-of-interest",
        "/profile/ledger",
        "/profile/ledger?on=2014-01-01",
        "/expression-of-interest/ledger",
        "/profile/compare",
        "/profile/compare?on=2020-01-01&law2=2016-01-01",
        "/profile/compare?on=2010-01-01&law2=2010-01-01",
    ]
    assert walk(visitor, candidates) == []
    other = visit(language)
    sign_in(site, other.page, sessions[1])
    assert walk(other, [f"/pool/{sessions[2]}", f"/pool/{sessions[2]}/ledger"]) == []
