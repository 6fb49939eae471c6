"""An employer's account, postings, matches, invitations and offers. Every refusal is kept in the record."""

from typing import Any

from flask import Blueprint, flash, request
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from expressentry import clock, web
from expressentry.accounts.access import anyone, begin_session, employer_required, me
from expressentry.accounts.lifecycle import AddressTaken
from expressentry.database import begin_writing, db
from expressentry.employers import lifecycle
from expressentry.employers.forms import ParticularsForm, RegistrationForm
from expressentry.models import Employer, record
from expressentry.refusals import Refusal

bp = Blueprint("employers", __name__, url_prefix="/<any(en,fr):lang>/employer")


# ---- Refusals are kept


@bp.errorhandler(Refusal)
def refused(refusal: Refusal) -> Any:
    """A lawful "no", kept in the record."""
    _keep_refusal(refusal.code)
    return web.refused(refusal)


@bp.errorhandler(404)
def not_found(_error: Any) -> Any:
    """No such record of this employer; kept, for somebody may be guessing."""
    _keep_refusal("not_found")
    return web.not_found()


def _keep_refusal(code: str) -> None:
    begin_writing()
    record("employer.refused", me(), by=me(), at=clock.now(), code=code, path=request.path)
    db.session.commit()


def _employer() -> Employer:
    return db.session.scalars(select(Employer).where(Employer.user_id == current_user.id)).one()


# ---- The account


@bp.get("")
@employer_required
def index() -> Any:
    """Whether the account is verified, and its postings, newest first."""
    return web.page("employers/index.html", employer=_employer())


@bp.route("/registration", methods=["GET", "POST"])
@anyone
def register() -> Any:
    """A new employer's account."""
    form = RegistrationForm()
    if not form.is_submitted():
        return web.page("employers/register.html", form=form)
    if form.validate():
        try:
            employer = lifecycle.register(
                form.email.data, form.password.data, web.language(), form.particulars(), at=clock.now()
            )
            db.session.commit()
            begin_session(employer.user)
            return web.see_other(".index")
        except AddressTaken:
            db.session.rollback()
            form.email.errors = [_("There is an account with this address already. Sign in instead.")]
    return web.page("employers/register.html", form=form, status=422)


@bp.route("/particulars", methods=["GET", "POST"])
@employer_required
def particulars() -> Any:
    """What the employer states of itself, to be corrected."""
    employer = _employer()
    form = ParticularsForm(obj=employer)
    if not form.is_submitted():
        return web.page("employers/particulars.html", form=form, employer=employer)
    if not form.validate():
        return web.page("employers/particulars.html", form=form, employer=employer, status=422)
    lifecycle.correct(employer, form.particulars(), by=me(), at=clock.now())
    db.session.commit()
    flash(_("An officer will verify your account.") if employer.waits else _("Your particulars are kept."))
    return web.see_other(".index")
