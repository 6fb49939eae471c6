"""What every table of the law must state, whichever part it is of."""

from collections.abc import Mapping
from typing import Any

from expressentry.rules.law import Source

CONFIDENCES = ("law", "canada.ca", "secondary", "memory")


class Incomplete(ValueError):
    """A table is not what its part of the law requires."""


def source_of(raw: Mapping[str, Any], fallback: Mapping[str, Any]) -> Source:
    """The source of a rule, where it names none that of its table; raises `Incomplete` without one."""
    found = Source(*(raw.get(key, fallback.get(key)) for key in ("source", "url", "confidence")))
    if found.confidence not in CONFIDENCES or not found.text or not found.url:
        raise Incomplete(f"{fallback['_name']}: a rule lacks its source, url or confidence")
    return found


def require(true: bool, raw: Mapping[str, Any], what: str) -> None:
    """Raise `Incomplete`, saying in which table and what, unless it is true."""
    if not true:
        raise Incomplete(f"{raw['_name']}: {what}")
