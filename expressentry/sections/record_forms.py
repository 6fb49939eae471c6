"""The sections that repeat: credentials and jobs, of the candidate and of the spouse or partner."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _

from expressentry import fields
from expressentry.models import SectionKey
from expressentry.models.questions import LISTED_ALL, RECORD_QUESTIONS
from expressentry.models.questions import Question as Asked
from expressentry.rules import impossible
from expressentry.rules.facts import Assessor, Credential, EducationLevel, Job
from expressentry.rules.impossible import Impossible
from expressentry.sections.section_form import SectionForm, countries


class CredentialForm(SectionForm):
    """One credential."""

    section = SectionKey.EDUCATION
    asked = RECORD_QUESTIONS[SectionKey.EDUCATION]

    canadian = fields.YesNo(_("Did you earn it at a Canadian school, college or university?"))
    completed = fields.YesNo(_("Did you complete the program?"), _("A program that was not completed earns no points."))
    level = fields.Choice(
        _("Level of the program"),
        fields.of_enum(EducationLevel, EducationLevel.LESS_THAN_SECONDARY, EducationLevel.TWO_OR_MORE),
        _("Two programs are two credentials: add each on its own page."),
    )
    full_time_eight_months = fields.YesNo(
        _("Did you study full time for at least eight months?"),
        _("Answer yes for study between March 2020 and August 2022, when this condition was waived."),
    )
    present_eight_months = fields.YesNo(
        _("Were you physically in Canada for at least eight months?"),
        _("Answer yes for study between March 2020 and August 2022, when this condition was waived."),
    )
    mostly_language_training = fields.YesNo(_("Was more than half of it English or French as a second language?"))
    mostly_distance = fields.YesNo(_("Was more than half of it distance learning?"))
    return_home_award = fields.YesNo(
        _("Did a scholarship or fellowship require you to return home to apply what you learned?")
    )
    assessed = fields.YesNo(
        _("Do you have an educational credential assessment report for it?"),
        _("A foreign credential earns points only with a report less than five years old."),
    )
    assessor = fields.Choice(
        _("Who assessed it?"),
        fields.of_enum(Assessor),
        _("Physicians, pharmacists and architects need the assessment of their profession's body."),
    )
    assessed_on = fields.Day(_("Day the report was issued"))
    report_number = fields.Text(_("Report number"), longest=60)
    equivalencies = fields.Choices(
        _("What the report says it is equal to in Canada"),
        fields.of_enum(EducationLevel, EducationLevel.LESS_THAN_SECONDARY),
        _("Go by the report, not by the name of the credential. Tick each equivalency it states."),
    )
    field_of_study = fields.Text(_("Field of study"))
    institution = fields.Text(_("School, college or university"))
    city = fields.Text(_("City"))
    country = fields.Choice(_("Country"), countries)

    shown_with: ClassVar[dict[str, tuple[str, ...]]] = {
        "report_number": ("if-canadian-no", "if-completed-yes", "if-assessed-yes"),
    }

    @classmethod
    def impossible(cls, answers: dict[str, Any], on: date) -> Iterable[Impossible]:
        return impossible.in_credential(Credential(assessed_on=fields.Day.day(answers.get("assessed_on"))), on)


class SpouseCredentialForm(CredentialForm):
    """One credential of the spouse or partner."""

    section = SectionKey.SPOUSE_EDUCATION

    canadian = fields.YesNo(_("Did they earn it at a Canadian school, college or university?"))
    completed = fields.YesNo(
        _("Did they complete the program?"), _("A program that was not completed earns no points.")
    )
    full_time_eight_months = present_eight_months = mostly_language_training = None  # type: ignore[assignment]
    mostly_distance = return_home_award = None  # type: ignore[assignment]
    assessed = fields.YesNo(
        _("Do they have an educational credential assessment report for it?"),
        _("A foreign credential earns points only with a report less than five years old."),
    )
    asked = RECORD_QUESTIONS[SectionKey.SPOUSE_EDUCATION]


class JobForm(SectionForm):
    """One job."""

    section = SectionKey.WORK_HISTORY
    asked = RECORD_QUESTIONS[SectionKey.WORK_HISTORY]

    job_title = fields.Text(_("Job title"))
    employer = fields.Text(_("Employer"))
    noc_code = fields.Occupation(
        _("Occupation (NOC code)"),
        _("Choose by your duties, not only by your title. Type a few letters of a title, or the code."),
    )
    started_on = fields.Day(_("First day"))
    goes_on = fields.YesNo(_("Do you still have this job?"))
    ended_on = fields.Day(_("Last day"))
    hours_per_week = fields.Number(
        _("Hours in a usual week"),
        _("If hours or status changed, enter the job as two. Hours above 30 a week do not count for more."),
    )
    paid = fields.YesNo(
        _("Were you paid, by wages or commission?"), _("Volunteering and unpaid internships do not count.")
    )
    in_canada = fields.YesNo(_("Did you do this work in Canada?"))
    authorized = fields.YesNo(_("Were you authorised to do this work in Canada the whole time?"))
    full_time_student = fields.YesNo(_("Were you a full-time student at the time?"))
    self_employed = fields.YesNo(_("Were you self-employed?"))
    publicly_funded_physician = fields.YesNo(
        _("Were you a physician providing publicly funded medical services?"),
        _("Since 25 April 2023 their self-employed work in Canada counts."),
    )
    city = fields.Text(_("City"))
    country = fields.Choice(_("Country"), countries)

    @classmethod
    def impossible(cls, answers: dict[str, Any], on: date) -> Iterable[Impossible]:
        job = Job(
            started_on=fields.Day.day(answers.get("started_on")),
            ended_on=None if answers.get("goes_on") else fields.Day.day(answers.get("ended_on")),
            hours_per_week=answers.get("hours_per_week"),
        )
        return impossible.in_job(job, None, on)


class SpouseJobForm(JobForm):
    """One job of the spouse or partner in Canada."""

    section = SectionKey.SPOUSE_WORK
    asked = RECORD_QUESTIONS[SectionKey.SPOUSE_WORK]

    in_canada = None  # type: ignore[assignment]
    country = None  # type: ignore[assignment]
    goes_on = fields.YesNo(_("Do they still have this job?"))
    paid = fields.YesNo(
        _("Were they paid, by wages or commission?"), _("Volunteering and unpaid internships do not count.")
    )
    authorized = fields.YesNo(_("Were they authorised to do this work the whole time?"))
    full_time_student = fields.YesNo(_("Were they a full-time student at the time?"))
    self_employed = fields.YesNo(_("Were they self-employed?"))
    publicly_funded_physician = fields.YesNo(
        _("Were they a physician providing publicly funded medical services?"),
        _("Since 25 April 2023 their self-employed work in Canada counts."),
    )


class ListForm(SectionForm):
    """The page that lists the records of a section: that all are there."""

    asked = (Asked(LISTED_ALL),)

    listed_all = fields.Tick(_("This list is complete"))
