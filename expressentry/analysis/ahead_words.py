"""What a coming day brings, in whole sentences of the reader's language."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from expressentry import explain, formats
from expressentry.analysis.ahead import Ahead, Turn
from expressentry.analysis.happenings import (
    Birthday,
    CertificateEnds,
    Happening,
    NewInstruments,
    OfferUnsupported,
    OtherOccupation,
    Qualified,
    Report,
    Sitting,
    StayEnds,
    YearsOfWork,
)
from expressentry.labels import words


def in_short(found: Ahead) -> str:
    """Where the score stands today and on the last day that was looked at, in one sentence."""
    figures = {"score": found.score, "last": found.last_score, "day": formats.day(found.known_until)}
    if found.score == found.last_score:
        return _("Your score is %(score)s today, and will be %(last)s on %(day)s if no answer changes.", **figures)
    difference = abs(found.last_score - found.score)
    if found.last_score < found.score:
        return ngettext(
            "Your score is %(score)s today. If no answer changes, it will be %(last)s on %(day)s: %(n)s point fewer.",
            "Your score is %(score)s today. If no answer changes, it will be %(last)s on %(day)s: %(n)s points fewer.",
            difference,
            n=difference,
            **figures,
        )
    return ngettext(
        "Your score is %(score)s today. If no answer changes, it will be %(last)s on %(day)s: %(n)s point more.",
        "Your score is %(score)s today. If no answer changes, it will be %(last)s on %(day)s: %(n)s points more.",
        difference,
        n=difference,
        **figures,
    )


def causes(turn: Turn) -> list[str]:
    """What happens on that day, a sentence for each thing."""
    return list(dict.fromkeys(happening(one) for one in turn.happenings))


def effects(turn: Turn) -> list[str]:
    """What that does to the score and to the programs."""
    said = [_score(turn)]
    said += [
        _("You no longer meet the requirements of the %(program)s.", program=words(program)) for program in turn.lost
    ]
    said += [_("You then meet the requirements of the %(program)s.", program=words(program)) for program in turn.gained]
    if turn.without_program and turn.leaves:
        said.append(_("No program takes you any more from that day: your stay in the pool ends."))
    elif turn.without_program:
        said.append(_("No program takes you any more from that day."))
    return said


def _score(turn: Turn) -> str:
    figures = {"before": turn.before, "after": turn.after, "n": abs(turn.gain)}
    if turn.gain > 0:
        return ngettext(
            "Your score goes from %(before)s to %(after)s: %(n)s point more.",
            "Your score goes from %(before)s to %(after)s: %(n)s points more.",
            turn.gain,
            **figures,
        )
    if turn.gain < 0:
        return ngettext(
            "Your score goes from %(before)s to %(after)s: %(n)s point fewer.",
            "Your score goes from %(before)s to %(after)s: %(n)s points fewer.",
            -turn.gain,
            **figures,
        )
    return _("Your score stays %(score)s.", score=turn.after)


def advice(turn: Turn) -> list[str]:
    """What can be done before that day, where something can."""
    said = []
    for one in turn.happenings:
        if isinstance(one, Sitting) and not one.begins:
            said.append(_("A new test, with its result in the profile before that day, keeps these points."))
        if isinstance(one, Report) and not one.begins:
            said.append(_("A new report of an assessment, in the profile before that day, keeps these points."))
        if isinstance(one, CertificateEnds):
            said.append(_("A renewed certificate, in the profile before that day, keeps what rests on it."))
    return list(dict.fromkeys(said))


def happening(one: Happening) -> str:
    """One thing that happens by itself, as a sentence."""
    return _SAID[type(one)](one)


def _sitting(one: Sitting) -> str:
    figures = {"test": words(one.test), "n": formats.number(one.years)}
    if one.begins and one.of_partner:
        return _("The test result of your spouse or partner begins to count: %(test)s.", test=words(one.test))
    if one.begins:
        return _("Your test result begins to count: %(test)s.", test=words(one.test))
    if one.of_partner:
        return ngettext(
            "The test result of your spouse or partner turns %(n)s year old and does not count any more: %(test)s.",
            "The test result of your spouse or partner turns %(n)s years old and does not count any more: %(test)s.",
            one.years,
            **figures,
        )
    return ngettext(
        "Your test result turns %(n)s year old and does not count any more: %(test)s.",
        "Your test result turns %(n)s years old and does not count any more: %(test)s.",
        one.years,
        **figures,
    )


def _report(one: Report) -> str:
    figures = {"level": words(one.level), "n": formats.number(one.years)}
    if one.begins and one.of_partner:
        return _("The assessment of your spouse's or partner's credential begins to count: %(level)s.", **figures)
    if one.begins:
        return _("The assessment of your credential begins to count: %(level)s.", **figures)
    if one.of_partner:
        return ngettext(
            "The assessment of your spouse's or partner's credential turns %(n)s year old and does not count any more: "
            "%(level)s.",
            "The assessment of your spouse's or partner's credential turns %(n)s years old and does not count any "
            "more: %(level)s.",
            one.years,
            **figures,
        )
    return ngettext(
        "The assessment of your credential turns %(n)s year old and does not count any more: %(level)s.",
        "The assessment of your credential turns %(n)s years old and does not count any more: %(level)s.",
        one.years,
        **figures,
    )


def _years(one: YearsOfWork) -> str:
    figures = {"question": words(one.question), "n": formats.number(one.after)}
    if one.of_partner and one.after > one.before:
        return ngettext(
            "Your spouse or partner completes %(n)s year of Canadian work.",
            "Your spouse or partner completes %(n)s years of Canadian work.",
            one.after,
            **figures,
        )
    if one.of_partner:
        return ngettext(
            "Work of your spouse or partner leaves the years that are looked at: %(n)s completed year is left.",
            "Work of your spouse or partner leaves the years that are looked at: %(n)s completed years are left.",
            one.after,
            **figures,
        )
    if one.after > one.before:
        return ngettext(
            "A year of work completes, which makes %(n)s year. %(question)s.",
            "A year of work completes, which makes %(n)s years. %(question)s.",
            one.after,
            **figures,
        )
    return ngettext(
        "Work leaves the years that are looked at, and %(n)s completed year is left. %(question)s.",
        "Work leaves the years that are looked at, and %(n)s completed years are left. %(question)s.",
        one.after,
        **figures,
    )


def _other_occupation(one: OtherOccupation) -> str:
    return _(
        "Most of your Canadian work of the years that are looked at is now in another occupation, which sets the "
        "level of language you need: %(occupation)s.",
        occupation=explain.occupation(one.noc_code),
    )


_SAID: dict[type[Any], Callable[[Any], str]] = {
    Birthday: lambda one: _("You turn %(age)s.", age=one.age),
    Sitting: _sitting,
    Report: _report,
    CertificateEnds: lambda one: _(
        "Your certificate of qualification is not valid any more: %(trade)s.", trade=explain.occupation(one.noc_code)
    ),
    OfferUnsupported: lambda _one: _("The labour market impact assessment of your job offer is not valid any more."),
    Qualified: lambda one: _(
        "You are qualified to practise the trade on your own, and work in it begins to count: %(trade)s.",
        trade=explain.occupation(one.noc_code),
    ),
    YearsOfWork: _years,
    OtherOccupation: _other_occupation,
    NewInstruments: lambda _one: _("A new instrument takes effect."),
    StayEnds: lambda one: _(
        "Your stay in the pool ends at %(moment)s, unless you are invited before. You can then submit a new profile.",
        moment=formats.ottawa(one.at),
    ),
}
