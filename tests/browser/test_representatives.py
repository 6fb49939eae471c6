"""In Chromium: a client invites a representative, approves the exact changes, and the representative submits."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from expressentry import clock
from expressentry.accounts import lifecycle as accounts
from expressentry.database import db
from expressentry.models import Representative, Role, SectionKey
from expressentry.pool import lifecycle as pool
from expressentry.representatives import lifecycle, proposals
from expressentry.rules.programs import Program
from expressentry.seeding import answers_of
from tests.applications.factory import facts_for
from tests.browser.accessible import sign_in, walk
from tests.browser.applying import press
from tests.browser.conftest import Site, Visit
from tests.conftest import PARTICULARS
from tests.representatives import factory

pytestmark = pytest.mark.browser


@pytest.fixture
def people(site: Site) -> dict[str, Any]:
    """A candidate with a whole profile, and a verified representative."""
    with site.app.app_context():
        at = clock.now()
        user = accounts.register("client@example.org", None, Role.CANDIDATE, "en", at)
        facts = facts_for(Program.FSW, clock.today())
        user.profile.answers = answers_of(facts, {**PARTICULARS, "given_names": "Sira"})
        made = factory.representative(at=at - timedelta(days=1))
        db.session.commit()
        return {"client": user.session_id, "by": made.user.session_id}


@pytest.mark.parametrize(
    ("language", "javascript", "width"),
    [("en", True, 1280), ("en", False, 390), ("fr", True, 390)],
)
def test_a_client_approves_what_a_representative_submits(
    site: Site, visit: Callable[..., Visit], people: dict[str, Any], language: str, javascript: bool, width: int
) -> None:
    client, by = visit(language, javascript, width), visit(language, javascript, width)
    sign_in(site, client.page, people["client"])
    sign_in(site, by.page, people["by"])
    invite(client, javascript)
    accept(by)
    edit_and_send(by, javascript)
    approve(client)
    submit(by)
    client.go("/expression-of-interest")
    assert client.page.locator(".key-figures dd").count() >= 2
    revoked_in_an_open_tab(client, by)
    client.go("/representation/history")
    assert client.page.locator("tbody tr").count() >= 8
    assert client.page.evaluate("document.documentElement.scrollWidth") <= width


def invite(client: Visit, javascript: bool) -> None:
    page = client.page
    client.go("/representation")
    press(page.locator('main a[href$="/representation/representatives"]'))
    page.fill("#words", "R512345")
    if javascript:
        page.locator("#found a").wait_for()
    else:
        press(page.locator("main form button"))
    press(page.locator("#found a"))
    page.check("#scopes-edit")
    page.check("#scopes-submit")
    press(page.locator("main form button"))
    assert client.at("/representation")


def accept(by: Visit) -> None:
    by.go("/clients")
    press(by.page.locator('main a[href$="/invitation"]'))
    press(by.page.locator('form[action$="/acceptance"] button'))
    assert by.at("/clients/1")
    assert "Velomar" in by.page.locator("h1").inner_text()


def edit_and_send(by: Visit, javascript: bool) -> None:
    page = by.page
    press(page.locator('form[action$="/proposal"] button'))
    press(page.locator('nav.sections a[href$="/languages"]'))
    page.fill("#first_speaking", "8.5" if by.language == "en" else "8,5")
    if javascript:
        page.locator("#level-first_speaking", has_text="10").wait_for()
    by.save()
    assert by.at("/clients/1/proposal")
    assert page.locator(".difference").count() == 1
    page.fill("#note", "The new result of your test.\nPlease compare it with the paper.")
    press(page.locator('form[action$="/offer"] button'))
    assert by.at("/clients/1")
    by.go("/clients/1/submission")
    assert page.locator("main form").count() == 0


def approve(client: Visit) -> None:
    page = client.page
    client.go("/representation")
    press(page.locator(".deadline a"))
    values = page.locator(".difference dd").all_inner_texts()
    assert [value.replace(",", ".") for value in values] == ["7.0", "8.5"]
    assert page.locator(".difference.has-error").count() == 0
    press(page.locator('form[action$="/approval"] button'))
    client.go("/profile/languages")
    assert page.input_value("#first_speaking").replace(",", ".") == "8.5"


def submit(by: Visit) -> None:
    by.go("/clients/1")
    press(by.page.locator('main a[href$="/submission"]'))
    press(by.page.locator("main form button"))
    assert by.at("/clients/1")


def revoked_in_an_open_tab(client: Visit, by: Visit) -> None:
    """The representative has a form open when the client ends it: nothing of it is kept, and it says why."""
    press(by.page.locator('form[action$="/proposal"] button'))
    by.go("/clients/1/proposal/ties")
    client.go("/representation")
    press(client.page.locator('main .panel a[href$="/ending"]'))
    press(client.page.locator("main form button"))
    by.page.check("#relative_in_canada-yes")
    by.save()
    told = "You do not act for this client" if by.language == "en" else "Vous ne représentez pas"
    assert told in by.page.locator("main").inner_text()
    client.go("/profile/ties")
    assert not client.page.is_checked("#relative_in_canada-yes")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_page_can_be_used_by_everybody(
    site: Site, visit: Callable[..., Visit], people: dict[str, Any], language: str
) -> None:
    """A client with changes that both sides touched, an invitation and a request that wait, and a draft of changes."""
    with site.app.app_context():
        _fill(clock.now())
        db.session.commit()
    by, client, nobody = visit(language), visit(language), visit(language)
    sign_in(site, client.page, people["client"])
    sign_in(site, by.page, people["by"])
    assert walk(nobody, ["/clients/registration"]) == []
    assert walk(client, CLIENT_PAGES) == []
    assert walk(by, REPRESENTATIVE_PAGES) == []


CLIENT_PAGES = (
    "/representation",
    "/representation/representatives?words=r",
    "/representation/representatives/2",
    "/representation/2/acceptance",
    "/representation/1/scopes",
    "/representation/1/ending",
    "/representation/proposals/1",
    "/representation/history",
)
REPRESENTATIVE_PAGES = (
    "/clients",
    "/clients/particulars",
    "/clients/request",
    "/clients/3/invitation",
    "/clients/1",
    "/clients/1/letters",
    "/clients/1/submission",
    "/clients/1/ending",
    "/clients/1/proposal",
    "/clients/1/proposal/withdrawal",
    "/clients/4/proposal",
    "/clients/4/proposal/languages",
    "/clients/4/proposal/work-history",
    "/clients/4/proposal/work-history/work-history-0",
    "/clients/4/proposal/work-history/work-history-0/removal",
    "/clients/4/submission",
)


def _fill(at: datetime) -> None:
    made, other = db.session.get_one(Representative, 1), factory.representative("Oda Brill", "R2", at=at)
    user = accounts.find("client@example.org")
    assert user is not None
    assert user.profile is not None
    pool.submit(user.profile, at, clock.law())
    acting = factory.client_of(made, user, at=at)
    proposal = factory.changed(acting, at, first_speaking=8.5, first_reading=7.5)
    proposals.add_record(proposal, SectionKey.WORK_HISTORY, made.user, at)
    proposals.remove_record(proposal, SectionKey.EDUCATION, "education-0", made.user, at)
    proposals.offer(proposal, "A new result came.\nThe old one expires soon.", made.user, at)
    answers, languages = user.profile.answers, user.profile.answers.section("languages")
    touched = languages._replace(values={**languages.values, "first_reading": 6.5}, revision=languages.revision + 1)
    user.profile.answers = answers.with_section("languages", touched)
    lifecycle.ask(other, user.email, [], other.user, at)
    new = accounts.register("asks@example.org", None, Role.CANDIDATE, "en", at)
    assert new.profile is not None
    lifecycle.invite(new.profile, made, [], at)
    draft = accounts.register("draft@example.org", None, Role.CANDIDATE, "en", at)
    assert draft.profile is not None
    draft.profile.answers = user.profile.answers
    factory.changed(factory.client_of(made, draft, at=at), at, first_speaking=9.0)
