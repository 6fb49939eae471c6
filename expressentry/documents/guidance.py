"""What each document of the checklist must show, in a sentence or two."""

from flask_babel import lazy_gettext as _

from expressentry.rules.checklist import DocumentKind

WHAT = {
    DocumentKind.PASSPORT: _(
        "The page with the photo, the number and the dates, and every page with a stamp or a visa. "
        "It must still be valid on the day you submit."
    ),
    DocumentKind.PHOTO: _("A recent photo of the face, taken from the front, in the size of a passport photo."),
    DocumentKind.LANGUAGE_TEST: _(
        "The report of the test your profile states. It must be less than two years old on the day you submit."
    ),
    DocumentKind.POLICE_CERTIFICATE: _(
        "The original in colour, from the police of this country, with a translation if it is in neither English "
        "nor French. If you live there now, it was issued at most six months before you submit; otherwise after your "
        "last stay of six months there."
    ),
    DocumentKind.MEDICAL: _(
        "The sheet that the panel physician gave at the end of the exam. Everybody in the family is examined, "
        "also those who stay behind."
    ),
    DocumentKind.REFERENCE_LETTER: _(
        "On the employer's letterhead and signed: your name, the position, its main duties, the first and the last "
        "day, the hours per week and the pay."
    ),
    DocumentKind.EDUCATION: _("The diploma, degree or certificate, and the record of what was studied."),
    DocumentKind.CREDENTIAL_ASSESSMENT: _(
        "The report of the designated body. It must be less than five years old on the day you submit."
    ),
    DocumentKind.CERTIFICATE_OF_QUALIFICATION: _(
        "The certificate of a province, a territory or a federal body that lets you work in the trade."
    ),
    DocumentKind.JOB_OFFER_LETTER: _(
        "On the employer's letterhead: the position, its duties, the pay, the hours, and how long the job lasts."
    ),
    DocumentKind.PROOF_OF_FUNDS: _(
        "Letters of your banks on their letterhead: every account, the day it was opened, what it holds now, its "
        "average over the last six months, and your debts."
    ),
    DocumentKind.FUNDS_EXEMPTION: _(
        "You are not asked for settlement funds. A letter that says why, because of your job offer or your program, "
        "spares a question later."
    ),
    DocumentKind.MARRIAGE_CERTIFICATE: _("The certificate of the marriage you are in now."),
    DocumentKind.COMMON_LAW_DECLARATION: _(
        "A statutory declaration that you have lived together for at least a year, with proof of a shared address."
    ),
    DocumentKind.END_OF_UNION: _(
        "The divorce judgment, separation agreement, annulment or death certificate that ended it."
    ),
    DocumentKind.BIRTH_CERTIFICATE: _("It names both parents. For an adopted child, the adoption papers as well."),
    DocumentKind.NOMINATION_CERTIFICATE: _("The certificate the province or territory gave you, not yet expired."),
    DocumentKind.WORK_PERMIT: _("Every permit you worked in Canada under, for the experience you claim."),
    DocumentKind.TAX_DOCUMENTS: _("T4 slips and notices of assessment for the years of Canadian work you claim."),
    DocumentKind.EXPLANATION: _(
        "If something needs explaining, for example a document you cannot get, write it in a letter and add it here."
    ),
}
