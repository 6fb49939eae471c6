"""Files and rows live and die together: what fails half-way, what is replaced, what nobody names any more."""

import io
import os
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from expressentry.applications.closing import close
from expressentry.database import db
from expressentry.documents import files, lifecycle
from expressentry.models import Application, Decision, Document, Event, User
from tests.conftest import NOW
from tests.documents.conftest import PASSPORT, PDF, Applicant, pdf, receive


@pytest.fixture
def broken_database(app: Flask) -> Iterator[None]:
    """A database that cannot write documents."""

    def fail(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("INSERT INTO document"):
            raise RuntimeError("the disk is full")

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", fail)
    yield
    event.remove(engine, "before_cursor_execute", fail)


def test_if_the_rows_cannot_be_written_the_files_go(applicant: Applicant, broken_database: None) -> None:
    with pytest.raises(RuntimeError):
        applicant.send(("a.pdf", PDF), ("b.pdf", pdf(2)))
    assert applicant.documents() == []
    assert applicant.on_disk() == []


def test_a_stream_that_breaks_leaves_nothing(applicant: Applicant) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() > 100_000:
                raise OSError("gone")
            return super().read(size)

    with applicant.app.app_context(), pytest.raises(OSError, match="gone"):
        files.store(Broken(PDF + bytes(200_000)), "a.pdf")
    assert applicant.on_disk() == []


def test_nothing_but_a_stored_name_is_a_path(app: Flask) -> None:
    with app.app_context():
        for name in ("../secret_key", "ab/../../secret_key", "", "ab/cd", "/etc/passwd", "AB/" + "a" * 32):
            with pytest.raises(ValueError):  # noqa: PT011
                files.path_of(name)


def test_files_without_a_row_go_after_a_day(applicant: Applicant) -> None:
    applicant.send(("a.pdf", PDF))
    kept = applicant.on_disk()[0]
    orphan, part, young = (kept.parent / name for name in ("0" * 32, "1" * 32 + ".part", "2" * 32))
    for path in (orphan, part, young):
        path.write_bytes(PDF)
    old = (NOW - timedelta(days=2)).timestamp()
    for path in (kept, orphan, part):
        os.utime(path, (old, old))
    os.utime(young, (NOW.timestamp(), NOW.timestamp()))
    with applicant.app.app_context():
        assert files.remove_orphans(NOW.timestamp()) == 2
        assert files.remove_orphans(NOW.timestamp()) == 0
    assert sorted(applicant.on_disk()) == sorted([kept, young])


def test_replaced_files_are_kept_until_the_decision_and_no_longer(applicant: Applicant) -> None:
    applicant.send(("old.pdf", PDF))
    applicant.send(("new.pdf", pdf(2)), replaces="yes")
    receive(applicant)
    with applicant.app.app_context():
        application = db.session.get_one(Application, applicant.application_id)
        assert lifecycle.purge_due(NOW) == []
        officer = db.session.scalars(select(User).where(User.email == "officer@example.org")).one()
        close(application, Decision.APPROVED, officer, NOW + timedelta(days=100))
        db.session.commit()
        gone = lifecycle.purge_due(NOW + timedelta(days=101))
        db.session.commit()
        files.forget(gone)
        assert lifecycle.purge_due(NOW + timedelta(days=101)) == []
        assert db.session.scalars(select(Document.name)).all() == ["new.pdf"]
        event_ = db.session.scalars(select(Event).where(Event.kind == "document.purged")).one()
        assert event_.figures == {"documents": [1]}
    assert len(gone) == 1
    assert len(applicant.on_disk()) == 1


def test_an_application_holds_two_hundred_files(applicant: Applicant) -> None:
    with applicant.app.app_context():
        application = db.session.get_one(Application, applicant.application_id)
        user = db.session.get_one(User, applicant.user.id)
        for place in range(10):
            stored = [stored_as(20 * place + n) for n in range(20)]
            assert len(lifecycle.add(application, f"slot{place}", stored, user, NOW)) == 20
        with pytest.raises(lifecycle.TooManyInAll):
            lifecycle.add(application, PASSPORT, [stored_as(1000)], user, NOW)
        document = lifecycle.current(application, "slot3")[0]
        lifecycle.remove(document, user, NOW)
        assert len(lifecycle.add(application, PASSPORT, [stored_as(1000)], user, NOW)) == 1


def test_so_many_replaced_files_that_no_more_are_taken(applicant: Applicant) -> None:
    with applicant.app.app_context():
        application = db.session.get_one(Application, applicant.application_id)
        user = db.session.get_one(User, applicant.user.id)
        for turn in range(50):
            stored = [stored_as(20 * turn + n) for n in range(20)]
            lifecycle.add(application, PASSPORT, stored, user, NOW, replacing=True)
        with pytest.raises(lifecycle.TooManyReplaced):
            lifecycle.add(application, PASSPORT, [stored_as(5000)], user, NOW, replacing=True)


def stored_as(number: int) -> files.Stored:
    """A file as if it had been stored."""
    return files.Stored(f"ab/{number:032x}", f"{number}.pdf", "application/pdf", 10, f"{number:064x}")
