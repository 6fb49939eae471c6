"""A few synthetic cases with files, so that a demonstration has something to open: one page each, saying what it is."""

import io
from datetime import date, timedelta

from sqlalchemy import select

from expressentry import clock
from expressentry.applications.completeness import Entry, entries
from expressentry.clock import day_of
from expressentry.database import db
from expressentry.documents import files
from expressentry.models import Application, Document, User, record
from expressentry.models.application_answers import SPOUSE, YOU, ApplicationSection
from expressentry.seeding_cases.words import NOTE_WITH_PAPERS, PAPER

CASES, LARGEST_SEEDING = 25, 2000


def give_papers() -> None:
    """Every required document of the oldest open synthetic cases, as if given on the day of receipt."""
    synthetic = (User.email.endswith("@synthetic.invalid"), User.password_hash.is_(None))
    opened = (Application.received_at.is_not(None), Application.decided_at.is_(None))
    wanted = select(Application).join(Application.profile).join(User).where(*opened, *synthetic)
    for application in db.session.scalars(wanted.order_by(Application.received_at, Application.id).limit(CASES)):
        at = application.received_at
        if at is None:
            continue
        for entry in entries(application, day_of(at), clock.law_of(at)):
            if entry.item.required and not entry.present:
                _give(application, entry)
        for note in application.notes:
            note.text = NOTE_WITH_PAPERS


def _give(application: Application, entry: Entry) -> None:
    at, by, slot = application.amended_at, application.profile.user, entry.item.key
    stored = files.store(io.BytesIO(one_page([*PAPER, slot])), f"{slot}.pdf")
    document = Document(
        slot=slot,
        name=stored.name,
        media_type=stored.media_type,
        size=stored.size,
        sha256=stored.sha256,
        stored_as=stored.stored_as,
        issued_on=day_of(at) - timedelta(days=20) if entry.item.asks_issued_on else None,
        expires_on=_expires_on(application, entry.item.person) if entry.item.asks_expires_on else None,
        uploaded_at=at,
        uploaded_by_id=by.id,
    )
    application.documents.append(document)
    db.session.flush()
    added = [{"id": document.id, "sha256": document.sha256, "size": document.size}]
    record("document.added", application, by=by, at=at, slot=slot, documents=added, replaced=[])


def _expires_on(application: Application, person: str) -> date:
    """The last day of a person's passport, as the answers say."""
    answers, key = application.answers, ApplicationSection
    section = {YOU: key.IDENTITY, SPOUSE: key.SPOUSE_IDENTITY}.get(person)
    answer = answers.section(section) if section else answers.record(key.CHILDREN, person)
    return date.fromisoformat(answer.values["passport_expires_on"] if answer else "")


def one_page(lines: list[str]) -> bytes:
    """A PDF of one page with these lines, in letters of Western Europe."""
    drawn = "".join(f"({line}) Tj T* " for line in lines)
    content = f"BT /F1 14 Tf 20 TL 72 720 Td {drawn}ET".encode("cp1252")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Font << /F1 5 0 R >> >>",
    )
    made, places = b"%PDF-1.7\n", []
    for number, written in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, written)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(made))
    return made + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end
