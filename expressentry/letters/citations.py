"""The law behind each kind of letter: the section, and what it says, in short."""

from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _

from expressentry.models import LetterKind, RefusalGround


class Cited(NamedTuple):
    """A section, and what it says."""

    section: Any
    says: Any


_EXPRESSION = Cited(
    _("IRPA 10.1(3)"),
    _("Whoever wishes to be invited to apply submits an expression of interest through the electronic system."),
)
_ELIGIBLE = Cited(
    _("IRPA 10.2(1)(a)"),
    _("Only those who meet the criteria of the Ministerial Instructions are eligible to be invited."),
)
_YEAR = Cited(
    _("Ministerial Instructions, s. 4(1)"),
    _("An expression of interest is valid for one year from its receipt, to the same time of day."),
)
_UPDATE = Cited(
    _("Ministerial Instructions, s. 4(2)"),
    _("What would change the eligibility or the score must be kept up to date. The time of receipt stays the same."),
)
_AGED = Cited(
    _("Ministerial Instructions, s. 3(4)"),
    _(
        "From the day a language result is two years old, or a credential assessment five years, it no longer meets "
        "a requirement and earns no points."
    ),
)
_ONE = Cited(
    _("IRPA 10.1(5)"),
    _("Nobody may submit a second expression of interest before the time of the first one is over."),
)
_INVITED = Cited(
    _("IRPA 10.1(1)"),
    _("Only whoever has been invited may apply for permanent residence, and only within the time given."),
)
_TIME = Cited(_("IRPA 10.3(1)(k)"), _("The time to apply is set by the Ministerial Instructions."))
_LAPSED = Cited(
    _("IRPA 10.1(6)"),
    _("Whoever lets an invitation lapse cannot be invited again on the same expression of interest."),
)
_DECLINED = Cited(
    _("IRPA 10.1(7)"),
    _("Whoever declines an invitation in time can be invited again on the same expression of interest."),
)
_HOLDS = Cited(
    _("IRPA 11.2"),
    _(
        "No visa may be issued to whoever, when invited or when the application was received, did not meet the "
        "criteria to be invited, or did not have the qualifications the rank rested on. A birthday after the "
        "invitation is forgiven, and so is a lower score that is not below the lowest score invited in the round."
    ),
)
_COMPLETE = Cited(
    _("IRPR 10 and 12"),
    _("An application contains the forms, signature, documents and fees required; if it does not, it is returned."),
)
_TRUTH = Cited(
    _("IRPA 16(1)"),
    _("Whoever applies must answer truthfully, and produce all relevant evidence an officer reasonably requires."),
)
_APPEAR = Cited(_("IRPA 16(1.1)"), _("Whoever applies must appear for an examination if an officer asks for it."))
_MEDICAL = Cited(_("IRPA 16(2)(b)"), _("A foreign national must submit to a medical examination on request."))
_BIOMETRICS = Cited(
    _("IRPA 10.01"),
    _("Whoever applies must follow the procedures set out to collect and verify biometric information."),
)
_FAIRNESS = Cited(
    _("Baker v. Canada, [1999] 2 SCR 817"),
    _("Whoever is affected by a decision must know the case to meet, and be heard before it is made."),
)
_VISA = Cited(
    _("IRPA 11(1)"),
    _("A visa may be issued if an officer is satisfied that the person is not inadmissible and meets the Act."),
)
_STATUS = Cited(
    _("IRPA 21(1)"),
    _("A foreign national becomes a permanent resident once an officer is satisfied that the Act is complied with."),
)
_REVIEW = Cited(
    _("IRPA 72"),
    _(
        "With leave of the Federal Court, a decision can be reviewed. Leave is asked for within 15 days of being told "
        "of a matter that arose in Canada, within 60 days of one that arose elsewhere."
    ),
)
_REPAID = Cited(
    _("IRPR 303(4)"),
    _("The right of permanent residence fee is repaid to whoever does not become a permanent resident."),
)
_BARRED = Cited(
    _("IRPA 40(2)(a)"),
    _("Whoever misrepresents or withholds material facts is inadmissible for five years."),
)

_DISCLOSED = Cited(
    _("Ministerial Instructions, s. 7"),
    _(
        "A province may be told surname and date of birth only where it has the profile number and the validation code "
        "that the candidate gave it."
    ),
)
_NOMINEE = Cited(
    _("IRPR 87(2)"),
    _(
        "A provincial nominee is named in a nomination certificate of the government of a province, and intends to "
        "reside in that province."
    ),
)
_ACCEPTED = Cited(
    _("IRCC, provincial nominees in Express Entry"),
    _("A nomination is confirmed electronically, and accepted or not within 30 calendar days."),
)
_MATCHED = Cited(
    _("Job Bank, Job Match"),
    _("A posting is for Canadians and permanent residents first; after 30 days candidates abroad are matched to it."),
)
_ARRANGED = Cited(
    _("IRPR 82(2)"),
    _(
        "A job offer counts as arranged employment if it is for continuous, paid and full-time work that is not "
        "seasonal and lasts at least a year, and a positive assessment or a work permit supports it."
    ),
)

_LICENSED = Cited(
    _("IRPA 91"),
    _(
        "Only a lawyer, a paralegal, a notary of the Chambre des notaires du Québec or a member in good standing of "
        "the College of Immigration and Citizenship Consultants may represent or advise somebody for payment."
    ),
)

_CITED: dict[LetterKind, tuple[Cited, ...]] = {
    LetterKind.ACCOUNT_CREATED: (_EXPRESSION,),
    LetterKind.DRAFT_ABOUT_TO_LAPSE: (),
    LetterKind.IN_THE_POOL: (_EXPRESSION, _ELIGIBLE, _YEAR, _UPDATE),
    LetterKind.NOT_ELIGIBLE: (_ELIGIBLE, _AGED),
    LetterKind.PROFILE_UPDATED: (_UPDATE,),
    LetterKind.CHANGED_BY_CALENDAR: (_AGED,),
    LetterKind.STAY_ABOUT_TO_EXPIRE: (_YEAR, _ONE),
    LetterKind.WITHDRAWN_FROM_POOL: (_ONE,),
    LetterKind.STAY_EXPIRED: (_YEAR,),
    LetterKind.INVITATION: (_INVITED, _TIME, _LAPSED, _DECLINED, _HOLDS),
    LetterKind.INVITATION_DECLINED: (_DECLINED,),
    LetterKind.INVITATION_LAPSED: (_LAPSED,),
    LetterKind.DEADLINE_REMINDER: (),
    LetterKind.ACKNOWLEDGEMENT: (_COMPLETE, _HOLDS, _TRUTH),
    LetterKind.INCOMPLETE: (_COMPLETE, _LAPSED),
    LetterKind.BIOMETRICS: (_BIOMETRICS,),
    LetterKind.MEDICAL: (_MEDICAL,),
    LetterKind.ADDITIONAL_DOCUMENTS: (_TRUTH,),
    LetterKind.INTERVIEW: (_APPEAR, _TRUTH),
    LetterKind.PROCEDURAL_FAIRNESS: (_FAIRNESS, _TRUTH),
    LetterKind.APPROVED: (_VISA, _STATUS),
    LetterKind.REFUSED: (_VISA, _REVIEW, _REPAID),
    LetterKind.APPLICATION_WITHDRAWN: (_REPAID,),
    LetterKind.NOTIFICATION_OF_INTEREST: (_DISCLOSED,),
    LetterKind.NOMINATION_RECEIVED: (_ACCEPTED, _NOMINEE),
    LetterKind.NOMINATION_ACCEPTED: (_ACCEPTED, _NOMINEE),
    LetterKind.NOMINATION_REFUSED: (_ACCEPTED,),
    LetterKind.NOMINATION_LAPSED: (_ACCEPTED,),
    LetterKind.NOMINATION_WITHDRAWN: (_NOMINEE, _HOLDS),
    LetterKind.JOB_INVITATION: (_MATCHED,),
    LetterKind.JOB_INVITATION_ANSWERED: (),
    LetterKind.JOB_OFFER: (_ARRANGED,),
    LetterKind.OFFER_ANSWERED: (_ARRANGED,),
    LetterKind.REPRESENTATION_ASKED: (_LICENSED,),
    LetterKind.REPRESENTATION_BEGUN: (_LICENSED, _TRUTH),
    LetterKind.REPRESENTATION_ENDED: (),
    LetterKind.REPRESENTATIVE_VERIFICATION: (_LICENSED,),
    LetterKind.CHANGES_PROPOSED: (_TRUTH,),
    LetterKind.ACCOUNT_VERIFIED: (),
    LetterKind.ACCOUNT_NOT_VERIFIED: (),
}
_OF_GROUND: dict[RefusalGround, Cited] = {
    RefusalGround.ENTRY_CRITERIA_NOT_MET: _HOLDS,
    RefusalGround.RANK_NOT_SUPPORTED: _HOLDS,
    RefusalGround.CATEGORY_NOT_MET: _HOLDS,
    RefusalGround.UNTRUTHFUL_OR_NO_DOCUMENTS: _TRUTH,
    RefusalGround.MISREPRESENTATION: _BARRED,
}
_OF_REMINDER: dict[str, tuple[Cited, ...]] = {
    "invitation": (_LAPSED, _DECLINED),
    "demand": (_TRUTH,),
    "notification_of_interest": (_DISCLOSED,),
    "nomination": (_ACCEPTED,),
}


def of(kind: LetterKind, what: str | None, ground: RefusalGround | None) -> tuple[Cited, ...]:
    """What a letter cites; a reminder by `what` it reminds of, a refusal also by its `ground`."""
    if kind is LetterKind.DEADLINE_REMINDER:
        return _OF_REMINDER.get(what or "", ())
    own = _OF_GROUND.get(ground) if kind is LetterKind.REFUSED and ground else None
    return (own, *_CITED[kind]) if own else _CITED[kind]
