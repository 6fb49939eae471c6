"""Who may ask what: every endpoint carries one of these decorators."""

from collections.abc import Callable
from functools import cached_property, wraps
from typing import Any, TypeVar, cast

from flask import abort, g, make_response, request, session
from flask_login import UserMixin, current_user
from sqlalchemy import Text, bindparam, select, type_coerce

from expressentry import web
from expressentry.database import Glance, db
from expressentry.extensions import login
from expressentry.models import Answers, Profile, Role, User
from expressentry.models.answers import answers_in

View = TypeVar("View", bound=Callable[..., Any])


class SignedIn(UserMixin):
    """Who is signed in, read in one plain query with the profile's answers: every keystroke asks for it."""

    def __init__(self, id_: int, email: str, role: Role, answers: str | None) -> None:
        self.id, self.email, self.role = id_, email, role
        self._answers = answers

    @cached_property
    def answers(self) -> Answers:
        """A candidate's answers as saved when the request began."""
        return answers_in(self._answers or "{}")


_SIGNED_IN = Glance(
    select(User.id, User.email, User.role, type_coerce(Profile.answers, Text).label("answers"))
    .outerjoin(Profile, Profile.user_id == User.id)
    .where(User.id == bindparam("id"), User.session_stamp == bindparam("stamp"))
)


@login.user_loader  # type: ignore[untyped-decorator]
def load_user(session_id: str) -> SignedIn | None:
    """The account of a session, unless its password has changed since."""
    user_id, _, stamp = session_id.partition(".")
    if not (user_id.isascii() and user_id.isdigit() and len(user_id) < 19):
        return None
    row = _SIGNED_IN.one(id=int(user_id), stamp=stamp)
    return None if row is None else SignedIn(row[0], row[1], Role(row[2]), row[3])


def anyone(view: View) -> View:
    """Open to everybody, signed in or not."""
    view.audience = "anyone"  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """For every account."""
    return _for("signed in", tuple(Role), view)


def candidate_or_officer_required(view: View) -> View:
    """For candidates, each on their own records, and for officers."""
    return _for("candidate or officer", (Role.CANDIDATE, Role.OFFICER), view)


def candidate_required(view: View) -> View:
    """For candidates, each on their own records."""
    return _for("candidate", (Role.CANDIDATE,), view)


def reader_required(view: View) -> View:
    """For everybody to whom letters are written, each on their own."""
    readers = (Role.CANDIDATE, Role.EMPLOYER, Role.REPRESENTATIVE)
    return _for(" or ".join(readers), readers, view)


def officer_required(view: View) -> View:
    """For officers."""
    return _for("officer", (Role.OFFICER,), view)


def province_required(view: View) -> View:
    """For accounts of a province or territory, each on what its province may see."""
    return _for("province", (Role.PROVINCE,), view)


def employer_required(view: View) -> View:
    """For employers, each on their own records."""
    return _for("employer", (Role.EMPLOYER,), view)


def representative_required(view: View) -> View:
    """For licensed representatives, each on their own clients."""
    return _for("representative", (Role.REPRESENTATIVE,), view)


def _for(audience: str, roles: tuple[Role, ...], view: View) -> View:
    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        role = getattr(current_user, "role", None)
        if role is None:
            return _sign_in_first()
        if role not in roles:
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


def begin_session(user: User) -> None:
    """Sign in as this account from the next request on."""
    session.clear()
    session.permanent = True
    session["_user_id"] = user.session_id


def me() -> User:
    """The account that is signed in, as a record."""
    return db.session.get_one(User, current_user.id)


def current_answers() -> Answers:
    """The answers of the candidate who is signed in: as changed in this request, else as it found them."""
    return current_profile().answers if "profile" in g else cast(Answers, current_user.answers)


def current_profile() -> Profile:
    """The profile of the candidate who is signed in."""
    if "profile" not in g:
        g.profile = db.session.scalars(select(Profile).where(Profile.user_id == current_user.id)).one()
    return cast(Profile, g.profile)
