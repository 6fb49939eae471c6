"""Officers verify employers and representatives."""

from flask import Blueprint, Response

from expressentry import web
from expressentry.accounts.access import officer_required

bp = Blueprint("verification", __name__, url_prefix="/<any(en,fr):lang>/verification")


@bp.get("")
@officer_required
def index() -> Response:
    """Accounts to verify."""
    return web.page("verification/index.html")
