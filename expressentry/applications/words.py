"""What an application lacks and on which page that is mended, and its checklist person by person."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for

from expressentry import naming
from expressentry.applications import told
from expressentry.applications.completeness import Entry, Lack, Lacking
from expressentry.models import Answers, Application


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, and the page on which what it says is mended."""

    text: str
    url: str


def by_person(entries: Iterable[Entry], answers: Answers) -> list[tuple[str, list[tuple[str, Entry]]]]:
    """The checklist by person, each entry with its words."""
    groups: dict[str, list[tuple[str, Entry]]] = {}
    for entry in entries:
        groups.setdefault(entry.item.person, []).append((naming.item(answers, entry.item), entry))
    return [(naming.person(answers, key), rows) for key, rows in groups.items()]


def all_lacking(found: Iterable[Lacking], application: Application) -> list[Said]:
    """All that an application lacks, in sentences with their pages."""
    return [Said(told.lacking(application.answers, one), _where(one, application)) for one in found]


def _where(one: Lacking, application: Application) -> str:
    """The page on which one thing is mended."""
    if one.item is not None:
        return url_for("documents.slot", application_id=application.id, slot=one.item.key)
    if one.kind is Lack.FEES:
        return url_for("applications.show_fees", application_id=application.id)
    if one.record_id is not None:
        return url_for("answers.record", application_id=application.id, key=one.section, record_id=one.record_id)
    return url_for("answers.section", application_id=application.id, key=one.section)
