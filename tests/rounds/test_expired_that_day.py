"""A language test that becomes two years old on the day of a round."""

from dataclasses import replace
from datetime import date, timedelta

from flask import Flask
from sqlalchemy import select

from expressentry.database import db
from expressentry.models import Departure, ExpressionOfInterest, Invitation, RoundKind, User
from expressentry.rounds import lifecycle
from tests.conftest import FACTS, LAW, NOW, People, profile_of


def test_a_test_that_expires_the_day_of_a_round_invites_nobody(context: Flask, people: People) -> None:
    """Both stood in the pool with the same score; the one whose test is two years old today is ranked without it."""
    early = NOW - timedelta(days=5)
    expired = people.in_pool(at=early, languages=(replace(FACTS.languages[0], taken_on=date(2024, 11, 23)),))
    valid = people.in_pool(
        at=NOW - timedelta(days=4), languages=(replace(FACTS.languages[0], taken_on=date(2024, 11, 24)),)
    )
    assert _stay(expired).score == _stay(valid).score
    officer = db.session.get_one(User, people.officer().id)
    round_ = lifecycle.draft(officer, NOW)
    lifecycle.change(round_, RoundKind.NO_PROGRAM_SPECIFIED, 2, None, officer, NOW)
    lifecycle.issue(round_, officer, NOW, LAW)
    db.session.commit()
    invited = db.session.scalars(select(Invitation.expression_id)).all()
    assert invited == [_stay(valid).id]
    assert (_stay(expired).in_pool, _stay(expired).left_because) == (False, Departure.INELIGIBLE)


def _stay(user: User) -> ExpressionOfInterest:
    own = select(ExpressionOfInterest).where(ExpressionOfInterest.profile_id == profile_of(user).id)
    return db.session.scalars(own).one()
