"""Officers verify employers and representatives, turn them down, and find them again."""

from typing import Any

from flask import Blueprint, Response, abort, flash, request
from flask_babel import gettext as _

from expressentry import clock, web
from expressentry.accounts import verifying
from expressentry.accounts.access import me, officer_required
from expressentry.accounts.keeping.views import keep_refusals
from expressentry.accounts.verifying import Account
from expressentry.database import db
from expressentry.models import Employer
from expressentry.verification import accounts
from expressentry.verification.forms import FindForm, TurnDownForm

bp = Blueprint("verification", __name__, url_prefix="/<any(en,fr):lang>/verification")
keep_refusals(bp, "verification.act_refused", addresses=False)

ACCOUNT = "/<any(employers,representatives):account_kind>/<int:account_id>"


@bp.get("")
@officer_required
def index() -> Response:
    """The accounts that wait, the longest wait first; those of a name; those settled lately."""
    form = FindForm(request.args)
    sound = form.validate()
    asked = form.find.data if sound else None
    rows, number = accounts.waiting()
    return web.page(
        "verification/index.html",
        form=form,
        asked=asked,
        found=accounts.found_by(asked) if asked else [],
        waiting=rows,
        number=number,
        lately=accounts.settled_lately(),
        most=accounts.SHOWN,
    )


def _account_or_404(account_kind: str, account_id: int) -> Account:
    if account_id >= 2**31:
        abort(404)
    return accounts.find(account_kind, account_id) or abort(404)


@bp.get(ACCOUNT)
@officer_required
def show(account_kind: str, account_id: int) -> Response:
    """Everything an account states about itself, and what to compare it with."""
    account = _account_or_404(account_kind, account_id)
    return web.page("verification/show.html", steps=accounts.history(account), **_shown(account_kind, account))


def _shown(account_kind: str, account: Account) -> dict[str, Any]:
    return {
        "account_kind": account_kind,
        "account": account,
        "is_employer": isinstance(account, Employer),
        "name": accounts.name_of(account),
        "stated": accounts.stated(account),
        "depends": accounts.depends(account),
        "others": accounts.same_number(account),
    }


@bp.post(f"{ACCOUNT}/verification")
@officer_required
def verify(account_kind: str, account_id: int) -> Any:
    """The account may act from now on, if it still states what the officer saw."""
    account = _account_or_404(account_kind, account_id)
    accounts.require_as_seen(account, request.form.get("stated"))
    verifying.verify(account, me(), clock.now())
    db.session.commit()
    flash(_("The account is verified. A letter tells its holder."))
    return web.see_other(".show", account_kind=account_kind, account_id=account_id)


@bp.route(f"{ACCOUNT}/refusal", methods=["GET", "POST"])
@officer_required
def turn_down(account_kind: str, account_id: int) -> Any:
    """The account may not act, or no longer, and its holder is told why; asked first."""
    account, form = _account_or_404(account_kind, account_id), TurnDownForm()
    if not form.is_submitted():
        return web.page("verification/turn_down.html", form=form, **_shown(account_kind, account))
    if not form.validate():
        return web.page("verification/turn_down.html", status=422, form=form, **_shown(account_kind, account))
    verifying.turn_down(account, form.because.data, me(), clock.now())
    db.session.commit()
    flash(_("The account is turned down. A letter tells its holder why."))
    return web.see_other(".show", account_kind=account_kind, account_id=account_id)
