"""Facts to JSON and back, strictly; and the JSON Schema of what is accepted."""

import types
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from expressentry.rules.facts import Facts


class Malformed(ValueError):
    """The JSON does not state facts; `path` says where."""

    def __init__(self, path: str, problem: str) -> None:
        self.path, self.problem = path, problem
        super().__init__(f"{path or 'facts'}: {problem}")

    def within(self, name: str) -> "Malformed":
        """The same fault, seen from the object or list that holds it."""
        return Malformed(name + ("" if self.path[:1] in ("", "[") else ".") + self.path, self.problem)


def encode(value: Any) -> dict[str, Any]:
    """The JSON object of a facts dataclass, leaving out what equals its default."""
    kind: Any = type(value)
    return _encoder(kind)(value)


def decode(data: Any, kind: type = Facts) -> Any:
    """A facts dataclass of `kind` from JSON; raises `Malformed` with the path of the first fault."""
    return _decoder(kind)(data)


@cache
def _encoder(kind: Any) -> Callable[[Any], dict[str, Any]]:
    members = [(f.name, None if f.default is MISSING else f.default) for f in fields(kind)]

    def encode_object(value: Any) -> dict[str, Any]:
        out = {}
        for name, default in members:
            member = getattr(value, name)
            if member != default or type(member) is not type(default):
                out[name] = _plain(member)
        return out

    return encode_object


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    return encode(value) if is_dataclass(value) else value


Decode = Callable[[Any], Any]


@cache
def _decoder(kind: Any) -> Decode:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _optional(next(arg for arg in get_args(kind) if arg is not type(None)))
    if origin is tuple:
        return _list_of(get_args(kind)[0])
    if is_dataclass(kind):
        return _object(kind)
    if issubclass(kind, StrEnum):
        return _choice(kind)
    return {date: _date, bool: _bool, int: _int, float: _number, str: _text}[kind]


def _optional(kind: Any) -> Decode:
    decode_present = _decoder(kind)
    return lambda data: None if data is None else decode_present(data)


def _list_of(kind: Any) -> Decode:
    decode_item = _decoder(kind)

    def decode_list(data: Any) -> tuple[Any, ...]:
        if not isinstance(data, list):
            raise Malformed("", "must be a list")
        items = []
        for item in data:
            try:
                items.append(decode_item(item))
            except Malformed as fault:
                raise fault.within(f"[{len(items)}]") from None
        return tuple(items)

    return decode_list


def _object(kind: Any) -> Decode:
    hints = get_type_hints(kind)
    members = {f.name: _decoder(hints[f.name]) for f in fields(kind)}
    sound = {f.name: _sound(hints[f.name]) for f in fields(kind)}

    def decode_object(data: Any) -> Any:
        if not isinstance(data, dict):
            raise Malformed("", "must be an object")
        try:
            values = {
                name: members[name](None) if member is None else sound[name](member) for name, member in data.items()
            }
        except (KeyError, TypeError, ValueError):
            raise _first_fault(data, members) from None
        return kind(**values)

    return decode_object


def _sound(kind: Any) -> Decode:
    """As `_decoder`, for what is there and most likely sound: quicker, and wrong about nothing but why it fails."""
    if get_origin(kind) in (Union, types.UnionType):
        return _sound(next(arg for arg in get_args(kind) if arg is not type(None)))
    if kind is date:
        return _day
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return {member.value: member for member in kind}.__getitem__
    return _decoder(kind)


def _first_fault(data: dict[Any, Any], members: dict[str, Decode]) -> Malformed:
    """Why an object does not state what it should: its first member that does not fit."""
    for name, member in data.items():
        if name not in members:
            return Malformed(str(name), "is not a known field")
        try:
            members[name](member)
        except Malformed as fault:
            return fault.within(name)
    raise AssertionError("every member fits")


def _choice(kind: type[StrEnum]) -> Decode:
    by_value = {member.value: member for member in kind}

    def decode_choice(data: Any) -> Any:
        member = by_value.get(data) if type(data) is str else None
        if member is None:
            raise Malformed("", f"must be one of {', '.join(by_value)}")
        return member

    return decode_choice


def _date(data: Any) -> date:
    if type(data) is str:
        return _day(data)
    raise Malformed("", "must be a date written YYYY-MM-DD")


@lru_cache(maxsize=65536)
def _day(data: str) -> date:
    try:
        if len(data) == 10 and data[4] == data[7] == "-":
            return date.fromisoformat(data)
    except (TypeError, ValueError):
        pass
    raise Malformed("", "must be a date written YYYY-MM-DD")


def _bool(data: Any) -> bool:
    if data is True or data is False:
        return data
    raise Malformed("", "must be true or false")


def _int(data: Any) -> int:
    if type(data) is float and data.is_integer():
        data = int(data)
    if type(data) is int and abs(data) < 10**15:
        return data
    raise Malformed("", "must be a whole number")


def _number(data: Any) -> float:
    if isinstance(data, int | float) and not isinstance(data, bool) and abs(data) < 10**9:
        return data
    raise Malformed("", "must be a number")


def _text(data: Any) -> str:
    if type(data) is str:
        return data
    raise Malformed("", "must be a text")


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of one candidate's facts."""
    kinds: dict[str, Any] = {}
    top = _schema_of(Facts, kinds)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Facts of one Express Entry candidate",
        **top,
        "not": {"required": ["jobs", "counted_years"]},
        "$defs": kinds,
    }


def _schema_of(kind: Any, kinds: dict[str, Any]) -> dict[str, Any]:
    """The schema of one type; dataclasses other than Facts go to `kinds` and are referred to."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        inner = _schema_of(next(arg for arg in get_args(kind) if arg is not type(None)), kinds)
        return {"anyOf": [inner, {"type": "null"}]}
    if origin is tuple:
        return {"type": "array", "items": _schema_of(get_args(kind)[0], kinds)}
    if is_dataclass(kind):
        return _object_schema(kind, kinds)
    if issubclass(kind, StrEnum):
        return {"enum": [member.value for member in kind]}
    return {
        date: {"type": "string", "format": "date"},
        bool: {"type": "boolean"},
        int: {"type": "integer"},
        float: {"type": "number"},
        str: {"type": "string"},
    }[kind].copy()


def _object_schema(kind: Any, kinds: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    properties = {}
    for member in fields(kind):
        default = _plain(member.default)
        said = {"description": member.metadata["says"], "default": default}
        properties[member.name] = _schema_of(hints[member.name], kinds) | said
    made = {"type": "object", "description": kind.__doc__, "properties": properties, "additionalProperties": False}
    if kind is Facts:
        return made
    kinds[kind.__name__] = made
    return {"$ref": f"#/$defs/{kind.__name__}"}
