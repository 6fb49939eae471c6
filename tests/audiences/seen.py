"""The room `seen`: who may ask each endpoint, and a value for each part of its addresses."""

from typing import Any

AUDIENCES = {
    "seen.index": "candidate",
    "seen.export": "candidate",
}
VALUES: dict[str, Any] = {}
