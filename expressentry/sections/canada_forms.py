"""The sections on what awaits in Canada: a job offer, occupation, plans and money."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _

from expressentry import fields
from expressentry.models import SectionKey
from expressentry.models.questions import QUESTIONS
from expressentry.rules import impossible
from expressentry.rules.facts import Province, WorkPermit
from expressentry.rules.impossible import Impossible
from expressentry.sections.section_form import SectionForm


class JobOfferForm(SectionForm):
    """A job offer, one question of the law at a time."""

    section = SectionKey.JOB_OFFER
    asked = QUESTIONS[SectionKey.JOB_OFFER]

    has_offer = fields.YesNo(
        _("Do you have a job offer from an employer in Canada?"), _("In writing, not only a promise.")
    )
    employer_name = fields.Text(_("Employer"))
    noc_code = fields.Occupation(
        _("Occupation of the job offered (NOC code)"), _("Type a few letters of a title, or the code.")
    )
    employers = fields.Whole(
        _("How many employers make this offer together?"), _("Usually 1. In a trade, up to 2."), lowest=1, highest=99
    )
    employer_excluded = fields.YesNo(
        _("Is an employer an embassy, high commission or consulate, or on the list of ineligible employers?")
    )
    full_time = fields.YesNo(
        _("Is the work continuous, paid and full time?"), _("At least 30 hours a week, and not seasonal.")
    )
    lasts_a_year = fields.YesNo(_("Does it last at least one year after you become a permanent resident?"))
    permit = fields.Choice(_("What allows you to work in Canada now?"), fields.of_enum(WorkPermit), radio=True)
    works_for_employer = fields.YesNo(_("Do you work for this employer now, on that permit?"))
    permit_occupation_matches = fields.YesNo(
        _("Is the permit for the same kind of occupation as the offer?"),
        _("The first four digits of the NOC code agree."),
    )
    year_with_employer = fields.YesNo(
        _("Have you worked for this employer for at least one year, full time and without a break, on the permit?")
    )
    lmia_approved = fields.YesNo(
        _("Is there a positive labour market impact assessment (LMIA) for this offer of permanent work?")
    )
    lmia_number = fields.Text(_("LMIA number"), longest=30)
    lmia_expires_on = fields.Day(_("Last day the LMIA is valid"))

    shown_with: ClassVar[dict[str, tuple[str, ...]]] = {
        "employer_name": ("if-has_offer-yes",),
        "lmia_number": ("if-has_offer-yes", "if-lmia_approved-yes"),
    }


class PlansForm(SectionForm):
    """Occupation, certificate, provinces, money."""

    section = SectionKey.PLANS
    asked = QUESTIONS[SectionKey.PLANS]

    primary_occupation = fields.Occupation(
        _("Primary occupation (NOC code)"),
        _("The one you want to be judged on. The Federal Skilled Worker and Trades programs look at it."),
    )
    qualified_on = fields.Day(
        _("Since when are you qualified to practise it on your own?"),
        _("Needed for trades. In other occupations: the day you finished the education it needs."),
    )
    has_certificate = fields.YesNo(
        _("Have you a certificate of qualification in a trade from a Canadian authority?"),
        _("From a province, a territory or a federal body. A foreign certificate does not count."),
    )
    certificate_noc_code = fields.Occupation(
        _("Trade of the certificate (NOC code)"), _("Type a few letters of a title, or the code.")
    )
    certificate_expires_on = fields.Day(_("Day the certificate expires"), _("Leave empty if it does not."))
    provinces = fields.Choices(
        _("Where do you plan to live?"),
        fields.of_enum(Province),
        _(
            "Tick every place you consider, or all of them. A province or territory finds you in its search only if "
            "you ticked it. These programs do not lead to Quebec, which selects on its own."
        ),
    )
    family_size = fields.Whole(
        _("How many people are in your family?"),
        _("You, your spouse or partner, your dependent children and theirs, whether or not they come to Canada."),
        lowest=1,
        highest=impossible.LARGEST_FAMILY,
    )
    funds_cents = fields.Money(
        _("Money you can bring, in Canadian dollars"),
        _("Money that is yours, available and not borrowed. The value of a house does not count."),
    )
    barred_for_misrepresentation = fields.YesNo(
        _("Are you barred from applying at present because of misrepresentation?"),
        _("A finding of misrepresentation closes the pool for five years."),
    )

    shown_with: ClassVar[dict[str, tuple[str, ...]]] = {"certificate_expires_on": ("if-has_certificate-yes",)}

    @classmethod
    def impossible(cls, answers: dict[str, Any], on: date) -> Iterable[Impossible]:
        return impossible.in_qualified_on(fields.Day.day(answers.get("qualified_on")), None, on)
