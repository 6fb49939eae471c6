"""The database: `db`, `Base`, column types, SQLite's settings, and how a transaction begins."""

import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, g, has_request_context, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Date, DateTime, Dialect, Engine, Enum, MetaData, Text, TypeDecorator, event
from sqlalchemy.orm import DeclarativeBase, registry

from expressentry.rules import facts_json
from expressentry.rules.facts import Facts

BUSY_TIMEOUT_MS = 10_000
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC; refuses a naive one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class FactsColumn(TypeDecorator[Facts]):
    """Facts, frozen as JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Facts | None, dialect: Dialect) -> str | None:
        return None if value is None else dump_json(facts_json.encode(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Facts | None:
        return None if value is None else facts_json.decode(json.loads(value))


class JsonColumn(TypeDecorator[Any]):
    """Plain JSON. A changed value is assigned anew, never altered in place."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        return dump_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


def dump_json(value: Any) -> str:
    """Compact JSON, letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Base(DeclarativeBase):
    """Every model. Constraints have predictable names; enums keep their value under a CHECK."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={
            datetime: UtcDateTime(),
            date: Date(),
            Facts: FactsColumn(),
            dict[str, Any]: JsonColumn(),
            list[Any]: JsonColumn(),
            StrEnum: Enum(
                StrEnum,
                native_enum=False,
                create_constraint=True,
                length=40,
                values_callable=lambda kind: [member.value for member in kind],
            ),
        },
    )


db = SQLAlchemy(model_class=Base)

View = TypeVar("View", bound=Callable[..., Any])


def reading(view: View) -> View:
    """Mark an endpoint that is asked by POST but never writes: its transaction takes no write lock."""
    view.reads_only = True  # type: ignore[attr-defined]
    return view


def begin_writing() -> None:
    """Let go of what was read so far; the next statement of this request begins a writing transaction."""
    db.session.rollback()
    g.writing = True


def bind_engine(app: Flask) -> None:
    """SQLite's pragmas on every connection, and our own BEGIN in place of the driver's."""
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            listen_for_sqlite(db.engine)


def listen_for_sqlite(engine: Engine) -> None:
    """A transaction that may write begins IMMEDIATE: an upgrade later could fail, or lose a write, without waiting."""

    @event.listens_for(engine, "connect")
    def on_connect(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", f"busy_timeout={BUSY_TIMEOUT_MS}", "synchronous=NORMAL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _may_write() else "BEGIN")


def _may_write() -> bool:
    """True outside a request, and in a request that may change something."""
    if not has_request_context():
        return True
    if "writing" in g:
        return True
    return request.method not in SAFE_METHODS and not g.get("reads_only", False)
