"""What an application lacks and on which page that is mended, and its checklist person by person."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from expressentry import naming
from expressentry.applications import told
from expressentry.applications.completeness import Entry, Lack, Lacking
from expressentry.labels import words
from expressentry.models import Answers, SectionKey
from expressentry.models.application_answers import ApplicationSection


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, and the page on which what it says is mended."""

    text: str
    url: str


Pages = tuple[tuple[str, tuple[Said, ...]], ...]


def by_person(entries: Iterable[Entry], answers: Answers) -> list[tuple[str, list[tuple[str, Entry]]]]:
    """The checklist by person, each entry with its words."""
    groups: dict[str, list[tuple[str, Entry]]] = {}
    for entry in entries:
        groups.setdefault(entry.item.person, []).append((naming.item(answers, entry.item), entry))
    return [(naming.person(answers, key), rows) for key, rows in groups.items()]


def by_page(
    application_id: int, answers: Answers, found: Iterable[Lacking]
) -> tuple[tuple[str, tuple[Said, ...]], ...]:
    """All that an application lacks, in sentences with their pages, gathered by what page they are on."""
    pages: dict[str, list[Said]] = {}
    for one in found:
        said = Said(told.lacking(answers, one), _where(one, application_id))
        pages.setdefault(_page(one), []).append(said)
    return tuple((page, tuple(said)) for page, said in pages.items())


def _page(one: Lacking) -> str:
    """The name of the page on which one thing is mended."""
    if one.item is not None:
        return _("Documents")
    if one.kind is Lack.FEES:
        return _("Fees and payments")
    section = one.section or ""
    return words(SectionKey(section) if section in set(SectionKey) else ApplicationSection(section))


def _where(one: Lacking, application_id: int) -> str:
    """The page on which one thing is mended."""
    if one.item is not None:
        return url_for("documents.slot", application_id=application_id, slot=one.item.key)
    if one.kind is Lack.FEES:
        return url_for("applications.show_fees", application_id=application_id)
    if one.record_id is not None:
        return url_for("answers.record", application_id=application_id, key=one.section, record_id=one.record_id)
    return url_for("answers.section", application_id=application_id, key=one.section)
