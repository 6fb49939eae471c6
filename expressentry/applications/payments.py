"""Payments: declared by the applicant under a reference, confirmed or rejected by an officer, repaid where due.

No card data is ever kept: what looks like a card number is refused before anything is written.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy import select

from expressentry.applications.lifecycle import require_draft
from expressentry.cards import looks_like_card
from expressentry.database import db
from expressentry.models import Application, Payment, User, record
from expressentry.refusals import Refusal
from expressentry.rules.fees import FeeLine

SHORTEST_REFERENCE, LONGEST_REFERENCE = 6, 40


class PaymentReferenceUsed(Refusal):
    """A payment with this reference is recorded already."""

    code = "payment_reference_used"


class NothingOwed(Refusal):
    """Every fee is covered by what was declared before."""

    code = "nothing_owed"


class PaymentSettled(Refusal):
    """It was confirmed, rejected or repaid already."""

    code = "payment_settled"


class NothingToRepay(Refusal):
    """Nothing of this payment is to be repaid."""

    code = "nothing_to_repay"


class UnusableReference(ValueError):
    """What was typed is no reference; `key` says why, in words of `labels`: `card_number` or `not_a_reference`."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(key)


class PaymentProvider(Protocol):
    """A way to pay outside the site."""

    name: str

    def instructions(self, amount_cents: int, application: Application) -> tuple[str, dict[str, Any]]:
        """What the applicant is told: the key of the text, and its figures."""

    def read(self, typed: str) -> str:
        """The reference typed, as it is kept; raises `UnusableReference`."""


class ByReference:
    """The built-in way: pay elsewhere, and give the reference of the receipt; an officer checks it."""

    name = "reference"

    def instructions(self, amount_cents: int, application: Application) -> tuple[str, dict[str, Any]]:
        """Pay this amount, and quote the number of the application."""
        return "pay_by_reference", {"amount_cents": amount_cents, "number": application.number}

    def read(self, typed: str) -> str:
        """6 to 40 letters, digits and dashes, in capitals; never what could be the number of a card."""
        if looks_like_card(typed):
            raise UnusableReference("card_number")
        plain = normalised(typed)
        if not re.fullmatch(rf"[A-Z0-9-]{{{SHORTEST_REFERENCE},{LONGEST_REFERENCE}}}", plain, re.ASCII):
            raise UnusableReference("not_a_reference")
        return plain


PROVIDER: PaymentProvider = ByReference()


def normalised(typed: str) -> str:
    """A reference without the spaces around and inside it, in capitals."""
    return re.sub(r"\s+", "", typed).upper()


def items_of(lines: Sequence[FeeLine]) -> list[dict[str, Any]]:
    """Fee lines as a payment keeps them."""
    return [{"item": line.item.value, "people": line.people, "cents": line.total_cents} for line in lines]


def declare(
    application: Application,
    reference: str,
    items: list[dict[str, Any]],
    amount_cents: int,
    paid_on: date,
    by: User,
    at: datetime,
) -> Payment:
    """Record what the applicant says was paid, for these fee lines."""
    require_draft(application, at)
    if not items or amount_cents <= 0:
        raise NothingOwed
    if find(reference) is not None:
        raise PaymentReferenceUsed
    payment = Payment(
        application=application,
        provider=PROVIDER.name,
        reference=reference,
        amount_cents=amount_cents,
        items=items,
        paid_on=paid_on,
        declared_at=at,
    )
    record("payment.declared", payment, by=by, at=at, application=application.id, amount_cents=amount_cents)
    return payment


def find(reference: str) -> Payment | None:
    """The payment with this reference."""
    return db.session.scalar(select(Payment).where(Payment.reference == reference))


def confirm(payment: Payment, by: User, at: datetime, received_on: date | None = None) -> None:
    """The money is here. Whatever became of the application: what came late is repaid."""
    _require_unsettled(payment)
    payment.confirmed_at, payment.confirmed_by_id = at, by.id
    _record("payment.confirmed", payment, by, at, received_on=None if received_on is None else received_on.isoformat())


def reject(payment: Payment, because: str, by: User, at: datetime) -> None:
    """No such money came: the fees it was for are owed again, and nothing is repaid."""
    _require_unsettled(payment)
    payment.rejected_at, payment.rejected_because = at, because
    payment.refund_cents = None
    _record("payment.rejected", payment, by, at, because=because)


def mark_refunded(payment: Payment, by: User, at: datetime) -> None:
    """What was due back is repaid."""
    if payment.refunded_at is not None:
        raise PaymentSettled
    due = refund_due(payment)
    if payment.confirmed_at is None or due == 0:
        raise NothingToRepay
    payment.refund_cents, payment.refunded_at = due, at
    _record("payment.refunded", payment, by, at, refund_cents=due)


def refund_due(payment: Payment) -> int:
    """What goes back of a payment received; all of it if its application was never made."""
    if payment.refund_cents is not None:
        return payment.refund_cents
    application = payment.application
    never_made = application.received_at is None and not application.invitation.unanswered
    return payment.amount_cents if never_made else 0


def _require_unsettled(payment: Payment) -> None:
    if payment.confirmed_at is not None or payment.rejected_at is not None:
        raise PaymentSettled


def _record(kind: str, payment: Payment, by: User, at: datetime, **figures: Any) -> None:
    application = payment.application_id
    record(kind, payment, by=by, at=at, application=application, amount_cents=payment.amount_cents, **figures)
