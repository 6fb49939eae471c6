"""What stands beside a form of the profile, wherever it is asked: levels of test scores, and records by name."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from flask_babel import gettext as _

from expressentry import clock, formats, labels
from expressentry.models import Answers, SectionKey, missing_in
from expressentry.models.answers import stated_credential, stated_result
from expressentry.rules import education, language, noc
from expressentry.rules.facts import Ability, Language, LanguageResult
from expressentry.sections.forms import PREFIXES
from expressentry.sections.section_form import Reading

MOST_REMEMBERED = 4096
# A level reached, and the language it is of.
Level = tuple[int, Language]


def levels(key: str, answers: Answers, reading: Reading | None) -> dict[str, Level | str]:
    """Beside each test score the level it reaches, or why it cannot be; empty where there is nothing to say yet."""
    errors: Mapping[str, str] = {} if reading is None else reading.errors
    found: dict[str, Level | str] = {}
    for prefix in PREFIXES.get(key, ()):
        for of, level in _levels_of(stated_result(answers.section(key).values, prefix)):
            found[prefix + of] = errors.get(prefix + of, level)
    return found


@lru_cache(maxsize=MOST_REMEMBERED)
def _levels_of(result: LanguageResult) -> tuple[tuple[Ability, Level | str], ...]:
    """The level each score of one test reaches."""
    test, taken_on = result.test, result.taken_on
    if test is None or taken_on is None:
        return tuple((of, "") for of in Ability)
    return tuple(
        (of, "" if score is None else (language.level(test, taken_on, of, score), test.language))
        for of, score in zip(Ability, result.scores, strict=True)
    )


def record_rows(answers: Answers, key: SectionKey) -> list[dict[str, Any]]:
    """The records of a section: a name for each, how many answers are missing, and whether it counts."""
    left: dict[str | None, int] = {}
    for missing in missing_in(answers, key):
        left[missing.record_id] = left.get(missing.record_id, 0) + 1
    names = _credential_row if key in (SectionKey.EDUCATION, SectionKey.SPOUSE_EDUCATION) else _job_row
    rows = [{"id": record.id, "missing": left.get(record.id, 0)} for record in answers.records(key)]
    return [{**row, **names(record.values)} for row, record in zip(rows, answers.records(key), strict=True)]


def record_name(key: SectionKey, values: dict[str, Any]) -> str:
    """What a record of a section is called."""
    names = _credential_row if key in (SectionKey.EDUCATION, SectionKey.SPOUSE_EDUCATION) else _job_row
    return str(names(values)["name"])


def _credential_row(values: dict[str, Any]) -> dict[str, Any]:
    credential = stated_credential(values)
    proven = [labels.words(level) for level in education.proven(credential)]
    why_not = education.uncounted(credential, clock.today(), clock.law())
    named = values.get("field_of_study") or values.get("institution")
    name = ", ".join([*proven, *([named] if named else [])])
    return {"name": name or _("A credential"), "says": labels.words(why_not) if why_not else ""}


def _job_row(values: dict[str, Any]) -> dict[str, Any]:
    occupation = noc.find(values.get("noc_code"))
    title = values.get("job_title") or (occupation.title(formats.language()) if occupation else _("A job"))
    return {"name": " – ".join([title, *days(values)]), "says": values.get("employer") or ""}


def days(values: dict[str, Any]) -> list[str]:
    """The first and the last day of something, as far as they are given."""
    return [formats.day(date.fromisoformat(values[name])) for name in ("started_on", "ended_on") if values.get(name)]
