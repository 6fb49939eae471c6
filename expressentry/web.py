"""How pages are answered: whole or as a fragment, in two languages, with security headers; and every error page."""

from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from babel.support import NullTranslations, Translations
from flask import Flask, Response, current_app, g, make_response, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_wtf.csrf import CSRFError
from markupsafe import Markup
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from expressentry import bodies, clock, explain, formats, labels
from expressentry.cards import looks_like_card
from expressentry.database import db
from expressentry.refusals import Refusal

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LANGUAGES = ("en", "fr")
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SECURITY_HEADERS = [
    ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
]
NEITHER_KEPT_NOR_CACHED = [*SECURITY_HEADERS, ("Cache-Control", "no-store")]


def page(template: str, *, fragment: str | None = None, status: int = 200, **context: Any) -> Response:
    """The whole page, or for htmx only its `fragment` if it has one."""
    chosen = fragment if fragment is not None and asked_by_htmx() else template
    response = current_app.response_class(render_template(chosen, **context), status)
    if fragment is not None:
        response.headers["Vary"] = "HX-Request"
    return response


def fragment(*parts: str) -> Response:
    """Rendered partials, one after the other, for htmx."""
    return current_app.response_class("".join(parts), headers=[("Vary", "HX-Request")])


def kept(template: str, value: Hashable) -> Markup:
    """A partial that shows one value that never changes: rendered once for each language."""
    key = (language(), template, value)
    rendered = _kept.get(key)
    if rendered is None:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        rendered = _kept[key] = Markup(render_template(template, value=value))  # noqa: S704 - escaped by the template
    return rendered


MOST_KEPT = 20_000
_kept: dict[tuple[str, str, Hashable], Markup] = {}


def asked_by_htmx() -> bool:
    """True if this request was made by htmx and wants a fragment."""
    return request.headers.get("HX-Request") == "true"


def see_other(endpoint: str, **values: Any) -> AnyResponse:
    """303 to another page, after something was done."""
    return redirect(url_for(endpoint, **values), code=303)


def safe_next(target: str | None) -> str | None:
    """`target` if it is a path of this site, else `None`."""
    if not target or not target.startswith("/") or target[1:2] in ("/", "\\") or "\\" in target:
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc or any(ord(letter) < 32 for letter in target) else target


def same_origin() -> bool:
    """True if the browser says that this request comes from a page of this site."""
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(origin).netloc == request.host


def init_app(app: Flask) -> None:
    """Language in the address, words and figures in templates, headers and error pages."""
    _speak_two_languages(app)
    app.jinja_env.globals.update(words=labels.words, explain=explain, formats=formats, law_day=clock.law_day)
    app.jinja_env.globals.update(now=clock.now, day_of=clock.day_of, clock_ahead=clock.ahead)
    app.jinja_env.globals.update(asked_by_htmx=asked_by_htmx, kept=kept, zip=zip, colon=formats.colon)
    app.jinja_env.filters["words"] = labels.words
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.wsgi_app = _Secured(app.wsgi_app)  # type: ignore[method-assign]
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(HTTPException, _failed)
    app.register_error_handler(Exception, _broken)


def _speak_two_languages(app: Flask) -> None:
    @app.url_value_preprocessor
    def take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        g.lang = values.pop("lang", None) if values else None
        view = app.view_functions.get(request.endpoint or "")
        g.reads_only = getattr(view, "reads_only", False)
        bodies.settle(request, view)

    @app.url_defaults
    def give_language(endpoint: str, values: dict[str, Any]) -> None:
        if "lang" not in values and app.url_map.is_endpoint_expecting(endpoint, "lang"):
            values["lang"] = language()

    app.jinja_env.install_gettext_callables(_gettext, _ngettext, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.globals.update(language=language, other_language_url=_other_language_url)


def language() -> str:
    """The language of this request: of its address, else the one the browser prefers."""
    chosen: str | None = g.get("lang")
    if chosen is None:
        chosen = g.lang = _language_of_path() or request.accept_languages.best_match(LANGUAGES, "en")
    return chosen


@contextmanager
def speaking(other: str) -> Iterator[None]:
    """Everything said in this block is said in that language."""
    before = language()
    g.lang = other
    try:
        with force_locale(other):
            yield
    finally:
        g.lang = before


def _language_of_path() -> str | None:
    """The language of an address that no rule matched, as of an error page."""
    first = request.path.split("/", 2)[1:2]
    return first[0] if first and first[0] in LANGUAGES else None


def _catalog() -> NullTranslations:
    """The messages of this request's language, loaded once."""
    loaded: dict[str, NullTranslations] = current_app.extensions.setdefault("expressentry_catalogs", {})
    wanted = language()
    if wanted not in loaded:
        directory = current_app.config["BABEL_TRANSLATION_DIRECTORIES"]
        loaded[wanted] = Translations.load(directory, [wanted]) if wanted != "en" else NullTranslations()
    return loaded[wanted]


def _gettext(text: str) -> str:
    return _catalog().ugettext(text)


def _ngettext(one: str, many: str, number: int) -> str:
    return _catalog().ungettext(one, many, number)


def _other_language_url() -> str:
    """This page in the other language; after a form was sent, the page that holds it."""
    other = "fr" if language() == "en" else "en"
    if request.endpoint is None or not current_app.url_map.is_endpoint_expecting(request.endpoint, "lang"):
        return url_for("pages.home", lang=other)
    if request.method != "GET" and not _answers_get(request.endpoint):
        return url_for("pages.home", lang=other)
    address = url_for(request.endpoint, **{**(request.view_args or {}), "lang": other})
    asked = list(request.args.items(multi=True)) if request.method == "GET" else []
    return f"{address}?{urlencode(asked)}" if asked else address


def _answers_get(endpoint: str) -> bool:
    return any("GET" in (rule.methods or ()) for rule in current_app.url_map.iter_rules(endpoint))


class _Secured:
    """Every answer with the security headers; none is kept by a browser unless it says how long, as static files do."""

    def __init__(self, application: "WSGIApplication") -> None:
        self._application = application

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            says_how_long = any(name == "Cache-Control" for name, _value in headers)
            more = SECURITY_HEADERS if says_how_long else NEITHER_KEPT_NOR_CACHED
            return start_response(status, headers + more, *error)

        return self._application(environ, start)


def refused(refusal: Refusal) -> AnyResponse:
    """A lawful "no": 409, in words."""
    db.session.rollback()
    return _error_page(409, str(labels.refusal(refusal)))


def not_found() -> AnyResponse:
    """The page that says that there is nothing here."""
    db.session.rollback()
    return _error_page(404)


def _forged(_error: CSRFError) -> AnyResponse:
    """A form without its token, usually because the session ended meanwhile. What was typed is shown again.

    A page of this site may offer to send it once more; a foreign page, which is what the token is against, may not.
    """
    if request.endpoint == "accounts.sign_in":
        return redirect(request.url, code=303)
    if asked_by_htmx():
        return make_response("", 400)
    sent = _sent()
    with_files = _files_were_sent()
    body = render_template(
        "error.html", status=400, message=None, sent=sent, again=same_origin(), with_files=with_files
    )
    return make_response(body, 400)


def _sent() -> list[tuple[str, str]]:
    """What was typed, but for passwords and numbers of cards, so that an error page can show it again."""
    if request.method in ("GET", "HEAD") or request.content_length is None:
        return []
    try:
        fields = request.form.items(multi=True)
    except HTTPException:
        return []
    shown = [(name, value) for name, value in fields if "password" not in name and name != "csrf_token"]
    return [(name, value) for name, value in shown if not looks_like_card(value)]


def _files_were_sent() -> bool:
    """True if this request brought a file, which no page can send a second time."""
    try:
        return any(file.filename for file in request.files.values())
    except HTTPException:
        return False


def _failed(error: HTTPException) -> AnyResponse:
    if error.response is not None or (error.code or 500) < 400:
        return error.get_response()
    if error.code == 413 and _takes_files():
        bodies.discard_rest(request)
    return _error_page(error.code or 500)


def _broken(error: Exception) -> AnyResponse:
    """A fault of ours: logged in full, told in words."""
    if current_app.testing or current_app.debug:
        raise error
    current_app.logger.exception("unhandled error on %s %s", request.method, request.path)
    db.session.rollback()
    return _error_page(500)


def _error_page(status: int, message: str | None = None) -> AnyResponse:
    if asked_by_htmx():
        return make_response(render_template("_error.html", status=status, message=message), status)
    body = render_template("error.html", status=status, message=message, sent=_sent(), uploading=_takes_files())
    return make_response(body, status)


def _takes_files() -> bool:
    return bodies.takes_files(current_app.view_functions.get(request.endpoint or ""))
