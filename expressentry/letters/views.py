"""A candidate's letters, the page where anybody checks one, and the outbox of a demonstration."""

from typing import Any, TypeVar

from flask import Blueprint, Response, abort, current_app, make_response, render_template, request
from flask_login import current_user
from sqlalchemy import select

from expressentry import clock, viewings, web
from expressentry.accounts.access import anyone, me, officer_required, reader_required, signed_in
from expressentry.database import SAFE_METHODS, begin_writing, db
from expressentry.letters import citations, notices, paper
from expressentry.letters.figures import Figures
from expressentry.letters.forms import CodeForm, grouped
from expressentry.models import (
    Application,
    Demand,
    ExpressionOfInterest,
    Invitation,
    Letter,
    LetterKind,
    Profile,
    Proposal,
    RefusalGround,
    Representation,
    RepresentationEnd,
    Representative,
    Role,
    Scope,
    ViewingKind,
    WagePeriod,
)
from expressentry.rules.facts import Province
from expressentry.rules.forecast import Cause
from expressentry.rules.programs import Program, RequirementKey
from expressentry.rules.scorecard import frozen_lines

Record = TypeVar("Record", Invitation, Demand)

bp = Blueprint("letters", __name__, url_prefix="/<any(en,fr):lang>")
outbox = Blueprint("outbox", __name__, url_prefix="/<any(en,fr):lang>")

PAGE = 30
SHOWN_IN_OUTBOX = 50
MOST_AT_ONCE = 50


@bp.get("/letters")
@reader_required
def index() -> Response:
    """One's own letters, newest first."""
    before = request.args.get("before", type=int)
    own = select(Letter).where(Letter.user_id == current_user.id).order_by(Letter.id.desc()).limit(PAGE + 1)
    if before is not None and 0 < before < 2**62:
        own = own.where(Letter.id < before)
    found = list(db.session.scalars(own))
    shown, more = found[:PAGE], len(found) > PAGE
    return web.page(
        "letters/index.html",
        letters=shown,
        day_of=clock.day_of,
        numbers={letter.id: _number(letter) for letter in shown},
        before=shown[-1].id if more else None,
        newest=before is None,
    )


@bp.get("/letters/<int:letter_id>")
@signed_in
def show(letter_id: int) -> Response:
    """The letter, to be read and printed; that a representative opened it is noted."""
    letter = _opened_or_404(letter_id)
    return web.page("letters/show.html", on_paper=False, as_pdf=paper.engine() is not None, **_said(letter))


@bp.get("/letters/<int:letter_id>/letter.pdf")
@signed_in
def pdf(letter_id: int) -> Response:
    """The letter as PDF, where WeasyPrint is installed."""
    letter = _opened_or_404(letter_id)
    if paper.engine() is None:
        abort(404)
    made = paper.pdf(render_template("letters/paper.html", on_paper=True, **_said(letter)))
    answer = make_response(made)
    answer.mimetype = "application/pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="letter-{letter.id}-{web.language()}.pdf"'
    return answer


def _opened_or_404(letter_id: int) -> Letter:
    """A letter the reader may open; a client is told that their representative did."""
    letter = _readable_or_404(letter_id)
    if current_user.role is not Role.REPRESENTATIVE or letter.user_id == current_user.id:
        return letter
    begin_writing()
    letter = _readable_or_404(letter_id)
    whose = db.session.scalars(select(Profile.id).where(Profile.user_id == letter.user_id))
    viewings.note(whose, ViewingKind.CLIENT, by=me(), at=clock.now())
    db.session.commit()
    return letter


def _readable_or_404(letter_id: int) -> Letter:
    """One's own letter; for an officer, any of a candidate whose application was received; a client's, if given."""
    if letter_id >= 2**31:
        abort(404)
    letter = db.session.get(Letter, letter_id) or abort(404)
    own = letter.user_id == current_user.id
    return letter if own or _of_an_applicant(letter) or _of_a_client(letter) else abort(404)


def _of_a_client(letter: Letter) -> bool:
    """True for a verified representative who receives the client's letters; not those about another representation."""
    if current_user.role is not Role.REPRESENTATIVE:
        return False
    given = (
        select(Representation.id)
        .join(Representative)
        .join(Profile, Profile.id == Representation.profile_id)
        .where(
            Profile.user_id == letter.user_id,
            Representative.user_id == current_user.id,
            Representative.verified_at.is_not(None),
            Representation.accepted_at.is_not(None),
            Representation.ended_at.is_(None),
            Representation.gets_letters.is_(True),
        )
    )
    found = db.session.scalar(given)
    return found is not None and _of_representation(letter) in (None, found)


def _of_representation(letter: Letter) -> int | None:
    """The representation a letter is about, if it is about one."""
    if letter.about == Proposal.__tablename__:
        return db.session.scalar(select(Proposal.representation_id).where(Proposal.id == letter.about_id))
    return letter.about_id if letter.about == Representation.__tablename__ else None


def _of_an_applicant(letter: Letter) -> bool:
    """True for an officer's eyes: an application of its reader was received. A draft is the candidate's alone."""
    own = select(Application.id).join(Profile).where(Profile.user_id == letter.user_id)
    applied = own.where(Application.received_at.is_not(None)).limit(1)
    return current_user.role is Role.OFFICER and db.session.scalar(applied) is not None


def _said(letter: Letter) -> dict[str, Any]:
    """All that the templates of a letter need."""
    figures = Figures(letter.figures)
    ground = figures.member(RefusalGround, "ground")
    invitation = _about(letter, Invitation) if letter.kind is LetterKind.INVITATION else None
    return {
        "letter": letter,
        "written_on": clock.day_of(letter.written_at),
        "figures": figures,
        "number": _number(letter),
        "code": grouped(letter.code),
        "cited": citations.of(letter.kind, figures.text("what"), ground),
        "checked_at": notices.address("letters.verification", web.language()),
        "invitation": invitation,
        "lines": frozen_lines(invitation.scorecard) if invitation else figures.lines(),
        "is_open": invitation is not None and invitation.is_open(clock.now()),
        "days_left": None,
        "demand": _about(letter, Demand) if letter.user_id == current_user.id else None,
        "lacking": figures.texts("lacking_fr" if web.language() == "fr" else "lacking") or figures.texts("lacking"),
        **{kind.__name__: kind for kind in (Cause, Program, Province, RefusalGround, RequirementKey, WagePeriod)},
        **{kind.__name__: kind for kind in (RepresentationEnd, Scope)},
    }


def _about(letter: Letter, kind: type[Record]) -> Record | None:
    """The record a letter is about, if it is of that kind."""
    return db.session.get(kind, letter.about_id) if letter.about == kind.__tablename__ else None


def _number(letter: Letter) -> str | None:
    """The number of the profile or application a letter is about."""
    stated = Figures(letter.figures).text("number")
    if stated is not None:
        return stated
    if letter.about == Invitation.__tablename__:
        stay = select(ExpressionOfInterest.number).join(Invitation).where(Invitation.id == letter.about_id)
        return db.session.scalar(stay)
    if letter.about == Demand.__tablename__:
        return db.session.scalar(select(Application.number).join(Demand).where(Demand.id == letter.about_id))
    return None


@bp.get("/letters/verification")
@anyone
def verification() -> Response:
    """Whether a letter with this code was written here; nothing personal is told."""
    if "code" not in request.args:
        return web.page("letters/verification.html", form=CodeForm(formdata=None), asked=None, found=None)
    form = CodeForm(request.args)
    if not form.validate():
        return web.page("letters/verification.html", status=422, form=form, asked=None, found=None)
    found = db.session.scalar(select(Letter).where(Letter.code == form.code.data))
    return web.page(
        "letters/verification.html",
        form=form,
        asked=grouped(form.code.data),
        found=found,
        written_on=clock.day_of(found.written_at) if found else None,
        number=_number(found) if found else None,
    )


@outbox.get("/outbox", endpoint="index")
@officer_required
def index_of_outbox() -> Response:
    """The notices that a demonstration wrote as files instead of sending them."""
    return web.page("letters/outbox.html", written=notices.outbox(SHOWN_IN_OUTBOX))


@bp.after_app_request
def deliver_soon(response: Response) -> Response:
    """In a demonstration, send the notices of what a request has written, once it is answered."""
    if current_app.config["DEMO"] and request.method not in SAFE_METHODS and notices.waiting_any():
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        response.call_on_close(lambda: _deliver_in(app))
    return response


def _deliver_in(app: Any) -> None:
    """Whatever goes wrong here is logged: the answer is out already, and the notices wait for the next time."""
    with app.app_context():
        try:
            for _sent in notices.deliver(clock.now(), MOST_AT_ONCE):
                db.session.commit()
        except Exception:
            db.session.rollback()
            app.logger.exception("notices were not delivered")
