"""A candidate's pages of advice. Nothing typed here is kept."""

from dataclasses import replace

from flask import Blueprint, Response

from expressentry import clock, web
from expressentry.accounts.access import candidate_required, current_answers, current_profile
from expressentry.analysis.advice import advice
from expressentry.pool.lifecycle import open_stay
from expressentry.rules.facts import Facts

bp = Blueprint("advice", __name__, url_prefix="/<any(en,fr):lang>/profile")


@bp.get("/advice")
@candidate_required
def show() -> Response:
    """What would help most, by the answers as they are now."""
    return web.page("advice/show.html", advice=advice(_facts(), clock.today(), clock.law()))


def _facts() -> Facts:
    """The answers as they are now, with the nomination of a stay in the pool, which is no answer."""
    facts, stay = current_answers().facts(), open_stay(current_profile())
    if facts.nomination is None and stay is not None:
        return replace(facts, nomination=stay.facts.nomination)
    return facts
