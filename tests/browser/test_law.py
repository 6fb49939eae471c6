"""The law is found, read on another day and followed through its changes by anybody, with and without JavaScript."""

from collections.abc import Callable

import pytest

from tests.browser.accessible import walk
from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

PAGES = [
    "/law",
    "/law?on=2015-01-01",
    "/law?on=2014-12-31",
    "/law/timeline?part=crs_additional",
    "/law/timeline?part=categories",
    "/about",
]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_pages_can_be_used_by_everybody(visit: Callable[..., Visit], language: str) -> None:
    assert walk(visit(language), PAGES) == []


@pytest.mark.parametrize("javascript", [True, False])
def test_a_visitor_reads_the_law_of_another_day(visit: Callable[..., Visit], javascript: bool) -> None:
    visitor = visit(javascript=javascript, width=390)
    page = visitor.page
    visitor.go("/")
    page.get_by_role("navigation").get_by_role("link", name="The law").first.click()
    page.get_by_label("Day").fill("2025-03-24")
    page.get_by_role("button", name="Show the law of this day").click()
    assert page.get_by_role("heading", level=1).inner_text() == "The law on March 24, 2025"
    page.get_by_role("link", name="Comprehensive Ranking System: additional points", exact=True).click()
    assert page.url.endswith("#crs_additional")
    assert "200" in page.locator("#crs_additional").get_by_role("row", name="Points for a senior manager").inner_text()
    page.locator("#crs_additional").get_by_role("link", name="What changed").click()
    assert page.get_by_role("row", name="Job offer – Points for a senior manager 200 None").is_visible()


def test_the_timeline_is_narrowed_without_a_new_page(visit: Callable[..., Visit]) -> None:
    page = (visitor := visit()).page
    visitor.go("/law/timeline")
    page.get_by_label("Part of the law").select_option("fees")
    page.wait_for_url("**part=fees")
    page.get_by_text("6 days on which the law changed.").first.wait_for()
    assert page.locator("#changes h2").all_inner_texts()[0] == "April 30, 2026"
