"""The words for the law of the application; `labels` hands them out with all the others."""

from enum import Enum
from typing import Any

from flask_babel import lazy_gettext

from expressentry.rules.checklist import DocumentKind, Validity
from expressentry.rules.fees import Ending, FeeItem
from expressentry.rules.household import Relation, Union
from expressentry.rules.law import MedicalRule

_ = lazy_gettext

WORDS: dict[type[Enum], dict[Any, Any]] = {
    Relation: {
        Relation.PRINCIPAL: _("Principal applicant"),
        Relation.SPOUSE: _("Spouse or common-law partner"),
        Relation.CHILD: _("Dependent child"),
    },
    Union: {
        Union.MARRIED: _("Married"),
        Union.COMMON_LAW: _("Common-law partners"),
        Union.FORMER: _("Divorced, separated, widowed, or a marriage annulled"),
    },
    FeeItem: {
        FeeItem.PRINCIPAL: _("Processing fee, principal applicant"),
        FeeItem.SPOUSE: _("Processing fee, spouse or common-law partner"),
        FeeItem.CHILD: _("Processing fee, dependent child"),
        FeeItem.RIGHT_OF_PERMANENT_RESIDENCE: _("Right of permanent residence fee"),
        FeeItem.BIOMETRICS: _("Biometrics fee"),
    },
    Ending: {
        Ending.INCOMPLETE: _("Returned as incomplete"),
        Ending.WITHDRAWN_BEFORE_PROCESSING: _("Withdrawn before processing began"),
        Ending.WITHDRAWN: _("Withdrawn after processing began"),
        Ending.REFUSED: _("Application refused"),
        Ending.APPROVED: _("Application approved"),
    },
    DocumentKind: {
        DocumentKind.PASSPORT: _("Passport or travel document"),
        DocumentKind.PHOTO: _("Digital photo"),
        DocumentKind.LANGUAGE_TEST: _("Language test results"),
        DocumentKind.POLICE_CERTIFICATE: _("Police certificate"),
        DocumentKind.MEDICAL: _("Proof of the medical exam"),
        DocumentKind.REFERENCE_LETTER: _("Reference letter from the employer"),
        DocumentKind.EDUCATION: _("Degree, diploma or certificate"),
        DocumentKind.CREDENTIAL_ASSESSMENT: _("Educational credential assessment"),
        DocumentKind.CERTIFICATE_OF_QUALIFICATION: _("Certificate of qualification in a trade"),
        DocumentKind.JOB_OFFER_LETTER: _("Job offer letter"),
        DocumentKind.PROOF_OF_FUNDS: _("Proof of settlement funds"),
        DocumentKind.FUNDS_EXEMPTION: _("Letter saying why no proof of funds is needed"),
        DocumentKind.MARRIAGE_CERTIFICATE: _("Marriage certificate"),
        DocumentKind.COMMON_LAW_DECLARATION: _("Statutory declaration of common-law union"),
        DocumentKind.END_OF_UNION: _("Proof that the earlier union ended"),
        DocumentKind.BIRTH_CERTIFICATE: _("Birth certificate"),
        DocumentKind.NOMINATION_CERTIFICATE: _("Nomination certificate of the province or territory"),
        DocumentKind.WORK_PERMIT: _("Work permit"),
        DocumentKind.TAX_DOCUMENTS: _("Tax slips and notices of assessment"),
        DocumentKind.EXPLANATION: _("Letter of explanation"),
    },
    Validity: {
        Validity.SOUND: _("It is valid on that day"),
        Validity.NO_DATE: _("Its date is missing"),
        Validity.EXPIRED: _("It has expired by that day"),
        Validity.TOO_OLD: _("It is too old on that day"),
        Validity.ISSUED_TOO_EARLY: _("It was issued before the last long stay in that country ended"),
        Validity.IN_FUTURE: _("It is dated later than that day"),
    },
    MedicalRule: {
        MedicalRule.UPFRONT: _("The medical exam is done before applying"),
        MedicalRule.ON_INSTRUCTION: _("The medical exam is done after applying, when told to"),
    },
}

PARTS = {
    "fees": _("Fees of an application"),
    "documents": _("Documents of an application"),
    "service": _("Service standard, and how long a draft is kept"),
}

# What the instruments of these parts cite, and that of the tests and assessments a checklist shows.
SOURCES = (
    _("IRPR 295(1) and (2)"),
    _("IRPR 303"),
    _("IRPR 12.1, 12.2 and 315.1"),
    _("IRPR 10 and 12; documents for Express Entry"),
    _("Police certificates for Express Entry"),
    _("IRPR 30(1); medical exams for Express Entry"),
    _("Service standard for Express Entry"),
    _("Express Entry profile: kept for 60 days until submitted"),
    _("IRPR 74, 75(2)(d) and 75(2)(e); Ministerial Instructions, ss. 3(4) and 12(3)"),
)
