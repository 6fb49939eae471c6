"""The ledger: its lines add up to the score for anybody, on any day, under any law; and what it says of one person."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from expressentry.analysis.ledger import Entry, Ledger, ledger
from expressentry.analysis.ledger_json import as_json
from expressentry.analysis.requirements import ProgramEntry
from expressentry.config import ROOT
from expressentry.rules import crs, programs
from expressentry.rules.facts import CountedYears, Facts, JobOffer, Province, WorkPermit
from expressentry.rules.programs import Program, RequirementKey
from expressentry.rules.scorecard import Factor
from expressentry.rules.tables import law_on
from expressentry.synthetic import candidates
from tests.conftest import FACTS, LAW, TODAY

SCHEMA = json.loads((ROOT / "docs" / "ledger.schema.json").read_text())
LAWS = [
    date(2015, 1, 1),
    date(2016, 11, 19),
    date(2017, 6, 6),
    date(2018, 6, 26),
    date(2020, 10, 20),
    date(2022, 11, 16),
    date(2023, 4, 25),
    date(2025, 3, 25),
    TODAY,
]
OFFER = JobOffer(
    noc_code="00012", full_time=True, lasts_a_year=True, permit=WorkPermit.LMIA_NAMED_EMPLOYER, works_for_employer=True
)


@cache
def people() -> list[Facts]:
    """Eighty invented people, and one who has answered nothing."""
    return [*(made.facts for made in candidates(80, TODAY, LAW, seed=5)), Facts()]


@pytest.fixture
def english(app: Flask, moment: Any) -> Iterator[None]:
    """A request of a reader of English."""
    with app.test_request_context("/en/"):
        yield


changes = st.fixed_dictionaries(
    {},
    optional={
        "nomination": st.sampled_from(Province),
        "job_offer": st.just(OFFER),
        "counted_years": st.builds(CountedYears, canadian=st.integers(0, 6), foreign=st.integers(0, 4)),
        "sibling_in_canada": st.booleans(),
        "barred_for_misrepresentation": st.booleans(),
        "first_language": st.none(),
        "family_size": st.none(),
        "funds_cents": st.none() | st.integers(0, 5_000_000),
    },
)


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(
    number=st.integers(0, 80),
    changed=changes,
    on=st.dates(date(2015, 1, 1), date(2031, 1, 1)),
    law=st.sampled_from(LAWS),
)
def test_the_lines_add_up_to_the_score(
    english: None, number: int, changed: dict[str, Any], on: date, law: date
) -> None:
    """For anybody on any day under any law: no point without a line, no refusal without a shortfall."""
    facts = replace(people()[number], **changed)
    found = ledger(facts, on, law_on(law))
    assert found.total == crs.score(facts, on, law_on(law)).total == sum(one.line.points for one in found.entries)
    for section in found.sections:
        assert section.points == sum(one.line.points for one in section.entries) == section.raw - section.lost
    for entry in found.entries:
        _check_line(entry)
    assert found.assessment == programs.assess(facts, on, law_on(law))
    for program in found.programs:
        _check_program(program)


def _check_line(entry: Entry) -> None:
    line = entry.line
    assert line.raw - sum(cut.cost for cut in line.cuts) == line.points
    assert len(entry.caps) == len(line.cuts)
    assert sum(row.points for row in entry.rows) == line.raw
    assert entry.inputs
    assert all(entry.inputs)
    assert all(row.asks and 0 <= row.points <= row.maximum for row in entry.rows)
    assert (entry.source is None) == (entry.sure == "")


def _check_program(program: ProgramEntry) -> None:
    for tested in program.tested:
        assert tested.answer
        assert tested.needed
        assert (tested.missing == "") == tested.met
    if program.result.grid is not None:
        assert program.result.grid.total == sum(one.line.points for one in program.grid)


@pytest.mark.parametrize("law", [date(2015, 1, 1), date(2019, 5, 5), TODAY])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_json_is_what_the_documents_say(app: Flask, moment: Any, law: date, language: str) -> None:
    validator = Draft202012Validator(SCHEMA)
    Draft202012Validator.check_schema(SCHEMA)
    with app.test_request_context(f"/{language}/"):
        for facts in people()[::9]:
            stated = json.loads(json.dumps(as_json(ledger(facts, TODAY, law_on(law)))))
            assert list(validator.iter_errors(stated)) == []
            assert stated["language"] == language
            assert sum(line["counted"] for part in stated["sections"] for line in part["lines"]) == stated["total"]


# ---- One person


@pytest.fixture
def told(english: None) -> Ledger:
    """The ledger of a person of 31 with a master's degree, English at 9 and four years of foreign work."""
    return ledger(FACTS, TODAY, LAW)


def entry(found: Ledger, factor: Factor) -> Entry:
    return next(one for one in found.entries if one.factor is factor)


def test_a_line_tells_its_answers_its_row_and_its_place(told: Ledger) -> None:
    age = entry(told, Factor.AGE)
    assert age.inputs == ("31 years old", "Born on May 5, 1995")
    assert [(row.asks, row.points, row.maximum) for row in age.rows] == [("31 years", 99, 110)]
    assert [(place.anchor, place.effective) for place in age.places] == [("crs_core.age", date(2015, 1, 1))]
    assert age.sure == "read on an official page"
    first = entry(told, Factor.FIRST_LANGUAGE)
    assert [(row.of, row.asks, row.points) for row in first.rows] == [
        ("Speaking", "CLB 9", 31),
        ("Listening", "CLB 9", 31),
        ("Reading", "CLB 9", 31),
        ("Writing", "CLB 9", 31),
    ]
    assert first.inputs[1].startswith("IELTS General Training (English) of February 2, 2026: Speaking 7")
    assert [place.anchor for place in first.places] == ["crs_core.first_language", "evidence"]


def test_a_pair_of_two_things_tells_both(told: Ledger) -> None:
    work = entry(told, Factor.FOREIGN_WORK_TRANSFERABILITY)
    assert [row.asks for row in work.rows] == [
        "Three years or more of foreign work; level 9 or more in all four abilities",
        "Three years or more of foreign work; less than 1 year of Canadian work",
    ]
    assert [row.points for row in work.rows] == [50, 0]
    assert work.inputs[2].startswith("21231, January 6, 2020 to June 28, 2024: 7,0")


def test_the_cap_at_work_is_told(english: None) -> None:
    """A nomination fills section D, so a brother in Canada adds nothing: the maximum takes all 15 points."""
    found = ledger(replace(FACTS, nomination=Province.ON, sibling_in_canada=True), TODAY, LAW)
    sibling = entry(found, Factor.SIBLING)
    assert (sibling.line.raw, sibling.line.points) == (15, 0)
    assert sibling.caps == ("The maximum of the section, 600, takes 15 points.",)
    assert found.sections[3].lost == 15


def test_what_does_not_count_is_told_with_its_reason(english: None) -> None:
    old = replace(FACTS.languages[0], taken_on=date(2024, 11, 23))
    found = ledger(replace(FACTS, languages=(old,)), TODAY, LAW)
    assert entry(found, Factor.FIRST_LANGUAGE).inputs == (
        "No result that counts",
        "IELTS General Training (English) of November 23, 2024: does not count, the result is two years old or older",
    )


def test_a_factor_the_law_does_not_have_says_so(told: Ledger) -> None:
    offer = entry(told, Factor.ARRANGED_EMPLOYMENT)
    assert (offer.source, offer.rows, offer.inputs) == (None, (), ("Earns no points under this law",))


def test_rows_that_hold_for_several_numbers(english: None) -> None:
    def asks(birth: date) -> str:
        return entry(ledger(replace(FACTS, birth_date=birth), TODAY, LAW), Factor.AGE).rows[0].asks

    assert asks(date(2000, 1, 1)) == "20 to 29 years"
    assert asks(date(1970, 1, 1)) == "45 years or more"
    assert asks(date(2012, 1, 1)) == "up to 17 years"


def test_a_requirement_tells_the_answer_the_need_and_the_shortfall(english: None) -> None:
    found = ledger(replace(FACTS, funds_cents=1_000_000), TODAY, LAW)
    fsw = next(program for program in found.programs if program.result.program is Program.FSW)
    funds = next(one for one in fsw.tested if one.key is RequirementKey.FUNDS)
    assert (funds.met, funds.answer, funds.needed, funds.missing) == (False, "$10,000", "$15,263", "$5,263")
    assert [place.anchor for place in funds.places] == ["funds", "programs.fsw"]
    cec = next(program for program in found.programs if program.result.program is Program.CEC)
    work = next(one for one in cec.tested if one.key is RequirementKey.CANADIAN_WORK)
    assert (work.answer, work.needed, work.missing) == ("0 hours", "1,560 hours", "1,560 hours")
    language = next(one for one in cec.tested if one.key is RequirementKey.LANGUAGE)
    assert (language.answer, language.needed) == ("English: CLB 9 in all four abilities", "CLB 7 in all four abilities")


def test_an_occupation_is_asked_for_as_the_law_of_the_day_classed_it(english: None) -> None:
    for law, words in ((date(2022, 11, 15), "NOC 2011 and 2016"), (date(2022, 11, 16), "NOC 2021")):
        found = ledger(FACTS, TODAY, law_on(law))
        fsw = next(program for program in found.programs if program.result.program is Program.FSW)
        occupation = next(one for one in fsw.tested if one.key is RequirementKey.PRIMARY_OCCUPATION)
        assert words in occupation.needed
