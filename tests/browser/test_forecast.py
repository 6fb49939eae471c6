"""A candidate looks ahead, sees the work history drawn, takes the days away; every page can be used by everybody."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from expressentry import clock
from expressentry.accounts import lifecycle as accounts
from expressentry.database import db
from expressentry.models import Role
from expressentry.pool import lifecycle as pool
from expressentry.rules.facts import Facts, Job
from expressentry.seeding import answers_of
from tests.browser.accessible import sign_in, walk
from tests.browser.conftest import Site, Visit
from tests.conftest import FACTS, PARTICULARS

pytestmark = pytest.mark.browser

HERE: dict[str, Any] = {
    "noc_code": "21231",
    "hours_per_week": 40,
    "in_canada": True,
    "authorized": True,
    "full_time_student": False,
    "self_employed": False,
}


def facts() -> Facts:
    """A test that will soon be two years old, and a job that goes on."""
    today = clock.today()
    soon = replace(FACTS.languages[0], taken_on=today - timedelta(days=640))
    return replace(FACTS, languages=(soon,), jobs=(*FACTS.jobs, Job(started_on=today - timedelta(days=300), **HERE)))


def candidates_in(site: Site) -> dict[str, str]:
    """A draft, a stay in the pool, an empty profile and forty jobs, by their sessions."""
    with site.app.app_context():
        at, first = clock.now(), clock.today() - timedelta(days=4000)
        many = tuple(
            Job(
                started_on=first + timedelta(days=90 * n),
                ended_on=None if n % 9 == 0 else first + timedelta(days=90 * n + 200),
                **(HERE | {"in_canada": n % 2 == 0}),
            )
            for n in range(40)
        )
        people = {"draft": facts(), "pool": facts(), "empty": Facts(), "forty": replace(FACTS, jobs=many)}
        sessions = {}
        for name, stated in people.items():
            user = accounts.register(f"{name}@example.org", None, Role.CANDIDATE, "en", at)
            user.profile.answers = answers_of(stated, PARTICULARS)
            db.session.flush()
            if name == "pool":
                pool.submit(user.profile, at, clock.law())
            db.session.commit()
            sessions[name] = user.session_id
        return sessions


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_pages_can_be_used_by_everybody(site: Site, visit: Callable[..., Visit], language: str) -> None:
    for name, session in candidates_in(site).items():
        visitor = visit(language)
        sign_in(site, visitor.page, session)
        keys = ("crs_foreign", "cec", "fsw_continuous") if name != "empty" else ("cec",)
        assert walk(visitor, ["/profile/forecast", *(f"/profile/work-drawn?for={key}" for key in keys)]) == []


def test_a_candidate_looks_ahead_on_a_phone(site: Site, visit: Callable[..., Visit], tmp_path: Path) -> None:
    visitor = visit("en")
    page = visitor.page
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(site, page, candidates_in(site)["pool"])
    visitor.go("/profile/forecast")
    assert page.locator(".deadline").inner_text().endswith("your stay in the pool ends.")
    assert page.locator(".turns > li").count() >= 2
    assert page.locator("svg.timeline line.step").count() >= 3
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    with page.expect_download() as begun:
        page.get_by_role("link", name="Put these days into your calendar (.ics)").click()
    kept = tmp_path / "forecast.ics"
    begun.value.save_as(kept)
    assert kept.read_bytes().startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    page.get_by_role("main").get_by_role("link", name="Your work history, drawn").last.click()
    page.get_by_role("link", name="Foreign work, for the score (last ten years)").click()
    assert page.locator("svg.timeline rect.counted").count() >= 2
    assert "does not count: the work was in Canada" in page.locator("table.work-days").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
