"""The search for an occupation, as a page of its own and as the list under a form's field."""

from flask import Blueprint, Response, request

from expressentry import web
from expressentry.accounts.access import anyone
from expressentry.rules import noc

bp = Blueprint("occupations", __name__, url_prefix="/<any(en,fr):lang>/occupations")

LONGEST = 200


@bp.get("")
@anyone
def index() -> Response:
    """Occupations found for the letters typed."""
    field = request.args.get("field", "")
    field = field if field.isidentifier() and len(field) <= 40 else ""
    typed = request.args.get(f"{field}_search" if field else "q", "")[:LONGEST]
    found = noc.search(typed, web.language())
    return web.page("occupations/index.html", fragment="occupations/_found.html", typed=typed, found=found, field=field)
