"""The room `verification`: who may ask each endpoint, and a value for each part of its addresses."""

from typing import Any

AUDIENCES = {
    "verification.index": "officer",
    "verification.show": "officer",
    "verification.verify": "officer",
    "verification.turn_down": "officer",
}
VALUES: dict[str, Any] = {"account_kind": "employers", "account_id": 1}
