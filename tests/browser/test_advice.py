"""A couple learns what would help, who should be the principal applicant, and where it stands beside real rounds."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from expressentry import clock
from expressentry.accounts import lifecycle as accounts
from expressentry.database import db
from expressentry.models import Role
from expressentry.rules.facts import Facts
from expressentry.seeding import answers_of
from tests.browser.accessible import seen, sign_in, walk
from tests.browser.conftest import Site, Visit
from tests.conftest import FACTS, PARTICULARS
from tests.rules.law_facts import english, foreign, spouse

pytestmark = pytest.mark.browser
PAGES = ["/profile/advice", "/profile/couple", "/profile/rounds"]


def session_of(site: Site, facts: Facts) -> str:
    """The session of a candidate who stated these facts."""
    with site.app.app_context():
        user = accounts.register("couple@example.org", None, Role.CANDIDATE, "en", clock.now())
        user.profile.answers = answers_of(facts, PARTICULARS)
        db.session.commit()
        return user.session_id


def together() -> Facts:
    """A partner comes along, with a master's degree and CLB 7."""
    partner = spouse(credentials=(foreign("masters_or_entry_to_practice_professional"),), language=english(7))
    return replace(FACTS, spouse=partner, family_size=2)


@pytest.mark.parametrize(
    ("language", "javascript", "width"), [("en", True, 1280), ("en", False, 390), ("fr", True, 390), ("fr", False, 390)]
)
def test_a_couple_learns_what_would_help(
    site: Site, visit: Callable[..., Visit], language: str, javascript: bool, width: int
) -> None:
    visitor = visit(language, javascript, width)
    sign_in(site, visitor.page, session_of(site, together()))
    page = visitor.page
    visitor.go("/profile/advice")
    assert page.locator(".gains > li").count() > 10
    assert page.locator(".points-gained").first.inner_text() == "+600"
    visitor.go("/profile/couple")
    lacking = page.locator("main details[open]").count()
    typed = {"canadian_years": "0", "canadian_last_three": "0", "foreign_years": "3", "continuous_years": "3"}
    for name, text in {"birth_date": "1996-05-05", "primary_occupation": "21231", **typed}.items():
        page.fill(f"#{name}", text)
    with page.expect_event("load"):
        page.locator("main form .buttons button").last.click()
    assert page.locator("main details[open]").count() < lacking
    assert page.locator("#birth_date").input_value() == "1996-05-05"
    visitor.go("/profile/couple")
    assert page.locator("#birth_date").input_value() == ""
    visitor.go("/profile/rounds")
    assert page.locator("svg.marks").is_visible()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_everybody_can_use_the_pages_of_advice(site: Site, visit: Callable[..., Visit], language: str) -> None:
    visitor = visit(language)
    sign_in(site, visitor.page, session_of(site, together()))
    assert walk(visitor, PAGES) == []
    visitor.go("/profile/couple")
    visitor.page.fill("#foreign_years", "99")
    with visitor.page.expect_event("load"):
        visitor.page.locator("main form .buttons button").last.click()
    assert seen(visitor) == []


def test_somebody_who_said_nothing_can_use_them_too(site: Site, visit: Callable[..., Visit]) -> None:
    visitor = visit("en")
    sign_in(site, visitor.page, session_of(site, Facts()))
    assert walk(visitor, PAGES) == []
