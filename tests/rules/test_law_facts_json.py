"""Facts to JSON and back, what is malformed and where, and the published JSON Schema."""

import json
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import get_args, get_origin, get_type_hints

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from law_facts import CARPENTER, TEER_1, canadian, english, foreign, french, here, job, offer, person, spouse

from expressentry.rules import facts_json
from expressentry.rules.facts import Certificate, CountedYears, Credential, Facts, Job, LanguageResult, Province
from expressentry.rules.facts_json import Malformed, decode, encode, schema

MANY = settings(
    max_examples=150, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


def values_of(kind):
    """Any value of the type of a field."""
    if get_origin(kind) is tuple:
        return st.lists(values_of(get_args(kind)[0]), max_size=3).map(tuple)
    if get_args(kind):
        return st.one_of(*[st.none() if arg is type(None) else values_of(arg) for arg in get_args(kind)])
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return st.builds(kind, **{member.name: values_of(hints[member.name]) for member in fields(kind)})
    if issubclass(kind, StrEnum):
        return st.sampled_from(kind)
    return {
        date: st.dates(),
        bool: st.booleans(),
        int: st.integers(-(10**15) + 1, 10**15 - 1),
        float: st.floats(-(10**9) + 1, 10**9 - 1, allow_nan=False) | st.integers(-1000, 1000),
        str: st.text(max_size=8),
    }[kind]


ANY_FACTS = values_of(Facts)
FULL = person(
    spouse=spouse(language=english(9), jobs=(here(TEER_1),), credentials=(canadian("doctoral"),)),
    credentials=(canadian("secondary"), foreign("doctoral", "secondary")),
    languages=(english((7.0, 8, 9, 10)), french(7)),
    jobs=(job(TEER_1, "2020-02-29", "2021-03-01", 37.5), here(CARPENTER)),
    certificate=Certificate(noc_code=CARPENTER, expires_on=date(2030, 1, 1)),
    job_offer=offer(),
    nomination=Province.NL,
    provinces=tuple(Province),
)

# ---- There and back


@MANY
@given(facts=ANY_FACTS)
def test_decoding_undoes_encoding(facts):
    assert decode(encode(facts)) == facts
    assert decode(json.loads(json.dumps(encode(facts)))) == facts


@MANY
@given(facts=ANY_FACTS)
def test_what_is_encoded_meets_the_schema(facts):
    encoded = encode(facts)
    if not ("jobs" in encoded and "counted_years" in encoded):
        VALIDATOR.validate(json.loads(json.dumps(encoded)))


def test_what_equals_its_default_is_left_out():
    assert encode(Facts()) == {}
    assert decode({}) == Facts()
    assert encode(Facts(sibling_in_canada=True, relative_in_canada=None)) == {
        "sibling_in_canada": True,
        "relative_in_canada": None,
    }


def test_an_unanswered_question_is_not_a_no():
    for answer in (None, True, False):
        assert decode({"sibling_in_canada": answer}).sibling_in_canada is answer
        assert decode(encode(Facts(sibling_in_canada=answer))).sibling_in_canada is answer


def test_the_json_of_a_person():
    facts = Facts(
        birth_date=date(1990, 2, 3),
        languages=(LanguageResult(test="ielts_gt", taken_on=date(2026, 1, 2), reading=6.5),),
        jobs=(Job(noc_code="21231", started_on=date(2020, 1, 1), hours_per_week=37.5),),
        provinces=(Province.ON, Province.BC),
        funds_cents=123,
    )
    assert json.loads(json.dumps(encode(facts))) == {
        "birth_date": "1990-02-03",
        "languages": [{"test": "ielts_gt", "taken_on": "2026-01-02", "reading": 6.5}],
        "jobs": [{"noc_code": "21231", "started_on": "2020-01-01", "hours_per_week": 37.5}],
        "provinces": ["ON", "BC"],
        "funds_cents": 123,
    }


def test_other_kinds_on_their_own():
    for value in (Job(noc_code="21231"), Credential(canadian=True), CountedYears(foreign=3), spouse(canadian_years=2)):
        assert decode(encode(value), type(value)) == value


# ---- Malformed, and where

MALFORMED = [
    ([], ""),
    (None, ""),
    ("facts", ""),
    (1, ""),
    ({"age": 30}, "age"),
    ({"": 1}, ""),
    ({"birth_date": 1990}, "birth_date"),
    ({"birth_date": "1990"}, "birth_date"),
    ({"birth_date": "03/02/1990"}, "birth_date"),
    ({"birth_date": "1990-02-30"}, "birth_date"),
    ({"birth_date": "1990-2-3"}, "birth_date"),
    ({"birth_date": "19900203"}, "birth_date"),
    ({"birth_date": "1990-02-03T00:00:00"}, "birth_date"),
    ({"birth_date": ["1"] * 10}, "birth_date"),
    ({"birth_date": True}, "birth_date"),
    ({"sibling_in_canada": "yes"}, "sibling_in_canada"),
    ({"sibling_in_canada": 1}, "sibling_in_canada"),
    ({"sibling_in_canada": 0}, "sibling_in_canada"),
    ({"funds_cents": 1.5}, "funds_cents"),
    ({"funds_cents": "100"}, "funds_cents"),
    ({"funds_cents": True}, "funds_cents"),
    ({"funds_cents": 10**15}, "funds_cents"),
    ({"family_size": []}, "family_size"),
    ({"nomination": "Ontario"}, "nomination"),
    ({"nomination": "on"}, "nomination"),
    ({"nomination": ["ON"]}, "nomination"),
    ({"first_language": "spanish"}, "first_language"),
    ({"primary_occupation": 21231}, "primary_occupation"),
    ({"provinces": "ON"}, "provinces"),
    ({"provinces": None}, "provinces"),
    ({"provinces": {"0": "ON"}}, "provinces"),
    ({"provinces": ["ON", "XX"]}, "provinces[1]"),
    ({"provinces": [None]}, "provinces[0]"),
    ({"jobs": [{}, {"hours_per_week": "40"}]}, "jobs[1].hours_per_week"),
    ({"jobs": [{"hours_per_week": True}]}, "jobs[0].hours_per_week"),
    ({"jobs": [{"hours_per_week": float("nan")}]}, "jobs[0].hours_per_week"),
    ({"jobs": [{"hours_per_week": float("inf")}]}, "jobs[0].hours_per_week"),
    ({"jobs": [{"hours_per_week": 10**9}]}, "jobs[0].hours_per_week"),
    ({"jobs": [{"employer": "x"}]}, "jobs[0].employer"),
    ({"jobs": [[]]}, "jobs[0]"),
    ({"jobs": [None]}, "jobs[0]"),
    ({"credentials": [{"equivalencies": ["doctoral", "phd"]}]}, "credentials[0].equivalencies[1]"),
    ({"credentials": [{"assessor": "WES"}]}, "credentials[0].assessor"),
    ({"languages": [{"test": "toefl"}]}, "languages[0].test"),
    ({"spouse": []}, "spouse"),
    ({"spouse": {"name": "x"}}, "spouse.name"),
    ({"spouse": {"language": {"speaking": "7"}}}, "spouse.language.speaking"),
    ({"spouse": {"jobs": [{"started_on": "x"}]}}, "spouse.jobs[0].started_on"),
    ({"spouse": {"credentials": [{}, {"level": 3}]}}, "spouse.credentials[1].level"),
    ({"job_offer": {"permit": "open"}}, "job_offer.permit"),
    ({"certificate": {"expires_on": "soon"}}, "certificate.expires_on"),
    ({"counted_years": {"canadian": None}}, "counted_years.canadian"),
    ({"counted_years": {"canadian": 1.0}}, "counted_years.canadian"),
]


@pytest.mark.parametrize(("data", "path"), MALFORMED, ids=repr)
def test_malformed(data, path):
    with pytest.raises(Malformed) as caught:
        decode(data)
    assert caught.value.path == path
    assert caught.value.problem
    assert str(caught.value) == f"{path or 'facts'}: {caught.value.problem}"


@pytest.mark.parametrize("written", ["2020-W01-1", "2020-W53-7"])
def test_a_date_by_its_week_is_malformed(written):
    # Fails: the ISO week form has ten characters too and is taken for a day.
    with pytest.raises(Malformed):
        decode({"birth_date": written})


@pytest.mark.parametrize("digits", [10**15, 10**308, 10**400, -(10**400)], ids=["1e15", "1e308", "1e400", "-1e400"])
@pytest.mark.parametrize("name", ["hours_per_week", "noc_code"])
def test_a_number_of_any_size_is_malformed(name, digits):
    # Fails from 1e400 on: a whole number too large for a float is an overflow, not a malformed fact.
    with pytest.raises(Malformed) as caught:
        decode({"jobs": [{name: digits}]})
    assert caught.value.path == f"jobs[0].{name}"


def test_the_first_fault_is_named():
    with pytest.raises(Malformed) as caught:
        decode({"birth_date": "x", "nomination": "y"})
    assert caught.value.path == "birth_date"


def test_a_malformed_choice_names_the_choices():
    with pytest.raises(Malformed, match="english, french"):
        decode({"first_language": "spanish"})


def test_numbers_may_be_whole():
    assert decode({"jobs": [{"hours_per_week": 40}]}).jobs[0].hours_per_week == 40
    assert decode({"jobs": [{"hours_per_week": 40.0}]}).jobs[0].hours_per_week == 40


# ---- The schema

VALIDATOR = jsonschema.Draft202012Validator(schema(), format_checker=jsonschema.FormatChecker())


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(schema())
    assert json.loads(json.dumps(schema())) == schema()
    assert set(schema()["properties"]) == {member.name for member in fields(Facts)}


def test_every_property_is_described():
    for kind in (schema(), *schema()["$defs"].values()):
        assert kind["additionalProperties"] is False
        for described in kind["properties"].values():
            assert described["description"]
            assert "default" in described


@pytest.mark.parametrize("facts", [Facts(), FULL, person(), person(counted_years=CountedYears(canadian=2))])
def test_examples_meet_the_schema(facts):
    VALIDATOR.validate(encode(facts))
    assert decode(encode(facts)) == facts


# A number can be not a number, or whole with a point, only outside JSON's own types; an empty name is unknown too.
OUTSIDE = ("nan", "inf", "1.0", str(10**15), str(10**9))
REFUSED = [(data, path) for data, path in MALFORMED if not any(word in repr(data) for word in OUTSIDE)]


@pytest.mark.parametrize(("data", "path"), REFUSED, ids=repr)
def test_the_schema_refuses_what_is_malformed(data, path):
    assert not VALIDATOR.is_valid(data)


def test_the_schema_refuses_jobs_with_counted_years():
    assert not VALIDATOR.is_valid({"jobs": [{}], "counted_years": {}})
    assert VALIDATOR.is_valid({"jobs": [{}]})
    assert VALIDATOR.is_valid({"counted_years": {}})


def test_the_defaults_of_the_schema_are_those_of_the_facts():
    shown = {name: described["default"] for name, described in schema()["properties"].items()}
    assert facts_json.decode({name: value for name, value in shown.items() if value is not None}) == Facts()
