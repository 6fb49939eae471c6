"""An employer's postings, matches, invitations and offers."""

from flask import Blueprint, Response

from expressentry import web
from expressentry.accounts.access import employer_required

bp = Blueprint("employers", __name__, url_prefix="/<any(en,fr):lang>/employer")


@bp.get("")
@employer_required
def index() -> Response:
    """Your postings."""
    return web.page("employers/index.html")
