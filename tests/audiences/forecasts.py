"""The room `forecasts`: who may ask each endpoint, and a value for each part of its addresses."""

from typing import Any

AUDIENCES = {
    "forecasts.show": "candidate",
    "forecasts.calendar": "candidate",
    "forecasts.table": "candidate",
    "forecasts.work": "candidate",
}
VALUES: dict[str, Any] = {}
