"""Whether the French is complete: run by the tests and by `make check`."""

import re
import sys
import tempfile
from pathlib import Path

from babel.messages import Catalog
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po
from babel.support import Translations

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "expressentry" / "translations"
PO = TRANSLATIONS / "fr" / "LC_MESSAGES" / "messages.po"


def problems() -> list[str]:
    """Sentences without French, fuzzy or out of step; a compiled catalogue that is not of this text."""
    catalogue, sentences = _read(PO), _sentences()
    known = {_key(message.id) for message in catalogue if message.id}
    found = [f"not in the catalogue: {key}" for key in sorted(sentences - known)]
    found += [f"no longer used: {key}" for key in sorted(known - sentences)]
    compiled = Translations.load(str(TRANSLATIONS), ["fr"])
    for message in catalogue:
        if not message.id:
            continue
        strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if message.fuzzy or not all(strings):
            found.append(f"no French, or fuzzy: {_key(message.id)}")
        found += _misplaced(message.id, strings)
        one = _key(message.id)
        spoken = compiled.ungettext(*message.id, 2) if isinstance(message.id, tuple) else compiled.ugettext(one)
        if spoken != strings[-1]:
            found.append(f"compiled differently: {one}")
    return found


def _misplaced(english: object, strings: tuple[str, ...]) -> list[str]:
    """A placeholder of the English that a French sentence lacks, or one it invents."""
    wanted = set(re.findall(r"%\(\w+\)[sd]", " ".join(english) if isinstance(english, tuple) else str(english)))
    allowed_missing = {"%(n)s", "%(num)d", "%(num)s"}
    found = []
    for string in strings:
        has = set(re.findall(r"%\(\w+\)[sd]", string))
        if has - wanted or (wanted - has) - allowed_missing:
            found.append(f"placeholders differ: {string}")
    return found


def _sentences() -> set[str]:
    """Every sentence marked in the code and the templates now."""
    with tempfile.TemporaryDirectory() as folder:
        pot = Path(folder) / "messages.pot"
        arguments = ["pybabel", "-q", "extract", "-F", str(ROOT / "babel.cfg"), "-k", "lazy_gettext", "-o", str(pot)]
        CommandLineInterface().run([*arguments, str(ROOT)])
        return {_key(message.id) for message in _read(pot) if message.id}


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def _key(english: object) -> str:
    return str(english[0]) if isinstance(english, tuple | list) else str(english)


if __name__ == "__main__":
    told = problems()
    print("\n".join(told) or "The French is complete.")  # noqa: T201
    sys.exit(bool(told))
