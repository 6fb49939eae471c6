"""Letters as PDF, where WeasyPrint is installed. It reads the site's own style and fonts, and nothing else."""

import logging
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from flask import current_app


@cache
def engine() -> ModuleType | None:
    """WeasyPrint, if it and the libraries it needs are installed."""
    try:
        found = import_module("weasyprint")
    except (ImportError, OSError):
        return None
    logging.getLogger("weasyprint").setLevel(logging.ERROR)  # it warns of every rule that only a screen knows
    return found


def pdf(html: str) -> bytes | None:
    """A whole page as PDF; `None` without WeasyPrint."""
    weasyprint = engine()
    if weasyprint is None:
        return None
    static = Path(str(current_app.static_folder)).resolve()
    fetcher = _only_from(static, weasyprint)
    made: bytes = weasyprint.HTML(string=html, base_url=static.as_uri() + "/", url_fetcher=fetcher).write_pdf()
    return made


def _only_from(folder: Path, weasyprint: ModuleType) -> Any:
    """A fetcher that reads files of one folder and reaches no network."""

    class OnlyFromFolder(weasyprint.urls.URLFetcher):  # type: ignore[name-defined]
        def fetch(self, url: str, headers: Any = None) -> Any:
            parts = urlsplit(url)
            path = Path(url2pathname(parts.path)).resolve()
            if parts.scheme != "file" or parts.netloc or folder not in path.parents:
                raise ValueError(f"not a file of this site: {url}")
            return super().fetch(url, headers)

    return OnlyFromFolder(allowed_protocols=["file"], allow_redirects=False)
