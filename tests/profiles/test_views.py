"""The profile's pages: the live score, drafts, records, occupations, bad input, two tabs."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask

from expressentry.models import User
from expressentry.rules.facts import Language, LanguageResult, LanguageTest
from tests.conftest import FACTS, Browser, People, profile_of

LANGUAGES = {
    "first_test": "ielts_gt",
    "first_taken_on": "2026-02-02",
    "first_speaking": "7",
    "first_listening": "8",
    "first_reading": "7",
    "first_writing": "7",
    "second_test": "none",
    "revision": "1",
    "tab": "here",
}


@pytest.fixture
def candidate(people: People) -> User:
    return people.candidate(FACTS)


@pytest.fixture
def mine(visitor: Callable[..., Browser], candidate: User) -> Browser:
    return visitor(candidate)


def score(answer: Any) -> int:
    return int(re.search(r"Your CRS score: (\d+)", answer.text)[1])


def values(app: Flask, user: User, key: str) -> dict[str, Any]:
    with app.app_context():
        return profile_of(user).answers.raw[key]["values"]


# ---- The live score


def test_the_score_follows_the_form_and_nothing_is_saved(app: Flask, mine: Browser, candidate: User) -> None:
    """CLB 9 in all four is 124 points; writing at CLB 7 gives 17 for 31, and the two pairs fall from 50 to 25."""
    before = score(mine.get("/profile/languages"))
    assert before == 99 + 135 + 124 + 50 + 50
    lower = mine.htmx("/profile/languages/score", {**LANGUAGES, "first_writing": "6"})
    assert lower.status_code == 200
    assert score(lower) == before - (31 - 17) - 25 - 25
    assert "<html" not in lower.text
    assert "HX-Request" in lower.headers["Vary"]
    assert 'id="level-first_writing"' in lower.text
    assert "CLB 7</output>" in lower.text
    assert values(app, candidate, "languages")["first_writing"] == 7.0


def test_without_javascript_the_whole_page_recalculates(mine: Browser) -> None:
    answer = mine.post("/profile/languages/score", {**LANGUAGES, "first_writing": "6"})
    assert answer.status_code == 200
    assert "<html" in answer.text
    assert 'value="6"' in answer.text
    assert score(answer) == score(mine.get("/profile/languages")) - 64


def test_a_half_typed_answer_keeps_its_saved_value_in_the_score(mine: Browser) -> None:
    answer = mine.htmx("/profile/languages/score", {**LANGUAGES, "first_writing": "6.3"})
    assert score(answer) == score(mine.get("/profile/languages"))
    assert "This test gives scores from 0 to 9 in steps of 0.5" in answer.text


def test_the_better_first_language_is_pointed_out(visitor: Callable[..., Browser], people: People) -> None:
    """English first at CLB 7 with French second at NCLC 10: French first counts 136 instead of 68."""
    english, french = (
        LanguageResult(test=test, taken_on=date(2026, 2, 2), speaking=low, listening=high, reading=high, writing=low)
        for test, low, high in ((LanguageTest.IELTS_GT, 6, 6), (LanguageTest.TCF_CANADA, 16, 549))
    )
    facts = replace(FACTS, languages=(english, french), first_language=Language.ENGLISH)
    page = visitor(people.candidate(facts)).get("/profile/languages").text
    gain = (136 - 68) + (12 - 24) + (50 - 25) + (50 - 25)
    assert f"With French as your first official language your score would be {gain} points higher." in page


def test_an_expired_test_is_told_with_its_reason(mine: Browser) -> None:
    answer = mine.htmx("/profile/languages/score", {**LANGUAGES, "first_taken_on": "2024-11-23"})
    assert "the result is two years old or older" in answer.text
    fresh = mine.htmx("/profile/languages/score", {**LANGUAGES, "first_taken_on": "2024-11-24"})
    assert "two years old or older" not in fresh.text


def test_a_job_says_how_it_counts(mine: Browser) -> None:
    page = mine.get("/profile/work-history/work-history-0").text
    assert "How this job counts" in page
    assert "does not count: the work was outside Canada" in page
    asked = {"noc_code": "65200", "started_on": "2020-01-06", "goes_on": "yes", "hours_per_week": "40"}
    asked |= {"paid": "yes", "in_canada": "no"}
    answer = mine.htmx("/profile/work-history/work-history-0/score", asked)
    assert "does not count: the occupation is not skilled (TEER 4 or 5)" in answer.text


# ---- Saving


def test_saving_goes_on_to_the_next_section(app: Flask, mine: Browser, candidate: User) -> None:
    answer = mine.post("/profile/languages", {**LANGUAGES, "first_speaking": "6,5"})
    assert answer.location == "/en/profile/work-history"
    assert values(app, candidate, "languages")["first_speaking"] == 6.5


def test_a_draft_is_kept_finished_or_not(app: Flask, mine: Browser, candidate: User) -> None:
    answer = mine.htmx("/profile/languages/draft", {**LANGUAGES, "first_speaking": "7.", "first_reading": "abc"})
    assert answer.status_code == 200
    assert "Some answers do not make sense yet" in answer.text
    page = mine.get("/profile/languages").text
    assert 'value="abc"' in page
    assert "Write a number, for example 7 or 6.5." in page
    assert values(app, candidate, "languages")["first_reading"] == 7.0
    assert mine.post("/expression-of-interest").status_code == 409
    assert mine.htmx("/profile/languages/draft", LANGUAGES).text.strip().startswith("Saved at 10:00:00.")


@pytest.mark.parametrize(
    "script", ["Ó Súilleabháin-Þór", "Нова Звезда", "李 小龍", "ܢܘܒܐ", "नोवा", "👩‍🔬", "O'Neill <b>&amp;"]
)
def test_names_in_any_script_are_kept_as_typed(app: Flask, mine: Browser, candidate: User, script: str) -> None:
    mine.post("/profile/about-you", {"family_name": script, "revision": "1", "tab": "here"})
    assert values(app, candidate, "about-you")["family_name"] == script
    assert "<b>&amp;" not in mine.get("/profile/about-you").text


@pytest.mark.parametrize(
    ("key", "question", "typed", "words"),
    [
        ("about-you", "birth_date", "2027-01-01", "This day is in the future"),
        ("about-you", "birth_date", "1899-01-01", "too long ago"),
        ("about-you", "birth_date", "2026-02-31", "Write a real date"),
        ("about-you", "birth_date", "yesterday", "Write a real date"),
        ("about-you", "family_name", "x" * 101, "at most 100 characters"),
        ("about-you", "family_name", "a\x00b", "characters that cannot be kept"),
        ("about-you", "marital_status", "complicated", "Choose one of the answers given"),
        ("about-you", "citizenship", "XX", "Choose one of the answers given"),
        ("languages", "first_taken_on", "2026-11-24", "This day is in the future"),
        ("languages", "first_speaking", "6.3", "from 0 to 9 in steps of 0.5"),
        ("languages", "first_speaking", "9.5", "from 0 to 9 in steps of 0.5"),
        ("languages", "first_speaking", "-1", "from 0 to 9 in steps of 0.5"),
        ("languages", "first_speaking", "1e3", "Write a number"),
        ("languages", "second_test", "celpip_g", "measures the same language as the first"),
        ("plans", "funds_cents", "-5", "An amount cannot be negative"),
        ("plans", "funds_cents", "much", "Write an amount"),
        ("plans", "family_size", "0", "Write a number from 1 to 50"),
        ("plans", "family_size", "2.5", "Write a whole number"),
        ("plans", "primary_occupation", "99999", "no occupation with the code 99999"),
        ("plans", "qualified_on", "2027-01-01", "This day is in the future"),
        ("plans", "provinces", "ZZ", "Choose among the answers given"),
        ("ties", "sibling_in_canada", "maybe", "Choose yes or no"),
        ("job-offer", "employers", "0", "Write a number from 1 to 99"),
        ("work-history/work-history-0", "started_on", "2027-01-01", "This day is in the future"),
        ("work-history/work-history-0", "ended_on", "2019-01-01", "The last day comes before the first day"),
        ("work-history/work-history-0", "ended_on", "2026-11-24", "This day is in the future"),
        ("work-history/work-history-0", "hours_per_week", "169", "more than 0 and at most 168 hours"),
        ("work-history/work-history-0", "hours_per_week", "0", "more than 0 and at most 168 hours"),
        ("work-history/work-history-0", "hours_per_week", "37.555", "at most two decimals"),
        ("work-history/work-history-0", "noc_code", "1111", "no occupation with the code"),
        ("education/education-0", "assessed_on", "2026-11-24", "This day is in the future"),
    ],
)
def test_bad_input_is_told_beside_the_field_and_kept(
    mine: Browser, key: str, question: str, typed: str, words: str
) -> None:
    rest = (
        LANGUAGES
        if key == "languages"
        else {"revision": "1", "tab": "here", "goes_on": "no", "started_on": "2020-01-06"}
    )
    sent = {**rest, question: typed}
    answer = mine.post(f"/profile/{key}", sent)
    assert answer.status_code == 422
    assert words in answer.text
    assert f'href="#{question}' in answer.text
    for seen in (answer.text, mine.get(f"/profile/{key}").text):
        assert words in seen
        if (
            typed.isascii()
            and typed.isprintable()
            and question not in ("marital_status", "citizenship", "provinces", "sibling_in_canada", "second_test")
        ):
            assert f'value="{typed}"' in seen


@pytest.mark.parametrize("language", ["en", "fr"])
def test_errors_are_in_the_readers_language(visitor: Callable[..., Browser], candidate: User, language: str) -> None:
    answer = visitor(candidate, language).post("/profile/plans", {"funds_cents": "-5", "revision": "1"})
    assert {"en": "An amount cannot be negative", "fr": "montant"}[language] in answer.text
    assert ("cannot be negative" in answer.text) is (language == "en")


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("25000", 2_500_000),
        ("25 000", 2_500_000),
        ("25,000.50", 2_500_050),
        ("25 000,5 $", 2_500_050),
        ("0", 0),
        ("$1,234,567", 123_456_700),
    ],
)
def test_money_is_read_as_either_language_writes_it(
    app: Flask, mine: Browser, candidate: User, typed: str, cents: int
) -> None:
    mine.post("/profile/plans", {"funds_cents": typed, "revision": "1", "tab": "x"})
    assert values(app, candidate, "plans")["funds_cents"] == cents


# ---- Two tabs


def test_the_second_of_two_tabs_is_told_what_changed(app: Flask, mine: Browser, candidate: User) -> None:
    first = {"family_name": "From the first tab", "revision": "1", "tab": "one"}
    second = {"family_name": "From the second tab", "revision": "1", "tab": "two"}
    assert mine.post("/profile/about-you", first).status_code == 303
    told = mine.post("/profile/about-you", second)
    assert told.status_code == 409
    assert "These answers were changed in another window" in told.text
    assert "From the first tab" in told.text
    assert 'value="From the second tab"' in told.text
    assert values(app, candidate, "about-you")["family_name"] == "From the first tab"
    revision = re.search(r'name="revision" value="(\d+)"', told.text)[1]
    assert mine.post("/profile/about-you", {**second, "revision": revision}).status_code == 303
    assert values(app, candidate, "about-you")["family_name"] == "From the second tab"


def test_a_stale_draft_overwrites_nothing(app: Flask, mine: Browser, candidate: User) -> None:
    mine.post("/profile/about-you", {"family_name": "First", "revision": "1", "tab": "one"})
    told = mine.htmx("/profile/about-you/draft", {"family_name": "Second", "revision": "1", "tab": "two"})
    assert told.status_code == 409
    assert "Not saved: these answers were changed in another window" in told.text
    assert values(app, candidate, "about-you")["family_name"] == "First"


# ---- Records, occupations, addresses


def test_a_record_is_added_filled_in_and_removed(mine: Browser) -> None:
    place = mine.post("/profile/education/records").location
    path = place.removeprefix("/en")
    assert mine.get(path).status_code == 200
    assert (
        mine.post(path, {"canadian": "yes", "completed": "yes", "level": "doctoral"}).location
        == "/en/profile/education"
    )
    assert "Doctoral degree" in mine.get("/profile/education").text
    assert mine.get(f"{path}/removal").status_code == 200
    assert mine.post(f"{path}/removal").location == "/en/profile/education"
    assert "Doctoral degree" not in mine.get("/profile/education").text
    assert mine.post(f"{path}/removal").status_code == 303


def test_the_forty_first_record_is_refused_in_words(mine: Browser) -> None:
    for _ in range(39):
        mine.post("/profile/education/records")
    refused = mine.post("/profile/education/records")
    assert refused.status_code == 409
    assert "at most 40 entries" in refused.text


def test_without_javascript_an_occupation_is_found_and_picked_inside_the_form(mine: Browser) -> None:
    sent = {
        "primary_occupation": "",
        "primary_occupation_search": "welder",
        "find": "primary_occupation",
        "funds_cents": "123",
    }
    found = mine.post("/profile/plans/occupations", sent)
    assert 'name="primary_occupation" value="72106"' in found.text
    assert 'value="123"' in found.text
    picked = mine.post("/profile/plans/occupations", {"primary_occupation": ["", "72106"], "funds_cents": "123"})
    assert 'value="72106"' in picked.text
    assert 'value="123"' in picked.text


@pytest.mark.parametrize(
    "path",
    [
        "/profile/nothing",
        "/profile/education/nothing",
        "/profile/languages/nothing",
        "/profile/education/nothing/removal",
        "/profile/EDUCATION",
        "/profile/education/education-0/nothing",
    ],
)
def test_what_does_not_exist_is_not_found(mine: Browser, path: str) -> None:
    assert mine.get(path).status_code == 404
    if not path.endswith("/removal"):  # gone already is as good
        answer = mine.post(path, {"family_name": "kept on screen"})
        assert answer.status_code in (404, 405)
        assert "kept on screen" in answer.text


def test_another_candidates_record_does_not_exist(
    visitor: Callable[..., Browser], people: People, mine: Browser
) -> None:
    place = mine.post("/profile/education/records").location.removeprefix("/en")
    other = visitor(people.candidate(FACTS))
    assert other.get(place).status_code == 404
    assert other.post(place, {"canadian": "yes"}).status_code == 404
    assert other.htmx(f"{place}/draft", {"canadian": "yes"}).status_code == 404


def test_a_partner_opens_the_sections_about_them(visitor: Callable[..., Browser], people: People) -> None:
    mine = visitor(people.candidate())
    assert "/profile/spouse" not in mine.get("/profile").text
    mine.post("/profile/about-you", {"marital_status": "common_law"})
    assert '/profile/spouse"' in mine.get("/profile").text
    assert "/profile/spouse-work" not in mine.get("/profile").text
    mine.post("/profile/spouse", {"accompanying": "yes", "citizen_or_permanent_resident": "no"})
    assert "/profile/spouse-work" in mine.get("/profile").text
    mine.post("/profile/spouse", {"accompanying": "yes", "citizen_or_permanent_resident": "yes", "revision": "1"})
    assert "/profile/spouse-work" not in mine.get("/profile").text


def test_the_empty_profile_has_no_points_and_no_errors(visitor: Callable[..., Browser], people: People) -> None:
    mine = visitor(people.candidate())
    page = mine.get("/profile")
    assert score(page) == 0
    assert "Go on with: About you" in page.text
