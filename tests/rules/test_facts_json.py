"""Facts to JSON and back, what is malformed and where, and the JSON Schema."""

import json
import types
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from law_facts import CARPENTER, TEER_1, canadian, english, foreign, french, here, job, offer, person, spouse

from expressentry.rules.facts import Certificate, CountedYears, Facts, Job, LanguageResult, Spouse
from expressentry.rules.facts_json import Malformed, decode, encode, schema

LIMITS = settings(
    max_examples=150, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
PLAIN = {
    date: st.dates(),
    bool: st.booleans(),
    int: st.integers(-(10**15) + 1, 10**15 - 1),
    float: st.integers(-100, 1000) | st.floats(-1e8, 1e8),
    str: st.text(max_size=8),
}


def anything(kind):
    """Any value of a type of the facts."""
    if get_origin(kind) in (Union, types.UnionType):
        return st.one_of(st.none(), *[anything(arg) for arg in get_args(kind) if arg is not type(None)])
    if get_origin(kind) is tuple:
        return st.lists(anything(get_args(kind)[0]), max_size=2).map(tuple)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return st.builds(kind, **{member.name: anything(hints[member.name]) for member in fields(kind)})
    return st.sampled_from(list(kind)) if issubclass(kind, StrEnum) else PLAIN[kind]


FULL = person(
    spouse=spouse(credentials=(foreign("doctoral"),), language=english(9), jobs=(here(),), sibling_in_canada=True),
    credentials=(canadian("secondary"), foreign("one_year_post_secondary", "two_year_post_secondary")),
    languages=(english(9), french(7)),
    jobs=(job(TEER_1, "2020-01-01", "2024-02-29", hours=37.5), here(CARPENTER)),
    primary_occupation=TEER_1,
    qualified_on=date(2019, 5, 6),
    certificate=Certificate(noc_code=CARPENTER, expires_on=date(2030, 1, 1)),
    job_offer=offer(),
    nomination="BC",
)
VALIDATOR = Draft202012Validator(schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)


# ---- There and back


@LIMITS
@given(anything(Facts))
def test_there_and_back(facts):
    as_text = json.dumps(encode(facts))
    assert decode(encode(facts)) == facts
    assert decode(json.loads(as_text)) == facts
    assert json.dumps(encode(decode(json.loads(as_text)))) == as_text


@pytest.mark.parametrize("kind", [Job, LanguageResult, Spouse, CountedYears])
def test_the_parts_on_their_own(kind):
    @LIMITS
    @given(anything(kind))
    def there_and_back(value):
        assert decode(encode(value), kind) == value

    there_and_back()


def test_what_is_as_it_is_by_default_is_left_out():
    assert encode(Facts()) == {}
    assert encode(Facts(birth_date=date(1996, 2, 29))) == {"birth_date": "1996-02-29"}
    assert encode(Facts(jobs=(Job(noc_code=TEER_1),))) == {"jobs": [{"noc_code": "21231"}]}
    assert encode(Facts(counted_years=CountedYears())) == {"counted_years": {}}
    assert encode(Facts(sibling_in_canada=None)) == {"sibling_in_canada": None}


def test_what_is_absent_is_as_it_is_by_default():
    assert decode({}) == Facts()
    assert decode({"spouse": None, "jobs": []}) == Facts()
    assert decode({"spouse": {}}) == Facts(spouse=Spouse())
    assert decode({"jobs": [{}]}).jobs[0] == Job(paid=True, authorized=True, in_canada=False)


# ---- Malformed


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ([], ""),
        ("facts", ""),
        (None, ""),
        (5, ""),
        ({"age": 30}, "age"),
        ({"": 1}, ""),
        ({"birth_date": "1996-2-29"}, "birth_date"),
        ({"birth_date": "1995-02-29"}, "birth_date"),
        ({"birth_date": "29.02.1996"}, "birth_date"),
        ({"birth_date": "19960229"}, "birth_date"),
        ({"birth_date": "1996-02-29T00:00"}, "birth_date"),
        ({"birth_date": ""}, "birth_date"),
        ({"birth_date": 19960229}, "birth_date"),
        ({"birth_date": ["1996-02-29"] * 10}, "birth_date"),
        ({"spouse": []}, "spouse"),
        ({"spouse": {"name": "x"}}, "spouse.name"),
        ({"spouse": {"accompanying": 1}}, "spouse.accompanying"),
        ({"spouse": {"accompanying": "true"}}, "spouse.accompanying"),
        ({"spouse": {"credentials": [{"level": "phd"}]}}, "spouse.credentials[0].level"),
        ({"spouse": {"language": {"test": "toefl"}}}, "spouse.language.test"),
        ({"jobs": {}}, "jobs"),
        ({"jobs": None}, "jobs"),
        ({"jobs": "none"}, "jobs"),
        ({"jobs": [{}, 3]}, "jobs[1]"),
        ({"jobs": [None]}, "jobs[0]"),
        ({"jobs": [{}, {"hours_per_week": "40"}]}, "jobs[1].hours_per_week"),
        ({"jobs": [{"hours_per_week": True}]}, "jobs[0].hours_per_week"),
        ({"jobs": [{"hours_per_week": float("nan")}]}, "jobs[0].hours_per_week"),
        ({"jobs": [{"hours_per_week": float("inf")}]}, "jobs[0].hours_per_week"),
        ({"jobs": [{"hours_per_week": 1e9}]}, "jobs[0].hours_per_week"),
        ({"jobs": [{"noc_code": 21231}]}, "jobs[0].noc_code"),
        ({"credentials": [{"equivalencies": ["secondary", "x"]}]}, "credentials[0].equivalencies[1]"),
        ({"credentials": [{"equivalencies": "secondary"}]}, "credentials[0].equivalencies"),
        ({"languages": [{"scores": []}]}, "languages[0].scores"),
        ({"first_language": "German"}, "first_language"),
        ({"first_language": 1}, "first_language"),
        ({"counted_years": {"canadian": None}}, "counted_years.canadian"),
        ({"counted_years": {"canadian": 1.25}}, "counted_years.canadian"),
        ({"counted_years": {"canadian": True}}, "counted_years.canadian"),
        ({"family_size": "2"}, "family_size"),
        ({"family_size": 1.5}, "family_size"),
        ({"funds_cents": 10**15}, "funds_cents"),
        ({"funds_cents": -(10**15)}, "funds_cents"),
        ({"provinces": ["ON", "XX"]}, "provinces[1]"),
        ({"provinces": ["on"]}, "provinces[0]"),
        ({"nomination": "Ontario"}, "nomination"),
        ({"job_offer": {"permit": "open"}}, "job_offer.permit"),
        ({"certificate": "yes"}, "certificate"),
    ],
    ids=str,
)
def test_malformed_names_its_path(data, path):
    with pytest.raises(Malformed) as caught:
        decode(data)
    assert caught.value.path == path
    assert str(caught.value) == f"{path or 'facts'}: {caught.value.problem}"
    assert caught.value.problem


@pytest.mark.parametrize("text", ["2026-W01-1", "2026-W53-7"])
def test_a_date_by_week_is_not_written_year_month_day(text):
    with pytest.raises(Malformed):
        decode({"birth_date": text})


@pytest.mark.parametrize("number", [10**15, 10**308, 10**400, -(10**400)], ids=["1e15", "1e308", "1e400", "-1e400"])
@pytest.mark.parametrize("name", ["hours_per_week", "noc_code"])
def test_a_number_of_any_size_is_malformed(name, number):
    with pytest.raises(Malformed) as caught:
        decode({"jobs": [{name: number}]})
    assert caught.value.path == f"jobs[0].{name}"


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({"age": 30}, "is not a known field"),
        ([], "must be an object"),
        ({"jobs": 1}, "must be a list"),
        ({"birth_date": "soon"}, "must be a date written YYYY-MM-DD"),
        ({"sibling_in_canada": "no"}, "must be true or false"),
        ({"family_size": 1.5}, "must be a whole number"),
        ({"jobs": [{"hours_per_week": "x"}]}, "must be a number"),
        ({"primary_occupation": 1}, "must be a text"),
        ({"first_language": "x"}, "must be one of english, french"),
    ],
)
def test_what_is_the_matter(data, problem):
    with pytest.raises(Malformed) as caught:
        decode(data)
    assert caught.value.problem == problem


# ---- Schema


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(schema())
    assert schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert set(schema()["properties"]) == {member.name for member in fields(Facts)}


def test_every_field_says_what_it_is():
    for kind in (schema(), *schema()["$defs"].values()):
        assert kind["description"] or kind is schema()
        for name, member in kind["properties"].items():
            assert member["description"].endswith("."), name
            assert "default" in member


@pytest.mark.parametrize("data", [{}, encode(FULL), {"spouse": {}}, {"jobs": [{}]}, {"counted_years": {"canadian": 3}}])
def test_the_schema_accepts(data):
    assert list(VALIDATOR.iter_errors(data)) == []
    assert decode(data)


@LIMITS
@given(anything(Facts))
def test_the_schema_accepts_what_is_encoded(facts):
    data = encode(facts)
    if "jobs" in data:
        data.pop("counted_years", None)
    assert list(VALIDATOR.iter_errors(data)) == []


@pytest.mark.parametrize(
    "data",
    [
        [],
        None,
        {"age": 30},
        {"spouse": {"name": "x"}},
        {"jobs": {}},
        {"jobs": [3]},
        {"jobs": [{"hours_per_week": "40"}]},
        {"jobs": [{"noc_code": 21231}]},
        {"credentials": [{"level": "phd"}]},
        {"languages": [{"test": "toefl"}]},
        {"first_language": "German"},
        {"counted_years": {"canadian": 1.5}},
        {"counted_years": {"canadian": None}},
        {"family_size": "2"},
        {"provinces": ["XX"]},
        {"sibling_in_canada": "no"},
        {"birth_date": 1996},
        {"birth_date": "1996-02-30"},
        {"birth_date": "soon"},
        {"jobs": [{}], "counted_years": {}},
    ],
    ids=str,
)
def test_the_schema_refuses(data):
    assert not VALIDATOR.is_valid(data)
