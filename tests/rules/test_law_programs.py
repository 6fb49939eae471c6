"""Who enters the pool, and under which class an invitation is issued (IRPA 10.1; IRPR 75, 87, 87.1, 87.2)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from law_facts import (
    CARPENTER,
    TEER_1,
    TODAY,
    assess,
    canadian,
    english,
    foreign,
    french,
    here,
    job,
    offer,
    person,
    result,
)

from expressentry.rules.facts import Certificate, Facts, Province

# Each program's candidate meets that program alone.
BY_CEC = person(
    languages=(english(7),), jobs=(here(TEER_1, "2025-01-01", "2025-12-31"),), primary_occupation=TEER_1, funds_cents=0
)
BY_FSW = person(
    credentials=(canadian("masters_or_entry_to_practice_professional"),),
    languages=(english(9),),
    jobs=(job(TEER_1, "2018-01-01"),),
    primary_occupation=TEER_1,
)
BY_FST = person(
    languages=(english((5, 5, 4, 4)),),
    jobs=(job(CARPENTER, "2018-01-01"),),
    primary_occupation=CARPENTER,
    qualified_on=date(2017, 1, 1),
    certificate=Certificate(noc_code=CARPENTER),
)
BY_ALL = replace(
    BY_FSW,
    jobs=(job(CARPENTER, "2018-01-01", "2024-12-31"), here(CARPENTER, "2025-01-01")),
    primary_occupation=CARPENTER,
    qualified_on=date(2017, 1, 1),
    certificate=Certificate(noc_code=CARPENTER),
)
BY_FSW_AND_FST = replace(BY_ALL, jobs=BY_ALL.jobs[:1])
CANDIDATES = pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (BY_CEC, ("cec",)),
        (BY_FSW, ("fsw",)),
        (BY_FST, ("fst",)),
        (BY_FSW_AND_FST, ("fsw", "fst")),
        (BY_ALL, ("cec", "fsw", "fst")),
    ],
    ids=["cec", "fsw", "fst", "fsw and fst", "all"],
)


@CANDIDATES
def test_programs_in_the_order_of_invitation(facts, expected):
    found = assess(facts)
    assert [one.program.value for one in found.results] == ["cec", "fsw", "fst"]
    assert found.programs == expected
    assert found.eligible
    assert found.program_of_invitation == expected[0]


@CANDIDATES
def test_a_nominee_is_invited_only_as_a_nominee(facts, expected):
    found = assess(replace(facts, nomination=Province.ON))
    assert found.programs == expected
    assert found.program_of_invitation == "pnp"


def test_a_nomination_alone_does_not_admit():
    for facts in (Facts(nomination=Province.ON), person(nomination=Province.ON), replace(BY_CEC, languages=())):
        found = assess(replace(facts, nomination=Province.ON))
        assert (found.programs, found.eligible, found.program_of_invitation) == ((), False, None)


@CANDIDATES
def test_quebec_alone_is_not_eligible(facts, expected):
    found = assess(replace(facts, provinces=(Province.QC,)))
    assert (found.programs, found.eligible, found.program_of_invitation) == ((), False, None)


@CANDIDATES
@pytest.mark.parametrize("province", [province for province in Province if province is not Province.QC])
def test_any_other_province_will_do(province, facts, expected):
    assert assess(replace(facts, provinces=(province,))).programs == expected
    assert assess(replace(facts, provinces=(Province.QC, province))).programs == expected


@CANDIDATES
def test_nobody_enters_while_barred_for_misrepresentation(facts, expected):
    for nomination in (None, Province.ON):
        found = assess(replace(facts, barred_for_misrepresentation=True, nomination=nomination))
        assert found.barred
        assert (found.programs, found.eligible, found.program_of_invitation) == ((), False, None)
    assert not assess(facts).barred


def test_nothing_known_is_not_eligible():
    found = assess(Facts())
    assert (found.programs, found.eligible, found.program_of_invitation) == ((), False, None)
    assert [one.met for one in found.results] == [False] * 3


def test_a_program_is_met_if_every_requirement_is():
    for facts in (BY_CEC, BY_FSW, BY_FST, BY_ALL, Facts()):
        for one in assess(facts).results:
            assert one.met == all(requirement.met for requirement in one.requirements)


def test_only_the_skilled_worker_program_has_a_grid():
    assert [one.grid is not None for one in assess(BY_ALL).results] == [False, True, False]


@pytest.mark.parametrize("on", [date(2015, 1, 1), date(2019, 7, 10), date(2022, 11, 15), date(2022, 11, 16)], ids=str)
def test_the_order_on_every_day(on):
    assert [one.program.value for one in assess(BY_ALL, on).results] == ["cec", "fsw", "fst"]


@pytest.mark.parametrize("facts", [BY_CEC, BY_FSW, BY_FST], ids=["cec", "fsw", "fst"])
def test_an_expired_language_test_ends_the_stay(facts):
    """Deemed unable to meet the requirements that depend on it once it is two years old (MI 3(4))."""
    (tested,) = facts.languages
    last_day = date(2026, 11, 23)
    on_time = replace(facts, languages=(replace(tested, taken_on=date(2024, 11, 24)),))
    assert assess(on_time, last_day).eligible
    assert not assess(on_time, last_day + timedelta(days=1)).eligible


def test_an_expired_assessment_ends_the_stay_of_a_skilled_worker_only():
    assessed = foreign("masters_or_entry_to_practice_professional", assessed_on=date(2021, 11, 24))
    facts = replace(BY_FSW_AND_FST, credentials=(assessed,))
    assert assess(facts, TODAY).programs == ("fsw", "fst")
    assert assess(facts, TODAY + timedelta(days=1)).programs == ("fst",)


def test_french_alone_opens_every_program():
    for facts in (BY_CEC, BY_FSW, BY_FST):
        assert assess(replace(facts, languages=(french(9),))).programs == assess(facts).programs


def test_an_offer_is_not_asked_of_a_skilled_worker():
    assert result(BY_FSW, "fsw").met
    assert assess(replace(BY_FSW, job_offer=offer())).programs == ("fsw",)
