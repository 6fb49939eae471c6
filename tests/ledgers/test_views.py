"""The pages of ledgers and of comparisons: whose they are, on which day, what they refuse, and what they hand out."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import time_machine
from flask import Flask
from jsonschema import Draft202012Validator
from sqlalchemy import select

from expressentry.config import ROOT
from expressentry.database import db
from expressentry.invitations import lifecycle as invitations
from expressentry.models import Event, ExpressionOfInterest, Invitation, RoundKind, User, Viewing, ViewingKind
from expressentry.pool import lifecycle as pool
from expressentry.rounds import lifecycle as rounds
from expressentry.rules.facts import Province
from tests.conftest import FACTS, LAW, NOW, Browser, People, profile_of

Visitor = Callable[..., Browser]


def stay_of(user: User) -> ExpressionOfInterest:
    own = select(ExpressionOfInterest).where(ExpressionOfInterest.profile_id == profile_of(user).id)
    return db.session.scalars(own).one()


def score(page: Any) -> int:
    """The score that the page's table of lines adds up to."""
    found = re.search(r"<tfoot>.*?<td><b>(\d+)</b></td>", page.text, re.DOTALL)
    assert found is not None
    lines = re.findall(r'line-[a-z_]+">[^<]*</a></th><td>\d+</td><td>(\d+)</td>', page.text)
    assert len(lines) == 16
    assert sum(map(int, lines)) == int(found[1])
    return int(found[1])


# ---- One's own answers, as they stand


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_candidate_sees_every_point_of_the_answers(visitor: Visitor, people: People, language: str) -> None:
    page = visitor(people.candidate(FACTS), language).get("/profile/ledger")
    assert page.status_code == 200
    assert score(page) == 458
    assert f"/{language}/law?on=2025-07-07#crs_core.age" in page.text
    assert f'href="/{language}/profile/ledger.json"' in page.text
    assert page.text.count("<h1>") == 1


def test_with_nothing_answered_there_is_a_ledger_of_nothing(visitor: Visitor, people: People) -> None:
    page = visitor(people.candidate()).get("/profile/ledger")
    assert score(page) == 0
    assert "The pool is closed: no program takes this person." in page.text


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("?on=2026-11-22", 458),
        ("?on=2027-05-05", 453),  # 32 years old: 94 instead of 99, and all else as it was
        ("?on=2016-01-01", 110),  # 20 years old: 110, and nothing of what came later
        ("?law=2015-01-01", 458),
        ("?on=&law=", 458),
    ],
)
def test_any_day_under_any_law(visitor: Visitor, people: People, asked: str, expected: int) -> None:
    assert score(visitor(people.candidate(FACTS)).get(f"/profile/ledger{asked}")) == expected


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("on=2014-12-31", "Express Entry began on January 1, 2015. Before that day there is no law to apply."),
        ("law=2014-12-31", "Express Entry began on January 1, 2015."),
        ("law=2026-11-24", "The law of a day still to come is not known. Choose a day up to today, November 23, 2026."),
        ("on=2036-11-24", "Nobody can know a score so far ahead. Choose a day up to November 23, 2036."),
        ("on=2026-02-30", "Write a real date as year-month-day"),
        ("on=tomorrow", "Write a real date as year-month-day"),
        ("on=0001-01-01", "Write a real date as year-month-day"),
        ("on=9999-12-31", "Nobody can know a score so far ahead."),
        ("on=1000-01-01", "Express Entry began on January 1, 2015."),
        ("on=%00", "This contains characters that cannot be kept."),
        ("on=%F0%9F%99%82", "Write a real date as year-month-day"),
    ],
)
def test_a_day_without_a_law_is_refused_in_words(visitor: Visitor, people: People, asked: str, told: str) -> None:
    """No score is guessed; what was typed stays in the field. The JSON says the same."""
    browser = visitor(people.candidate(FACTS))
    page = browser.get(f"/profile/ledger?{asked}")
    assert page.status_code == 422
    assert page.text.count(told) == 2
    assert "<tfoot>" not in page.text
    assert page.text.startswith("<!doctype html>")
    assert "<title>Error: " in page.text
    plain = browser.get(f"/profile/ledger.json?{asked}")
    assert plain.status_code == 422
    (name,) = json.loads(plain.text)["errors"]
    assert told in json.loads(plain.text)["errors"][name][0]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_ledger_can_be_taken_away(visitor: Visitor, people: People, language: str) -> None:
    browser = visitor(people.candidate(FACTS), language)
    answer = browser.get("/profile/ledger.json?on=2026-11-22&law=2018-01-01")
    assert answer.mimetype == "application/json"
    assert answer.headers["Content-Disposition"] == "attachment; filename=ledger-2026-11-22.json"
    stated = json.loads(answer.text)
    schema = json.loads((ROOT / "docs" / "ledger.schema.json").read_text())
    assert list(Draft202012Validator(schema).iter_errors(stated)) == []
    assert (stated["on"], stated["law"]["since"], stated["language"]) == ("2026-11-22", "2018-01-01", language)


def test_a_page_leads_to_the_json_of_the_same_days(visitor: Visitor, people: People) -> None:
    page = visitor(people.candidate(FACTS)).get("/profile/ledger?on=2026-11-22&law=2018-01-01&x=1")
    assert 'href="/en/profile/ledger.json?on=2026-11-22&amp;law=2018-01-01"' in page.text


# ---- As submitted


def test_what_was_submitted_is_not_what_was_changed_since(visitor: Visitor, people: People) -> None:
    user = people.in_pool()
    browser = visitor(user)
    sent = {"sibling_in_canada": "yes", "revision": "1", "tab": "t"}
    assert browser.post("/profile/ties", sent).status_code == 303
    assert score(browser.get("/profile/ledger")) == 473
    assert score(browser.get("/expression-of-interest/ledger")) == 458
    assert json.loads(browser.get("/expression-of-interest/ledger.json").text)["total"] == 458


def test_who_is_not_in_the_pool_has_submitted_nothing(visitor: Visitor, people: People, app: Flask) -> None:
    browser = visitor(people.candidate(FACTS))
    for path in ("/expression-of-interest/ledger", "/expression-of-interest/ledger.json"):
        assert browser.get(path).status_code == 404
    with app.app_context():
        events = db.session.scalars(select(Event).where(Event.kind == "ledgers.refused")).all()
        assert [event.figures["path"] for event in events] == [
            "/en/expression-of-interest/ledger",
            "/en/expression-of-interest/ledger.json",
        ]


# ---- Officers


def test_an_officers_look_is_written_down(visitor: Visitor, people: People, app: Flask) -> None:
    user = people.in_pool()
    officer = visitor(people.officer())
    with app.app_context():
        number = stay_of(user).number
    assert score(officer.get(f"/pool/{number}/ledger?on=2026-11-23")) == 458
    assert json.loads(officer.get(f"/pool/{number}/ledger.json").text)["total"] == 458
    with app.app_context():
        looks = db.session.scalars(select(Viewing)).all()
        assert [(look.profile_id, look.how) for look in looks] == [(profile_of(user).id, ViewingKind.OPENED)] * 2
    assert f"/en/pool/{number}/ledger" in officer.get(f"/pool/{number}").text


@pytest.mark.parametrize("number", ["A000000001", "x", "%00", "🙂", "1" * 300])
def test_a_number_nobody_has_is_no_page(visitor: Visitor, people: People, app: Flask, number: str) -> None:
    assert visitor(people.officer()).get(f"/pool/{number}/ledger").status_code == 404
    with app.app_context():
        assert db.session.scalars(select(Event.kind).where(Event.kind == "ledgers.refused")).all()


def test_an_accepted_nomination_stands_in_both_ledgers(visitor: Visitor, people: People, app: Flask) -> None:
    user = people.in_pool()
    with app.app_context():
        pool.set_nomination(stay_of(user), Province.ON, NOW, LAW)
        db.session.commit()
    browser = visitor(user)
    assert score(browser.get("/expression-of-interest/ledger")) == 1058
    assert score(browser.get("/profile/ledger")) == 1058


# ---- Invitations


@pytest.fixture
def invited(people: People, app: Flask) -> tuple[User, int]:
    """A candidate with an invitation of this moment, and its id."""
    user = people.in_pool()
    officer_id = people.officer().id
    with app.app_context():
        officer = db.session.get_one(User, officer_id)
        round_ = rounds.draft(officer, NOW)
        rounds.change(round_, RoundKind.NO_PROGRAM_SPECIFIED, 1, None, officer, NOW)
        rounds.issue(round_, officer, NOW, LAW)
        db.session.commit()
        return user, db.session.scalars(select(Invitation.id)).one()


def test_an_invitation_keeps_its_reasons(
    visitor: Visitor, invited: tuple[User, int], moment: time_machine.Traveller
) -> None:
    """Months later, when the candidate is a year older, it is still the ledger of the day of the invitation."""
    user, id_ = invited
    browser = visitor(user)
    assert f"/en/invitations/{id_}/ledger" in browser.get(f"/invitations/{id_}").text
    moment.move_to(NOW.replace(year=2027, month=6))
    browser = visitor(user)
    page = browser.get(f"/invitations/{id_}/ledger")
    assert score(page) == 458
    assert "31 years old" in page.text
    assert json.loads(browser.get(f"/invitations/{id_}/ledger.json").text)["on"] == "2026-11-23"


def test_reasons_that_no_longer_fit_the_letter_are_not_shown(
    visitor: Visitor, invited: tuple[User, int], app: Flask
) -> None:
    """Who declined, returned and updated the stay has other answers in it; the frozen points stay in the letter."""
    user, id_ = invited
    with app.app_context():
        given = db.session.get_one(Invitation, id_)
        invitations.decline(given, db.session.get_one(User, user.id), NOW, LAW)
        given.expression.facts = replace(given.expression.facts, birth_date=date(1980, 1, 1))
        db.session.commit()
    page = visitor(user).get(f"/invitations/{id_}/ledger")
    assert page.status_code == 200
    assert "the reasons of each point cannot be shown any more" in page.text
    assert "<tfoot>" not in page.text
    assert visitor(user).get(f"/invitations/{id_}/ledger.json").status_code == 404


@pytest.mark.parametrize("id_", [1, 99, 2**31, 2**70])
def test_another_persons_invitation_does_not_exist(
    visitor: Visitor, people: People, invited: tuple[User, int], id_: int
) -> None:
    stranger = visitor(people.candidate(FACTS))
    assert stranger.get(f"/invitations/{id_}/ledger").status_code == 404
    assert stranger.get(f"/invitations/{id_}/ledger.json").status_code == 404


# ---- Two sides


@pytest.mark.parametrize("language", ["en", "fr"])
def test_two_laws_side_by_side(visitor: Visitor, people: People, language: str) -> None:
    browser = visitor(people.candidate(replace(FACTS, sibling_in_canada=True)), language)
    assert "<tfoot>" not in browser.get("/profile/compare").text
    page = browser.get("/profile/compare?on=&law=2016-01-01&on2=&law2=")
    assert page.status_code == 200
    assert "<td><b>458</b></td><td><b>473</b></td>" in page.text
    assert page.text.count('class="differs"') == 4
    assert f"/{language}/law?on=2016-01-01" in page.text


def test_the_law_that_made_the_difference_is_named(visitor: Visitor, people: People) -> None:
    browser = visitor(people.candidate(replace(FACTS, sibling_in_canada=True)))
    page = browser.get("/profile/compare?on=&law=2017-06-05&on2=&law2=2017-06-06")
    assert "The second side has 15 points more." in page.text
    assert (
        "Made by the law: Comprehensive Ranking System: additional points, of November 19, 2016 and of June 6, 2017."
        in (page.text)
    )


def test_the_day_that_made_the_difference_is_named(visitor: Visitor, people: People) -> None:
    page = visitor(people.candidate(FACTS)).get("/profile/compare?on=&law=&on2=2027-05-05&law2=")
    assert "The second side has 5 points fewer." in page.text
    assert "Made by the day: age on the day." in page.text
    assert "Both sides are under the same law." in page.text


@pytest.mark.parametrize("name", ["on", "law", "on2", "law2"])
def test_each_of_four_days_is_checked(visitor: Visitor, people: People, name: str) -> None:
    page = visitor(people.candidate(FACTS)).get(f"/profile/compare?{name}=2014-12-31")
    assert page.status_code == 422
    assert f'href="#{name}"' in page.text
    assert f'id="{name}-error"' in page.text
    assert 'value="2014-12-31"' in page.text
    assert "<tfoot>" not in page.text


def test_the_site_under_the_law_of_another_day_judges_by_that_law(visitor: Visitor, people: People, app: Flask) -> None:
    app.config["LAW_ON"] = date(2016, 1, 1)
    browser = visitor(people.candidate(replace(FACTS, sibling_in_canada=True)))
    assert score(browser.get("/profile/ledger")) == 458
    assert score(browser.get("/profile/ledger?law=2026-11-23")) == 473


def test_the_pages_lead_to_each_other(visitor: Visitor, people: People) -> None:
    browser = visitor(people.in_pool())
    for path in ("/profile", "/expression-of-interest", "/profile/ledger", "/profile/compare"):
        page = browser.get(path).text
        assert "/en/profile/ledger" in page
        assert "/en/profile/compare" in page
    assert "/en/expression-of-interest/ledger" in browser.get("/expression-of-interest").text
