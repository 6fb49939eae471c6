"""Who may ask what: every endpoint carries one of these decorators."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import abort, g, make_response, request
from flask_login import current_user
from sqlalchemy import select

from expressentry import web
from expressentry.database import db
from expressentry.extensions import login
from expressentry.models import Profile, Role, User

View = TypeVar("View", bound=Callable[..., Any])


@login.user_loader  # type: ignore[untyped-decorator]
def load_user(session_id: str) -> User | None:
    """The account of a session, unless its password has changed since."""
    user_id, _, stamp = session_id.partition(".")
    user = db.session.get(User, int(user_id)) if user_id.isdigit() else None
    return user if user is not None and user.session_stamp == stamp else None


def anyone(view: View) -> View:
    """Open to everybody, signed in or not."""
    view.audience = "anyone"  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """For every account."""
    return _for("signed in", (Role.CANDIDATE, Role.OFFICER), view)


def candidate_required(view: View) -> View:
    """For candidates, each on their own records."""
    return _for("candidate", (Role.CANDIDATE,), view)


def officer_required(view: View) -> View:
    """For officers."""
    return _for("officer", (Role.OFFICER,), view)


def _for(audience: str, roles: tuple[Role, ...], view: View) -> View:
    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not current_user.is_authenticated:
            return _sign_in_first()
        if current_user.role not in roles:
            abort(403)
        return view(*args, **kwargs)

    guarded.audience = audience  # type: ignore[attr-defined]
    return cast(View, guarded)


def _sign_in_first() -> Any:
    """To the sign-in page, and back; an htmx request is only told, so that nothing typed leaves the screen."""
    if web.asked_by_htmx():
        return make_response("", 401)
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return web.see_other("accounts.sign_in", next=back)


def me() -> User:
    """The account that is signed in."""
    return cast(User, current_user._get_current_object())


def current_profile() -> Profile:
    """The profile of the candidate who is signed in."""
    if "profile" not in g:
        g.profile = db.session.scalars(select(Profile).where(Profile.user_id == me().id)).one()
    return cast(Profile, g.profile)
