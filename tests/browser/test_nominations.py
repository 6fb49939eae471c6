"""A nomination in Chromium: from the notification of interest to the score with it, and the one step to it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from expressentry import clock
from expressentry.accounts import lifecycle as accounts
from expressentry.database import db
from expressentry.models import WHOLE_PROVINCE, Role, RoundKind, User
from expressentry.nominations import lifecycle, notifications, spaces
from expressentry.pool import lifecycle as pool
from expressentry.rounds import lifecycle as rounds
from expressentry.rules import streams
from expressentry.rules.facts import Province
from expressentry.seeding import answers_of
from expressentry.synthetic import candidates
from tests.browser.accessible import sign_in, walk
from tests.browser.conftest import Site, Visit
from tests.conftest import FACTS, PARTICULARS

pytestmark = pytest.mark.browser


@dataclass
class World:
    """Sessions of a candidate with a notification and a nomination, of one who is invited too, and of an officer."""

    candidate: str
    invited: str
    officer: str


@pytest.fixture
def world(site: Site) -> World:
    """Two candidates among others in the pool; British Columbia nominates both, Ontario is interested in the first."""
    with site.app.app_context():
        at, law, on = clock.now(), clock.law(), clock.today()
        officer = accounts.register("officer@example.org", None, Role.OFFICER, "en", at)
        of_bc = accounts.register("bc@example.org", None, Role.PROVINCE, "en", at, Province.BC)
        of_on = accounts.register("on@example.org", None, Role.PROVINCE, "en", at, Province.ON)
        for number, made in enumerate(candidates(12, on, law, seed=3)):
            _in_pool(f"other{number}@example.org", made.facts)
        invited, candidate = _in_pool("invited@example.org", FACTS), _in_pool("sira@example.org", FACTS)
        stream = streams.of(Province.BC, law)[0].key
        for name in (WHOLE_PROVINCE, stream):
            spaces.set_places(Province.BC, on.year, name, 40, officer, at)
        db.session.flush()
        _invite_until(invited, officer)
        interest = "We are looking for people in your occupation.\nApply on our portal within the time given."
        eoi = candidate.profile.expressions[0]
        notifications.send(eoi, Province.ON, streams.of(Province.ON, law)[0].key, interest, 45, of_on, at, law)
        for user in (candidate, invited):
            lifecycle.nominate(user.profile.expressions[0], Province.BC, stream, "BC-2026-00417", of_bc, at, law)
        sessions = World(*(user.session_id for user in (candidate, invited, officer)))
        db.session.commit()
    return sessions


def _in_pool(email: str, facts: object) -> User:
    user = accounts.register(email, None, Role.CANDIDATE, "en", clock.now())
    user.profile.answers = answers_of(facts, PARTICULARS)
    pool.submit(user.profile, clock.now() - timedelta(minutes=5), clock.law())
    return user


def _invite_until(user: User, officer: User) -> None:
    """A round of the Federal Skilled Worker Program that reaches this candidate."""
    at = clock.now()
    round_ = rounds.draft(officer, at)
    rounds.change(round_, RoundKind.FSW, 1, None, officer, at)
    stay = user.profile.expressions[0]
    stay.facts = replace(stay.facts, nomination=None)
    while stay.in_pool:
        rounds.issue(round_, officer, at, clock.law())
        db.session.expire_all()
        if stay.in_pool:
            round_ = rounds.draft(officer, at)
            rounds.change(round_, RoundKind.FSW, 1, None, officer, at)


PAGES = [
    "/nominations",
    "/nominations/notifications/1",
    "/nominations/notifications/1/acceptance",
    "/nominations/notifications/1/refusal",
    "/nominations/1",
    "/nominations/1/acceptance",
    "/nominations/1/refusal",
    "/expression-of-interest",
    "/profile",
]
OF_THE_INVITED = ["/nominations/2", "/nominations/2/exchange", "/nominations/2/acceptance", "/expression-of-interest"]
OF_OFFICERS = ["/nominations/spaces", "/nominations/spaces/2026/BC"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_page_can_be_used_by_everybody(
    site: Site, visit: Callable[..., Visit], world: World, language: str
) -> None:
    for session, pages in ((world.candidate, PAGES), (world.invited, OF_THE_INVITED), (world.officer, OF_OFFICERS)):
        visitor = visit(language)
        sign_in(site, visitor.page, session)
        assert walk(visitor, pages) == []


@pytest.mark.parametrize(("javascript", "width"), [(True, 1280), (False, 390)])
def test_interest_is_answered_the_nomination_accepted_and_a_round_invites(
    site: Site, visit: Callable[..., Visit], world: World, javascript: bool, width: int
) -> None:
    visitor = visit("en", javascript, width)
    sign_in(site, visitor.page, world.candidate)
    page = visitor.page
    visitor.go("/nominations")
    page.get_by_role("link", name="Read what it writes").click()
    page.get_by_role("link", name="Accept").click()
    page.get_by_role("button", name="Accept, and let it know who I am").click()
    assert page.get_by_text("The province or territory can now see who you are.").is_visible()
    visitor.go("/expression-of-interest")
    page.get_by_role("link", name="Read the nomination").click()
    page.get_by_role("link", name="Accept the nomination").click()
    page.get_by_role("button", name="Accept the nomination").click()
    assert visitor.at("/expression-of-interest")
    assert page.get_by_text("You accepted the nomination. Your score is 1058.").is_visible()
    with site.app.app_context():
        officer = accounts.find("officer@example.org")
        assert officer is not None
        round_ = rounds.draft(officer, clock.now())
        rounds.change(round_, RoundKind.PNP, 1, None, officer, clock.now())
        rounds.issue(round_, officer, clock.now(), clock.law())
        db.session.commit()
    page.reload()
    assert page.get_by_role("heading", name="You are invited to apply").is_visible()
    assert page.get_by_text("Program: Provincial Nominee").is_visible()


@pytest.mark.parametrize(("javascript", "width"), [(True, 1280), (False, 390)])
def test_one_step_leads_out_of_an_invitation(
    site: Site, visit: Callable[..., Visit], world: World, javascript: bool, width: int
) -> None:
    visitor = visit("en", javascript, width)
    sign_in(site, visitor.page, world.invited)
    page = visitor.page
    visitor.go("/expression-of-interest")
    assert page.get_by_role("heading", name="You are invited to apply").is_visible()
    page.get_by_role("link", name="Read the nomination").click()
    page.get_by_role("link", name="Decline the invitation and accept the nomination, in one step").click()
    page.get_by_role("button", name="Decline the invitation and accept the nomination").click()
    assert visitor.at("/expression-of-interest")
    assert page.get_by_text("You accepted the nomination. Your score is 1058.").is_visible()
