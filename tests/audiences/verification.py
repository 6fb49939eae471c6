"""The room `verification`: who may ask each endpoint, and a value for each part of its addresses."""

from typing import Any

AUDIENCES = {
    "verification.index": "officer",
}
VALUES: dict[str, Any] = {}
