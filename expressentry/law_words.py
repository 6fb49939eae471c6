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
    _("Language test equivalency, CELPIP"),
    _("Language test equivalency, IELTS"),
    _("Language test equivalency, PTE Core"),
    _("Language test equivalency, TCF Canada"),
    _("Language test equivalency, TEF Canada, older tests"),
    _("Language test equivalency, TEF Canada, read from the 0-699 score"),
    _("Language test equivalency, TEF Canada"),
    _("Ministerial Instructions, s. 4; IRPA 10.1 and 10.3(1)(k)"),
    _("Ministerial Instructions, ss. 3(6) and 4; IRPA 10.1 and 10.3(1)(k)"),
    _("Ministerial Instructions, ss. 15, 19 and 25; IRPR 73"),
    _("Ministerial Instructions, ss. 15, 19 and 25; IRPR 73 as amended by SOR/2022-220"),
    _("Ministerial Instructions, ss. 15, 19 and 25; public policy on physicians of 2023-04-25"),
    _("Consultation on Express Entry of April and May 2026, from news and a consultancy"),
    _("Category-based selection, consultations"),
)

# The names of the instruments, word for word.
INSTRUMENTS = (
    _("Immigration and Refugee Protection Act, s. 10.3, before the first category"),
    _("The first categories"),
    _("Categories of 2025: education comes, transport goes"),
    _("Physicians with Canadian work experience, announced 2025-12-08"),
    _("Categories of 2026: a year of experience, transport again, four new ones, agriculture goes"),
    _("Ministerial Instructions respecting the Express Entry system, made 2014-11-28"),
    _("Amending instructions 2016-1, made 2016-10-21"),
    _("Amending instructions 2017-1, made 2017-05-29"),
    _("Amending instructions of October 2020 (points for French raised)"),
    _("Ministerial Instructions as amended 2025-03-25 (points for a job offer removed)"),
    _("Ministerial Instructions respecting the Express Entry system, ss. 8 to 15"),
    _("Ministerial Instructions respecting the Express Entry system, ss. 16 to 19"),
    _("Ministerial Instructions respecting the Express Entry system, ss. 20 to 27"),
    _("Documents of an application, medical exam before applying"),
    _("Documents of an application, medical exam on instruction"),
    _("Documents of an application, medical exam before applying again"),
    _("Designated language tests"),
    _("Designated language tests, with TCF Canada (some time in 2018 or 2019; the exact day was not found)"),
    _("Designated language tests, with PTE Core"),
    _("Fees before the indexing of 2020, before biometrics"),
    _(
        "Fees with biometrics (from this day for Europe, the Middle East and Africa, from 2018-12-31 for everybody; "
        "read as one day)"
    ),
    _("Fees of 2020"),
    _("Fees of 2022, indexed"),
    _("Fees of 2024, indexed"),
    _("Fees of 2026, indexed"),
    _("Immigration and Refugee Protection Regulations, ss. 78 to 83"),
    _("Settlement funds of 2015"),
    _("Settlement funds of 2016"),
    _("Settlement funds of 2017"),
    _("Settlement funds of 2018"),
    _("Settlement funds of 2019"),
    _("Settlement funds of 2020"),
    _("Settlement funds of 2021"),
    _("Settlement funds of 2022"),
    _("Settlement funds of 2023"),
    _("Settlement funds of 2024 (size 5 as published; 30,960 would fit the others)"),
    _("Settlement funds of 2025 (no table of 2026 was found)"),
    _("Job Match of Job Bank"),
    _("CELPIP-General to CLB"),
    _("IELTS General Training to CLB"),
    _("PTE Core to CLB"),
    _("TCF Canada to NCLC"),
    _("TEF Canada to NCLC, tests taken before 2019-10-01"),
    _("TEF Canada to NCLC, tests taken 2019-10-01 to 2023-12-10"),
    _("TEF Canada to NCLC, tests taken after 2023-12-10"),
    _("Nomination by a province or territory in Express Entry"),
    _("Ministerial Instructions of 2014"),
    _("Amending instructions 2016-1 (60 to 90 days)"),
    _("Amending instructions 2017-1, with the tie-breaking rule of June 2017"),
    _("Ministerial Instructions as amended 2018-06-26 (90 to 60 days)"),
    _("Temporary policy of 2020 (60 to 90 days)"),
    _("End of the temporary policy of 2020 (90 to 60 days)"),
    _("Immigration and Refugee Protection Regulations as read before 2022-11-16"),
    _("Immigration and Refugee Protection Regulations as amended by SOR/2022-220"),
    _("Service standard of Express Entry"),
    _("Streams of 2015"),
    _("Ontario opens its trades stream"),
    _("Alberta and Manitoba open their streams"),
    _("Streams of 2026"),
    _("Ontario revokes its Express Entry streams"),
    _("Ontario opens Workforce Priority"),
    _("Ministerial Instructions, ss. 15, 19 and 25, in NOC 2011 and 2016"),
    _("Ministerial Instructions, ss. 15, 19 and 25, in NOC 2021"),
    _("Ministerial Instructions with the public policy on physicians of 2023-04-25"),
)
