"""Employers and representatives are verified by an officer before they may act; turned down, they can ask again."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from expressentry.database import db
from expressentry.models import Employer, LetterKind, Representation, Representative, User, record, write
from expressentry.refusals import Refusal

Account = Employer | Representative


class NotVerified(Refusal):
    """An officer has not verified the account yet, or has turned it down."""

    code = "not_verified"


class VerificationSettled(Refusal):
    """The account is not waiting for an officer."""

    code = "verification_settled"


class StatesOtherwise(Refusal):
    """The account states something else than what the officer looked at."""

    code = "verification_states_otherwise"


class LicenceTaken(Refusal):
    """Another verified representative has this licence."""

    code = "licence_taken"


def require(account: Account) -> None:
    """Refused unless the account is verified."""
    if not account.is_verified:
        raise NotVerified


def ask(account: Account, by: User, at: datetime) -> None:
    """Ask an officer to verify a new account, or one that was turned down and has corrected what it states."""
    account.asked_at = at
    account.turned_down_at = account.turned_down_because = None
    record("verification.asked", account, by=by, at=at)


def verify(account: Account, by: User, at: datetime) -> None:
    """An officer has checked who is behind the account: it may act. Two never act under one licence."""
    if not account.waits:
        raise VerificationSettled
    account.verified_at, account.verified_by_id = at, by.id
    try:
        db.session.flush()
    except IntegrityError:
        raise LicenceTaken from None
    record("verification.given", account, by=by, at=at)
    _tell(account, LetterKind.ACCOUNT_VERIFIED, at)
    tell_clients(account, at)


def turn_down(account: Account, because: str, by: User, at: datetime) -> None:
    """An officer could not verify the account, and says why; also one that was verified before."""
    if account.turned_down_at is not None:
        raise VerificationSettled
    was_verified = account.is_verified
    account.verified_at = account.verified_by_id = None
    account.turned_down_at, account.turned_down_because = at, because
    record("verification.refused", account, by=by, at=at)
    _tell(account, LetterKind.ACCOUNT_NOT_VERIFIED, at, because=because)
    if was_verified:
        tell_clients(account, at)


def tell_clients(account: Account, at: datetime) -> None:
    """Write to everybody a representative acts for whether they may do so from now on; an employer has no clients."""
    if not isinstance(account, Representative):
        return
    r = Representation
    acting = select(r).where(r.representative_id == account.id, r.accepted_at.is_not(None), r.ended_at.is_(None))
    for representation in db.session.scalars(acting.order_by(r.id)):
        client = representation.profile.user
        kind, stated = LetterKind.REPRESENTATIVE_VERIFICATION, {"name": account.name, "verified": account.is_verified}
        letter = write(kind, client, about=representation, at=at, **stated)
        if client.password_hash is None:
            letter.notified_at = at


def _tell(account: Account, kind: LetterKind, at: datetime, **figures: str) -> None:
    letter = write(kind, account.user, about=account, at=at, **figures)
    if account.user.password_hash is None:
        letter.notified_at = at
