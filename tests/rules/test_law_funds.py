"""Settlement funds: every table, the days they change, and who need not show any (IRPR 76(1)(b), 87.2(5))."""

from datetime import date, timedelta

import pytest
from law_facts import CARPENTER, TEER_1, TODAY, asked, canadian, days, english, here, job, offer, person, result, unmet

from expressentry.rules.facts import Certificate, Spouse

# First and last day; dollars for a family of 1 to 7, and for each further person.
TABLES = [
    ("2015-01-01", "2015-12-31", (11931, 14853, 18260, 22170, 25145, 28359, 31574), 3215),
    ("2016-01-01", "2016-12-31", (12164, 15143, 18617, 22603, 25636, 28913, 32191), 3278),
    ("2017-01-01", "2017-12-31", (12300, 15312, 18825, 22856, 25923, 29236, 32550), 3314),
    ("2018-01-01", "2018-12-31", (12474, 15530, 19092, 23181, 26291, 29652, 33013), 3361),
    ("2019-01-01", "2019-12-31", (12669, 15772, 19390, 23542, 26701, 30114, 33528), 3414),
    ("2020-01-01", "2021-07-14", (12960, 16135, 19836, 24083, 27315, 30806, 34299), 3492),
    ("2021-07-15", "2022-06-08", (13213, 16449, 20222, 24553, 27847, 31407, 34967), 3560),
    ("2022-06-09", "2023-04-24", (13310, 16570, 20371, 24733, 28052, 31638, 35224), 3586),
    ("2023-04-25", "2024-05-27", (13757, 17127, 21055, 25564, 28994, 32700, 36407), 3706),
    ("2024-05-28", "2025-07-06", (14690, 18288, 22483, 27297, 30690, 34917, 38875), 3958),
    ("2025-07-07", "2026-11-23", (15263, 19001, 23360, 28362, 32168, 36280, 40392), 4112),
]
DAYS = [
    (date.fromisoformat(day), amounts, further) for first, last, amounts, further in TABLES for day in (first, last)
]
EVERY_TABLE = pytest.mark.parametrize(("on", "amounts", "further"), DAYS, ids=[str(day) for day, _, _ in DAYS])


def funds(program, on=TODAY, **facts):
    return asked(person(**facts), program, "funds", on)


@EVERY_TABLE
@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 6, 7, 8, 10])
@pytest.mark.parametrize("program", ["fsw", "fst"])
def test_the_amount_to_the_cent(program, size, on, amounts, further):
    dollars = amounts[size - 1] if size <= 7 else amounts[6] + (size - 7) * further
    enough = funds(program, on, funds_cents=100 * dollars, family_size=size)
    assert (enough.met, enough.have, enough.need, enough.short) == (True, 100 * dollars, 100 * dollars, 0)
    short = funds(program, on, funds_cents=100 * dollars - 1, family_size=size)
    assert (short.met, short.need, short.short) == (False, 100 * dollars, 1)


@pytest.mark.parametrize(
    ("size", "before", "since"), [(1, 14690, 15263), (5, 30690, 32168), (8, 38875 + 3958, 40392 + 4112)]
)
def test_the_change_of_july_2025(size, before, since):
    for on, dollars in ((date(2025, 7, 6), before), (date(2025, 7, 7), since)):
        assert funds("fsw", on, family_size=size).need == 100 * dollars


@pytest.mark.parametrize("program", ["fsw", "fst"])
def test_unanswered(program):
    no_money = funds(program, funds_cents=None, family_size=2)
    assert (no_money.met, no_money.have, no_money.need) == (False, None, 1_900_100)
    no_family = funds(program, family_size=None)
    assert (no_family.met, no_family.need) == (False, None)


def test_the_family_counts_whether_or_not_they_come():
    facts = {"family_size": 3, "spouse": Spouse(accompanying=False, citizen_or_permanent_resident=True)}
    assert not funds("fsw", funds_cents=2_335_999, **facts).met
    assert funds("fsw", funds_cents=2_336_000, **facts).met


# ---- Who need not show any


@pytest.mark.parametrize(("branch", "exempt"), [("a", True), ("b", True), ("c", False), ("d", True), (None, False)])
def test_federal_skilled_worker(branch, exempt):
    found = funds("fsw", funds_cents=0, job_offer=offer(TEER_1, branch) if branch else None)
    assert found.met is exempt
    assert found.reason == (f"exempt:{branch}" if exempt else None)


@pytest.mark.parametrize(
    "made",
    [
        offer(TEER_1, "a", full_time=False),
        offer(TEER_1, "a", works_for_employer=False),
        offer(TEER_1, "b", year_with_employer=False),
        offer(TEER_1, "d", lmia_approved=False),
        offer(TEER_1, "d", lmia_expires_on=date(2026, 11, 22)),
        offer("65201", "a"),
    ],
)
def test_an_offer_that_is_no_arranged_employment_does_not_exempt(made):
    assert not funds("fsw", funds_cents=0, job_offer=made).met


def test_the_exemption_is_asked_of_each_program_on_its_own():
    """An offer outside the trades exempts a skilled worker, not the same person as a tradesperson."""
    facts = {"funds_cents": 0, "job_offer": offer(TEER_1, "a"), "primary_occupation": CARPENTER}
    certified = Certificate(noc_code=CARPENTER)
    assert funds("fsw", certificate=certified, **facts).met
    assert not funds("fst", certificate=certified, **facts).met


def test_two_employers_exempt_a_tradesperson_only():
    facts = {"funds_cents": 0, "job_offer": offer(CARPENTER, "a", employers=2), "primary_occupation": CARPENTER}
    assert not funds("fsw", **facts).met
    assert funds("fst", **facts).met


def test_canadian_experience_needs_none():
    facts = person(
        funds_cents=0,
        languages=(english(7),),
        jobs=(here(TEER_1, *days(364, "2026-06-30")),),
        primary_occupation=TEER_1,
    )
    assert result(facts, "cec").met
    assert "funds" not in {found.key.value for found in result(facts, "cec").requirements}


def test_an_expiring_assessment_ends_the_exemption():
    facts = person(
        funds_cents=0,
        credentials=(canadian("doctoral"),),
        languages=(english(9),),
        primary_occupation=TEER_1,
        jobs=(job(TEER_1, "2018-01-01"),),
        job_offer=offer(TEER_1, "d", lmia_expires_on=TODAY),
    )
    assert unmet(facts, "fsw", TODAY) == set()
    assert unmet(facts, "fsw", TODAY + timedelta(days=1)) == {"funds"}
