"""The accounts an officer verifies: those that wait, those settled lately, those of a name; and one in full."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, or_, select

from expressentry.accounts.verifying import Account, StatesOtherwise
from expressentry.database import db
from expressentry.models import Employer, Event, Posting, Representation, Representative, User

# By the name each kind has in addresses.
KINDS: dict[str, type[Employer] | type[Representative]] = {
    "employers": Employer,
    "representatives": Representative,
}
# What an officer compares with a register, and with the account itself.
ADDRESS = ("street", "city", "province", "postal_code")
STATED = {
    Employer: ("legal_name", "business_number", *ADDRESS, "contact_name", "contact_phone"),
    Representative: ("name", "organisation", "regulator", "licence_number", "phone"),
}
SHOWN = 50
SHOWN_LATELY = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One account in a list: its kind and id, what it calls itself, its number, and since when it is as it is."""

    kind: str
    id: int
    name: str
    number: str
    asked_at: datetime
    verified_at: datetime | None
    turned_down_at: datetime | None


@dataclass(frozen=True, slots=True)
class Step:
    """What happened to an account: the kind of event, when, and which officer did it, if one did."""

    kind: str
    at: datetime
    officer: str | None


def waiting() -> tuple[list[Row], int]:
    """The accounts that wait for an officer, the longest wait first, as many as are shown; and how many wait."""
    found, number = [], 0
    for kind, model in KINDS.items():
        condition = (model.verified_at.is_(None), model.turned_down_at.is_(None))
        oldest = select(model).where(*condition).order_by(model.asked_at, model.id).limit(SHOWN)
        found += [_row(kind, account) for account in _accounts(oldest)]
        number += db.session.scalar(select(func.count()).select_from(model).where(*condition)) or 0
    return sorted(found, key=lambda row: row.asked_at)[:SHOWN], number


def settled_lately() -> list[Row]:
    """The accounts verified or turned down last, the last one first."""
    found = []
    for kind, model in KINDS.items():
        for moment in (model.verified_at, model.turned_down_at):
            last = select(model).where(moment.is_not(None)).order_by(moment.desc()).limit(SHOWN_LATELY)
            found += [_row(kind, account) for account in _accounts(last)]
    return sorted(found, key=_settled_at, reverse=True)[:SHOWN_LATELY]


def _settled_at(row: Row) -> datetime:
    return row.verified_at or row.turned_down_at or row.asked_at


def found_by(words: str) -> list[Row]:
    """The accounts whose name, number or e-mail address holds these words; as many as are shown."""
    found = []
    for kind, model in KINDS.items():
        wanted = select(model).join(User, User.id == model.user_id).where(_holds(model, words)).limit(SHOWN)
        found += [_row(kind, account) for account in _accounts(wanted)]
    return sorted(found, key=lambda row: row.name.casefold())[:SHOWN]


def _holds(model: type[Employer] | type[Representative], words: str) -> ColumnElement[bool]:
    if model is Employer:
        columns: tuple[Any, ...] = (Employer.legal_name, Employer.business_number, User.email)
    else:
        columns = (Representative.name, Representative.organisation, Representative.licence_number, User.email)
    return or_(false(), *(column.icontains(words, autoescape=True) for column in columns))


def _row(kind: str, account: Account) -> Row:
    return Row(
        kind=kind,
        id=account.id,
        name=name_of(account),
        number=account.business_number if isinstance(account, Employer) else account.licence_number,
        asked_at=account.asked_at,
        verified_at=account.verified_at,
        turned_down_at=account.turned_down_at,
    )


def name_of(account: Account) -> str:
    """What the account calls itself."""
    return account.legal_name if isinstance(account, Employer) else account.name


def find(kind: str, account_id: int) -> Account | None:
    """The account of a kind with this id."""
    if kind == "employers":
        return db.session.get(Employer, account_id)
    return db.session.get(Representative, account_id)


def stated(account: Account) -> str:
    """What the account states about itself, as a digest: another one after every correction."""
    said = [str(getattr(account, name)) for name in STATED[type(account)]]
    return hashlib.sha256("\n".join([*said, account.user.email]).encode()).hexdigest()


def require_as_seen(account: Account, seen: str | None) -> None:
    """Refuse to verify what was corrected after the officer looked at it."""
    if account.waits and seen != stated(account):
        raise StatesOtherwise


def same_number(account: Account) -> list[Row]:
    """Other accounts that state the same business number or licence, as they would if one posed as the other."""
    if isinstance(account, Employer):
        alike = Employer.business_number.startswith(account.business_number[:9], autoescape=True)
        return _all("employers", select(Employer).where(alike, Employer.id != account.id))
    number = func.lower(Representative.licence_number) == account.licence_number.lower()
    alike = (Representative.regulator == account.regulator) & number
    return _all("representatives", select(Representative).where(alike, Representative.id != account.id))


def _all(kind: str, wanted: Select[Any]) -> list[Row]:
    return [_row(kind, account) for account in _accounts(wanted.order_by("id").limit(SHOWN))]


def _accounts(wanted: Select[Any]) -> Sequence[Account]:
    return db.session.scalars(wanted).all()


def depends(account: Account) -> int:
    """How much hangs on the account: open postings of an employer, clients of a representative."""
    if isinstance(account, Employer):
        is_open = (Posting.closed_at.is_(None), Posting.expired_at.is_(None))
        counted = select(func.count()).select_from(Posting).where(Posting.employer_id == account.id, *is_open)
    else:
        own = (Representation.representative_id == account.id, Representation.accepted_at.is_not(None))
        counted = select(func.count()).select_from(Representation).where(*own, Representation.ended_at.is_(None))
    return db.session.scalar(counted) or 0


def history(account: Account) -> Sequence[Step]:
    """When it asked, and what officers answered, the last step first."""
    about = (Event.subject == account.__tablename__, Event.subject_id == account.id)
    wanted = (
        select(Event.kind, Event.at, User.email)
        .outerjoin(User, User.id == Event.by_id)
        .where(*about, Event.kind.in_(STEPS))
        .order_by(Event.id.desc())
        .limit(SHOWN)
    )
    return [Step(kind, at, None if kind == STEPS[0] else email) for kind, at, email in db.session.execute(wanted)]


STEPS = ("verification.asked", "verification.given", "verification.refused")
