"""A representative's clients, and what may be done for each."""

from flask import Blueprint, Response

from expressentry import web
from expressentry.accounts.access import representative_required

bp = Blueprint("representatives", __name__, url_prefix="/<any(en,fr):lang>/clients")


@bp.get("")
@representative_required
def index() -> Response:
    """Your clients."""
    return web.page("representatives/index.html")
