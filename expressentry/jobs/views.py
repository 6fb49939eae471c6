"""Postings for everybody, and the candidate's side of Job Match."""

from flask import Blueprint, Response

from expressentry import web
from expressentry.accounts.access import anyone

bp = Blueprint("jobs", __name__, url_prefix="/<any(en,fr):lang>/jobs")


@bp.get("")
@anyone
def index() -> Response:
    """Jobs."""
    return web.page("jobs/index.html")
