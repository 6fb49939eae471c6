"""What a candidate can read of who looked at them."""

from flask import Blueprint, Response

from expressentry import web
from expressentry.accounts.access import candidate_required

bp = Blueprint("seen", __name__, url_prefix="/<any(en,fr):lang>/who-has-seen-me")


@bp.get("")
@candidate_required
def index() -> Response:
    """Who has seen me."""
    return web.page("seen/index.html")
