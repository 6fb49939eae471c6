"""The calculator in Chromium: a French-speaking visitor on a phone reaches a whole answer, keeps it, and opens it."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page

from expressentry import clock
from tests.browser.accessible import problems
from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser


def step(visit: Visit, button: str) -> None:
    """Press a button that leads to another page."""
    with visit.page.expect_event("load"):
        visit.page.locator(button).first.click()


def go_on(visit: Visit) -> None:
    step(visit, "#section-form .buttons button:last-child" if records(visit) else "#section-form .buttons button")


def records(visit: Visit) -> bool:
    return (
        visit.page.locator("#section-form .hint").count() > 0
        and visit.page.locator("#section-form .question").count() == 0
    )


def score(page: Page) -> int:
    found = re.search(r"(\d+)\s*$", page.locator("#score h2").first.inner_text())
    assert found is not None
    return int(found[1])


def fill_in(visit: Visit, javascript: bool) -> None:
    page, today = visit.page, clock.today()
    visit.go("/calculator")
    step(visit, "main form button")
    page.fill("#birth_date", f"{today.year - 26}-06-15")
    page.check("#marital_status-never_married")
    if javascript:
        page.locator("#score h2", has_text="110").first.wait_for()
    go_on(visit)
    assert visit.at("/calculator/education")
    step(visit, "#section-form .buttons button")
    page.check("#canadian-no")
    page.check("#completed-yes")
    page.check("#assessed-yes")
    page.select_option("#assessor", "wes")
    page.fill("#assessed_on", (today - timedelta(days=200)).isoformat())
    page.check("#equivalencies-masters_or_entry_to_practice_professional")
    go_on(visit)
    assert visit.at("/calculator/education")
    go_on(visit)
    assert visit.at("/calculator/languages")
    page.select_option("#first_test", "tef_canada")
    page.fill("#first_taken_on", (today - timedelta(days=100)).isoformat())
    for name, points in (("speaking", "550"), ("listening", "550"), ("reading", "550"), ("writing", "550")):
        page.fill(f"#first_{name}", points)
    if javascript:
        page.locator("#level-first_writing", has_text="NCLC").first.wait_for()
    page.select_option("#second_test", "none")
    go_on(visit)
    assert visit.at("/calculator/work-history")
    step(visit, "#section-form .buttons button")
    page.fill("#noc_code", "21231")
    page.fill("#started_on", (today - timedelta(days=1500)).isoformat())
    page.check("#goes_on-yes")
    page.fill("#hours_per_week", "37,5")
    page.check("#paid-yes")
    page.check("#in_canada-no")
    go_on(visit)
    go_on(visit)
    for name in ("sibling_in_canada", "relative_in_canada", "studied_in_canada", "worked_in_canada"):
        page.check(f"#{name}-no")
    go_on(visit)
    page.check("#has_offer-no")
    go_on(visit)
    page.fill("#primary_occupation", "21231")
    page.check("#has_certificate-no")
    page.check("#provinces-ON")
    page.fill("#family_size", "1")
    page.fill("#funds_cents", "30 000")
    page.check("#barred_for_misrepresentation-no")
    go_on(visit)
    assert visit.at("/calculator/result")


@pytest.mark.parametrize(
    ("language", "javascript", "width"), [("fr", True, 390), ("fr", False, 390), ("en", True, 1280)]
)
def test_a_visitor_reaches_a_whole_answer_and_keeps_it(
    visit: Callable[..., Visit], tmp_path: Path, language: str, javascript: bool, width: int
) -> None:
    visitor = visit(language, javascript, width)
    fill_in(visitor, javascript)
    page = visitor.page
    assert score(page) > 400
    for part in ("advice", "ahead", "rounds", "work", "ledger"):
        assert page.locator(f"#told-{part}").count() == 1
    if javascript:
        assert problems(page, width) == []
    shown = page.locator("main").inner_text()
    with page.expect_download() as download:
        page.locator('button[formaction$="/calculator/file"]').click()
    kept = tmp_path / download.value.suggested_filename
    download.value.save_as(kept)

    later = visit(language, javascript, width)
    later.go("/calculator")
    later.page.set_input_files("#file", kept)
    step(later, "form[enctype] button")
    assert later.page.locator("main").inner_text() == shown


def test_the_score_is_in_the_other_language_with_nothing_lost(visit: Callable[..., Visit]) -> None:
    visitor = visit("en", False, 390)
    fill_in(visitor, False)
    before = score(visitor.page)
    step(visitor, ".other-language")
    assert visitor.page.url.endswith("/fr/calculator/result")
    assert score(visitor.page) == before


def test_a_huge_or_foreign_file_is_told_in_words(visit: Callable[..., Visit], tmp_path: Path) -> None:
    visitor = visit("en", False, 390)
    for size, says in ((20, "cut off"), (210_000, "too large"), (3_000_000, "too large")):
        chosen = tmp_path / "chosen.json"
        chosen.write_text("[" * size if size == 20 else "x" * size)
        visitor.go("/calculator")
        visitor.page.set_input_files("#file", chosen)
        step(visitor, "form[enctype] button")
        assert says in visitor.page.locator(".error-summary").inner_text()


def test_enter_goes_on_and_names_a_scenario(visit: Callable[..., Visit]) -> None:
    """The button of the other language stands first on the page; Enter must not press it."""
    visitor = visit("en", True, 1280)
    page = visitor.page
    visitor.go("/calculator/plans")
    page.fill("#family_size", "2")
    with page.expect_event("load"):
        page.press("#family_size", "Enter")
    assert visitor.at("/calculator/result")
    step(visitor, 'button[formaction$="/calculator/scenarios"]')
    page.fill("#name", "Ours")
    with page.expect_event("load"):
        page.press("#name", "Enter")
    assert visitor.at("/calculator/scenarios")
    assert page.locator("main li strong").first.inner_text() == "Ours"
    step(visitor, 'button[formaction$="/calculator/result"]')
    step(visitor, 'button[formaction$="/calculator/account"]')
    with page.expect_event("load"):
        page.press("#email", "Enter")
    assert visitor.at("/calculator/account/registration")
    assert page.locator(".error-summary").count() == 1


def test_going_back_loses_nothing(visit: Callable[..., Visit]) -> None:
    """Back over three pages, one answer changed there: what was answered on the later pages is still there."""
    visitor = visit("en", True, 390)
    fill_in(visitor, True)
    page, before = visitor.page, score(visitor.page)
    for _back in range(2):
        page.go_back()
    assert page.locator("#has_offer-no").is_checked()
    step(visitor, "#section-form .buttons button")
    assert page.locator("#family_size").input_value() == "1"
    step(visitor, "#section-form .buttons button")
    assert score(page) == before
    page.reload()
    assert score(page) == before
    visitor.go("/how-it-works")
    visitor.go("/calculator")
    step(visitor, "form[data-resume] button")
    assert score(page) == before


def test_going_back_without_javascript_shows_what_was_typed(visit: Callable[..., Visit]) -> None:
    visitor = visit("fr", False, 390)
    fill_in(visitor, False)
    page, before = visitor.page, score(visitor.page)
    page.go_back()
    assert page.locator("#family_size").input_value() == "1"
    page.go_forward()
    assert score(page) == before


def test_every_page_of_the_calculator_can_be_used_by_everybody(visit: Callable[..., Visit]) -> None:
    visitor = visit("fr", True, 390)
    visitor.go("/calculator")
    found = problems(visitor.page, 390)
    fill_in(visitor, True)
    page = visitor.page
    for part in page.locator("details").all():
        part.evaluate("part => part.open = true")
    found += problems(page, 390)
    for address in ("education", "languages", "scenarios", "account"):
        for part in page.locator("details.more-sections").all():
            part.evaluate("part => part.open = true")
        step(visitor, f'button[formaction$="/calculator/{address}"]')
        found += problems(page, 390)
        if address == "education":
            step(visitor, ".records button")
            found += problems(page, 390)
            step(visitor, 'button[formaction$="/removal"]')
            found += problems(page, 390)
            step(visitor, "#section-form button.secondary")
        if address == "scenarios":
            page.fill("#name", "Avec une autre langue")
            step(visitor, 'button[value="copy"]')
            found += problems(page, 390)
            step(visitor, 'button[formaction$="/calculator/result"]')
    assert found == []
