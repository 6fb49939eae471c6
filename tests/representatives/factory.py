"""Representatives, their clients, and proposals, made through the lifecycles."""

from datetime import datetime
from typing import Any

from flask import Flask

from expressentry import clock
from expressentry.accounts import lifecycle as accounts
from expressentry.accounts import verifying
from expressentry.database import db
from expressentry.models import (
    Proposal,
    Regulator,
    Representation,
    Representative,
    Role,
    Scope,
    SectionKey,
    User,
)
from expressentry.representatives import lifecycle, proposals
from tests.conftest import NOW

ALL = tuple(Scope)


def officer() -> User:
    """The officer who verifies."""
    return accounts.find("verifying@example.org") or accounts.register(
        "verifying@example.org", None, Role.OFFICER, "en", NOW
    )


def representative(
    name: str = "Ilva Torme", licence: str = "R512345", at: datetime = NOW, verified: bool = True, **changed: Any
) -> Representative:
    """A consultant, verified unless it is said otherwise."""
    stated = {
        "name": name,
        "organisation": "Torme and Daughters",
        "regulator": Regulator.CICC,
        "licence_number": licence,
        "phone": "613-555-0100",
        **changed,
    }
    made = lifecycle.register(f"{licence.lower()}@example.org", None, "en", stated, at)
    if verified:
        verifying.verify(made, officer(), at)
    return made


def client_of(made: Representative, user: User, scopes: tuple[Scope, ...] = ALL, at: datetime = NOW) -> Representation:
    """Somebody who invited this representative, who accepted."""
    asked = lifecycle.invite(db.session.get_one(User, user.id).profile, made, scopes, at)
    lifecycle.accept(asked, made.user, at)
    db.session.flush()
    return asked


def changed(representation: Representation, at: datetime = NOW, **values: Any) -> Proposal:
    """A proposal that changes these answers on the languages page."""
    by = representation.representative.user
    proposal = proposals.begin(representation, by, at)
    saved = proposal.answers.section(SectionKey.LANGUAGES)
    amended = {**saved.values, **values}
    proposals.amend(
        proposal,
        SectionKey.LANGUAGES,
        None,
        values=amended,
        typed={},
        revision=str(saved.revision),
        tab="r",
        by=by,
        at=at,
    )
    return proposal


def sent(representation: Representation, at: datetime = NOW, **values: Any) -> Proposal:
    """The same, with the client."""
    proposal = changed(representation, at, **values)
    proposals.offer(proposal, "A better result came in.", representation.representative.user, at)
    db.session.flush()
    return proposal


def in_context(app: Flask) -> Any:
    """An application context, for what a test of pages needs made first."""
    return app.app_context()


def today() -> Any:
    """Today in Ottawa."""
    return clock.today()
