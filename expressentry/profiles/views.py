"""The profile's pages: its sections, the records of those that repeat, and the score that follows every answer."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, abort, flash, request
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.routing import BaseConverter, ValidationError

from expressentry import clock, drafts, web
from expressentry.accounts.access import candidate_required, current_answers, current_profile
from expressentry.database import db, reading
from expressentry.models import Answer, Answers, LetterKind, Proposal, Representation, SectionKey, missing_in
from expressentry.pool.lifecycle import open_stay
from expressentry.profiles import lifecycle
from expressentry.rules import experience, forecast, noc
from expressentry.rules.years import years_after
from expressentry.sections.beside import Level, record_rows
from expressentry.sections.forms import RECORD_FORMS, preview
from expressentry.sections.judging import Judged, at_a_glance, beside, find_answer, form_class, judge
from expressentry.sections.section_form import Reading, SectionForm

bp = Blueprint("profiles", __name__, url_prefix="/<any(en,fr):lang>/profile")


class SectionConverter(BaseConverter):
    """A section of the profile in an address; an unknown one is no page."""

    regex = "[a-z-]+"

    def to_python(self, value: str) -> SectionKey:
        try:
            return SectionKey(value)
        except ValueError:
            raise ValidationError from None

    def to_url(self, value: Any) -> str:
        return SectionKey(value).value


@bp.get("")
@candidate_required
def show() -> Response:
    """The profile at a glance: any invitation, sections with what is missing, score, and the next day it changes."""
    answers = current_answers()
    judged = judge(answers.facts())
    on = clock.today()
    change = forecast.next_change(judged.facts, on, clock.law(), until=years_after(on, 1))
    stay, at = open_stay(current_profile()), clock.now()
    invitation = next((given for given in stay.invitations if given.is_open(at)), None) if stay else None
    return web.page(
        "profiles/show.html",
        sections=at_a_glance(answers),
        judged=judged,
        change=change,
        stay=stay if stay and stay.in_pool and stay.expires_at > at else None,
        invitation=invitation,
        proposed=_proposed(),
        changes_proposed=LetterKind.CHANGES_PROPOSED,
    )


def _proposed() -> int | None:
    """Changes of a representative that wait for the candidate's decision."""
    waiting = select(Proposal.id).join(Representation).where(Representation.profile_id == current_profile().id)
    unanswered = (Proposal.approved_at.is_(None), Proposal.rejected_at.is_(None), Proposal.withdrawn_at.is_(None))
    return db.session.scalar(waiting.where(Proposal.offered_at.is_not(None), *unanswered))


@bp.get("/answers.json")
@candidate_required
def answers() -> Response:
    """Everything kept in the profile, to take away."""
    profile = current_profile()
    kept = {
        "created_at": profile.created_at.isoformat(),
        "amended_at": profile.amended_at.isoformat(),
        "answers": profile.answers.raw,
    }
    headers = {"Content-Disposition": "attachment; filename=profile.json"}
    return Response(json.dumps(kept, ensure_ascii=False, indent=2), mimetype="application/json", headers=headers)


@bp.route("/<section:key>", methods=["GET", "POST"])
@bp.route("/<section:key>/<record_id>", methods=["GET", "POST"], endpoint="record")
@candidate_required
def section(key: SectionKey, record_id: str | None = None) -> Any:
    """One form of the profile; saving it goes on to the next."""
    answer = _answer_or_404(current_answers(), key, record_id)
    kind = form_class(key, record_id)
    if request.method == "GET":
        return _section_page(key, record_id, kind.of(answer, clock.today()))
    reading = kind.read(request.form, clock.today())
    try:
        _amend(key, record_id, reading, at=clock.now())
    except drafts.ChangedElsewhere as refusal:
        db.session.rollback()
        return _changed_elsewhere(key, record_id, reading, refusal)
    db.session.commit()
    if reading.errors:
        return _section_page(key, record_id, kind.as_sent(request.form, reading), reading, status=422)
    return web.see_other("profiles.section", key=_next(key, record_id))


def _answer_or_404(answers: Answers, key: SectionKey, record_id: str | None) -> Answer:
    return find_answer(answers, key, record_id) or abort(404)


def _amend(key: SectionKey, record_id: str | None, reading: Reading, at: datetime) -> Answer:
    return lifecycle.amend(
        current_profile(),
        key,
        record_id,
        values=reading.answers,
        typed=reading.typed,
        revision=request.form.get("revision", "0")[:20],
        tab=request.form.get("tab", "")[:20],
        at=at,
    )


def _next(key: SectionKey, record_id: str | None) -> SectionKey:
    """The section after this one; after a record, the list it stands in."""
    if record_id is not None:
        return key
    asked = current_answers().sections()
    at = asked.index(key) + 1 if key in asked else 0
    return asked[at] if at < len(asked) else asked[0]


def _section_page(
    key: SectionKey,
    record_id: str | None,
    form: SectionForm,
    reading: Reading | None = None,
    status: int = 200,
    **more: Any,
) -> Response:
    """The page of a form, with the score of the answers as it shows them."""
    saved = current_answers()
    answers = saved if reading is None else preview(saved, key, record_id, reading)
    return web.page(
        "profiles/section.html",
        status=status,
        key=key,
        record_id=record_id,
        form=form,
        record_rows=record_rows(answers, key) if record_id is None else [],
        sections=at_a_glance(saved),
        missing={missing.name for missing in missing_in(answers, key) if missing.record_id == record_id},
        **beside(key, record_id, answers, reading),
        **more,
    )


@bp.post("/<section:key>/score")
@bp.post("/<section:key>/<record_id>/score", endpoint="record_score")
@candidate_required
@reading
def score(key: SectionKey, record_id: str | None = None) -> Response:
    """Score and eligibility as the form now stands. Nothing is saved."""
    answers = current_answers()
    _answer_or_404(answers, key, record_id)
    kind = form_class(key, record_id)
    reading = kind.read(request.form, clock.today())
    if not web.asked_by_htmx():
        return _section_page(key, record_id, kind.as_sent(request.form, reading), reading)
    stated = preview(answers, key, record_id, reading)
    return web.fragment(*_score_parts(**beside(key, record_id, stated, reading)))


def _score_parts(
    judged: Judged, levels: dict[str, Level | str], contributions: tuple[experience.Contribution, ...]
) -> Iterator[str]:
    """What `profiles/_score.html` includes in a page, and the levels, which stand beside their fields there."""
    yield web.kept("profiles/_judgment.html", judged.shown)
    if contributions:
        yield web.kept("profiles/_contributions.html", contributions)
    if levels:
        yield web.kept("profiles/_levels.html", tuple(levels.items()))


@bp.post("/<section:key>/draft")
@bp.post("/<section:key>/<record_id>/draft", endpoint="record_draft")
@candidate_required
def draft(key: SectionKey, record_id: str | None = None) -> Response:
    """Keep the form as it stands, finished or not."""
    _answer_or_404(current_answers(), key, record_id)
    reading, at = form_class(key, record_id).read(request.form, clock.today()), clock.now()
    try:
        saved = _amend(key, record_id, reading, at=at)
    except drafts.ChangedElsewhere:
        db.session.rollback()
        return web.page("sections/_draft.html", status=409, saved=None)
    db.session.commit()
    return web.page("sections/_draft.html", saved=saved, at=at, errors=reading.errors)


def _changed_elsewhere(
    key: SectionKey, record_id: str | None, reading: Reading, refusal: drafts.ChangedElsewhere
) -> Response:
    """What was saved meanwhile beside what was typed; sending the form again keeps what was typed."""
    kind, on = form_class(key, record_id), clock.today()
    form, pairs = kind.over_saved(request.form, reading, refusal.saved, refusal.differing, on)
    return _section_page(key, record_id, form, reading, status=409, conflict=pairs)


@bp.post("/<section:key>/records")
@candidate_required
def add(key: SectionKey) -> Any:
    """A new, empty record."""
    if key not in RECORD_FORMS:
        abort(404)
    record_id = lifecycle.add_record(current_profile(), key, at=clock.now())
    db.session.commit()
    return web.see_other("profiles.record", key=key, record_id=record_id)


@bp.route("/<section:key>/<record_id>/removal", methods=["GET", "POST"])
@candidate_required
def remove(key: SectionKey, record_id: str) -> Any:
    """Take a record out, after asking."""
    if request.method == "GET":
        _answer_or_404(current_answers(), key, record_id)
        row = next(row for row in record_rows(current_answers(), key) if row["id"] == record_id)
        return web.page("profiles/remove.html", key=key, record_id=record_id, name=row["name"])
    if key not in RECORD_FORMS:
        abort(404)
    lifecycle.remove_record(current_profile(), key, record_id, at=clock.now())
    db.session.commit()
    flash(_("It is removed."))
    return web.see_other("profiles.section", key=key)


@bp.post("/<section:key>/occupations")
@bp.post("/<section:key>/<record_id>/occupations", endpoint="record_occupations")
@candidate_required
@reading
def occupations(key: SectionKey, record_id: str | None = None) -> Response:
    """The form again, with the occupations found for what was typed in one of its occupation fields."""
    _answer_or_404(current_answers(), key, record_id)
    kind = form_class(key, record_id)
    reading = kind.read(request.form, clock.today())
    name = request.form.get("find", "")
    found = noc.search(request.form.get(f"{name}_search", "")[:200], web.language())
    return _section_page(key, record_id, kind.as_sent(request.form, reading), reading, found={name: found})
