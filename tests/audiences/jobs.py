"""The room `jobs`: who may ask each endpoint, and a value for each part of its addresses."""

from typing import Any

AUDIENCES = {
    "jobs.index": "anyone",
}
VALUES: dict[str, Any] = {}
