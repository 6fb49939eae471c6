"""Language tests to CLB and NCLC: seven tables per ability, validity and acceptance (IRPR 74; MI 3(4), 12(3))."""

from datetime import date, timedelta

import pytest
from law_facts import TODAY, card, english, french, person, points

from expressentry.rules import language
from expressentry.rules.facts import Ability, Language, LanguageResult, LanguageTest
from expressentry.rules.language import Unusable
from expressentry.rules.tables import law_on

# Lowest result that reaches each level: reading, writing, listening, speaking; by test and days of the sitting.
TABLES = {
    ("ielts_gt", "2015-01-01", None): {
        4: (3.5, 4.0, 4.5, 4.0),
        5: (4.0, 5.0, 5.0, 5.0),
        6: (5.0, 5.5, 5.5, 5.5),
        7: (6.0, 6.0, 6.0, 6.0),
        8: (6.5, 6.5, 7.5, 6.5),
        9: (7.0, 7.0, 8.0, 7.0),
        10: (8.0, 7.5, 8.5, 7.5),
    },
    ("celpip_g", "2015-01-01", None): {
        4: (4, 4, 4, 4),
        5: (5, 5, 5, 5),
        6: (6, 6, 6, 6),
        7: (7, 7, 7, 7),
        8: (8, 8, 8, 8),
        9: (9, 9, 9, 9),
        10: (10, 10, 10, 10),
    },
    ("pte_core", "2024-01-30", None): {
        3: (24, 32, 18, 34),
        4: (33, 41, 28, 42),
        5: (42, 51, 39, 51),
        6: (51, 60, 50, 59),
        7: (60, 69, 60, 68),
        8: (69, 79, 71, 76),
        9: (78, 88, 82, 84),
        10: (88, 90, 89, 89),
    },
    ("tef_canada", "2023-12-11", None): {
        4: (306, 268, 306, 328),
        5: (352, 330, 352, 387),
        6: (393, 379, 393, 422),
        7: (434, 428, 434, 456),
        8: (462, 472, 462, 494),
        9: (503, 512, 503, 518),
        10: (546, 558, 546, 556),
    },
    ("tef_canada", "2019-10-01", "2023-12-10"): {
        4: (300, 300, 300, 300),
        5: (350, 350, 350, 350),
        6: (400, 400, 400, 400),
        7: (450, 450, 450, 450),
        8: (500, 500, 500, 500),
        9: (533, 533, 533, 533),
        10: (566, 566, 566, 566),
    },
    ("tef_canada", "2015-01-01", "2019-09-30"): {
        4: (121, 181, 145, 181),
        5: (151, 226, 181, 226),
        6: (181, 271, 217, 271),
        7: (207, 310, 249, 310),
        8: (233, 349, 280, 349),
        9: (248, 371, 298, 371),
        10: (263, 393, 316, 393),
    },
    ("tcf_canada", "2018-01-01", None): {
        4: (342, 4, 331, 4),
        5: (375, 6, 369, 6),
        6: (406, 7, 398, 7),
        7: (453, 10, 458, 10),
        8: (499, 12, 503, 12),
        9: (524, 14, 523, 14),
        10: (549, 16, 549, 16),
    },
}
COLUMNS = (Ability.READING, Ability.WRITING, Ability.LISTENING, Ability.SPEAKING)
# Highest result of each test where its scale is published: reading, writing, listening, speaking.
TOPS = {
    "ielts_gt": (9.0, 9.0, 9.0, 9.0),
    "celpip_g": (12, 12, 12, 12),
    "pte_core": (90, 90, 90, 90),
    "tef_canada": (699, 699, 699, 699),
    "tcf_canada": (699, 20, 699, 20),
}
CASES = [
    (LanguageTest(test), date.fromisoformat(day), ability, level, rows[level][column], below)
    for (test, first, last), rows in TABLES.items()
    for day in (first, last or TODAY.isoformat())
    for column, ability in enumerate(COLUMNS)
    for level, below in zip(sorted(rows), [0, *sorted(rows)], strict=False)
]
IDS = [f"{test}-{day}-{ability}-{level}" for test, day, ability, level, _, _ in CASES]


@pytest.mark.parametrize(("test", "day", "ability", "level", "lowest", "below"), CASES, ids=IDS)
def test_the_lowest_result_of_a_level(test, day, ability, level, lowest, below):
    step = 0.5 if test == "ielts_gt" else 1
    assert language.level(test, day, ability, lowest) == level
    assert language.level(test, day, ability, lowest - step) == below


@pytest.mark.parametrize(("table", "rows"), TABLES.items(), ids=str)
def test_a_whole_result_is_read_ability_by_ability(table, rows):
    test, first, _ = table
    taken_on = date.fromisoformat(first)
    on = taken_on + timedelta(days=1)
    order = sorted(rows)
    picked = {"reading": order[-1], "writing": order[2], "listening": order[0], "speaking": order[4]}
    scores = {ability.value: rows[picked[ability]][column] for column, ability in enumerate(COLUMNS)}
    result = LanguageResult(test=LanguageTest(test), taken_on=taken_on, **scores)
    found = language.levels(result, on, law_on(on))
    assert found == (picked["speaking"], picked["listening"], picked["reading"], picked["writing"])


@pytest.mark.parametrize("test", TOPS)
def test_above_the_highest_row_is_10_and_zero_is_0(test):
    for ability, top in zip(COLUMNS, TOPS[test], strict=True):
        assert language.level(LanguageTest(test), TODAY, ability, top) == 10
        assert language.level(LanguageTest(test), TODAY, ability, 0) == 0


def test_ielts_listening_65_and_70_are_both_clb_7():
    for score in (6.0, 6.5, 7.0):
        assert language.level(LanguageTest.IELTS_GT, TODAY, Ability.LISTENING, score) == 7
    assert language.level(LanguageTest.IELTS_GT, TODAY, Ability.LISTENING, 7.5) == 8


@pytest.mark.parametrize(
    ("taken_on", "expected"),
    # 500 in every ability reads differently before 2019-10-01, from then to 2023-12-10, and after.
    [
        (date(2019, 9, 30), (10, 10, 10, 10)),
        (date(2019, 10, 1), (8, 8, 8, 8)),
        (date(2023, 12, 10), (8, 8, 8, 8)),
        (date(2023, 12, 11), (8, 8, 8, 8)),
    ],
)
def test_tef_canada_by_day_of_the_sitting(taken_on, expected):
    result = LanguageResult(
        test=LanguageTest.TEF_CANADA, taken_on=taken_on, speaking=500, listening=500, reading=500, writing=500
    )
    on = taken_on + timedelta(days=365)  # read a year later, under another law
    assert language.levels(result, on, law_on(on)) == expected


@pytest.mark.parametrize(("taken_on", "level"), [(date(2023, 12, 10), 9), (date(2023, 12, 11), 10)])
def test_tef_canada_around_the_change_of_2023(taken_on, level):
    assert language.level(LanguageTest.TEF_CANADA, taken_on, Ability.SPEAKING, 556) == level


def test_a_sitting_before_the_first_table_is_read_by_it():
    result = english((7, 8, 9, 10), date(2013, 5, 1))
    assert language.levels(result, date(2015, 1, 1), law_on(date(2015, 1, 1))) == (7, 8, 9, 10)


# ---- Two years


@pytest.mark.parametrize(
    ("taken_on", "on", "valid"),
    [
        (date(2024, 11, 24), date(2026, 11, 23), True),
        (date(2024, 11, 23), date(2026, 11, 23), False),  # two years old today
        (date(2026, 11, 23), date(2026, 11, 23), True),
        (date(2024, 2, 29), date(2026, 2, 28), True),  # two years old on 1 March
        (date(2024, 2, 29), date(2026, 3, 1), False),
        (date(2022, 2, 28), date(2024, 2, 27), True),
        (date(2022, 2, 28), date(2024, 2, 28), False),
        (date(2022, 3, 1), date(2024, 2, 29), True),
        (date(2022, 3, 1), date(2024, 3, 1), False),
    ],
)
@pytest.mark.parametrize("tested", [english, french])
def test_a_result_lives_two_years(tested, taken_on, on, valid):
    result = tested(9, taken_on)
    assert language.unusable(result, on, law_on(on)) is (None if valid else Unusable.EXPIRED)
    assert language.levels(result, on, law_on(on)) == ((9, 9, 9, 9) if valid else None)
    assert points(person(languages=(result,)), on)["first_language"] == (124 if valid else 0)


def test_a_result_of_tomorrow_does_not_count_yet():
    result = english(9, TODAY + timedelta(days=1))
    assert language.unusable(result, TODAY, law_on(TODAY)) is Unusable.IN_FUTURE


@pytest.mark.parametrize("missing", ["test", "taken_on", "speaking", "listening", "reading", "writing"])
def test_an_incomplete_result_earns_nothing(missing):
    given = {"test": LanguageTest.CELPIP_G, "taken_on": TODAY} | dict.fromkeys(Ability, 9)
    result = LanguageResult(**{str(name): value for name, value in given.items() if name != missing})
    assert language.unusable(result, TODAY, law_on(TODAY)) is Unusable.INCOMPLETE
    assert card(person(languages=(result,))).total == card(person()).total


def test_the_other_language_stays_when_one_expires():
    facts = person(languages=(english(9, date(2024, 11, 23)), french(7)))
    assert language.results(facts, TODAY, law_on(TODAY)) == {Language.FRENCH: (7, 7, 7, 7)}
    assert points(facts)["first_language"] == 68


# ---- Accepted tests


@pytest.mark.parametrize(
    ("test", "on", "accepted"),
    [
        ("ielts_gt", date(2015, 1, 1), True),
        ("celpip_g", date(2015, 1, 1), True),
        ("tef_canada", date(2015, 1, 1), True),
        ("tcf_canada", date(2015, 1, 1), False),
        ("tcf_canada", date(2017, 12, 31), False),
        ("tcf_canada", date(2018, 1, 1), True),
        ("pte_core", date(2015, 1, 1), False),
        ("pte_core", date(2024, 1, 29), False),
        ("pte_core", date(2024, 1, 30), True),
        *[(test, TODAY, True) for test in TOPS],
    ],
)
def test_accepted_tests(test, on, accepted):
    reading, writing, listening, speaking = TOPS[test]
    given = {"speaking": speaking, "listening": listening, "reading": reading, "writing": writing}
    result = LanguageResult(test=LanguageTest(test), taken_on=on, **given)
    assert language.unusable(result, on, law_on(on)) is (None if accepted else Unusable.NOT_ACCEPTED)


def test_the_language_of_each_test():
    assert {test.value: test.language.value for test in LanguageTest} == {
        "ielts_gt": "english",
        "celpip_g": "english",
        "pte_core": "english",
        "tef_canada": "french",
        "tcf_canada": "french",
    }


# ---- Scores a test cannot give


@pytest.mark.parametrize(
    ("test", "ability", "score", "impossible"),
    [
        ("ielts_gt", "reading", 6.5, False),
        ("ielts_gt", "reading", 9, False),
        ("ielts_gt", "reading", 0, False),
        ("ielts_gt", "reading", 6.3, True),
        ("ielts_gt", "speaking", 6.25, True),
        ("ielts_gt", "writing", 9.5, True),
        ("ielts_gt", "listening", -0.5, True),
        ("celpip_g", "reading", 12, False),
        ("celpip_g", "reading", 13, True),
        ("celpip_g", "reading", 7.5, True),
        ("celpip_g", "reading", -1, True),
        ("pte_core", "writing", 90, False),
        ("pte_core", "writing", 91, True),
        ("pte_core", "writing", 70.5, True),
        ("tef_canada", "speaking", 699, False),
        ("tef_canada", "speaking", 700, True),
        ("tef_canada", "speaking", -1, True),
        ("tcf_canada", "reading", 699, False),
        ("tcf_canada", "reading", 700, True),
        ("tcf_canada", "writing", 20, False),
        ("tcf_canada", "writing", 21, True),
        ("tcf_canada", "speaking", 21, True),
        ("tcf_canada", "speaking", 10.5, True),
        ("tcf_canada", "listening", 450.5, True),
        ("ielts_gt", "reading", float("nan"), True),
        ("ielts_gt", "reading", float("inf"), True),
    ],
)
def test_off_scale(test, ability, score, impossible):
    assert language.off_scale(LanguageTest(test), TODAY, Ability(ability), score) is impossible
