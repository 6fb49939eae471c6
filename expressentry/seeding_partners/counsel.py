"""The representative of the sign-in page, with three clients and changes for one of them; and one who waits."""

from datetime import datetime, timedelta

from flask import g
from sqlalchemy import select

from expressentry import viewings
from expressentry.accounts import verifying
from expressentry.database import db
from expressentry.models import (
    ExpressionOfInterest,
    Profile,
    Regulator,
    Representation,
    Representative,
    Scope,
    SectionKey,
    User,
    ViewingKind,
)
from expressentry.representatives import lifecycle, proposals

ASKED, VERIFIED, BEGUN = timedelta(days=60), timedelta(days=58), timedelta(days=20)
CLIENTS = 3
MORE_FUNDS_CENTS = 250_000
NOTE = "Invented for the demonstration: the bank's letter of last week says more."


def representatives(shown: User, officer: User, at: datetime) -> None:
    """One is verified and acts for three synthetic candidates; another one waits for an officer."""
    own = Representative(user=shown, **_particulars("Wimo Velzar (invented)", "R900001"))
    verifying.ask(own, shown, at - ASKED)
    verifying.verify(own, officer, at - VERIFIED)
    waiting = _particulars("Neda Skarbrun (invented)", "R900002")
    lifecycle.register("waiting.representative@synthetic.invalid", None, "en", waiting, at)
    begun = [_client(profile, own, place, at) for place, profile in enumerate(_profiles(at))]
    if begun:
        _propose(begun[0], shown, at)


def _particulars(name: str, licence_number: str) -> dict[str, object]:
    return {
        "name": name,
        "organisation": "Larkenfold Immigration (invented)",
        "regulator": Regulator.CICC,
        "licence_number": licence_number,
        "phone": "613-555-0190",
    }


def _profiles(at: datetime) -> list[Profile]:
    """Synthetic candidates that were in the pool before it began."""
    e = ExpressionOfInterest
    in_pool = (e.left_at.is_(None), e.submitted_at < at - BEGUN, e.expires_at > at, e.nominee.is_(False))
    wanted = select(Profile).join(e).where(*in_pool, Profile.user.has(User.password_hash.is_(None)))
    return list(db.session.scalars(wanted.order_by(Profile.id.desc()).limit(CLIENTS)))


def _client(profile: Profile, own: Representative, place: int, at: datetime) -> Representation:
    scopes = [Scope.EDIT, Scope.SUBMIT, Scope.LETTERS][: CLIENTS - place]
    asked = lifecycle.invite(profile, own, scopes, at - BEGUN)
    lifecycle.accept(asked, own.user, at - BEGUN)
    viewings.note([profile.id], ViewingKind.CLIENT, own.user, at - BEGUN)
    return asked


def _propose(acting: Representation, by: User, at: datetime) -> None:
    """Changes the client has not answered: more settlement funds."""
    proposal = proposals.begin(acting, by, at)
    db.session.flush()
    plans = proposal.answers.section(SectionKey.PLANS)
    values = {**plans.values, "funds_cents": (plans.values.get("funds_cents") or 0) + MORE_FUNDS_CENTS}
    revision = str(plans.revision)
    proposals.amend(proposal, SectionKey.PLANS, None, values=values, typed={}, revision=revision, tab="", by=by, at=at)
    g.setdefault("lang", "en")  # what is sent is put into words, and a command has no reader
    proposals.offer(proposal, NOTE, by, at)
