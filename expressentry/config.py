"""Settings: defaults, then `EXPRESSENTRY_*` from the environment, then what a test overrides."""

import os
import secrets
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask

from expressentry.rules.tables import NotInForce, law_on

ROOT = Path(__file__).resolve().parent.parent

DEFAULTS: dict[str, Any] = {
    "DEMO": False,
    "LAW_ON": None,
    "SITE_URL": "http://127.0.0.1:5000",
    "MAIL_HOST": None,
    "MAIL_PORT": 25,
    "MAIL_USER": None,
    "MAIL_PASSWORD": None,
    "MAIL_STARTTLS": False,
    "MAIL_FROM": "no-reply@localhost",
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "PERMANENT_SESSION_LIFETIME": 30 * 24 * 3600,
    "SESSION_REFRESH_EACH_REQUEST": False,
    "SEND_FILE_MAX_AGE_DEFAULT": 3600,
    "WTF_CSRF_TIME_LIMIT": None,
    "WTF_I18N_ENABLED": False,
    "BABEL_DEFAULT_LOCALE": "en",
    "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "expressentry" / "translations"),
}


def configure(app: Flask, overrides: dict[str, Any]) -> None:
    """Settle every setting of `app`; raises `ValueError` on a law day that is no date."""
    app.config.from_mapping(DEFAULTS)
    app.config.from_prefixed_env("EXPRESSENTRY")
    app.config.from_mapping(overrides)
    instance = Path(app.instance_path)
    instance.mkdir(parents=True, exist_ok=True)
    default = os.environ.get("DATABASE_URL") or f"sqlite:///{instance / 'expressentry.sqlite3'}"
    app.config.setdefault("SQLALCHEMY_DATABASE_URI", default)
    if app.config.get("SECRET_KEY") is None:
        app.config["SECRET_KEY"] = _secret_key(instance / "secret_key")
    if app.config["LAW_ON"] is not None:
        app.config["LAW_ON"] = _law_day(str(app.config["LAW_ON"]))


def _law_day(written: str) -> date:
    """The day whose law the site runs under; refused at start if it is no day, or before there was such a law."""
    try:
        day = date.fromisoformat(written)
        law_on(day)
    except (ValueError, NotInForce) as fault:
        raise ValueError(f"EXPRESSENTRY_LAW_ON={written}: {fault}. Write a day from 2015-01-01, YYYY-MM-DD.") from None
    return day


def _secret_key(path: Path) -> str:
    """The key that signs sessions: made once, readable by its owner only."""
    try:
        with open(path, "x", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return path.read_text()
