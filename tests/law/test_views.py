"""The law page, what changed, and the tables as text."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

import html5lib
import pytest
from flask import Flask

from expressentry import labels, law_words
from expressentry.analysis import resting
from expressentry.law.reading import PARTS
from expressentry.rules import proposals, tables, written
from expressentry.rules.programs import Program, RequirementKey
from expressentry.rules.scorecard import Factor
from expressentry.rules.selection_grid import GridFactor
from tests.conftest import Browser

DAYS = ("2015-01-01", "2016-11-19", "2018-01-01", "2023-05-31", "2025-03-25", "2026-11-23")


def parsed(answer: Any, language: str = "en") -> Any:
    """A whole page of valid HTML: its language, one h1, no id twice, every link inside it leads somewhere."""
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(answer.text)
    assert page.get("lang") == language
    assert len(page.findall(".//h1")) == 1
    ids = ids_of(page)
    assert len(ids) == len(set(ids)), sorted(one for one in ids if ids.count(one) > 1)
    for anchor in page.iter("a"):
        target = anchor.get("href") or ""
        assert target.startswith(("/", "#", "http")), target
        assert not target.startswith("#") or target[1:] in ids, target
    return page


def ids_of(page: Any) -> list[str]:
    return [element.get("id") for element in page.iter() if element.get("id")]


def rows(page: Any, heading: str) -> list[list[str]]:
    """The rows of the first table after a heading, as text."""
    found, seen = [], False
    for element in page.iter():
        if element.tag in ("h2", "h3") and "".join(element.itertext()).strip() == heading:
            seen = True
        if seen and element.tag == "tbody":
            found = [["".join(cell.itertext()).strip() for cell in row] for row in element.iter("tr")]
            break
    return found


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("day", DAYS)
def test_every_part_in_force_stands_on_the_page(visitor: Callable[..., Browser], language: str, day: str) -> None:
    answer = visitor(language=language).get(f"/law?on={day}")
    assert answer.status_code == 200
    ids = ids_of(parsed(answer, language))
    for part in PARTS:
        taken = [one for one in tables.effective_dates(part) if one <= date.fromisoformat(day)]
        assert (part in ids) == bool(taken), part
        for table in written.tables_in(tables.as_written(part, taken[-1])) if taken else ():
            assert not table.name or f"{part}.{table.name}" in ids


def test_all_parts_are_those_of_the_law() -> None:
    assert set(PARTS) == {*tables.PARTS, *tables.APPLICATION_PARTS, *tables.LANGUAGE_PARTS}


def test_the_tables_are_those_of_the_day(visitor: Callable[..., Browser]) -> None:
    page = parsed(visitor().get("/law?on=2024-06-01"))
    assert rows(page, "Age")[:4] == [
        ["0 to 17", "0", "0"],
        ["18", "90", "99"],
        ["19", "95", "105"],
        ["20 to 29", "100", "110"],
    ]
    assert ["Points for a senior manager", "200"] in rows(page, "Job offer")
    assert rows(page, "Processing")[0] == ["Principal applicant", "$950"]
    after = parsed(visitor().get("/law?on=2025-03-25"))
    assert rows(after, "Job offer") == []
    assert told(after, "crs_additional.arranged_employment") == (
        "Job offer: in force from January 1, 2015 to March 24, 2025"
    )


def told(page: Any, anchor: str) -> str:
    """The text of the element with this id."""
    return "".join(next(element for element in page.iter() if element.get("id") == anchor).itertext()).strip()


def test_what_comes_and_goes_says_when_it_is_in_force(visitor: Callable[..., Browser]) -> None:
    page = parsed(visitor().get("/law?on=2025-06-01"))
    assert told(page, "categories.transport") == (
        "Transport occupations: in force from May 31, 2023 to February 26, 2025; in force from February 18, 2026 on"
    )


@pytest.mark.parametrize("day", DAYS)
def test_whatever_a_point_or_requirement_rests_on_can_be_led_to(visitor: Callable[..., Browser], day: str) -> None:
    law = tables.law_on(date.fromisoformat(day))
    places = [place for factor in Factor for place in resting.line(factor, law)]
    places += [place for key in RequirementKey for one in Program for place in resting.requirement(key, one, law)]
    places += [resting.pool(law), *(resting.grid(factor, law) for factor in GridFactor)]
    wanted = {place.anchor for place in places} - {"programs.pnp"}
    assert wanted <= set(ids_of(parsed(visitor().get(f"/law?on={day}"))))


def test_settlement_funds_by_family(visitor: Callable[..., Browser]) -> None:
    found = rows(parsed(visitor().get("/law?on=2025-07-07")), "Settlement funds")
    assert found[0] == ["Family of 1", "$15,263"]
    assert found[6] == ["Family of 7", "$40,392"]


def test_a_part_says_since_when_until_when_and_how_sure(visitor: Callable[..., Browser]) -> None:
    text = unescape(visitor().get("/law?on=2024-06-01").text)
    assert "In force from May 28, 2024 until a new table on July 7, 2025." in text
    assert "In force since January 1, 2015. No later table is known." in text
    assert "(from a secondary source)" in text
    assert "(not confirmed by a source)" in text
    assert "(read in the law itself)" in text


def test_categories_with_codes_and_titles_in_the_language_of_the_reader(visitor: Callable[..., Browser]) -> None:
    english, french = (visitor(language=language).get("/law?on=2026-11-23").text for language in ("en", "fr"))
    assert "Butchers - retail and wholesale" in english
    assert "Skilled military recruits" in english
    assert "Bouchers" in french
    assert "Recrues militaires qualifiées" in french
    assert "Skilled military recruits" not in french


def test_before_there_were_categories_the_page_says_so(visitor: Callable[..., Browser]) -> None:
    text = visitor().get("/law?on=2020-01-01").text
    assert "There is no category yet: rounds are for everybody or for one program." in text
    later = text[text.index("Not in force yet on this day") :]
    assert "PTE Core" in later


def test_what_is_proposed_stands_apart(visitor: Callable[..., Browser]) -> None:
    page = parsed(visitor().get("/law"))
    box = next(element for element in page.iter("section") if element.get("id") == "proposed")
    text = "".join(box.itertext())
    assert "Nothing here is law." in text
    assert "One federal high-skilled class, and a new ranking" in text
    others = [element for element in page.iter("section") if element.get("id") in PARTS]
    assert not any("high-skilled" in "".join(one.itertext()) for one in others)


@pytest.mark.parametrize(
    ("on", "message"),
    [
        ("2014-12-31", "Express Entry began on January 1, 2015."),
        ("1000-01-01", "Express Entry began on January 1, 2015."),
        ("2099-01-01", "The law can be shown up to November"),
        ("2026-02-30", "Write a real date as year-month-day"),
        ("yesterday", "Write a real date as year-month-day"),
        ("9" * 5000, "Use at most 4000 characters."),
    ],
)
def test_a_day_without_law_is_told_and_guessed_by_nobody(
    visitor: Callable[..., Browser], on: str, message: str
) -> None:
    answer = visitor().get(f"/law?on={on}")
    assert answer.status_code == 422
    page = parsed(answer)
    assert message in unescape(answer.text)
    assert not [one for one in ids_of(page) if one in PARTS]


def test_what_was_typed_is_kept(visitor: Callable[..., Browser]) -> None:
    assert 'value="2014-12-31"' in visitor().get("/law?on=2014-12-31").text


def test_the_form_shows_the_day_of_the_page(visitor: Callable[..., Browser]) -> None:
    assert 'value="2026-11-23"' in visitor().get("/law").text
    assert 'value="2026-11-23"' in visitor().get("/law?on=2026-11-23").text


def test_an_empty_day_is_the_day_of_the_site(visitor: Callable[..., Browser]) -> None:
    assert "The law on November 23, 2026" in visitor().get("/law?on=").text


def test_a_day_to_come_is_marked(visitor: Callable[..., Browser]) -> None:
    assert "This day is still to come." in visitor().get("/law?on=2027-11-23").text
    assert "This day is still to come." not in visitor().get("/law").text


# ---- What changed


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_day_of_every_table_is_on_the_timeline(visitor: Callable[..., Browser], language: str) -> None:
    page = parsed(visitor(language=language).get("/law/timeline"), language)
    told = {one.removeprefix("on-") for one in ids_of(page) if one.startswith("on-")}
    assert told == {str(day) for part in PARTS for day in tables.effective_dates(part)}
    links = [anchor.get("href") for anchor in page.iter("a")]
    for part in PARTS:
        for day in tables.effective_dates(part):
            assert f"/{language}/law?on={max(day, date(2015, 1, 1))}#{part}" in links


def changes(visitor: Callable[..., Browser], part: str, heading: str) -> list[list[str]]:
    """What changed in a part on a day, as text."""
    return rows(parsed(visitor().get(f"/law/timeline?part={part}")), heading)


def test_the_end_of_points_for_a_job_offer(visitor: Callable[..., Browser]) -> None:
    assert changes(visitor, "crs_additional", "March 25, 2025") == [
        ["Job offer – Points for a senior manager", "200", "None"],
        ["Job offer – Points for any other occupation", "50", "None"],
    ]


def test_the_fees_of_2026(visitor: Callable[..., Browser]) -> None:
    assert changes(visitor, "fees", "April 30, 2026") == [
        ["Processing – Principal applicant", "$950", "$990"],
        ["Processing – Spouse or partner", "$950", "$990"],
        ["Processing – Each child", "$260", "$270"],
        ["Right of permanent residence – Each person", "$575", "$600"],
    ]


def test_the_funds_of_2025(visitor: Callable[..., Browser]) -> None:
    found = changes(visitor, "funds", "July 7, 2025")
    assert found[0] == ["Family of 1", "$14,690", "$15,263"]
    assert found[-1] == ["Each further person", "$3,958", "$4,112"]


def test_a_list_that_changed_tells_what_left_and_what_came(visitor: Callable[..., Browser]) -> None:
    found = changes(visitor, "categories", "February 18, 2026")
    assert [
        "Trade occupations – Occupations",
        "Taken out: 63200 Cooks",
        "Added: 63201 Butchers - retail and wholesale",
    ] in found
    assert [
        "Agriculture and agri-food occupations – Occupations",
        "63201 Butchers - retail and wholesale",
        "None",
    ] in found
    assert ["Trade occupations – Months of work", "6", "12"] in found


def test_a_stream_that_closed_and_one_that_is_not_confirmed(visitor: Callable[..., Browser]) -> None:
    assert ["Skilled Trades – Ontario", "Open", "None"] in changes(visitor, "streams", "May 30, 2026")
    assert changes(visitor, "streams", "June 26, 2026") == [
        ["Ontario Workforce Priority – Ontario", "None", "Not confirmed to be open"]
    ]


def test_one_part_alone(visitor: Callable[..., Browser]) -> None:
    page = parsed(visitor().get("/law/timeline?part=process"))
    assert len([one for one in ids_of(page) if one.startswith("on-")]) == 6
    answer = visitor().get("/law/timeline?part=nonsense")
    assert answer.status_code == 422
    assert "Choose one of the answers given." in answer.text


def test_htmx_gets_the_changes_alone(visitor: Callable[..., Browser]) -> None:
    answer = visitor().get("/law/timeline?part=fees", headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert "April 30, 2026" in answer.text


# ---- The tables as text


@pytest.mark.parametrize("part", PARTS)
def test_every_table_can_be_downloaded_as_it_is_written(visitor: Callable[..., Browser], part: str) -> None:
    for day in tables.effective_dates(part):
        answer = visitor().get(f"/law/tables/{part}/{day}.toml")
        assert answer.status_code == 200
        assert answer.content_type == "text/plain; charset=utf-8"
        assert answer.text == (tables.INSTRUMENTS / part / f"{day}.toml").read_text()


@pytest.mark.parametrize(
    "path",
    ["fees/2026-04-29", "fees/x", "noc/2015-01-01", "secrets/2015-01-01", "..%2ffees/2026-04-30", "fees/20260430"],
)
def test_no_other_file_can(visitor: Callable[..., Browser], path: str) -> None:
    assert visitor().get(f"/law/tables/{path}.toml").status_code == 404


@pytest.mark.parametrize("name", proposals.names())
def test_a_proposal_asked_for_as_if_in_force(visitor: Callable[..., Browser], name: str) -> None:
    answer = visitor().get(f"/law/tables/{name}/2026-04-23.toml")
    assert answer.status_code == 404
    assert "It is not in force on any day" in answer.text
    parsed(answer)


# ---- Words


def test_every_part_instrument_and_source_has_its_words(app: Flask) -> None:
    known = {str(lazy._args[0]) for lazy in (*labels.SOURCES, *law_words.INSTRUMENTS)}
    for part in PARTS:
        for day in tables.effective_dates(part):
            raw = tables.as_written(part, day)
            assert raw["instrument"] in known, (part, day)
            for table in written.tables_in(raw):
                assert table.source is None or table.source.text in known, (part, day, table.source)
    for name in proposals.names():
        assert tables.proposed(name).source.text in known


def test_no_key_is_left_where_words_belong(visitor: Callable[..., Browser]) -> None:
    for day in DAYS:
        text = re.sub(r"<[^>]+>", " ", visitor().get(f"/law?on={day}").text)
        assert not re.findall(r"\b[a-z]+_[a-z_]+\b", text)
    text = re.sub(r"<[^>]+>", " ", visitor().get("/law/timeline").text)
    assert not re.findall(r"\b[a-z]+_[a-z_]+\b", text)


def test_the_about_page_leads_here(visitor: Callable[..., Browser]) -> None:
    text = visitor().get("/about").text
    assert 'href="/en/law"' in text
    assert 'href="/en/law/timeline"' in text
