"""A candidate's pages of advice. Nothing typed here is kept."""

from dataclasses import replace

from flask import Blueprint, Response, request

from expressentry import category_words, clock, web
from expressentry.accounts.access import candidate_required, current_answers, current_profile
from expressentry.advice.forms import PartnerForm
from expressentry.analysis.advice import advice
from expressentry.analysis.couples import couples
from expressentry.analysis.real_rounds import beside_rounds
from expressentry.analysis.rounds_chart import chart
from expressentry.database import reading
from expressentry.pool.lifecycle import open_stay
from expressentry.rules import noc
from expressentry.rules.facts import Facts

bp = Blueprint("advice", __name__, url_prefix="/<any(en,fr):lang>/profile")


@bp.get("/advice")
@candidate_required
def show() -> Response:
    """What would help most, by the answers as they are now."""
    return web.page("advice/show.html", advice=advice(_facts(), clock.today(), clock.law()))


@bp.route("/couple", methods=["GET", "POST"])
@candidate_required
@reading
def couple() -> Response:
    """The four arrangements of a couple; what is typed about the partner is counted and not kept."""
    facts, on, law = _facts(), clock.today(), clock.law()
    if facts.spouse is None:
        return web.page("advice/couple.html", couples=None, form=None)
    form = PartnerForm.about(facts.spouse, on, law)
    valid = form.validate() if request.method == "POST" else True
    return web.page(
        "advice/couple.html",
        status=200 if valid else 422,
        couples=couples(facts, form.partner(), on, law),
        form=form,
        found=_occupations(request.form.get("find", "")),
    )


@bp.get("/rounds")
@candidate_required
def rounds() -> Response:
    """The score of today beside the rounds that were really held, and the categories of today."""
    beside = beside_rounds(_facts(), clock.today(), clock.law())
    return web.page("advice/rounds.html", beside=beside, chart=chart(beside), category_words=category_words)


def _occupations(name: str) -> dict[str, list[noc.Match]]:
    """The occupations found for what was typed beside a question."""
    return {name: noc.search(request.form.get(f"{name}_search", "")[:200], web.language())} if name else {}


def _facts() -> Facts:
    """The answers as they are now, with the nomination of a stay in the pool, which is no answer."""
    facts, stay = current_answers().facts(), open_stay(current_profile())
    if facts.nomination is None and stay is not None:
        return replace(facts, nomination=stay.facts.nomination)
    return facts
