"""The words for provinces, employers and representatives; `labels` hands them out with all the others."""

from enum import Enum
from typing import Any

from flask_babel import lazy_gettext

from expressentry.models import Criterion, Regulator, RepresentationEnd, Scope, ViewingKind, WagePeriod

_ = lazy_gettext

WORDS: dict[type[Enum], dict[Any, Any]] = {
    Criterion: {
        Criterion.OCCUPATION: _("Occupation"),
        Criterion.PROVINCE: _("Province or territory"),
        Criterion.ENGLISH: _("English"),
        Criterion.FRENCH: _("French"),
        Criterion.EDUCATION: _("Education"),
        Criterion.EXPERIENCE: _("Experience"),
        Criterion.SKILLS: _("Skills"),
        Criterion.WAGE: _("Wage"),
        Criterion.HOURS: _("Hours a week"),
    },
    WagePeriod: {WagePeriod.HOUR: _("an hour"), WagePeriod.YEAR: _("a year")},
    ViewingKind: {
        ViewingKind.LISTED: _("listed you among the results of a search, without your name"),
        ViewingKind.OPENED: _("opened your profile, without your name"),
        ViewingKind.IDENTIFIED: _("saw your surname and date of birth"),
        ViewingKind.MATCHED: _("saw your anonymous Job Match profile"),
        ViewingKind.REVEALED: _("saw your name, because you accepted its invitation to apply"),
        ViewingKind.CLIENT: _("opened your file as your representative"),
    },
    Regulator: {
        Regulator.CICC: _("College of Immigration and Citizenship Consultants"),
        Regulator.LAW_SOCIETY: _("Law society of a province or territory"),
        Regulator.CHAMBRE_DES_NOTAIRES: _("Chambre des notaires du Québec"),
    },
    Scope: {
        Scope.EDIT: _("Prepare changes for your approval"),
        Scope.SUBMIT: _("Submit what you approved"),
        Scope.LETTERS: _("Receive your letters"),
    },
    RepresentationEnd: {
        RepresentationEnd.REVOKED: _("Ended by the client"),
        RepresentationEnd.TRANSFERRED: _("Passed on to another representative"),
        RepresentationEnd.LAID_DOWN: _("Laid down by the representative"),
    },
}

REFUSALS: dict[str, Any] = {
    "not_verified": _("An officer has not verified this account yet. Until then it cannot do this."),
    "verification_settled": _("This account does not wait for verification any more. Nothing was changed."),
    "no_nomination_space": _("There is no free place for a nomination under this stream in %(year)s."),
}

PARTS: dict[str, Any] = {
    "nominations": _("Nominations by provinces and territories"),
    "job_match": _("Job Match"),
    "streams": _("Streams of provinces and territories"),
}

# What the instruments cite, word for word.
SOURCES = (
    _("Nomination in Express Entry: confirmed electronically, then accepted or not within 30 calendar days"),
    _("Job Bank: candidates abroad are matched 30 days after a job was posted"),
    _("Provincial nominee streams in Express Entry, as remembered"),
    _("Provincial nominee streams in Express Entry, from news and a consultancy"),
)
