"""Representatives and whom they act for: registered, asked for, accepted, given scopes, passed on, ended."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select

from expressentry.accounts import lifecycle as accounts
from expressentry.accounts import verifying
from expressentry.database import db
from expressentry.models import (
    LetterKind,
    Profile,
    Proposal,
    Regulator,
    Representation,
    RepresentationEnd,
    Representative,
    Role,
    Scope,
    User,
    record,
    write,
)
from expressentry.refusals import Refusal

# What an officer checked: whoever changes it must be verified again.
VERIFIED_BY = frozenset({"name", "organisation", "regulator", "licence_number"})


class NotActing(Refusal):
    """The representative does not act for this client any more, or not yet."""

    code = "not_acting"


class NotInScope(Refusal):
    """The client has not given this scope."""

    code = "not_in_scope"


class RepresentationAnswered(Refusal):
    """The question was answered before, or taken back."""

    code = "representation_answered"


class RepresentationOver(Refusal):
    """It has ended already."""

    code = "representation_over"


class AskedAlready(Refusal):
    """The client and this representative are together already, or one of them has asked and waits."""

    code = "representation_asked"


# ---- The representative's account


def register(
    email: str, password: str | None, language: str, particulars: dict[str, Any], at: datetime
) -> Representative:
    """A new account of a representative, which waits for an officer."""
    _require_free(particulars["regulator"], particulars["licence_number"], None)
    user = accounts.register(email, password, Role.REPRESENTATIVE, language, at)
    representative = Representative(user=user, **particulars)
    verifying.ask(representative, by=user, at=at)
    return representative


def correct(representative: Representative, particulars: dict[str, Any], by: User, at: datetime) -> None:
    """State other particulars; turned down before, or with what was verified changed, it asks to be verified again."""
    _require_free(particulars["regulator"], particulars["licence_number"], representative.id)
    changed = sorted(name for name, value in particulars.items() if getattr(representative, name) != value)
    for name in changed:
        setattr(representative, name, particulars[name])
    was_verified = representative.is_verified
    if representative.turned_down_at is not None or (was_verified and VERIFIED_BY & set(changed)):
        representative.verified_at = representative.verified_by_id = None
        verifying.ask(representative, by=by, at=at)
        if was_verified:
            verifying.tell_clients(representative, at)
    elif changed:
        record("representative.corrected", representative, by=by, at=at, changed=changed)


def _require_free(regulator: Regulator, licence_number: str, own_id: int | None) -> None:
    """Refused if somebody else was verified with this licence."""
    holder = db.session.scalar(
        select(Representative.id).where(
            Representative.regulator == regulator,
            Representative.licence_number == licence_number,
            Representative.verified_at.is_not(None),
        )
    )
    if holder not in (None, own_id):
        raise verifying.LicenceTaken


# ---- Asked for


def invite(profile: Profile, representative: Representative, scopes: Iterable[Scope], at: datetime) -> Representation:
    """A client asks a verified representative to act for them."""
    verifying.require(representative)
    asked = _ask(profile, representative, scopes, at, asked_by_client=True)
    record("representation.invited", asked, by=profile.user, at=at, **_told(asked))
    _tell(LetterKind.REPRESENTATION_ASKED, representative.user, asked, at, client=profile.user.email)
    return asked


def ask(representative: Representative, email: str, scopes: Iterable[Scope], by: User, at: datetime) -> None:
    """A representative asks to act for the owner of an address. It is all the same whether there is such an account."""
    verifying.require(representative)
    user = accounts.find(email)
    profile = None if user is None else user.profile
    if profile is None or _together(profile, representative):
        record("representation.asked_in_vain", representative, by=by, at=at)
        return
    asked = _ask(profile, representative, scopes, at, asked_by_client=False)
    record("representation.asked", asked, by=by, at=at, **_told(asked))
    _tell(LetterKind.REPRESENTATION_ASKED, profile.user, asked, at)


def _ask(
    profile: Profile, representative: Representative, scopes: Iterable[Scope], at: datetime, *, asked_by_client: bool
) -> Representation:
    if _together(profile, representative):
        raise AskedAlready
    asked = Representation(profile=profile, representative=representative, asked_by_client=asked_by_client, asked_at=at)
    _give(asked, scopes)
    db.session.add(asked)
    return asked


def _together(profile: Profile, representative: Representative) -> bool:
    """True if one of them waits for the other's answer, or they are together."""
    both = select(Representation).where(
        Representation.profile_id == profile.id, Representation.representative_id == representative.id
    )
    return any(found.unanswered or found.is_active for found in db.session.scalars(both))


def active_of(profile: Profile) -> Representation | None:
    """Who acts for a client now."""
    return db.session.scalar(
        select(Representation).where(
            Representation.profile_id == profile.id,
            Representation.accepted_at.is_not(None),
            Representation.ended_at.is_(None),
        )
    )


# ---- Answered


def accept(asked: Representation, by: User, at: datetime, scopes: Iterable[Scope] | None = None) -> None:
    """It begins. Whoever acted for the client until now does not any more, and no other invitation stands.

    A client may give other `scopes` than were wished for.
    """
    _require_unanswered(asked)
    verifying.require(asked.representative)
    before = active_of(asked.profile)
    if before is not None:
        _end(before, RepresentationEnd.TRANSFERRED, by, at)
        db.session.flush()
    _take_back_others(asked, at)
    if scopes is not None:
        _give(asked, scopes)
    asked.accepted_at = at
    passed_on = None if before is None else before.id
    record("representation.begun", asked, by=by, at=at, passed_on_from=passed_on, **_told(asked))
    client = asked.profile.user
    _tell(LetterKind.REPRESENTATION_BEGUN, client, asked, at)
    _tell(LetterKind.REPRESENTATION_BEGUN, asked.representative.user, asked, at, client=client.email)


def _take_back_others(asked: Representation, at: datetime) -> None:
    """The client's other invitations end: one representative acts, and the client was told of one."""
    others = select(Representation).where(
        Representation.profile_id == asked.profile_id,
        Representation.id != asked.id,
        Representation.asked_by_client.is_(True),
    )
    for other in db.session.scalars(others):
        if other.unanswered:
            other.ended_at = at


def decline(asked: Representation, by: User, at: datetime) -> None:
    """The other side does not want it. Only a client is told: a representative learns nothing of an address."""
    _require_unanswered(asked)
    asked.declined_at = at
    record("representation.declined", asked, by=by, at=at)
    if asked.asked_by_client:
        _tell(LetterKind.REPRESENTATION_ENDED, asked.profile.user, asked, at, how="declined")


def take_back(asked: Representation, by: User, at: datetime) -> None:
    """The client takes an invitation back before it was answered."""
    _require_unanswered(asked)
    asked.ended_at, asked.ended_by_id, asked.ended_because = at, by.id, RepresentationEnd.REVOKED
    record("representation.taken_back", asked, by=by, at=at)


def _require_unanswered(asked: Representation) -> None:
    if not asked.unanswered:
        raise RepresentationAnswered


# ---- While it lasts


def require_acting(representation: Representation, scope: Scope | None = None) -> None:
    """Refused unless the representative may act for this client now, with that scope if one is named."""
    if not representation.is_active:
        raise NotActing
    verifying.require(representation.representative)
    if scope is not None and scope not in representation.scopes:
        raise NotInScope


def rescope(representation: Representation, scopes: Iterable[Scope], by: User, at: datetime) -> None:
    """The client gives other scopes, from now on."""
    if not representation.is_active:
        raise RepresentationOver
    before = _told(representation)["scopes"]
    _give(representation, scopes)
    if before != _told(representation)["scopes"]:
        record("representation.rescoped", representation, by=by, at=at, before=before, **_told(representation))


def _give(representation: Representation, scopes: Iterable[Scope]) -> None:
    given = set(scopes)
    representation.may_edit = Scope.EDIT in given
    representation.may_submit = Scope.SUBMIT in given
    representation.gets_letters = Scope.LETTERS in given


def _told(representation: Representation) -> dict[str, Any]:
    return {"scopes": [scope.value for scope in representation.scopes]}


# ---- Ended


def revoke(representation: Representation, by: User, at: datetime) -> None:
    """The client ends it, at once."""
    _end(representation, RepresentationEnd.REVOKED, by, at)


def lay_down(representation: Representation, by: User, at: datetime) -> None:
    """The representative ends it."""
    _end(representation, RepresentationEnd.LAID_DOWN, by, at)


def _end(representation: Representation, because: RepresentationEnd, by: User, at: datetime) -> None:
    """The representative can do nothing more; changes that wait are withdrawn, and stay readable for the client."""
    if not representation.is_active:
        raise RepresentationOver
    representation.ended_at, representation.ended_by_id, representation.ended_because = at, by.id, because
    for proposal in _open_proposals(representation):
        proposal.withdrawn_at = at
    record("representation.ended", representation, by=by, at=at, because=because.value)
    client = representation.profile.user
    _tell(LetterKind.REPRESENTATION_ENDED, client, representation, at, how=because.value)
    told = {"client": client.email, "how": because.value}
    _tell(LetterKind.REPRESENTATION_ENDED, representation.representative.user, representation, at, **told)


def _open_proposals(representation: Representation) -> list[Proposal]:
    own = select(Proposal).where(Proposal.representation_id == representation.id)
    return [proposal for proposal in db.session.scalars(own) if proposal.is_open]


def _tell(kind: LetterKind, user: User, representation: Representation, at: datetime, **figures: Any) -> None:
    """Write to one side; `client` in the figures says that it is the representative's letter."""
    who = representation.representative
    stated = {"name": who.name, "organisation": who.organisation, "licence_number": who.licence_number}
    told = {**stated, "regulator": who.regulator.value, **_told(representation), **figures}
    letter = write(kind, user, about=representation, at=at, **told)
    if user.password_hash is None:
        letter.notified_at = at
