"""Candidates who were invited and have begun their application, and files to give."""

import io
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from expressentry.applications import lifecycle as applications
from expressentry.database import db
from expressentry.models import Application, Document, ExpressionOfInterest, RoundKind, User
from expressentry.rounds import lifecycle as rounds
from tests.conftest import LAW, NOW, Browser, People, profile_of

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + (13).to_bytes(4, "big") + b"IHDR" + bytes(13) + bytes(4) + bytes(4) + b"IDAT" + bytes(40)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(60)
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PASSPORT = "passport.you"


def pdf(number: int) -> bytes:
    """A small PDF unlike the others."""
    return PDF + f"% {number}\n".encode()


def pages(count: int) -> bytes:
    """A PDF of so many empty pages."""
    kids = b" ".join(b"%d 0 R" % (number + 3) for number in range(count))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count %d /Kids [%s] >>" % (count, kids)]
    objects += [b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>"] * count
    body, offsets = b"%PDF-1.4\n", []
    parts = [body]
    at = len(body)
    for number, text in enumerate(objects, 1):
        offsets.append(at)
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, text))
        at += len(parts[-1])
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table))
    parts.append(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, at))
    return b"".join(parts)


def noise(size: int, seed: int = 0) -> bytes:
    """A PDF of exactly that size."""
    filler = zlib.crc32(str(seed).encode()).to_bytes(4, "big") * (size // 4 + 1)
    return (PDF + filler)[:size]


@dataclass
class Applicant:
    """A candidate with an application begun, at the site."""

    app: Flask
    user: User
    browser: Browser
    application_id: int

    @property
    def path(self) -> str:
        return f"/applications/{self.application_id}/documents"

    def send(self, *given: tuple[str, bytes], slot: str = PASSPORT, browser: Browser | None = None, **data: Any) -> Any:
        """Send files to an item of the checklist."""
        return (browser or self.browser).post(f"{self.path}/{slot}", {**data, "files": parts(given)}, content_type=FORM)

    def documents(self) -> list[Document]:
        """Every file of the application, replaced ones too."""
        with self.app.app_context():
            return list(
                db.session.scalars(
                    select(Document).where(Document.application_id == self.application_id).order_by(Document.id)
                )
            )

    def on_disk(self) -> list[Path]:
        """Everything that lies in the folder of documents."""
        folder = Path(self.app.instance_path) / "documents"
        return sorted(path for path in folder.rglob("*") if path.is_file())


FORM = "multipart/form-data"


def parts(given: Iterable[tuple[str, bytes]]) -> list[tuple[io.BytesIO, str]]:
    """Files as the test client sends them."""
    return [(io.BytesIO(content), name) for name, content in given]


@pytest.fixture
def applicant(app: Flask, people: People, visitor: Callable[..., Browser]) -> Applicant:
    """Somebody invited at `NOW` who has begun the application."""
    return applicants(app, people, visitor, 1)[0]


def applicants(app: Flask, people: People, visitor: Callable[..., Browser], count: int) -> list[Applicant]:
    """Several of them, of the same round."""
    users, officer = [people.in_pool() for _ in range(count)], people.officer()
    made = []
    with app.app_context():
        by = db.session.get_one(User, officer.id)
        round_ = rounds.draft(by, NOW)
        rounds.change(round_, RoundKind.NO_PROGRAM_SPECIFIED, count, None, by, NOW)
        rounds.issue(round_, by, NOW, LAW)
        db.session.commit()
        for user in users:
            stay = select(ExpressionOfInterest).where(ExpressionOfInterest.profile_id == profile_of(user).id)
            invitation = db.session.scalars(stay).one().invitations[0]
            application = applications.start(invitation, db.session.get_one(User, user.id), NOW)
            db.session.commit()
            made.append((user, application.id))
    return [Applicant(app, user, visitor(user), application_id) for user, application_id in made]


def receive(applicant: Applicant) -> None:
    """Take the application in as it is, complete or not."""
    with applicant.app.app_context():
        application = db.session.get_one(Application, applicant.application_id)
        applications.receive(application, "S V", db.session.get_one(User, applicant.user.id), NOW, LAW)
        db.session.commit()
