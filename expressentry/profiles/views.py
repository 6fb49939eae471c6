"""The profile's pages: its sections, the records of those that repeat, and the score that follows every answer."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from flask import Blueprint, Response, abort, flash, request
from flask_babel import gettext as _
from werkzeug.routing import BaseConverter, ValidationError

from expressentry import clock, explain, formats, labels, web
from expressentry.accounts.access import candidate_required, current_profile
from expressentry.database import db, reading
from expressentry.models import Answer, Answers, SectionKey, missing_in
from expressentry.models.answers import stated_credential
from expressentry.profiles import lifecycle
from expressentry.profiles.forms import FORMS, LIST_FORMS, RECORD_FORMS, preview
from expressentry.profiles.section_form import SectionForm
from expressentry.rules import crs, education, experience, forecast, language, noc, programs
from expressentry.rules.facts import Ability, Facts, Language
from expressentry.rules.programs import Assessment
from expressentry.rules.scorecard import Scorecard
from expressentry.rules.years import years_after

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


@dataclass(frozen=True, slots=True)
class Judged:
    """What the law says of the answers: score, eligibility, and the gain of putting the other language first."""

    facts: Facts
    scorecard: Scorecard
    assessment: Assessment
    other_first: tuple[Language, int] | None


def _judge(facts: Facts) -> Judged:
    on, law = clock.today(), clock.law()
    scorecard = crs.score(facts, on, law)
    return Judged(facts, scorecard, programs.assess(facts, on, law), _other_first(facts, scorecard))


def _other_first(facts: Facts, scorecard: Scorecard) -> tuple[Language, int] | None:
    """The other tested language, and the points it would add as the first."""
    other = next(
        (r.test.language for r in facts.languages if r.test and r.test.language is not facts.first_language), None
    )
    if other is None or facts.first_language is None:
        return None
    gain = crs.score(replace(facts, first_language=other), clock.today(), clock.law()).total - scorecard.total
    return (other, gain) if gain > 0 else None


@bp.get("")
@candidate_required
def show() -> Response:
    """The profile at a glance: sections with what is missing, score, eligibility, and the next day it changes."""
    answers = current_profile().answers
    judged = _judge(answers.facts())
    on = clock.today()
    change = forecast.next_change(judged.facts, on, clock.law(), until=years_after(on, 1))
    return web.page("profiles/show.html", sections=_sections(answers), judged=judged, change=change)


def _sections(answers: Answers) -> list[dict[str, Any]]:
    """Each section with the number of answers still missing, and whether it was begun."""
    return [
        {
            "key": key,
            "missing": len(list(missing_in(answers, key))),
            "begun": bool(answers.section(key).revision or answers.records(key)),
            "records": len(answers.records(key)) if key in RECORD_FORMS else None,
        }
        for key in answers.sections()
    ]


@bp.route("/<section:key>", methods=["GET", "POST"])
@bp.route("/<section:key>/<record_id>", methods=["GET", "POST"], endpoint="record")
@candidate_required
def section(key: SectionKey, record_id: str | None = None) -> Any:
    """One form of the profile; saving it goes on to the next."""
    answer = _answer_or_404(key, record_id)
    kind = _form_class(key, record_id)
    if request.method == "GET":
        return _section_page(key, record_id, kind.from_answer(answer))
    form = kind.from_request(request.form)
    sound = form.validate()
    try:
        _amend(key, record_id, form, at=clock.now())
    except lifecycle.ChangedElsewhere as refusal:
        db.session.rollback()
        return _changed_elsewhere(key, record_id, form, refusal)
    db.session.commit()
    if not sound:
        return _section_page(key, record_id, form, status=422)
    return web.see_other("profiles.section", key=_next(key, record_id))


def _form_class(key: SectionKey, record_id: str | None) -> type[SectionForm]:
    if record_id is not None:
        return RECORD_FORMS[key]
    return FORMS[key] if key in FORMS else LIST_FORMS[key]


def _answer_or_404(key: SectionKey, record_id: str | None) -> Answer:
    if record_id is None:
        return current_profile().answers.section(key)
    found = current_profile().answers.record(key, record_id) if key in RECORD_FORMS else None
    return found or abort(404)


def _amend(key: SectionKey, record_id: str | None, form: SectionForm, at: datetime) -> Answer:
    return lifecycle.amend(
        current_profile(),
        key,
        record_id,
        values=form.answers(),
        typed=form.typed(),
        revision=form.revision.data or "0",
        tab=form.tab.data or "",
        at=at,
    )


def _next(key: SectionKey, record_id: str | None) -> SectionKey:
    """The section after this one; after a record, the list it stands in."""
    if record_id is not None:
        return key
    asked = current_profile().answers.sections()
    at = asked.index(key) + 1 if key in asked else 0
    return asked[at] if at < len(asked) else asked[0]


def _section_page(
    key: SectionKey, record_id: str | None, form: SectionForm, status: int = 200, **more: Any
) -> Response:
    """The page of a form, with the score of the answers as it shows them."""
    answers = preview(current_profile().answers, form, record_id) if form.is_submitted() else current_profile().answers
    return web.page(
        "profiles/section.html",
        status=status,
        key=key,
        record_id=record_id,
        form=form,
        record_rows=_record_rows(answers, key) if record_id is None else [],
        sections=_sections(current_profile().answers),
        missing={missing.name for missing in missing_in(answers, key) if missing.record_id == record_id},
        **_beside(key, record_id, form, answers),
        **more,
    )


def _beside(key: SectionKey, record_id: str | None, form: SectionForm, answers: Answers) -> dict[str, Any]:
    """What stands beside a form: the judgment, the level of each test score, how a job counts."""
    judged = _judge(answers.facts())
    job = answers.record(key, record_id) if record_id is not None and key is SectionKey.WORK_HISTORY else None
    return {
        "judged": judged,
        "levels": _levels(form),
        "job_counts": None if job is None else _job_counts(answers, judged.facts, job.id),
    }


def _levels(form: SectionForm) -> dict[str, str]:
    """The level each test score reaches, in words, by the name of its question; empty where there is none yet."""
    found: dict[str, str] = {}
    for prefix in getattr(form, "prefixes", ()):
        result = form.result(prefix)
        for ability, score in zip(Ability, result.scores, strict=True):
            name = f"{prefix}{ability.value}"
            found[name] = ""
            if result.test and result.taken_on and score is not None and not form._fields[name].errors:
                reached = language.level(result.test, result.taken_on, ability, score)
                found[name] = explain.level(reached, result.test.language)
    return found


def _job_counts(answers: Answers, facts: Facts, record_id: str) -> list[tuple[experience.Count, experience.JobCount]]:
    """What one job gives to each question asked of the work history."""
    at = [record.id for record in answers.records(SectionKey.WORK_HISTORY)].index(record_id)
    counts = [experience.count(question, facts, clock.today(), clock.law()) for question in experience.Question]
    return [(count, count.jobs[at]) for count in counts]


def _record_rows(answers: Answers, key: SectionKey) -> list[dict[str, Any]]:
    """The records of a section: a name for each, how many answers are missing, and whether it counts."""
    left: dict[str | None, int] = {}
    for missing in missing_in(answers, key):
        left[missing.record_id] = left.get(missing.record_id, 0) + 1
    names = _credential_row if key in (SectionKey.EDUCATION, SectionKey.SPOUSE_EDUCATION) else _job_row
    rows = [{"id": record.id, "missing": left.get(record.id, 0)} for record in answers.records(key)]
    return [{**row, **names(record.values)} for row, record in zip(rows, answers.records(key), strict=True)]


def _credential_row(values: dict[str, Any]) -> dict[str, Any]:
    credential = stated_credential(values)
    proven = [labels.words(level) for level in education.proven(credential)]
    why_not = education.uncounted(credential, clock.today(), clock.law())
    named = values.get("field_of_study") or values.get("institution")
    name = ", ".join([*proven, *([named] if named else [])])
    return {"name": name or _("A credential"), "says": labels.words(why_not) if why_not else ""}


def _job_row(values: dict[str, Any]) -> dict[str, Any]:
    occupation = noc.find(values.get("noc_code"))
    title = values.get("job_title") or (occupation.title(web.language()) if occupation else _("A job"))
    days = [formats.day(date.fromisoformat(values[name])) for name in ("started_on", "ended_on") if values.get(name)]
    return {"name": " – ".join([title, *days]), "says": values.get("employer") or ""}


@bp.post("/<section:key>/score")
@bp.post("/<section:key>/<record_id>/score", endpoint="record_score")
@candidate_required
@reading
def score(key: SectionKey, record_id: str | None = None) -> Response:
    """Score and eligibility as the form now stands. Nothing is saved."""
    _answer_or_404(key, record_id)
    form = _form_class(key, record_id).from_request(request.form)
    form.validate()
    if not web.asked_by_htmx():
        return _section_page(key, record_id, form)
    answers = preview(current_profile().answers, form, record_id)
    return web.page(
        "profiles/section.html", fragment="profiles/_score.html", form=form, **_beside(key, record_id, form, answers)
    )


@bp.post("/<section:key>/draft")
@bp.post("/<section:key>/<record_id>/draft", endpoint="record_draft")
@candidate_required
def draft(key: SectionKey, record_id: str | None = None) -> Response:
    """Keep the form as it stands, finished or not."""
    _answer_or_404(key, record_id)
    form = _form_class(key, record_id).from_request(request.form)
    form.validate()
    at = clock.now()
    try:
        saved = _amend(key, record_id, form, at=at)
    except lifecycle.ChangedElsewhere as refusal:
        db.session.rollback()
        return web.page("profiles/_draft.html", status=409, saved=None, at=refusal.saved.saved_at, form=form)
    db.session.commit()
    return web.page("profiles/_draft.html", saved=saved, at=at, form=form)


def _changed_elsewhere(
    key: SectionKey, record_id: str | None, form: SectionForm, refusal: lifecycle.ChangedElsewhere
) -> Response:
    """What was saved meanwhile beside what was typed; sending the form again keeps what was typed."""
    saved = _form_class(key, record_id).from_answer(refusal.saved)
    form.revision.data, form.revision.raw_data = str(refusal.saved.revision), None
    pairs = [(form._fields[name], saved._fields[name]) for name in refusal.differing]
    return _section_page(key, record_id, form, status=409, conflict=pairs, conflict_at=refusal.saved.saved_at)


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
        _answer_or_404(key, record_id)
        row = next(row for row in _record_rows(current_profile().answers, key) if row["id"] == record_id)
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
    _answer_or_404(key, record_id)
    form = _form_class(key, record_id).from_request(request.form)
    form.validate()
    name = request.form.get("find", "")
    found = noc.search(request.form.get(f"{name}_search", "")[:200], web.language())
    return _section_page(key, record_id, form, found={name: found})
