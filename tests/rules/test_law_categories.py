"""Categories of rounds: their lists, and who fits one on a day."""

from datetime import date

import pytest
from law_facts import CARPENTER, PHYSICIAN, TODAY, canadian, days, english, foreign, french, here, job, offer, person

from expressentry.rules import categories
from expressentry.rules.facts import CountedYears
from expressentry.rules.tables import NotInForce, law_on

# The codes of every list as published, by category and year.
LISTS = {
    ("agriculture", 2023): ("63201 82030 82031"),
    ("healthcare", 2023): (
        "31100 31101 31102 31103 31110 31111 31112 31121 31200 31201 31202 31203 31204 31209 31300 31301 "
        "31302 31303 32101 32102 32103 32109 32120 32121 32122 32200 32201 32209 33101 33102 33103 33109 "
        "41301 41320 42203"
    ),
    ("stem", 2023): (
        "20010 20011 20012 21200 21201 21202 21203 21210 21211 21220 21221 21222 21223 21230 21231 21232 "
        "21233 21234 21300 21310 21311 21321 21322 41400"
    ),
    ("trades", 2023): ("72014 72106 72200 72300 72310 72400 72402 72405 72406 73200"),
    ("transport", 2023): ("70020 72403 72404 72600 72601 72602 72603 72604 73300 93200"),
    ("agriculture", 2025): ("63201"),
    ("education", 2025): ("41220 41221 42202 42203 43100"),
    ("healthcare", 2025): (
        "31100 31101 31102 31103 31110 31111 31112 31120 31121 31200 31201 31202 31203 31209 31300 31301 "
        "31302 31303 32101 32102 32103 32104 32109 32111 32120 32121 32122 32123 32124 32129 32201 33101 "
        "33102 33103 41300 41301 42201"
    ),
    ("stem", 2025): ("20011 21220 21300 21301 21310 21321 21331 22300 22301 22310 63100"),
    ("trades", 2025): (
        "22303 63200 70010 70011 72100 72102 72106 72200 72201 72300 72302 72310 72311 72320 72400 72401 "
        "72402 72422 72501 72999 73100 73110 73112 73113 82021"
    ),
    ("education", 2026): ("41220 41221 42202 42203 43100"),
    ("healthcare", 2026): (
        "31100 31101 31102 31103 31110 31111 31112 31120 31121 31200 31201 31202 31203 31209 31300 31301 "
        "31302 31303 32101 32102 32103 32104 32109 32111 32120 32121 32122 32123 32124 32129 32201 33101 "
        "33102 33103 41300 41301 42201"
    ),
    ("military", 2026): ("40042 42102 43204"),
    ("physicians", 2026): ("31100 31101 31102"),
    ("researchers", 2026): ("41200 41201"),
    ("senior_managers", 2026): ("00012 00013 00014 00015"),
    ("stem", 2026): ("20011 21220 21300 21301 21310 21321 21331 22300 22301 22310 63100"),
    ("trades", 2026): (
        "22303 63201 70010 70011 72100 72102 72106 72200 72201 72300 72302 72310 72311 72320 72400 72401 "
        "72402 72422 72501 72999 73100 73110 73112 73113 82021"
    ),
    ("transport", 2026): ("22313 72404 72410 72600"),
}
# Each period: its first and last day, and the year of the list of each category in it.
PERIODS = [
    ("2015-01-01", "2023-05-30", {}),
    (
        "2023-05-31",
        "2025-02-26",
        dict.fromkeys(("french", "healthcare", "stem", "trades", "transport", "agriculture"), 2023),
    ),
    (
        "2025-02-27",
        "2025-12-07",
        {"french": 2023, **dict.fromkeys(("healthcare", "stem", "trades", "agriculture", "education"), 2025)},
    ),
    (
        "2025-12-08",
        "2026-02-17",
        {
            "french": 2023,
            **dict.fromkeys(("healthcare", "stem", "trades", "agriculture", "education", "physicians"), 2025),
        },
    ),
    (
        "2026-02-18",
        "2026-11-23",
        {
            "french": 2023,
            **dict.fromkeys(("healthcare", "stem", "trades", "transport", "education", "physicians"), 2026),
            **dict.fromkeys(("senior_managers", "researchers", "military"), 2026),
        },
    ),
]
COUNTS = {
    2023: {"healthcare": 35, "stem": 24, "trades": 10, "transport": 10, "agriculture": 3},
    2025: {"healthcare": 37, "stem": 11, "trades": 25, "agriculture": 1, "education": 5, "physicians": 3},
    2026: {
        "healthcare": 37,
        "stem": 11,
        "trades": 25,
        "transport": 4,
        "education": 5,
        "physicians": 3,
        "senior_managers": 4,
        "researchers": 2,
        "military": 3,
    },
}


def fits(facts, category, on):
    """What a category says of the facts on a day, under the law of that day."""
    day = date.fromisoformat(on) if isinstance(on, str) else on
    return categories.qualifies(facts, category, day, law_on(day))


def only(found):
    """The one requirement of a category."""
    (requirement,) = found.requirements
    return requirement


# ---- The lists


@pytest.mark.parametrize(("first", "last", "versions"), PERIODS, ids=lambda value: str(value)[:10])
def test_which_categories_there_are_on_the_first_and_the_last_day(first, last, versions):
    for day in (first, last):
        found = law_on(date.fromisoformat(day)).categories
        assert {key: category.version for key, category in found.items()} == versions


@pytest.mark.parametrize(("first", "last", "versions"), PERIODS, ids=lambda value: str(value)[:10])
def test_every_list_is_the_published_one(first, last, versions):
    found = law_on(date.fromisoformat(first)).categories
    for key, version in versions.items():
        codes = found[key].occupations
        if key == "french":
            assert codes == ()
            continue
        assert len(codes) == len(set(codes)) == COUNTS[version][key]
        # The three codes of physicians were announced for 2025 and published with 2026.
        published = LISTS[(key, 2026 if key == "physicians" else version)]
        assert sorted(codes) == published.split()


def test_all_lists_together():
    assert sum(len(codes.split()) for codes in LISTS.values()) == 255
    assert sum(sum(counts.values()) for counts in COUNTS.values()) == 255 + 3


def test_a_new_list_leaves_the_version_of_the_law():
    assert law_on(date(2026, 2, 17)).version == law_on(date(2026, 2, 18)).version


@pytest.mark.parametrize(
    ("category", "day"),
    [
        ("french", "2023-05-30"),
        ("transport", "2025-02-27"),
        ("agriculture", "2026-02-18"),
        ("physicians", "2025-12-07"),
        ("nonsense", "2026-11-23"),
    ],
)
def test_a_category_that_does_not_exist_is_not_in_force(category, day):
    with pytest.raises(NotInForce):
        fits(person(), category, day)


# ---- A code that leaves a list, or comes to it


@pytest.mark.parametrize(
    ("code", "category", "last_day", "next_day"),
    [
        ("63200", "trades", "2026-02-17", "2026-02-18"),  # cooks
        ("32200", "healthcare", "2025-02-26", "2025-02-27"),  # traditional Chinese medicine
        ("21231", "stem", "2025-02-26", "2025-02-27"),  # software engineers
        ("72014", "trades", "2025-02-26", "2025-02-27"),
        ("82030", "agriculture", "2025-02-26", "2025-02-27"),
    ],
)
def test_an_occupation_that_left_a_list(code, category, last_day, next_day):
    person_ = person(jobs=(job(code, "2020-01-01"),))
    before, after = fits(person_, category, last_day), fits(person_, category, next_day)
    assert before.met
    assert not after.met
    assert only(before).occupation == code
    assert (only(after).occupation, only(after).have) == (None, 0)


@pytest.mark.parametrize(
    ("code", "category", "day"), [("63201", "trades", "2026-02-18"), ("31120", "healthcare", "2025-02-27")]
)
def test_an_occupation_that_came_to_a_list(code, category, day):
    person_ = person(jobs=(job(code, "2020-01-01"),))
    on = date.fromisoformat(day)
    assert not fits(person_, category, date.fromordinal(on.toordinal() - 1)).met
    assert fits(person_, category, on).met


# ---- Work


def test_six_months_in_a_row_until_2026_02_17():
    """182 full-time days are 780 hours; 181 are not."""
    long, short = days(182, "2025-12-31"), days(181, "2025-12-31")
    assert fits(person(jobs=(job(CARPENTER, *long),)), "trades", "2026-02-17").met
    found = fits(person(jobs=(job(CARPENTER, *short),)), "trades", "2026-02-17")
    assert not found.met
    assert only(found).need == 780 * 700
    assert only(found).short == 3000  # of a day of 30/7 hours


def test_twelve_months_from_2026_02_18():
    person_ = person(jobs=(job(CARPENTER, *days(200, "2025-12-31")),))
    assert fits(person_, "trades", "2026-02-17").met
    found = fits(person_, "trades", "2026-02-18")
    assert not found.met
    assert only(found).need == 1560 * 700


def test_six_months_must_be_continuous_and_twelve_need_not():
    """Two stretches of 182 days with a month between: half a year in a row, and a year in all."""
    jobs = (job(CARPENTER, *days(182, "2025-06-30")), job(CARPENTER, *days(182, "2026-01-29")))
    assert fits(person(jobs=jobs), "trades", "2026-02-18").met
    halves = (job(CARPENTER, *days(100, "2025-06-30")), job(CARPENTER, *days(100, "2026-01-29")))
    assert not fits(person(jobs=halves), "trades", "2026-02-17").met
    assert only(fits(person(jobs=halves), "trades", "2026-02-17")).have == 100 * 3000


def test_a_gap_of_a_week_does_not_break_a_stretch():
    jobs = (job(CARPENTER, "2025-01-01", "2025-03-31"), job(CARPENTER, "2025-04-08", "2025-07-31"))
    assert fits(person(jobs=jobs), "trades", "2025-12-01").met
    broken = (job(CARPENTER, "2025-01-01", "2025-03-31"), job(CARPENTER, "2025-04-09", "2025-07-31"))
    assert not fits(person(jobs=broken), "trades", "2025-12-01").met


def test_part_time_counts_by_its_hours():
    """364 days of 15 hours a week are 780 hours; twice as long are a year."""
    half = person(jobs=(job(CARPENTER, *days(364, "2026-01-31"), hours=15),))
    assert fits(half, "trades", "2026-02-17").met
    assert not fits(half, "trades", "2026-02-18").met
    assert fits(person(jobs=(job(CARPENTER, *days(728, "2026-01-31"), hours=15),)), "trades", "2026-02-18").met


def test_more_than_full_time_is_not_faster():
    assert not fits(person(jobs=(job(CARPENTER, *days(182, "2026-10-31"), hours=60),)), "trades", TODAY).met


def test_the_window_is_three_years():
    """A full-time year of 364 days from 2023-11-23 counts whole on 2026-11-23, and a day less the day after."""
    person_ = person(jobs=(job(CARPENTER, "2023-11-23", "2024-11-20"),))
    assert fits(person_, "trades", "2026-11-23").met
    assert only(fits(person_, "trades", "2026-11-24")).have == 363 * 3000
    assert not fits(person_, "trades", "2026-11-24").met


def test_two_occupations_are_not_added_up():
    jobs = (job(CARPENTER, *days(200, "2026-10-31")), job("72300", *days(200, "2025-10-31")))
    found = fits(person(jobs=jobs), "trades", TODAY)
    assert not found.met
    assert only(found).have == 200 * 3000


def test_it_need_not_be_the_primary_occupation():
    assert fits(person(jobs=(job(CARPENTER, "2024-01-01"),), primary_occupation="21231"), "trades", TODAY).met


@pytest.mark.parametrize("changes", [{"paid": False}, {"in_canada": True, "authorized": False}])
def test_unpaid_or_unauthorised_work_does_not_count(changes):
    assert not fits(person(jobs=(job(CARPENTER, "2024-01-01", **changes),)), "trades", TODAY).met


def test_work_in_canada_only_for_physicians_managers_and_researchers():
    for category, code in (("physicians", PHYSICIAN), ("senior_managers", "00013"), ("researchers", "41200")):
        assert not fits(person(jobs=(job(code, "2024-01-01"),)), category, TODAY).met
        assert fits(person(jobs=(here(code, "2024-01-01"),)), category, TODAY).met


def test_physicians_of_2025_need_twelve_months_in_a_row():
    jobs = (here(PHYSICIAN, *days(182, "2025-06-30")), here(PHYSICIAN, *days(182, "2026-01-29")))
    assert not fits(person(jobs=jobs), "physicians", "2026-02-17").met
    assert fits(person(jobs=jobs), "physicians", "2026-02-18").met


def test_a_self_employed_physician_counts_here():
    """No source says that self-employment is left out of a category."""
    assert fits(person(jobs=(here(PHYSICIAN, "2024-01-01", self_employed=True),)), "physicians", TODAY).met


def test_counted_years_tell_only_of_canadian_work():
    counted = CountedYears(canadian=1, canadian_last_three=1, canadian_occupation=PHYSICIAN, skilled=5)
    assert fits(person(counted_years=counted), "physicians", TODAY).met
    assert only(fits(person(counted_years=counted), "trades", TODAY)).have is None
    assert only(fits(person(counted_years=counted), "physicians", "2026-02-17")).have is None


# ---- French, and the military


def test_french_needs_nclc_7_in_all_four():
    assert fits(person(languages=(french(7),)), "french", TODAY).met
    found = fits(person(languages=(french((7, 7, 6, 7)), english(10))), "french", TODAY)
    assert not found.met
    assert only(found).short == (0, 0, 1, 0)
    assert only(fits(person(languages=(english(10),)), "french", TODAY)).have is None


def test_a_french_test_of_two_years_ago_does_not_count_on_the_day():
    person_ = person(languages=(french(9, date(2024, 11, 23)),))
    assert fits(person_, "french", "2026-11-22").met
    assert not fits(person_, "french", "2026-11-23").met


def test_military_recruits_cannot_be_told_for_sure():
    recruit = person(credentials=(canadian("two_year_post_secondary"),), job_offer=offer("42102"))
    found = fits(recruit, "military", TODAY)
    assert found.possible
    assert not found.met
    assert [untested.value for untested in found.untested] == ["foreign_service", "aligned_experience", "forces_offer"]


@pytest.mark.parametrize(
    "changes",
    [
        {"credentials": (foreign("one_year_post_secondary"),)},
        {"job_offer": offer("21231")},
        {"job_offer": None},
        {"job_offer": offer("42102", full_time=False)},
    ],
)
def test_military_recruits_need_a_credential_and_an_offer(changes):
    recruit = {"credentials": (canadian("two_year_post_secondary"),), "job_offer": offer("42102")}
    assert not fits(person(**recruit | changes), "military", TODAY).possible


def test_every_category_is_put_to_the_candidate():
    found = categories.all_of(person(languages=(french(9),)), TODAY, law_on(TODAY))
    assert [one.category.key for one in found if one.met] == ["french"]
    assert len(found) == 10
