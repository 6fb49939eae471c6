"""The words for what stands in the tables of the law: tables, keys, columns, and values that are keys themselves."""

from typing import Any

from flask_babel import lazy_gettext

_ = lazy_gettext

# A table inside a part; those of categories carry their own names.
TABLES: dict[str, Any] = {
    "age": _("Age"),
    "education": _("Education"),
    "first_language": _("First official language, for each ability"),
    "second_language": _("Second official language"),
    "crs_core.second_language": _("Second official language, for each ability"),
    "canadian_work": _("Work in Canada"),
    "language": _("Official language, for each ability"),
    "tiers": _("What makes a step"),
    "crs_transferability.education": _("Education together with language or work in Canada"),
    "foreign_work": _("Foreign work together with language or work in Canada"),
    "certificate": _("Certificate of qualification together with language"),
    "nomination": _("Nomination by a province or territory"),
    "arranged_employment": _("Job offer"),
    "fsw_grid.arranged_employment": _("Arranged employment"),
    "canadian_study": _("Study in Canada"),
    "sibling": _("Brother or sister in Canada"),
    "french": _("French"),
    "pool": _("Who may be in the pool"),
    "cec": _("Canadian Experience Class"),
    "fsw": _("Federal Skilled Worker Program"),
    "fsw.professional_bodies": _("Who must assess the credential, by primary occupation"),
    "fst": _("Federal Skilled Trades Program"),
    "fst.language_levels": _("Level needed in each ability, Federal Skilled Trades Program"),
    "fst.trades": _("Which occupations are skilled trades"),
    "experience": _("Work experience"),
    "adaptability": _("Adaptability"),
    "scale": _("Scores the test can give"),
    "processing": _("Processing"),
    "right_of_permanent_residence": _("Right of permanent residence"),
    "biometrics": _("Biometrics"),
    "police": _("Police certificates"),
    "medical": _("Medical exam"),
    "history": _("Personal history"),
    "standard": _("Service standard"),
    "drafts": _("Profiles that were not submitted"),
}

KEYS: dict[str, Any] = {
    "maximum": _("At most"),
    "points": _("Points"),
    "pass_mark": _("Points needed"),
    "senior_manager": _("Points for a senior manager"),
    "other": _("Points for any other occupation"),
    "only_with_lmia": _("Only with a labour market impact assessment"),
    "one_or_two_year": _("Points for a program of one or two years"),
    "three_year_or_longer": _("Points for a program of three years or longer"),
    "from_french_level": _("Lowest NCLC level in all four abilities"),
    "from_english_level": _("Lowest CLB level in English for the higher points"),
    "without_english": _("Points without that English"),
    "with_english": _("Points with that English"),
    "education_none": _("No points"),
    "education_one": _("First step of education"),
    "education_two": _("Second step of education"),
    "foreign_work_from_years": _("Years of foreign work for the first and second step"),
    "canadian_work_from_years": _("Years of work in Canada for the first and second step"),
    "language_from_level": _("Level in all four abilities for the first and second step"),
    "certificate_language_from_level": _("The same, together with a certificate of qualification"),
    "accepted": _("Language tests accepted"),
    "language_validity_years": _("Years a language test lives"),
    "assessment_validity_years": _("Years a credential assessment lives"),
    "full_time_hours_per_week": _("Hours of a full-time week"),
    "hours_per_year": _("Hours of a year of work"),
    "crs_window_years": _("Years looked back on for the score"),
    "work.occupations": _("Classification of occupations"),
    "classification": _("Classification of occupations"),
    "self_employed_physicians": _("Self-employed physicians in publicly funded services count"),
    "physicians": _("Occupations of physicians"),
    "order": _("Order in which an invitation is issued under them"),
    "work_years": _("Years of work needed"),
    "work_window_years": _("Years looked back on"),
    "higher_language_level": _("Language level for TEER 0 or 1"),
    "lower_language_level": _("Language level for TEER 2 or 3"),
    "language_level": _("Language level in all four abilities"),
    "exempt_from_funds": _("Branches of job offers that need no settlement funds"),
    "most_employers": _("Employers who may make an offer together, at most"),
    "include": _("Codes that begin with"),
    "exclude": _("But not those that begin with"),
    "from_level": _("Lowest level in all four abilities"),
    "spouse_language": _("Points for the language of the spouse or partner"),
    "spouse_language_from_level": _("Lowest level of the spouse or partner in all four abilities"),
    "own_study": _("Points for own study in Canada"),
    "spouse_study": _("Points for study in Canada of the spouse or partner"),
    "own_work": _("Points for own work in Canada"),
    "spouse_work": _("Points for work in Canada of the spouse or partner"),
    "relative": _("Points for a relative in Canada"),
    "adaptability.arranged_employment": _("Points for arranged employment"),
    "each_additional": _("Each further person"),
    "pool_months": _("Months in the pool"),
    "response_days": _("Days to answer an invitation"),
    "tie_breaking_rule": _("Tie-breaking rule by time of submission"),
    "principal": _("Principal applicant"),
    "spouse": _("Spouse or partner"),
    "child": _("Each child"),
    "each": _("Each person"),
    "family_maximum": _("Family at most"),
    "from_age": _("From age"),
    "to_age": _("To age"),
    "police.months": _("Age of the certificate of the country lived in, in months at most"),
    "stay_months": _("Countries lived in for so many months in a row"),
    "police.years": _("In so many past years"),
    "medical.rule": _("When the exam is done"),
    "medical.months": _("Age of the exam in months at most"),
    "reuse_years": _("Years an earlier exam serves again for a person living in Canada"),
    "history.years": _("Years to be told"),
    "standard.months": _("Months until the decision"),
    "percent": _("Per cent of applications it is meant for"),
    "drafts.days": _("Days until they are deleted"),
    "accept_days": _("Calendar days to answer a nomination"),
    "residents_first_days": _("Days a posting is for Canadians and permanent residents alone"),
    "name": _("Name"),
    "version": _("List of the year"),
    "months": _("Months of work"),
    "hours": _("Hours of work that are the same"),
    "window_years": _("Years looked back on"),
    "continuous": _("In a row"),
    "single_occupation": _("All in one occupation"),
    "place": _("Where"),
    "occupations": _("Occupations"),
    "french_level": _("Lowest NCLC level in all four abilities"),
    "credential_from": _("Credential of at least"),
    "offer_in_occupations": _("Full-time job offer in a listed occupation"),
    "untested": _("Asked too, but not tested here"),
}

# What the first column of rows holds, by table or part; and what the others hold.
FIRST_COLUMNS: dict[str, Any] = {
    "age": _("Age in completed years"),
    "education": _("Level of education"),
    "first_language": _("CLB or NCLC level"),
    "second_language": _("CLB or NCLC level"),
    "language": _("CLB or NCLC level"),
    "canadian_work": _("Completed years"),
    "experience": _("Completed years"),
    "funds": _("People in the family"),
    "streams": _("Stream"),
}
LEVEL_REACHED = _("Level reached")
POINTS = _("Points")
POINTS_OF_TWO = (_("Points with an accompanying spouse or partner"), _("Points without"))
AMOUNT = _("Canadian dollars")
OF_STREAMS = (_("Province or territory"), _("Status"))

# The grids of section C: what a row is, what a column is, and their steps.
GRIDS: dict[str, Any] = {
    "with_language": _("Together with the first official language"),
    "with_canadian_work": _("Together with work in Canada"),
}
GRID_COLUMNS: dict[str, Any] = {
    "with_language": (_("Language: no step"), _("Language: first step"), _("Language: second step")),
    "with_canadian_work": (_("Work: no step"), _("Work: first step"), _("Work: second step")),
}
STEP = _("Step")
STEPS = (_("No step"), _("First step"), _("Second step"))

# Values that are keys of their own.
VALUES: dict[str, Any] = {
    "noc_2016": _("NOC 2011 and 2016"),
    "noc_2021": _("NOC 2021"),
    "canada": _("In Canada"),
    "anywhere": _("In Canada or abroad"),
    "open": _("Open"),
    "unconfirmed": _("Not confirmed to be open"),
}

# How sure we are, in full.
CONFIDENCE: dict[str, Any] = {
    "law": _("read in the law itself"),
    "canada.ca": _("from an official page"),
    "secondary": _("from a secondary source"),
    "memory": _("not confirmed by a source"),
}
