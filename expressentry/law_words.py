"""The words for categories of rounds and for the law page; `labels` hands them out with all the others."""

from enum import Enum
from typing import Any

from flask_babel import lazy_gettext

from expressentry.rules.categories import CategoryNeed, Untested

_ = lazy_gettext

WORDS: dict[type[Enum], dict[Any, Any]] = {
    CategoryNeed: {
        CategoryNeed.FRENCH: _("French in all four abilities"),
        CategoryNeed.OCCUPATION_WORK: _("Work in one listed occupation"),
        CategoryNeed.CREDENTIAL: _("Post-secondary credential"),
        CategoryNeed.OFFER: _("Full-time job offer in a listed occupation"),
    },
    Untested: {
        Untested.FOREIGN_SERVICE: _(
            "Ten years of continuous service in a recognised foreign military, and serving now"
        ),
        Untested.ALIGNED_EXPERIENCE: _("Experience and training that match a listed occupation of the Canadian Forces"),
        Untested.FORCES_OFFER: _("The offer is from the Canadian Forces, for at least three years of continuous work"),
    },
}

PARTS: dict[str, Any] = {
    "categories": _("Categories for rounds of invitations"),
}

# What the instruments cite, word for word.
SOURCES = (
    _("IRPA 10.3"),
    _("IRPA 10.3(1)(h.1), (h.2), (1.01) and (1.1)"),
    _("Report to Parliament on category-based selection, 2024-25, Annex A"),
    _("Report to Parliament on category-based selection, 2024-25, Annex B"),
    _("News of 2025-12-08 on a category for physicians"),
    _("Category-based selection, page dated 2026-06-22"),
)
