"""CRS section A, core human capital: every row of every table, with and without an accompanying spouse (MI 8 to 15)."""

from datetime import date, timedelta

import pytest
from law_facts import LEVELS, TODAY, born, canadian, card, english, french, here, person, points, spouse

from expressentry.rules.facts import CountedYears, Language

# Age in completed years: with an accompanying spouse, without (MI 10).
AGE = {
    17: (0, 0),
    18: (90, 99),
    19: (95, 105),
    20: (100, 110),
    21: (100, 110),
    22: (100, 110),
    23: (100, 110),
    24: (100, 110),
    25: (100, 110),
    26: (100, 110),
    27: (100, 110),
    28: (100, 110),
    29: (100, 110),
    30: (95, 105),
    31: (90, 99),
    32: (85, 94),
    33: (80, 88),
    34: (75, 83),
    35: (70, 77),
    36: (65, 72),
    37: (60, 66),
    38: (55, 61),
    39: (50, 55),
    40: (45, 50),
    41: (35, 39),
    42: (25, 28),
    43: (15, 17),
    44: (5, 6),
    45: (0, 0),
    46: (0, 0),
}
# Highest level of education (MI 11).
EDUCATION = {
    "less_than_secondary": (0, 0),
    "secondary": (28, 30),
    "one_year_post_secondary": (84, 90),
    "two_year_post_secondary": (91, 98),
    "three_year_or_longer_post_secondary": (112, 120),
    "two_or_more_post_secondary_one_three_years_or_longer": (119, 128),
    "masters_or_entry_to_practice_professional": (126, 135),
    "doctoral": (140, 150),
}
# First official language, per ability (MI 13).
FIRST_LANGUAGE = {
    0: (0, 0),
    1: (0, 0),
    2: (0, 0),
    3: (0, 0),
    4: (6, 6),
    5: (6, 6),
    6: (8, 9),
    7: (16, 17),
    8: (22, 23),
    9: (29, 31),
    10: (32, 34),
}
# Second official language, per ability (MI 14).
SECOND_LANGUAGE = {
    0: (0, 0),
    1: (0, 0),
    2: (0, 0),
    3: (0, 0),
    4: (0, 0),
    5: (1, 1),
    6: (1, 1),
    7: (3, 3),
    8: (3, 3),
    9: (6, 6),
    10: (6, 6),
}
# Completed years of Canadian skilled work (MI 15).
CANADIAN_WORK = {0: (0, 0), 1: (35, 40), 2: (46, 53), 3: (56, 64), 4: (63, 72), 5: (70, 80), 6: (70, 80)}

COLUMNS = pytest.mark.parametrize(
    ("column", "with_spouse"), [(0, {"spouse": spouse()}), (1, {})], ids=["accompanied", "alone"]
)
ABILITIES = pytest.mark.parametrize("ability", range(4), ids=["speaking", "listening", "reading", "writing"])
# A day under each version of the ranking system: section A has never changed.
VERSIONS = [date(2015, 1, 1), date(2016, 11, 19), date(2017, 6, 6), date(2020, 10, 20), date(2025, 3, 25), TODAY]


def only(ability, level):
    return tuple(level if number == ability else 0 for number in range(4))


@COLUMNS
@pytest.mark.parametrize("age", AGE)
def test_age_in_completed_years(age, column, with_spouse):
    assert points(person(birth_date=born(age), **with_spouse))["age"] == AGE[age][column]
    a_year_older_tomorrow = born(age + 1, TODAY + timedelta(days=1))
    assert points(person(birth_date=a_year_older_tomorrow, **with_spouse))["age"] == AGE[age][column]


@COLUMNS
@pytest.mark.parametrize("on", VERSIONS, ids=str)
def test_age_and_education_alike_in_every_version(on, column, with_spouse):
    ages = {age: points(person(birth_date=born(age, on), **with_spouse), on)["age"] for age in AGE}
    assert ages == {age: row[column] for age, row in AGE.items()}
    levels = {level: points(person(credentials=(canadian(level),), **with_spouse), on)["education"] for level in LEVELS}
    assert levels == {level: row[column] for level, row in EDUCATION.items()}


@COLUMNS
@pytest.mark.parametrize("on", VERSIONS, ids=str)
def test_languages_and_work_alike_in_every_version(on, column, with_spouse):
    month_ago = on - timedelta(days=30)
    for level, row in FIRST_LANGUAGE.items():
        facts = person(languages=(english(level, month_ago),), **with_spouse)
        assert points(facts, on)["first_language"] == 4 * row[column]
    for years, row in CANADIAN_WORK.items():
        facts = person(counted_years=CountedYears(canadian=years), **with_spouse)
        assert points(facts, on)["canadian_work"] == row[column]


@pytest.mark.parametrize(
    ("birth_date", "on", "expected"),
    [
        (date(1996, 11, 24), TODAY, 110),  # 29, thirty tomorrow
        (date(1996, 11, 23), TODAY, 105),  # thirty today
        (date(2008, 11, 24), TODAY, 0),  # 17, eighteen tomorrow
        (date(1981, 11, 24), TODAY, 6),  # 44, forty-five tomorrow
        (date(1996, 2, 29), date(2026, 2, 28), 110),  # born on a leap day: thirty on 1 March
        (date(1996, 2, 29), date(2026, 3, 1), 105),
        (date(1996, 2, 29), date(2024, 2, 29), 110),
    ],
)
def test_age_turns_on_the_birthday(birth_date, on, expected):
    assert points(person(birth_date=birth_date), on)["age"] == expected


@pytest.mark.parametrize("age", [0, 1, 10, 16, 60, 99])
def test_age_outside_the_table_earns_nothing(age):
    assert points(person(birth_date=born(age)))["age"] == 0


def test_unknown_birth_date_earns_nothing():
    assert points(person(birth_date=None))["age"] == 0


@COLUMNS
@pytest.mark.parametrize("level", LEVELS)
def test_education(level, column, with_spouse):
    facts = person(credentials=(canadian(level),), **with_spouse)
    assert points(facts)["education"] == EDUCATION[level][column]


@COLUMNS
@ABILITIES
@pytest.mark.parametrize("level", FIRST_LANGUAGE)
def test_first_language_per_ability(level, ability, column, with_spouse):
    facts = person(languages=(english(only(ability, level)),), **with_spouse)
    assert points(facts)["first_language"] == FIRST_LANGUAGE[level][column]


@COLUMNS
@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ((10, 9, 7, 4), (32 + 29 + 16 + 6, 34 + 31 + 17 + 6)),
        ((5, 6, 8, 3), (6 + 8 + 22 + 0, 6 + 9 + 23 + 0)),
        ((10, 10, 10, 10), (128, 136)),
        ((12, 11, 10, 9), (32 + 32 + 32 + 29, 34 + 34 + 34 + 31)),
    ],
)
def test_first_language_mixed(levels, expected, column, with_spouse):
    assert points(person(languages=(english(levels),), **with_spouse))["first_language"] == expected[column]


@COLUMNS
@ABILITIES
@pytest.mark.parametrize("level", SECOND_LANGUAGE)
def test_second_language_per_ability(level, ability, column, with_spouse):
    tested = (english(10), french(only(ability, level)))
    facts = person(languages=tested, first_language=Language.ENGLISH, **with_spouse)
    assert points(facts)["second_language"] == SECOND_LANGUAGE[level][column]


@COLUMNS
@ABILITIES
@pytest.mark.parametrize("level", range(4, 11))
def test_french_first_and_english_second(level, ability, column, with_spouse):
    tested = (french(only(ability, level)), english(only(ability, level)))
    facts = person(languages=tested, first_language=Language.FRENCH, **with_spouse)
    assert points(facts)["first_language"] == FIRST_LANGUAGE[level][column]
    assert points(facts)["second_language"] == SECOND_LANGUAGE[level][column]


@COLUMNS
@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ((9, 9, 9, 9), (22, 24)),  # 24 is cut to 22 with a spouse
        ((10, 10, 10, 10), (22, 24)),
        ((9, 9, 9, 7), (21, 21)),
        ((7, 7, 7, 7), (12, 12)),
        ((5, 7, 9, 4), (10, 10)),
    ],
)
def test_second_language_together(levels, expected, column, with_spouse):
    facts = person(languages=(english(10), french(levels)), first_language=Language.ENGLISH, **with_spouse)
    assert points(facts)["second_language"] == expected[column]


@pytest.mark.parametrize(
    ("in_english", "in_french", "first"),
    [(10, 5, "english"), (5, 10, "french"), (9, 8, "english")],
)
def test_the_better_order_where_the_candidate_has_not_chosen(in_english, in_french, first):
    tested = (english(in_english), french(in_french))
    free = card(person(languages=tested))
    orders = {order: card(person(languages=tested, first_language=order)).total for order in Language}
    assert free.first_language == first
    assert free.total == orders[first] == max(orders.values())


def test_the_choice_of_first_language_is_the_candidates():
    facts = person(languages=(english(10), french(5)), first_language=Language.FRENCH)
    assert (points(facts)["first_language"], points(facts)["second_language"]) == (24, 24)


@COLUMNS
@pytest.mark.parametrize("years", CANADIAN_WORK)
def test_canadian_work(years, column, with_spouse):
    facts = person(counted_years=CountedYears(canadian=years), **with_spouse)
    assert points(facts)["canadian_work"] == CANADIAN_WORK[years][column]


@pytest.mark.parametrize(
    ("first", "expected"),
    # Full time and going on: a year is 364 days, and nothing is rounded up.
    [
        ("2025-11-25", 0),
        ("2025-11-24", 40),
        ("2024-11-26", 40),
        ("2024-11-25", 53),
        ("2023-11-27", 64),
        ("2022-11-28", 72),
        ("2021-11-29", 80),
        ("2016-11-23", 80),
    ],
)
def test_canadian_work_from_a_job(first, expected):
    assert points(person(jobs=(here(first=first),)))["canadian_work"] == expected


def test_nothing_known_earns_nothing():
    facts = person(birth_date=None)
    assert card(facts).total == 0
    assert len(card(facts).lines) == 16
