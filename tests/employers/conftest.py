"""A verified employer, its posting, and what the record says."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from expressentry.database import db
from expressentry.models import Employer, Role, User
from tests.conftest import Browser, People
from tests.employers import factory
from tests.jobs import cases


@pytest.fixture
def employer(app: Flask, people: People) -> User:
    """The account of a verified employer, detached."""
    people.officer()
    with app.app_context():
        officer = db.session.scalars(select(User).where(User.role == Role.OFFICER)).one()
        made = factory.verified(officer).user
        db.session.commit()
        db.session.refresh(made)
        db.session.expunge(made)
        return made


@pytest.fixture
def browser(employer: User, visitor: Callable[..., Browser]) -> Browser:
    """The employer's browser."""
    return visitor(employer)


@pytest.fixture
def posted(app: Flask, employer: User) -> int:
    """The id of a posting that stands at its day 31."""
    with app.app_context():
        made = cases.posting(db.session.scalars(select(Employer)).one())
        db.session.commit()
        return made.id


@pytest.fixture
def five(app: Flask, people: People, posted: int) -> list[str]:
    """The codes of five candidates who match the posting: enough to be shown."""
    with app.app_context():
        codes = [seeker.code for seeker in cases.several(people, 5)]
        db.session.commit()
        return codes
