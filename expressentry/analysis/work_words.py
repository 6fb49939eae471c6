"""The work history drawn, in whole sentences of the reader's language."""

from flask_babel import gettext as _
from flask_babel import ngettext

from expressentry import explain, formats
from expressentry.analysis.work_drawn import Asked, Drawn, Row
from expressentry.labels import words
from expressentry.rules.experience import Question
from expressentry.rules.facts import Job
from expressentry.rules.scorecard import Factor
from expressentry.rules.work_days import JobDays, Stretch

# How much of a title has room in the picture; the table holds all of it.
LONGEST_TITLE = 38


def question(asked: Asked) -> str:
    """The question by its name."""
    return words(Factor.SPOUSE_CANADIAN_WORK) if asked.of_partner else words(asked.question)


def label(row: Row) -> str:
    """What stands above a row of the picture."""
    if row.number is None:
        return _("All of them together: days that count")
    title = explain.occupation(row.noc_code) if row.noc_code else _("No occupation stated")
    short = title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"
    return f"{row.number}. {short}"


def title(job: Job) -> str:
    """A job by its occupation."""
    return explain.occupation(job.noc_code) if job.noc_code else _("No occupation stated")


def dates(job: Job) -> str:
    """From when to when a job was held, and for how many hours a week."""
    if job.started_on is None:
        return _("No first day stated")
    first, hours = formats.day(job.started_on), formats.number(job.hours_per_week or 0)
    if job.ended_on is None:
        return _("Since %(first)s, %(hours)s hours a week", first=first, hours=hours)
    last = formats.day(job.ended_on)
    return _("From %(first)s to %(last)s, %(hours)s hours a week", first=first, last=last, hours=hours)


def stretch(part: Stretch) -> str:
    """Days of a job with their answer, in one sentence."""
    figures = {"first": formats.day(part.first), "last": formats.day(part.last), "n": formats.number(part.days)}
    if part.why is None:
        return ngettext(
            "%(first)s to %(last)s, %(n)s day: counts.",
            "%(first)s to %(last)s, %(n)s days: these count.",
            part.days,
            **figures,
        )
    return ngettext(
        "%(first)s to %(last)s, %(n)s day: %(why)s.",
        "%(first)s to %(last)s, %(n)s days: %(why)s.",
        part.days,
        why=words(part.why),
        **figures,
    )


def gives(job: JobDays) -> str:
    """What a job of which days count gives by itself."""
    return ngettext(
        "By itself it gives %(hours)s hours on %(n)s day (in weeks: %(weeks)s).",
        "By itself it gives %(hours)s hours on %(n)s days (in weeks: %(weeks)s).",
        job.days,
        n=formats.number(job.days),
        weeks=formats.number(job.days // 7),
        hours=formats.hours(job.hours),
    )


def in_short(drawn: Drawn) -> str:
    """What all jobs give together to the question, in one sentence."""
    return ngettext(
        "Together %(hours)s hours count, as much as %(weeks)s weeks of full-time work: %(n)s completed year.",
        "Together %(hours)s hours count, as much as %(weeks)s weeks of full-time work: %(n)s completed years.",
        drawn.completed_years,
        hours=formats.hours(drawn.days.hours),
        weeks=formats.hours(drawn.full_time_weeks),
        n=formats.number(drawn.completed_years),
    )


def asks(drawn: Drawn) -> str:
    """How many years the program of the question asks for; nothing for questions that only give points."""
    if drawn.asked.question not in (Question.CEC, Question.FSW_CONTINUOUS, Question.FST):
        return ""
    return ngettext(
        "The program asks for %(n)s completed year.",
        "The program asks for %(n)s completed years.",
        drawn.days.needed_years,
        n=formats.number(drawn.days.needed_years),
    )


def looked_at(drawn: Drawn) -> str:
    """From which day on work is looked at for the question."""
    if drawn.days.since is None:
        return _("Work of any time is looked at.")
    return _("Work from %(since)s on is looked at, up to yesterday.", since=formats.day(drawn.days.since))


def special(drawn: Drawn) -> str | None:
    """What is peculiar to the question, if anything."""
    if drawn.asked.of_partner:
        return _("These are the jobs of your spouse or partner: “you” in the reasons means them.")
    match drawn.asked.question:
        case Question.FSW_CONTINUOUS:
            return _(
                "Only one continuous stretch of work in your primary occupation counts, the one with most hours. "
                "A gap of up to seven days does not break it; that is how we read the law."
            )
        case Question.FSW_CANADIAN:
            return _("Only days with full-time hours count, of all jobs together.")
        case Question.FST if drawn.qualified_on is not None:
            return _(
                "Work in the trade counts from the day you were qualified to practise it on your own: %(day)s.",
                day=formats.day(drawn.qualified_on),
            )
    return None
