"""A document over time: given, dated, replaced or removed; kept until the decision, then gone."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import delete, select

from expressentry.applications.demands import DemandClosed
from expressentry.applications.lifecycle import NotADraft, require_draft
from expressentry.database import db
from expressentry.documents.files import Stored
from expressentry.models import Application, Demand, Document, User, record
from expressentry.refusals import Refusal

MOST_IN_SLOT = 20
MOST_CURRENT = 200
MOST_EVER = 1000
PURGED_AT_ONCE = 500


class TooManyFiles(Refusal):
    """An item holds only so many files."""

    code = "too_many_files"


class TooManyInAll(Refusal):
    """A whole application holds only so many files."""

    code = "too_many_files_in_all"


class TooManyReplaced(Refusal):
    """So many files were replaced or removed, which are all kept, that no more are taken."""

    code = "too_many_files_replaced"


def slot_of(demand: Demand) -> str:
    """The place of what is given in answer to a request."""
    return f"demand.{demand.id}"


def require_open(application: Application, demand: Demand | None, at: datetime) -> None:
    """Refuse a change: to what is no draft, or to the answer of a request that is not open."""
    if demand is None:
        require_draft(application, at)
    elif not application.in_process:
        raise NotADraft
    elif not demand.is_open(at):
        raise DemandClosed


def add(
    application: Application,
    slot: str,
    stored: Sequence[Stored],
    by: User,
    at: datetime,
    *,
    issued_on: date | None = None,
    expires_on: date | None = None,
    demand: Demand | None = None,
    replacing: bool = False,
) -> list[Document]:
    """Give files for an item, all under the same dates, perhaps in place of those there; the new ones.

    The same bytes again in the same place are not kept twice.
    """
    require_open(application, demand, at)
    there = current(application, slot)
    fresh = _unlike(stored, there)
    came = {one.sha256 for one in stored}
    replaced = [document for document in there if document.sha256 not in came] if replacing and stored else []
    _require_room(application, len(there) - len(replaced) + len(fresh), len(fresh) - len(replaced), len(fresh))
    added = [_document(one, slot, demand, by, at) for one in fresh]
    application.documents.extend(added)
    for document in replaced:
        document.removed_at = at
    dated = _date(application, slot, issued_on, expires_on)
    db.session.flush()
    if added or replaced or dated:
        _record_added(application, slot, added, replaced, by, at)
    return added


def _record_added(
    application: Application, slot: str, added: list[Document], replaced: list[Document], by: User, at: datetime
) -> None:
    """One event for what one request brought: new files, in place of others, or only new dates for known files."""
    there = current(application, slot)
    record(
        "document.added" if added or replaced else "document.dated",
        application,
        by=by,
        at=at,
        slot=slot,
        documents=[{"id": document.id, "sha256": document.sha256, "size": document.size} for document in added],
        replaced=[document.id for document in replaced],
        **_dates(there),
    )


def current(application: Application, slot: str) -> list[Document]:
    """The files of an item that were neither replaced nor removed."""
    return [one for one in application.documents if one.slot == slot and one.removed_at is None]


def _unlike(stored: Sequence[Stored], there: Sequence[Document]) -> list[Stored]:
    """The files whose bytes are not there yet, each once."""
    known = {document.sha256 for document in there}
    found = []
    for one in stored:
        if one.sha256 not in known:
            known.add(one.sha256)
            found.append(one)
    return found


def _require_room(application: Application, in_slot: int, more: int, new: int) -> None:
    """Refuse more files than an item, an application, or its past may hold."""
    now = sum(document.removed_at is None for document in application.documents)
    if new and in_slot > MOST_IN_SLOT:
        raise TooManyFiles(most=MOST_IN_SLOT)
    if new and now + more > MOST_CURRENT:
        raise TooManyInAll(most=MOST_CURRENT)
    if new and len(application.documents) + new > MOST_EVER:
        raise TooManyReplaced(most=MOST_EVER)


def _document(stored: Stored, slot: str, demand: Demand | None, by: User, at: datetime) -> Document:
    return Document(
        slot=slot,
        demand_id=None if demand is None else demand.id,
        name=stored.name,
        media_type=stored.media_type,
        size=stored.size,
        sha256=stored.sha256,
        stored_as=stored.stored_as,
        uploaded_at=at,
        uploaded_by_id=by.id,
    )


def set_dates(
    application: Application, slot: str, issued_on: date | None, expires_on: date | None, by: User, at: datetime
) -> None:
    """Say when the document that the files of an item show was issued, and until when it is good."""
    require_open(application, None, at)
    if _date(application, slot, issued_on, expires_on):
        dates = _dates(current(application, slot))
        record("document.dated", application, by=by, at=at, slot=slot, **dates)


def _date(application: Application, slot: str, issued_on: date | None, expires_on: date | None) -> bool:
    """Give the files of an item their dates; true if that changed any."""
    changed = False
    for document in current(application, slot):
        if (document.issued_on, document.expires_on) != (issued_on, expires_on):
            document.issued_on, document.expires_on = issued_on, expires_on
            changed = True
    return changed


def _dates(documents: Sequence[Document]) -> dict[str, str | None]:
    """The dates the files of an item have in common, as they are logged."""
    days = {name: getattr(documents[-1], name) if documents else None for name in ("issued_on", "expires_on")}
    return {name: None if day is None else day.isoformat() for name, day in days.items()}


def remove(document: Document, by: User, at: datetime) -> None:
    """Take a file out of its item; it is kept until the decision. Removed already is as good."""
    if document.removed_at is not None:
        return
    application = document.application
    demand = next((one for one in application.demands if one.id == document.demand_id), None)
    require_open(application, demand, at)
    document.removed_at = at
    record("document.removed", application, by=by, at=at, slot=document.slot, document=document.id)


def purge_replaced(application: Application, at: datetime) -> list[str]:
    """Forget the replaced and removed files of a decided application; where they were stored.

    Only the rows go here, so that no row ever names a file that is gone.
    """
    removed = [document for document in application.documents if document.removed_at is not None]
    if application.decided_at is None or not removed:
        return []
    names = [document.stored_as for document in removed]
    ids = [document.id for document in removed]
    record("document.purged", application, by=None, at=at, documents=ids)
    db.session.execute(delete(Document).where(Document.id.in_(ids)))
    db.session.expire(application, ["documents"])
    return names


def purge_in_batches(at: datetime) -> Iterator[int]:
    """Forget the replaced files of decided applications; how many with each batch.

    The files themselves go as those that no row names, when `files.remove_orphans` comes by.
    """
    while names := purge_due(at):
        yield len(names)


def purge_due(at: datetime) -> list[str]:
    """Forget the replaced files of some decided applications; where they were stored, nothing once all is done."""
    decided = select(Document.application_id).where(
        Document.removed_at.is_not(None), Application.decided_at.is_not(None)
    )
    due = select(Application).where(Application.id.in_(decided.join(Application).limit(PURGED_AT_ONCE)))
    return [name for application in db.session.scalars(due).all() for name in purge_replaced(application, at)]
