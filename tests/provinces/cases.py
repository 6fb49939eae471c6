"""A candidate and a province, and what may stand between them, for the tests of this room."""

from dataclasses import dataclass
from datetime import datetime

from flask import Flask
from sqlalchemy import select

from expressentry.database import db
from expressentry.models import WHOLE_PROVINCE, Event, ExpressionOfInterest, User, Viewing
from expressentry.nominations import lifecycle, notifications, spaces
from expressentry.rules.facts import Province
from tests.conftest import LAW, NOW, profile_of

STREAM = "on_workforce_priority"
SECRETS = ("Velomar", "Sira", "1995-05-05", "May 5, 1995", "candidate1@example.org", "5 mai 1995")


@dataclass
class Made:
    """A stay as a test needs it, outside any session."""

    number: str
    code: str
    score: int
    id: int
    profile_id: int


def stay_of(app: Flask, user: User) -> Made:
    """The stay of a candidate in the pool."""
    with app.app_context():
        eoi = profile_of(user).expressions[-1]
        return Made(eoi.number, eoi.validation_code, eoi.score, eoi.id, eoi.profile_id)


def places(app: Flask, officer: User, stream: str = STREAM, whole: int = 10, own: int = 5) -> None:
    """Ontario, or the province of the stream, has so many places in 2026, its stream so many of them."""
    province = Province(stream[:2].upper())
    with app.app_context():
        for name, number in ((WHOLE_PROVINCE, whole), (stream, own)):
            spaces.set_places(province, 2026, name, number, officer, NOW)
        db.session.commit()


def notified(app: Flask, made: Made, by: User, accepted: bool = True, stream: str = STREAM) -> int:
    """A notification of the province of `by`, accepted if so."""
    with app.app_context():
        eoi = db.session.get_one(ExpressionOfInterest, made.id)
        sent = notifications.send(eoi, by.province, stream, "Come to us.", 45, by, NOW, LAW)
        if accepted:
            notifications.accept(sent, eoi.profile.user, NOW)
        db.session.commit()
        return sent.id


def nominated(app: Flask, made: Made, by: User, accepted: bool = False, at: datetime = NOW) -> int:
    """A nomination by the province of `by`, accepted if so."""
    with app.app_context():
        eoi = db.session.get_one(ExpressionOfInterest, made.id)
        nomination = lifecycle.nominate(eoi, by.province, STREAM, "ON-2026-17", by, at, LAW)
        if accepted:
            lifecycle.accept(nomination, eoi.profile.user, at, LAW)
        db.session.commit()
        return nomination.id


def looks(app: Flask) -> list[tuple[str, int]]:
    """Who was seen how, in order."""
    with app.app_context():
        return [(one.how.value, one.profile_id) for one in db.session.scalars(select(Viewing).order_by(Viewing.id))]


def events(app: Flask, kind: str) -> list[Event]:
    """The events of one kind, in order."""
    with app.app_context():
        found = list(db.session.scalars(select(Event).where(Event.kind == kind).order_by(Event.id)))
        db.session.expunge_all()
        return found
