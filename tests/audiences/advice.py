"""The room `advice`: who may ask each endpoint, and a value for each part of its addresses."""

from typing import Any

AUDIENCES = {
    "advice.show": "candidate",
    "advice.couple": "candidate",
    "advice.rounds": "candidate",
}
VALUES: dict[str, Any] = {}
