"""The pages about the service: who may see what, and what they say."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask, render_template

from expressentry.database import db
from expressentry.models import Decision, DemandKind, StageKey, WaitingOn
from expressentry.processing_times import for_candidate
from expressentry.rules.programs import Program
from tests.conftest import LAW, NOW, TODAY, Browser, People
from tests.service.cases import Cases


def text(page: str) -> str:
    """What is to be read on a page, in one line."""
    main = page[page.index("<main") : page.index("</main>")] if "<main" in page else page
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)).strip()


@pytest.fixture
def filled(app: Flask, people: People) -> Cases:
    """Five cases of one program decided, one of another; two open, of which one waits."""
    with app.app_context():
        cases = Cases(people)
        for days in (100, 110, 120, 190, 200):
            cases.took(days)
        cases.took(77, Program.FST)
        cases.received(NOW - timedelta(days=200), Program.PNP, "A123456789")
        waiting = cases.with_stages(cases.received(NOW - timedelta(days=20), Program.FSW, "A987654321"))
        cases.wait(waiting, StageKey.MEDICAL, WaitingOn.CANDIDATE, "medical", NOW - timedelta(days=4))
        cases.ask(waiting, DemandKind.MEDICAL, NOW + timedelta(days=26))
        db.session.commit()
        db.session.expunge_all()
    return cases


def test_everybody_sees_the_public_figures(visitor: Callable[..., Browser], filled: Cases) -> None:
    page = visitor().get("/service").text
    assert "80% of complete applications are decided within 6 months" in text(page)
    assert "Canadian Experience Class 5 120 190 60.0%" in text(page)
    assert "Federal Skilled Trades Program 1 too few to say" in text(page)
    assert "Provincial Nominee Program 0 too few to say" in text(page)
    assert "All programs 6 110 190 66.7%" in text(page)
    assert "Not counted: applications that were withdrawn" in text(page)
    assert page.count('<svg class="chart" role="img"') == 1
    assert "A123456789" not in page


def test_an_empty_site_says_that_nothing_can_be_said(visitor: Callable[..., Browser], people: People) -> None:
    assert "nothing can be said yet" in text(visitor().get("/service").text)
    page = visitor(people.officer()).get("/service/cases")
    assert page.status_code == 200
    assert "No case is open." in text(page.text)
    assert "No case waits on an applicant or a partner." in text(page.text)


def test_staff_see_the_queue_and_what_waits(visitor: Callable[..., Browser], filled: Cases) -> None:
    page = visitor(filled.officer).get("/service/cases").text
    read = text(page)
    assert "Open cases 2 Of them beyond the standard 1 Age of the oldest, in days 200" in read
    assert 'href="/en/cases/A123456789"' in page
    assert "Review of medical results The applicant 1 November 19, 2026" in read
    assert "Medical instruction To be answered before December 19, 2026 15:00:00 UTC." in read
    assert "November 2026 4 / 6 66.7% 3 / 5 60.0% – 1 / 1 100.0% –" in read
    for title in re.findall(r"<svg.*?</svg>", page, re.DOTALL):
        assert re.search(r"<title>[^<]+</title>\s*<desc>[^<]+</desc>", title)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_both_languages(visitor: Callable[..., Browser], filled: Cases, language: str) -> None:
    for browser, path in ((visitor(None, language), "/service"), (visitor(filled.officer, language), "/service/cases")):
        answer = browser.get(path)
        assert answer.status_code == 200
        assert f'<html lang="{language}">' in answer.text
        assert answer.text.count("<h1>") == 1


def test_a_candidate_sees_no_cases_and_a_stranger_signs_in(visitor: Callable[..., Browser], filled: Cases) -> None:
    assert visitor(filled.candidate).get("/service/cases").status_code == 403
    assert visitor().get("/service/cases").status_code == 303
    assert visitor(filled.candidate).get("/service").status_code == 200
    assert "/service/cases" not in visitor(filled.candidate).get("/service").text


@pytest.mark.parametrize(
    ("days_ago", "words"),
    [
        (100, "The standard leaves 84 more days for a decision."),
        (183, "The standard leaves 1 more day for a decision."),
        (184, "Today is the last day inside the standard."),
        (185, "The standard ended 1 day ago, and there is no decision yet."),
    ],
)
def test_the_clock_of_an_applicant(app: Flask, people: People, moment: object, days_ago: int, words: str) -> None:
    with app.test_request_context("/en/"):
        cases = Cases(people)
        for days in (100, 110, 120, 190, 200):
            cases.took(days)
        clock = for_candidate(cases.received(NOW - timedelta(days=days_ago)), TODAY, LAW)
        read = text(render_template("service/_clock.html", clock=clock))
    assert words in read
    assert "half took 120 days or fewer, and four of five took 190 days or fewer." in read


@pytest.mark.parametrize("decision", [Decision.WITHDRAWN, Decision.INCOMPLETE])
def test_the_clock_of_what_ended_without_a_decision(
    app: Flask, people: People, moment: object, decision: Decision
) -> None:
    with app.test_request_context("/en/"):
        application = Cases(people).took(50)
        application.decision = decision
        read = text(render_template("service/_clock.html", clock=for_candidate(application, TODAY, LAW)))
    assert "decided inside the standard" not in read
    assert "ended without a decision on it" in read
    assert "Days from receipt to the end" in read


def test_the_clock_of_a_program_with_few_decisions(app: Flask, people: People, moment: object) -> None:
    with app.test_request_context("/en/"):
        cases = Cases(people)
        clock = for_candidate(cases.took(50), TODAY, LAW)
        read = text(render_template("service/_clock.html", clock=clock))
        assert "decided inside the standard" in read
        assert "too few to say how long they take" in read
        assert render_template("service/_clock.html", clock=None).strip() == ""
