"""One migrated database, copied for every test; a fixed moment; people who are signed in."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from flask_migrate import upgrade
from hypothesis import settings
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import make_url

from expressentry import create_app
from expressentry.accounts import lifecycle as accounts
from expressentry.database import bind_engine, db
from expressentry.models import Profile, Role, User
from expressentry.pool import lifecycle as pool
from expressentry.rules import tables
from expressentry.rules.facts import (
    Assessor,
    Credential,
    EducationLevel,
    Facts,
    Job,
    Language,
    LanguageResult,
    LanguageTest,
    Province,
)
from expressentry.seeding import answers_of

settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
LAW = tables.law_on(TODAY)
PARTICULARS = {"family_name": "Velomar", "given_names": "Sira", "citizenship": "IN", "country_of_residence": "IN"}

# Single, 31 years old, a master's degree, IELTS at CLB 9 or more, four years of foreign skilled work.
FACTS = Facts(
    birth_date=date(1995, 5, 5),
    credentials=(
        Credential(
            canadian=False,
            completed=True,
            equivalencies=(EducationLevel.MASTERS,),
            assessed_on=date(2024, 3, 1),
            assessor=Assessor.WES,
        ),
    ),
    languages=(
        LanguageResult(
            test=LanguageTest.IELTS_GT, taken_on=date(2026, 2, 2), speaking=7.0, listening=8.0, reading=7.0, writing=7.0
        ),
    ),
    first_language=Language.ENGLISH,
    jobs=(
        Job(
            noc_code="21231",
            started_on=date(2020, 1, 6),
            ended_on=date(2024, 6, 28),
            hours_per_week=40,
            in_canada=False,
            paid=True,
        ),
    ),
    primary_occupation="21231",
    provinces=(Province.ON, Province.BC),
    funds_cents=3_000_000,
    family_size=1,
)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database as the migrations leave it, made once per worker."""
    path = tmp_path_factory.mktemp("migrated") / "express.sqlite3"
    app = make_app(path)
    with app.app_context():
        upgrade()
        db.engine.dispose()
    return path


def make_app(path: Path, **overrides: Any) -> Flask:
    """An application over the database at `path`; templates compiled for one before are not compiled again."""
    made = create_app(
        TESTING=True,
        INSTANCE_PATH=path.parent,
        SECRET_KEY="for tests",
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{path}",
        **overrides,
    )
    made.jinja_env.bytecode_cache = _COMPILED
    return made


class _Compiled(BytecodeCache):
    """Compiled templates, kept as long as the worker lives."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = self._kept.get(bucket.key, ("", b""))
        if checksum == bucket.checksum:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = (bucket.checksum, bucket.bytecode_to_string())


_COMPILED = _Compiled()


@pytest.fixture
def database(migrated: Path, tmp_path: Path) -> Path:
    """A fresh copy of the migrated database."""
    return Path(shutil.copy(migrated, tmp_path / "express.sqlite3"))


@pytest.fixture(scope="session")
def built(migrated: Path) -> Flask:
    """An application as it starts, built once per worker: its two hundred addresses are dear to compile."""
    return make_app(migrated)


@pytest.fixture
def app(database: Path, built: Flask) -> Iterator[Flask]:
    """An application over its own database, with the settings it starts with, whatever the test before changed."""
    started, extensions = dict(built.config), dict(built.extensions)
    _move(built, database)
    yield built
    with built.app_context():
        db.session.remove()
        db.engine.dispose()
    built.config.clear()
    built.config.update(started)
    built.extensions.clear()
    built.extensions.update(extensions)


def _move(app: Flask, path: Path) -> None:
    """Let an application work on another database, in another instance folder."""
    app.instance_path = str(path.parent)
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{path}"
    options: dict[str, Any] = {"url": make_url(app.config["SQLALCHEMY_DATABASE_URI"])}
    db._apply_driver_defaults(options, app)
    db._app_engines[app] = {None: db._make_engine(None, options, app)}
    bind_engine(app)


@pytest.fixture
def moment() -> Iterator[time_machine.Traveller]:
    """The clock, standing at `NOW`; it can be moved."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def context(app: Flask, moment: time_machine.Traveller) -> Iterator[Flask]:
    """An application context at `NOW`, for tests of the lifecycles."""
    with app.app_context():
        yield app


class Browser:
    """A test client that signs in without a password and sends forms with their token."""

    def __init__(self, client: FlaskClient, language: str = "en") -> None:
        self.client, self.language = client, language

    def sign_in(self, user: User) -> "Browser":
        with self.client.session_transaction() as session:
            session.clear()
            session["_user_id"] = user.session_id
        return self

    def get(self, path: str, **kwargs: Any) -> Any:
        return self.client.get(f"/{self.language}{path}", **kwargs)

    def token(self) -> str:
        page = self.client.get(f"/{self.language}/about").text
        found = re.search(r'name="csrf_token" value="([^"]+)"', page) or re.search(
            r'name="csrf_token" value="([^"]+)"', self.client.get(f"/{self.language}/sign-in").text
        )
        assert found is not None
        return found[1]

    def post(self, path: str, data: dict[str, Any] | None = None, **kwargs: Any) -> Any:
        sent = {"csrf_token": self.token(), **(data or {})}
        return self.client.post(f"/{self.language}{path}", data=sent, **kwargs)

    def htmx(self, path: str, data: dict[str, Any] | None = None) -> Any:
        return self.post(path, data, headers={"HX-Request": "true"})


@pytest.fixture
def visitor(app: Flask, moment: time_machine.Traveller) -> Callable[..., Browser]:
    """A new browser, signed in as somebody if asked."""

    def make(user: User | None = None, language: str = "en") -> Browser:
        made = Browser(app.test_client(), language)
        return made if user is None else made.sign_in(user)

    return make


@pytest.fixture
def people(app: Flask, moment: time_machine.Traveller) -> "People":
    """Makes accounts."""
    return People(app)


class People:
    """Makes accounts, with a filled-in profile or a place in the pool if asked. Accounts come detached."""

    def __init__(self, app: Flask) -> None:
        self._app, self._made = app, 0

    def officer(self, email: str = "officer@example.org") -> User:
        return self._register(email, Role.OFFICER)

    def of_role(self, role: Role) -> User:
        """Somebody of any role; an account of a province is Ontario's."""
        if role is Role.CANDIDATE:
            return self.candidate(FACTS)
        return self._register(f"{role.value}@example.org", role)

    def province(self, province: Province = Province.ON) -> User:
        return self._register(f"{province.value.lower()}@example.org", Role.PROVINCE, province=province)

    def candidate(self, facts: Facts | None = None, email: str | None = None, password: str | None = None) -> User:
        self._made += 1
        return self._register(email or f"candidate{self._made}@example.org", Role.CANDIDATE, facts, password)

    def in_pool(self, facts: Facts = FACTS, at: datetime = NOW, **changed: Any) -> User:
        user = self.candidate(replace(facts, **changed))
        with self._context():
            pool.submit(profile_of(user), at, LAW)
            db.session.commit()
        return user

    def _context(self) -> AbstractContextManager[Any]:
        """The context of the test if it has one: a second one would wait for the first one's transaction."""
        return nullcontext() if has_app_context() else self._app.app_context()

    def _register(
        self,
        email: str,
        role: Role,
        facts: Facts | None = None,
        password: str | None = None,
        province: Province | None = None,
    ) -> User:
        if role is Role.PROVINCE and province is None:
            province = Province.ON
        with self._context():
            user = accounts.register(email, password, role, "en", NOW, province)
            if facts is not None:
                user.profile.answers = answers_of(facts, PARTICULARS)
            db.session.commit()
            db.session.refresh(user)
            db.session.expunge(user)
            return user


def profile_of(user: User) -> Profile:
    """The profile of an account, in the context of the test."""
    return db.session.get_one(User, user.id).profile


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests need a browser; only a stranger's machine may do without."""
    from tests.browser.chromium import executable

    if executable() is None and not os.environ.get("CI"):
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))
