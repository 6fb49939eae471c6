"""IRPA 11.2: what must still hold when the application is received."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from expressentry.rules import programs
from expressentry.rules.facts import Facts, JobOffer, Province, WorkPermit
from expressentry.rules.lock_in import Holding, holding
from expressentry.rules.programs import Program
from expressentry.rules.tables import law_on
from tests.conftest import FACTS

INVITED_ON = date(2026, 11, 23)
# 30 years on the day of the invitation, 31 on 2026-12-24: 105 points, then 99.
ABOUT_31 = replace(FACTS, birth_date=date(1995, 12, 24))


def held(facts: Facts, on: date, **changed: Any) -> Holding:
    stated = {"program": Program.FSW, "invited_with": 464, "lowest": 440, **changed}
    return holding(facts, on, INVITED_ON, law_on(INVITED_ON), **stated)


def test_nothing_changed() -> None:
    same = held(ABOUT_31, INVITED_ON, lowest=464)
    assert (same.score, same.may_apply, same.birthday_forgiven) == (464, True, False)


def test_a_birthday_after_the_invitation_is_forgiven() -> None:
    before, after = held(ABOUT_31, date(2026, 12, 23), lowest=464), held(ABOUT_31, date(2026, 12, 24), lowest=464)
    assert (before.score, before.birthday_forgiven) == (464, False)
    assert (after.score, after.birthday_forgiven, after.may_apply) == (464, True, True)


def test_a_birthday_on_29_february_is_forgiven() -> None:
    leap = replace(FACTS, birth_date=date(1996, 2, 29))
    after = holding(
        leap,
        date(2027, 3, 1),
        date(2027, 2, 1),
        law_on(date(2027, 2, 1)),
        program=Program.FSW,
        invited_with=464,
        lowest=464,
    )
    assert (after.score, after.birthday_forgiven) == (464, True)


def test_the_birthday_that_fails_the_selection_grid_is_forgiven_too() -> None:
    """23 + 24 + 13 + 5 and 2 points at 45 years make 67; at 46 years they are 66 (IRPR 81)."""
    facts = replace(FACTS, birth_date=date(1980, 12, 24), relative_in_canada=True)
    assert held(facts, INVITED_ON, invited_with=300).program_met
    assert held(facts, date(2026, 12, 24), invited_with=300).program_met
    assert programs.assess(facts, date(2026, 12, 24), law_on(INVITED_ON)).programs == ()


@pytest.mark.parametrize(("lowest", "may"), [(458, True), (459, False), (473, False)])
def test_a_lower_score_serves_if_it_reaches_the_lowest_of_the_round(lowest: int, may: bool) -> None:
    """Invited with a sibling's 15 points, 473; without them 458."""
    lost = held(FACTS, INVITED_ON, invited_with=473, lowest=lowest)
    assert (lost.score, lost.score_holds, lost.may_apply) == (458, may, may)


def test_a_test_that_expires_before_the_application_ends_it() -> None:
    facts = replace(FACTS, languages=(replace(FACTS.languages[0], taken_on=date(2024, 12, 31)),))
    assert held(facts, date(2026, 12, 30), invited_with=458).may_apply
    late = held(facts, date(2026, 12, 31), invited_with=458)
    assert (late.program_met, late.entry_met, late.may_apply) == (False, False, False)


def test_the_class_invited_under_must_still_take_the_candidate() -> None:
    """Invited under the Canadian Experience Class, eligible as a skilled worker only."""
    cec = held(FACTS, INVITED_ON, program=Program.CEC, invited_with=458)
    assert (cec.entry_met, cec.program_met, cec.may_apply) == (True, False, False)


def test_a_nominee_needs_the_nomination_and_an_open_pool() -> None:
    nominee = replace(FACTS, nomination=Province.ON)
    assert held(nominee, INVITED_ON, program=Program.PNP, invited_with=1058, lowest=700).may_apply
    withdrawn = held(FACTS, INVITED_ON, program=Program.PNP, invited_with=1058, lowest=400)
    assert (withdrawn.program_met, withdrawn.may_apply) == (False, False)
    no_program = replace(nominee, funds_cents=0)
    assert not held(no_program, INVITED_ON, program=Program.PNP, invited_with=1058, lowest=700).may_apply


def test_the_law_of_the_invitation_scores() -> None:
    """The 50 points of a job offer ended on 2025-03-25; invited five days before, they still count."""
    offer = JobOffer(
        noc_code="21231",
        full_time=True,
        lasts_a_year=True,
        permit=WorkPermit.NONE,
        lmia_approved=True,
        lmia_expires_on=date(2025, 12, 31),
    )
    taken_on = replace(FACTS.languages[0], taken_on=date(2024, 2, 2))
    facts = replace(FACTS, job_offer=offer, languages=(taken_on,))
    invited_on, on, score = date(2025, 3, 20), date(2025, 4, 10), 110 + 135 + 124 + 50 + 50 + 50
    rest = {"program": Program.FSW, "invited_with": score, "lowest": score}
    locked = holding(facts, on, invited_on, law_on(invited_on), **rest)
    assert (locked.score, locked.may_apply) == (519, True)
    assert holding(facts, on, invited_on, law_on(on), **rest).score == 469
