"""What travels: the same after every journey, and refused if anything in it does not fit."""

import base64
import json
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, g
from werkzeug.datastructures import MultiDict

from expressentry.calculator import asked, workbook
from expressentry.calculator.asked import FORMS, RECORD_FORMS, Place
from expressentry.calculator.workbook import (
    Scenario,
    Unreadable,
    Workbook,
    document,
    opened,
    packed,
    unpacked,
    with_form,
)
from expressentry.database import dump_json
from expressentry.models import Answers, SectionKey
from expressentry.rules import crs, programs
from expressentry.seeding import answers_of
from expressentry.synthetic import candidates
from tests.conftest import FACTS, LAW, PARTICULARS, TODAY


@pytest.fixture
def speaking(app: Flask) -> Any:
    with app.test_request_context("/en/"):
        g.lang = "en"
        yield


def short(answers: Answers) -> Answers:
    """What the calculator asks of these answers, as if typed into its forms one after the other."""
    made = Answers({})
    for key in SectionKey:
        if key in FORMS:
            made = typed(made, Place(key, None), answers.section(key).values)
        for number, one in enumerate(answers.records(key), 1):
            made = typed(made, Place(key, str(number)), one.values)
    return made


def typed(answers: Answers, at: Place, values: dict[str, Any]) -> Answers:
    """These answers with one form filled in."""
    form = at.form
    assert form is not None
    sent: MultiDict[str, str] = MultiDict()
    for name, field in form._prototypes():
        sent.setlist(name, field.strings(values.get(name)))
    reading = form.read(sent, TODAY)
    assert reading.errors == {}
    return with_form(answers, at, reading)


def whole(book: Workbook) -> bytes:
    return dump_json(document(book, TODAY)).encode()


def of(facts: Any) -> Workbook:
    return Workbook((Scenario("", short(answers_of(facts, PARTICULARS))),))


def test_what_travels_is_judged_as_the_profile_is(speaking: None) -> None:
    """Two hundred invented people: the same score and programs, though names and addresses are left out."""
    for made in candidates(200, TODAY, LAW, seed=5):
        full = answers_of(made.facts, made.particulars).facts()
        carried = unpacked(packed(of(made.facts), TODAY), TODAY).answers.facts()
        assert crs.score(carried, TODAY, LAW).total == crs.score(full, TODAY, LAW).total
        assert programs.assess(carried, TODAY, LAW).programs == programs.assess(full, TODAY, LAW).programs


def test_a_file_is_the_same_after_it_was_opened(speaking: None) -> None:
    for made in candidates(50, TODAY, LAW, seed=6):
        text = whole(of(made.facts).copied("With French"))
        assert whole(opened(text, TODAY)) == text


def test_every_question_left_out_exists(speaking: None) -> None:
    from expressentry.sections.forms import FORMS as PROFILE
    from expressentry.sections.forms import RECORD_FORMS as PROFILE_RECORDS

    for key, names in asked.LEFT_OUT.items():
        questions = dict((PROFILE.get(key) or PROFILE_RECORDS[key])._prototypes())
        assert set(names) <= set(questions)
        kept = dict((FORMS.get(key) or RECORD_FORMS[key])._prototypes())
        assert set(kept) == set(questions) - set(names)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_invented_person_reads_back_in_both_languages(app: Flask, language: str) -> None:
    with app.test_request_context(f"/{language}/"):
        g.lang = language
        for made in candidates(40, TODAY, LAW, seed=7):
            assert opened(whole(of(made.facts)), TODAY).answers.facts().languages == made.facts.languages


def edited(change: Callable[[dict[str, Any]], Any]) -> bytes:
    data = document(of(FACTS), TODAY)
    change(data)
    return json.dumps(data).encode()


def sections(data: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = data["scenarios"][0]["answers"]
    return found


HAND_EDITED: list[Callable[[dict[str, Any]], Any]] = [
    lambda d: d.update(extra=1),
    lambda d: d.pop("saved_on"),
    lambda d: d.update(saved_on="yesterday"),
    lambda d: d.update(shown=1),
    lambda d: d.update(shown=True),
    lambda d: d.update(turn=-1),
    lambda d: d.update(scenarios=[]),
    lambda d: d.update(scenarios=d["scenarios"] * 4),
    lambda d: d.update(scenarios={}),
    lambda d: d["scenarios"][0].update(name=3),
    lambda d: d["scenarios"][0].update(name="x" * 61),
    lambda d: d["scenarios"][0].update(answers=[]),
    lambda d: sections(d).update(contact={}),
    lambda d: sections(d).update(nomination={"province": "ON"}),
    lambda d: sections(d).update({"about-you": []}),
    lambda d: sections(d)["about-you"].update(birth_date="1995-13-05"),
    lambda d: sections(d)["about-you"].update(birth_date="2095-01-05"),
    lambda d: sections(d)["about-you"].update(birth_date=19950505),
    lambda d: sections(d)["about-you"].update(birth_date=None),
    lambda d: sections(d)["about-you"].update(family_name="Velomar"),
    lambda d: sections(d)["about-you"].update(marital_status="happy"),
    lambda d: sections(d)["languages"].update(first_speaking="7"),
    lambda d: sections(d)["languages"].update(first_speaking=9.7),
    lambda d: sections(d)["languages"].update(first_speaking=True),
    lambda d: sections(d)["languages"].update(first_speaking=10**30),
    lambda d: sections(d)["plans"].update(funds_cents=-1),
    lambda d: sections(d)["plans"].update(funds_cents=1.5),
    lambda d: sections(d)["plans"].update(provinces="ON"),
    lambda d: sections(d)["plans"].update(provinces=["BC", "ON"] * 2),
    lambda d: sections(d)["plans"].update(provinces=[["ON"]]),
    lambda d: sections(d)["ties"].update(sibling_in_canada="yes"),
    lambda d: sections(d)["education"].append({"id": 1}),
    lambda d: sections(d)["education"].append({"id": "2"}),
    lambda d: sections(d)["education"].append({}),
    lambda d: sections(d)["education"].append(7),
    lambda d: sections(d)["work-history"][0].update(noc_code="99999"),
    lambda d: sections(d)["work-history"][0].update(ended_on="2019-01-01"),
    lambda d: sections(d).update({"work-history": [{"id": n} for n in range(1, 42)]}),
]


@pytest.mark.parametrize("change", HAND_EDITED)
def test_a_file_changed_by_hand_is_refused_whole(speaking: None, change: Callable[[dict[str, Any]], Any]) -> None:
    opened(edited(lambda d: None), TODAY)
    with pytest.raises(Unreadable, match="was changed since it was saved"):
        opened(edited(change), TODAY)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"", "cut off"),
        (b"{", "cut off"),
        (b"\xff\xfe\x00", "not a file of this calculator"),
        (b"\x89PNG\r\n", "not a file of this calculator"),
        (b"[]", "not a file of this calculator"),
        (b'{"answers": {}}', "not a file of this calculator"),
        (b"[" * 100_000, "not a file of this calculator"),
        (b'{"format": "express-entry-calculator", "version": 2}', "version 2"),
        (b'{"format": "express-entry-calculator", "version": 0}', "version 0"),
        (b'{"format": "express-entry-calculator", "version": true}', "version"),
        (b'{"format": "express-entry-calculator"}', "version"),
        (b'{"format": "express-entry-calculator", "version": 1, "version": 1}', "was changed"),
        (b'{"format": "express-entry-calculator", "version": 1, "turn": NaN}', "was changed"),
        (b'{"n": ' + b"9" * 5000 + b"}", "cut off"),
        (b" " * 200_001, "too large"),
    ],
)
def test_what_is_no_file_of_ours_is_told_apart(speaking: None, text: bytes, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        opened(text, TODAY)


def test_a_file_cut_off_anywhere_is_refused(speaking: None) -> None:
    text = whole(of(FACTS))
    for end in range(0, len(text), 97):
        with pytest.raises(Unreadable):
            opened(text[:end], TODAY)


def test_a_hidden_field_cannot_blow_up(speaking: None) -> None:
    """Ten megabytes of zeros pack into ten kilobytes; they are not unpacked."""
    bomb = base64.urlsafe_b64encode(zlib.compress(b"0" * 10_000_000)).decode()
    with pytest.raises(Unreadable, match="too large"):
        unpacked(bomb, TODAY)
    sound = packed(of(FACTS), TODAY)
    for broken in (sound[:-8], sound[8:], "é", "====", "x" * 9, sound.swapcase()):
        with pytest.raises(Unreadable):
            unpacked(broken, TODAY)


def test_the_fullest_workbook_fits_into_a_form(speaking: None) -> None:
    """Three scenarios with forty of everything are within what a form of this site holds."""
    credential = {
        "canadian": False, "completed": True, "level": "two_or_more_post_secondary_programs",
        "full_time_eight_months": True, "present_eight_months": True, "mostly_language_training": False,
        "mostly_distance": False, "return_home_award": False, "assessed": True, "assessor": "wes",
        "assessed_on": "2025-01-01", "equivalencies": ["secondary", "doctoral"],
    }  # fmt: skip
    job = {
        "noc_code": "21231", "started_on": "2020-01-01", "goes_on": False, "ended_on": "2021-01-01", "paid": True,
        "hours_per_week": 37.25, "in_canada": True, "authorized": True, "full_time_student": False,
        "self_employed": False, "publicly_funded_physician": False,
    }  # fmt: skip
    raw = {
        f"{key}/records": [
            {"id": str(9000 + n), "values": credential if "education" in key else job} for n in range(40)
        ]
        for key in RECORD_FORMS
    }
    book = Workbook(tuple(Scenario("n" * 60, Answers(raw)) for _ in range(3)))
    assert len(whole(book)) < workbook.MOST_BYTES
    assert len(packed(book, TODAY)) < 60_000


def test_scenarios_are_copied_chosen_and_taken_out(speaking: None) -> None:
    book = of(FACTS)
    copied = book.copied("Two").copied("Three")
    assert [one.name for one in copied.scenarios] == ["", "Two", "Three"]
    assert copied.shown == 2
    assert copied.copied("Four") is copied
    left = copied.without(0)
    assert [one.name for one in left.scenarios] == ["Two", "Three"]
    assert left.shown == 1
    assert left.without(1).shown == 0
    assert book.without(0) is book
