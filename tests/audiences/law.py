"""The room `law`: who may ask each endpoint, and a value for each part of its addresses."""

from typing import Any

AUDIENCES = {
    "law.show": "anyone",
    "law.changes": "anyone",
    "law.text": "anyone",
}
VALUES: dict[str, Any] = {"day": "2015-01-01"}
