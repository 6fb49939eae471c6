"""Facts in bulk, line by line: each line scored on its own, so that memory does not grow with the file."""

import json
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import IO

import click

from expressentry.rules import crs, facts_json, impossible
from expressentry.rules.facts import Facts
from expressentry.rules.law import Law

# No line that states one candidate's facts comes near it; a longer one is told, and never held whole.
LONGEST_LINE = 1_000_000
TOLD_EVERY = 1000


def facts_of(line: str, on: date) -> Facts:
    """The facts one line states; raises `ValueError` saying why it states none, or none that can be true."""
    try:
        data = _read(line)
    except RecursionError:
        raise ValueError("not JSON that can be read: nested too deeply") from None
    except json.JSONDecodeError as fault:
        raise ValueError(f"not JSON: {fault}") from None
    facts: Facts = facts_json.decode(data)
    found = next(impossible.in_facts(facts, on), None)
    if found is not None:
        figures = "".join(f", {name} {value}" for name, value in found.figures.items())
        raise ValueError(f"{found.path}: {found.fault.value.replace('_', ' ')}{figures}")
    return facts


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number in JSON")


_read = json.JSONDecoder(parse_constant=_no_constant).decode


def total(facts: Facts, on: date, law: Law) -> str:
    """The score alone."""
    return str(crs.score(facts, on, law).total)


def scored(
    file: IO[bytes], answer: Callable[[Facts], str], on: date, out: IO[str], told: IO[str], *, keep_count: bool
) -> bool:
    """Answer each line of `file` on `out`, and say on `told` why one cannot be; true if every line could be.

    With `keep_count` a line that is empty or cannot be read is answered by an empty one, so that the lines of both
    files belong together.
    """
    sound = True
    for number, raw in enumerate(_lines(file), 1):
        try:
            line = _text(raw)
            if line is not None:
                out.write(answer(facts_of(line, on)) + "\n")
                continue
        except ValueError as fault:
            told.write(f"line {number}: {fault}\n")
            sound = False
        if keep_count:
            out.write("\n")
    out.flush()
    return sound


def _text(raw: bytes) -> str | None:
    """The text of a line, `None` if it is blank. What is no text becomes a line that is not JSON."""
    if len(raw) > LONGEST_LINE:
        raise ValueError(f"longer than {LONGEST_LINE} bytes")
    line = raw.decode("utf-8-sig", errors="replace")
    return line if line.strip() else None


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    """Each line; of one that is too long its beginning, one byte longer than is read."""
    while raw := file.readline(LONGEST_LINE + 1):
        yield raw
        while len(raw) > LONGEST_LINE and not raw.endswith(b"\n"):
            raw = file.readline(LONGEST_LINE + 1)
            if len(raw) <= LONGEST_LINE:
                break


class _Followed:
    """A file that tells how far it was read."""

    def __init__(self, file: IO[bytes], tell: Callable[[int, int], None]) -> None:
        self._file, self._tell = file, tell
        self._lines = self._bytes = 0

    def readline(self, limit: int) -> bytes:
        """The next line, or its beginning."""
        raw = self._file.readline(limit)
        self._lines, self._bytes = self._lines + 1, self._bytes + len(raw)
        if self._lines == TOLD_EVERY or not raw:
            self._tell(self._lines, self._bytes)
            self._lines = self._bytes = 0
        return raw


@contextmanager
def followed(file: IO[bytes]) -> Iterator[IO[bytes]]:
    """The file; on a terminal the progress is shown on standard error, in bytes if its size is known, else in lines."""
    if not sys.stderr.isatty():
        yield file
        return
    size = size_of(file)
    if size is None:
        with click.progressbar(iter(()), label="Lines scored", file=sys.stderr, show_pos=True) as bar:
            yield _Followed(file, lambda lines, _bytes: bar.update(lines))  # type: ignore[misc]
        return
    with click.progressbar(length=size, label="Scoring", file=sys.stderr) as bar:
        yield _Followed(file, lambda _lines, read: bar.update(read))  # type: ignore[misc]


def size_of(file: IO[bytes]) -> int | None:
    """How many bytes are still to be read from a file on a disk; `None` for a pipe or a terminal."""
    try:
        kept = os.fstat(file.fileno())
        return kept.st_size - file.tell() if stat.S_ISREG(kept.st_mode) else None
    except (OSError, ValueError):
        return None
