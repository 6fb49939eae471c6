"""A candidate's notifications of interest and nominations, and the account of nomination space."""

from flask import Blueprint, Response

from expressentry import web
from expressentry.accounts.access import candidate_required

bp = Blueprint("nominations", __name__, url_prefix="/<any(en,fr):lang>/nominations")


@bp.get("")
@candidate_required
def index() -> Response:
    """Provinces and you."""
    return web.page("nominations/index.html")
