"""Canadian Experience Class: the year of work, and the language its occupation asks (IRPR 87.1)."""

from datetime import date

import pytest
from law_facts import (
    PHYSICIAN,
    TEER_0,
    TEER_1,
    TEER_2,
    TEER_3,
    TEER_4,
    TEER_5,
    TODAY,
    asked,
    days,
    english,
    french,
    here,
    job,
    person,
    result,
    unmet,
)

from expressentry.rules.facts import CountedYears, Province

YEAR = ("2025-01-01", "2025-12-31")
ABILITIES = pytest.mark.parametrize("ability", range(4), ids=["speaking", "listening", "reading", "writing"])


def worker(code=TEER_1, levels=7, **changes):
    """A year of work in Canada, no money, no education."""
    given = {
        "languages": (english(levels),),
        "jobs": (here(code, *YEAR),),
        "primary_occupation": code,
        "funds_cents": None,
        "family_size": None,
    }
    return person(**(given | changes))


def test_all_requirements_met_without_money_or_education():
    assert unmet(worker(), "cec") == set()
    assert result(worker(), "cec").met
    keys = {found.key.value for found in result(worker(), "cec").requirements}
    assert keys == {"outside_quebec", "canadian_work", "language"}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"provinces": (Province.QC,)}, "outside_quebec"),
        ({"jobs": ()}, "canadian_work"),
        ({"languages": ()}, "language"),
        ({"languages": (english(7, date(2024, 11, 23)),)}, "language"),
    ],
)
def test_each_requirement_failing_alone(changes, expected):
    assert unmet(worker(**changes), "cec") == {expected}
    assert not result(worker(**changes), "cec").met


# ---- Work


@pytest.mark.parametrize(
    ("work", "met"),
    [
        (here(first="2025-11-24"), True),  # 364 days up to yesterday
        (here(first="2025-11-25"), False),
        (here(first="2023-11-23", last="2024-11-20"), True),  # the first 364 days of the three years
        (here(first="2023-11-22", last="2024-11-19"), False),
        (here(first="2024-11-25", hours=15), True),  # 728 days at half time
        (here(first="2024-11-26", hours=15), False),
        (here(first="2023-11-23", hours=10), True),
        (here(first="2023-11-23", hours=9), False),
        (here(first="2016-01-01", last="2023-11-22"), False),  # much, but too long ago
        (here(TEER_0, *YEAR), True),
        (here(TEER_2, *YEAR), True),
        (here(TEER_3, *YEAR), True),
        (here(TEER_4, *YEAR), False),
        (here(TEER_5, *YEAR), False),
        (here(TEER_1, *YEAR, paid=False), False),
        (here(TEER_1, *YEAR, authorized=False), False),
        (here(TEER_1, *YEAR, full_time_student=True), False),
        (here(TEER_1, *YEAR, self_employed=True), False),
        (here(PHYSICIAN, *YEAR, self_employed=True, publicly_funded_physician=True), True),
        (here(PHYSICIAN, *YEAR, self_employed=True), False),
        (job(TEER_1, *YEAR), False),
    ],
)
def test_one_year_in_canada_within_three(work, met):
    assert unmet(worker(jobs=(work,)), "cec") == (set() if met else {"canadian_work"})


def test_the_year_need_not_be_continuous_nor_in_one_occupation():
    parts = [
        here(code, *days(91, last))
        for code, last in zip(
            (TEER_0, TEER_1, TEER_2, TEER_3), ("2024-03-31", "2024-12-31", "2025-08-31", "2026-10-31"), strict=True
        )
    ]
    assert unmet(worker(jobs=tuple(parts)), "cec") == set()
    assert unmet(worker(jobs=tuple(parts[1:])), "cec") == {"canadian_work"}


def test_the_shortfall_in_hours():
    found = asked(worker(jobs=(here(TEER_1, *days(300, "2025-12-31")),)), "cec", "canadian_work")
    assert (found.have, found.need, found.short) == (300 * 3000, 1560 * 700, 64 * 3000)


@pytest.mark.parametrize(("years", "met"), [(0, False), (1, True), (3, True)])
def test_counted_years(years, met):
    facts = worker(jobs=(), counted_years=CountedYears(canadian_last_three=years, canadian=10))
    assert unmet(facts, "cec") == (set() if met else {"canadian_work"})


# ---- Language: CLB 7 for TEER 0 and 1, CLB 5 for TEER 2 and 3


@pytest.mark.parametrize("tested", [english, french])
@ABILITIES
@pytest.mark.parametrize(("code", "level"), [(TEER_0, 7), (TEER_1, 7), (TEER_2, 5), (TEER_3, 5)])
def test_the_level_of_the_occupation_in_each_ability(code, level, ability, tested):
    enough = tuple(level if number == ability else 10 for number in range(4))
    below = tuple(level - 1 if number == ability else 10 for number in range(4))
    assert unmet(worker(code, languages=(tested(enough),)), "cec") == set()
    assert unmet(worker(code, languages=(tested(below),)), "cec") == {"language"}
    assert asked(worker(code), "cec", "language").need == (level,) * 4


@pytest.mark.parametrize(
    ("jobs", "level"),
    [
        ((here(TEER_1, *days(300, "2025-12-31")), here(TEER_2, *days(200, "2026-10-31"))), 7),
        ((here(TEER_1, *days(200, "2025-12-31")), here(TEER_2, *days(300, "2026-10-31"))), 5),
        ((here(TEER_3, *days(200, "2025-12-31")), here(TEER_0, *days(201, "2026-10-31"))), 7),
        ((here(TEER_3, *days(201, "2025-12-31")), here(TEER_0, *days(200, "2026-10-31"))), 5),
        # More hours, not more days, and only those of the three years, decide.
        ((here(TEER_1, *days(300, "2025-12-31"), hours=15), here(TEER_2, *days(250, "2026-10-31"))), 5),
        ((here(TEER_1, "2015-01-01", "2024-02-29"), here(TEER_2, *days(364, "2026-10-31"))), 5),
        # One occupation against another, not TEER against TEER.
        (
            (
                here(TEER_1, *days(150, "2024-12-31")),
                here(TEER_0, *days(150, "2025-06-30")),
                here(TEER_2, *days(200, "2026-10-31")),
            ),
            5,
        ),
        # Work that does not count has no say.
        ((here(TEER_1, *days(900, "2026-10-31"), self_employed=True), here(TEER_2, *days(364, "2026-10-31"))), 5),
    ],
)
def test_several_occupations_ask_the_level_of_the_one_with_most_work(jobs, level):
    assert asked(worker(jobs=jobs, levels=10), "cec", "language").need == (level,) * 4
    assert unmet(worker(jobs=jobs, levels=level), "cec") == set()
    assert unmet(worker(jobs=jobs, levels=level - 1), "cec") == {"language"}


@pytest.mark.parametrize(("code", "level"), [(TEER_0, 7), (TEER_1, 7), (TEER_2, 5), (TEER_3, 5)])
def test_the_occupation_of_counted_years(code, level):
    counted = CountedYears(canadian_last_three=1, canadian_occupation=code)
    facts = worker(jobs=(), counted_years=counted, primary_occupation=TEER_4, levels=level)
    assert unmet(facts, "cec") == set()
    assert asked(facts, "cec", "language").need == (level,) * 4


def test_two_languages_are_not_mixed():
    facts = worker(languages=(english((10, 10, 6, 6)), french((6, 6, 10, 10))))
    assert unmet(facts, "cec") == {"language"}


def test_either_language_will_do():
    assert unmet(worker(languages=(english(4), french(7))), "cec") == set()


# ---- Before NOC 2021: skill type 0 and level A ask CLB 7, level B asks CLB 5


@pytest.mark.parametrize(
    ("code", "before", "since"),
    [
        (TEER_0, 7, 7),  # 0111
        (TEER_1, 7, 7),  # 2173, level A
        (TEER_2, 5, 5),  # 2281, level B
        ("21120", 5, 7),  # public health inspectors: 2263, level B, now TEER 1
        ("53120", 7, 5),  # dancers: 5134, level A, now TEER 3
    ],
)
def test_the_level_before_and_after_noc_2021(code, before, since):
    for on, level in ((date(2022, 11, 15), before), (date(2022, 11, 16), since)):
        facts = worker(code, languages=(english(10, date(2022, 5, 1)),), jobs=(here(code, "2021-01-01", "2021-12-31"),))
        assert unmet(facts, "cec", on) == set()
        assert asked(facts, "cec", "language", on).need == (level,) * 4


@pytest.mark.parametrize(("on", "met"), [(date(2023, 4, 24), False), (date(2023, 4, 25), True)])
def test_self_employed_physicians_from_25_april_2023(on, met):
    work = here(PHYSICIAN, "2022-01-01", "2022-12-31", self_employed=True, publicly_funded_physician=True)
    facts = worker(PHYSICIAN, languages=(english(7, date(2022, 6, 1)),), jobs=(work,))
    assert unmet(facts, "cec", on) == (set() if met else {"canadian_work"})


@pytest.mark.parametrize("on", [date(2015, 1, 1), date(2019, 7, 10), TODAY], ids=str)
def test_open_since_2015(on):
    month = date(on.year - 1, 12, 1)
    facts = worker(languages=(english(7, month),), jobs=(here(TEER_1, *days(364, date(on.year - 1, 12, 31))),))
    assert unmet(facts, "cec", on) == set()
