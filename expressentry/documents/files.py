"""Files on the disk: written in small pieces under random names, known by their bytes, dropped if no row names them."""

import hashlib
import os
import re
import secrets
import time
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import filetype
from filetype.types.archive import Pdf
from filetype.types.image import Apng, Jpeg, Png
from flask import current_app
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from expressentry.database import db
from expressentry.models import Document

LARGEST = 10 * 1024 * 1024
LONGEST_NAME = 200
KINDS = {"application/pdf": (".pdf",), "image/jpeg": (".jpg", ".jpeg"), "image/png": (".png",)}
KNOWN_BY = (Pdf(), Jpeg(), Apng(), Png())  # a moving picture is told apart from a still one, and not taken
ACCEPT = ".pdf,.jpg,.jpeg,.png"
ORPHANED_AFTER = 24 * 3600
_PIECE = 64 * 1024
_HEAD = 8 * 1024
_PART = ".part"
_STORED = re.compile(r"[0-9a-f]{2}/[0-9a-f]{32}")
_JOINERS = "\u200c\u200d"
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


class NotAccepted(Exception):
    """A file that is not kept; `why` is one of `empty`, `too_large`, `not_a_kind`."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Stored:
    """A file on the disk that no row names yet."""

    stored_as: str
    name: str
    media_type: str
    size: int
    sha256: str


@dataclass
class Received:
    """What came with one request: the files that lie on the disk now, and the names of the others with why not."""

    stored: list[Stored] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    kept: set[str] = field(default_factory=set)

    def keep(self, documents: Iterable[Document]) -> None:
        """Say, after the commit, which files rows name now; the others go when the block ends."""
        self.kept.update(document.stored_as for document in documents)


@contextmanager
def received(uploads: Iterable[FileStorage]) -> Iterator[Received]:
    """The uploads, stored for the time of a block; what was not kept by its end is removed, whatever happened."""
    found = Received()
    try:
        for upload in uploads:
            name = upload.filename or ""
            try:
                found.stored.append(store(upload.stream, name))
            except NotAccepted as refused:
                found.refused.append((clean_name(name), refused.why))
        yield found
    finally:
        forget(stored.stored_as for stored in found.stored if stored.stored_as not in found.kept)


def store(stream: IO[bytes], name: str) -> Stored:
    """Write a stream under a random name, durably; raises `NotAccepted` and leaves nothing if it may not be kept."""
    head = stream.read(_HEAD)
    media_type = _media_type(head)
    token = secrets.token_hex(16)
    stored_as = f"{token[:2]}/{token}"
    path = path_of(stored_as)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(_PART)
    try:
        size, sha256 = _write(part, head, stream)
        os.replace(part, path)
        _settle(path.parent)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return Stored(stored_as, clean_name(name, media_type), media_type, size, sha256)


def _media_type(head: bytes) -> str:
    """What the first bytes say it is, whatever its name says."""
    if not head:
        raise NotAccepted("empty")
    kind = filetype.match(head, KNOWN_BY)
    if kind is None or kind.mime not in KINDS:
        raise NotAccepted("not_a_kind")
    return str(kind.mime)


def _write(part: Path, head: bytes, stream: IO[bytes]) -> tuple[int, str]:
    """Size and SHA-256 of what was written, piece by piece."""
    digest, size, piece = hashlib.sha256(), 0, head
    with open(part, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        while piece:
            size += len(piece)
            if size > LARGEST:
                raise NotAccepted("too_large")
            digest.update(piece)
            file.write(piece)
            piece = stream.read(_PIECE)
        file.flush()
        os.fsync(file.fileno())
    return size, digest.hexdigest()


def _settle(folder: Path) -> None:
    """Make the new name in a folder last through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def clean_name(sent: str, media_type: str | None = None) -> str:
    """A name fit to show and to save under: no folders, nothing unseen, the ending its bytes call for."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", sent))[-1]
    seen = "".join(letter for letter in last if letter in _JOINERS or unicodedata.category(letter)[0] != "C")
    name = " ".join(seen.replace("\ufffd", "").split()).strip(". ")
    if _RESERVED.match(name):
        name = f"_{name}"
    if media_type is None:
        return name[:LONGEST_NAME] or "?"
    endings = KINDS[media_type]
    stem, ending = os.path.splitext(name)
    if ending.lower() not in {known for kind in KINDS.values() for known in kind}:
        stem, ending = name, ""
    if ending.lower() not in endings:
        ending = endings[0]
    stem = stem.strip(". ")[: LONGEST_NAME - len(ending)]
    return (stem or "document") + ending


def path_of(stored_as: str) -> Path:
    """Where a stored file lies; its name is never anything a person sent."""
    if not _STORED.fullmatch(stored_as):
        raise ValueError(stored_as)
    return _folder() / stored_as


def _folder() -> Path:
    return Path(current_app.instance_path) / "documents"


def forget(stored_as: Iterable[str]) -> None:
    """Unlink files whose rows are gone, after the commit that took them out."""
    for name in stored_as:
        path_of(name).unlink(missing_ok=True)


def remove_orphans(now: float | None = None) -> int:
    """Remove files older than a day that no row names, left by a fault between disk and database; how many."""
    oldest = (time.time() if now is None else now) - ORPHANED_AFTER
    removed = 0
    for folder in sorted(_folder().glob("[0-9a-f][0-9a-f]")):
        old = [path for path in folder.iterdir() if path.is_file() and path.stat().st_mtime < oldest]
        known = _named([f"{folder.name}/{path.name}" for path in old])
        for path in old:
            if f"{folder.name}/{path.name}" not in known:
                path.unlink(missing_ok=True)
                removed += 1
    return removed


def _named(names: list[str]) -> set[str]:
    """Those of the names that rows hold."""
    found: set[str] = set()
    for first in range(0, len(names), 500):
        wanted = select(Document.stored_as).where(Document.stored_as.in_(names[first : first + 500]))
        found.update(db.session.scalars(wanted))
    return found
