"""What a candidate and an officer do with an application in a browser, page by page."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

from expressentry import clock
from expressentry.database import db
from expressentry.models import Application
from expressentry.rules.programs import Program
from tests.applications import factory
from tests.browser.conftest import Site, Visit
from tests.browser.test_accessible import sign_in
from tests.documents.conftest import JPEG, PNG, pdf

Answers = dict[str, Any]
NAME = "Sira Velomar"


@dataclass
class Invited:
    """A candidate with an open invitation: the page in which they read, and who they are."""

    site: Site
    visit: Visit
    user_id: int
    application_id: int = 0

    @property
    def page(self) -> Page:
        """The page they have open."""
        return self.visit.page

    @property
    def path(self) -> str:
        """The address of the application."""
        return f"/applications/{self.application_id}"

    @contextmanager
    def record(self) -> Iterator[Application]:
        """The application as the site keeps it; what is changed in the block is kept."""
        with self.site.app.app_context():
            yield db.session.get_one(Application, self.application_id)
            db.session.commit()


def invited(site: Site, visit: Visit, program: Program, **changed: Any) -> Invited:
    """Somebody whom a round of that program has just invited, signed in."""
    with site.app.app_context():
        at = clock.now()
        user = factory.in_pool("invited@example.org", program, at - timedelta(hours=1), **changed)
        factory.invite(user, program, at)
        db.session.commit()
        user_id, session_id = user.id, user.session_id
    sign_in(site, visit.page, session_id)
    return Invited(site, visit, user_id)


def at_work(site: Site, visit: Visit) -> Visit:
    """An officer, signed in."""
    with site.app.app_context():
        session_id = factory.officer().session_id
        db.session.commit()
    sign_in(site, visit.page, session_id)
    return visit


def answer(page: Page, **answers: Any) -> None:
    """Answer the questions of a form as a person does: type, choose from a list, pick a button, tick a box."""
    for name, value in answers.items():
        if page.locator(f"select#{name}").count():
            page.select_option(f"#{name}", value)
        elif value is True:
            page.check(f"#{name}")
        elif page.locator(f'[id="{name}-{value}"]').count():
            page.check(f'[id="{name}-{value}"]')
        else:
            page.fill(f"#{name}", str(value))


def press(button: Locator) -> None:
    """Press a button, or follow a link, that leads to another page."""
    with button.page.expect_event("load"):
        button.click()


# ---- The candidate


def begin(candidate: Invited) -> None:
    """From the place in the pool to the invitation, and to the application it opens."""
    visit, page = candidate.visit, candidate.page
    visit.go("/expression-of-interest")
    press(page.locator('main a[href*="/invitations/"]').first)
    assert page.locator(".deadline time").count() == 1
    press(page.locator('form[action$="/application"] button'))
    candidate.application_id = int(page.url.rsplit("/", 1)[1])
    assert visit.at(candidate.path)


def section(candidate: Invited, key: str, **answers: Any) -> None:
    """Fill in a section that is one form, and go on."""
    if not candidate.visit.at(f"{candidate.path}/answers/{key}"):
        candidate.visit.go(f"{candidate.path}/answers/{key}")
    answer(candidate.page, **answers)
    candidate.visit.save()
    assert candidate.page.locator(".error-summary").count() == 0, candidate.page.locator(".error-summary").inner_text()


def listed(candidate: Invited, key: str, *records: Answers) -> None:
    """Add records to a section that lists them, say that all are there, and go on."""
    for record in records:
        add(candidate, key, **record)
    section(candidate, key, listed_all=True)


def add(candidate: Invited, key: str, **answers: Any) -> None:
    """Add one record to a list; back at the list then."""
    visit = candidate.visit
    if not visit.at(f"{candidate.path}/answers/{key}"):
        visit.go(f"{candidate.path}/answers/{key}")
    press(candidate.page.locator('form[action$="/records"] button'))
    answer(candidate.page, **answers)
    visit.save()
    assert visit.at(f"{candidate.path}/answers/{key}"), candidate.page.inner_text("main")


def mend(candidate: Invited, key: str, place: int, **answers: Any) -> None:
    """Change the record at a place of a list."""
    candidate.visit.go(f"{candidate.path}/answers/{key}")
    press(candidate.page.locator(".records a").nth(place))
    answer(candidate.page, **answers)
    candidate.visit.save()
    assert candidate.visit.at(f"{candidate.path}/answers/{key}")


PASSPORT = {
    "passport_number": "Z1234567",
    "passport_country": "IN",
    "passport_issued_on": "2024-05-01",
    "passport_expires_on": "2044-04-30",
    "other_names": "no",
}
IDENTITY = {
    **PASSPORT,
    "birth_city": "Pune",
    "height_cm": "171",
    "eye_colour": "hazel",
    "native_language": "मराठी",
    "earlier_union": "no",
}
WHO = {
    "gender": "another",
    "birth_city": "Agra",
    "country_of_birth": "IN",
    "citizenship": "IN",
    "country_of_residence": "IN",
}
SPOUSE = {**WHO, **PASSPORT, "birth_date": "1994-02-03", "union_began_on": "2019-06-01"}
CHILD = {
    "citizen_or_permanent_resident": "no",  # first: the passport is asked of nobody else
    **WHO,
    **PASSPORT,
    "family_name": "Velomar",
    "given_names": "Ñandú",
    "birth_date": f"{clock.real_today().year - 4}-02-01",
    "accompanying": "yes",
    "other_parent": "no",
}
PARENTS = {
    "parent1_name": "Asha Velomar",
    "parent1_birth_date": "1966-01-02",
    "parent1_birth_country": "IN",
    "parent2_name": "Not known",
    "parent2_birth_country": "IN",
    "years_primary": "5",
    "years_secondary": "7",
    "years_post_secondary": "6",
}
BACKGROUND = (
    "refused_visa",
    "removed",
    "criminal",
    "arrested",
    "disease",
    "military_service",
    "government_post",
    "organisations",
    "ill_treatment",
)
HOME = {"street": "12 Lane of the Mill", "city": "Pune", "country": "IN", "goes_on": "yes"}
TIME = {"description": "Developer at Palanth", "city": "Pune", "country": "IN", "activity": "work"}


def fill_in(candidate: Invited, family: bool) -> None:
    """Every section that the application adds, in the order of its pages; the gaps of its times are seen to close."""
    section(candidate, "identity", **IDENTITY)
    if family:
        section(candidate, "spouse-identity", **SPOUSE)
    listed(candidate, "children", *([CHILD] if family else []))
    addresses(candidate, family)
    history(candidate, family)
    journey = {"country": "PT", "purpose": "Holidays", "started_on": "2023-07-01", "ended_on": "2023-07-15"}
    listed(candidate, "travel", {"person": "you", **journey})
    section(candidate, "parents-and-schooling", **PARENTS)
    answers: Answers = dict.fromkeys(BACKGROUND, "no")
    answers |= {"organisations": "yes", "organisations_particulars": "Chess club of Pune, 2012 to 2016."}
    section(candidate, "background", **answers)
    assert candidate.visit.at(candidate.path)


def addresses(candidate: Invited, family: bool) -> None:
    """Two addresses with a gap between them, which is named, and closed."""
    before = {"started_on": "2005-01-01", "goes_on": "no", "ended_on": "2020-06-30"}
    add(candidate, "addresses", **HOME | {"person": "you", "street": "1 Old Road"} | before)
    add(candidate, "addresses", **HOME | {"person": "you", "started_on": "2020-09-01"})
    if family:
        add(candidate, "addresses", **HOME | {"person": "spouse", "started_on": "2005-01-01"})
    assert candidate.page.locator("#score li").count() == 1
    mend(candidate, "addresses", 0, ended_on="2020-08-31")
    assert candidate.page.locator("#score li").count() == 0
    section(candidate, "addresses", listed_all=True)


def history(candidate: Invited, family: bool) -> None:
    """The job of the profile is there already; what was before and after it, and what the others did, is added."""
    candidate.visit.go(f"{candidate.path}/answers/personal-history")
    press(candidate.page.locator(".records a").first)
    started_on = candidate.page.input_value("#started_on")
    ended_on = candidate.page.input_value("#ended_on")
    answer(candidate.page, **{name: value for name, value in TIME.items() if name != "activity"})
    candidate.visit.save()
    study = TIME | {"activity": "study", "description": "Engineering, University of Pune"}
    add(candidate, "personal-history", **study | span("2010-01-01", _next(started_on, -1)), person="you")
    if ended_on:
        unemployed = TIME | {"activity": "unemployed", "description": "Looking for work"}
        add(candidate, "personal-history", **unemployed | span(_next(ended_on, 1)), person="you")
    if family:
        add(candidate, "personal-history", **study | span("2005-01-01"), person="spouse")
    assert candidate.page.locator("#score li").count() == 0
    section(candidate, "personal-history", listed_all=True)


def span(started_on: str, ended_on: str | None = None) -> Answers:
    """A time, ended or not."""
    ended = {"goes_on": "yes"} if ended_on is None else {"goes_on": "no", "ended_on": ended_on}
    return {"started_on": started_on, **ended}


def _next(day: str, step: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=step)).isoformat()


def change_and_explain(candidate: Invited, dollars: str, why: str) -> None:
    """Change the money one has, and say why it differs from the profile as invited."""
    section(candidate, "plans", funds_cents=dollars)
    candidate.visit.go(candidate.path)
    press(candidate.page.locator('main a[href$="/differences"]'))
    both = candidate.page.locator(".difference dd").all_inner_texts()
    assert both == ["30000", dollars], both
    candidate.page.locator('[id="plans/funds_cents"]').fill(why)
    press(candidate.page.locator("main form button"))
    assert candidate.visit.at(candidate.path)
    with candidate.record() as application:
        assert application.explanations == {"plans/funds_cents": why}


def upload(candidate: Invited, slot: str, *files: Path, **dates: str) -> None:
    """Choose files for an item, and send them."""
    candidate.visit.go(f"{candidate.path}/documents/{slot}")
    send_files(candidate.page, *files, **dates)
    assert candidate.page.locator(".files li").count() == len(files)


def send_files(page: Page, *files: Path, **dates: str) -> None:
    """Choose files on the page that is open, and send them; the page then shows them."""
    page.set_input_files("#files", [str(path) for path in files])
    answer(page, **dates)
    page.locator("form[data-upload] button").click()
    page.locator(".files li").nth(len(files) - 1).wait_for()


def scans(folder: Path) -> dict[str, Path]:
    """Files on the candidate's machine, one of each kind and one more."""
    contents = {"passport.pdf": pdf(1), "visas.jpg": JPEG, "photo.png": PNG, "police.pdf": pdf(2), "proof.pdf": pdf(3)}
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return {name: folder / name for name in contents}


def give_documents(candidate: Invited, folder: Path) -> None:
    """Three items by hand, one of them with two files, two of them with dates; the rest as the factory gives them."""
    files, today = scans(folder), clock.real_today()
    upload(candidate, "passport.you", files["passport.pdf"], files["visas.jpg"], expires_on="2044-04-30")
    upload(candidate, "photo.you", files["photo.png"])
    issued_on = (today - timedelta(days=30)).isoformat()
    upload(candidate, "police_certificate.you.IN", files["police.pdf"], issued_on=issued_on)
    with candidate.record() as application:
        assert [document.name for document in application.documents] == [
            "passport.pdf",
            "visas.jpg",
            "photo.png",
            "police.pdf",
        ]
        factory.give_documents(application, application.profile.user, clock.now())


def is_missing(candidate: Invited, *said: str) -> None:
    """The check before submission names these, among what else is missing, and offers no signature."""
    candidate.visit.go(f"{candidate.path}/submission")
    text = candidate.page.inner_text("main")
    assert [words for words in said if words not in text] == [], text
    assert candidate.page.locator("#signed_as").count() == 0


def pay(candidate: Invited, dollars: str) -> None:
    """Record the payment of what is owed."""
    candidate.visit.go(f"{candidate.path}/fees")
    answer(candidate.page, reference="WIRE-2026-77", paid_on=clock.real_today().isoformat(), amount=dollars)
    press(candidate.page.locator('form[action$="/payments"] button'))
    assert candidate.page.locator(".error-summary").count() == 0
    assert "WIRE-2026-77" in candidate.page.locator("main table").nth(1).inner_text()


def submit(candidate: Invited) -> str:
    """Declare, sign and submit; the number under which the application was received."""
    candidate.visit.go(f"{candidate.path}/submission")
    answer(candidate.page, truthful=True, understood=True, signed_as=NAME)
    press(candidate.page.locator('form[action$="/submission"] button'))
    assert candidate.visit.at(candidate.path)
    with candidate.record() as application:
        assert application.received_at is not None
        assert application.signed_as == NAME
        number = application.number
    assert candidate.page.locator(".key-figures dd").first.inner_text() == number
    return number


def newest_letter(candidate: Invited) -> str:
    """The text of the letter that came last."""
    candidate.visit.go("/letters")
    press(candidate.page.locator(".letters tbody a").first)
    return candidate.page.inner_text("article.letter")


def reply(candidate: Invited, text: str, *files: Path) -> None:
    """Answer what an officer asked, with files if there are some."""
    candidate.visit.go(candidate.path)
    press(candidate.page.locator('.deadline a[href*="/demands/"]'))
    page = candidate.page
    asked = page.url
    if files:
        send_files(page, *files)
        page.goto(asked)
        assert page.locator(".files li").count() == len(files)
    page.fill("#answer", text)
    press(page.locator("form:has(#answer) button"))
    assert candidate.visit.at(candidate.path)


# ---- The officer


def confirm_payment(officer: Visit) -> None:
    """Confirm the one payment that waits."""
    officer.go("/payments")
    press(officer.page.locator('form[action$="/confirmation"] button'))
    assert officer.page.locator('form[action$="/confirmation"]').count() == 0


def take(officer: Visit, number: str) -> None:
    """Open the case from the queue, and take it."""
    officer.go("/cases")
    press(officer.page.get_by_role("link", name=number))
    act(officer, number, officer.page.locator('form[action$="/taking"] button'))


def act(officer: Visit, number: str, button: Locator) -> None:
    """Press a button whose act leads back to the case."""
    press(button)
    assert officer.at(f"/cases/{number}"), officer.page.url
    assert officer.page.locator("main .notice[role='status']").count() == 1


def find_complete(officer: Visit, number: str) -> None:
    """Find the application complete: the page has said that nothing is missing."""
    officer.go(f"/cases/{number}")
    act(officer, number, officer.page.locator('form[action$="/completeness"] button'))


def ask(officer: Visit, number: str, kind: str, text: str, days: int) -> None:
    """Ask something of the applicant."""
    officer.go(f"/cases/{number}")
    press(officer.page.locator(f'main a[href$="/demands/{kind}"]'))
    answer(officer.page, asks=text, days=str(days))
    act(officer, number, officer.page.locator("main form button").first)


def pass_stages(officer: Visit, number: str, *but: str) -> None:
    """Set every stage that is set by hand as passed."""
    officer.go(f"/cases/{number}")
    stages = officer.page.locator('.stages a[href*="/stages/"]').evaluate_all("all => all.map(one => one.pathname)")
    assert len(stages) == 6
    for path in stages:
        if path.rsplit("/", 1)[1] not in but:
            officer.page.goto(officer.address + path)
            answer(officer.page, state="passed")
            act(officer, number, officer.page.locator("main form button").first)


def approve(officer: Visit, number: str) -> None:
    """Approve, having read."""
    officer.go(f"/cases/{number}/approval")
    answer(officer.page, confirmed=True)
    act(officer, number, officer.page.locator("main form button").first)


def refuse(officer: Visit, number: str, ground: str, reasons: str) -> None:
    """Refuse on a ground."""
    officer.go(f"/cases/{number}/refusal")
    answer(officer.page, ground=ground, reasons=reasons, confirmed=True)
    act(officer, number, officer.page.locator("main form button.danger"))
