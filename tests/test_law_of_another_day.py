"""The whole site under the law of July 1, 2017: profile, pool, round and letter, as they were then."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from expressentry.database import db
from expressentry.models import ExpressionOfInterest, Invitation
from expressentry.rules.facts import JobOffer, LanguageResult, LanguageTest, WorkPermit
from tests.conftest import FACTS, Browser, People, make_app

# NCLC 7 in all four; a sister in Canada; an offer in an occupation of TEER 1 on a labour market impact assessment.
IN_DEMAND = replace(
    FACTS,
    languages=(
        *FACTS.languages,
        LanguageResult(
            test=LanguageTest.TEF_CANADA,
            taken_on=date(2026, 3, 3),
            speaking=460.0,
            listening=440.0,
            reading=440.0,
            writing=430.0,
        ),
    ),
    sibling_in_canada=True,
    job_offer=JobOffer(
        noc_code="21231",
        employers=1,
        employer_excluded=False,
        full_time=True,
        lasts_a_year=True,
        permit=WorkPermit.NONE,
        lmia_approved=True,
        lmia_expires_on=date(2027, 6, 30),
    ),
)
# Age 99, education 135, first language 124, second language 4 x 3, education and language 50, language and foreign
# work 50; a sibling 15 since 2017-06-06, an offer 50 since 2016-11-19 until 2025-03-24, French 30,
# and 50 since 2020-10-20.
WITHOUT_D = 99 + 135 + 124 + 12 + 50 + 50
THEN, NOW_ADAYS = WITHOUT_D + 15 + 50 + 30, WITHOUT_D + 15 + 0 + 50


@pytest.fixture
def app(database: Path) -> Iterator[Flask]:
    """The application under the law of 2017-07-01, on a day of 2026."""
    made = make_app(database, LAW_ON="2017-07-01", DEMO=True)
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


def test_the_main_job_under_the_law_of_2017(
    app: Flask, visitor: Callable[..., Browser], people: People, moment: Any
) -> None:
    mine, office = visitor(people.candidate(IN_DEMAND)), visitor(people.officer())
    assert f"Your CRS score: {THEN}" in mine.get("/profile/ties").text
    alone = {"sibling_in_canada": "no", "relative_in_canada": "no", "studied_in_canada": "no", "worked_in_canada": "no"}
    assert f"Your CRS score: {THEN - 15}" in mine.htmx("/profile/ties/score", alone).text
    assert f"Your CRS score: {THEN - 50}" in mine.htmx("/profile/job-offer/score", {"has_offer": "no"}).text
    mine.post("/expression-of-interest")
    standing = mine.get("/expression-of-interest").text
    assert str(THEN) in standing
    assert "2017-06-06" in standing
    assert office.post("/rounds").status_code == 303
    office.post("/rounds/1/invitations", {"kind": "fsw", "size": "5", "confirmed": "yes"})
    with app.app_context():
        invitation = db.session.scalars(select(Invitation)).one()
        # 90 days to apply: the last is 2027-02-21.
        assert invitation.answer_before == datetime(2027, 2, 22, tzinfo=UTC)
        path = f"/invitations/{invitation.id}"
    letter = mine.get(path).text
    assert "February 22, 2027" in letter
    assert f">{THEN}<" in letter
    assert "Demonstration under the law in force on July 1, 2017." in letter


def test_the_same_person_today(database: Path, moment: Any) -> None:
    app = make_app(database)
    mine = Browser(app.test_client()).sign_in(People(app).candidate(IN_DEMAND))
    assert f"Your CRS score: {NOW_ADAYS}" in mine.get("/profile/ties").text
    assert f"Your CRS score: {NOW_ADAYS}" in mine.htmx("/profile/job-offer/score", {"has_offer": "no"}).text


def test_the_demonstration_can_be_seeded_under_an_older_law(app: Flask, moment: Any) -> None:
    done = app.test_cli_runner().invoke(args=["seed", "--candidates", "300", "--demo"])
    assert done.exit_code == 0
    with app.app_context():
        stays = db.session.scalars(select(ExpressionOfInterest)).all()
        assert len(stays) == 300
        assert {stay.law_version.startswith("2017-06-06.") for stay in stays} == {True}
