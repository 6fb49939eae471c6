"""The candidate's documents: the checklist, each item of it, the files themselves, and files in answer to a request."""

from collections.abc import Callable
from datetime import date

from flask import Blueprint, Response, abort, current_app, flash, request, send_file
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from expressentry import clock, labels, naming, web
from expressentry.accounts.access import candidate_or_officer_required, candidate_required, current_profile, me
from expressentry.applications.access import LARGEST_ID, own_application_or_404
from expressentry.bodies import accepts_uploads
from expressentry.database import begin_writing, db
from expressentry.documents import files, lifecycle
from expressentry.documents.forms import DocumentForm, UploadForm
from expressentry.documents.guidance import WHAT
from expressentry.documents.overview import Row, last_day, overview, rows
from expressentry.models import Application, Demand, Document, Role
from expressentry.models.application_answers import passport_expires_on
from expressentry.rules.checklist import DocumentKind

bp = Blueprint("documents", __name__, url_prefix="/<any(en,fr):lang>/applications/<int:application_id>")


@bp.get("/documents")
@candidate_required
def index(application_id: int) -> Response:
    """The checklist: each item for each person, and whether it will do."""
    application, at = own_application_or_404(application_id), clock.now()
    return web.page(
        "documents/index.html",
        application=application,
        overview=overview(application, at),
        is_draft=application.is_draft(at),
        last_day=last_day(application),
        today=clock.today(),
    )


# ---- One item


@bp.route("/documents/<slot>", methods=["GET", "POST"])
@candidate_required
@accepts_uploads
def slot(application_id: int, slot: str) -> AnyResponse:
    """An item: what it is, the rule, its files, and the form that takes more files and the dates."""
    application = own_application_or_404(application_id)
    row, there = _place_or_404(application, slot)
    if request.method == "GET":
        return _show(application, slot, row, there, _form(row, there, fresh=True))
    lifecycle.require_open(application, None, clock.now())
    if row is None:
        abort(404)
    form = _form(row, there)
    if form.validate() and _take(application, slot, form):
        return web.see_other(".slot", application_id=application_id, slot=slot)
    row, there = _place_or_404(application, slot)
    form.there = len(there)
    return _show(application, slot, row, there, form, 422)


def _place_or_404(application: Application, slot: str) -> tuple[Row | None, list[Document]]:
    """The item of that key, and its files; files of an item that is not asked for any more have a place still."""
    found = {row.item.key: row for row in rows(application, clock.now())}.get(slot)
    there = lifecycle.current(application, slot)
    if found is None and (not there or there[0].demand_id is not None):
        abort(404)
    return found, there


def _form(row: Row | None, there: list[Document], fresh: bool = False) -> DocumentForm:
    """The form of an item: as sent, or with the dates its files have."""
    item = None if row is None else row.item
    if not fresh:
        return DocumentForm(item, len(there))
    last = there[-1] if there else None
    dates = {
        name: day.isoformat()
        for name in ("issued_on", "expires_on")
        if last is not None and (day := getattr(last, name)) is not None
    }
    return DocumentForm(item, len(there), formdata=None, data=dates)


def _otherwise(application: Application, row: Row | None, there: list[Document]) -> tuple[date, date] | None:
    """The day a passport expires by the answers and by its file, where the two differ: one of them is wrong."""
    if row is None or row.item.kind is not DocumentKind.PASSPORT or not there:
        return None
    stated, given = passport_expires_on(application.answers, row.item.person), there[-1].expires_on
    return (stated, given) if stated and given and stated != given else None


def _show(
    application: Application, slot: str, row: Row | None, there: list[Document], form: DocumentForm, status: int = 200
) -> Response:
    return web.page(
        "documents/show.html",
        status=status,
        application=application,
        slot=slot,
        row=row,
        what=None if row is None else WHAT[row.item.kind],
        person=None if row is None else naming.person(application.answers, row.item.person),
        documents=there,
        otherwise=_otherwise(application, row, there),
        form=form,
        is_draft=application.is_draft(clock.now()),
        today=clock.today(),
    )


def _take(application: Application, slot: str, form: DocumentForm) -> bool:
    """Keep the files and dates of a valid form; false if some files were not taken, which the form then says."""
    issued_on, expires_on = form.days()
    if not form.files.data:
        begin_writing()
        lifecycle.set_dates(application, slot, issued_on, expires_on, me(), clock.now())
        db.session.commit()
        flash(_("The dates are saved."))
        return True

    def give(stored: list[files.Stored]) -> list[Document]:
        return lifecycle.add(
            application,
            slot,
            stored,
            me(),
            clock.now(),
            issued_on=issued_on,
            expires_on=expires_on,
            replacing=form.replacing,
        )

    return _receive(form, give)


# ---- Files as they come


def _receive(form: UploadForm, give: Callable[[list[files.Stored]], list[Document]]) -> bool:
    """Write the files of a form, then hand those that may be kept to `give`, in one transaction.

    The database is locked only once they lie on the disk. What it does not name in the end is removed again.
    """
    with files.received(form.files.data) as came:
        added: list[Document] = []
        if came.stored:
            begin_writing()
            try:
                added = give(came.stored)
            except (lifecycle.TooManyFiles, lifecycle.TooManyInAll, lifecycle.TooManyReplaced) as refused:
                db.session.rollback()
                form.files.errors = [labels.refusal(refused)]
                return False
            db.session.commit()
            came.keep(added)
        _tell(added, len(came.stored) - len(added))
        if came.refused:
            form.files.errors = [" ".join(_why_not(name, why) for name, why in came.refused)]
        return not came.refused


def _tell(added: list[Document], twice: int) -> None:
    if added:
        flash(ngettext("%(num)d file was added.", "%(num)d files were added.", len(added)))
    if twice:
        flash(
            ngettext(
                "%(num)d file was here already, byte for byte, so it is kept once.",
                "%(num)d files were here already, byte for byte, so they are kept once.",
                twice,
            )
        )


def _why_not(name: str, why: str) -> str:
    """Why a file was not taken."""
    if why == "empty":
        return _("“%(name)s” is empty. Nothing of it was kept.", name=name)
    if why == "too_large":
        return _("“%(name)s” is larger than 10 MB. Scan it in grey or at a lower resolution.", name=name)
    return _("“%(name)s” is not a PDF, JPEG or PNG file, whatever its name says. Save it as PDF first.", name=name)


# ---- One file


@bp.get("/documents/files/<int:document_id>")
@candidate_or_officer_required
def file(application_id: int, document_id: int) -> AnyResponse:
    """The file itself, to be saved: for its owner, and for officers once the application was received."""
    document = _visible_or_404(application_id, document_id)
    path = files.path_of(document.stored_as)
    if not path.is_file():
        current_app.logger.error("file of document %s is not on the disk", document.id)
        abort(404)
    answer = send_file(
        path,
        mimetype=document.media_type,
        as_attachment=True,
        download_name=document.name,
        conditional=False,
        etag=False,
    )
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Security-Policy"] = "sandbox"
    return answer


def _visible_or_404(application_id: int, document_id: int) -> Document:
    """A document that the person signed in may read; any other does not exist."""
    document = db.session.get(Document, document_id) if document_id < LARGEST_ID else None
    if document is None or document.application_id != application_id:
        abort(404)
    if current_user.role is Role.OFFICER:
        return document if document.application.received_at is not None else abort(404)
    return document if document.application.profile_id == current_profile().id else abort(404)


@bp.get("/documents/files/<int:document_id>/removal")
@candidate_required
def ask_remove(application_id: int, document_id: int) -> Response:
    """What removing a file does, before it is done."""
    document = _visible_or_404(application_id, document_id)
    return web.page("documents/remove.html", application=document.application, document=document)


@bp.post("/documents/files/<int:document_id>/removal")
@candidate_required
def remove(application_id: int, document_id: int) -> AnyResponse:
    """Take a file out of its item."""
    document = _visible_or_404(application_id, document_id)
    lifecycle.remove(document, me(), at=clock.now())
    db.session.commit()
    flash(_("The file was removed."))
    return _back(document)


def _back(document: Document) -> AnyResponse:
    """To the page of the place a file was in, if it has one still."""
    application, slot = document.application, document.slot
    if document.demand_id is not None:
        return web.see_other(".demand", application_id=application.id, demand_id=document.demand_id)
    if lifecycle.current(application, slot) or any(row.item.key == slot for row in rows(application, clock.now())):
        return web.see_other(".slot", application_id=application.id, slot=slot)
    return web.see_other(".index", application_id=application.id)


# ---- Files in answer to a request


@bp.route("/demands/<int:demand_id>/documents", methods=["GET", "POST"])
@candidate_required
@accepts_uploads
def demand(application_id: int, demand_id: int) -> AnyResponse:
    """The files given in answer to a request, and the form that takes more."""
    application, asked = _demand_or_404(application_id, demand_id)
    if request.method == "GET":
        return _show_demand(application, asked, UploadForm(formdata=None))
    lifecycle.require_open(application, asked, clock.now())
    form, slot = UploadForm(), lifecycle.slot_of(asked)

    def give(stored: list[files.Stored]) -> list[Document]:
        return lifecycle.add(application, slot, stored, me(), clock.now(), demand=asked)

    if form.validate() and _receive(form, give):
        return web.see_other("applications.show_demand", application_id=application_id, demand_id=demand_id)
    return _show_demand(application, asked, form, 422)


def _demand_or_404(application_id: int, demand_id: int) -> tuple[Application, Demand]:
    application = own_application_or_404(application_id)
    found = next((one for one in application.demands if one.id == demand_id), None)
    return application, found or abort(404)


def _show_demand(application: Application, asked: Demand, form: UploadForm, status: int = 200) -> Response:
    return web.page(
        "documents/demand.html",
        status=status,
        application=application,
        demand=asked,
        form=form,
        documents=lifecycle.current(application, lifecycle.slot_of(asked)),
        is_open=asked.is_open(clock.now()),
    )


@bp.app_template_global("documents_of")
def documents_of(asked: Demand) -> list[Document]:
    """The files given in answer to a request, for the page that shows it."""
    return lifecycle.current(asked.application, lifecycle.slot_of(asked))


@bp.app_template_global("upload_form")
def upload_form() -> UploadForm:
    """An empty form that takes files, for the page that shows a request."""
    return UploadForm(formdata=None)
