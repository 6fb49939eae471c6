"""Two sides of one profile: what differs, and which instrument or which day made the difference."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from expressentry.analysis.comparing import Comparison, compare
from expressentry.rules.day_bound import DayBound
from expressentry.rules.facts import (
    Credential,
    EducationLevel,
    Facts,
    Job,
    JobOffer,
    LanguageResult,
    LanguageTest,
    Province,
    WorkPermit,
)
from expressentry.rules.programs import Program, RequirementKey
from expressentry.rules.scorecard import Factor
from expressentry.rules.tables import law_on
from tests.analysis.test_ledger import LAWS, people
from tests.conftest import FACTS, TODAY

# Born on 1 June 1990; a Canadian bachelor's degree; English at CLB 9 of June 2015; three years of Canadian work that
# ended with 2015; an offer on a labour market impact assessment; a brother in Canada.
ONE_LIFE = Facts(
    birth_date=date(1990, 6, 1),
    credentials=(
        Credential(
            canadian=True, level=EducationLevel.THREE_YEAR, full_time_eight_months=True, present_eight_months=True
        ),
    ),
    languages=(
        LanguageResult(
            test=LanguageTest.CELPIP_G, taken_on=date(2015, 6, 1), speaking=9, listening=9, reading=9, writing=9
        ),
    ),
    jobs=(
        Job(
            noc_code="21231",
            started_on=date(2013, 1, 1),
            ended_on=date(2015, 12, 31),
            hours_per_week=40,
            in_canada=True,
        ),
    ),
    primary_occupation="21231",
    job_offer=JobOffer(
        noc_code="21231",
        full_time=True,
        lasts_a_year=True,
        permit=WorkPermit.LMIA_NAMED_EMPLOYER,
        works_for_employer=True,
    ),
    sibling_in_canada=True,
    provinces=(Province.ON,),
    funds_cents=2_000_000,
    family_size=1,
)


def between(facts: Facts, first: date, second: date) -> Comparison:
    """Each day under its own law."""
    return compare(facts, (first, law_on(first)), (second, law_on(second)))


def differing(found: Comparison) -> dict[Factor, tuple[Any, ...]]:
    """Each line that differs: its points on both sides, the parts of the law and the facts that made it."""
    return {
        one.factor: (
            one.first.points,
            one.second.points,
            [amended.after.part for amended in one.reasons.parts],
            list(one.reasons.facts),
        )
        for one in found.lines
        if one.differs
    }


# Worked out by hand in tests/rules/test_law_of_each_year.py.
@pytest.mark.parametrize(
    ("first", "second", "totals", "expected"),
    [
        (
            date(2016, 1, 1),
            date(2017, 1, 1),
            (1068, 548),
            {
                Factor.ARRANGED_EMPLOYMENT: (600, 50, ["crs_additional"], []),
                Factor.CANADIAN_STUDY: (0, 30, ["crs_additional"], []),
            },
        ),
        (
            date(2017, 1, 1),
            date(2018, 1, 1),
            (548, 414),
            {
                Factor.FIRST_LANGUAGE: (124, 0, [], [DayBound.LANGUAGE]),
                Factor.EDUCATION_TRANSFERABILITY: (50, 25, [], [DayBound.LANGUAGE]),
                Factor.SIBLING: (0, 15, ["crs_additional"], []),
                Factor.FRENCH: (0, 0, ["crs_additional"], []),
            },
        ),
        (
            date(2018, 1, 1),
            date(2021, 1, 1),
            (414, 409),
            {
                Factor.AGE: (110, 105, [], [DayBound.AGE]),
                Factor.FRENCH: (0, 0, ["crs_additional"], []),
            },
        ),
        (
            date(2021, 1, 1),
            TODAY,
            (409, 237),
            {
                Factor.AGE: (105, 72, [], [DayBound.AGE]),
                Factor.CANADIAN_WORK: (64, 0, [], [DayBound.WORK]),
                Factor.EDUCATION_TRANSFERABILITY: (25, 0, [], [DayBound.WORK]),
                Factor.ARRANGED_EMPLOYMENT: (50, 0, ["crs_additional"], []),
            },
        ),
    ],
)
def test_one_life_from_year_to_year(
    context: Flask, first: date, second: date, totals: tuple[int, int], expected: dict[Factor, Any]
) -> None:
    found = between(ONE_LIFE, first, second)
    assert (found.first.card.total, found.second.card.total) == totals
    assert found.gain == totals[1] - totals[0]
    assert differing(found) == expected


def test_the_facts_of_one_day_under_two_laws_differ_by_the_law_alone(context: Flask) -> None:
    found = compare(FACTS, (TODAY, law_on(date(2016, 1, 1))), (TODAY, law_on(TODAY)))
    assert found.facts == ()
    assert all(one.reasons.parts and not one.reasons.facts for one in found.lines if one.differs)
    funds = next(
        one
        for program in found.programs
        if program.program is Program.FSW
        for one in program.requirements
        if one.key is RequirementKey.FUNDS
    )
    assert funds.differs
    assert [amended.after.part for amended in funds.reasons.parts] == ["funds"]


def test_a_physicians_practice_is_told_apart_by_how_work_is_counted(context: Flask) -> None:
    practice = Job(
        noc_code="31102",
        started_on=date(2021, 6, 1),
        ended_on=date(2022, 11, 30),
        hours_per_week=40,
        in_canada=True,
        self_employed=True,
        publicly_funded_physician=True,
    )
    found = between(replace(FACTS, jobs=(practice,)), date(2023, 4, 24), date(2023, 4, 25))
    assert differing(found)[Factor.CANADIAN_WORK] == (0, 40, ["work"], [])
    assert {one.after.part for one in found.amended} == {"work", "funds"}


def test_a_test_accepted_later_is_told_by_what_is_accepted(context: Flask) -> None:
    pte = LanguageResult(
        test=LanguageTest.PTE_CORE, taken_on=date(2024, 1, 2), speaking=80, listening=80, reading=80, writing=80
    )
    found = between(replace(FACTS, languages=(pte,)), date(2024, 1, 29), date(2024, 1, 30))
    first, second, parts, facts = differing(found)[Factor.FIRST_LANGUAGE]
    assert (first, parts, facts) == (0, ["evidence"], [])
    assert second > 0
    fsw = next(program for program in found.programs if program.program is Program.FSW)
    asked = {one.key: [part.after.part for part in one.reasons.parts] for one in fsw.requirements if one.differs}
    assert asked[RequirementKey.LANGUAGE] == ["evidence"]


def test_a_requirement_of_language_is_told_by_the_test_alone(context: Flask) -> None:
    """Work goes on counting meanwhile, and bears on the level that is asked, but the level asked is the same."""
    found = between(FACTS, date(2026, 2, 1), date(2026, 2, 2))
    asked = {(one.program, tested.key): tested for one in found.programs for tested in one.requirements}
    for program in (Program.CEC, Program.FSW, Program.FST):
        assert asked[program, RequirementKey.LANGUAGE].reasons.facts == (DayBound.LANGUAGE,)
    assert asked[Program.FSW, RequirementKey.GRID].reasons.facts == (DayBound.LANGUAGE,)


def test_the_same_twice_differs_in_nothing(context: Flask) -> None:
    found = between(ONE_LIFE, TODAY, TODAY)
    assert (found.gain, found.amended, found.facts, differing(found)) == (0, (), (), {})
    assert not any(program.differs for program in found.programs)


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(
    number=st.integers(0, 80),
    days=st.tuples(*[st.dates(date(2015, 1, 1), date(2030, 1, 1))] * 2),
    laws=st.tuples(*[st.sampled_from(LAWS)] * 2),
)
def test_every_difference_has_a_reason(
    context: Flask, number: int, days: tuple[date, date], laws: tuple[date, date]
) -> None:
    found = compare(people()[number], (days[0], law_on(laws[0])), (days[1], law_on(laws[1])))
    assert sum(one.second.points - one.first.points for one in found.lines) == found.gain
    requirements = [one for program in found.programs for one in program.requirements]
    for one in [*found.lines, *requirements]:
        assert one.differs == bool(one.reasons.parts or one.reasons.facts)
