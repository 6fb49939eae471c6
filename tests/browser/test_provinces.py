"""A province in Chromium: search, notification, number and code, nomination, until a round invites its nominee."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from expressentry import clock
from expressentry.accounts import lifecycle as accounts
from expressentry.database import db
from expressentry.models import WHOLE_PROVINCE, Role, User
from expressentry.nominations import lifecycle, notifications, spaces
from expressentry.pool import lifecycle as pool
from expressentry.provinces import lifecycle as provinces
from expressentry.rules import streams
from expressentry.rules.facts import Province
from expressentry.seeding import answers_of
from expressentry.synthetic import candidates
from tests.browser.accessible import seen, sign_in, walk
from tests.browser.conftest import Site, Visit
from tests.conftest import FACTS, PARTICULARS

pytestmark = pytest.mark.browser


@dataclass
class World:
    """The sessions of those who act, and what a candidate would tell a province; `score` is that candidate's."""

    candidate: str
    ontario: str
    alberta: str
    officer: str
    number: str
    code: str
    score: int
    stream: str


@pytest.fixture
def world(site: Site) -> World:
    """A candidate who named Ontario, among twelve others; Ontario has places this year, its stream none yet."""
    with site.app.app_context():
        at, law, on = clock.now(), clock.law(), clock.today()
        officer = accounts.register("officer@example.org", None, Role.OFFICER, "en", at)
        ontario = accounts.register("on@example.org", None, Role.PROVINCE, "en", at, Province.ON)
        alberta = accounts.register("ab@example.org", None, Role.PROVINCE, "en", at, Province.AB)
        for number, made in enumerate(candidates(12, on, law, seed=3)):
            _in_pool(f"other{number}@example.org", made.facts)
        candidate = _in_pool("sira@example.org", FACTS)
        spaces.set_places(Province.ON, on.year, WHOLE_PROVINCE, 40, officer, at)
        db.session.commit()
        stay, stream = candidate.profile.expressions[0], streams.of(Province.ON, law)[0].key
        sessions = [user.session_id for user in (candidate, ontario, alberta, officer)]
        return World(*sessions, stay.number, stay.validation_code, stay.score, stream)


def _in_pool(email: str, facts: object) -> User:
    user = accounts.register(email, None, Role.CANDIDATE, "en", clock.now())
    user.profile.answers = answers_of(facts, PARTICULARS)
    pool.submit(user.profile, clock.now() - timedelta(minutes=5), clock.law())
    return user


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_page_can_be_used_by_everybody(
    site: Site, visit: Callable[..., Visit], world: World, language: str
) -> None:
    with site.app.app_context():
        at, law, by = clock.now(), clock.law(), accounts.find("on@example.org")
        eoi = accounts.find("sira@example.org").profile.expressions[0]
        spaces.set_places(Province.ON, clock.today().year, world.stream, 20, by, at)
        notifications.accept(
            notifications.send(eoi, Province.ON, world.stream, "Write to us.", 45, by, at, law), eoi.profile.user, at
        )
        lifecycle.nominate(eoi, Province.ON, world.stream, "ON-1", by, at, law, eoi.notifications[0])
        provinces.save_search(Province.ON, "Young engineers", {"age_to": "35", "occupation": "21231"}, by, at)
        db.session.commit()
        year = clock.today().year
    visitor = visit(language)
    sign_in(site, visitor.page, world.ontario)
    candidate = f"/province/candidates/{world.number}"
    pages = ["", "?score_from=0", "?age_to=0", "/searches/new?age_to=40", "/searches/1/removal", "/identification"]
    pages += ["/notifications", "/notifications/1/cancellation", "/nominations", "/nominations/1/withdrawal"]
    pages += ["/space", f"/space/{year}/{world.stream}"]
    paths = [f"/province{page}" for page in pages] + [candidate, f"{candidate}/notification", f"{candidate}/nomination"]
    paths.append(f"{candidate}/nomination?stream={world.stream}&certificate_number=ON-2")
    assert walk(visitor, paths) == []
    visitor.go("/province/identification")
    visitor.page.click("main form button")
    assert seen(visitor) == []


@pytest.mark.parametrize(("javascript", "width"), [(True, 1280), (False, 390)])
def test_a_search_becomes_a_nomination_and_a_round_invites(
    site: Site, visit: Callable[..., Visit], world: World, javascript: bool, width: int
) -> None:
    ontario, candidate = visit("en", javascript, width), visit("en", javascript, width)
    officer, alberta = visit("en", javascript), visit("en", javascript, width)
    visitors, sessions = (ontario, candidate, officer, alberta), (world.ontario, world.candidate, world.officer)
    for visitor, session in zip(visitors, (*sessions, world.alberta), strict=True):
        sign_in(site, visitor.page, session)
    search(ontario, world)
    another_province_is_refused(alberta, world)
    notify(ontario, world)
    answer(candidate, "Read what it writes", "Accept", "Accept, and let it know who I am")
    nominate(ontario, world)
    answer(candidate, "Read the nomination", "Accept the nomination", "Accept the nomination")
    assert candidate.page.get_by_text(f"Your score is {world.score + 600}.").is_visible()
    invite(officer)
    candidate.go("/expression-of-interest")
    assert candidate.page.get_by_role("heading", name="You are invited to apply").is_visible()
    ontario.go("/province/nominations")
    row = ontario.page.get_by_role("row", name=re.compile(world.number))
    assert "Accepted by the candidate" in row.inner_text()
    candidate.go("/who-has-seen-me")
    assert candidate.page.get_by_text("Ontario").first.is_visible()


def search(visitor: Visit, world: World) -> None:
    """Filters that make no sense, then some that do: the candidate, without a name."""
    page = visitor.page
    visitor.go("/province")
    page.fill("#score_from", "900")
    page.fill("#score_to", "100")
    page.get_by_role("button", name="Search").click()
    page.get_by_text("This must not be lower than where the range begins.").first.wait_for()
    assert page.input_value("#score_from") == "900"
    page.fill("#score_from", "")
    page.fill("#score_to", "")
    page.fill("#occupation", "21231")
    page.fill("#age_to", "40")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name=world.number).click()
    page.wait_for_load_state()
    assert page.get_by_role("heading", name=f"Candidate {world.number}").is_visible()
    assert "Velomar" not in page.content()


def another_province_is_refused(visitor: Visit, world: World) -> None:
    """Alberta finds nothing by guessing the address, nor by guessing the code."""
    page = visitor.page
    visitor.messages.clear()
    answer = page.goto(f"{visitor.address}/en/province/candidates/{world.number}")
    assert answer is not None
    assert answer.status == 404
    visitor.messages.clear()
    visitor.go("/province/identification")
    page.fill("#number", world.number)
    page.fill("#code", f"{(int(world.code) + 1) % 10_000:04d}")
    page.get_by_role("button", name="Open the candidate's page").click()
    page.locator("#code-error", has_text="do not belong together").wait_for()


def notify(visitor: Visit, world: World) -> None:
    """Nothing is sent without a message; then it waits, and a second one is refused."""
    page = visitor.page
    page.get_by_role("link", name="Send a notification of interest").click()
    page.select_option("#stream", world.stream)
    page.get_by_role("button", name="Send it").click()
    page.locator("#message-error").wait_for()
    page.fill("#message", "We are looking for software engineers.")
    page.get_by_role("button", name="Send it").click()
    page.get_by_text("The notification of interest is sent.").wait_for()
    assert page.get_by_text("Waits for an answer").is_visible()
    assert page.get_by_role("link", name="Nominate this candidate").count() == 0


def answer(visitor: Visit, read: str, yes: str, sure: str) -> None:
    """The candidate reads what came, and says yes."""
    visitor.go("/nominations")
    visitor.page.get_by_role("link", name=read).click()
    visitor.page.get_by_role("link", name=yes, exact=True).click()
    visitor.page.get_by_role("button", name=sure).click()
    visitor.page.wait_for_load_state()


def nominate(visitor: Visit, world: World) -> None:
    """The name is seen; without a place the nomination is refused, with one it is confirmed."""
    page = visitor.page
    visitor.go(f"/province/candidates/{world.number}")
    assert page.get_by_text("Velomar").is_visible()
    confirm(visitor, world)
    page.get_by_text(f"There is no free place for a nomination under this stream in {clock.today().year}.").wait_for()
    visitor.go("/province/space")
    page.get_by_role("link", name="Set its places").click()
    page.fill("#places", "41")
    page.get_by_role("button", name="Save").click()
    page.locator("#places-error").wait_for()
    page.fill("#places", "5")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("The places are set.").wait_for()
    confirm(visitor, world)
    page.get_by_text("The nomination is confirmed.").wait_for()
    visitor.go("/province/space")
    assert page.get_by_text("0 used, 1 held, 4 free").is_visible()


def confirm(visitor: Visit, world: World) -> None:
    page = visitor.page
    visitor.go(f"/province/candidates/{world.number}")
    page.get_by_role("link", name="Nominate this candidate").click()
    page.select_option("#stream", world.stream)
    page.fill("#certificate_number", "ON-2026-00042")
    page.get_by_role("button", name="Look at what this does").click()
    page.get_by_role("button", name="Confirm the nomination").click()


def invite(visitor: Visit) -> None:
    """The next Provincial Nominee round takes the nominee."""
    page = visitor.page
    visitor.go("/rounds")
    page.locator('form[action$="/rounds"] button').click()
    page.check("#kind-pnp")
    page.fill("#size", "5")
    page.check("#confirmed")
    page.locator('button[formaction$="/invitations"]').click()
    page.wait_for_load_state()
    assert page.locator(".key-figures dd").first.inner_text() == "1"
