"""The answers a line of the score was computed from, in the reader's language: what counted, what did not, and why."""

from collections.abc import Callable, Iterable
from datetime import date

from flask_babel import gettext as _

from expressentry import explain, formats
from expressentry.labels import words
from expressentry.rules import education, experience, language
from expressentry.rules.experience import Exclusion, JobCount, Question
from expressentry.rules.facts import Ability, Credential, Facts, Job, LanguageResult
from expressentry.rules.law import Law
from expressentry.rules.scorecard import Factor, Line, Scorecard
from expressentry.rules.years import years_before


def inputs(line: Line, card: Scorecard, facts: Facts, law: Law) -> tuple[str, ...]:
    """What a line rests on, first in short, then answer by answer."""
    if line.source is None or line.maximum == 0:
        return (explain.line(line),)
    return explain.line(line), *_INPUTS[line.factor](line, card, facts, law)


def _age(_line: Line, _card: Scorecard, facts: Facts, _law: Law) -> Iterable[str]:
    if facts.birth_date is not None:
        yield _("Born on %(day)s", day=formats.day(facts.birth_date))


def _education(_line: Line, card: Scorecard, facts: Facts, law: Law) -> Iterable[str]:
    return (_credential(one, card.on, law) for one in facts.credentials)


def _spouse_education(_line: Line, card: Scorecard, facts: Facts, law: Law) -> Iterable[str]:
    return (_credential(one, card.on, law) for one in (facts.spouse.credentials if facts.spouse else ()))


def _credential(credential: Credential, on: date, law: Law) -> str:
    levels = "; ".join(words(reached) for reached in education.proven(credential)) or _("Level not stated")
    why = education.uncounted(credential, on, law)
    if why is not None:
        return f"{levels} ({words(why)})"
    if credential.canadian or credential.assessed_on is None:
        return _("%(levels)s, earned in Canada", levels=levels)
    return _("%(levels)s, by the assessment of %(day)s", levels=levels, day=formats.day(credential.assessed_on))


def _language(line: Line, card: Scorecard, facts: Facts, law: Law) -> Iterable[str]:
    """The result of the language of the line; where none counts, those that do not, and why."""
    tested = line.basis[0] if line.basis else None
    for result in facts.languages:
        if result.test is not None and (tested is None or result.test.language is tested):
            unusable = language.unusable(result, card.on, law)
            if tested is not None or unusable is not None:
                yield _result(result, card.on, law)


def _spouse_language(_line: Line, card: Scorecard, facts: Facts, law: Law) -> Iterable[str]:
    if facts.spouse is not None and facts.spouse.language is not None:
        yield _result(facts.spouse.language, card.on, law)


def _result(result: LanguageResult, on: date, law: Law) -> str:
    why = language.unusable(result, on, law)
    test = words(result.test) if result.test else _("A test not named")
    taken = formats.day(result.taken_on) if result.taken_on else "–"
    if why is not None:
        return _("%(test)s of %(day)s: does not count, %(why)s", test=test, day=taken, why=words(why))
    pairs = zip(Ability, result.scores, strict=True)
    scores = ", ".join(f"{words(ability)} {formats.decimal(score or 0)}" for ability, score in pairs)
    return _("%(test)s of %(day)s: %(scores)s", test=test, day=taken, scores=scores)


def _canadian_work(_line: Line, card: Scorecard, facts: Facts, law: Law) -> Iterable[str]:
    return _work(facts, Question.CRS_CANADIAN, Exclusion.ABROAD, card.on, law)


def _foreign_work(_line: Line, card: Scorecard, facts: Facts, law: Law) -> Iterable[str]:
    yield from _work(facts, Question.CRS_FOREIGN, Exclusion.IN_CANADA, card.on, law)
    yield from _beside(card, Factor.FIRST_LANGUAGE, Factor.CANADIAN_WORK)


def _spouse_canadian_work(_line: Line, card: Scorecard, facts: Facts, law: Law) -> Iterable[str]:
    spouse = facts.spouse
    if spouse is None or spouse.canadian_years is not None:
        return ()
    return _work(Facts(jobs=spouse.jobs), Question.CRS_CANADIAN, Exclusion.ABROAD, card.on, law)


def _work(facts: Facts, question: Question, elsewhere: Exclusion, on: date, law: Law) -> Iterable[str]:
    """The hours counted and the days they are counted between; then job by job, but for those in the other place."""
    if facts.counted_years is not None:
        yield _("Years as you counted them yourself")
        return
    count = experience.count(question, facts, on, law)
    jobs = [given for given in count.jobs if given.excluded is not elsewhere]
    if not jobs:
        return
    since = years_before(on, law.work.crs_window_years)
    yield _("%(hours)s hours counted since %(day)s", hours=formats.hours(count.hours), day=formats.day(since))
    yield from map(_job, jobs)


def _job(given: JobCount) -> str:
    if given.excluded is not None:
        return f"{_held(given.job)}{formats.colon()}{words(given.excluded)}"
    return _("%(job)s: %(hours)s hours", job=_held(given.job), hours=formats.hours(given.hours))


def _held(job: Job) -> str:
    code = job.noc_code or _("no occupation yet")
    if job.started_on is None:
        return code
    if job.ended_on is None:
        return _("%(code)s since %(first)s", code=code, first=formats.day(job.started_on))
    return _(
        "%(code)s, %(first)s to %(last)s", code=code, first=formats.day(job.started_on), last=formats.day(job.ended_on)
    )


def _schooling(_line: Line, card: Scorecard, _facts: Facts, _law: Law) -> Iterable[str]:
    return _beside(card, Factor.EDUCATION, Factor.FIRST_LANGUAGE, Factor.CANADIAN_WORK)


def _beside(card: Scorecard, *factors: Factor) -> Iterable[str]:
    """Other lines that this one reads too."""
    for line in card.lines:
        if line.factor in factors:
            lowest = line.factor is Factor.FIRST_LANGUAGE and line.parts
            said = explain.level(min(part.basis[0] for part in line.parts), line.basis[0]) if lowest else ""
            told = _("lowest level %(level)s", level=said) if said else explain.line(line)
            yield f"{words(line.factor)}{formats.colon()}{told}"


def _certificate(_line: Line, card: Scorecard, facts: Facts, _law: Law) -> Iterable[str]:
    held = facts.certificate
    if held is not None:
        until = _("valid until %(day)s", day=formats.day(held.expires_on)) if held.expires_on else _("does not expire")
        yield f"{explain.occupation(held.noc_code)} ({until})"
    yield from _beside(card, Factor.FIRST_LANGUAGE)


def _french(_line: Line, card: Scorecard, facts: Facts, law: Law) -> Iterable[str]:
    return (_result(result, card.on, law) for result in facts.languages)


def _sibling(_line: Line, _card: Scorecard, facts: Facts, _law: Law) -> Iterable[str]:
    if facts.sibling_in_canada:
        yield _("Your own brother or sister")
    if facts.accompanied and facts.spouse is not None and facts.spouse.sibling_in_canada:
        yield _("A brother or sister of your accompanying spouse or partner")


def _canadian_study(_line: Line, _card: Scorecard, facts: Facts, _law: Law) -> Iterable[str]:
    for credential in facts.credentials:
        if credential.canadian and credential.level is not None:
            counts = education.studied_in_canada(credential)
            told = (
                _("meets the conditions")
                if counts
                else _("does not meet the conditions of study and presence in Canada")
            )
            yield f"{words(credential.level)}{formats.colon()}{told}"


def _offer(_line: Line, _card: Scorecard, facts: Facts, _law: Law) -> Iterable[str]:
    if facts.job_offer is not None:
        yield explain.occupation(facts.job_offer.noc_code)


def _nomination(_line: Line, _card: Scorecard, facts: Facts, _law: Law) -> Iterable[str]:
    if facts.nomination is not None:
        yield words(facts.nomination)


_INPUTS: dict[Factor, Callable[[Line, Scorecard, Facts, Law], Iterable[str]]] = {
    Factor.AGE: _age,
    Factor.EDUCATION: _education,
    Factor.FIRST_LANGUAGE: _language,
    Factor.SECOND_LANGUAGE: _language,
    Factor.CANADIAN_WORK: _canadian_work,
    Factor.SPOUSE_EDUCATION: _spouse_education,
    Factor.SPOUSE_LANGUAGE: _spouse_language,
    Factor.SPOUSE_CANADIAN_WORK: _spouse_canadian_work,
    Factor.EDUCATION_TRANSFERABILITY: _schooling,
    Factor.FOREIGN_WORK_TRANSFERABILITY: _foreign_work,
    Factor.CERTIFICATE: _certificate,
    Factor.FRENCH: _french,
    Factor.SIBLING: _sibling,
    Factor.CANADIAN_STUDY: _canadian_study,
    Factor.ARRANGED_EMPLOYMENT: _offer,
    Factor.NOMINATION: _nomination,
}
