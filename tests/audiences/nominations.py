"""The room `nominations`: who may ask each endpoint, and a value for each part of its addresses."""

from typing import Any

AUDIENCES = {
    "nominations.index": "candidate",
}
VALUES: dict[str, Any] = {}
