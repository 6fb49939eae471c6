"""Federal Skilled Trades program: each requirement failing alone, each branch of certificate and offer (IRPR 87.2)."""

from datetime import date

import pytest
from law_facts import (
    CARPENTER,
    ELECTRICIAN,
    TEER_1,
    TODAY,
    asked,
    days,
    english,
    french,
    here,
    job,
    offer,
    person,
    result,
    unmet,
)

from expressentry.rules.facts import Certificate, CountedYears, JobOffer, Province, WorkPermit

YESTERDAY = date(2026, 11, 22)
NAMED, EXEMPT, OPEN, NONE = (
    WorkPermit.LMIA_NAMED_EMPLOYER,
    WorkPermit.EXEMPT_NAMED_EMPLOYER,
    WorkPermit.OTHER_AUTHORIZATION,
    WorkPermit.NONE,
)


def carpenter(**changes):
    """A certified carpenter with two years of work after qualifying, and 5, 5, 4, 4."""
    given = {
        "primary_occupation": CARPENTER,
        "qualified_on": date(2020, 1, 1),
        "jobs": (job(CARPENTER, *days(728, "2025-12-31")),),
        "languages": (english((5, 5, 4, 4)),),
        "certificate": Certificate(noc_code=CARPENTER),
    }
    return person(**(given | changes))


def test_all_requirements_met_without_education():
    assert unmet(carpenter(), "fst") == set()
    assert result(carpenter(), "fst").met
    keys = {found.key.value for found in result(carpenter(), "fst").requirements}
    assert keys == {"outside_quebec", "trade", "trade_work", "language", "certificate_or_offer", "funds"}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"provinces": (Province.QC,)}, {"outside_quebec"}),
        ({"jobs": ()}, {"trade_work"}),
        ({"qualified_on": None}, {"trade_work"}),
        ({"languages": ()}, {"language"}),
        ({"languages": (english(9, date(2024, 11, 23)),)}, {"language"}),
        ({"certificate": None}, {"certificate_or_offer"}),
        ({"funds_cents": 1_526_299}, {"funds"}),
        # Without a trade nothing can be done or certified in it.
        ({"primary_occupation": TEER_1}, {"trade", "trade_work", "certificate_or_offer"}),
        ({"primary_occupation": None}, {"trade", "trade_work", "certificate_or_offer"}),
    ],
)
def test_each_requirement_failing(changes, expected):
    assert unmet(carpenter(**changes), "fst") == expected
    assert not result(carpenter(**changes), "fst").met


# ---- Two years of work within five, in the one trade, after qualifying


@pytest.mark.parametrize(
    ("jobs", "qualified_on", "met"),
    [
        ((job(CARPENTER, *days(727, "2025-12-31")),), date(2020, 1, 1), False),
        ((job(CARPENTER, "2021-11-23", "2023-11-20"),), date(2020, 1, 1), True),  # the first 728 days of the window
        ((job(CARPENTER, "2021-11-22", "2023-11-19"),), date(2020, 1, 1), False),
        ((job(CARPENTER, "2010-01-01", "2022-12-31"),), date(2009, 1, 1), False),
        ((job(CARPENTER, "2023-01-01", "2024-12-28"),), date(2023, 1, 1), True),
        ((job(CARPENTER, "2023-01-01", "2024-12-28"),), date(2023, 1, 2), False),
        ((job(CARPENTER, "2022-01-03", "2025-12-28", hours=15),), date(2020, 1, 1), True),  # 1,456 days at half time
        ((job(CARPENTER, "2022-01-03", "2025-12-27", hours=15),), date(2020, 1, 1), False),
        ((job(CARPENTER, *days(364, "2023-12-31")), here(CARPENTER, *days(364, "2026-06-30"))), date(2020, 1, 1), True),
        (
            (job(CARPENTER, *days(364, "2023-12-31")), job(ELECTRICIAN, *days(364, "2026-06-30"))),
            date(2020, 1, 1),
            False,
        ),
        ((here(CARPENTER, *days(728, "2025-12-31"), authorized=False),), date(2020, 1, 1), False),
        ((here(CARPENTER, *days(728, "2025-12-31"), self_employed=True),), date(2020, 1, 1), True),
    ],
)
def test_two_years_in_the_trade(jobs, qualified_on, met):
    facts = carpenter(jobs=jobs, qualified_on=qualified_on)
    assert unmet(facts, "fst") == (set() if met else {"trade_work"})


def test_the_hours_asked_are_3120():
    found = asked(carpenter(jobs=()), "fst", "trade_work")
    assert (found.have, found.need, found.short) == (0, 3120 * 700, 3120 * 700)


@pytest.mark.parametrize(("years", "met"), [(1, False), (2, True)])
def test_counted_years(years, met):
    facts = carpenter(jobs=(), counted_years=CountedYears(trade_last_five=years))
    assert unmet(facts, "fst") == (set() if met else {"trade_work"})


# ---- Language: 5 in speaking and listening, 4 in reading and writing


@pytest.mark.parametrize("tested", [english, french])
@pytest.mark.parametrize(
    ("levels", "met"),
    [
        ((5, 5, 4, 4), True),
        ((4, 10, 10, 10), False),
        ((10, 4, 10, 10), False),
        ((10, 10, 3, 10), False),
        ((10, 10, 10, 3), False),
        ((4, 4, 5, 5), False),
        ((10, 10, 10, 10), True),
    ],
)
def test_language(tested, levels, met):
    facts = carpenter(languages=(tested(levels),))
    assert unmet(facts, "fst") == (set() if met else {"language"})
    assert asked(facts, "fst", "language").need == (5, 5, 4, 4)


def test_two_languages_are_not_mixed():
    assert unmet(carpenter(languages=(english((5, 5, 3, 3)), french((4, 4, 9, 9)))), "fst") == {"language"}


# ---- Certificate of qualification, or offer


@pytest.mark.parametrize(
    ("certificate", "met"),
    [
        (Certificate(noc_code=CARPENTER), True),
        (Certificate(noc_code=CARPENTER, expires_on=TODAY), True),
        (Certificate(noc_code=CARPENTER, expires_on=YESTERDAY), False),
        (Certificate(noc_code=ELECTRICIAN), False),  # in that trade
        (Certificate(noc_code=TEER_1), False),
        (Certificate(), False),
    ],
)
def test_certificate(certificate, met):
    facts = carpenter(certificate=certificate)
    assert unmet(facts, "fst") == (set() if met else {"certificate_or_offer"})
    assert asked(facts, "fst", "certificate_or_offer").have == ("i" if met else None)


def branch(made):
    return asked(carpenter(certificate=None, job_offer=made), "fst", "certificate_or_offer").have


@pytest.mark.parametrize("employers", [1, 2])
@pytest.mark.parametrize(("letter", "expected"), [("a", "ii"), ("b", "iii"), ("c", "iv"), ("d", "v")])
def test_each_branch_of_an_offer(letter, expected, employers):
    made = offer(CARPENTER, letter, employers=employers)
    assert branch(made) == expected
    assert unmet(carpenter(certificate=None, job_offer=made), "fst") == set()


FAILINGS = [
    {"noc_code": ELECTRICIAN},  # in the same trade
    {"noc_code": TEER_1},
    {"noc_code": None},
    {"employers": 3},
    {"employers": 0},
    {"employers": None},
    {"employer_excluded": True},
    {"full_time": False},
    {"full_time": None},
    {"lasts_a_year": False},
    {"permit": None},
]


@pytest.mark.parametrize("failing", FAILINGS, ids=str)
@pytest.mark.parametrize("letter", ["a", "b", "c", "d"])
def test_what_every_offer_must_be(letter, failing):
    assert branch(offer(**({"noc_code": CARPENTER, "branch": letter} | failing))) is None


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (None, None),
        (JobOffer(), None),
        (offer(CARPENTER, "a", works_for_employer=False), None),
        (offer(CARPENTER, "a", permit_occupation_matches=False), None),  # another NOC minor group
        (offer(CARPENTER, "a", year_with_employer=False), "ii"),  # no minimum service
        (offer(CARPENTER, "b", works_for_employer=False), None),
        (offer(CARPENTER, "b", permit_occupation_matches=False), None),
        (offer(CARPENTER, "b", year_with_employer=False), None),
        (offer(CARPENTER, "c", lmia_approved=False), None),
        (offer(CARPENTER, "c", lmia_expires_on=TODAY), "iv"),
        (offer(CARPENTER, "c", lmia_expires_on=YESTERDAY), None),
        (offer(CARPENTER, "d", lmia_approved=False), None),
        (offer(CARPENTER, "d", lmia_expires_on=YESTERDAY), None),
        (offer(CARPENTER, "a", permit=OPEN), None),  # an open permit needs an assessment
        (offer(CARPENTER, "a", permit=OPEN, lmia_approved=True), "v"),
        (offer(CARPENTER, "a", works_for_employer=False, lmia_approved=True), "v"),
        (offer(CARPENTER, "a", permit_occupation_matches=False, lmia_approved=True), "v"),
        (offer(CARPENTER, "b", year_with_employer=False, lmia_approved=True), "v"),
    ],
)
def test_what_each_branch_asks(made, expected):
    assert branch(made) == expected


# ---- Funds: exempt under (ii), (iii) and (v) only

POOR = {"funds_cents": 0}


@pytest.mark.parametrize(
    ("certificate", "letter", "exempt"),
    [
        (CARPENTER, None, False),  # a certificate does not exempt
        (None, "a", True),
        (None, "b", True),
        (None, "c", False),  # nor does an assessment for a person abroad
        (None, "d", True),
        (CARPENTER, "a", True),  # a certificate does not take the exemption away
        (CARPENTER, "b", True),
        (CARPENTER, "c", False),
        (CARPENTER, "d", True),
    ],
)
def test_who_needs_no_funds(certificate, letter, exempt):
    certified = Certificate(noc_code=certificate) if certificate else None
    made = offer(CARPENTER, letter) if letter else None
    facts = carpenter(certificate=certified, job_offer=made, **POOR)
    assert unmet(facts, "fst") == (set() if exempt else {"funds"})


def test_an_offer_in_another_trade_does_not_exempt():
    facts = carpenter(job_offer=offer(ELECTRICIAN, "a"), **POOR)
    assert unmet(facts, "fst") == {"funds"}


def test_an_offer_outside_the_trades_does_not_exempt():
    facts = carpenter(job_offer=offer(TEER_1, "a"), **POOR)
    assert unmet(facts, "fst") == {"funds"}
