"""Accounts over time: registered, locked for a while after failed sign-ins, given a new password."""

import secrets
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select

from expressentry.accounts import guard
from expressentry.database import db
from expressentry.models import Answers, LetterKind, Profile, Role, User, record, write
from expressentry.refusals import Refusal
from expressentry.rules.facts import Province

_hasher = PasswordHasher()
# Checked when the address is unknown, so that the answer takes as long as for a known one.
_nobodys_hash = _hasher.hash(secrets.token_hex(16))


class AddressTaken(Refusal):
    """There is an account with this e-mail address."""

    code = "address_taken"


def find(email: str) -> User | None:
    """The account with this e-mail address."""
    return db.session.scalar(select(User).where(User.email == email))


def register(
    email: str, password: str | None, role: Role, language: str, at: datetime, province: Province | None = None
) -> User:
    """A new account; a candidate's comes with an empty profile. Without a password nobody can sign in to it."""
    if find(email) is not None:
        raise AddressTaken
    hashed = None if password is None else _hasher.hash(password)
    user = User(
        email=email,
        password_hash=hashed,
        session_stamp=_stamp(),
        role=role,
        language=language,
        province=province,
        created_at=at,
    )
    if role is Role.CANDIDATE:
        user.profile = Profile(answers=Answers({}), created_at=at, amended_at=at)
    record("account.registered", user, by=user, at=at, role=role.value)
    if role is Role.CANDIDATE:
        write(LetterKind.ACCOUNT_CREATED, user, about=user, at=at)
    return user


def password_matches(user: User | None, password: str) -> bool:
    """True if this is the account's password. Takes long on purpose: never while a writing transaction is open."""
    try:
        return _hasher.verify((user and user.password_hash) or _nobodys_hash, password) and user is not None
    except (VerificationError, InvalidHashError):
        return False


def change_password(user: User, password: str, by: User | None, at: datetime) -> None:
    """Set a new password, which ends every session begun with the old one; `by` nobody who is signed in: a command."""
    user.password_hash = _hasher.hash(password)
    user.session_stamp = _stamp()
    record("account.password_changed", user, by=by, at=at)


def succeeded(user: User, at: datetime) -> None:
    """Forget failed sign-ins, and note this one."""
    guard.forget(user.email)
    record("account.signed_in", user, by=user, at=at)


def _stamp() -> str:
    return secrets.token_hex(16)
