"""The checklist: what each case must hold, what the same case without the cause must not, and until when it is good."""

import re
from dataclasses import replace
from datetime import date

import pytest
from households import TODAY, case, child, partner, stay, you
from law_facts import CARPENTER, TEER_1, TEER_4, canadian, english, foreign, french, here, job, offer, person, spouse

from expressentry.rules import programs
from expressentry.rules.checklist import DocumentKind, Validity, checklist, validity
from expressentry.rules.facts import Certificate, Province
from expressentry.rules.household import Person, Union
from expressentry.rules.law import MedicalRule
from expressentry.rules.tables import law_on

LAW = law_on(TODAY)


def items(one, on=TODAY):
    return checklist(one, on, law_on(on))


def keys(one, on=TODAY):
    return [item.key for item in items(one, on)]


def kinds(one, on=TODAY):
    return {item.kind for item in items(one, on)}


def item_of(one, key, on=TODAY):
    return next(item for item in items(one, on) if item.key == key)


def judged(one, key, issued=None, expires=None, on=TODAY):
    dates = [date.fromisoformat(day) if day else None for day in (issued, expires)]
    return validity(item_of(one, key, on), one, *dates, on, law_on(on))


# A worker abroad with three years in one occupation, a foreign master's degree and English.
WORKER = person(
    languages=(english(9),),
    jobs=(job(TEER_1, "2020-01-06", "2024-06-28"),),
    credentials=(foreign("masters_or_entry_to_practice_professional"),),
    primary_occupation=TEER_1,
)
# Two years of work in Canada that go on.
CANADIAN = person(languages=(english(9),), jobs=(here(TEER_1, "2024-11-01"),), primary_occupation=TEER_1)
# A carpenter abroad for four years, with English and a certificate.
TRADE = person(
    languages=(english(5),),
    jobs=(job(CARPENTER, "2022-01-03"),),
    primary_occupation=CARPENTER,
    qualified_on=date(2021, 6, 1),
    certificate=Certificate(noc_code=CARPENTER, expires_on=date(2027, 6, 30)),
)


def test_the_facts_of_these_tests_are_what_they_say():
    def taken(facts):
        return [program.value for program in programs.assess(facts, TODAY, LAW).programs]

    assert (taken(WORKER), taken(CANADIAN), taken(TRADE)) == (["fsw"], ["cec"], ["fst"])


def test_the_list_of_a_skilled_worker_alone():
    one = case(
        you(stays=(stay("IN", "1995-05-05"),)),
        facts=WORKER,
        job_keys=("ab12",),
        credential_keys=("cd34",),
        country_of_residence="IN",
    )
    assert keys(one) == [
        "passport.you",
        "photo.you",
        "language_test.you.celpip_g",
        "police_certificate.you.IN",
        "medical.you",
        "reference_letter.you.ab12",
        "education.you.cd34",
        "credential_assessment.you.cd34",
        "proof_of_funds.you",
        "explanation.you",
    ]
    assert [item.key for item in items(one) if not item.required] == ["explanation.you"]
    assert [item.key for item in items(one) if item.asks_issued_on] == ["police_certificate.you.IN", "medical.you"]
    assert [item.key for item in items(one) if item.asks_expires_on] == ["passport.you"]


def test_without_keys_the_position_names_a_job_and_a_credential():
    one = case(facts=replace(WORKER, jobs=WORKER.jobs * 2), job_keys=("first",))
    assert [key for key in keys(one) if key.startswith(("reference", "education"))] == [
        "reference_letter.you.first",
        "reference_letter.you.1",
        "education.you.0",
    ]


def test_per_person_principal_first_and_the_explanation_last():
    family = case(
        you(), partner(), child("c1"), child("c2", accompanying=False), facts=replace(WORKER, spouse=spouse())
    )
    people = [item.person for item in items(family)]
    assert people == [*sorted(people[:-1], key=["you", "spouse", "c1", "c2"].index), "you"]
    assert keys(family)[-1] == "explanation.you"
    assert len(set(keys(family))) == len(keys(family))


def test_keys_are_safe_in_an_address():
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+", item.key) for one, *_ in EACH.values() for item in items(one))


# ---- Every kind: a case that must hold it, and the nearest one that must not

ABROAD = you(stays=(stay("IN", "1995-05-05"),))
EACH = {
    DocumentKind.PASSPORT: (case(you(), partner()), "passport.spouse", None),
    DocumentKind.PHOTO: (case(you(), child()), "photo.c1", None),
    DocumentKind.LANGUAGE_TEST: (case(facts=WORKER), "language_test.you.celpip_g", case()),
    DocumentKind.POLICE_CERTIFICATE: (case(ABROAD), "police_certificate.you.IN", case()),
    DocumentKind.MEDICAL: (case(), "medical.you", None),
    DocumentKind.REFERENCE_LETTER: (case(facts=WORKER), "reference_letter.you.0", case()),
    DocumentKind.EDUCATION: (case(facts=WORKER), "education.you.0", case()),
    DocumentKind.CREDENTIAL_ASSESSMENT: (
        case(facts=WORKER),
        "credential_assessment.you.0",
        case(facts=replace(WORKER, credentials=(canadian("doctoral"),))),
    ),
    DocumentKind.CERTIFICATE_OF_QUALIFICATION: (
        case(facts=TRADE, program="fst"),
        "certificate_of_qualification.you",
        case(facts=replace(TRADE, certificate=None), program="fst"),
    ),
    DocumentKind.JOB_OFFER_LETTER: (
        case(facts=replace(WORKER, job_offer=offer(branch="c"))),
        "job_offer_letter.you",
        case(facts=WORKER),
    ),
    DocumentKind.PROOF_OF_FUNDS: (
        case(facts=WORKER),
        "proof_of_funds.you",
        case(facts=replace(WORKER, job_offer=offer(branch="a"))),
    ),
    DocumentKind.FUNDS_EXEMPTION: (case(facts=CANADIAN, program="cec"), "funds_exemption.you", case(facts=WORKER)),
    DocumentKind.MARRIAGE_CERTIFICATE: (
        case(you(), partner(), union=Union.MARRIED),
        "marriage_certificate.spouse",
        case(you(), partner(), union=Union.COMMON_LAW),
    ),
    DocumentKind.COMMON_LAW_DECLARATION: (
        case(you(), partner(), union=Union.COMMON_LAW),
        "common_law_declaration.spouse",
        case(you(), partner(), union=Union.MARRIED),
    ),
    DocumentKind.END_OF_UNION: (case(union=Union.FORMER), "end_of_union.you", case()),
    DocumentKind.BIRTH_CERTIFICATE: (case(you(), child()), "birth_certificate.c1", case(you(), partner())),
    DocumentKind.NOMINATION_CERTIFICATE: (
        case(facts=replace(WORKER, nomination=Province.ON), program="pnp"),
        "nomination_certificate.you",
        case(facts=replace(WORKER, nomination=Province.ON), program="fsw"),
    ),
    DocumentKind.WORK_PERMIT: (case(facts=CANADIAN, program="cec"), "work_permit.you", case(facts=CANADIAN)),
    DocumentKind.TAX_DOCUMENTS: (case(facts=CANADIAN, program="cec"), "tax_documents.you", case(facts=CANADIAN)),
    DocumentKind.EXPLANATION: (case(), "explanation.you", None),
}


def test_each_kind_is_among_them():
    assert set(EACH) == set(DocumentKind)


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_each_kind_is_asked_of_its_case_and_not_of_the_other(kind):
    one, key, other = EACH[kind]
    assert key in keys(one)
    assert item_of(one, key).kind is kind
    if other is not None:
        assert kind not in kinds(other)


# ---- Who


def test_a_citizen_or_permanent_resident_shows_only_how_they_belong_to_the_applicant():
    stays = (stay("IN", "1990-01-01"),)
    family = case(
        you(),
        partner(citizen_or_permanent_resident=True, stays=stays),
        child(citizen_or_permanent_resident=True),
        union=Union.MARRIED,
        facts=replace(
            WORKER, spouse=spouse(citizen_or_permanent_resident=True, language=french(7), jobs=(here("65201"),))
        ),
    )
    assert [key for key in keys(family) if ".you" not in key] == ["marriage_certificate.spouse", "birth_certificate.c1"]


def test_who_stays_behind_is_examined_too_but_claims_nothing():
    facts = replace(WORKER, spouse=spouse(accompanying=False, language=french(7), credentials=(foreign("doctoral"),)))
    behind = partner(accompanying=False, stays=(stay("IN", "1990-01-01"),))
    found = [key for key in keys(case(you(), behind, facts=facts)) if ".spouse" in key]
    assert found == ["passport.spouse", "photo.spouse", "police_certificate.spouse.IN", "medical.spouse"]


def test_a_spouse_who_comes_along_shows_what_they_earn_points_with():
    facts = replace(
        WORKER,
        spouse=spouse(
            language=french(7),
            credentials=(foreign("doctoral"), canadian("secondary")),
            jobs=(here(TEER_1, "2023-01-01"), job(TEER_1)),
        ),
    )
    one = case(you(), partner(), facts=facts, spouse_credential_keys=("s1", "s2"), spouse_job_keys=("j1", "j2"))
    claimed = [(item.key, item.required) for item in items(one) if item.person == "spouse"][3:]
    assert claimed == [
        ("medical.spouse", True),
        ("reference_letter.spouse.j1", True),
        ("reference_letter.spouse.j2", False),  # abroad: earns nothing
        ("education.spouse.s1", True),
        ("education.spouse.s2", True),
        ("credential_assessment.spouse.s1", True),
    ]
    assert "language_test.spouse.tef_canada" in keys(one)


def test_a_union_without_a_record_of_the_partner_is_still_shown():
    assert "marriage_certificate.you" in keys(case(union=Union.MARRIED))


# ---- What is claimed


def test_both_tests():
    assert {"language_test.you.celpip_g", "language_test.you.tef_canada"} <= set(
        keys(case(facts=replace(WORKER, languages=(english(9), french(7)))))
    )


@pytest.mark.parametrize(
    ("work", "required"),
    [
        (job(TEER_1), True),
        (here(TEER_1), True),
        (job(TEER_4), False),
        (job(TEER_1, paid=False), False),
        (here(TEER_1, authorized=False), False),
        (here(TEER_1, self_employed=True), True),  # counts for the Federal Skilled Worker program
        (job(TEER_1, "2010-01-01", "2016-11-22"), False),  # before the last ten years
        (job(TEER_1, "2010-01-01", "2016-11-23"), True),
        (job(TEER_1, hours=None), True),  # an answer is missing
    ],
    ids=str,
)
def test_a_letter_is_required_for_work_that_counts_for_something(work, required):
    one = case(facts=person(jobs=(work,), primary_occupation=TEER_1))
    assert item_of(one, "reference_letter.you.0").required is required


def test_credentials():
    facts = replace(
        WORKER,
        credentials=(
            foreign("doctoral", completed=False),
            canadian("secondary"),
            foreign(assessed_on=None),
            foreign("masters_or_entry_to_practice_professional"),
        ),
    )
    found = [(item.key, item.required) for item in items(case(facts=facts)) if "education" in item.key]
    assert found == [("education.you.1", True), ("education.you.2", False), ("education.you.3", True)]
    assert [key for key in keys(case(facts=facts)) if "assessment" in key] == ["credential_assessment.you.3"]


def test_a_certificate_that_earns_points_under_another_program():
    """50 points at CLB 7 and 25 at CLB 5; with an ability below CLB 5 none; none counted once section C has its 100."""

    def asked(facts, **stated):
        return {item.key: item.required for item in items(case(facts=facts, **stated))}.get(
            "certificate_of_qualification.you"
        )

    certified = replace(WORKER, certificate=Certificate(noc_code=CARPENTER))
    assert asked(certified) is False
    assert asked(replace(certified, credentials=())) is True
    assert asked(replace(certified, languages=(english((4, 5, 5, 5)),))) is None
    assert asked(replace(CANADIAN, certificate=Certificate(noc_code=CARPENTER)), program="cec") is True
    assert asked(replace(CANADIAN, certificate=Certificate(noc_code=TEER_1)), program="cec") is None
    nominee = replace(TRADE, nomination=Province.AB, languages=(english((5, 5, 4, 4)),))
    assert asked(nominee, program="pnp") is True


# ---- Settlement funds


@pytest.mark.parametrize(
    ("program", "facts", "asked"),
    [
        ("fsw", WORKER, True),
        ("fsw", replace(WORKER, job_offer=offer(branch="a")), False),
        ("fsw", replace(WORKER, job_offer=offer(branch="b")), False),
        ("fsw", replace(WORKER, job_offer=offer(branch="c")), True),
        ("fsw", replace(WORKER, job_offer=offer(branch="d")), False),
        ("fst", TRADE, True),
        ("fst", replace(TRADE, job_offer=offer(CARPENTER, branch="a")), False),
        ("fst", replace(TRADE, job_offer=offer(CARPENTER, branch="c")), True),
        ("cec", CANADIAN, False),
        ("cec", replace(CANADIAN, funds_cents=0), False),
        ("pnp", WORKER, True),
        ("pnp", TRADE, True),
        ("pnp", CANADIAN, False),
        ("pnp", replace(WORKER, funds_cents=0), True),  # lacking funds is no reason not to ask for them
        ("pnp", replace(WORKER, job_offer=offer(branch="a"), funds_cents=0), False),
        ("pnp", person(), True),  # nothing said yet
    ],
)
def test_proof_of_funds(program, facts, asked):
    found = kinds(case(facts=facts, program=program))
    assert (DocumentKind.PROOF_OF_FUNDS in found) is asked
    assert (DocumentKind.FUNDS_EXEMPTION in found) is not asked


def test_the_letter_of_exemption_is_free():
    assert not item_of(case(facts=CANADIAN, program="cec"), "funds_exemption.you").required


# ---- Police certificates


def police(*stays, on=TODAY, **changes):
    one = case(you(stays=stays, **changes))
    return [key.removeprefix("police_certificate.you.") for key in keys(one, on) if key.startswith("police")]


@pytest.mark.parametrize(
    ("first", "last", "asked"),
    [
        ("2020-01-01", "2020-06-29", False),
        ("2020-01-01", "2020-06-30", True),
        ("2010-01-01", "2017-05-21", False),  # less than six months of it in the last ten years
        ("2010-01-01", "2017-05-22", True),
        ("2026-05-25", None, False),
        ("2026-05-24", None, True),
    ],
)
def test_six_months_in_a_row_in_the_last_ten_years(first, last, asked):
    assert police(stay("DE", first, last)) == (["DE"] if asked else [])


def test_stays_that_follow_each_other_are_one_and_others_do_not_add_up():
    assert police(stay("DE", "2020-01-01", "2020-03-31"), stay("DE", "2020-04-01", "2020-06-30")) == ["DE"]
    assert police(stay("DE", "2020-01-01", "2020-03-31"), stay("DE", "2021-01-01", "2021-03-31")) == []
    assert police(stay("DE", "2020-01-01", "2020-03-31"), stay("FR", "2020-04-01", "2020-06-30")) == []


def test_not_for_canada_and_once_per_country():
    stays = (stay("CA", "2024-01-01"), stay("DE", "2017-01-01", "2017-12-31"), stay("DE", "2019-01-01", "2019-12-31"))
    assert police(*stays, stay("FR", "2020-01-01", "2023-12-31")) == ["DE", "FR"]


def test_not_before_18():
    """18 on 2020-01-01: a stay until six months later counts, one of a day less does not."""
    born = date(2002, 1, 1)
    assert police(stay("DE", "2015-01-01", "2020-06-29"), birth_date=born) == []
    assert police(stay("DE", "2015-01-01", "2020-06-30"), birth_date=born) == ["DE"]


def test_a_child_of_18_is_asked_once_six_months_have_passed():
    def asked(born):
        grown = child(born=born, stays=(stay("IN", born),))
        return "police_certificate.c1.IN" in keys(case(you(), grown))

    assert asked("2008-05-24")
    assert not asked("2008-05-25")
    assert not asked("2010-01-01")


@pytest.mark.parametrize(
    ("issued", "found"),
    [
        (None, Validity.NO_DATE),
        ("2026-11-24", Validity.IN_FUTURE),
        ("2026-11-23", Validity.SOUND),
        ("2026-05-23", Validity.SOUND),
        ("2026-05-22", Validity.TOO_OLD),
    ],
)
def test_the_certificate_of_the_country_lived_in_is_at_most_six_months_old(issued, found):
    at_home = case(ABROAD, country_of_residence="IN")
    assert judged(at_home, "police_certificate.you.IN", issued) is found
    by_stay = case(ABROAD, country_of_residence=None)
    assert judged(by_stay, "police_certificate.you.IN", issued) is found
    spouse_there = case(you(), partner(stays=(stay("IN", "1996-06-06"),)), country_of_residence="CA")
    assert judged(spouse_there, "police_certificate.spouse.IN", issued) is found


def test_the_stated_residence_counts_for_the_principal_applicant_only():
    stays = (stay("IN", "2018-01-01", "2020-12-31"),)
    one = case(you(stays=stays), partner(stays=stays), country_of_residence="IN")
    assert judged(one, "police_certificate.you.IN", "2021-06-01") is Validity.TOO_OLD
    assert judged(one, "police_certificate.spouse.IN", "2021-06-01") is Validity.SOUND


@pytest.mark.parametrize(
    ("issued", "found"),
    [
        ("2018-12-30", Validity.ISSUED_TOO_EARLY),
        ("2018-12-31", Validity.SOUND),
        ("2019-01-01", Validity.SOUND),  # however long ago
        ("2026-11-24", Validity.IN_FUTURE),
        (None, Validity.NO_DATE),
    ],
)
def test_the_certificate_of_another_country_is_issued_after_the_last_long_stay(issued, found):
    """A later visit of two months does not count."""
    stays = (stay("DE", "2017-01-01", "2018-12-31"), stay("DE", "2020-01-01", "2020-02-28"), stay("IN", "2020-03-01"))
    one = case(you(stays=stays), country_of_residence="IN")
    assert judged(one, "police_certificate.you.DE", issued) is found


# ---- Medical exam


@pytest.mark.parametrize(
    ("on", "upfront"),
    [
        ("2015-01-01", True),
        ("2023-09-30", True),
        ("2023-10-01", False),
        ("2025-08-20", False),
        ("2025-08-21", True),
        ("2026-11-23", True),
    ],
)
def test_the_medical_exam_by_the_rule_in_force(on, upfront):
    day = date.fromisoformat(on)
    family = case(you(), partner(accompanying=False), child(accompanying=False, born="2014-01-01"))
    asked = [key for key in keys(family, day) if key.startswith("medical")]
    assert asked == (["medical.you", "medical.spouse", "medical.c1"] if upfront else [])
    assert law_on(day).documents.medical is (MedicalRule.UPFRONT if upfront else MedicalRule.ON_INSTRUCTION)


@pytest.mark.parametrize(
    ("issued", "abroad", "in_canada"),
    [
        ("2025-11-23", Validity.SOUND, Validity.SOUND),
        ("2025-11-22", Validity.TOO_OLD, Validity.SOUND),
        ("2021-11-24", Validity.TOO_OLD, Validity.SOUND),
        ("2021-11-23", Validity.TOO_OLD, Validity.TOO_OLD),
        ("2026-11-24", Validity.IN_FUTURE, Validity.IN_FUTURE),
        (None, Validity.NO_DATE, Validity.NO_DATE),
    ],
)
def test_a_medical_exam_is_twelve_months_old_or_five_years_in_canada(issued, abroad, in_canada):
    assert judged(case(ABROAD), "medical.you", issued) is abroad
    assert judged(case(you(stays=(stay("CA", "2020-01-01"),))), "medical.you", issued) is in_canada
    assert judged(case(country_of_residence="CA"), "medical.you", issued) is in_canada
    assert judged(case(you(stays=(stay("CA", "2020-01-01", "2026-11-22"),))), "medical.you", issued) is abroad


def test_an_earlier_exam_did_not_serve_again_before_2025():
    on = date(2023, 9, 30)
    one = case(country_of_residence="CA")
    assert judged(one, "medical.you", "2022-09-30", on=on) is Validity.SOUND
    assert judged(one, "medical.you", "2022-09-29", on=on) is Validity.TOO_OLD


# ---- Other dates


@pytest.mark.parametrize(
    ("expires", "found"),
    [
        (None, Validity.NO_DATE),
        ("2026-11-22", Validity.EXPIRED),
        ("2026-11-23", Validity.SOUND),
        ("2026-11-24", Validity.SOUND),
    ],
)
def test_a_passport_is_good_on_its_last_day(expires, found):
    assert judged(case(), "passport.you", expires=expires) is found


@pytest.mark.parametrize(
    ("taken", "found"),
    [
        ("2024-11-24", Validity.SOUND),
        ("2024-11-23", Validity.TOO_OLD),
        ("2026-11-24", Validity.IN_FUTURE),
        (None, Validity.NO_DATE),
    ],
)
def test_a_language_test_lives_two_years(taken, found):
    result = replace(english(9), taken_on=date.fromisoformat(taken) if taken else None)
    assert judged(case(facts=person(languages=(result,))), "language_test.you.celpip_g") is found
    theirs = case(you(), partner(), facts=person(spouse=spouse(language=result)))
    assert judged(theirs, "language_test.spouse.celpip_g") is found


@pytest.mark.parametrize(
    ("assessed", "found"),
    [
        ("2021-11-24", Validity.SOUND),
        ("2021-11-23", Validity.TOO_OLD),
        ("2026-11-24", Validity.IN_FUTURE),
        (None, Validity.NO_DATE),
    ],
)
def test_an_assessment_lives_five_years(assessed, found):
    credential = foreign("doctoral", assessed_on=date.fromisoformat(assessed) if assessed else None)
    mine = case(facts=person(credentials=(canadian("secondary"), credential)), credential_keys=("a", "b"))
    assert judged(mine, "credential_assessment.you.b") is found
    theirs = case(you(), partner(), facts=person(spouse=spouse(credentials=(credential,))))
    assert judged(theirs, "credential_assessment.spouse.0") is found


@pytest.mark.parametrize(
    ("expires", "found"),
    [("2026-11-23", Validity.SOUND), ("2026-11-22", Validity.EXPIRED), (None, Validity.SOUND)],
)
def test_a_certificate_of_qualification_is_good_on_its_last_day(expires, found):
    certificate = Certificate(noc_code=CARPENTER, expires_on=date.fromisoformat(expires) if expires else None)
    one = case(facts=replace(TRADE, certificate=certificate), program="fst")
    assert judged(one, "certificate_of_qualification.you") is found


@pytest.mark.parametrize(
    "key", ["photo.you", "reference_letter.you.0", "education.you.0", "proof_of_funds.you", "explanation.you"]
)
def test_what_has_no_date_is_sound(key):
    assert judged(case(facts=WORKER), key, "2099-01-01", "1999-01-01") is Validity.SOUND


def test_an_item_of_somebody_who_left_the_case():
    one = case(you(), partner(stays=(stay("IN", "1996-06-06"),)), facts=person(spouse=spouse(language=english(7))))
    item = item_of(one, "language_test.spouse.celpip_g")
    assert validity(item, case(), None, None, TODAY, LAW) is Validity.NO_DATE
    certificate = item_of(one, "police_certificate.spouse.IN")
    assert validity(certificate, case(), date(2026, 5, 22), None, TODAY, LAW) is Validity.TOO_OLD


def test_each_item_names_its_source():
    full = case(ABROAD, facts=WORKER)
    texts = {item.kind.value: item.source.text for item in items(full)}
    assert texts["police_certificate"] == "Police certificates for Express Entry"
    assert texts["medical"] == "IRPR 30(1); medical exams for Express Entry"
    assert texts["proof_of_funds"] == "IRPR 76(1)(b) and 87.2(5)"
    assert texts["passport"] == "IRPR 10 and 12; documents for Express Entry"


# ---- Ages


def test_ages():
    newborn = Person(key="c9", relation=child().relation, birth_date=date(2008, 2, 29))
    assert (newborn.age(date(2026, 2, 28)), newborn.age(date(2026, 3, 1))) == (17, 18)
    assert (newborn.adult(date(2026, 2, 28)), newborn.adult(date(2026, 3, 1))) == (False, True)
    assert (you(birth_date=None).age(TODAY), you(birth_date=None).adult(TODAY)) == (None, True)


def test_an_earlier_union_is_shown_to_have_ended_beside_the_present_one():
    married = case(you(), partner(), facts=replace(WORKER, spouse=spouse()), union=Union.MARRIED, earlier_union=True)
    assert "end_of_union.you" in keys(married)
    assert "marriage_certificate.spouse" in keys(married)
    assert "end_of_union.you" in keys(case(earlier_union=True))
    assert "end_of_union.you" not in keys(case())
