"""The law on a day, for anyone."""

from flask import Blueprint, Response

from expressentry import clock, web
from expressentry.accounts.access import anyone

bp = Blueprint("law", __name__, url_prefix="/<any(en,fr):lang>/law")


@bp.get("")
@anyone
def show() -> Response:
    """The tables in force on a day."""
    return web.page("law/show.html", law=clock.law())
