"""The room `employers`: who may ask each endpoint, and a value for each part of its addresses."""

from typing import Any

AUDIENCES = {
    "employers.index": "employer",
    "employers.particulars": "employer",
    "employers.register": "anyone",
}
VALUES: dict[str, Any] = {}
