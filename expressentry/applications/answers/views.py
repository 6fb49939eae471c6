"""The forms of an application: the copy of the profile, and what the application adds; kept as they are typed."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, flash, g, request
from flask_babel import gettext as _
from werkzeug.routing import BaseConverter, ValidationError

from expressentry import clock, drafts, web
from expressentry.accounts.access import candidate_required, me
from expressentry.application_words import SECTION_HINTS
from expressentry.applications import lifecycle
from expressentry.applications.access import own_application_or_404
from expressentry.applications.completeness import Lacking, gaps_of, overlaps_of
from expressentry.applications.forms import FORMS, LIST_FORMS, RECORD_FORMS
from expressentry.database import db, reading
from expressentry.invitations import holding
from expressentry.models import Answer, Answers, Application, SectionKey
from expressentry.models.application_answers import (
    YOU,
    ApplicationSection,
    facts_in,
    missing_of,
    name_of,
    people,
    sections,
)
from expressentry.rules import noc
from expressentry.rules.household import INDEPENDENT_AGE, Relation
from expressentry.rules.personal_history import Gap
from expressentry.sections.beside import days, levels, record_rows
from expressentry.sections.forms import preview
from expressentry.sections.section_form import Reading, SectionForm, country_name

bp = Blueprint("answers", __name__, url_prefix="/<any(en,fr):lang>/applications/<int:application_id>/answers")

Key = SectionKey | ApplicationSection


class PartConverter(BaseConverter):
    """A section of an application in an address, of the profile or added; an unknown one is no page."""

    regex = "[a-z-]+"

    def to_python(self, value: str) -> Key:
        for kind in (SectionKey, ApplicationSection):
            if value in set(kind):
                return kind(value)
        raise ValidationError

    def to_url(self, value: Any) -> str:
        return str(value)


def all_sections(answers: Answers) -> list[Key]:
    """Every section of an application, in the order of its pages."""
    return [*answers.sections(), *sections(answers)]


def at_a_glance(answers: Answers) -> list[dict[str, Any]]:
    """Each section with the number of answers still missing."""
    return [{"key": key, "missing": len(list(missing_of(answers, key)))} for key in all_sections(answers)]


def _application(application_id: int) -> Application:
    """One's own application, with its people named for the forms."""
    application = own_application_or_404(application_id)
    g.people = _named(application.answers)
    return application


def _named(answers: Answers) -> list[tuple[str, str]]:
    """The people of the application, each with what to call them in a form."""
    roles = {"principal": _("You"), "spouse": _("Your spouse or partner"), "child": _("A child")}
    return [(one.key, name_of(answers, one.key) or roles[one.relation.value]) for one in people(answers)]


@bp.route("/<part:key>", methods=["GET", "POST"])
@bp.route("/<part:key>/<record_id>", methods=["GET", "POST"], endpoint="record")
@candidate_required
def section(application_id: int, key: Key, record_id: str | None = None) -> Any:
    """One form of the application; saving it goes on to the next."""
    application = _application(application_id)
    answer, kind = _answer_or_404(application.answers, key, record_id), _form_class(key, record_id)
    if request.method == "GET":
        return _form_page(application, key, record_id, kind.of(answer, clock.today()))
    read = kind.read(request.form, clock.today())
    try:
        _amend(application, key, record_id, read)
    except drafts.ChangedElsewhere as refusal:
        db.session.rollback()
        return _changed_elsewhere(_application(application_id), key, record_id, read, refusal)
    db.session.commit()
    if read.errors:
        form = kind.as_sent(request.form, read)
        return _form_page(application, key, record_id, form, read, status=422)
    return _go_on(application, key, record_id)


def _go_on(application: Application, key: Key, record_id: str | None) -> Any:
    """To the section after this one; after a record, to the list it stands in; after the last, to the overview."""
    if record_id is not None:
        return web.see_other("answers.section", application_id=application.id, key=key)
    asked = all_sections(application.answers)
    at = asked.index(key) + 1 if key in asked else 0
    if at == len(asked):
        return web.see_other("applications.show", application_id=application.id)
    return web.see_other("answers.section", application_id=application.id, key=asked[at])


def _form_class(key: Key, record_id: str | None) -> type[SectionForm]:
    if record_id is not None:
        return RECORD_FORMS[key.value]
    return FORMS.get(key.value) or LIST_FORMS[key.value]


def _answer_or_404(answers: Answers, key: Key, record_id: str | None) -> Answer:
    if record_id is None:
        return answers.section(key)
    found = answers.record(key, record_id) if key.value in RECORD_FORMS else None
    return found or abort(404)


def _amend(application: Application, key: Key, record_id: str | None, read: Reading) -> Answer:
    return lifecycle.amend(
        application,
        key.value,
        record_id,
        by=me(),
        at=clock.now(),
        values=read.answers,
        typed=read.typed,
        revision=request.form.get("revision", "0")[:20],
        tab=request.form.get("tab", "")[:20],
    )


def _form_page(
    application: Application,
    key: Key,
    record_id: str | None,
    form: SectionForm,
    read: Reading | None = None,
    status: int = 200,
    **more: Any,
) -> Response:
    """The page of a form, with what the answers as it shows them mean for the invitation, or for what is asked."""
    saved = application.answers
    answers = saved if read is None else preview(saved, key, record_id, read)
    return web.page(
        "applications/section.html",
        status=status,
        application=application,
        is_draft=application.is_draft(clock.now()),
        key=key,
        hint=SECTION_HINTS.get(key),
        record_id=record_id,
        form=form,
        levels=levels(key, answers, read),
        rows=_rows(answers, key) if record_id is None and key.value in RECORD_FORMS else [],
        repeats=record_id is None and key.value in RECORD_FORMS,
        sections=at_a_glance(saved),
        missing={one.name for one in missing_of(answers, key) if one.record_id == record_id},
        **_beside(application, key, answers),
        **more,
    )


def _beside(application: Application, key: Key, answers: Answers) -> dict[str, Any]:
    """What stands beside a form: the invitation held against the answers; for times, the stretches left open."""
    if isinstance(key, SectionKey):
        facts = facts_in(answers, application)
        return {
            "held": holding.today_and_last_day(application.invitation, facts, clock.now(), clock.law_of),
            "gaps": [],
        }
    last = holding.last_day(application.invitation)
    grown = _grown(answers, last) if key is ApplicationSection.CHILDREN else []
    twice = _overlaps(answers) if key is ApplicationSection.ADDRESSES else []
    return {"held": (), "gaps": _gaps(answers, key), "twice": twice, "grown": grown, "last_day": last}


def _overlaps(answers: Answers) -> list[tuple[str, Gap]]:
    names = dict(_named(answers))
    return [(names[person], twice) for person, twice in overlaps_of(answers, clock.today())]


def _grown(answers: Answers, on: date) -> list[str]:
    """Children who on that day are too old to be dependent by their age alone."""
    names = dict(_named(answers))
    children = (one for one in people(answers) if one.relation is Relation.CHILD)
    return [names[one.key] for one in children if (one.age(on) or 0) >= INDEPENDENT_AGE]


def _gaps(answers: Answers, key: Key) -> list[tuple[str, Lacking]]:
    names = dict(_named(answers))
    found: Iterable[Lacking] = gaps_of(answers, clock.today(), clock.law())
    return [(names[gap.person or YOU], gap) for gap in found if gap.section == key.value]


def _rows(answers: Answers, key: Key) -> list[dict[str, Any]]:
    """The records of a section by name, with how many answers each lacks."""
    if isinstance(key, SectionKey):
        return record_rows(answers, key)
    left: dict[str | None, int] = {}
    for one in missing_of(answers, key):
        left[one.record_id] = left.get(one.record_id, 0) + 1
    names = dict(_named(answers))
    return [
        {
            "id": record.id,
            "missing": left.get(record.id, 0),
            "says": "",
            "name": _record_name(key, record.values, names),
        }
        for record in answers.records(key)
    ]


def _record_name(key: ApplicationSection, values: dict[str, Any], names: dict[str, str]) -> str:
    """What a record is called in its list."""
    if key is ApplicationSection.CHILDREN:
        named = " ".join(values[name] for name in ("given_names", "family_name") if values.get(name))
        return named or _("A child")
    who = names.get(values.get("person") or "", "")
    what = values.get("description") or values.get("street") or values.get("purpose") or ""
    where = ", ".join(part for part in (values.get("city"), country_name(values.get("country"))) if part)
    parts = [part for part in (who, what, where, " – ".join(days(values))) if part]
    return " · ".join(parts) or _("Not filled in yet")


@bp.post("/<part:key>/look")
@bp.post("/<part:key>/<record_id>/look", endpoint="record_look")
@candidate_required
@reading
def look(application_id: int, key: Key, record_id: str | None = None) -> Response:
    """What the form as it stands would mean. Nothing is saved."""
    application = _application(application_id)
    _answer_or_404(application.answers, key, record_id)
    kind = _form_class(key, record_id)
    read = kind.read(request.form, clock.today())
    if not web.asked_by_htmx():
        return _form_page(application, key, record_id, kind.as_sent(request.form, read), read)
    answers = preview(application.answers, key, record_id, read)
    beside = _beside(application, key, answers)
    return web.page(
        "applications/_look.html",
        fragment="applications/_look.html",
        invitation=application.invitation,
        levels=tuple(levels(key, answers, read).items()),
        **beside,
    )


@bp.post("/<part:key>/draft")
@bp.post("/<part:key>/<record_id>/draft", endpoint="record_draft")
@candidate_required
def draft(application_id: int, key: Key, record_id: str | None = None) -> Response:
    """Keep the form as it stands, finished or not."""
    application = _application(application_id)
    _answer_or_404(application.answers, key, record_id)
    read = _form_class(key, record_id).read(request.form, clock.today())
    try:
        saved = _amend(application, key, record_id, read)
    except drafts.ChangedElsewhere:
        db.session.rollback()
        return web.page("sections/_draft.html", status=409, saved=None)
    db.session.commit()
    return web.page("sections/_draft.html", saved=saved, at=clock.now(), errors=read.errors)


def _changed_elsewhere(
    application: Application, key: Key, record_id: str | None, read: Reading, refusal: drafts.ChangedElsewhere
) -> Response:
    """What was saved meanwhile beside what was typed; sending the form again keeps what was typed."""
    kind, on = _form_class(key, record_id), clock.today()
    form, pairs = kind.over_saved(request.form, read, refusal.saved, refusal.differing, on)
    return _form_page(application, key, record_id, form, read, status=409, conflict=pairs)


@bp.post("/<part:key>/records")
@candidate_required
def add(application_id: int, key: Key) -> Any:
    """A new record, of the applicant unless it is a child."""
    application = own_application_or_404(application_id)
    if key.value not in RECORD_FORMS:
        abort(404)
    about = {} if isinstance(key, SectionKey) or key is ApplicationSection.CHILDREN else {"person": YOU}
    record_id = lifecycle.add_record(application, key.value, me(), clock.now(), **about)
    db.session.commit()
    return web.see_other("answers.record", application_id=application_id, key=key, record_id=record_id)


@bp.route("/<part:key>/<record_id>/removal", methods=["GET", "POST"])
@candidate_required
def remove(application_id: int, key: Key, record_id: str) -> Any:
    """Take a record out, after asking."""
    application = _application(application_id)
    if key.value not in RECORD_FORMS:
        abort(404)
    if request.method == "GET":
        _answer_or_404(application.answers, key, record_id)
        row = next(row for row in _rows(application.answers, key) if row["id"] == record_id)
        return web.page(
            "applications/remove.html", application=application, key=key, record_id=record_id, name=row["name"]
        )
    lifecycle.remove_record(application, key.value, record_id, me(), clock.now())
    db.session.commit()
    flash(_("It is removed."))
    return web.see_other("answers.section", application_id=application_id, key=key)


@bp.post("/<part:key>/occupations")
@bp.post("/<part:key>/<record_id>/occupations", endpoint="record_occupations")
@candidate_required
@reading
def occupations(application_id: int, key: Key, record_id: str | None = None) -> Response:
    """The form again, with the occupations found for what was typed in one of its occupation fields."""
    application = _application(application_id)
    _answer_or_404(application.answers, key, record_id)
    kind = _form_class(key, record_id)
    read = kind.read(request.form, clock.today())
    name = request.form.get("find", "")
    found = noc.search(request.form.get(f"{name}_search", "")[:200], web.language())
    return _form_page(application, key, record_id, kind.as_sent(request.form, read), read, found={name: found})
