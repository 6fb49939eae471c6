"""A lawful "no"."""

from typing import Any


class Refusal(Exception):
    """What was asked may not be done; `code` names the reason in `labels.py`, `figures` fill its sentence."""

    code = "refused"

    def __init__(self, **figures: Any) -> None:
        self.figures = figures
        super().__init__(self.code)
