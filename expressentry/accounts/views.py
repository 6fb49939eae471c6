"""Registering, signing in and out, changing the password."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, request, session
from flask_babel import gettext as _
from flask_login import logout_user

from expressentry import clock, formats, web
from expressentry.accounts import guard, lifecycle
from expressentry.accounts.access import anyone, begin_session, me, signed_in
from expressentry.accounts.forms import ChangePasswordForm, RegisterForm, SignInForm
from expressentry.database import begin_writing, db, reading
from expressentry.models import Role, User
from expressentry.rules.facts import Province

bp = Blueprint("accounts", __name__, url_prefix="/<any(en,fr):lang>")

# Where each role goes after signing in.
FIRST_PAGE = {
    Role.CANDIDATE: "profiles.show",
    Role.OFFICER: "pool.index",
    Role.PROVINCE: "provinces.index",
    Role.EMPLOYER: "employers.index",
    Role.REPRESENTATIVE: "representatives.index",
}
DEMO_PASSWORD = "demonstration only"  # noqa: S105 - shown on the sign-in page, in demo mode only
DEMO_ADDRESSES = {
    "candidate@example.org": Role.CANDIDATE,
    "officer@example.org": Role.OFFICER,
    "second.officer@example.org": Role.OFFICER,
    "ontario@example.org": Role.PROVINCE,
    "bc@example.org": Role.PROVINCE,
    "employer@example.org": Role.EMPLOYER,
    "representative@example.org": Role.REPRESENTATIVE,
}
DEMO_PROVINCES = {"ontario@example.org": Province.ON, "bc@example.org": Province.BC}


@bp.route("/registration", methods=["GET", "POST"])
@anyone
def register() -> Any:
    """A new candidate's account."""
    form = RegisterForm()
    if not form.is_submitted():
        return web.page("accounts/register.html", form=form)
    if form.validate():
        try:
            user = lifecycle.register(
                form.email.data, form.password.data, Role.CANDIDATE, web.language(), at=clock.now()
            )
            db.session.commit()
            begin_session(user)
            return web.see_other("profiles.show")
        except lifecycle.AddressTaken:
            db.session.rollback()
            form.email.errors = [_("There is an account with this address already. Sign in instead.")]
    return web.page("accounts/register.html", form=form, status=422)


@bp.route("/sign-in", methods=["GET", "POST"])
@anyone
@reading
def sign_in() -> Any:
    """Sign in. The password is checked between two transactions, for it takes long and must lock nobody out."""
    form = SignInForm()
    after = web.safe_next(request.args.get("next"))
    if not form.is_submitted():
        return _sign_in_page(form)
    if not form.validate():
        return _sign_in_page(form, 422)
    at = clock.now()
    until = guard.locked_until(form.email.data, at)
    if until is not None:
        form.password.errors = [
            _("Too many failed tries. You can try again at %(time)s, Ottawa time.", time=formats.clock_time(until))
        ]
        return _sign_in_page(form, 429)
    user = lifecycle.find(form.email.data)
    matches = lifecycle.password_matches(user, form.password.data)
    begin_writing()
    user = lifecycle.find(form.email.data)
    if user is None or not matches:
        guard.failed(form.email.data, at)
        db.session.commit()
        form.password.errors = [_("The address and the password do not belong together. Check both.")]
        return _sign_in_page(form, 422)
    lifecycle.succeeded(user, at)
    db.session.commit()
    begin_session(user)
    if after:
        return redirect(after, code=303)
    return web.see_other(FIRST_PAGE[user.role])


def _sign_in_page(form: SignInForm, status: int = 200) -> Any:
    demo = DEMO_ADDRESSES if current_app.config["DEMO"] else {}
    return web.page("accounts/sign_in.html", form=form, status=status, demo=demo, demo_password=DEMO_PASSWORD)


@bp.post("/sign-out")
@anyone
@reading
def sign_out() -> Any:
    """End the session."""
    logout_user()
    session.clear()
    flash(_("You are signed out."))
    return web.see_other("pages.home")


@bp.route("/password", methods=["GET", "POST"])
@signed_in
@reading
def password() -> Any:
    """A new password; other sessions end."""
    form = ChangePasswordForm()
    if not form.is_submitted():
        return web.page("accounts/password.html", form=form)
    if form.validate():
        if lifecycle.password_matches(me(), form.current.data):
            return _change_password(form)
        form.current.errors = [_("This is not your password. Write the one you sign in with.")]
    return web.page("accounts/password.html", form=form, status=422)


def _change_password(form: ChangePasswordForm) -> Any:
    user_id = me().id
    begin_writing()
    user = db.session.get_one(User, user_id)
    lifecycle.change_password(user, form.password.data, by=user, at=clock.now())
    db.session.commit()
    begin_session(user)
    flash(_("Your password is changed. Every other session is ended."))
    return web.see_other("accounts.password")
