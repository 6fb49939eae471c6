"""What officers fill in: the filters of the queue, and one small form for each act on a case or a payment."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from flask import g
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import FileStorage

from expressentry import fields, labels
from expressentry.applications.demands import FEWEST_DAYS, MOST_DAYS
from expressentry.forms import ActForm, LookForm
from expressentry.models import RefusalGround, StageKey, StageState, WaitingOn
from expressentry.processing.lifecycle import STATES
from expressentry.processing.queue import Filters, Place
from expressentry.rules.programs import Program

LONGEST_REASON = 1000
LONGEST_TEXT = 4000
MINE, NOBODY = "mine", "nobody"


class FilterForm(LookForm):
    """What to look for in the queue; a filter that makes no sense is told and left out."""

    program = fields.Choice(_("Program"), fields.of_enum(Program))
    stage = fields.Choice(_("Stage"), fields.of_enum(StageKey))
    waiting_on = fields.Choice(_("Waiting on"), fields.of_enum(WaitingOn))
    whose = fields.Choice(_("Assigned to"), lambda: [(MINE, _("Me")), (NOBODY, _("Nobody"))])

    def filters(self, officer_id: int) -> Filters:
        """The filters that make sense, for this officer."""
        found = {field.name: field.data for field in self if not field.errors and field.data is not None}
        whose = {MINE: officer_id, NOBODY: 0}.get(found.get("whose", ""))
        return Filters(
            program=Program(found["program"]) if "program" in found else None,
            stage=StageKey(found["stage"]) if "stage" in found else None,
            waiting_on=WaitingOn(found["waiting_on"]) if "waiting_on" in found else None,
            assigned_to=whose,
        )


def cursor(place: Place | None) -> str | None:
    """A place as it stands in an address."""
    return None if place is None else f"{place.at.astimezone(UTC).isoformat()}~{place.id}"


def read_cursor(written: str | None) -> Place | None:
    """The place of an address; `None` if there is none or it makes no sense."""
    try:
        moment, id_ = (written or "").split("~")
        at = datetime.fromisoformat(moment)
        return None if at.tzinfo is None or abs(int(id_)) > 2**62 else Place(at.astimezone(UTC), int(id_))
    except (ValueError, OverflowError):
        return None


def read_id(written: str | None) -> int:
    """The id of an address after which a page begins; 0 if there is none or it makes no sense."""
    plain = written or ""
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 19 else 0


class TakeForm(ActForm):
    """Taking a case; before an older one with a reason."""

    reason = fields.Paragraphs(
        _("Why this one goes first"), _("An older application of the program waits."), LONGEST_REASON
    )


class HandOverForm(ActForm):
    """Giving a case to an officer."""

    wanted = {"to": _("Choose an officer.")}

    to = fields.Choice(_("Officer"), lambda: g.get("officers", ()))
    note = fields.Paragraphs(_("Note for the officer"), longest=LONGEST_TEXT)
    reason = fields.Paragraphs(
        _("Why this one goes first"),
        _("Only if nobody has had it yet and an older application of the program waits."),
        LONGEST_REASON,
    )

    @classmethod
    def among(cls, officers: Iterable[tuple[str, str]]) -> "HandOverForm":
        """The form with these officers to choose from."""
        g.officers = list(officers)
        return cls()


class NoteForm(ActForm):
    """A note that officers read."""

    wanted = {"text": _("Write the note.")}

    text = fields.Paragraphs(_("New note"), _("Only officers read it. It stays as it is written."), LONGEST_TEXT)


class StageForm(ActForm):
    """How far a stage has come; what waits says for what and on whom."""

    wanted = {"state": _("Choose how far the stage has come.")}

    state = fields.Choice(
        _("State"), fields.of_enum(StageState, *(state for state in StageState if state not in STATES)), radio=True
    )
    waiting_on = fields.Choice(_("Waits on"), fields.of_enum(WaitingOn), _("Only for a stage that waits."))
    waiting_for = fields.Text(
        _("Waits for"), _("The applicant reads this. For example: security screening."), longest=200
    )

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if self.state.data == StageState.WAITING.value:
            self.want({"waiting_on": _("Choose on whom it waits."), "waiting_for": _("Write for what it waits.")})
        return not self.errors


class ReturnForm(ActForm):
    """Sending an incomplete application back."""

    wanted = {"confirmed": _("Tick this box to return the application.")}

    reasons = fields.Paragraphs(
        _("Reasons"),
        _("The applicant reads them. What is missing is named in the letter already."),
        LONGEST_TEXT,
    )
    confirmed = fields.Tick(_("I return this application with its fees. This cannot be undone."))


class DemandForm(ActForm):
    """Asking something of the applicant."""

    wanted = {"asks": _("Write what is asked."), "days": _("Write how many days the applicant has to answer.")}

    asks = fields.Paragraphs(
        _("What is asked"), _("The applicant reads this in a letter. Write it in the applicant's language.")
    )
    days = fields.Whole(_("Days to answer"), lowest=FEWEST_DAYS, highest=MOST_DAYS)


class ApproveForm(ActForm):
    """Granting permanent residence."""

    wanted = {"confirmed": _("Tick this box to approve the application.")}

    confirmed = fields.Tick(_("I have read what is above, and approve this application. This cannot be undone."))


class RefuseForm(ActForm):
    """Refusing on a ground, with reasons."""

    wanted = {
        "ground": _("Choose the ground."),
        "reasons": _("Write the reasons."),
        "confirmed": _("Tick this box to refuse the application."),
    }

    ground = fields.Choice(_("Ground"), lambda: g.get("grounds", ()), radio=True)
    reasons = fields.Paragraphs(
        _("Reasons"),
        _("The applicant reads them. Say what was found, and why it does not meet the section cited."),
        LONGEST_TEXT,
    )
    confirmed = fields.Tick(_("I have read what is above, and refuse this application. This cannot be undone."))

    @classmethod
    def among(cls, grounds: Iterable[tuple[RefusalGround, str]]) -> "RefuseForm":
        """The form with these grounds, and the sections they cite, to choose from."""
        g.grounds = [(ground.value, f"{labels.words(ground)} ({section})") for ground, section in grounds]
        return cls()


class RejectForm(ActForm):
    """Saying that a payment did not come."""

    wanted = {"because": _("Write why the payment is rejected.")}

    because = fields.Text(_("Why it is rejected"), _("The applicant reads this."), longest=200)


class CsvFile(fields.Question):
    """A file of text; `data` is what it holds."""

    kind = "file"

    @property
    def raw(self) -> str:
        """A browser shows no file that was chosen before."""
        return ""

    def understand(self, typed: Sequence[Any]) -> str | None:
        sent = typed[0] if typed else None
        if not isinstance(sent, FileStorage) or not sent.filename:
            return None
        try:
            return sent.stream.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ValueError(_("This file is not text in UTF-8. Save it as CSV UTF-8 and send it again.")) from None


class ImportForm(ActForm):
    """Payments received, as a bank lists them."""

    wanted = {"file": _("Choose a CSV file that is not empty.")}

    file = CsvFile(
        _("CSV file"),
        _("With the columns reference, amount and received_on, separated by commas or semicolons."),
        render_kw={"accept": ".csv,text/csv"},
    )
