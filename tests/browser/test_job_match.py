"""Job Match in Chromium: from an employer's registration to the offer in a candidate's profile, and every refusal."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from expressentry import clock
from expressentry.accounts import lifecycle as accounts
from expressentry.accounts import verifying
from expressentry.database import db
from expressentry.employers import lifecycle as employers
from expressentry.jobs import invitations, offers, seekers
from expressentry.models import Employer, JobInvitation, JobSeeker, Offer, Posting, Role, User, Viewing, ViewingKind
from expressentry.pool import lifecycle as pool
from expressentry.rules.facts import Facts
from expressentry.seeding import answers_of
from expressentry.synthetic import candidates
from tests.browser.accessible import sign_in, walk
from tests.browser.conftest import Site, Visit
from tests.browser.test_main_job import find_occupation
from tests.conftest import PARTICULARS
from tests.employers import factory
from tests.jobs import cases

pytestmark = pytest.mark.browser
PASSWORD = "a long enough password"


@pytest.fixture
def others(site: Site) -> None:
    """An officer, another employer, four candidates of Job Match, and one in the pool who may take part."""
    with site.app.app_context():
        at = clock.now()
        officer = accounts.register("officer@example.org", PASSWORD, Role.OFFICER, "en", at)
        other = employers.register("other@example.org", PASSWORD, "en", factory.STATED, at)
        verifying.verify(other, officer, at)
        made = [one for one in candidates(12, clock.today(), clock.law(), seed=3) if one.facts.job_offer is None]
        for number, one in enumerate(made[:4]):
            user = _in_pool(f"other{number}@example.org", None, one.facts)
            seekers.opt_in(user.profile, cases.WISHES, at)
        _in_pool("sira@example.org", PASSWORD, made[4].facts)
        db.session.commit()


def _in_pool(email: str, password: str | None, facts: Facts) -> User:
    user = accounts.register(email, password, Role.CANDIDATE, "en", clock.now())
    user.profile.answers = answers_of(facts, PARTICULARS)
    pool.submit(user.profile, clock.now() - timedelta(minutes=5), clock.law())
    return user


@pytest.mark.parametrize(("language", "javascript", "width"), [("en", True, 390), ("fr", False, 390)])
def test_a_posting_becomes_an_offer_in_a_profile(
    site: Site, visit: Callable[..., Visit], others: None, language: str, javascript: bool, width: int
) -> None:
    employer, candidate = visit(language, javascript, width), visit(language, javascript, width)
    register(employer)
    refused(employer, "/employer/postings/new")
    verify(visit("en", javascript))
    post(employer, javascript)
    sign_in_as(candidate, "sira@example.org")
    code = take_part(site, candidate)
    refused_before_day_31(site, employer, code)
    open_for(site, 30)
    another_employer_finds_nothing(visit(language, javascript, width), code)
    invite(employer, code)
    accept(candidate)
    offer(site, employer)
    confirm(candidate)
    with site.app.app_context():
        seen = db.session.scalars(select(Viewing.how).join(JobSeeker, JobSeeker.profile_id == Viewing.profile_id))
        assert {ViewingKind.MATCHED, ViewingKind.REVEALED} <= set(seen)


def sign_in_as(visit: Visit, email: str) -> None:
    visit.go("/sign-in")
    visit.page.fill("#email", email)
    visit.page.fill("#password", PASSWORD)
    press(visit, "main form button")


def press(visit: Visit, button: str) -> None:
    with visit.page.expect_event("load"):
        visit.page.locator(button).first.click()


def refused(visit: Visit, path: str) -> None:
    answer = visit.page.goto(f"{visit.address}/{visit.language}{path}")
    assert answer is not None
    assert answer.status == 409


def register(visit: Visit) -> None:
    visit.go("/jobs")
    press(visit, 'main a[href$="/employer/registration"]')
    typed = {**factory.TYPED, "email": "jobs@maple.example", "password": PASSWORD, "repeated": PASSWORD}
    for name, text in typed.items():
        if name != "province":
            visit.page.fill(f"#{name}", text)
    visit.page.select_option("#province", "ON")
    press(visit, "main form button")
    assert visit.at("/employer")
    assert visit.page.locator('a[href$="/postings/new"]').count() == 0


def verify(officer: Visit) -> None:
    sign_in_as(officer, "officer@example.org")
    officer.go("/verification")
    press(officer, 'main a[href*="/verification/employers/"]')
    press(officer, 'main form[action$="/verification"] button')


def post(visit: Visit, javascript: bool) -> None:
    page = visit.page
    visit.go("/employer")
    press(visit, 'a[href$="/postings/new"]')
    page.fill("#title", "Software engineer")
    find_occupation(visit, "noc_code", javascript)
    page.fill("#description", "Build the scheduling service of a hospital.")
    page.select_option("#province", "ON")
    page.fill("#place", "Ottawa")
    page.fill("#wage_cents", "45")
    page.check("#wage_per-hour")
    page.fill("#hours_per_week", "40")
    page.check("#permanent-yes")
    page.fill("#positions", "1")
    page.select_option("#english_level", "7")
    page.fill("#skills", "Python, SQL")
    page.check("#preferred-skills")
    page.fill("#how_to_apply", "Write to jobs@maple.example.")
    page.fill("#closes_on", (clock.today() - timedelta(days=1)).isoformat())
    press(visit, "main form .buttons button")
    assert page.locator("#closes_on-error").count() == 1
    assert page.input_value("#place") == "Ottawa"
    page.fill("#closes_on", (clock.today() + timedelta(days=90)).isoformat())
    press(visit, "main form .buttons button")
    assert page.locator("h2", has_text="Software engineer").count() == 1
    press(visit, "main form .buttons button")
    assert re.search(r"/employer/postings/\d+$", page.url)
    assert "30" in page.locator(".deadline").inner_text()


def take_part(site: Site, visit: Visit) -> str:
    page = visit.page
    visit.go("/jobs/profile")
    page.fill("#occupation_1", "21231")
    page.fill("#years_1", "4")
    page.check("#provinces-ON")
    page.check("#strict-no")
    press(visit, "main form .buttons button")
    assert visit.at("/jobs/matches")
    assert page.get_by_text("Software engineer").count() >= 1
    with site.app.app_context():
        found = select(JobSeeker).order_by(JobSeeker.id.desc()).limit(1)
        return db.session.scalars(found).one().code


def open_for(site: Site, days: int) -> None:
    """Make the posting so many days older."""
    with site.app.app_context():
        posting = db.session.scalars(select(Posting)).one()
        posting.opened_at = clock.now() - timedelta(days=days)
        posting.opened_on = clock.today() - timedelta(days=days)
        db.session.commit()


def refused_before_day_31(site: Site, visit: Visit, code: str) -> None:
    """On its day 30 a posting shows nobody and invites nobody."""
    open_for(site, 29)
    visit.go("/employer/postings/1/candidates")
    assert code not in visit.page.content()
    assert visit.page.locator(".deadline").count() == 1
    refused(visit, f"/employer/postings/1/invitations?code={code}")


def another_employer_finds_nothing(visit: Visit, code: str) -> None:
    sign_in_as(visit, "other@example.org")
    for path in ("", "/candidates", f"/candidates/{code}", "/invitations", "/closing"):
        address = f"{visit.address}/{visit.language}/employer/postings/1{path}"
        assert visit.page.request.get(address).status == 404


def invite(visit: Visit, code: str) -> None:
    page = visit.page
    visit.go("/employer/postings/1")
    press(visit, 'main a[href$="/candidates"]')
    assert page.locator('input[type="checkbox"]').count() == 5
    assert "Velomar" not in page.content()
    press(visit, f'a[href$="/candidates/{code}"]')
    assert page.locator("tbody tr").count() == 9
    visit.go("/employer/postings/1/candidates")
    page.check(f"#code-{code}")
    press(visit, "main form .buttons button")
    page.fill("#message", "We start in May. Please answer by Friday.")
    press(visit, "main form .buttons button")
    press(visit, 'main a[href*="/employer/invitations/"]')
    assert "Velomar" not in page.content()


def accept(visit: Visit) -> None:
    visit.go("/jobs/invitations")
    press(visit, 'main h2 a[href*="/jobs/invitations/"]')
    assert visit.page.get_by_text("We start in May.").is_visible()
    press(visit, 'a[href$="/acceptance"]')
    press(visit, "main form button")


def offer(site: Site, visit: Visit) -> None:
    page = visit.page
    page.reload()
    assert page.get_by_text("Sira Velomar").is_visible()
    press(visit, 'a[href$="/offers/new"]')
    page.fill("#starts_on", (clock.today() + timedelta(days=60)).isoformat())
    for name in ("full_time-yes", "lasts_a_year-yes", "employer_excluded-no", "basis-lmia"):
        page.check(f"#{name}")
    page.fill("#lmia_expires_on", (clock.today() + timedelta(days=120)).isoformat())
    press(visit, "main form .buttons button")
    assert page.locator("#lmia_number-error").count() == 1
    page.fill("#lmia_number", "8123456")
    press(visit, "main form .buttons button")
    assert page.get_by_text("8123456").is_visible()
    press(visit, "main form .buttons button")
    with site.app.app_context():
        assert db.session.scalars(select(Offer)).one().unanswered


def confirm(visit: Visit) -> None:
    page = visit.page
    visit.go("/jobs/offers/1")
    press(visit, 'a[href$="/confirmation"]')
    page.check("#permit-none")
    press(visit, "main form .buttons button")
    assert visit.at("/profile/job-offer")
    assert page.is_checked("#has_offer-yes")
    assert page.input_value("#employer_name") == "Maple Loom Ltd."
    assert page.input_value("#lmia_number") == "8123456"


# ---- Every page can be used by everybody


@pytest.fixture
def pages(site: Site, others: None) -> dict[str, list[str]]:
    """Sessions of employers, each with the addresses of its pages."""
    with site.app.app_context():
        at, law = clock.now(), clock.law()
        officer = db.session.scalars(select(User).where(User.role == Role.OFFICER)).one()
        employer = db.session.scalars(select(Employer)).one()
        waiting = employers.register("waits@example.org", None, "en", factory.STATED, at)
        refused = employers.register("refused@example.org", None, "en", factory.STATED, at)
        verifying.turn_down(refused, "The telephone number is not in service.", officer, at)
        listed = list(db.session.scalars(select(JobSeeker).order_by(JobSeeker.id)))
        sira = db.session.scalars(select(User).where(User.email == "sira@example.org")).one()
        listed.append(seekers.opt_in(sira.profile, cases.WISHES, at))
        open_, early, few = (
            cases.posting(employer, at=at - timedelta(days=days), noc_code=code)
            for days, code in ((30, "21231"), (3, "21231"), (40, "21232"))
        )
        accepted, _waits = invitations.invite(open_, listed[:2], "Come.", employer.user, at, law)
        invitations.accept(accepted, accepted.seeker.profile.user, at)
        offers.make(accepted, cases.OFFER, employer.user, at)
        other = invitations.invite(open_, listed[2:3], "Come.", employer.user, at, law)[0]
        invitations.accept(other, other.seeker.profile.user, at)
        db.session.flush()
        made = {
            employer.user.session_id: _pages(open_, early, few, accepted, other, listed[3].code),
            waiting.user.session_id: ["/employer", "/employer/particulars"],
            refused.user.session_id: ["/employer", "/employer/particulars"],
        }
        db.session.commit()
        return made


def _pages(
    open_: Posting, early: Posting, few: Posting, accepted: JobInvitation, other: JobInvitation, code: str
) -> list[str]:
    posting, invitation = f"/employer/postings/{open_.id}", f"/employer/invitations/{accepted.id}"
    return [
        "/employer",
        "/employer/particulars",
        f"/employer/postings/new?like={open_.id}",
        posting,
        f"{posting}/closing",
        f"{posting}/candidates",
        f"{posting}/candidates/{code}",
        f"{posting}/invitations?code={code}",
        f"/employer/postings/{early.id}",
        f"/employer/postings/{few.id}/candidates",
        f"/employer/postings/{few.id}/invitations",
        invitation,
        f"/employer/offers/{accepted.offers[0].id}/withdrawal",
        f"/employer/invitations/{other.id}/offers/new",
    ]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_page_can_be_used_by_everybody(
    site: Site, visit: Callable[..., Visit], pages: dict[str, list[str]], language: str
) -> None:
    assert walk(visit(language), ["/employer/registration"]) == []
    for session, paths in pages.items():
        visitor = visit(language)
        sign_in(site, visitor.page, session)
        assert walk(visitor, paths) == []
