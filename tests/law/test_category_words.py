"""What a category asks for and what is missing, in words."""

from datetime import date

import pytest
from flask import Flask, g

from expressentry import category_words
from expressentry.rules import categories
from expressentry.rules.facts import CountedYears, Facts, Job, LanguageResult, LanguageTest
from expressentry.rules.tables import law_on
from tests.conftest import FACTS, TODAY

LAW = law_on(TODAY)
BEFORE = law_on(date(2026, 2, 17))


def said(app: Flask, facts: Facts, category: str) -> str:
    """The first requirement of a category in English."""
    with app.test_request_context("/en/"):
        g.lang = "en"
        return category_words.requirement(categories.qualifies(facts, category, TODAY, LAW).requirements[0])


def _carpenter(days: int) -> Facts:
    first = date.fromordinal(TODAY.toordinal() - days)
    return Facts(jobs=(Job(noc_code="72310", started_on=first, hours_per_week=40, in_canada=False, paid=True),))


def _french(*scores: int) -> Facts:
    names = ("speaking", "listening", "reading", "writing")
    result = LanguageResult(
        test=LanguageTest.TEF_CANADA, taken_on=date(2026, 2, 2), **dict(zip(names, map(float, scores), strict=True))
    )
    return Facts(languages=(result,))


def test_work_that_is_enough_or_not(app: Flask) -> None:
    assert said(app, _carpenter(364), "trades") == "72310 Carpenters: 1,560 hours counted; 1,560 needed"
    assert said(app, _carpenter(357), "trades") == "72310 Carpenters: 1,530 hours counted; 1,560 needed; 30 missing"
    assert said(app, FACTS, "trades") == "No job in a listed occupation"
    counted = Facts(counted_years=CountedYears(foreign=3))
    assert said(app, counted, "trades") == "Only counted years are known, not the jobs, so this cannot be told"


def test_french(app: Flask) -> None:
    assert said(app, _french(456, 434, 434, 428), "french") == "Every ability in French at the level needed"
    assert said(app, _french(456, 434, 393, 0), "french") == "Reading 6, needed 7; Writing below 4, needed 7"
    assert said(app, FACTS, "french") == "No French test result that counts"


def test_military(app: Flask) -> None:
    with app.test_request_context("/en/"):
        g.lang = "en"
        found = categories.qualifies(FACTS, "military", TODAY, LAW).requirements
        assert category_words.requirement(found[0]) == "Master's degree, or a professional degree needed to practise"
        assert category_words.requirement(found[1]) == "No full-time job offer in a listed occupation"


@pytest.mark.parametrize(
    ("law", "category", "sentence"),
    [
        (LAW, "french", "NCLC 7 or more in all four abilities, by a valid test."),
        (LAW, "trades", "12 months of paid work in one listed occupation in the last 3 years, in a row or not"),
        (LAW, "trades", "The work may be in Canada or abroad."),
        (LAW, "physicians", "The work must be in Canada."),
        (BEFORE, "trades", "6 months of paid work in a row in one listed occupation in the last 3 years"),
        (BEFORE, "trades", "as many hours in part time (780)."),
        (LAW, "military", "A full-time job offer in a listed occupation, and a credential of at least this level"),
    ],
)
def test_the_rule_in_a_sentence(app: Flask, law: object, category: str, sentence: str) -> None:
    with app.test_request_context("/en/"):
        g.lang = "en"
        assert sentence in category_words.rule(law.categories[category])  # type: ignore[attr-defined]
