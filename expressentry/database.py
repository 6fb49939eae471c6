"""The database: `db`, `Base`, column types, SQLite's settings, and how a transaction begins."""

import json
import sqlite3
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, TypeVar, cast

from flask import Flask, current_app, g, has_request_context, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    ClauseElement,
    Connection,
    Date,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Index,
    MetaData,
    Text,
    TypeDecorator,
    create_engine,
    event,
    text,
)
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


def partial_index(name: str, *columns: Any, where: str, unique: bool = False) -> Index:
    """An index over some rows only; SQLite uses it where a query repeats its condition word for word."""
    on_postgresql = text(where.replace(" = 1", "").replace("nominee = 0", "NOT nominee"))
    return Index(name, *columns, unique=unique, sqlite_where=text(where), postgresql_where=on_postgresql)


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


def end_writing() -> None:
    """What follows in this request only reads again, and takes no write lock: what was written is committed."""
    g.pop("writing", None)


def bind_engine(app: Flask) -> None:
    """SQLite's pragmas on every connection, our own BEGIN in place of the driver's, and an engine for a look."""
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            _listen_for_sqlite(db.engine)
        looking = create_engine(db.engine.url, isolation_level="AUTOCOMMIT")
        if looking.dialect.name == "sqlite":
            _set_pragmas(looking, "query_only=ON")
        app.extensions["expressentry_looking"] = _Looking(looking)


class _Looking:
    """A connection for each thread, kept open: it is outside any transaction and holds nothing between two looks."""

    def __init__(self, engine: Engine) -> None:
        self.dialect, self._engine, self._own = engine.dialect, engine, threading.local()

    def rows(self, sql: str, values: Any, most: int) -> list[tuple[Any, ...]]:
        """The first rows; after a fault of the database the next look has a new connection."""
        connection = getattr(self._own, "connection", None)
        if connection is None:
            connection = self._own.connection = self._engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute(sql, values)
            found = cursor.fetchmany(most)
            cursor.close()
        except Exception:
            self._own.connection = None
            connection.invalidate()
            raise
        return cast("list[tuple[Any, ...]]", found)


class Glance:
    """A statement for one quick look, compiled once and run straight on the driver, outside the request's transaction.

    That transaction then begins only where it is needed. Rows are as the driver gives them.
    """

    def __init__(self, statement: ClauseElement) -> None:
        self._statement = statement
        self._compiled: dict[str, tuple[str, list[str] | None]] = {}

    def one(self, **values: Any) -> tuple[Any, ...] | None:
        """The first row found."""
        return next(iter(self.many(1, **values)), None)

    def many(self, most: int, **values: Any) -> list[tuple[Any, ...]]:
        """The rows found, at most so many."""
        looking: _Looking = current_app.extensions["expressentry_looking"]
        sql, order = self._compiled.get(looking.dialect.name) or self._compile(looking.dialect)
        return looking.rows(sql, values if order is None else [values[name] for name in order], most)

    def _compile(self, dialect: Dialect) -> tuple[str, list[str] | None]:
        compiled = self._statement.compile(dialect=dialect)
        made = (str(compiled), getattr(compiled, "positiontup", None))
        self._compiled[dialect.name] = made
        return made


def _set_pragmas(engine: Engine, *more: str) -> None:
    @event.listens_for(engine, "connect")
    def on_connect(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (f"busy_timeout={BUSY_TIMEOUT_MS}", "synchronous=NORMAL", "foreign_keys=ON", *more):
            connection.execute(f"PRAGMA {pragma}")


def _listen_for_sqlite(engine: Engine) -> None:
    """A transaction that may write begins IMMEDIATE: an upgrade later could fail, or lose a write, without waiting."""
    _set_pragmas(engine, "journal_mode=WAL")

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
