"""The second step whole, in Chromium: from the invitation to a decision, by candidate and officer, in each program."""

from collections.abc import Callable
from pathlib import Path

import pytest

from expressentry import clock
from expressentry.models import Decision
from expressentry.rules.facts import Spouse
from expressentry.rules.programs import Program
from tests.browser import applying
from tests.browser.applying import Invited
from tests.browser.conftest import Site, Visit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

# A spouse with no test, no credential and no Canadian work: asks for papers of the union and the person only.
SPOUSE = Spouse(accompanying=True)


def prepared(candidate: Invited, folder: Path, dollars: str, family: bool = False) -> str:
    """All of an application until it is received: what is missing is named before; its number."""
    applying.begin(candidate)
    applying.fill_in(candidate, family)
    applying.change_and_explain(candidate, "29500", "I paid the assessment of my degree.")
    applying.give_documents(candidate, folder)
    applying.pay(candidate, dollars)
    return applying.submit(candidate)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_skilled_worker_with_a_family_is_approved(
    visit: Callable[..., Visit], site: Site, tmp_path: Path, javascript: bool
) -> None:
    """Two adults and a child under 14: 2 x 990 + 270 for processing, 2 x 600 for the right, 2 x 85 for biometrics."""
    candidate = applying.invited(site, visit("en", javascript), Program.FSW, spouse=SPOUSE, family_size=3)
    applying.begin(candidate)
    applying.is_missing(
        candidate,
        "This question is not answered: “City or town of birth”",
        "Sira Velomar: no address is given from",
        "The family counts 3 people, but 2 are listed.",
        "Sira Velomar: this document is missing: Passport",
        "Fees are not paid: $3,350.",
    )
    applying.fill_in(candidate, family=True)
    applying.change_and_explain(candidate, "29500", "I paid the assessment of my degree.")
    applying.give_documents(candidate, tmp_path)
    applying.is_missing(candidate, "1 thing is missing", "Fees are not paid: $3,620.")
    candidate.page.get_by_role("link", name="Fees are not paid").click()
    applying.pay(candidate, "3620")
    number = applying.submit(candidate)
    assert number in applying.newest_letter(candidate)

    officer = applying.at_work(site, visit("en", javascript))
    applying.confirm_payment(officer)
    applying.take(officer, number)
    applying.find_complete(officer, number)
    applying.ask(officer, number, "additional_documents", "Send the child's custody papers.", 30)
    assert "Send the child's custody papers." in applying.newest_letter(candidate)
    applying.reply(candidate, "Here they are.", tmp_path / "proof.pdf")
    officer.go(f"/cases/{number}")
    assert officer.page.get_by_role("link", name="proof.pdf").count() == 1
    applying.pass_stages(officer, number)
    applying.approve(officer, number)

    letter = applying.newest_letter(candidate)
    assert number in letter
    candidate.visit.go(candidate.path)
    assert candidate.page.locator(".key-figures dd").nth(2).inner_text() == "Approved"
    with candidate.record() as application:
        assert (application.decision, application.days_taken) == (Decision.APPROVED, 0)


def test_a_person_with_canadian_experience_is_refused_after_being_heard(
    visit: Callable[..., Visit], site: Site, tmp_path: Path
) -> None:
    candidate = applying.invited(site, visit(), Program.CEC)
    number = prepared(candidate, tmp_path, "1675")
    officer = applying.at_work(site, visit())
    applying.confirm_payment(officer)
    applying.take(officer, number)
    applying.find_complete(officer, number)
    officer.go(f"/cases/{number}/refusal")
    applying.answer(officer.page, ground="misrepresentation", reasons="The letter is forged.", confirmed=True)
    applying.press(officer.page.locator("main form button.danger"))
    assert officer.page.locator("#ground-error, .error-summary").count() > 0
    applying.ask(officer, number, "procedural_fairness", "Palanth says that you never worked there.", 14)
    applying.reply(candidate, "They have two companies of that name.")
    applying.refuse(officer, number, "misrepresentation", "The second company says the same.")
    letter = applying.newest_letter(candidate)
    assert "The second company says the same." in letter
    candidate.visit.go(candidate.path)
    assert candidate.page.locator(".key-figures dd").nth(2).inner_text() == "Refused"
    assert candidate.page.locator('a[href$="/withdrawal"]').count() == 0
    with candidate.record() as application:
        assert application.decision is Decision.REFUSED
        assert [payment.refund_cents for payment in application.payments] == [60_000]
    officer.go("/payments/refunds")
    applying.press(officer.page.locator('form[action$="/repayment"] button'))
    with candidate.record() as application:
        assert application.payments[0].refunded_at is not None


def test_a_tradesperson_withdraws_while_something_is_asked(
    visit: Callable[..., Visit], site: Site, tmp_path: Path
) -> None:
    candidate = applying.invited(site, visit(), Program.FST)
    number = prepared(candidate, tmp_path, "1675")
    officer = applying.at_work(site, visit())
    applying.confirm_payment(officer)
    applying.take(officer, number)
    applying.find_complete(officer, number)
    applying.ask(officer, number, "biometrics", "Give fingerprints and a photo.", 30)
    officer.go(f"/cases/{number}/approval")
    candidate.visit.go(candidate.path)
    applying.press(candidate.page.locator('main a[href$="/withdrawal"]'))
    assert "$600 would be repaid." in candidate.page.inner_text("main")
    applying.press(candidate.page.locator("main form button.danger"))
    assert candidate.visit.at(candidate.path)
    assert candidate.page.locator(".key-figures dd").nth(2).inner_text() == "Withdrawn by the applicant"
    assert candidate.page.locator(".deadline").count() == 0
    assert number in applying.newest_letter(candidate)
    applying.answer(officer.page, confirmed=True)
    applying.press(officer.page.locator("main form button").first)
    assert officer.page.title().startswith("That cannot be done")
    officer.go(f"/cases/{number}")
    assert officer.page.locator("section.acts").count() == 0
    with candidate.record() as application:
        assert application.decision is Decision.WITHDRAWN


def test_a_nominee_reads_french_on_a_phone_and_is_approved(
    visit: Callable[..., Visit], site: Site, tmp_path: Path
) -> None:
    candidate = applying.invited(site, visit("fr", width=390), Program.PNP)
    number = prepared(candidate, tmp_path, "1675")
    assert number in applying.newest_letter(candidate)
    officer = applying.at_work(site, visit())
    applying.confirm_payment(officer)
    applying.take(officer, number)
    applying.find_complete(officer, number)
    applying.ask(officer, number, "biometrics", "Donnez vos empreintes digitales et une photo.", 30)
    candidate.visit.go("/letters")
    assert "Donnez vos empreintes" in applying.newest_letter(candidate)
    applying.reply(candidate, "C’est fait, à Delhi.", tmp_path / "proof.pdf")
    applying.pass_stages(officer, number)
    applying.approve(officer, number)
    candidate.visit.go(candidate.path)
    with candidate.record() as application:
        assert application.decision is Decision.APPROVED
        assert application.received_at is not None
        assert clock.day_of(application.received_at) == clock.today()
    assert candidate.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert number in applying.newest_letter(candidate)
