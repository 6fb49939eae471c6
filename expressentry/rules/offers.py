"""Job offers and trade certificates: which statutory branch they meet, if any."""

from datetime import date

from expressentry.rules.facts import Certificate, Facts, JobOffer, WorkPermit
from expressentry.rules.law import Law


def arranged_employment_branch(offer: JobOffer | None, on: date, law: Law) -> str | None:
    """The branch of IRPR 82(2), "a" to "d", under which this is arranged employment; `None` if under none."""
    if offer is None or not _well_formed(offer, 1) or not _skilled(offer.noc_code, law):
        return None
    if offer.works_for_employer and offer.permit is WorkPermit.LMIA_NAMED_EMPLOYER:
        return "a"
    if offer.works_for_employer and offer.permit is WorkPermit.EXEMPT_NAMED_EMPLOYER and offer.year_with_employer:
        return "b"
    if not _supported_by_lmia(offer, on):
        return None
    return "c" if offer.permit is WorkPermit.NONE else "d"


def trade_offer_branch(offer: JobOffer | None, on: date, law: Law) -> str | None:
    """The branch of IRPR 87.2(3)(d), "ii" to "v", that a job offer in a trade meets; `None` if none."""
    if offer is None or not _well_formed(offer, law.programs.fst.most_employers) or not is_trade(offer.noc_code, law):
        return None
    on_the_job = offer.works_for_employer and offer.permit_occupation_matches
    if on_the_job and offer.permit is WorkPermit.LMIA_NAMED_EMPLOYER:
        return "ii"
    if on_the_job and offer.permit is WorkPermit.EXEMPT_NAMED_EMPLOYER and offer.year_with_employer:
        return "iii"
    if not _supported_by_lmia(offer, on):
        return None
    return "iv" if offer.permit is WorkPermit.NONE else "v"


def qualifies_for_points(offer: JobOffer, on: date, law: Law) -> bool:
    """True if the offer is qualifying arranged employment of the CRS: a trade by 87.2(3)(d), any other by 82(2).

    Before 2016-11-19 only an offer on a labour market impact assessment was.
    """
    in_trade = is_trade(offer.noc_code, law)
    branch = trade_offer_branch(offer, on, law) if in_trade else arranged_employment_branch(offer, on, law)
    table = law.crs_additional.factors.get("arranged_employment")
    lmia_only = table is not None and table.values.get("only_with_lmia") == 1
    return branch is not None and not (lmia_only and branch in ("b", "iii"))


def certified_trade(certificate: Certificate | None, on: date, law: Law) -> str | None:
    """The NOC code of the skilled trade a valid certificate of qualification names; `None` without one."""
    if certificate is None or not is_trade(certificate.noc_code, law):
        return None
    if certificate.expires_on is not None and certificate.expires_on < on:
        return None
    return certificate.noc_code


def is_trade(noc_code: str | None, law: Law) -> bool:
    """True if the code is in a skilled trade group of IRPR 87.2(1)."""
    occupation = law.occupations.get(noc_code) if noc_code else None
    return occupation is not None and occupation.trade


def has_certificate_or_offer(facts: Facts, on: date, law: Law) -> str | None:
    """The branch of IRPR 87.2(3)(d), "i" to "v", met in the trade that is the primary occupation; `None` if none."""
    trade = facts.primary_occupation
    if trade is None:
        return None
    certified = "i" if certified_trade(facts.certificate, on, law) == trade else None
    offered = trade_offer_branch(facts.job_offer, on, law)
    if offered is not None and facts.job_offer is not None and facts.job_offer.noc_code == trade:
        return offered if certified is None or offered in law.programs.fst.exempt_from_funds else certified
    return certified


def _well_formed(offer: JobOffer, most_employers: int) -> bool:
    """By enough employers, none of them excluded; continuous, paid, full-time and lasting a year."""
    return (
        offer.employers is not None
        and 1 <= offer.employers <= most_employers
        and offer.employer_excluded is False
        and offer.full_time is True
        and offer.lasts_a_year is True
        and offer.permit is not None
    )


def _skilled(noc_code: str | None, law: Law) -> bool:
    occupation = law.occupations.get(noc_code) if noc_code else None
    return occupation is not None and occupation.skilled


def _supported_by_lmia(offer: JobOffer, on: date) -> bool:
    return offer.lmia_approved is True and (offer.lmia_expires_on is None or offer.lmia_expires_on >= on)
