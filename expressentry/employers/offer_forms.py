"""A job offer with the particulars the Regulations ask for, the invitation it answers, and the message before it."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _

from expressentry import fields
from expressentry.employers.posting_forms import PaidForm, hours_per_week, wage, wage_per
from expressentry.forms import ActForm
from expressentry.models import Posting, WagePeriod

FULL_TIME_HOURS = 30
LMIA, EXEMPT, NEITHER = "lmia", "exempt", "neither"


def _bases() -> list[tuple[str, Any]]:
    return [
        (LMIA, _("A positive labour market impact assessment (LMIA) that is valid now")),
        (EXEMPT, _("An exemption from the LMIA")),
        (NEITHER, _("Neither: an assessment is still to be asked for, or is not needed")),
    ]


class InviteForm(ActForm):
    """What an employer writes to candidates it invites."""

    wanted = {"message": _("Write a message.")}

    message = fields.Paragraphs(
        _("Message"),
        _("Each candidate you invite reads it. Say what the next step is, and until when you need an answer."),
        longest=2000,
    )


class OfferForm(PaidForm):
    """An offer. `on` is the day it would be made."""

    wanted = {
        "title": _("Write the title of the job."),
        "noc_code": _("Choose the occupation."),
        "wage_cents": _("Write the wage."),
        "wage_per": _("Choose what the wage is paid for."),
        "hours_per_week": _("Write the hours of a usual week."),
        "starts_on": _("Write the day the work begins."),
        "full_time": _("Say whether the work is full time."),
        "lasts_a_year": _("Say whether it lasts at least one year."),
        "employers": _("Write how many employers make this offer."),
        "employer_excluded": _("Answer this question with yes or no."),
        "basis": _("Choose what the offer rests on."),
    }

    title = fields.Text(_("Title of the job"), longest=120)
    noc_code = fields.Occupation(_("Occupation (NOC code)"), _("Type a few letters of a title, or the code."))
    wage_cents, wage_per, hours_per_week = wage(), wage_per(), hours_per_week()
    starts_on = fields.Day(_("Day the work begins"))
    full_time = fields.YesNo(
        _("Is the work continuous, paid and full time?"), _("At least 30 hours a week, and not seasonal.")
    )
    lasts_a_year = fields.YesNo(_("Does it last at least one year after the candidate becomes a permanent resident?"))
    employers = fields.Whole(
        _("How many employers make this offer together?"), _("Usually 1. In a trade, up to 2."), lowest=1, highest=99
    )
    employer_excluded = fields.YesNo(
        _("Is an employer an embassy, high commission or consulate, or on the list of ineligible employers?")
    )
    basis = fields.Choice(_("What does the offer rest on?"), _bases, radio=True)
    lmia_number = fields.Text(_("LMIA number"), longest=30)
    lmia_expires_on = fields.Day(_("Last day the LMIA is valid"))
    exemption = fields.Text(
        _("Code of the exemption"), _("As on the offer of employment, for example C16 or T23."), longest=20
    )

    # Questions that wait for an answer to what the offer rests on; the style sheet hides them until then.
    waiting = {"lmia_number": LMIA, "lmia_expires_on": LMIA, "exemption": EXEMPT}

    def __init__(self, on: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.on = on

    def classes(self, name: str) -> list[str]:
        """The classes of a question that waits for another."""
        return [f"if-basis-{self.waiting[name]}"] if name in self.waiting else []

    @staticmethod
    def like(posting: Posting) -> dict[str, Any]:
        """What an offer begins with: the job as it was posted."""
        names = ("title", "noc_code", "wage_cents", "hours_per_week")
        stated = {name: getattr(posting, name) for name in names}
        return {**stated, "wage_per": posting.wage_per.value, "employers": 1}

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        starts_on, hours = fields.Day.day(self.starts_on.data), self.hours_per_week.data
        if starts_on and starts_on < self.on:
            self.blame("starts_on", _("This day is past. Write the day the work will begin."))
        if self.full_time.data and hours is not None and hours < FULL_TIME_HOURS:
            words = _("Full time means at least 30 hours a week. Correct the hours, or answer no here.")
            self.blame("full_time", words)
        if self.basis.data == LMIA:
            self._validate_lmia()
        if self.basis.data == EXEMPT and not self.exemption.data:
            self.blame("exemption", _("Write the code of the exemption."))
        return not self.errors

    def _validate_lmia(self) -> None:
        expires_on = fields.Day.day(self.lmia_expires_on.data)
        if not self.lmia_number.data:
            self.blame("lmia_number", _("Write the number of the LMIA."))
        if expires_on is None:
            self.blame("lmia_expires_on", _("Write the last day the LMIA is valid."))
        elif expires_on < self.on:
            self.blame("lmia_expires_on", _("This LMIA has expired. An offer needs one that is valid."))

    def particulars(self) -> dict[str, Any]:
        """The offer, as the record keeps it; what does not belong to its basis is left out."""
        stated = {name: self._fields[name].data for name in self.wanted if name != "basis"}
        basis = self.basis.data
        return {
            **stated,
            "wage_per": WagePeriod(stated["wage_per"]),
            "starts_on": fields.Day.day(stated["starts_on"]),
            "lmia_number": self.lmia_number.data if basis == LMIA else None,
            "lmia_expires_on": fields.Day.day(self.lmia_expires_on.data) if basis == LMIA else None,
            "exemption": self.exemption.data if basis == EXEMPT else None,
        }
