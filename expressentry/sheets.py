"""Lines of CSV, for people who open them in a spreadsheet."""

import csv
import io
from collections.abc import Iterable
from typing import Any

FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r")


def line(cells: Iterable[Any]) -> str:
    """One line; a cell that a spreadsheet would take for a formula is quoted as text."""
    plain = ["" if cell is None else str(cell) for cell in cells]
    safe = [f"'{cell}" if cell[:1] in FORMULA_BEGINS else cell for cell in plain]
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow(safe)
    return written.getvalue()
