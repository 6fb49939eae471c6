"""The words for what a day changes in the same facts; `labels` hands them out with all the others."""

from enum import Enum
from typing import Any

from flask_babel import lazy_gettext

from expressentry.rules.day_bound import DayBound

_ = lazy_gettext

WORDS: dict[type[Enum], dict[Any, Any]] = {
    DayBound: {
        DayBound.AGE: _("age on the day"),
        DayBound.LANGUAGE: _("a language test, not taken yet on one of the days, or two years old by then"),
        DayBound.ASSESSMENT: _("a credential assessment, not made yet on one of the days, or five years old by then"),
        DayBound.WORK: _("work done by the day, within the years that are looked at"),
        DayBound.CERTIFICATE: _("a certificate of qualification, expired on one of the days"),
        DayBound.OFFER: _("the assessment behind a job offer, expired on one of the days"),
    },
}
