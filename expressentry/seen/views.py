"""What a candidate can read of who looked at them: all of the log."""

from collections.abc import Iterator

from flask import Blueprint, Response, request, stream_with_context

from expressentry import clock, labels, sheets, web
from expressentry.accounts.access import candidate_required, current_profile
from expressentry.clock import OTTAWA
from expressentry.models import Profile
from expressentry.seen import log, told

bp = Blueprint("seen", __name__, url_prefix="/<any(en,fr):lang>/who-has-seen-me")

CSV_COLUMNS = ("moment_utc", "moment_ottawa", "kind_of_viewer", "viewer", "kind_of_look", "what_was_seen", "posting")


@bp.get("")
@candidate_required
def index() -> Response:
    """Who has seen me: by day, the newest first, with wrong codes typed, and a picture of the last twelve months."""
    profile, before = current_profile(), _before()
    return web.page(
        "seen/index.html",
        shown=log.page(profile, before),
        newest=before is None,
        total=log.total(profile),
        months=log.by_month(profile, clock.today()),
        tries=log.failed_tries(profile),
        told=told,
    )


def _before() -> int | None:
    """The row of the address before which the page begins; `None` if there is none or it makes no sense."""
    written = request.args.get("before", "")
    return int(written) if written.isascii() and written.isdigit() and 0 < len(written) < 19 else None


@bp.get("/looks.csv")
@candidate_required
def export() -> Response:
    """Every look at me, as CSV."""
    headers = {"Content-Disposition": "attachment; filename=who-has-seen-me.csv"}
    return Response(stream_with_context(_csv(current_profile())), mimetype="text/csv; charset=utf-8", headers=headers)


def _csv(profile: Profile) -> Iterator[str]:
    yield sheets.line(CSV_COLUMNS)
    for look in log.every(profile):
        yield sheets.line(
            (
                look.at.isoformat(),
                look.at.astimezone(OTTAWA).isoformat(),
                look.viewer.role.value,
                told.viewer(look.viewer),
                look.how.value,
                labels.words(look.how),
                look.posting,
            )
        )
