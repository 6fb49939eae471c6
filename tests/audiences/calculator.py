"""The room `calculator`: who may ask each endpoint, and a value for each part of its addresses."""

from typing import Any

AUDIENCES = {
    "calculator.index": "anyone",
    "calculator.elsewhere": "anyone",
    "calculator.section": "anyone",
    "calculator.record": "anyone",
    "calculator.look": "anyone",
    "calculator.occupations": "anyone",
    "calculator.remove": "anyone",
    "calculator.result": "anyone",
    "calculator.file": "anyone",
    "calculator.opening": "anyone",
    "calculator.scenarios": "anyone",
    "calculator.account": "anyone",
    "calculator.register": "anyone",
}
VALUES: dict[str, Any] = {"record": 1}
