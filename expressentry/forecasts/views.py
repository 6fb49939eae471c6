"""A candidate's own forecast, as a page, a calendar and a table; and the days of work that count."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, abort, request
from flask_babel import gettext as _

from expressentry import calendars, clock, sheets, web
from expressentry.accounts.access import candidate_required, current_answers, current_profile
from expressentry.analysis import ahead_words, work_drawn, work_words
from expressentry.analysis.ahead import Ahead, ahead
from expressentry.analysis.step_line import step_line
from expressentry.forecasts import downloads
from expressentry.models import ExpressionOfInterest
from expressentry.pool.lifecycle import open_stay
from expressentry.rules.facts import Facts

bp = Blueprint("forecasts", __name__, url_prefix="/<any(en,fr):lang>/profile")


@dataclass(frozen=True, slots=True)
class Basis:
    """The facts that are looked at: as the pool ranks them up to the end of the stay, or as the profile has them."""

    facts: Facts
    ends_at: datetime | None
    in_pool: bool
    differs: bool


@bp.get("/forecast")
@candidate_required
def show() -> Response:
    """Every coming day on which score, programs or the pool change by themselves."""
    basis = _basis()
    found = _ahead(basis)
    return web.page(
        "forecasts/show.html", basis=basis, ahead=found, line=step_line(found), said=ahead_words, asked=_asked(basis)
    )


@bp.get("/forecast.ics")
@candidate_required
def calendar() -> Response:
    """The same days, for a calendar."""
    found = _ahead(_basis())
    entries = downloads.entries(found, of=current_profile().id)
    text = calendars.calendar(_("What will change by itself"), entries, request.host, clock.now())
    headers = {"Content-Disposition": "attachment; filename=express-entry-forecast.ics"}
    return Response(text, mimetype="text/calendar", headers=headers)


@bp.get("/forecast.csv")
@candidate_required
def table() -> Response:
    """The same days, for a spreadsheet."""
    text = "".join(sheets.line(cells) for cells in downloads.rows(_ahead(_basis())))
    headers = {"Content-Disposition": "attachment; filename=express-entry-forecast.csv"}
    return Response(text, mimetype="text/csv", headers=headers)


@bp.get("/work-drawn")
@candidate_required
def work() -> Response:
    """The days of every job, counted or not, for one question asked of the work history."""
    facts, on, law = current_answers().facts(), clock.today(), clock.law()
    questions = work_drawn.questions(facts)
    chosen = next((asked for asked in questions if asked.key == request.args.get("for", questions[0].key)), None)
    if chosen is None:
        abort(404)
    drawn = work_drawn.draw(chosen, facts, on, law)
    return web.page("forecasts/work.html", drawn=drawn, questions=questions, said=work_words)


def _ahead(basis: Basis) -> Ahead:
    return ahead(basis.facts, clock.today(), clock.law_for, stay_ends_at=basis.ends_at)


def _basis() -> Basis:
    """As the pool has it, unless the candidate stands in no pool or asks for the profile as it is now."""
    answers, stay = current_answers().facts(), _stay()
    if stay is None:
        return Basis(answers, None, in_pool=False, differs=False)
    differs = stay.facts != answers
    if request.args.get("answers") == "now":
        return Basis(answers, None, in_pool=True, differs=differs)
    return Basis(stay.facts, stay.expires_at, in_pool=True, differs=differs)


def _stay() -> ExpressionOfInterest | None:
    """The stay in the pool, unless its time is over though no job has said so yet."""
    stay = open_stay(current_profile())
    return stay if stay is not None and stay.in_pool and stay.expires_at > clock.now() else None


def _asked(basis: Basis) -> dict[str, Any]:
    """What the addresses of the downloads repeat, so that they hold what the page shows."""
    return {"answers": "now"} if basis.in_pool and basis.ends_at is None else {}
