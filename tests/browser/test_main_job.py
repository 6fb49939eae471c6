"""The whole main job in Chromium: from registering to an invitation, and back into the pool."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from expressentry import clock
from expressentry.accounts import lifecycle as accounts
from expressentry.database import db
from expressentry.models import Role
from expressentry.pool import lifecycle as pool
from expressentry.seeding import answers_of
from expressentry.synthetic import candidates
from tests.browser.conftest import Site, Visit

pytestmark = pytest.mark.browser
PASSWORD = "a long enough password"


@pytest.fixture
def others(site: Site) -> None:
    """Twelve invented candidates in the pool, and an officer."""
    with site.app.app_context():
        at, law = clock.now(), clock.law()
        accounts.register("officer@example.org", PASSWORD, Role.OFFICER, "en", at)
        for number, made in enumerate(candidates(12, clock.today(), law, seed=3)):
            user = accounts.register(f"other{number}@example.org", None, Role.CANDIDATE, "en", at)
            user.profile.answers = answers_of(made.facts, made.particulars)
            pool.submit(user.profile, at - timedelta(minutes=5), law)
        db.session.commit()


@pytest.mark.parametrize(
    ("language", "javascript", "width"),
    [("en", True, 1280), ("en", False, 1280), ("fr", True, 390), ("fr", False, 390)],
)
def test_a_profile_becomes_an_invitation(
    visit: Callable[..., Visit], others: None, language: str, javascript: bool, width: int
) -> None:
    candidate = visit(language, javascript, width)
    register(candidate)
    fill_in(candidate, javascript)
    submit(candidate)
    officer = visit("en", javascript)
    issue(officer, javascript)
    read_the_letter(candidate)
    decline(candidate)


def register(visit: Visit) -> None:
    visit.go("/registration")
    visit.page.fill("#email", "nova@example.org")
    visit.page.fill("#password", PASSWORD)
    visit.page.fill("#repeated", PASSWORD)
    visit.page.click("main form button")
    assert visit.at("/profile")


def fill_in(visit: Visit, javascript: bool) -> None:
    about_you(visit, javascript)
    visit.save()  # contact: nothing is needed there
    education(visit)
    languages(visit, javascript)
    work(visit, javascript)
    for name in ("sibling_in_canada", "relative_in_canada", "studied_in_canada", "worked_in_canada"):
        visit.page.check(f"#{name}-no")
    visit.save()
    visit.page.check("#has_offer-no")
    visit.save()
    plans(visit)


def about_you(visit: Visit, javascript: bool) -> None:
    page = visit.page
    visit.go("/profile/about-you")
    page.fill("#family_name", "Œuvrard-Ñandú")
    page.fill("#given_names", "李 नोवा")
    page.fill("#birth_date", f"{clock.today().year - 26}-06-15")
    if javascript:
        page.locator("#score h2", has_text="110").first.wait_for()
    page.check("#gender-another")
    for name in ("country_of_birth", "citizenship", "country_of_residence"):
        page.select_option(f"#{name}", "PT")
    page.check("#marital_status-never_married")
    visit.save()
    assert visit.at("/profile/contact")


def education(visit: Visit) -> None:
    page = visit.page
    assert visit.at("/profile/education")
    page.locator('form[action$="/records"] button').click()
    page.check("#canadian-no")
    page.check("#completed-yes")
    page.check("#assessed-yes")
    page.select_option("#assessor", "wes")
    page.fill("#assessed_on", (clock.today() - timedelta(days=200)).isoformat())
    page.check("#equivalencies-masters_or_entry_to_practice_professional")
    visit.save()
    assert visit.at("/profile/education")
    page.check("#listed_all")
    visit.save()


def languages(visit: Visit, javascript: bool) -> None:
    page = visit.page
    assert visit.at("/profile/languages")
    page.select_option("#first_test", "ielts_gt")
    page.fill("#first_taken_on", (clock.today() - timedelta(days=100)).isoformat())
    for name, score in (("speaking", "7.5"), ("listening", "8.5"), ("reading", "8"), ("writing", "7,5")):
        page.fill(f"#first_{name}", score)
    if javascript:
        page.locator("#level-first_writing", has_text="10").wait_for()
    page.select_option("#second_test", "none")
    visit.save()


def work(visit: Visit, javascript: bool) -> None:
    page = visit.page
    assert visit.at("/profile/work-history")
    page.locator('form[action$="/records"] button').click()
    page.fill("#job_title", "Software engineer")
    find_occupation(visit, "noc_code", javascript)
    page.fill("#started_on", (clock.today() - timedelta(days=1500)).isoformat())
    page.check("#goes_on-yes")
    page.fill("#hours_per_week", "37.5")
    page.check("#paid-yes")
    page.check("#in_canada-no")
    visit.save()
    assert visit.at("/profile/work-history")
    page.check("#listed_all")
    visit.save()


def find_occupation(visit: Visit, name: str, javascript: bool) -> None:
    words = {"en": "software eng", "fr": "ingenieur logiciel"}[visit.language]
    visit.page.fill(f"#{name}-search", words)
    if not javascript:
        visit.page.click('button[name="find"]')
    visit.page.locator(".pick", has_text="21231").click()
    visit.page.wait_for_load_state()
    assert visit.page.input_value(f"#{name}") == "21231"


def plans(visit: Visit) -> None:
    page = visit.page
    assert visit.at("/profile/plans")
    page.fill("#primary_occupation", "21231")
    page.check("#has_certificate-no")
    page.check("#provinces-ON")
    page.check("#provinces-NB")
    page.fill("#family_size", "1")
    page.fill("#funds_cents", "25 000")
    page.check("#barred_for_misrepresentation-no")
    visit.save()


def submit(visit: Visit) -> None:
    visit.go("/expression-of-interest")
    assert visit.page.locator("aside h2", has_text="481").count() == 1
    visit.page.locator('form[action$="/expression-of-interest"] button').click()
    visit.page.wait_for_load_state()
    figures = visit.page.locator(".key-figures dd").all_inner_texts()
    assert figures[0] == "481"
    assert re.match(r"\d+ (of|sur) 13$", figures[1])


def issue(visit: Visit, javascript: bool) -> None:
    page = visit.page
    visit.go("/sign-in")
    page.fill("#email", "officer@example.org")
    page.fill("#password", PASSWORD)
    page.click("main form button")
    assert visit.at("/pool")
    assert page.locator(".ranked tbody tr").count() == 13
    visit.go("/rounds")
    page.locator('form[action$="/rounds"] button').click()
    page.fill("#size", "13")
    if javascript:
        page.locator("#preview .key-figures dd", has_text=re.compile("^13$")).wait_for()
    else:
        page.locator('button[formaction$="/preview"]').click()
        assert page.locator("#preview .key-figures dd").first.inner_text() == "13"
    page.check("#confirmed")
    page.locator('button[formaction$="/invitations"]').click()
    page.wait_for_load_state()
    assert page.locator(".key-figures dd").first.inner_text() == "13"


def read_the_letter(visit: Visit) -> None:
    page = visit.page
    visit.go("/expression-of-interest")
    page.click("main a.button")
    rows = page.locator(".lines tbody tr")
    assert rows.count() == 16
    points = [int(text.split("/")[0]) for text in page.locator(".lines tbody td").all_inner_texts()]
    assert points == [110, 135, 136, 0, 0, 0, 0, 0, 50, 50, 0, 0, 0, 0, 0, 0]
    assert page.locator(".lines tfoot td").inner_text() == "481"
    instant = page.locator(".deadline time").get_attribute("datetime")
    last_day = clock.today() + timedelta(days=60)
    assert instant == f"{last_day + timedelta(days=1)}T00:00:00+00:00"


def decline(visit: Visit) -> None:
    page = visit.page
    page.locator('a[href$="/declining"]').click()
    page.locator("main form button").click()
    page.wait_for_load_state()
    figures = page.locator(".key-figures dd").all_inner_texts()
    assert figures[0] == "481"
    assert re.match(r"1 (of|sur) 1$", figures[1])
