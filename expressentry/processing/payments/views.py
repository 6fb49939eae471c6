"""Payments to confirm, to reject, to repay and to take in from a bank's list: more addresses of the officers' room."""

from collections.abc import Callable
from typing import Any

from flask import Response, abort, flash, request
from flask_babel import gettext as _
from sqlalchemy import select

from expressentry import clock, web
from expressentry.accounts.access import me, officer_required
from expressentry.applications import payments
from expressentry.database import db
from expressentry.models import Event, Payment, User
from expressentry.processing import imports, queue
from expressentry.processing.forms import ImportForm, RejectForm, read_id
from expressentry.processing.views import LARGEST_ID, bp


@bp.get("/payments")
@officer_required
def confirmations() -> Response:
    """Payments that were declared and wait to be confirmed."""
    return web.page("processing/payments.html", shown=queue.to_confirm(read_id(request.args.get("after"))))


@bp.get("/payments/refunds")
@officer_required
def refunds() -> Response:
    """Payments of which something goes back."""
    shown = queue.to_repay(read_id(request.args.get("after")))
    return web.page("processing/refunds.html", shown=shown, refund_due=payments.refund_due)


def _payment_or_404(payment_id: int) -> Payment:
    found = select(Payment).where(Payment.id == payment_id)
    return (db.session.scalar(found.with_for_update()) if payment_id < LARGEST_ID else None) or abort(404)


@bp.post("/payments/<int:payment_id>/confirmation")
@officer_required
def confirm_payment(payment_id: int) -> Any:
    """The money is here."""
    return _settled(payment_id, payments.confirm, _("The payment is confirmed."), ".confirmations")


@bp.post("/payments/<int:payment_id>/repayment")
@officer_required
def repay(payment_id: int) -> Any:
    """What was due back is repaid."""
    return _settled(payment_id, payments.mark_refunded, _("The payment is marked as repaid."), ".refunds")


def _settled(payment_id: int, act: Callable[..., None], words: str, back: str) -> Any:
    act(_payment_or_404(payment_id), by=me(), at=clock.now())
    db.session.commit()
    flash(words)
    return web.see_other(back)


@bp.route("/payments/<int:payment_id>/rejection", methods=["GET", "POST"])
@officer_required
def reject_payment(payment_id: int) -> Any:
    """No such money came."""
    payment, form = _payment_or_404(payment_id), RejectForm()
    if request.method == "GET" or not form.validate():
        return web.page("processing/reject.html", status=422 if form.errors else 200, payment=payment, form=form)
    payments.reject(payment, form.because.data, me(), clock.now())
    db.session.commit()
    flash(_("The payment is rejected."))
    return web.see_other(".confirmations")


@bp.route("/payments/imports", methods=["GET", "POST"])
@officer_required
def import_payments() -> Any:
    """Confirm the payments a bank lists."""
    form = ImportForm()
    if request.method == "POST" and form.validate():
        try:
            imports.take_in(form.file.data, me(), clock.now())
            db.session.commit()
            return web.see_other(".imported", event_id=_last_import(me()))
        except imports.NoColumns:
            db.session.rollback()
            words = _("The first line must name the columns reference, amount and received_on.")
            form.blame("file", words)
    return web.page("processing/import.html", status=422 if form.errors else 200, form=form)


def _last_import(by: User) -> int:
    mine = select(Event.id).where(Event.kind == "payments.imported", Event.by_id == by.id)
    return db.session.scalars(mine.order_by(Event.id.desc()).limit(1)).one()


@bp.get("/payments/imports/<int:event_id>")
@officer_required
def imported(event_id: int) -> Response:
    """What became of each line of an import."""
    wanted = select(Event).where(Event.id == event_id, Event.kind == "payments.imported")
    event = (db.session.scalar(wanted) if event_id < LARGEST_ID else None) or abort(404)
    lines = imports.lines_of(event.figures["lines"])
    return web.page("processing/imported.html", event=event, lines=lines, Outcome=imports.Outcome)
