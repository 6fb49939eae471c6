"""The room `representatives`: who may ask each endpoint, and a value for each part of its addresses."""

from typing import Any

AUDIENCES = {
    "representatives.index": "representative",
}
VALUES: dict[str, Any] = {}
