"""Edges of the law, each written as the law says it and not as the code does it."""

from dataclasses import replace
from datetime import date

import pytest
from law_facts import (
    PHYSICIAN,
    TEER_1,
    TODAY,
    born,
    canadian,
    card,
    english,
    foreign,
    french,
    grid,
    here,
    job,
    person,
    points,
    sections,
    spouse,
    unmet,
)

from expressentry.rules import forecast
from expressentry.rules.day_bound import DayBound, different
from expressentry.rules.facts import CountedYears, Language
from expressentry.rules.tables import law_on

# ---- A spouse who becomes a citizen or a permanent resident (MI s. 1: "accompanying spouse")

COUPLE = person(
    birth_date=born(25),
    credentials=(canadian("doctoral"),),
    languages=(english(10), french(10)),
    first_language=Language.ENGLISH,
    counted_years=CountedYears(canadian=5),
    family_size=2,
    spouse=spouse(
        citizen_or_permanent_resident=False,
        credentials=(canadian("doctoral"),),
        language=english(10),
        canadian_years=5,
        sibling_in_canada=True,
        studied_in_canada=True,
    ),
)


def test_a_spouse_who_becomes_a_citizen_leaves_the_score_of_a_single_person():
    """From the columns with a spouse (100, 140, 128, 22, 70 and 40 of section B) to those without one."""
    before, after = points(COUPLE), points(_became_citizen(COUPLE))
    core = ("age", "education", "first_language", "second_language", "canadian_work")
    assert [before[name] for name in core] == [100, 140, 128, 22, 70]
    assert [after[name] for name in core] == [110, 150, 136, 24, 80]
    assert (sections(COUPLE)["a"], sections(COUPLE)["b"]) == (460, 40)
    assert (sections(_became_citizen(COUPLE))["a"], sections(_became_citizen(COUPLE))["b"]) == (500, 0)


def test_with_the_spouse_goes_the_spouses_own_sibling_and_adaptability():
    """The additional points and the grid read the accompanying spouse alone."""
    assert (points(COUPLE)["sibling"], points(_became_citizen(COUPLE))["sibling"]) == (15, 0)
    assert grid(COUPLE)["adaptability"] == 10  # the partner's language 5, and study in Canada 5
    assert grid(_became_citizen(COUPLE))["adaptability"] == 0


def test_funds_are_needed_for_the_spouse_whatever_the_status():
    """The family counts everybody: two people need 19,001 dollars, with a citizen as without one."""
    worked = replace(COUPLE, counted_years=None, jobs=(job(TEER_1, "2022-01-01"),), primary_occupation=TEER_1)
    for facts in (worked, _became_citizen(worked)):
        assert "funds" not in unmet(replace(facts, funds_cents=1_900_100), "fsw")
        assert "funds" in unmet(replace(facts, funds_cents=1_900_099), "fsw")


def _became_citizen(facts):
    return replace(facts, spouse=replace(facts.spouse, citizen_or_permanent_resident=True))


# ---- Second language of a couple (MI s. 14(2))


@pytest.mark.parametrize(
    ("levels", "alone", "together"), [((9, 9, 9, 9), 24, 22), ((9, 9, 9, 7), 21, 21), ((5, 5, 5, 5), 4, 4)]
)
def test_the_maximum_of_the_second_language_cuts_couples_alone(levels, alone, together):
    tested = {"languages": (english(10), french(levels)), "first_language": Language.ENGLISH}
    assert points(person(**tested))["second_language"] == alone
    assert points(person(spouse=spouse(), **tested))["second_language"] == together
    (line,) = (one for one in card(person(spouse=spouse(), **tested)).lines if one.factor == "second_language")
    assert [cut.cost for cut in line.cuts] == ([2] if alone > together else [])


def test_a_partners_second_language_earns_nothing():
    """Section B has one language: whichever test of the partner is stated, at most 20 points."""
    for tested in (english(10), french(10)):
        assert points(person(spouse=spouse(language=tested)))["spouse_language"] == 20


# ---- Mixed English beside French at NCLC 7 (MI, French proficiency)


@pytest.mark.parametrize(("in_english", "expected"), [((5, 5, 5, 5), 50), ((5, 5, 5, 4), 25), ((10, 10, 10, 4), 25)])
@pytest.mark.parametrize("first", [Language.ENGLISH, Language.FRENCH])
def test_one_ability_below_clb_5_leaves_the_lower_bonus(in_english, expected, first):
    facts = person(languages=(english(in_english), french(7)), first_language=first)
    assert points(facts)["french"] == expected


# ---- A physician in practice of their own (public policy of 2023-04-25)


@pytest.mark.parametrize(
    ("on", "funded", "years", "earned"),
    [
        (date(2023, 4, 24), True, 0, 0),
        (date(2023, 4, 25), True, 1, 40),
        (date(2023, 4, 25), False, 0, 0),
        (TODAY, True, 1, 40),
    ],
)
def test_a_physicians_own_practice_counts_from_the_day_of_the_policy(on, funded, years, earned):
    """The work lies before the policy; from its first day it counts all the same."""
    practice = here(PHYSICIAN, "2021-06-01", "2022-11-30", self_employed=True, publicly_funded_physician=funded)
    facts = person(jobs=(practice,), primary_occupation=PHYSICIAN)
    assert points(facts, on)["canadian_work"] == earned
    spouses = person(spouse=spouse(jobs=(practice,)))
    assert points(spouses, on)["spouse_canadian_work"] == (5 if years else 0)


# ---- Born on 29 February


@pytest.mark.parametrize(
    ("on", "earned"),
    [(date(2026, 2, 28), 110), (date(2026, 3, 1), 105), (date(2028, 2, 28), 99), (date(2028, 2, 29), 94)],
)
def test_a_year_is_complete_on_1_march_or_on_29_february_itself(on, earned):
    """Thirty on 1 March 2026; in the leap year 2028 thirty-two on the very day."""
    assert points(person(birth_date=date(1996, 2, 29)), on)["age"] == earned


def test_the_forecast_knows_the_birthday_of_a_leap_day():
    facts = person(birth_date=date(1996, 2, 29))
    change = forecast.next_change(facts, date(2026, 2, 1), law_on(date(2026, 2, 1)), until=date(2026, 12, 31))
    assert change is not None
    assert (change.on, change.before.total - change.after.total) == (date(2026, 3, 1), 5)


# ---- A test that is two years old on the day of a round (MI s. 12(3))


def test_on_its_second_anniversary_a_test_earns_nothing():
    """A result of 23 November 2024 counts on 22 November 2026 and no more on the 23rd, whatever the hour."""
    facts = person(languages=(english(9, date(2024, 11, 23)),))
    assert points(facts, date(2026, 11, 22))["first_language"] == 124
    assert points(facts, TODAY)["first_language"] == 0


# ---- What reads differently on two days


@pytest.mark.parametrize(
    ("facts", "changed"),
    [
        (person(birth_date=date(1996, 11, 23)), {DayBound.AGE}),
        (person(birth_date=None, languages=(english(9, date(2024, 11, 23)),)), {DayBound.LANGUAGE}),
        (person(birth_date=None, spouse=spouse(language=english(9, date(2024, 11, 23)))), {DayBound.LANGUAGE}),
        (
            person(birth_date=None, credentials=(foreign("doctoral", assessed_on=date(2021, 11, 23)),)),
            {DayBound.ASSESSMENT},
        ),
        (person(birth_date=None, jobs=(here(TEER_1, "2026-11-20"),)), {DayBound.WORK}),
        (person(birth_date=date(1996, 11, 25), languages=(english(9),)), set()),
    ],
)
def test_what_the_day_changes(facts, changed):
    assert different(facts, date(2026, 11, 22), TODAY, law_on(TODAY)) == changed
