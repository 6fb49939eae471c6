"""The pages of advice: in both languages, for the candidate alone, and nothing kept."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from expressentry.database import db
from expressentry.models import Event, User
from expressentry.rules.facts import Province
from tests.conftest import FACTS, Browser, People, profile_of
from tests.rules.law_facts import english, foreign, spouse

Visitor = Callable[..., Browser]


def test_what_helps_is_told_with_its_points_and_the_program_it_opens(visitor: Visitor, people: People) -> None:
    page = visitor(people.candidate(FACTS)).get("/profile/advice").text
    assert "Your CRS score today: 458." in page
    assert (
        '<span class="points-gained">+62</span> French as your second language: every ability at least NCLC 7' in page
    )
    assert "Opens to you: Canadian Experience Class." in page
    assert "#crs_additional.french" in page
    assert "“Arranged employment” gives no points under the law in force." in page
    assert "this site's own estimate" in page
    assert "one year older, all else unchanged, you would have 5 points less" in page


@pytest.mark.parametrize("language", ["en", "fr"])
def test_somebody_who_said_nothing_yet_is_advised_too(visitor: Visitor, people: People, language: str) -> None:
    answer = visitor(people.candidate(), language).get("/profile/advice")
    assert answer.status_code == 200


def test_a_nomination_accepted_in_the_pool_is_not_advised_again(visitor: Visitor, people: People) -> None:
    page = visitor(people.in_pool(FACTS, nomination=Province.ON)).get("/profile/advice").text
    assert "Your CRS score today: 1058." in page
    assert "A nomination by a province or territory" not in page


# ---- Couples


def married(people: People, **changed: object) -> User:
    together = spouse(credentials=(foreign("masters_or_entry_to_practice_professional"),), language=english(7))
    return people.candidate(replace(FACTS, spouse=together, family_size=2, **changed))


def test_a_couple_sees_four_arrangements_and_what_is_missing(visitor: Visitor, people: People) -> None:
    page = visitor(married(people)).get("/profile/couple").text
    assert page.count("Your partner is the principal applicant, you come along") >= 3
    assert "Your partner&#39;s date of birth: without it, age earns nothing." in page
    assert "at least" in page
    assert "Declare only what is true." in page
    assert "IRPA 40" in page
    assert 'name="birth_date"' in page
    assert 'name="education"' not in page
    assert 'name="first_test"' not in page
    assert 'name="second_test"' in page


def test_what_is_typed_of_the_partner_is_counted_and_not_kept(app: Flask, visitor: Visitor, people: People) -> None:
    user = married(people)
    browser = visitor(user)
    typed = {"birth_date": "1996-11-23", "canadian_years": "0", "canadian_last_three": "0", "foreign_years": "1"}
    typed |= {"primary_occupation": "21231", "continuous_years": "1"}
    with app.app_context():
        before = profile_of(user).answers.raw, len(db.session.scalars(select(Event)).all())
    answer = browser.post("/profile/couple", typed)
    assert answer.status_code == 200
    assert "at least" not in answer.text[answer.text.index("<main") : answer.text.index("partner-title")]
    with app.app_context():
        assert (profile_of(user).answers.raw, len(db.session.scalars(select(Event)).all())) == before


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"birth_date": "2031-01-01"}, "future"),
        ({"birth_date": "soon"}, "Write a real date"),
        ({"second_test": "ielts_gt"}, "same language"),
        ({"second_test": "tef_canada", "second_taken_on": "2026-02-02", "second_speaking": "9000"}, "This test gives"),
        ({"foreign_years": "11"}, "Write a number from 0 to 10"),
        ({"canadian_years": "1", "canadian_last_three": "2"}, "This cannot be more than all the years in Canada."),
        ({"primary_occupation": "99999"}, "There is no occupation with the code"),
    ],
)
def test_what_makes_no_sense_is_told_beside_its_question_and_kept(
    visitor: Visitor, people: People, typed: dict[str, str], told: str
) -> None:
    answer = visitor(married(people)).post("/profile/couple", typed)
    assert answer.status_code == 422
    assert told in answer.text
    for value in typed.values():
        assert f'value="{value}"' in answer.text
    assert "The arrangements side by side" in answer.text


def test_an_occupation_is_found_by_its_title(visitor: Visitor, people: People) -> None:
    sent = {"find": "primary_occupation", "primary_occupation_search": "carpenter", "foreign_years": "2"}
    answer = visitor(married(people)).post("/profile/couple", sent)
    assert answer.status_code == 200
    assert "72310" in answer.text
    assert 'name="foreign_years" value="2"' in answer.text


@pytest.mark.parametrize("language", ["en", "fr"])
def test_without_a_partner_the_page_says_so(visitor: Visitor, people: People, language: str) -> None:
    answer = visitor(people.candidate(FACTS), language).get("/profile/couple")
    assert answer.status_code == 200
    assert '<form method="post" action' not in answer.text[answer.text.index("<main") :]


# ---- Real rounds


def test_the_page_of_rounds_says_whose_they_are_and_how_far_they_are_known(visitor: Visitor, people: People) -> None:
    page = visitor(people.candidate(FACTS)).get("/profile/rounds").text
    assert "Rounds are known up to September 15, 2026; up to August 19, 2026 there is no gap." in page
    assert "They are not rounds of this site" in page
    assert "On March 25, 2025 the additional points changed." in page
    assert "They are compared with the 1058 points you would have with one." in page
    assert "18 of 20 rounds" in page
    assert page.count("<circle") == 115 - 44
    assert "Which categories you fit today" in page


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("path", ["/profile/advice", "/profile/couple", "/profile/rounds"])
def test_the_pages_are_the_candidates_alone(visitor: Visitor, people: People, path: str, language: str) -> None:
    assert visitor(people.candidate(), language).get(path).status_code == 200
    assert visitor(people.officer(), language).get(path).status_code == 403
    assert visitor(None, language).get(path).status_code == 303
