"""Provinces with places, candidates in the pool, and nominations made through the domain."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from expressentry.database import db
from expressentry.models import (
    WHOLE_PROVINCE,
    Event,
    ExpressionOfInterest,
    Letter,
    LetterKind,
    Nomination,
    NotificationOfInterest,
    RoundKind,
    User,
)
from expressentry.nomination_spaces import find
from expressentry.nominations import lifecycle, notifications, spaces
from expressentry.rounds import lifecycle as rounds
from expressentry.rules.facts import Province
from tests.conftest import LAW, NOW, People, profile_of

STREAMS = {Province.ON: "on_workforce_priority", Province.BC: "bc_skilled_worker", Province.NB: "nb_express_entry"}


class Partners:
    """Officers, provinces and candidates of one test, each as a record of its context."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.officer = db.session.get_one(User, people.officer().id)
        self._provinces: dict[Province, User] = {}

    def province(self, province: Province = Province.ON) -> User:
        """An account of a province."""
        if province not in self._provinces:
            self._provinces[province] = db.session.get_one(User, self.people.province(province).id)
        return self._provinces[province]

    def candidate(self, **changed: Any) -> ExpressionOfInterest:
        """Somebody in the pool who named Ontario and British Columbia."""
        return stay_of(self.people.in_pool(**changed))

    def places(self, places: int = 5, province: Province = Province.ON, year: int = 2026) -> None:
        """Places for a province, all of them under its one stream here."""
        for stream in (WHOLE_PROVINCE, STREAMS[province]):
            spaces.set_places(province, year, stream, places, self.officer, NOW)
        db.session.flush()

    def notified(
        self, eoi: ExpressionOfInterest, province: Province = Province.ON, at: datetime = NOW, days: int = 45
    ) -> NotificationOfInterest:
        """A notification of interest."""
        by = self.province(province)
        return notifications.send(eoi, province, STREAMS[province], "Please apply.", days, by, at, LAW)

    def nominated(self, eoi: ExpressionOfInterest, province: Province = Province.ON, at: datetime = NOW) -> Nomination:
        """A nomination that waits for an answer; the province has places."""
        if find(province, at.year) is None:
            self.places(province=province, year=at.year)
        nomination = lifecycle.nominate(
            eoi, province, STREAMS[province], "ON-2026-0001", self.province(province), at, LAW
        )
        db.session.flush()
        return nomination

    def accepted(self, eoi: ExpressionOfInterest, province: Province = Province.ON, at: datetime = NOW) -> Nomination:
        """A nomination that was accepted."""
        nomination = self.nominated(eoi, province, at)
        lifecycle.accept(nomination, owner(eoi), at, LAW)
        db.session.flush()
        return nomination

    def invite(self, kind: RoundKind, size: int = 1, at: datetime = NOW) -> None:
        """A round that invites the first of a kind."""
        round_ = rounds.draft(self.officer, at)
        rounds.change(round_, kind, size, None, self.officer, at)
        rounds.issue(round_, self.officer, at, LAW)
        db.session.flush()
        db.session.expire_all()

    def space(self, province: Province = Province.ON, stream: str = WHOLE_PROVINCE) -> tuple[int, int, int]:
        """Held, used and free places of 2026."""
        db.session.flush()
        account = find(province, 2026, stream)
        assert account is not None
        return account.held, account.used, account.free


def stay_of(user: User) -> ExpressionOfInterest:
    """The last stay of an account."""
    return profile_of(user).expressions[-1]


def owner(eoi: ExpressionOfInterest) -> User:
    """Whose stay it is."""
    return eoi.profile.user


def events(subject: str) -> list[str]:
    """Every event of a subject, in order."""
    db.session.flush()
    return list(db.session.scalars(select(Event.kind).where(Event.subject == subject).order_by(Event.id)))


def letter(kind: LetterKind) -> Letter:
    """The one letter of a kind."""
    db.session.flush()
    return db.session.scalars(select(Letter).where(Letter.kind == kind)).one()
