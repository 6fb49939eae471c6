"""A province's search of the pool, the searches it keeps, the candidates it may see, and number with code."""

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, abort, flash, request
from flask_babel import gettext as _
from sqlalchemy import select

from expressentry import clock, formats, labels, viewings, web
from expressentry.accounts.access import me, province_required
from expressentry.accounts.keeping import views as keeping
from expressentry.database import begin_writing, db
from expressentry.models import ExpressionOfInterest, SavedSearch, ViewingKind
from expressentry.nominations import lifecycle as nominations
from expressentry.nominations.requirements import is_open
from expressentry.provinces import lifecycle, search, sight
from expressentry.provinces.forms import IdentificationForm, NameForm, SearchForm
from expressentry.provinces.sight import Sight
from expressentry.rules import crs, experience, language, noc
from expressentry.rules.facts import Facts, Province

bp = Blueprint("provinces", __name__, url_prefix="/<any(en,fr):lang>/province")
REFUSED = "province.refused"
keeping.keep_refusals(bp, REFUSED)
OF_WORK = (experience.Question.CRS_CANADIAN, experience.Question.CRS_FOREIGN)


# ---- What was refused is recorded


def note_refusal(code: str) -> None:
    """Record that this request was refused; whatever it did is undone first."""
    keeping.note_refusal(REFUSED, code)
    db.session.commit()


def own_province() -> Province:
    """The province of the account that is signed in."""
    province = me().province
    return province if province is not None else abort(404)


def seen_or_404(number: str) -> Sight:
    """What the province may know of a candidate; nothing is the same as nobody."""
    return sight.find(number, own_province(), clock.now()) or abort(404)


def note_looks(profile_ids: list[int], how: ViewingKind, at: datetime) -> None:
    """Write down who was seen on a page that is about to be sent; if that cannot be, nor is the page."""
    if profile_ids:
        begin_writing()
        viewings.note(profile_ids, how, me(), at)
        db.session.commit()


# ---- The search, and the searches kept


@bp.get("")
@province_required
def index() -> Response:
    """Search the pool. Nobody is listed before something is asked, for everybody listed is told of it."""
    province, at = own_province(), clock.now()
    form = SearchForm(request.args)
    asked = any(name in form or name == "after" for name in request.args)
    sound = form.validate()
    after = search.read_place(request.args.get("after"))
    found = search.look(province, form.filters, at, clock.today(), after) if asked and sound else None
    answer = web.page(
        "provinces/index.html",
        fragment="provinces/_found.html",
        status=200 if sound else 422,
        form=form,
        found=found,
        further=after is not None,
        after=search.place(found.after) if found else None,
        budget=search.BUDGET,
        saved=[] if web.asked_by_htmx() else _saved(province),
        province=province,
    )
    note_looks(found.profile_ids if found else [], ViewingKind.LISTED, at)
    return answer


def _saved(province: Province) -> list[tuple[SavedSearch, list[tuple[str, str]]]]:
    """The searches a province keeps, each with what it looks for in words."""
    wanted = select(SavedSearch).where(SavedSearch.province == province).order_by(SavedSearch.name)
    return [(kept, _form_of(kept.filters).told) for kept in db.session.scalars(wanted)]


def _form_of(filters: dict[str, str]) -> SearchForm:
    return SearchForm(formdata=None, data=filters)


@bp.route("/searches/new", methods=["GET", "POST"])
@province_required
def save_search() -> Any:
    """Give a search a name, and keep it for everybody of the province."""
    wanted, form = SearchForm(request.args), NameForm()
    if not wanted.validate():
        asked = {field.name: request.args[field.name] for field in wanted if field.name in request.args}
        return web.see_other("provinces.index", **asked)
    if not form.is_submitted():
        return _name_page(wanted, form)
    if not form.validate():
        return _name_page(wanted, form, 422)
    by = me()
    try:
        lifecycle.save_search(own_province(), form.name.data, wanted.chosen, by, clock.now())
    except lifecycle.SearchNameTaken as refusal:
        note_refusal(refusal.code)
        form.name.errors = [labels.refusal(refusal)]
        return _name_page(wanted, form, 409)
    db.session.commit()
    flash(_("The search is saved as “%(name)s”.", name=form.name.data))
    return web.see_other("provinces.index", **wanted.chosen)


def _name_page(wanted: SearchForm, form: NameForm, status: int = 200) -> Response:
    return web.page("provinces/save.html", status=status, form=form, told=wanted.told, chosen=wanted.chosen)


@bp.route("/searches/<int:search_id>/removal", methods=["GET", "POST"])
@province_required
def remove_search(search_id: int) -> Any:
    """Remove a search that was kept, once it is said that nobody of the province needs it."""
    kept = db.session.get(SavedSearch, search_id) if search_id < 2**31 else None
    if kept is None or kept.province is not own_province():
        abort(404)
    if request.method == "GET":
        return web.page("provinces/remove.html", kept=kept, told=_form_of(kept.filters).told)
    name = kept.name
    lifecycle.remove_search(kept, me(), clock.now())
    db.session.commit()
    flash(_("The search “%(name)s” is removed.", name=name))
    return web.see_other("provinces.index")


# ---- One candidate


@bp.get("/candidates/<number>")
@province_required
def candidate(number: str) -> Response:
    """What the province may know of a candidate; that it looked is noted."""
    seen, at = seen_or_404(number), clock.now()
    eoi = seen.eoi
    particulars = _particulars(eoi.facts) if seen.is_open else {}
    named = sight.surname(eoi) if seen.is_open and seen.identified else None
    open_to_withdrawal = {one.id for one in seen.nominations if nominations.can_be_withdrawn(one, at)}
    page: dict[str, Any] = {"eoi": eoi, "surname": named, "at": at, "open_to_withdrawal": open_to_withdrawal}
    answer = web.page("provinces/candidate.html", seen=seen, **page, **particulars)
    if seen.is_open:
        note_looks([eoi.profile_id], ViewingKind.OPENED if named is None else ViewingKind.IDENTIFIED, at)
    return answer


def _particulars(facts: Facts) -> dict[str, Any]:
    """What the law makes of the facts today, without anything that tells who it is."""
    on, law = clock.today(), clock.law()
    counted = [job for question in OF_WORK for job in experience.count(question, facts, on, law).jobs]
    return {
        "on": on,
        "scorecard": crs.score(facts, on, law),
        "occupation": noc.find(facts.primary_occupation),
        "levels": language.results(facts, on, law),
        "work": [one for one in counted if one.excluded is None],
    }


# ---- Number and code


@bp.route("/identification", methods=["GET", "POST"])
@province_required
def identification() -> Any:
    """Number and validation code, given by a candidate, open the page with surname and date of birth."""
    form, at = IdentificationForm(), clock.now()
    if not form.is_submitted():
        return web.page("provinces/identification.html", form=form)
    if not form.validate():
        return web.page("provinces/identification.html", form=form, status=422)
    by, number = me(), form.number.data
    until = lifecycle.locked_until(number, by, at)
    if until is not None:
        lifecycle.turned_away(number, by, at)
        db.session.commit()
        return _try_again(form, _locked(until), 429)
    eoi = lifecycle.try_code(number, form.code.data, by, at)
    db.session.commit()
    if eoi is None:
        return _try_again(form, _("Number and code do not belong together. Check both with the candidate."), 422)
    return _identified(form, eoi)


def _locked(until: datetime) -> str:
    return _("Too many wrong codes. You can try again from %(instant)s, Ottawa time.", instant=formats.ottawa(until))


def _identified(form: IdentificationForm, eoi: ExpressionOfInterest) -> Any:
    if not is_open(eoi, clock.now()):
        note_refusal("stay_over")
        return _try_again(
            form, _("The stay in the pool with this number is over. Ask for the number of the new one."), 409
        )
    return web.see_other("provinces.candidate", number=eoi.number)


def _try_again(form: IdentificationForm, words: str, status: int) -> Response:
    form.code.errors = [words]
    return web.page("provinces/identification.html", form=form, status=status)
