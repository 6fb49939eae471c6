"""A province's search of the pool, the candidates it may see, its notifications and nominations."""

from flask import Blueprint, Response

from expressentry import web
from expressentry.accounts.access import province_required

bp = Blueprint("provinces", __name__, url_prefix="/<any(en,fr):lang>/province")


@bp.get("")
@province_required
def index() -> Response:
    """Search the pool."""
    return web.page("provinces/index.html")
