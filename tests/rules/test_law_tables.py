"""The tables themselves: none is accepted unless complete and sourced, and every dated one is in force on some day."""

import shutil
import tomllib
from copy import deepcopy
from datetime import date, timedelta
from itertools import pairwise

import pytest
from law_facts import TODAY

from expressentry.rules import tables
from expressentry.rules.facts import Ability, LanguageTest
from expressentry.rules.tables import Incomplete, NotInForce, law_on

# The days on which the tables of each part took effect.
DAYS = {
    "crs_core": ["2015-01-01"],
    "crs_spouse": ["2015-01-01"],
    "crs_transferability": ["2015-01-01"],
    "crs_additional": ["2015-01-01", "2016-11-19", "2017-06-06", "2020-10-20", "2025-03-25"],
    "evidence": ["2015-01-01", "2018-01-01", "2024-01-30"],
    "work": ["2015-01-01", "2022-11-16", "2023-04-25"],
    "programs": ["2015-01-01", "2022-11-16"],
    "fsw_grid": ["2013-05-04"],
    "funds": [
        "2015-01-01",
        "2016-01-01",
        "2017-01-01",
        "2018-01-01",
        "2019-01-01",
        "2020-01-01",
        "2021-07-15",
        "2022-06-09",
        "2023-04-25",
        "2024-05-28",
        "2025-07-07",
    ],
    "process": ["2015-01-01", "2016-11-19", "2017-06-06", "2018-06-26", "2020-03-18", "2021-06-29"],
}
SITTINGS = {
    "ielts_gt": ["2015-01-01"],
    "celpip_g": ["2015-01-01"],
    "pte_core": ["2024-01-30"],
    "tef_canada": ["2015-01-01", "2019-10-01", "2023-12-11"],
    "tcf_canada": ["2018-01-01"],
}
FIRST = date(2015, 1, 1)
CACHED = ("law_on", "effective_dates", "conversion", "_law", "_read", "_conversion")


def iso(days):
    return tuple(map(date.fromisoformat, days))


# ---- In force


def test_every_part_has_its_days():
    assert set(tables.PARTS) == set(DAYS)
    assert {part: tables.effective_dates(part) for part in DAYS} == {part: iso(days) for part, days in DAYS.items()}
    found = {test.value: tables.effective_dates(f"language_{test.value}") for test in LanguageTest}
    assert found == {test: iso(days) for test, days in SITTINGS.items()}


def test_every_dated_file_is_used_by_some_day():
    used = set()
    for part, days in DAYS.items():
        for taken in iso(days):
            assert law_on(max(taken, FIRST)).in_force[part] == taken
            used.add(f"{part}/{taken}.toml")
    for test, days in SITTINGS.items():
        read = [tables.conversion(LanguageTest(test), taken) for taken in iso(days)]
        assert len({id(one) for one in read}) == len(days)
        used |= {f"language_{test}/{day}.toml" for day in days}
    files = {str(path.relative_to(tables.INSTRUMENTS)) for path in tables.INSTRUMENTS.rglob("*.toml")}
    assert files == used


@pytest.mark.parametrize(
    ("part", "taken", "before"),
    [
        (part, taken, before)
        for part, days in DAYS.items()
        for before, taken in zip([None, *iso(days)], iso(days), strict=False)
    ],
    ids=str,
)
def test_a_table_takes_effect_on_its_day(part, taken, before):
    assert tables.effective_date(part, taken) == taken
    if before is None:
        with pytest.raises(NotInForce):
            tables.effective_date(part, taken - timedelta(days=1))
    else:
        assert tables.effective_date(part, taken - timedelta(days=1)) == before


@pytest.mark.parametrize("day", [date(2014, 12, 31), date(2013, 5, 4), date(1900, 1, 1)], ids=str)
def test_no_law_before_2015(day):
    with pytest.raises(NotInForce):
        law_on(day)
    assert law_on(FIRST)


def test_the_last_tables_stay_in_force():
    assert law_on(date(2100, 1, 1)) is law_on(TODAY)
    assert {part: str(taken) for part, taken in law_on(TODAY).in_force.items()} == {
        part: days[-1] for part, days in DAYS.items()
    }


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (date(2014, 1, 1), date(2015, 1, 1)),
        (date(2015, 1, 1), date(2016, 1, 1)),
        (date(2016, 1, 1), date(2016, 11, 19)),
        (date(2016, 11, 18), date(2016, 11, 19)),
        (date(2025, 3, 24), date(2025, 3, 25)),
        (date(2025, 3, 25), date(2025, 7, 7)),
        (date(2025, 7, 7), None),
    ],
)
def test_the_next_amendment(after, expected):
    assert tables.next_amendment(after) == expected


def test_every_amendment_makes_another_version():
    days = sorted({max(taken, FIRST) for days in DAYS.values() for taken in iso(days)})
    versions = [law_on(day).version for day in days]
    assert len(set(versions)) == len(versions)
    for day, following in pairwise(days):
        assert law_on(following - timedelta(days=1)) is law_on(day)


def test_every_rule_has_a_source():
    for taken in iso(DAYS["crs_additional"]):
        law = law_on(taken)
        rules = [law.crs_core.age, law.crs_spouse.language, law.crs_transferability.certificate, law.programs.cec]
        rules += [law.programs.fsw, law.programs.fst, law.fsw_grid.age, law.funds, law.process, law.work, law.evidence]
        for rule in [*rules, *law.crs_additional.factors.values()]:
            assert rule.source.text
            assert rule.source.url.startswith("http")
            assert rule.source.confidence in ("law", "canada.ca", "secondary", "memory")


# ---- Refused: a table broken in one place, read by the reader of its part


def broken(part, day, change):
    with (tables.INSTRUMENTS / part / f"{day}.toml").open("rb") as file:
        raw = deepcopy(tomllib.load(file)) | {"_name": f"{part}/{day}"}
    change(raw)
    return raw


def drop(path, index):
    def change(raw):
        del within(raw, path)[index]

    return change


def swap(path):
    def change(raw):
        rows = within(raw, path)
        rows[1], rows[2] = rows[2], rows[1]

    return change


def put(path, value):
    def change(raw):
        *holders, last = path
        within(raw, holders)[last] = value

    return change


def cut(path):
    def change(raw):
        *holders, last = path
        del within(raw, holders)[last]

    return change


def within(raw, path):
    for key in path:
        raw = raw[key]
    return raw


READERS = {
    "crs_core": tables._crs_core,
    "crs_spouse": tables._crs_spouse,
    "crs_transferability": tables._crs_transferability,
    "crs_additional": tables._crs_additional,
    "evidence": tables._evidence,
    "work": tables._work,
    "programs": tables._programs,
    "fsw_grid": tables._fsw_grid,
    "funds": tables._funds,
    "process": tables._process,
}
REFUSED = [
    ("crs_core", drop(["age", "rows"], 0)),
    ("crs_core", swap(["age", "rows"])),
    ("crs_core", put(["age", "rows", 3], [20, 100])),
    ("crs_core", put(["age", "rows", 2], [18, 95, 105])),
    ("crs_core", drop(["education", "rows"], 0)),
    ("crs_core", drop(["education", "rows"], 3)),
    ("crs_core", drop(["education", "rows"], -1)),
    ("crs_core", swap(["education", "rows"])),
    ("crs_core", put(["education", "rows", 1], ["secondary", 28])),
    ("crs_core", put(["education", "rows", 1], ["high_school", 28, 30])),
    ("crs_core", drop(["first_language", "rows"], 0)),
    ("crs_core", swap(["second_language", "rows"])),
    ("crs_core", put(["canadian_work", "maximum"], [70, 79])),
    ("crs_core", put(["maximum"], [460, 501])),
    ("crs_core", cut(["age", "source"])),
    ("crs_core", cut(["age", "url"])),
    ("crs_core", cut(["age", "confidence"])),
    ("crs_core", put(["age", "confidence"], "certain")),
    ("crs_spouse", drop(["education", "rows"], 2)),
    ("crs_spouse", drop(["language", "rows"], 0)),
    ("crs_spouse", put(["maximum"], 41)),
    ("crs_spouse", cut(["canadian_work", "source"])),
    ("crs_transferability", drop(["education", "with_language", 1], 0)),
    ("crs_transferability", cut(["certificate", "source"])),
    ("crs_additional", cut(["nomination"])),
    ("crs_additional", put(["bonus"], {"points": 10})),
    ("crs_additional", cut(["nomination", "points"])),
    ("crs_additional", cut(["sibling", "source"])),
    ("evidence", cut(["source"])),
    ("evidence", put(["confidence"], None)),
    ("work", put(["occupations"], "noc_2011")),
    ("work", cut(["source"])),
    ("programs", cut(["cec", "source"])),
    ("programs", cut(["url"])),
    ("fsw_grid", drop(["education", "rows"], 4)),
    ("fsw_grid", swap(["age", "rows"])),
    ("fsw_grid", put(["age", "maximum"], 13)),
    ("fsw_grid", cut(["adaptability", "source"])),
    ("funds", drop(["amounts"], 6)),
    ("funds", cut(["source"])),
    ("process", cut(["url"])),
]


@pytest.mark.parametrize(("part", "change"), REFUSED)
def test_a_broken_table_is_refused(part, change):
    day = DAYS[part][-1]
    assert READERS[part](broken(part, day, lambda raw: None))
    with pytest.raises(Incomplete, match=f"{part}/{day}"):
        READERS[part](broken(part, day, change))


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("crs_core", cut(["age"])),
        ("crs_core", cut(["age", "rows"])),
        ("crs_core", cut(["education", "maximum"])),
        ("crs_transferability", cut(["tiers"])),
        ("work", cut(["hours_per_year"])),
        ("programs", cut(["fst"])),
        ("funds", cut(["each_additional"])),
        ("process", cut(["response_days"])),
    ],
)
def test_a_table_without_a_part_is_not_read(part, change):
    with pytest.raises(KeyError):
        READERS[part](broken(part, DAYS[part][-1], change))


# ---- Refused on the way: a copy of the instruments with one file broken


@pytest.fixture
def instruments(tmp_path, monkeypatch):
    copy = tmp_path / "instruments"
    shutil.copytree(tables.INSTRUMENTS, copy, ignore=shutil.ignore_patterns("*.titles.*"))
    monkeypatch.setattr(tables, "INSTRUMENTS", copy)
    for name in CACHED:
        getattr(tables, name).cache_clear()
    yield copy
    for name in CACHED:
        getattr(tables, name).cache_clear()


def edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_the_law_of_a_copy_is_the_same_law(instruments):
    versions = [law_on(day).version for day in (FIRST, TODAY)]
    edit(instruments / "funds" / "2015-01-01.toml", "11931", "11932")
    for name in CACHED:
        getattr(tables, name).cache_clear()
    assert law_on(FIRST).version != versions[0]
    assert law_on(TODAY).version == versions[1]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  [7, 6.0, 6.0, 6.0, 6.0],\n", ""),
        ("  [10, 7.5, 8.5, 8.0, 7.5],\n", ""),
        ("[7, 6.0, 6.0, 6.0, 6.0]", "[7, 6.0, 6.0, 6.0]"),
        ("[7, 6.0, 6.0, 6.0, 6.0]", "[7, 6.0, 6.0, 5.0, 6.0]"),
        ("[7, 6.0, 6.0, 6.0, 6.0]", "[6, 6.0, 6.0, 6.0, 6.0]"),
        ('confidence = "canada.ca"\n', ""),
        ("source = ", "origin = "),
    ],
)
def test_a_broken_conversion_is_refused(instruments, old, new):
    edit(instruments / "language_ielts_gt" / "2015-01-01.toml", old, new)
    with pytest.raises(Incomplete, match="language_ielts_gt"):
        tables.conversion(LanguageTest.IELTS_GT, TODAY)
    assert tables.conversion(LanguageTest.CELPIP_G, TODAY).minimums[Ability.READING][0] == 4


def test_a_broken_table_stops_the_law_of_its_days_only(instruments):
    edit(instruments / "funds" / "2025-07-07.toml", "40392]", "]")
    assert law_on(date(2025, 7, 6))
    with pytest.raises(Incomplete, match="funds/2025-07-07"):
        law_on(date(2025, 7, 7))


def test_a_missing_table_leaves_the_one_before(instruments):
    (instruments / "crs_additional" / "2025-03-25.toml").unlink()
    assert law_on(TODAY).in_force["crs_additional"] == date(2020, 10, 20)


def test_a_part_without_tables_is_not_in_force(instruments):
    shutil.rmtree(instruments / "process")
    with pytest.raises(NotInForce, match="process"):
        law_on(TODAY)
