"""Whether pages can be used by everybody: what axe finds, and whether they scroll to the side, wide and narrow.

    visitor = visit("fr")
    sign_in(site, visitor.page, user.session_id)
    assert walk(visitor, ["/profile", "/letters"]) == []

The fixture `visit` proves at the end that the console stayed quiet.
"""

from collections.abc import Iterable

from axe_playwright_python.base import AXE_SCRIPT
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Page

from tests.browser.conftest import Site, Visit

WIDTHS = (1280, 390)
# Contrast takes axe three quarters of its time, and no colour depends on the language: each width is read in one.
CONTRAST_READ_IN = {1280: "fr", 390: "en"}

# axe reads the same few colours thousands of times on a page, and takes a third of its time for that.
REMEMBERED_COLOURS = """() => {
  const colour = axe.commons.color.Color.prototype, parse = colour.parseString, known = new Map();
  colour.parseString = function (text) {
    if (known.has(text)) return Object.assign(this, known.get(text));
    parse.call(this, text);
    known.set(text, {r: this.r, g: this.g, b: this.b, alpha: this.alpha});
    return this;
  };
}"""
FINDINGS = """async (contrast) => {
  const rules = {"color-contrast": {enabled: contrast}};
  const {violations} = await axe.run({resultTypes: ["violations"], rules});
  return {
    found: violations.map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 200)}`),
    wide: document.documentElement.scrollWidth,
  };
}"""


def sign_in(site: Site, page: Page, session_id: str) -> None:
    """Give the page the session of an account."""
    signer = SecureCookieSessionInterface().get_signing_serializer(site.app)
    assert signer is not None
    page.context.add_cookies(
        [{"name": "session", "value": signer.dumps({"_user_id": session_id}), "url": site.address}]
    )


def problems(page: Page, width: int, *, contrast: bool = True) -> list[str]:
    """What axe finds on the page as it is, with the contrast of its colours or without, and how far it scrolls."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
        page.evaluate(REMEMBERED_COLOURS)
    told = page.evaluate(FINDINGS, contrast)
    found = [f"{page.url}: {one}" for one in told["found"]]
    return found + ([f"{page.url}: {told['wide']} pixels wide"] if told["wide"] > width else [])


def seen(visitor: Visit) -> list[str]:
    """What is wrong with the page that is open, at each width, by every rule of axe; contrast at one, by language."""
    found = []
    for width in WIDTHS:
        visitor.page.set_viewport_size({"width": width, "height": 900})
        found += problems(visitor.page, width, contrast=visitor.language == CONTRAST_READ_IN[width])
    return found


def walk(visitor: Visit, paths: Iterable[str]) -> list[str]:
    """What is wrong with any of these pages at any width, each loaded once; each must be there, not lead elsewhere."""
    found = []
    for path in paths:
        visitor.go(path)
        assert visitor.at(path.split("?")[0]), visitor.page.url
        found += seen(visitor)
    return found
