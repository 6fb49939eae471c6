"""The words for the law of the application; `labels` hands them out with all the others."""

from enum import Enum
from typing import Any

from flask_babel import lazy_gettext

from expressentry.models import Decision, DemandKind, LetterKind, RefusalGround, StageKey, StageState, WaitingOn
from expressentry.models.application_answers import Activity, ApplicationSection
from expressentry.rules.checklist import DocumentKind, Validity
from expressentry.rules.fees import Ending, FeeItem
from expressentry.rules.household import Relation, Union
from expressentry.rules.law import MedicalRule

_ = lazy_gettext

WORDS: dict[type[Enum], dict[Any, Any]] = {
    Decision: {
        Decision.APPROVED: _("Approved"),
        Decision.REFUSED: _("Refused"),
        Decision.WITHDRAWN: _("Withdrawn by the applicant"),
        Decision.INCOMPLETE: _("Returned as incomplete"),
    },
    RefusalGround: {
        RefusalGround.ENTRY_CRITERIA_NOT_MET: _("The entry criteria were not met at invitation or at receipt"),
        RefusalGround.RANK_NOT_SUPPORTED: _("The points are not supported, and the score is below the round's lowest"),
        RefusalGround.CATEGORY_NOT_MET: _("The criteria of the category were not met"),
        RefusalGround.CLASS_REQUIREMENTS: _("The requirements of the class are not met"),
        RefusalGround.FUNDS: _("Settlement funds were not shown"),
        RefusalGround.INADMISSIBLE: _("The applicant or a family member is inadmissible"),
        RefusalGround.UNTRUTHFUL_OR_NO_DOCUMENTS: _(
            "Questions were not answered truthfully, or documents not produced"
        ),
        RefusalGround.MISREPRESENTATION: _("Misrepresentation or withholding of material facts"),
        RefusalGround.INTENDS_QUEBEC: _("No intention to live outside Quebec, or in the nominating province"),
    },
    StageKey: {
        StageKey.COMPLETENESS: _("Completeness"),
        StageKey.ELIGIBILITY: _("Review of eligibility"),
        StageKey.MEDICAL: _("Review of medical results"),
        StageKey.ADDITIONAL_DOCUMENTS: _("Review of additional documents"),
        StageKey.INTERVIEW: _("Interview"),
        StageKey.BIOMETRICS: _("Biometrics"),
        StageKey.BACKGROUND: _("Background check"),
        StageKey.FINAL_DECISION: _("Final decision"),
    },
    StageState: {
        StageState.NOT_STARTED: _("Not started"),
        StageState.IN_PROGRESS: _("In progress"),
        StageState.WAITING: _("Waiting"),
        StageState.PASSED: _("Passed"),
        StageState.NOT_NEEDED: _("Not needed"),
        StageState.FAILED: _("Not passed"),
    },
    WaitingOn: {
        WaitingOn.OFFICER: _("An officer"),
        WaitingOn.CANDIDATE: _("The applicant"),
        WaitingOn.PARTNER: _("A partner organisation"),
    },
    ApplicationSection: {
        ApplicationSection.IDENTITY: _("You, and your passport"),
        ApplicationSection.SPOUSE_IDENTITY: _("Your spouse or partner, and their passport"),
        ApplicationSection.CHILDREN: _("Dependent children"),
        ApplicationSection.ADDRESSES: _("Addresses of ten years"),
        ApplicationSection.PERSONAL_HISTORY: _("Personal history of ten years"),
        ApplicationSection.TRAVEL: _("Travel of ten years"),
        ApplicationSection.PARENTS: _("Parents and schooling"),
        ApplicationSection.BACKGROUND: _("Background questions"),
    },
    Activity: {
        Activity.WORK: _("Work"),
        Activity.STUDY: _("Study"),
        Activity.UNEMPLOYED: _("Without work"),
        Activity.HOME: _("At home, caring for family"),
        Activity.MILITARY: _("Military, police or security service"),
        Activity.GOVERNMENT: _("Government post"),
        Activity.TRAVEL: _("Travelling"),
        Activity.RETIRED: _("Retired"),
        Activity.OTHER: _("Something else"),
    },
    DemandKind: {
        DemandKind.BIOMETRICS: _("Biometrics instruction"),
        DemandKind.MEDICAL: _("Medical instruction"),
        DemandKind.ADDITIONAL_DOCUMENTS: _("Request for additional documents"),
        DemandKind.INTERVIEW: _("Interview"),
        DemandKind.PROCEDURAL_FAIRNESS: _("Procedural fairness letter"),
    },
    LetterKind: {
        LetterKind.ACCOUNT_CREATED: _("Your account is open"),
        LetterKind.DRAFT_ABOUT_TO_LAPSE: _("Your unsubmitted profile is about to be emptied"),
        LetterKind.IN_THE_POOL: _("Your profile is in the pool"),
        LetterKind.NOT_ELIGIBLE: _("No program takes you any more"),
        LetterKind.PROFILE_UPDATED: _("Your profile in the pool was updated"),
        LetterKind.CHANGED_BY_CALENDAR: _("Your place in the pool changed by itself"),
        LetterKind.STAY_ABOUT_TO_EXPIRE: _("Your time in the pool is about to end"),
        LetterKind.WITHDRAWN_FROM_POOL: _("Your profile was withdrawn from the pool"),
        LetterKind.STAY_EXPIRED: _("Your time in the pool is over"),
        LetterKind.INVITATION: _("Invitation to apply for permanent residence"),
        LetterKind.INVITATION_DECLINED: _("You declined the invitation to apply"),
        LetterKind.INVITATION_LAPSED: _("Your invitation to apply has lapsed"),
        LetterKind.DEADLINE_REMINDER: _("Reminder of a deadline"),
        LetterKind.ACKNOWLEDGEMENT: _("Acknowledgement of receipt of your application"),
        LetterKind.INCOMPLETE: _("Your application is incomplete and is returned"),
        LetterKind.BIOMETRICS: _("Request for biometrics"),
        LetterKind.MEDICAL: _("Request for a medical exam"),
        LetterKind.ADDITIONAL_DOCUMENTS: _("Request for additional documents"),
        LetterKind.INTERVIEW: _("Call to an interview"),
        LetterKind.PROCEDURAL_FAIRNESS: _("Procedural fairness letter"),
        LetterKind.APPROVED: _("Your application for permanent residence is approved"),
        LetterKind.REFUSED: _("Your application for permanent residence is refused"),
        LetterKind.APPLICATION_WITHDRAWN: _("Your application for permanent residence is withdrawn"),
        LetterKind.NOTIFICATION_OF_INTEREST: _("A province is interested in you"),
        LetterKind.NOMINATION_RECEIVED: _("A province has nominated you"),
        LetterKind.NOMINATION_ACCEPTED: _("You accepted a nomination"),
        LetterKind.NOMINATION_REFUSED: _("You did not accept a nomination"),
        LetterKind.NOMINATION_LAPSED: _("A nomination has lapsed"),
        LetterKind.NOMINATION_WITHDRAWN: _("A province has withdrawn its nomination"),
        LetterKind.JOB_INVITATION: _("An employer invites you to apply for a job"),
        LetterKind.JOB_INVITATION_ANSWERED: _("A candidate answered your invitation to apply for a job"),
        LetterKind.JOB_OFFER: _("An employer offers you a job"),
        LetterKind.OFFER_ANSWERED: _("A candidate answered your job offer"),
        LetterKind.REPRESENTATION_ASKED: _("Somebody asks about representation"),
        LetterKind.REPRESENTATION_BEGUN: _("A representation has begun"),
        LetterKind.REPRESENTATION_ENDED: _("A representation has ended"),
        LetterKind.REPRESENTATIVE_VERIFICATION: _("Whether your representative may act for you"),
        LetterKind.CHANGES_PROPOSED: _("Your representative proposes changes"),
        LetterKind.ACCOUNT_VERIFIED: _("Your account is verified"),
        LetterKind.ACCOUNT_NOT_VERIFIED: _("Your account could not be verified"),
    },
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

REFUSALS: dict[str, Any] = {
    "too_many_files": _("An item holds at most %(most)s files. Remove some first, or put the pages into one PDF."),
    "too_many_files_in_all": _(
        "An application holds at most %(most)s files. Remove some first, or put pages into one PDF."
    ),
    "too_many_files_replaced": _(
        "%(most)s files were added, replaced or removed in this application, and all are kept. It takes no more."
    ),
    "application_incomplete": _("Something is still missing, so nothing was submitted. All of it is named below."),
    "deadline_passed": _("The time to apply is over."),
    "application_not_a_draft": _(
        "This application was submitted already, or ended without it: it does not change any more."
    ),
    "application_not_in_process": _(
        "This application was not received yet, or is decided already. Nothing was changed."
    ),
    "not_complete_yet": _("The application was not found complete yet. That comes first."),
    "demand_open": _("A request to the applicant is still open. Wait for the answer, or cancel it."),
    "demand_closed": _("This request was already answered or cancelled, or its time is over."),
    "take_first": _(
        "An older application of this program waits, and nobody has this case. Take it first, and write why it comes "
        "before the older one."
    ),
    "already_assigned": _("The case is assigned to that officer already."),
    "assigned_to_another": _("Another officer has this case. It can be handed over, but not taken."),
    "older_waiting": _("An older application of this program waits for an officer. Write why this one goes first."),
    "already_noted": _("You wrote this note just before. It was not kept twice."),
    "stage_not_by_hand": _("This stage follows from another step, and is not set by hand."),
    "stage_unchanged": _("The stage is in that state already. Nothing was changed."),
    "already_complete": _("The application was found complete already."),
    "case_not_complete": _("Something is missing, so the application cannot be found complete."),
    "payments_unconfirmed": _("These payments are not confirmed yet: %(references)s. Confirm or reject them first."),
    "nothing_lacks": _("Nothing is missing. Write why the application is returned."),
    "stages_open": _("Some stages are not passed yet, so the application cannot be approved."),
    "invitation_not_held": _(
        "What the applicant was invited with did not hold (IRPA 11.2), so the application cannot be approved."
    ),
    "fairness_first": _(
        "On this ground the applicant must be heard first. Send a procedural fairness letter, and wait for the "
        "answer or for the end of its time."
    ),
    "ground_does_not_apply": _("This ground does not exist for this program and round."),
    "payment_reference_used": _("A payment with this reference is recorded already. Nothing was recorded twice."),
    "nothing_owed": _("Nothing is owed, so this payment was not recorded."),
    "payment_settled": _("This payment was settled already. Nothing was changed."),
    "nothing_to_repay": _("Nothing of this payment is to be repaid."),
}

# What the applicant is told about a payment by its reference.
PAYMENTS = {
    "pay_by_reference": _(
        "Pay %(amount)s outside this site, and quote application %(number)s. Then write the reference of the receipt "
        "below. An officer checks that the money came."
    ),
    "card_number": _("Never write a card number here. Write the reference on the receipt of the payment."),
    "not_a_reference": _("Write the reference as on the receipt: 6 to 40 letters, digits and dashes."),
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

# What each section of the application that needs it says above its questions.
SECTION_HINTS: dict[Any, Any] = {
    ApplicationSection.CHILDREN: _(
        "List every dependent child, whether or not they come: under 22 without a spouse or partner, or older and "
        "dependent because of a condition. A child not declared can never be sponsored later."
    ),
    ApplicationSection.ADDRESSES: _(
        "List every address of the last ten years, or since the 18th birthday, of you and of every family member of 18 "
        "or older, without gaps. Police certificates are asked by it."
    ),
    ApplicationSection.PERSONAL_HISTORY: _(
        "Say what you, and every family member of 18 or older, did during the last ten years, without gaps: work, "
        "study, time without work, time at home."
    ),
    ApplicationSection.TRAVEL: _("List every journey of the last ten years outside the country lived in."),
    ApplicationSection.BACKGROUND: _(
        "Each question is about you and every family member of this application, whether or not they come."
    ),
}
