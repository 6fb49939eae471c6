"""CRS section D, additional points: five versions, every factor and amount, and what each factor asks (MI 28 to 32)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from law_facts import (
    CARPENTER,
    LEVELS,
    SENIOR_MANAGER,
    TEER_0,
    TEER_1,
    TEER_3,
    TEER_4,
    TODAY,
    canadian,
    english,
    foreign,
    french,
    offer,
    person,
    points,
    sections,
    spouse,
)

from expressentry.rules.facts import Language, Province, Spouse, WorkPermit

# First and last day, then: nomination, offer to a senior manager, other offer, Canadian study of one or two years and
# of three or more, sibling, French without English at CLB 5 and with it.
VERSIONS = [
    (date(2015, 1, 1), date(2016, 11, 18), (600, 600, 600, 0, 0, 0, 0, 0)),
    (date(2016, 11, 19), date(2017, 6, 5), (600, 200, 50, 15, 30, 0, 0, 0)),
    (date(2017, 6, 6), date(2020, 10, 19), (600, 200, 50, 15, 30, 15, 15, 30)),
    (date(2020, 10, 20), date(2025, 3, 24), (600, 200, 50, 15, 30, 15, 25, 50)),
    (date(2025, 3, 25), TODAY, (600, 0, 0, 15, 30, 15, 25, 50)),
]
DAYS = [
    (day, dict(zip(("nominated", "senior", "other", "short", "long", "sibling", "low", "high"), amounts, strict=True)))
    for first, last, amounts in VERSIONS
    for day in (first, last)
]
EVERY_DAY = pytest.mark.parametrize(("on", "amounts"), DAYS, ids=[str(day) for day, _ in DAYS])
WITH_OFFERS = date(2025, 3, 24)


def month_ago(on):
    return on - timedelta(days=30)


@EVERY_DAY
def test_nomination(on, amounts):
    assert points(person(nomination=Province.ON), on)["nomination"] == amounts["nominated"]
    assert points(person(), on)["nomination"] == 0


@EVERY_DAY
def test_arranged_employment(on, amounts):
    assert points(person(job_offer=offer(SENIOR_MANAGER)), on)["arranged_employment"] == amounts["senior"]
    for code in (TEER_0, TEER_1, CARPENTER, TEER_3):
        assert points(person(job_offer=offer(code)), on)["arranged_employment"] == amounts["other"]
    assert points(person(), on)["arranged_employment"] == 0


@EVERY_DAY
@pytest.mark.parametrize("level", LEVELS)
def test_canadian_study(on, amounts, level):
    length = {"one_year_post_secondary": "short", "two_year_post_secondary": "short"}.get(level, "long")
    expected = 0 if level in ("less_than_secondary", "secondary") else amounts[length]
    assert points(person(credentials=(canadian(level),)), on)["canadian_study"] == expected


@EVERY_DAY
def test_sibling(on, amounts):
    assert points(person(sibling_in_canada=True), on)["sibling"] == amounts["sibling"]
    assert points(person(), on)["sibling"] == 0


@EVERY_DAY
@pytest.mark.parametrize("first", [Language.ENGLISH, Language.FRENCH, None])
@pytest.mark.parametrize(
    ("in_french", "in_english", "tier"),
    [
        (7, 5, "high"),
        (10, 10, "high"),
        ((7, 8, 9, 10), (5, 6, 7, 8), "high"),
        (7, 4, "low"),
        (10, 0, "low"),
        (7, (5, 5, 5, 4), "low"),  # a mixed English result is the lower tier (our reading)
        (7, (4, 10, 10, 10), "low"),
        ((7, 7, 7, 6), 10, None),
        ((6, 10, 10, 10), 10, None),
        (6, 5, None),
    ],
)
def test_french(on, amounts, first, in_french, in_english, tier):
    tested = (english(in_english, month_ago(on)), french(in_french, month_ago(on)))
    found = points(person(languages=tested, first_language=first), on)
    assert found["french"] == (amounts[tier] if tier else 0)


@EVERY_DAY
def test_french_without_english_test(on, amounts):
    assert points(person(languages=(french(7, month_ago(on)),)), on)["french"] == amounts["low"]
    assert points(person(languages=(english(10, month_ago(on)),)), on)["french"] == 0


@EVERY_DAY
def test_all_together_at_most_600(on, amounts):
    everything = person(
        nomination=Province.ON,
        job_offer=offer(SENIOR_MANAGER),
        sibling_in_canada=True,
        languages=(french(9, month_ago(on)), english(9, month_ago(on))),
        credentials=(canadian("doctoral"),),
    )
    assert sections(everything, on)["d"] == 600
    found = points(everything, on)
    assert found["nomination"] == 600
    assert [found[name] for name in ("french", "sibling", "canadian_study", "arranged_employment")] == [0, 0, 0, 0]
    without = sections(replace(everything, nomination=None), on)["d"]
    assert without == amounts["senior"] + amounts["sibling"] + amounts["long"] + amounts["high"]


# ---- Sibling


@pytest.mark.parametrize(
    ("own", "partner", "expected"),
    [
        (True, None, 15),
        (False, None, 0),
        (False, spouse(sibling_in_canada=True), 15),
        (True, spouse(sibling_in_canada=True), 15),  # once
        (True, spouse(), 15),
        (False, spouse(), 0),
        (False, Spouse(accompanying=False, sibling_in_canada=True), 0),
        (False, Spouse(accompanying=True, citizen_or_permanent_resident=True, sibling_in_canada=True), 0),
        (True, Spouse(accompanying=False, sibling_in_canada=True), 15),
    ],
)
def test_sibling_of_candidate_or_accompanying_spouse(own, partner, expected):
    assert points(person(sibling_in_canada=own, spouse=partner))["sibling"] == expected


def test_a_relative_is_not_a_sibling():
    assert points(person(relative_in_canada=True, spouse=spouse(relative_in_canada=True)))["sibling"] == 0


# ---- French


def test_french_points_follow_the_validity_of_both_tests():
    last_day = date(2024, 11, 24)
    expired = last_day - timedelta(days=1)
    assert points(person(languages=(french(9, last_day), english(9, last_day))))["french"] == 50
    assert points(person(languages=(french(9, last_day), english(9, expired))))["french"] == 25
    assert points(person(languages=(french(9, expired), english(9, last_day))))["french"] == 0


# ---- Canadian study


def test_only_the_highest_canadian_credential():
    both = (canadian("one_year_post_secondary"), canadian("masters_or_entry_to_practice_professional"))
    assert points(person(credentials=both))["canadian_study"] == 30
    assert points(person(credentials=both[::-1]))["canadian_study"] == 30
    twice = (canadian("one_year_post_secondary"), canadian("two_year_post_secondary"))
    assert points(person(credentials=twice))["canadian_study"] == 15


@pytest.mark.parametrize(
    "missing",
    [
        {"full_time_eight_months": False},
        {"full_time_eight_months": None},
        {"present_eight_months": False},
        {"present_eight_months": None},
        {"mostly_language_training": True},
        {"mostly_distance": True},
        {"return_home_award": True},
        {"completed": False},
    ],
    ids=str,
)
def test_each_condition_of_canadian_study(missing):
    assert points(person(credentials=(canadian("doctoral", **missing),)))["canadian_study"] == 0
    beside = (canadian("doctoral", **missing), canadian("one_year_post_secondary"))
    assert points(person(credentials=beside))["canadian_study"] == 15


def test_foreign_study_earns_none():
    assert points(person(credentials=(foreign("doctoral"),)))["canadian_study"] == 0


def test_foreign_doctorate_and_canadian_certificate():
    """The level of section A and the Canadian credential of section D are independent."""
    found = points(person(credentials=(foreign("doctoral"), canadian("one_year_post_secondary"))))
    assert (found["education"], found["canadian_study"]) == (150, 15)


# ---- Arranged employment (MI 29), under the last law that gave points


@pytest.mark.parametrize("branch", ["a", "b", "c", "d"])
def test_each_branch_of_an_offer_outside_the_trades(branch):
    assert points(person(job_offer=offer(TEER_1, branch)), WITH_OFFERS)["arranged_employment"] == 50
    assert points(person(job_offer=offer(SENIOR_MANAGER, branch)), WITH_OFFERS)["arranged_employment"] == 200


@pytest.mark.parametrize("code", ["00010", "00011", "00012", "00013", "00014", "00015"])
def test_major_group_00(code):
    assert points(person(job_offer=offer(code)), WITH_OFFERS)["arranged_employment"] == 200
    assert points(person(job_offer=offer(code)), date(2022, 11, 15))["arranged_employment"] == 200


OPEN_PERMIT = offer(permit=WorkPermit.OTHER_AUTHORIZATION)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (offer(TEER_4), 0),
        (offer(employers=2), 0),
        (offer(employer_excluded=True), 0),
        (offer(full_time=False), 0),
        (offer(lasts_a_year=False), 0),
        (offer(works_for_employer=False), 0),
        (offer(branch="b", year_with_employer=False), 0),
        (offer(branch="c", lmia_approved=False), 0),
        (offer(branch="c", lmia_expires_on=WITH_OFFERS), 50),
        (offer(branch="c", lmia_expires_on=WITH_OFFERS - timedelta(days=1)), 0),
        (OPEN_PERMIT, 0),  # an open permit needs an LMIA
        (replace(OPEN_PERMIT, lmia_approved=True), 50),
    ],
)
def test_what_an_offer_must_be(made, expected):
    assert points(person(job_offer=made), WITH_OFFERS)["arranged_employment"] == expected


@pytest.mark.parametrize("branch", ["a", "b", "c", "d"])
@pytest.mark.parametrize(("employers", "expected"), [(1, 50), (2, 50), (3, 0)])
def test_an_offer_in_a_trade_may_come_from_two_employers(branch, employers, expected):
    made = offer(CARPENTER, branch, employers=employers)
    assert points(person(job_offer=made), WITH_OFFERS)["arranged_employment"] == expected


@pytest.mark.parametrize("branch", ["a", "b"])
def test_an_offer_in_a_trade_must_be_in_the_minor_group_of_the_permit(branch):
    """A trade offer follows IRPR 87.2(3)(d)(ii) to (v), not IRPR 82: another minor group fails (ii) and (iii)."""
    made = offer(CARPENTER, branch, permit_occupation_matches=False)
    assert points(person(job_offer=made), WITH_OFFERS)["arranged_employment"] == 0


@pytest.mark.parametrize(
    ("on", "expected"), [(date(2016, 11, 18), (600, 0, 600, 600)), (date(2016, 11, 19), (50,) * 4)]
)
def test_offers_without_an_assessment_count_since_november_2016(on, expected):
    """Before, every qualifying offer rested on a labour market impact assessment (from memory)."""
    for code in (TEER_1, CARPENTER):
        found = [points(person(job_offer=offer(code, branch)), on)["arranged_employment"] for branch in "abcd"]
        assert tuple(found) == expected
