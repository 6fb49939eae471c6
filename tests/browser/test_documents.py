"""Documents in a browser: with progress and without JavaScript, in both languages, slow and cut off."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect
from sqlalchemy import select

from expressentry import clock
from expressentry.accounts import lifecycle as accounts
from expressentry.applications import lifecycle as applications
from expressentry.database import db
from expressentry.models import Application, Document, Invitation, Role, User
from expressentry.pool import lifecycle as pool
from expressentry.rounds import lifecycle as rounds
from expressentry.seeding import answers_of
from tests.browser.conftest import Site, Visit
from tests.browser.test_accessible import problems, sign_in
from tests.conftest import FACTS, PARTICULARS
from tests.documents.conftest import PDF, noise, pdf

pytestmark = pytest.mark.browser
DOCUMENTS = "/applications/1/documents"
PASSPORT = f"{DOCUMENTS}/passport.you"


@pytest.fixture
def invited(site: Site) -> str:
    """The session of a candidate with an application begun."""
    with site.app.app_context():
        at, law = clock.now(), clock.law()
        user = accounts.register("invited@example.org", None, Role.CANDIDATE, "en", at)
        user.profile.answers = answers_of(FACTS, PARTICULARS)
        pool.submit(user.profile, at, law)
        officer = accounts.register("officer@example.org", None, Role.OFFICER, "en", at)
        round_ = rounds.draft(officer, at)
        round_.size = 1
        rounds.issue(round_, db.session.get_one(User, officer.id), at, law)
        applications.start(db.session.scalars(select(Invitation)).one(), user, at)
        db.session.commit()
        return user.session_id


@pytest.fixture
def given(tmp_path: Path) -> dict[str, Path]:
    """Files on the candidate's machine."""
    contents = {"passport.pdf": PDF, "text.pdf": b"no pdf", "large.pdf": noise(9 * 1024 * 1024), "second.pdf": pdf(2)}
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return {name: tmp_path / name for name in contents}


def choose(visitor: Visit, *paths: Path) -> None:
    visitor.page.set_input_files("#files", [str(path) for path in paths])


def answering(status: int) -> Callable[[Route], None]:
    """A site that answers every request so."""
    return lambda route: route.fulfill(status=status, body="no")


def press(visitor: Visit) -> None:
    visitor.page.locator("form[data-upload] button").click()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_pages_are_accessible_with_and_without_errors(
    visit: Callable[..., Visit], site: Site, invited: str, given: dict[str, Path], language: str, width: int
) -> None:
    visitor = visit(language, width=width)
    sign_in(site, visitor.page, invited)
    found: list[str] = []
    visitor.go(PASSPORT)
    choose(visitor, given["passport.pdf"], given["text.pdf"])
    visitor.page.fill("#expires_on", "2026-12-01")
    press(visitor)
    visitor.page.wait_for_selector(".error-summary")
    found += problems(visitor.page, width)
    assert visitor.page.evaluate("document.activeElement.classList.contains('error-summary')")
    for path in (DOCUMENTS, PASSPORT, f"{DOCUMENTS}/explanation.you", f"{DOCUMENTS}/files/1/removal"):
        visitor.go(path)
        found += problems(visitor.page, width)
    assert found == []


def test_without_javascript_the_plain_form_does_it(
    visit: Callable[..., Visit], site: Site, invited: str, given: dict[str, Path]
) -> None:
    visitor = visit("fr", javascript=False)
    sign_in(site, visitor.page, invited)
    visitor.go(PASSPORT)
    choose(visitor, given["passport.pdf"], given["second.pdf"])
    visitor.page.fill("#expires_on", "2035-01-01")
    press(visitor)
    visitor.page.wait_for_load_state()
    assert visitor.at(PASSPORT)
    assert visitor.page.locator(".files li").count() == 2
    with visitor.page.expect_download() as download:
        visitor.page.locator(".files a").first.click()
    assert Path(download.value.path()).read_bytes() == PDF
    visitor.page.locator(".files a").nth(1).click()
    visitor.page.locator("main button.danger").click()
    assert visitor.page.locator(".files li").count() == 1


def test_progress_is_shown_while_a_slow_upload_runs(
    visit: Callable[..., Visit], site: Site, invited: str, given: dict[str, Path]
) -> None:
    visitor = visit("en", width=390)
    sign_in(site, visitor.page, invited)
    visitor.go(PASSPORT)
    slow = visitor.page.context.new_cdp_session(visitor.page)
    slow.send("Network.enable")
    slow.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 5, "downloadThroughput": -1, "uploadThroughput": 3 * 1024 * 1024},
    )
    choose(visitor, given["large.pdf"])
    visitor.page.fill("#expires_on", "2035-01-01")
    press(visitor)
    expect(visitor.page.locator("[data-progress]")).to_have_text(re.compile(r"Sending: [2-9]\d%"))
    assert visitor.page.locator("progress").is_visible()
    assert problems(visitor.page, 390) == []
    press(visitor)
    visitor.page.wait_for_selector(".files li", timeout=20_000)
    assert visitor.page.locator(".files li").count() == 1
    assert "1 file was added." in visitor.page.locator("main .notice").inner_text()
    assert visitor.page.locator("#announcement").inner_text() == "1 file was added."
    assert visitor.page.input_value("#expires_on") == "2035-01-01"
    assert visitor.at(PASSPORT)
    choose(visitor, given["second.pdf"])
    press(visitor)
    expect(visitor.page.locator(".files li")).to_have_count(2)
    with site.app.app_context():
        assert db.session.scalars(select(Document.name)).all() == ["large.pdf", "second.pdf"]


def test_what_goes_wrong_keeps_the_page_and_is_told(
    visit: Callable[..., Visit], site: Site, invited: str, given: dict[str, Path]
) -> None:
    visitor = visit("en")
    sign_in(site, visitor.page, invited)
    visitor.go(PASSPORT)
    told = visitor.page.locator("[data-failed]")
    choose(visitor, given["passport.pdf"])
    visitor.page.route("**/passport.you", lambda route: route.abort("connectionreset"))
    press(visitor)
    expect(told).to_contain_text("The connection was lost")
    visitor.page.unroute("**/passport.you")
    for status, words in ((413, "120 MB together"), (500, "The site made a mistake"), (400, "You are signed out")):
        visitor.page.route("**/passport.you", answering(status))
        press(visitor)
        expect(told).to_contain_text(words)
        visitor.page.unroute("**/passport.you")
    assert visitor.page.evaluate("document.querySelector('#files').files.length") == 1
    assert problems(visitor.page, 1280) == []
    visitor.messages[:] = [line for line in visitor.messages if "Failed to load resource" not in line]
    with site.app.app_context():
        db.session.get_one(Application, 1).invitation.declined_at = clock.now()
        db.session.commit()
    press(visitor)
    expect(visitor.page).to_have_title(re.compile("That cannot be done"))
