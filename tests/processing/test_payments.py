"""Payments: declared, confirmed, rejected, repaid; card numbers kept out; a bank's list taken in line by line."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from expressentry.applications import lifecycle as applications
from expressentry.applications import payments
from expressentry.cards import looks_like_card
from expressentry.database import db
from expressentry.invitations import lifecycle as invitations
from expressentry.models import Application, Decision, Event, Payment, User
from expressentry.processing import imports, queue
from expressentry.processing.imports import Outcome
from tests.conftest import LAW, NOW, TODAY, People
from tests.processing.cases import applicant, begun, complete

ITEMS = [{"item": "principal", "people": 1, "cents": 99000}]


@pytest.fixture
def officer(context: Flask, people: People) -> User:
    return db.session.get_one(User, people.officer().id)


def declared(draft: Application, reference: str, cents: int = 99000) -> Payment:
    return payments.declare(draft, reference, ITEMS, cents, TODAY, applicant(draft), NOW)


# ---- References


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("bank-123456", "BANK-123456"),
        (" ab 12 34 ", "AB1234"),
        ("A" * 40, "A" * 40),
        ("1234567890123", "1234567890123"),
    ],
)
def test_a_reference_is_kept_in_capitals_without_spaces(typed: str, kept: str) -> None:
    assert payments.PROVIDER.read(typed) == kept


@pytest.mark.parametrize("typed", ["", "ABC12", "A" * 41, "ABC_123", "ABCDE\u0661", "<b>1234</b>", "É12345"])
def test_anything_else_is_no_reference(typed: str) -> None:
    with pytest.raises(payments.UnusableReference, match="not_a_reference"):
        payments.PROVIDER.read(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "4111111111111111",
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "5555555555554444",
        "378282246310005",
        "4222222222222",
        "6304000000000000000",
        "card 4111111111111111 exp 12/29",
        "4111\u00a01111\u00a01111\u00a01111",
    ],
)
def test_a_card_number_is_refused_and_never_repeated(typed: str) -> None:
    with pytest.raises(payments.UnusableReference, match="card_number") as refused:
        payments.PROVIDER.read(typed)
    assert "1111" not in str(refused.value)


@pytest.mark.parametrize("typed", ["4111111111111112", "123456789012", "12345678901234567890"])
def test_other_digits_are_no_card(typed: str) -> None:
    assert not looks_like_card(typed)


# ---- Over time


def test_a_payment_is_declared_once(people: People, officer: User) -> None:
    draft, other = begun(people, officer), begun(people, officer)
    payment = declared(draft, "BANK-000001")
    assert (payment.provider, payment.amount_cents, payment.items) == ("reference", 99000, ITEMS)
    for application in (draft, other):
        with pytest.raises(payments.PaymentReferenceUsed):
            declared(application, "BANK-000001")
    with pytest.raises(payments.NothingOwed):
        payments.declare(draft, "BANK-000002", [], 100, TODAY, applicant(draft), NOW)
    with pytest.raises(payments.NothingOwed):
        declared(draft, "BANK-000002", cents=0)


def test_only_a_draft_is_paid_for(people: People, officer: User) -> None:
    application = complete(people, officer)
    with pytest.raises(applications.NotADraft):
        declared(application, "BANK-000001")
    late = begun(people, officer)
    with pytest.raises(applications.DeadlinePassed):
        payments.declare(late, "BANK-000002", ITEMS, 99000, TODAY, applicant(late), late.invitation.answer_before)


def test_a_payment_is_settled_once(people: People, officer: User) -> None:
    draft = begun(people, officer)
    first, second = declared(draft, "BANK-000001"), declared(draft, "BANK-000002")
    payments.confirm(first, officer, NOW)
    assert (first.confirmed_at, first.confirmed_by_id) == (NOW, officer.id)
    payments.reject(second, "No such transfer.", officer, NOW)
    assert (second.rejected_at, second.rejected_because) == (NOW, "No such transfer.")
    for payment in (first, second):
        with pytest.raises(payments.PaymentSettled):
            payments.confirm(payment, officer, NOW)
        with pytest.raises(payments.PaymentSettled):
            payments.reject(payment, "Twice.", officer, NOW)
        with pytest.raises(payments.NothingToRepay):
            payments.mark_refunded(payment, officer, NOW)
    kinds = db.session.scalars(select(Event.kind).where(Event.subject == "payment").order_by(Event.id)).all()
    assert kinds == ["payment.declared", "payment.declared", "payment.confirmed", "payment.rejected"]


def test_what_is_due_back_is_repaid_once(people: People, officer: User) -> None:
    application = complete(people, officer)
    payment = application.payments[0]
    payments.confirm(payment, officer, NOW)
    assert queue.to_repay().rows == []
    applications.withdraw(application, applicant(application), NOW)
    assert application.decision is Decision.WITHDRAWN
    assert queue.to_repay().rows == [payment]
    payments.mark_refunded(payment, officer, NOW)
    assert (payment.refund_cents, payment.refunded_at) == (167500, NOW)
    assert queue.to_repay().rows == []
    with pytest.raises(payments.PaymentSettled):
        payments.mark_refunded(payment, officer, NOW)


def test_money_that_comes_after_the_withdrawal_is_repaid_too(people: People, officer: User) -> None:
    application = complete(people, officer)
    applications.withdraw(application, applicant(application), NOW)
    payment = application.payments[0]
    assert queue.to_repay().rows == []
    with pytest.raises(payments.NothingToRepay):
        payments.mark_refunded(payment, officer, NOW)
    assert queue.to_confirm().rows == [payment]
    payments.confirm(payment, officer, NOW)
    assert queue.to_repay().rows == [payment]


def test_what_was_paid_for_an_application_never_made_is_repaid(people: People, officer: User) -> None:
    draft = begun(people, officer)
    payment = declared(draft, "BANK-000001")
    payments.confirm(payment, officer, NOW)
    assert payments.refund_due(payment) == 0
    invitations.decline(draft.invitation, applicant(draft), NOW, LAW)
    assert payments.refund_due(payment) == 99000
    assert queue.to_repay().rows == [payment]
    payments.mark_refunded(payment, officer, NOW)
    assert payment.refund_cents == 99000
    assert queue.to_repay().rows == []


# ---- A bank's list


HEAD = "reference,amount,received_on\n"


def outcomes(text: str, officer: User) -> list[tuple[int, str, Outcome]]:
    return [(line.number, line.reference, line.outcome) for line in imports.take_in(text, officer, NOW)]


def test_a_list_confirms_what_it_proves_and_nothing_twice(people: People, officer: User) -> None:
    draft = begun(people, officer)
    declared(draft, "BANK-000001")
    rejected = declared(draft, "BANK-000002")
    declared(draft, "BANK-000003", cents=167550)
    payments.reject(rejected, "Not found.", officer, NOW)
    text = HEAD + (
        "bank-000001,990,2026-11-20\n"
        "BANK-000001,990.00,2026-11-20\n"
        "BANK-000002,990.00,2026-11-20\n"
        'BANK-000003,"$1,675.50",2026-11-23\n'
        "RENT,700.00,2026-11-20\n"
    )
    assert outcomes(text, officer) == [
        (2, "BANK-000001", Outcome.CONFIRMED),
        (3, "BANK-000001", Outcome.ALREADY),
        (4, "BANK-000002", Outcome.REJECTED),
        (5, "BANK-000003", Outcome.CONFIRMED),
        (6, "RENT", Outcome.UNKNOWN),
    ]
    again = {outcome for _number, _reference, outcome in outcomes(text, officer)}
    assert again == {Outcome.ALREADY, Outcome.REJECTED, Outcome.UNKNOWN}
    confirmed = db.session.scalars(select(Event).where(Event.kind == "payment.confirmed").order_by(Event.id)).all()
    assert [event.figures["received_on"] for event in confirmed] == ["2026-11-20", "2026-11-23"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("BANK-000001,989.99,2026-11-20", Outcome.AMOUNT_DIFFERS),
        ("BANK-000001,99000,2026-11-20", Outcome.AMOUNT_DIFFERS),
        ("BANK-000001,-990.00,2026-11-20", Outcome.UNREADABLE),
        ("BANK-000001,990.5,2026-11-20", Outcome.UNREADABLE),
        ("BANK-000001,,2026-11-20", Outcome.UNREADABLE),
        ("BANK-000001,nine,2026-11-20", Outcome.UNREADABLE),
        ("BANK-000001,٩٩٠,2026-11-20", Outcome.UNREADABLE),
        ("BANK-000001,990.00,20/11/2026", Outcome.UNREADABLE),
        ("BANK-000001,990.00,2026-02-30", Outcome.UNREADABLE),
        ("BANK-000001,990.00,2026-11-24", Outcome.UNREADABLE),
        ("BANK-000001,990.00", Outcome.UNREADABLE),
        ("BANK-000001,990.00,2026-11-20,more", Outcome.UNREADABLE),
        ('BANK-000001,"990.00,2026-11-20', Outcome.UNREADABLE),
        (",990.00,2026-11-20", Outcome.UNREADABLE),
        ("BANK\x00000001,990.00,2026-11-20", Outcome.UNREADABLE),
        ('=HYPERLINK("x"),990.00,2026-11-20', Outcome.UNKNOWN),
        ("BANK-000001,CAD 990.00,2026-11-23", Outcome.CONFIRMED),
    ],
)
def test_odd_lines_change_nothing(people: People, officer: User, line: str, expected: Outcome) -> None:
    payment = declared(begun(people, officer), "BANK-000001")
    assert [outcome for _n, _r, outcome in outcomes(HEAD + line, officer)] == [expected]
    assert (payment.confirmed_at is not None) == (expected is Outcome.CONFIRMED)


@pytest.mark.parametrize(
    "text",
    [
        "reference;amount;received_on\r\nBANK-000001;990,00;2026-11-20\r\n",
        "Amount;Received_On;Note;Reference\n1 990,00;2026-11-20;x;OTHER-1\n990,00;2026-11-20;x;BANK-000001\n",
        '\n\n"reference","amount","received_on"\n\n"BANK-000001","990.00","2026-11-20"\n',
    ],
)
def test_semicolons_other_columns_and_empty_lines_are_read(people: People, officer: User, text: str) -> None:
    payment = declared(begun(people, officer), "BANK-000001")
    imports.take_in(text, officer, NOW + timedelta(hours=1))
    assert payment.confirmed_at == NOW + timedelta(hours=1)


@pytest.mark.parametrize(
    "text", ["", "\n", "BANK-000001,990,2026-11-20\n", "reference,amount,amount,received_on\n", "a"]
)
def test_a_list_without_its_columns_is_refused(context: Flask, officer: User, text: str) -> None:
    with pytest.raises(imports.NoColumns):
        imports.take_in(text, officer, NOW)


def test_a_card_number_in_a_list_is_not_kept(context: Flask, officer: User) -> None:
    assert outcomes(HEAD + "4111 1111 1111 1111,5.00,2026-11-20", officer) == [(2, "", Outcome.UNKNOWN)]
    assert "4111" not in str(db.session.scalars(select(Event.figures)).all())


def test_pages_of_payments_end_where_the_next_begins(people: People, officer: User) -> None:
    draft = begun(people, officer)
    made = [declared(draft, f"BANK-{place:06d}") for place in range(51)]
    first = queue.to_confirm()
    assert (first.rows, first.after) == (made[:50], made[49].id)
    assert queue.to_confirm(made[49].id).rows == made[50:]
    assert queue.to_confirm(made[49].id).after is None


def test_a_rejected_payment_counts_for_nothing(people: People, officer: User) -> None:
    application = complete(people, officer)
    payments.reject(application.payments[0], "Not found.", officer, NOW)
    applications.withdraw(application, applicant(application), NOW)
    assert payments.refund_due(application.payments[0]) == 0
    assert date(2026, 11, 23) == application.payments[0].paid_on
