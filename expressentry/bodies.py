"""How large a request may be: as large as a form, and at the two places that take files, as large as those."""

import io
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, TypeVar

from flask import Request, current_app
from flask_login import current_user

LARGEST_FORM = 256 * 1024
LARGEST_UPLOAD = 120 * 1024 * 1024
MOST_FILES = 50
HELD_IN_MEMORY = 64 * 1024
MOST_DISCARDED = 4 * LARGEST_UPLOAD

View = TypeVar("View", bound=Callable[..., Any])


class SmallRequest(Request):
    """A request no larger than any form here; the limits are asked several times in each, so they are no setting.

    Files are spooled in the instance folder, without a name: where the next step needs them, never in a memory disk,
    and gone with the request however it ends. A file no larger than a form never touches a disk.
    """

    max_content_length = max_form_memory_size = LARGEST_FORM
    max_form_parts = 500

    def take_files(self) -> None:
        """Let this one request be as large as an upload; a field of it that is no file stays as small as a form."""
        self.max_content_length = LARGEST_UPLOAD
        self.max_form_parts = MOST_FILES + 20

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if self.max_content_length == LARGEST_FORM:
            return io.BytesIO()
        return tempfile.SpooledTemporaryFile(max_size=HELD_IN_MEMORY, dir=str(spool_folder()))


def spool_folder() -> Path:
    """Where what is being uploaded lies, nameless, until its request ends."""
    folder = Path(current_app.instance_path) / "documents" / "incoming"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def accepts_uploads(view: View) -> View:
    """Mark an endpoint that takes files from those signed in.

    Its transaction takes no write lock until the files lie on the disk and it says `begin_writing()`.
    """
    view.takes_files = True  # type: ignore[attr-defined]
    view.reads_only = True  # type: ignore[attr-defined]
    return view


def settle(request: Request, view: Callable[..., Any] | None) -> None:
    """Settle how large `request` may be, before anything reads its body: larger only where files are taken."""
    if takes_files(view) and request.method == "POST" and current_user.is_authenticated:
        assert isinstance(request, SmallRequest)
        request.take_files()


def takes_files(view: Callable[..., Any] | None) -> bool:
    """True for an endpoint marked `accepts_uploads`."""
    return getattr(view, "takes_files", False)


def discard_rest(request: Request) -> None:
    """Read what is left of a body too large, up to a point: a browser listens for the answer only after sending.

    Only where the server says that the stream ends by itself; Werkzeug's, which does not, reads it to the end anyway.
    """
    if not request.environ.get("wsgi.input_terminated"):
        return
    left, stream = MOST_DISCARDED, request.environ["wsgi.input"]
    while left > 0 and (piece := stream.read(HELD_IN_MEMORY)):
        left -= len(piece)
