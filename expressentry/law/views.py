"""The law on a day, and what changed when, for anyone."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, abort, current_app, request

from expressentry import clock, web
from expressentry.accounts.access import anyone
from expressentry.law import reading, timeline
from expressentry.law.forms import DayForm, PartForm
from expressentry.rules import proposals, tables

bp = Blueprint("law", __name__, url_prefix="/<any(en,fr):lang>/law")
# How far ahead the law can be asked for: as long as a credential assessment lives, the longest of what a forecast sees.
HORIZON = timedelta(days=5 * 366)


@bp.get("")
@anyone
def show() -> Response:
    """The tables in force on a day: the one asked for, else the one this site runs under."""
    today = clock.today()
    asked = request.args if "on" in request.args else None
    form = DayForm(max(today + HORIZON, clock.law_day()), formdata=asked, data={"on": clock.law_day().isoformat()})
    if not form.validate():
        return web.page("law/show.html", status=422, form=form, day=None, today=today, first=tables.FIRST_DAY)
    day = form.day or clock.law_day()
    return web.page("law/show.html", form=form, today=today, first=tables.FIRST_DAY, **_law(day))


def _law(day: date) -> dict[str, Any]:
    return {
        "day": day,
        "law": tables.law_on(day),
        "parts": reading.on_day(day),
        "later": reading.missing_on(day),
        "proposals": [tables.proposed(name) for name in proposals.names()],
    }


@bp.get("/timeline")
@anyone
def changes() -> Response:
    """Every day on which a table took effect, with what it changed."""
    form = PartForm(formdata=request.args)
    sound = form.validate()
    days = timeline.days(form.part.data) if sound else ()
    return web.page(
        "law/changes.html", fragment="law/_changes.html", status=200 if sound else 422, form=form, days=days
    )


@bp.get("/tables/<part>/<day>.toml")
@anyone
def text(part: str, day: str) -> Response:
    """One table as it is written; a proposal has none, and says so."""
    if part in proposals.names():
        return web.page("law/only_proposed.html", status=404, proposal=tables.proposed(part))
    if part not in reading.PARTS or day not in map(str, tables.effective_dates(part)):
        abort(404)
    return _plain(tables.text(part, date.fromisoformat(day)))


def _plain(written: str) -> Response:
    return current_app.response_class(written, mimetype="text/plain")
