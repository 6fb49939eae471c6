"""Tables as they are written, what differs between two of them, and proposals, which are never in force."""

from datetime import date

import pytest

from expressentry.rules import category_tables, proposals, tables, written
from expressentry.rules.reading import Incomplete
from expressentry.rules.tables import NotInForce, OnlyProposed, law_on
from expressentry.rules.written import Difference, Place

ALL = (*tables.PARTS, *tables.APPLICATION_PARTS, *tables.LANGUAGE_PARTS)


def differences(part, before, after):
    """What differs between the tables of two days."""
    raws = (tables.as_written(part, date.fromisoformat(day)) for day in (before, after))
    return [(*one.place, one.before, one.after) for one in written.differences(*raws)]


def test_points_for_a_job_offer_ended_on_2025_03_25():
    assert differences("crs_additional", "2020-10-20", "2025-03-25") == [
        ("arranged_employment", "senior_manager", None, None, 200, None),
        ("arranged_employment", "other", None, None, 50, None),
    ]


def test_fees_rose_on_2026_04_30():
    assert differences("fees", "2024-04-30", "2026-04-30") == [
        ("processing", "principal", None, None, 950, 990),
        ("processing", "spouse", None, None, 950, 990),
        ("processing", "child", None, None, 260, 270),
        ("right_of_permanent_residence", "each", None, None, 575, 600),
    ]


def test_funds_rose_on_2025_07_07():
    before, after = (14690, 18288, 22483, 27297, 30690, 34917, 38875), (15263, 19001, 23360, 28362, 32168, 36280, 40392)
    assert differences("funds", "2024-05-28", "2025-07-07") == [
        *(("", "rows", size, 0, was, now) for size, was, now in zip(range(1, 8), before, after, strict=True)),
        ("", "each_additional", None, None, 3958, 4112),
    ]


def test_of_a_list_only_what_left_and_what_came():
    assert ("trades", "occupations", None, None, ("63200",), ("63201",)) in differences(
        "categories", "2025-12-08", "2026-02-18"
    )
    assert differences("evidence", "2018-01-01", "2024-01-30") == [("", "accepted", None, None, (), ("pte_core",))]


def test_numbers_in_a_list_stay_together():
    assert (
        *("scale", "speaking", None, None),
        *((0, 450, 1), (0, 699, 1)),
    ) in differences("language_tef_canada", "2015-01-01", "2019-10-01")


def test_a_table_does_not_differ_from_itself():
    for part in ALL:
        for day in tables.effective_dates(part):
            raw = tables.as_written(part, day)
            assert written.differences(raw, raw) == ()
            assert written.cells(raw) or (part, day) == ("categories", date(2015, 1, 1))


def test_grids_and_rows_have_places():
    found = written.cells(tables.as_written("crs_transferability", date(2015, 1, 1)))
    assert found[Place("education", "with_language", 2, 2)] == 50
    found = written.cells(tables.as_written("crs_core", date(2015, 1, 1)))
    assert (found[Place("age", "rows", 20, 0)], found[Place("age", "rows", 20, 1)]) == (100, 110)
    assert found[Place("age", "maximum")] == (100, 110)
    assert Difference(Place("", ""), 1, None).after is None


def test_every_table_has_the_source_of_what_is_around_it():
    for part in ALL:
        for day in tables.effective_dates(part):
            for table in written.tables_in(tables.as_written(part, day)):
                assert table.source is None or table.source.url.startswith("http")
                assert table.source or set(table.settings) <= {"maximum", "pass_mark", "order"} or table.name == "tiers"


def test_the_text_is_the_file_with_its_remarks():
    assert tables.text("fees", date(2026, 4, 30)).startswith("# Fees of an application")


# ---- Proposals


def test_the_proposals():
    assert proposals.names() == ("reform_2026", "categories_2027")
    reform = tables.proposed("reform_2026")
    assert (reform.proposed_on, reform.consulted_to) == (date(2026, 4, 23), date(2026, 5, 24))
    assert reform.source.confidence == "secondary"
    assert {change.part for change in reform.changes} <= set(ALL)


@pytest.mark.parametrize("name", ["reform_2026", "categories_2027"])
def test_a_proposal_is_never_in_force(name):
    with pytest.raises(OnlyProposed):
        tables.effective_date(name, date(2027, 1, 1))
    assert name not in law_on(date(2026, 11, 23)).in_force
    assert issubclass(OnlyProposed, NotInForce)


@pytest.mark.parametrize("name", ["", "reform", "../instruments/fees/2026-04-30", "fees"])
def test_no_other_name_is_a_proposal(name):
    with pytest.raises(KeyError):
        tables.proposed(name)


# ---- A table of categories that is not whole


def category(**changes):
    """A table of one category, changed."""
    whole = {
        "en": "Trades",
        "fr": "Métiers",
        "version": 2026,
        "occupations": ["72310"],
        "months": 12,
        "hours": 1560,
        "window_years": 3,
        "continuous": False,
        "single_occupation": True,
        "place": "anywhere",
    }
    about = {"_name": "categories/test", "source": "a source", "url": "https://example.org", "confidence": "law"}
    return about | {"trades": {key: value for key, value in (whole | changes).items() if value is not None}}


def test_a_whole_category_is_read():
    assert category_tables.categories(category(), frozenset({"72310"}))["trades"].hours == 1560


@pytest.mark.parametrize(
    "changes",
    [
        {"en": None},
        {"version": None},
        {"occupations": []},
        {"occupations": ["72310", "72310"]},
        {"occupations": ["99999"]},
        {"months": None},
        {"hours": 0},
        {"window_years": None},
        {"continuous": None},
        {"single_occupation": False},
        {"place": "moon"},
        {"french_level": 7},
        {"offer_in_occupations": True},
        {"untested": ["luck"]},
        {"confidence": "none"},
    ],
)
def test_an_incomplete_category_is_refused(changes):
    with pytest.raises(Incomplete):
        category_tables.categories(category(**changes), frozenset({"72310"}))


def test_an_unknown_category_is_refused():
    raw = category()
    raw["sailors"] = raw.pop("trades")
    with pytest.raises(Incomplete):
        category_tables.categories(raw, frozenset({"72310"}))
