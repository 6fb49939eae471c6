"""The application served in a thread, and Chromium pages that report every console message and policy violation."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, sync_playwright
from werkzeug.serving import make_server

from expressentry.database import db
from tests.browser.chromium import ARGUMENTS, executable
from tests.conftest import make_app


@pytest.fixture(scope="session")
def playwright_() -> Iterator[Playwright]:
    """Playwright, started once."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright_: Playwright) -> Iterator[Browser]:
    """Chromium, started once."""
    browser = playwright_.chromium.launch(executable_path=executable(), args=ARGUMENTS)
    yield browser
    browser.close()


@dataclass
class Site:
    """A running application: its address, and itself."""

    address: str
    app: Flask


@pytest.fixture
def site(database: Path) -> Iterator[Site]:
    """The application over its own database, on a port of its own, on the real clock."""
    app = make_app(database, DEMO=True)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.server_port}", app)
    server.shutdown()
    thread.join(10)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@dataclass
class Visit:
    """One visitor's page in one language."""

    page: Page
    address: str
    language: str
    messages: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        self.page.goto(f"{self.address}/{self.language}{path}")

    def at(self, path: str) -> bool:
        return self.page.url.split("?")[0] == f"{self.address}/{self.language}{path}"

    def save(self) -> None:
        """Press the button that saves and goes on."""
        with self.page.expect_event("load"):
            self.page.locator("#section-form .buttons button").first.click()


@pytest.fixture
def visit(chromium: Browser, site: Site) -> Iterator[Callable[..., Visit]]:
    """A new visitor; at the end nothing may have been written to the console, policy violations included."""
    opened: list[tuple[Any, Visit]] = []

    def make(language: str = "en", javascript: bool = True, width: int = 1280) -> Visit:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=javascript, locale=f"{language}-CA"
        )
        context.set_default_timeout(10_000)
        page = context.new_page()
        made = Visit(page, site.address, language)
        page.on("console", lambda message: made.messages.append(_told(message)))
        page.on("pageerror", lambda error: made.messages.append(f"error: {error}"))
        opened.append((context, made))
        return made

    yield make
    for context, made in opened:
        context.close()
        assert [message for message in made.messages if message] == []


def _told(message: ConsoleMessage) -> str:
    """A console message worth failing for; a form refused with 409 or 422 is one the test asked for."""
    if "status of 4" in message.text and ("409" in message.text or "422" in message.text):
        return ""
    return f"{message.type}: {message.text}" if message.type in ("error", "warning") else ""
