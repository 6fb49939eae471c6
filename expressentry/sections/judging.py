"""What the law says of answers while they are being written: score, eligibility, how a job counts, what is missing."""

from collections.abc import Hashable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from expressentry import clock
from expressentry.models import Answer, Answers, SectionKey, missing_in
from expressentry.rules import crs, experience, language, programs
from expressentry.rules.facts import Facts, Language, LanguageTest
from expressentry.rules.language import Unusable
from expressentry.rules.law import Law
from expressentry.rules.programs import Assessment
from expressentry.rules.scorecard import Scorecard
from expressentry.sections.beside import levels
from expressentry.sections.forms import FORMS, LIST_FORMS, RECORD_FORMS
from expressentry.sections.section_form import Reading, SectionForm


@dataclass(frozen=True, slots=True)
class Judged:
    """What the law says of the answers: score, eligibility, and the gain of putting the other language first."""

    facts: Facts
    scorecard: Scorecard
    assessment: Assessment
    other_first: tuple[Language, int] | None
    unusable: tuple[tuple[LanguageTest, Unusable], ...]

    @property
    def shown(self) -> Hashable:
        """All that the page shows of it; the law makes each part once, so this is cheap to look up."""
        card, assessment = self.scorecard, self.assessment
        remarks = (self.other_first, self.unusable)
        return card.total, card.sections, assessment.results, assessment.barred, assessment.programs, remarks


def judge(facts: Facts) -> Judged:
    """What the law of the site says of these facts today."""
    on, law = clock.today(), clock.law()
    scorecard, assessment = crs.score(facts, on, law), programs.assess(facts, on, law)
    return Judged(facts, scorecard, assessment, _other_first(facts, scorecard, on, law), _unusable(facts, on, law))


def _unusable(facts: Facts, on: date, law: Law) -> tuple[tuple[LanguageTest, Unusable], ...]:
    """The results that earn nothing though every score is there, and why."""
    tested = [(result.test, language.unusable(result, on, law)) for result in facts.languages]
    return tuple((test, why) for test, why in tested if test and why not in (None, Unusable.INCOMPLETE))


def _other_first(facts: Facts, scorecard: Scorecard, on: date, law: Law) -> tuple[Language, int] | None:
    """The other tested language, and the points it would add as the first."""
    if len(facts.languages) < 2 or facts.first_language is None:
        return None
    other = Language.FRENCH if facts.first_language is Language.ENGLISH else Language.ENGLISH
    gain = crs.score(replace(facts, first_language=other), on, law).total - scorecard.total
    return (other, gain) if gain > 0 else None


def beside(key: SectionKey, record_id: str | None, answers: Answers, reading: Reading | None) -> dict[str, Any]:
    """What stands beside a form: the judgment, the level of each test score, how a job counts."""
    judged = judge(answers.facts())
    given = _contributions(answers, judged.facts, record_id) if key is SectionKey.WORK_HISTORY and record_id else ()
    return {"judged": judged, "levels": levels(key, answers, reading), "contributions": given}


def _contributions(answers: Answers, facts: Facts, record_id: str) -> tuple[experience.Contribution, ...]:
    """What one job gives to each question asked of the work history."""
    at = [record.id for record in answers.records(SectionKey.WORK_HISTORY)].index(record_id)
    return experience.contributions(facts.jobs[at], facts, clock.today(), clock.law())


def at_a_glance(answers: Answers) -> list[dict[str, Any]]:
    """Each section with the number of answers still missing, and whether it was begun."""
    return [
        {
            "key": key,
            "missing": len(list(missing_in(answers, key))),
            "begun": bool(answers.section(key).revision or answers.records(key)),
            "records": len(answers.records(key)) if key in RECORD_FORMS else None,
        }
        for key in answers.sections()
    ]


def form_class(key: SectionKey, record_id: str | None) -> type[SectionForm]:
    """The form of a section, of the page that lists its records, or of one of them."""
    if record_id is not None:
        return RECORD_FORMS[key]
    return FORMS[key] if key in FORMS else LIST_FORMS[key]


def find_answer(answers: Answers, key: SectionKey, record_id: str | None) -> Answer | None:
    """The saved form of a section or of one of its records; none if there is no such record."""
    if record_id is None:
        return answers.section(key)
    return answers.record(key, record_id) if key in RECORD_FORMS else None
