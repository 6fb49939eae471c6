"""Which documents an application must hold, for whom, and whether each is good on a day (IRPR 10, 12, 30).

What is claimed must be shown: every language test, job and credential of the facts has its document.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from expressentry.rules import crs, experience, programs
from expressentry.rules.experience import Exclusion
from expressentry.rules.facts import Credential, Facts, Job, LanguageResult
from expressentry.rules.household import Case, Person, Relation, Union
from expressentry.rules.law import Law, MedicalRule, Source
from expressentry.rules.personal_history import last_long_stay_end, lives_in, period, residences
from expressentry.rules.programs import Program, ProgramResult, RequirementKey
from expressentry.rules.scorecard import Factor
from expressentry.rules.years import months_after, years_before

HOME = "CA"

_Claim = TypeVar("_Claim", Job, Credential)


class DocumentKind(StrEnum):
    """A kind of document, in the order in which each person is asked."""

    PASSPORT = "passport"
    PHOTO = "photo"
    LANGUAGE_TEST = "language_test"
    POLICE_CERTIFICATE = "police_certificate"
    MEDICAL = "medical"
    REFERENCE_LETTER = "reference_letter"
    EDUCATION = "education"
    CREDENTIAL_ASSESSMENT = "credential_assessment"
    CERTIFICATE_OF_QUALIFICATION = "certificate_of_qualification"
    JOB_OFFER_LETTER = "job_offer_letter"
    PROOF_OF_FUNDS = "proof_of_funds"
    FUNDS_EXEMPTION = "funds_exemption"
    MARRIAGE_CERTIFICATE = "marriage_certificate"
    COMMON_LAW_DECLARATION = "common_law_declaration"
    END_OF_UNION = "end_of_union"
    BIRTH_CERTIFICATE = "birth_certificate"
    NOMINATION_CERTIFICATE = "nomination_certificate"
    WORK_PERMIT = "work_permit"
    TAX_DOCUMENTS = "tax_documents"
    EXPLANATION = "explanation"


class Validity(StrEnum):
    """Whether a document is good on a day."""

    SOUND = "sound"
    NO_DATE = "no_date"
    EXPIRED = "expired"
    TOO_OLD = "too_old"
    ISSUED_TOO_EARLY = "issued_too_early"
    IN_FUTURE = "in_future"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the checklist: a kind of document, whose it is, and of what (a test, a country, a job, a credential).

    The dates of a test, of an assessment and of a certificate are in the facts and so not asked again.
    """

    kind: DocumentKind
    person: str
    of: str | None
    required: bool
    asks_issued_on: bool
    asks_expires_on: bool
    source: Source

    @property
    def key(self) -> str:
        """Its name in addresses and records."""
        return f"{self.kind.value}.{self.person}" if self.of is None else f"{self.kind.value}.{self.person}.{self.of}"


def checklist(case: Case, on: date, law: Law) -> tuple[Item, ...]:
    """What an application made on that day must hold: per person, principal first; the explanation last of all."""
    order = {kind: place for place, kind in enumerate(DocumentKind)}
    found: dict[str, Item] = {}
    for person in case.people:
        asked = [*_personal(person, on, law), *_claimed(case, person, on, law), *_family(case, person, law)]
        if person is case.principal:
            asked += _of_program(case, on, law)
        for item in sorted(asked, key=lambda item: order[item.kind]):
            found.setdefault(item.key, item)
    last = _item(DocumentKind.EXPLANATION, case.principal, law.documents.source, required=False)
    return (*found.values(), last)


def _item(kind: DocumentKind, person: Person, source: Source, of: str | None = None, *, required: bool = True) -> Item:
    return Item(
        kind=kind,
        person=person.key,
        of=of,
        required=required,
        asks_issued_on=kind in (DocumentKind.POLICE_CERTIFICATE, DocumentKind.MEDICAL),
        asks_expires_on=kind is DocumentKind.PASSPORT,
        source=source,
    )


# ---- Who they are, and whether anything stands against them


def _personal(person: Person, on: date, law: Law) -> Iterator[Item]:
    """Passport, photo, police certificates and medical exam of everybody who is examined, accompanying or not."""
    if not person.examined:
        return
    rules = law.documents
    yield _item(DocumentKind.PASSPORT, person, rules.source)
    yield _item(DocumentKind.PHOTO, person, rules.source)
    for country in _countries(person, on, law):
        yield _item(DocumentKind.POLICE_CERTIFICATE, person, rules.police_source, country)
    if rules.medical is MedicalRule.UPFRONT:
        yield _item(DocumentKind.MEDICAL, person, rules.medical_source)


def _countries(person: Person, on: date, law: Law) -> tuple[str, ...]:
    """Countries but Canada lived in for six months in a row in the last ten years, since turning 18; by code."""
    rules = law.documents
    if not person.at_least(rules.police_from_age, on):
        return ()
    found = residences(person.stays, *_police_period(person, on, law))
    return tuple(dict.fromkeys(one.country for one in found if one.country != HOME and one.lasted(rules.stay_months)))


def _police_period(person: Person, on: date, law: Law) -> tuple[date, date]:
    return period(person.birth_date, on, law.documents.police_years, law.documents.police_from_age)


# ---- What they claim


def _claimed(case: Case, person: Person, on: date, law: Law) -> Iterator[Item]:
    """Proof of the language tests, jobs and credentials that the facts hold of this person."""
    language, rules = law.evidence.source, law.documents
    for result in _languages(case.facts, person):
        if result.test is not None:
            yield _item(DocumentKind.LANGUAGE_TEST, person, language, result.test.value)
    for key, job in _jobs(case, person):
        required = _counts(job, case.facts, person, on, law)
        yield _item(DocumentKind.REFERENCE_LETTER, person, rules.source, key, required=required)
    for key, credential in _credentials(case, person):
        if credential.completed:
            shown = credential.canadian is True or _assessed(credential)
            yield _item(DocumentKind.EDUCATION, person, rules.source, key, required=shown)
            if _assessed(credential):
                yield _item(DocumentKind.CREDENTIAL_ASSESSMENT, person, language, key)


def _languages(facts: Facts, person: Person) -> tuple[LanguageResult, ...]:
    if person.relation is Relation.PRINCIPAL:
        return facts.languages
    if person.relation is Relation.SPOUSE and facts.accompanied and facts.spouse and facts.spouse.language:
        return (facts.spouse.language,)
    return ()


def _jobs(case: Case, person: Person) -> list[tuple[str, Job]]:
    """Jobs by key: the principal applicant's, and the Canadian ones of a spouse who comes along."""
    if person.relation is Relation.PRINCIPAL:
        return _keyed(case.facts.jobs, case.job_keys)
    if person.relation is Relation.SPOUSE and case.facts.accompanied and case.facts.spouse:
        return _keyed(case.facts.spouse.jobs, case.spouse_job_keys)
    return []


def _credentials(case: Case, person: Person) -> list[tuple[str, Credential]]:
    if person.relation is Relation.PRINCIPAL:
        return _keyed(case.facts.credentials, case.credential_keys)
    if person.relation is Relation.SPOUSE and case.facts.accompanied and case.facts.spouse:
        return _keyed(case.facts.spouse.credentials, case.spouse_credential_keys)
    return []


def _keyed(things: tuple[_Claim, ...], keys: tuple[str, ...]) -> list[tuple[str, _Claim]]:
    return [(keys[place] if place < len(keys) else str(place), thing) for place, thing in enumerate(things)]


def _counts(job: Job, facts: Facts, person: Person, on: date, law: Law) -> bool:
    """True if the job counts for any question asked of a work history, or may once its answers are complete."""
    if person.relation is Relation.SPOUSE:
        return experience.excluded_canadian(job, law) in (None, Exclusion.INCOMPLETE)
    given = experience.contributions(job, facts, on, law)
    return any(one.excluded in (None, Exclusion.INCOMPLETE) for one in given)


def _assessed(credential: Credential) -> bool:
    return credential.canadian is not True and (credential.assessed_on is not None or bool(credential.equivalencies))


# ---- How they belong together


def _family(case: Case, person: Person, law: Law) -> Iterator[Item]:
    """Papers of the unions, of the present one in the spouse's name, and the birth certificate of each child."""
    source = law.documents.source
    if person.relation is Relation.CHILD:
        yield _item(DocumentKind.BIRTH_CERTIFICATE, person, source)
    if person is case.principal and (case.union is Union.FORMER or case.earlier_union):
        yield _item(DocumentKind.END_OF_UNION, person, source)
    if person is (case.spouse or case.principal):
        if case.union is Union.MARRIED:
            yield _item(DocumentKind.MARRIAGE_CERTIFICATE, person, source)
        if case.union is Union.COMMON_LAW:
            yield _item(DocumentKind.COMMON_LAW_DECLARATION, person, source)


# ---- What the program asks


def _of_program(case: Case, on: date, law: Law) -> Iterator[Item]:
    you, facts, source = case.principal, case.facts, law.documents.source
    basis = _basis(case, on, law)
    yield from _certificate(case, basis, on, law)
    if facts.job_offer is not None:
        yield _item(DocumentKind.JOB_OFFER_LETTER, you, source)
    if basis is None or _exempt(basis):
        yield _item(DocumentKind.FUNDS_EXEMPTION, you, source, required=False)
    else:
        yield _item(DocumentKind.PROOF_OF_FUNDS, you, law.funds.source)
    if case.program is Program.PNP:
        yield _item(DocumentKind.NOMINATION_CERTIFICATE, you, source)
    if case.program is Program.CEC:
        yield _item(DocumentKind.WORK_PERMIT, you, law.programs.cec.source)
        yield _item(DocumentKind.TAX_DOCUMENTS, you, law.programs.cec.source)


def _basis(case: Case, on: date, law: Law) -> ProgramResult | None:
    """The federal program whose requirements count, funds aside; `None` for the Canadian Experience Class.

    A nominee rests on the first program, in the order of invitation, that takes them; if none does, on the first that
    would but for the funds, else on the Federal Skilled Worker program.
    """
    if case.program is Program.CEC:
        return None
    results = {result.program: result for result in programs.assess(case.facts, on, law).results}
    if case.program is not Program.PNP:
        return results[case.program]
    best = [result for result in results.values() if result.met] + [
        result for result in results.values() if _met_but_for_funds(result)
    ]
    found = best[0] if best else results[Program.FSW]
    return None if found.program is Program.CEC else found


def _met_but_for_funds(result: ProgramResult) -> bool:
    return all(asked.met or asked.key is RequirementKey.FUNDS for asked in result.requirements)


def _exempt(result: ProgramResult) -> bool:
    """True if an offer and the right to work in Canada exempt from settlement funds (IRPR 76(1)(b)(ii), 87.2(5))."""
    funds = next(asked for asked in result.requirements if asked.key is RequirementKey.FUNDS)
    return funds.reason is not None


def _certificate(case: Case, basis: ProgramResult | None, on: date, law: Law) -> Iterator[Item]:
    """A certificate of qualification, for the skilled trades program or for points.

    It is free where the maximum of its section leaves its points uncounted.
    """
    if case.facts.certificate is None:
        return
    trades = basis is not None and basis.program is Program.FST
    line = next(line for line in crs.score(case.facts, on, law).lines if line.factor is Factor.CERTIFICATE)
    if trades or line.raw > 0:
        kind, source = DocumentKind.CERTIFICATE_OF_QUALIFICATION, law.programs.fst.source
        yield _item(kind, case.principal, source, required=trades or line.points > 0)


# ---- Whether a document is good on a day


def validity(item: Item, case: Case, issued_on: date | None, expires_on: date | None, on: date, law: Law) -> Validity:
    """Whether a document so dated is good on that day; what has no date to keep to is."""
    if item.kind is DocumentKind.PASSPORT:
        return _unexpired(expires_on, on)
    if item.kind is DocumentKind.LANGUAGE_TEST:
        return _young(_taken_on(item, case), on, law.evidence.language_validity_years)
    if item.kind is DocumentKind.CREDENTIAL_ASSESSMENT:
        return _young(_assessed_on(item, case), on, law.evidence.assessment_validity_years)
    if item.kind is DocumentKind.CERTIFICATE_OF_QUALIFICATION:
        return _still_certified(case.facts, on)
    if item.kind not in (DocumentKind.POLICE_CERTIFICATE, DocumentKind.MEDICAL):
        return Validity.SOUND
    if issued_on is None:
        return Validity.NO_DATE
    if issued_on > on:
        return Validity.IN_FUTURE
    judge = _police if item.kind is DocumentKind.POLICE_CERTIFICATE else _medical
    return judge(item, case, issued_on, on, law)


def _unexpired(expires_on: date | None, on: date) -> Validity:
    """A passport is good on its last day too."""
    if expires_on is None:
        return Validity.NO_DATE
    return Validity.SOUND if expires_on >= on else Validity.EXPIRED


def _young(since: date | None, on: date, years: int) -> Validity:
    """Good until the day before so many years are complete, as the evidence itself."""
    if since is None:
        return Validity.NO_DATE
    if since > on:
        return Validity.IN_FUTURE
    return Validity.TOO_OLD if since <= years_before(on, years) else Validity.SOUND


def _still_certified(facts: Facts, on: date) -> Validity:
    """A certificate of qualification is good on its last day too."""
    last_day = facts.certificate.expires_on if facts.certificate else None
    return Validity.EXPIRED if last_day is not None and last_day < on else Validity.SOUND


def _taken_on(item: Item, case: Case) -> date | None:
    person = case.person(item.person)
    results = _languages(case.facts, person) if person else ()
    return next((result.taken_on for result in results if result.test == item.of), None)


def _assessed_on(item: Item, case: Case) -> date | None:
    person = case.person(item.person)
    credentials = _credentials(case, person) if person else []
    return next((credential.assessed_on for key, credential in credentials if key == item.of), None)


def _police(item: Item, case: Case, issued_on: date, on: date, law: Law) -> Validity:
    """Of the country lived in now at most six months old; of another one issued after the last long stay ended."""
    person, country, rules = case.person(item.person), item.of or "", law.documents
    if person is None or _lives_in(person, case, country, on):
        return Validity.TOO_OLD if months_after(issued_on, rules.police_months) < on else Validity.SOUND
    left_on = last_long_stay_end(person.stays, country, *_police_period(person, on, law), rules.stay_months)
    return Validity.ISSUED_TOO_EARLY if left_on is not None and issued_on < left_on else Validity.SOUND


def _medical(item: Item, case: Case, issued_on: date, on: date, law: Law) -> Validity:
    """At most twelve months old, or some years where the law lets an earlier exam of a person in Canada serve again."""
    rules, person = law.documents, case.person(item.person)
    if months_after(issued_on, rules.medical_months) >= on:
        return Validity.SOUND
    in_canada = person is not None and _lives_in(person, case, HOME, on)
    again = in_canada and issued_on > years_before(on, rules.medical_reuse_years)
    return Validity.SOUND if again else Validity.TOO_OLD


def _lives_in(person: Person, case: Case, country: str, on: date) -> bool:
    """By the principal applicant's country of residence, or by a stay that goes on, on that day."""
    stated = person is case.principal and case.country_of_residence == country
    return stated or lives_in(person.stays, country, on)
