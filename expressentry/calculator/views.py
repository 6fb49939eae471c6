"""The calculator for everybody. Answers travel in each form and nowhere else; only a new account keeps them.

A form is sent to the address of the page that comes next and answered there with 200: with nothing kept on the
server there is nothing to redirect to, and reloading a page sends the same answers to the same effect.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeVar

from flask import Blueprint, Response, abort, current_app, request
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge

from expressentry import bodies, category_words, clock, web
from expressentry.accounts import lifecycle as accounts
from expressentry.accounts.access import anyone, begin_session
from expressentry.analysis import ahead_words, work_words
from expressentry.calculator import asked, lifecycle, shown, workbook
from expressentry.calculator.asked import Place
from expressentry.calculator.explained import explained
from expressentry.calculator.forms import CarryForm, OpenForm, ScenarioForm
from expressentry.calculator.workbook import Unreadable, Workbook
from expressentry.database import db, reading
from expressentry.drafts import MOST_RECORDS
from expressentry.extensions import csrf
from expressentry.models import Answers, SectionKey
from expressentry.rules import experience, noc
from expressentry.sections.beside import levels, record_name, record_rows
from expressentry.sections.judging import Judged, judge
from expressentry.sections.section_form import Reading, SectionForm

bp = Blueprint("calculator", __name__, url_prefix="/<any(en,fr):lang>/calculator")

# A browser may keep these pages for its own way back and forth: the site does not keep them.
GOING_BACK = "private, max-age=0"
View = TypeVar("View", bound=Callable[..., Any])


def looking(view: View) -> View:
    """For everybody, without the token of a session: nothing is changed by it, and nothing is kept."""
    open_to_all: View = reading(anyone(csrf.exempt(view)))
    return open_to_all


class Turn(NamedTuple):
    """What was sent: the answers with the form that came along, where it stood, and how it reads."""

    workbook: Workbook
    at: Place | None
    reading: Reading | None

    @property
    def senseless(self) -> bool:
        """True if an answer of the form makes no sense."""
        return self.reading is not None and bool(self.reading.errors)


def _taken() -> Turn:
    """What this request carries."""
    on = clock.today()
    carried = request.form.get("kept")
    kept = Workbook() if not carried else workbook.unpacked(carried, on)
    at = asked.written_place(request.form.get("from", "")[:40])
    form = at.form if at else None
    if at is None or form is None:
        return Turn(kept, at, None)
    reading_ = form.read(request.form, on)
    return Turn(kept.with_answers(workbook.with_form(kept.answers, at, reading_)), at, reading_)


def _page(template: str, kept: Workbook, status: int = 200, **context: Any) -> Response:
    """A page that carries the answers along."""
    carried = workbook.packed(kept, clock.today())
    response = web.page(template, status=status, packed=carried, workbook=kept, **context)
    response.headers["Cache-Control"] = GOING_BACK
    return response


@bp.get("")
@anyone
def index() -> Response:
    """What the calculator does; begin, or open a file again."""
    return _start(OpenForm(formdata=None))


def _start(form: OpenForm, status: int = 200, trouble: Any = None) -> Response:
    return _page("calculator/index.html", Workbook(), status, form=form, trouble=trouble, first=SectionKey.ABOUT_YOU)


@bp.errorhandler(Unreadable)
def unreadable(problem: Unreadable) -> Response:
    """What was brought back does not fit: said plainly, with nothing guessed."""
    if web.asked_by_htmx():
        return web.page("_error.html", status=400, message=problem.words)
    return _start(OpenForm(formdata=None), 422, problem.words)


@bp.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> Response:
    """More than any file of the calculator holds. The rest of it is read, for a browser listens only after sending."""
    bodies.discard_rest(request)
    return unreadable(Unreadable(workbook.TOO_LARGE))


@bp.get("/<any(result,look,file,opening,scenarios,occupations,account):_page>")
@anyone
def elsewhere(_page: str) -> Any:
    """A page that shows what is sent to it, asked without anything: to the beginning."""
    return web.see_other("calculator.index")


@bp.route("/<section:key>", methods=["GET", "POST"])
@bp.route("/<section:key>/<int:record>", methods=["GET", "POST"], endpoint="record")
@looking
def section(key: SectionKey, record: int | None = None) -> Response:
    """The questions of a section or of one of its records, after what was sent is taken in."""
    at = asked.place(key, record) or abort(404)
    turn = _taken()
    if turn.senseless:
        return _sent_again(turn)
    kept = turn.workbook
    if "remove" in request.form:
        kept = kept.with_answers(kept.answers.without_record(key, request.form["remove"]))
    form = at.form
    filled = form.of(asked.answer_at(kept.answers, at), clock.today()) if form else None
    return _section_page(kept, at, filled, None)


def _sent_again(turn: Turn, status: int = 422, **more: Any) -> Response:
    """The page a form was sent from, as it was typed."""
    assert turn.at is not None
    form = turn.at.form
    filled = form.as_sent(request.form, turn.reading) if form and turn.reading else None
    return _section_page(turn.workbook, turn.at, filled, turn.reading, status, **more)


def _section_page(
    kept: Workbook, at: Place, form: SectionForm | None, read: Reading | None, status: int = 200, **more: Any
) -> Response:
    answers = kept.answers
    return _page(
        "calculator/section.html",
        kept,
        status,
        at=at,
        form=form,
        record_rows=record_rows(answers, at.key) if form is None else [],
        may_add=len(answers.records(at.key)) < MOST_RECORDS,
        next_record=asked.next_record(answers, at.key) if form is None else None,
        sections=shown.at_a_glance(answers),
        after=asked.after(answers, at),
        missing=asked.missing(answers, at),
        name=shown.scenario_name(kept, kept.shown),
        **_beside(answers, at, read),
        **more,
    )


def _beside(answers: Answers, at: Place, read: Reading | None) -> dict[str, Any]:
    """What stands beside a form: the judgment, the level of each test score, how a job counts."""
    judged = judge(answers.facts())
    ids = [record.id for record in answers.records(at.key)]
    given: tuple[experience.Contribution, ...] = ()
    if at.key is SectionKey.WORK_HISTORY and at.record_id in ids:
        job = judged.facts.jobs[ids.index(at.record_id)]
        given = experience.contributions(job, judged.facts, clock.today(), clock.law())
    return {"judged": judged, "levels": levels(at.key, answers, read), "contributions": given}


@bp.post("/look")
@looking
def look() -> Response:
    """Score and eligibility as the form now stands."""
    turn = _taken()
    if turn.at is None:
        abort(404)
    if not web.asked_by_htmx():
        return _sent_again(turn, status=200)
    return web.fragment(*_score_parts(**_beside(turn.workbook.answers, turn.at, turn.reading)))


def _score_parts(
    judged: Judged, levels: dict[str, Any], contributions: tuple[experience.Contribution, ...]
) -> Iterator[str]:
    """What stands beside the form, and the levels, which stand beside their fields."""
    yield web.kept("profiles/_judgment.html", judged.shown)
    if contributions:
        yield web.kept("profiles/_contributions.html", contributions)
    if levels:
        yield web.kept("profiles/_levels.html", tuple(levels.items()))


@bp.post("/occupations")
@looking
def occupations() -> Response:
    """The form again, with the occupations found for what was typed in one of its occupation fields."""
    turn = _taken()
    if turn.at is None:
        abort(404)
    name = request.form.get("find", "")
    found = noc.search(request.form.get(f"{name}_search", "")[:200], web.language())
    return _sent_again(turn, status=200, found={name: found})


@bp.post("/<section:key>/<int:record>/removal")
@looking
def remove(key: SectionKey, record: int) -> Response:
    """Asks before a record is taken out."""
    at = asked.place(key, record) or abort(404)
    kept = _taken().workbook
    stated = kept.answers.record(key, at.record_id or "") or abort(404)
    return _page("calculator/remove.html", kept, at=at, name=record_name(key, stated.values))


@bp.post("/result")
@looking
def result() -> Response:
    """The whole answer: score and eligibility, every point explained, what will change, and what would help."""
    turn = _taken()
    if turn.senseless:
        return _sent_again(turn)
    return _result_page(turn.workbook)


def _result_page(kept: Workbook) -> Response:
    facts, on = kept.answers.facts(), clock.today()
    return _page(
        "calculator/result.html",
        kept,
        judged=judge(facts),
        told=explained(facts, on, clock.law()),
        ahead_words=ahead_words,
        work_words=work_words,
        category_words=category_words,
        sections=shown.at_a_glance(kept.answers),
        name=shown.scenario_name(kept, kept.shown),
        on=on,
    )


@bp.post("/file")
@looking
def file() -> Response:
    """The answers as a file, for the visitor to keep."""
    turn = _taken()
    if turn.senseless:
        return _sent_again(turn)
    on = clock.today()
    text = json.dumps(workbook.document(turn.workbook, on), ensure_ascii=False, indent=1)
    headers = {"Content-Disposition": f"attachment; filename=express-entry-{on.isoformat()}.json"}
    return current_app.response_class(text + "\n", mimetype="application/json", headers=headers)


@bp.post("/opening")
@looking
def opening() -> Response:
    """A file opened again: the result of what it holds."""
    form = OpenForm()
    if form.sent is None:
        form.file.errors = [_("Choose one file.")]
        return _start(form, 422)
    try:
        kept = workbook.opened(form.sent.stream.read(workbook.MOST_BYTES + 1), clock.today())
    except Unreadable as problem:
        form.file.errors = [problem.words]
        return _start(form, 422)
    return _result_page(kept)


@bp.post("/scenarios")
@looking
def scenarios() -> Response:
    """Scenarios side by side, after one was copied, chosen, named or taken out."""
    turn = _taken()
    if turn.senseless:
        return _sent_again(turn)
    form = ScenarioForm()
    if not form.validate():
        return _side_by_side(turn.workbook, form, 422)
    return _side_by_side(_acted(turn.workbook, form.name.data or ""), ScenarioForm(formdata=None))


def _acted(kept: Workbook, name: str) -> Workbook:
    """The scenarios after what was asked of them."""
    act, _dash, number = request.form.get("act", "").partition("-")
    index = next((place for place in range(len(kept.scenarios)) if number == str(place)), None)
    if act == "copy":
        return kept.copied(name)
    if act == "name" and name:
        return kept.with_scenario(kept.shown, workbook.Scenario(name, kept.answers))
    if act == "choose" and index is not None:
        return Workbook(kept.scenarios, index, kept.turn + 1)
    return kept.without(index) if act == "remove" and index is not None else kept


def _side_by_side(kept: Workbook, form: ScenarioForm, status: int = 200) -> Response:
    columns = shown.columns(kept)
    most = workbook.MOST_SCENARIOS
    return _page(
        "calculator/scenarios.html",
        kept,
        status,
        form=form,
        columns=columns,
        rows=shown.rows(columns),
        programs=shown.PROGRAMS,
        may_copy=len(columns) < most,
        most=most,
        first=SectionKey.ABOUT_YOU,
    )


@bp.post("/account")
@looking
def account() -> Response:
    """Asks for what a new account needs, to carry the answers into it."""
    turn = _taken()
    if turn.senseless:
        return _sent_again(turn)
    return _page("calculator/account.html", turn.workbook, form=CarryForm(formdata=None))


@bp.post("/account/registration")
@anyone
def register() -> Any:
    """A new account that begins with the answers carried along."""
    kept, form = _taken().workbook, CarryForm()
    if form.validate():
        try:
            user = lifecycle.carry(form.email.data, form.password.data, web.language(), kept.answers, at=clock.now())
            db.session.commit()
            begin_session(user)
            return web.see_other("profiles.show")
        except accounts.AddressTaken:
            db.session.rollback()
            form.email.errors = [_("There is an account with this address already. Sign in instead.")]
    return _page("calculator/account.html", kept, 422, form=form)
