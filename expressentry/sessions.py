"""Who is signed in, signed sessions, and form tokens: what was proved once need not be proved at every keystroke."""

import time
from collections import OrderedDict
from typing import Any

from flask import Flask, Request, Response, current_app, g, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask_login import LoginManager
from flask_wtf import CSRFProtect
from itsdangerous import BadSignature

MOST_REMEMBERED = 4096


class Logins(LoginManager):
    """Flask-Login's, without its remember-me cookie, and without tying a session to an address: telephones change.

    A session lasts by itself, and ends everywhere with the password. So nothing has to be looked up for either.
    """

    session_protection = None

    def _session_protection_failed(self) -> bool:
        return False

    def _update_remember_cookie(self, response: Response) -> Response:
        return response


class RememberingCsrf(CSRFProtect):
    """Flask-WTF's protection; a token that matched this session before matches again. Over HTTPS nothing is skipped."""

    def __init__(self) -> None:
        super().__init__()
        self._matched: set[tuple[Any, ...]] = set()

    def protect(self, apply_exemptions: bool = False) -> None:
        asked, app = request._get_current_object(), current_app._get_current_object()  # type: ignore[attr-defined]
        if asked.method not in app.config["WTF_CSRF_METHODS"]:
            return
        pair = (app.secret_key, asked.form.get("csrf_token"), session.get("csrf_token"))
        if pair in self._matched and not asked.is_secure:
            g.csrf_valid = True
            return
        super().protect(apply_exemptions)
        if g.get("csrf_valid"):
            if len(self._matched) >= MOST_REMEMBERED:
                self._matched.clear()
            self._matched.add(pair)


class RememberingSessions(SecureCookieSessionInterface):
    """Flask's sessions; the signature of a cookie that was verified once is not computed again on every keystroke.

    Only sessions of plain values are remembered, so that no request can see what another put into a list.
    """

    def __init__(self) -> None:
        self._verified: OrderedDict[tuple[str, str], tuple[dict[str, Any], float]] = OrderedDict()

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        cookie = request.cookies.get(self.get_cookie_name(app))
        if not cookie:
            return self.session_class()
        key = (str(app.secret_key), cookie)
        lifetime = app.config["PERMANENT_SESSION_LIFETIME"]
        oldest = time.time() - (lifetime if isinstance(lifetime, int) else lifetime.total_seconds())
        known = self._verified.get(key)
        if known is None:
            known = self._verify(app, key, cookie)
        if known is None or known[1] < oldest:
            return self.session_class()
        return self.session_class(known[0])

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """As Flask does; but for a session only read, without taking the Vary header apart to add to it."""
        if session.modified or not session.accessed:
            super().save_session(app, session, response)
            return
        response.headers.add("Vary", "Cookie")

    def _verify(self, app: Flask, key: tuple[str, str], cookie: str) -> tuple[dict[str, Any], float] | None:
        serializer = self.get_signing_serializer(app)
        if serializer is None:
            return None
        try:
            values, signed_at = serializer.loads(cookie, return_timestamp=True)
        except BadSignature:
            return None
        known = (values, signed_at.timestamp())
        if all(isinstance(value, str | bool | int) for value in values.values()):
            self._verified[key] = known
            while len(self._verified) > MOST_REMEMBERED:
                self._verified.popitem(last=False)
        return known
