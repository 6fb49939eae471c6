"""Every page of every role, in both languages, wide and narrow: no axe violation, a quiet console, no side-scroll."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from expressentry import clock
from expressentry.accounts import lifecycle as accounts
from expressentry.database import db
from expressentry.models import Role, User
from expressentry.pool import lifecycle as pool
from expressentry.rounds import lifecycle as rounds
from expressentry.rules.facts import Credential, EducationLevel, Job, LanguageResult, LanguageTest, Spouse
from expressentry.seeding import answers_of
from tests.browser.accessible import problems, seen, sign_in, walk
from tests.browser.conftest import Site, Visit
from tests.conftest import FACTS, PARTICULARS

pytestmark = pytest.mark.browser

PUBLIC = (
    "/",
    "/how-it-works",
    "/programs",
    "/the-pool",
    "/about",
    "/rounds",
    "/occupations?q=nurse",
    "/service",
    "/letters/verification",
    "/sign-in",
    "/registration",
)
CANDIDATE = (
    "/profile",
    "/profile/about-you",
    "/profile/contact",
    "/profile/spouse",
    "/profile/spouse-education/spouse-education-0",
    "/profile/spouse-work",
    "/profile/education",
    "/profile/education/education-0",
    "/profile/education/education-0/removal",
    "/profile/languages",
    "/profile/work-history",
    "/profile/work-history/work-history-0",
    "/profile/ties",
    "/profile/job-offer",
    "/profile/plans",
    "/expression-of-interest",
    "/expression-of-interest/confirmation",
    "/expression-of-interest/withdrawal",
    "/checklist",
    "/letters",
    "/password",
)
OFFICER = (
    "/clock",
    "/outbox",
    "/cases",
    "/cases/decided",
    "/payments",
    "/payments/refunds",
    "/payments/imports",
    "/service/cases",
    "/pool",
    "/pool?program=pnp",
    "/rounds",
    "/rounds/1",
    "/rounds/2",
)


@pytest.fixture
def peopled(site: Site) -> dict[str, Any]:
    """A candidate with a partner in the pool, one who is invited, an empty one, and an officer with a draft."""
    with site.app.app_context():
        at, law, today = clock.now(), clock.law(), clock.today()
        recent = replace(FACTS.languages[0], taken_on=today - timedelta(days=90))
        credential = replace(FACTS.credentials[0], assessed_on=today - timedelta(days=90))
        facts = replace(FACTS, languages=(recent,), credentials=(credential,))
        spouse = Spouse(
            accompanying=True,
            credentials=(Credential(canadian=True, level=EducationLevel.TWO_YEAR),),
            language=LanguageResult(
                test=LanguageTest.CELPIP_G, taken_on=recent.taken_on, speaking=7, listening=8, reading=7, writing=6
            ),
            jobs=(Job(noc_code="21231", started_on=today - timedelta(days=500), hours_per_week=30, in_canada=True),),
        )
        made: dict[str, Any] = {}
        for name, stated in (
            ("partnered", replace(facts, spouse=spouse, family_size=2)),
            ("invited", facts),
            ("new", None),
        ):
            user = accounts.register(f"{name}@example.org", None, Role.CANDIDATE, "en", at)
            made[name] = user.session_id
            if stated is not None:
                user.profile.answers = answers_of(stated, PARTICULARS)
                made[f"{name} number"] = pool.submit(user.profile, at, law).number
        officer = accounts.register("officer@example.org", None, Role.OFFICER, "en", at)
        made["officer"] = officer.session_id
        round_ = rounds.draft(officer, at)
        round_.size = 1
        rounds.issue(round_, db.session.get_one(User, officer.id), at, law)
        rounds.draft(officer, at)
        db.session.commit()
        return made


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("who", ["stranger", "new", "partnered", "invited", "officer"])
def test_pages_are_accessible(
    visit: Callable[..., Visit], site: Site, peopled: dict[str, Any], language: str, who: str
) -> None:
    paths = {
        "stranger": PUBLIC,
        "new": ("/profile", "/profile/about-you", "/profile/languages", "/expression-of-interest"),
        "partnered": CANDIDATE,
        "invited": ("/expression-of-interest", "/invitations/1", "/invitations/1/declining", "/checklist"),
        "officer": (*OFFICER, f"/pool/{peopled['partnered number']}"),
    }
    visitor = visit(language)
    if who != "stranger":
        sign_in(site, visitor.page, peopled[who])
    assert walk(visitor, paths[who]) == []
    if who == "stranger":
        visitor.go("/nothing")
        assert seen(visitor) == []
        assert "404" in visitor.messages.pop()


def test_what_is_wrong_at_one_width_is_found(visit: Callable[..., Visit]) -> None:
    visitor = visit()
    visitor.go("/about")
    visitor.page.evaluate(
        """() => {
          const style = new CSSStyleSheet();
          style.replaceSync("@media (max-width: 400px) { h1 { color: #aaa !important } footer { width: 500px } }");
          document.adoptedStyleSheets.push(style);
        }"""
    )
    narrow = seen(visitor)
    assert len(narrow) == 2
    assert "color-contrast: <h1" in narrow[0]
    assert "pixels wide" in narrow[1]
    visitor.page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<button></button>')")
    assert sum(": button-name: " in one for one in seen(visitor)) == 2


def test_contrast_is_read_at_each_width_in_one_language(visit: Callable[..., Visit]) -> None:
    for language, width in (("fr", 1280), ("en", 390)):
        visitor = visit(language)
        visitor.go("/about")
        visitor.page.evaluate(
            """() => {
              const style = new CSSStyleSheet();
              style.replaceSync("h1 { color: #aaa !important }");
              document.adoptedStyleSheets.push(style);
            }"""
        )
        assert len(seen(visitor)) == 1
        visitor.page.set_viewport_size({"width": width, "height": 900})
        assert len(problems(visitor.page, width)) == 1


def test_a_page_with_errors_is_accessible_and_takes_the_focus(
    visit: Callable[..., Visit], site: Site, peopled: dict[str, Any]
) -> None:
    for language, width in (("en", 1280), ("fr", 390)):
        visitor = visit(language, width=width)
        sign_in(site, visitor.page, peopled["new"])
        visitor.go("/profile/languages")
        visitor.page.select_option("#first_test", "ielts_gt")
        visitor.page.fill("#first_taken_on", "2031-01-01")
        visitor.page.fill("#first_speaking", "6.3")
        visitor.save()
        assert problems(visitor.page, width) == []
        assert visitor.page.evaluate("document.activeElement.classList.contains('error-summary')")
        assert visitor.page.input_value("#first_speaking") == "6.3"
        visitor.page.locator(".error-summary a").first.click()
        assert visitor.page.evaluate("document.activeElement.id").startswith("first_")


def test_a_section_can_be_filled_in_by_keyboard_alone(
    visit: Callable[..., Visit], site: Site, peopled: dict[str, Any]
) -> None:
    visitor = visit()
    sign_in(site, visitor.page, peopled["new"])
    visitor.go("/profile/ties")
    page = visitor.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    for _ in range(4):
        page.keyboard.press("Tab")
        while not page.evaluate("document.activeElement.type === 'radio'"):
            page.keyboard.press("Tab")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
    assert page.locator("input:checked").evaluate_all("all => all.map(one => one.id)") == [
        "sibling_in_canada-no",
        "relative_in_canada-no",
        "studied_in_canada-no",
        "worked_in_canada-no",
    ]
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/profile/job-offer")
