"""The dated tables: which is in force on a day, that every one is, and that an incomplete one is refused."""

import shutil
from datetime import date, timedelta
from itertools import pairwise

import pytest
from law_facts import TODAY

from expressentry.rules import tables
from expressentry.rules.facts import Ability, LanguageTest
from expressentry.rules.reading import Incomplete
from expressentry.rules.tables import NotInForce, conversion, law_on, next_amendment

# The days on which each part of the law took effect.
AMENDMENTS = {
    "crs_core": ["2015-01-01"],
    "crs_spouse": ["2015-01-01"],
    "crs_transferability": ["2015-01-01"],
    "crs_additional": ["2015-01-01", "2016-11-19", "2017-06-06", "2020-10-20", "2025-03-25"],
    "evidence": ["2015-01-01", "2018-01-01", "2024-01-30"],
    "work": ["2015-01-01", "2022-11-16", "2023-04-25"],
    "programs": ["2015-01-01", "2022-11-16"],
    "fsw_grid": ["2013-05-04"],
    "funds": [
        *["2015-01-01", "2016-01-01", "2017-01-01", "2018-01-01", "2019-01-01", "2020-01-01", "2021-07-15"],
        *["2022-06-09", "2023-04-25", "2024-05-28", "2025-07-07"],
    ],
    "process": ["2015-01-01", "2016-11-19", "2017-06-06", "2018-06-26", "2020-03-18", "2021-06-29"],
}
# The same for what an application is asked for; none of these days is an amendment of what scores.
FOR_APPLICATIONS = {
    "fees": ["2015-01-01", "2018-07-31", "2020-04-30", "2022-04-30", "2024-04-30", "2026-04-30"],
    "documents": ["2015-01-01", "2023-10-01", "2025-08-21"],
    "service": ["2015-01-01"],
    "nominations": ["2015-01-01"],
    "job_match": ["2015-01-01"],
    "streams": ["2015-01-01", "2017-05-29", "2018-06-14", "2026-05-01", "2026-05-30", "2026-06-26"],
    "categories": ["2015-01-01", "2023-05-31", "2025-02-27", "2025-12-08", "2026-02-18"],
}
CONVERSIONS = {
    "ielts_gt": ["2015-01-01"],
    "celpip_g": ["2015-01-01"],
    "pte_core": ["2024-01-30"],
    "tef_canada": ["2015-01-01", "2019-10-01", "2023-12-11"],
    "tcf_canada": ["2018-01-01"],
}
EACH = [(part, date.fromisoformat(day)) for part, days in AMENDMENTS.items() for day in days]
EACH_FOR_APPLICATIONS = [(part, date.fromisoformat(day)) for part, days in FOR_APPLICATIONS.items() for day in days]
ALL_DAYS = sorted({day for _, day in EACH if day >= date(2015, 1, 1)})


# ---- In force


@pytest.mark.parametrize(("part", "day"), EACH + EACH_FOR_APPLICATIONS, ids=str)
def test_in_force_from_its_day_and_not_before(part, day):
    on = max(day, date(2015, 1, 1))
    assert law_on(on).in_force[part] == day
    if day > date(2015, 1, 1):
        assert law_on(day - timedelta(days=1)).in_force[part] < day


def test_no_table_but_these():
    written = {
        folder.name: sorted(path.stem for path in folder.glob("*.toml"))
        for folder in tables.INSTRUMENTS.iterdir()
        if folder.name != "noc"
    }
    assert written == AMENDMENTS | FOR_APPLICATIONS | {f"language_{test}": days for test, days in CONVERSIONS.items()}


@pytest.mark.parametrize(("test", "days"), CONVERSIONS.items(), ids=CONVERSIONS)
def test_every_conversion_is_used_from_its_day(test, days):
    dates = [date.fromisoformat(day) for day in days]
    used = [conversion(LanguageTest(test), day) for day in dates]
    assert len({id(one) for one in used}) == len(days)
    for day, before in zip(dates[1:], used, strict=False):
        assert conversion(LanguageTest(test), day - timedelta(days=1)) is before
    assert conversion(LanguageTest(test), TODAY) is used[-1]
    assert conversion(LanguageTest(test), date(2013, 1, 1)) is used[0]


@pytest.mark.parametrize("day", [date(2014, 12, 31), date(2013, 5, 4), date(1990, 1, 1)])
def test_no_law_before_2015(day):
    with pytest.raises(NotInForce):
        law_on(day)


def test_the_first_day():
    assert law_on(date(2015, 1, 1)).in_force["process"] == date(2015, 1, 1)


def test_the_next_amendment():
    for day, following in pairwise(ALL_DAYS):
        assert next_amendment(day) == next_amendment(following - timedelta(days=1)) == following
    assert next_amendment(ALL_DAYS[-1]) is None


def test_a_version_names_the_tables_in_force():
    versions = [law_on(day).version for day in ALL_DAYS]
    assert len(set(versions)) == len(versions)
    for day, version in zip(ALL_DAYS, versions, strict=True):
        assert version.startswith(f"{day}.")
    assert law_on(date(2025, 7, 7)).version == law_on(TODAY).version
    assert law_on(date(2026, 6, 26)) is law_on(TODAY)


def test_a_new_fee_is_another_law_of_the_same_version():
    """What scores is the same, down to the objects, so that no stored score is stale."""
    before, after = law_on(date(2026, 4, 29)), law_on(date(2026, 4, 30))
    assert before.version == after.version
    assert before.crs_core is after.crs_core
    assert before.occupations is after.occupations
    assert (before.fees.right_cents, after.fees.right_cents) == (57_500, 60_000)
    assert next_amendment(date(2025, 7, 7)) is None
    assert next_amendment(date(2025, 7, 7), tables.APPLICATION_PARTS) == date(2025, 8, 21)
    assert next_amendment(date(2025, 8, 21), tables.APPLICATION_PARTS) == date(2025, 12, 8)


# ---- Incomplete tables are refused


def forget():
    """Empty every cache of the tables."""
    for name in ("law_on", "effective_dates", "conversion", "_law", "_scoring", "_read", "_conversion"):
        getattr(tables, name).cache_clear()


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Replaces a text in one table of a copy of the law; the law itself is back afterwards."""
    shutil.copytree(tables.INSTRUMENTS, tmp_path / "instruments")
    monkeypatch.setattr(tables, "INSTRUMENTS", tmp_path / "instruments")
    forget()

    def write(part, day, old, new):
        path = tables.INSTRUMENTS / part / f"{day}.toml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    yield write
    monkeypatch.undo()
    forget()


def test_an_unchanged_copy_is_the_same_law(written):
    version = law_on(TODAY).version
    forget()
    assert law_on(TODAY).version == version
    assert law_on(TODAY).crs_core.age.points(30, 1) == 105


def test_a_changed_amount_is_another_version(written):
    version = law_on(TODAY).version
    written("crs_core", "2015-01-01", "[30, 95, 105]", "[30, 94, 104]")
    forget()
    assert law_on(TODAY).crs_core.age.points(30, 1) == 104
    assert law_on(TODAY).version != version


def test_a_new_table_comes_into_force(written):
    text = (tables.INSTRUMENTS / "funds" / "2025-07-07.toml").read_text(encoding="utf-8")
    new = text.replace("[15263", "[16000")
    (tables.INSTRUMENTS / "funds" / "2026-11-24.toml").write_text(new, encoding="utf-8")
    assert law_on(TODAY).funds.needed_cents(1) == 1_526_300
    assert law_on(TODAY + timedelta(days=1)).funds.needed_cents(1) == 1_600_000
    assert next_amendment(TODAY) == TODAY + timedelta(days=1)


DOCTORAL = '["doctoral", 140, 150]'


@pytest.mark.parametrize(
    ("part", "day", "old", "new"),
    [
        # A row is missing.
        ("crs_core", "2015-01-01", f"  {DOCTORAL},\n", ""),
        ("crs_core", "2015-01-01", "[0, 0, 0], [18, 90, 99]", "[18, 90, 99]"),
        ("crs_spouse", "2015-01-01", '  ["secondary", 2],\n', ""),
        ("fsw_grid", "2013-05-04", '  ["secondary", 5],\n', ""),
        ("fsw_grid", "2013-05-04", "rows = [[0, 0], [7, 4]", "rows = [[7, 4]"),
        ("funds", "2025-07-07", ", 40392]", "]"),
        ("crs_additional", "2025-03-25", "points = 600\n", ""),
        # A column is missing.
        ("crs_core", "2015-01-01", DOCTORAL, '["doctoral", 140]'),
        ("crs_core", "2015-01-01", "[19, 95, 105]", "[19, 95]"),
        ("crs_spouse", "2015-01-01", "[5, 1]", "[5, 1, 1]"),
        ("crs_transferability", "2015-01-01", "[0, 13, 25]", "[0, 13]"),
        # Rows out of order.
        ("crs_core", "2015-01-01", "[18, 90, 99], [19, 95, 105]", "[19, 95, 105], [18, 90, 99]"),
        ("crs_core", "2015-01-01", "[19, 95, 105]", "[18, 95, 105]"),
        ("fsw_grid", "2013-05-04", "[1, 9], [2, 11]", "[2, 11], [1, 9]"),
        ("fsw_grid", "2013-05-04", '  ["secondary", 5],\n', '  ["doctoral", 5],\n'),
        # Maxima that do not add up.
        ("crs_core", "2015-01-01", "maximum = [100, 110]", "maximum = [100, 120]"),
        ("crs_spouse", "2015-01-01", "maximum = 20", "maximum = 25"),
        ("fsw_grid", "2013-05-04", "maximum = 25", "maximum = 24"),
        # A rule without its source, or with a confidence nobody knows.
        ("crs_core", "2015-01-01", 'source = "Ministerial Instructions, s. 10"\n', ""),
        ("crs_core", "2015-01-01", 'source = "Ministerial Instructions, s. 10"\n', 'source = ""\n'),
        ("crs_core", "2015-01-01", 'confidence = "canada.ca"\n', ""),
        ("crs_core", "2015-01-01", 'confidence = "canada.ca"\n', 'confidence = "sure"\n'),
        ("funds", "2025-07-07", 'confidence = "secondary"\n', ""),
        ("process", "2021-06-29", 'confidence = "', 'confidence = "un'),
        ("programs", "2022-11-16", 'source = "IRPR 87.1"\n', ""),
        ("crs_additional", "2025-03-25", "[sibling]", "[cousin]"),
        ("crs_additional", "2025-03-25", "[nomination]", "[nominations]"),
        ("work", "2023-04-25", "noc_2021", "noc_2031"),
        # The parts of the application.
        ("fees", "2026-04-30", "child = 270", "kind = 270"),
        ("fees", "2026-04-30", "each = 600\n", ""),
        ("fees", "2026-04-30", "each = 600", "each = 600.5"),
        ("fees", "2026-04-30", "principal = 990", "principal = -990"),
        ("fees", "2026-04-30", "family_maximum = 170", "family_maximum = 70"),
        ("fees", "2026-04-30", "[biometrics]", "[fingerprints]"),
        ("fees", "2026-04-30", 'source = "IRPR 303"\n', ""),
        ("documents", "2025-08-21", 'rule = "upfront"', 'rule = "sometimes"'),
        ("documents", "2025-08-21", "stay_months = 6\n", ""),
        ("documents", "2025-08-21", 'confidence = "memory"', 'confidence = "hearsay"'),
        ("service", "2015-01-01", "percent = 80\n", ""),
        ("service", "2015-01-01", "days = 60\n", ""),
        ("nominations", "2015-01-01", "accept_days = 30\n", ""),
        ("job_match", "2015-01-01", "residents_first_days = 30", "residents_first_days = 0"),
        ("streams", "2026-06-26", '"unconfirmed"', '"perhaps"'),
        ("streams", "2026-06-26", '"ON"', '"QC"'),
        ("streams", "2026-06-26", '"on_workforce_priority"', '"ab_express_entry"'),
    ],
)
def test_an_incomplete_table_is_refused(written, part, day, old, new):
    written(part, day, old, new)
    with pytest.raises(Incomplete, match=f"{part}/{day}"):
        law_on(TODAY)


@pytest.mark.parametrize(
    ("part", "day", "old", "new"),
    [
        ("crs_transferability", "2015-01-01", ", [0, 25, 50]]", "]"),
        ("crs_transferability", "2015-01-01", '"masters_or_entry_to_practice_professional", ', ""),
        ("crs_additional", "2025-03-25", "with_english = 50\n", ""),
        ("crs_additional", "2025-03-25", "one_or_two_year = 15\n", ""),
        ("fsw_grid", "2013-05-04", "spouse_study = 5\n", ""),
    ],
    ids=["a row of tiers", "a level of a tier", "an amount for French", "an amount for study", "an element"],
)
def test_a_missing_row_among_tiers_and_amounts_is_refused(written, part, day, old, new):
    written(part, day, old, new)
    with pytest.raises(Incomplete, match=f"{part}/{day}"):
        law_on(TODAY)


@pytest.mark.parametrize(
    ("test", "day", "old", "new"),
    [
        ("celpip_g", "2015-01-01", "  [7, 7, 7, 7, 7],\n", ""),
        ("pte_core", "2024-01-30", "  [10, 89, 89, 88, 90],\n", ""),
        ("pte_core", "2024-01-30", "[4, 42, 28, 33, 41]", "[4, 42, 28, 33]"),
        ("pte_core", "2024-01-30", "[4, 42, 28, 33, 41]", "[4, 42, 18, 33, 41]"),
        ("pte_core", "2024-01-30", "[4, 42, 28, 33, 41]", "[4, 42, 28, 33, 52]"),
        (
            "pte_core",
            "2024-01-30",
            "  [3, 34, 18, 24, 32],\n  [4, 42, 28, 33, 41],\n",
            "  [4, 42, 28, 33, 41],\n  [3, 34, 18, 24, 32],\n",
        ),
        ("pte_core", "2024-01-30", 'confidence = "canada.ca"\n', ""),
        ("pte_core", "2024-01-30", 'source = "Language test equivalency, PTE Core"\n', ""),
    ],
)
def test_an_incomplete_conversion_is_refused(written, test, day, old, new):
    written(f"language_{test}", day, old, new)
    with pytest.raises(Incomplete, match=f"language_{test}/{day}"):
        conversion(LanguageTest(test), TODAY)


def test_the_scale_of_a_conversion():
    assert conversion(LanguageTest.IELTS_GT, TODAY).scale[Ability.READING] == (0, 9, 0.5)
    assert conversion(LanguageTest.TCF_CANADA, TODAY).scale[Ability.WRITING] == (0, 20, 1)
