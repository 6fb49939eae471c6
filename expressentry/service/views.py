"""How long applications take: for everybody, and with the open cases for officers."""

from typing import Any

from flask import Blueprint, Response

from expressentry import clock, labels, processing_times, web
from expressentry.accounts.access import anyone, officer_required
from expressentry.rules import service
from expressentry.rules.programs import Program
from expressentry.service import report

bp = Blueprint("service", __name__, url_prefix="/<any(en,fr):lang>/service")


@bp.get("")
@anyone
def index() -> Response:
    """The standard, and how long decisions of the last twelve months took."""
    return web.page("service/index.html", **_times())


@bp.get("/cases")
@officer_required
def cases() -> Response:
    """The same for staff, with the months, the age of the open cases, and what waits on whom."""
    on, law = clock.today(), clock.law()
    return web.page(
        "service/cases.html",
        queue=report.queue(on, law),
        turns=report.turns(),
        pauses=report.pauses(),
        paused=report.longest_paused(on),
        months=report.by_month(on, law),
        of_program=report.of_program,
        Program=Program,
        short_names=labels.SHORT_NAMES,
        **_times(),
    )


def _times() -> dict[str, Any]:
    on, law = clock.today(), clock.law()
    times, standard_day = processing_times.recent(on, law), service.standard_day(on, law)
    first, last = processing_times.period(on)
    return {
        "times": times,
        "all": processing_times.together(times.values()),
        "standard_day": standard_day,
        "standard_days": service.elapsed_days(on, standard_day),
        "first": first,
        "last": last,
        "law": law,
    }
