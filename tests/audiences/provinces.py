"""The room `provinces`: who may ask each endpoint, and a value for each part of its addresses."""

from typing import Any

AUDIENCES = {
    "provinces.index": "province",
}
VALUES: dict[str, Any] = {}
