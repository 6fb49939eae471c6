"""Every page of the second step in each of its states, in both languages, wide and narrow."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from expressentry import clock
from expressentry.applications import demands, lifecycle, payments
from expressentry.applications.answers.views import all_sections
from expressentry.database import db
from expressentry.models import (
    Application,
    DemandKind,
    Letter,
    LetterKind,
    RefusalGround,
    StageKey,
    StageState,
    User,
    WaitingOn,
    write,
)
from expressentry.models.application_answers import ApplicationSection
from expressentry.processing import imports
from expressentry.processing import lifecycle as processing
from expressentry.rules.facts import Spouse
from expressentry.rules.programs import Program
from tests.applications import factory
from tests.browser import applying
from tests.browser.accessible import seen, sign_in, walk
from tests.browser.conftest import Site, Visit
from tests.conftest import make_app
from tests.letters.figures import FIGURES

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
BOTH = pytest.mark.parametrize("language", ["en", "fr"])
LISTS = ("children", "addresses", "personal-history", "travel")


@dataclass
class Cast:
    """Sessions by name, and the ids and numbers of their applications."""

    sessions: dict[str, str] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)

    def take_in(self, name: str, application: Application) -> Application:
        """Remember an application, and whose it is, under a name."""
        db.session.flush()
        self.sessions[name] = application.profile.user.session_id
        self.ids[name], self.numbers[name] = application.id, application.number
        return application


@pytest.fixture(scope="session")
def staged(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Cast]:
    """The folder of a site with drafts, cases and an officer, made once per worker."""
    folder, made = tmp_path_factory.mktemp("staged"), Cast()
    app = make_app(Path(shutil.copy(migrated, folder / "express.sqlite3")))
    with app.app_context():
        at = clock.now()
        made.sessions["officer"] = factory.officer().session_id
        _drafts(made, at)
        _cases(made, factory.officer(), at)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return folder, made


@pytest.fixture
def database(staged: tuple[Path, Cast], tmp_path: Path) -> Path:
    """A fresh copy of the database in which they are, with their documents beside it."""
    return Path(shutil.copytree(staged[0], tmp_path, dirs_exist_ok=True)) / "express.sqlite3"


@pytest.fixture
def cast(staged: tuple[Path, Cast]) -> Cast:
    """Who is in that database."""
    return staged[1]


def _drafts(cast: Cast, at: datetime) -> None:
    """Drafts empty and complete."""
    spouse = Spouse(accompanying=True)
    cast.take_in("empty", factory.begun("empty@example.org", Program.FSW, at, spouse=spouse, family_size=3))
    cast.take_in("complete", factory.complete(factory.begun("complete@example.org", Program.CEC, at), at))


def _cases(cast: Cast, officer: User, at: datetime) -> None:
    """Applications received, in process with all that can be asked, refused, approved and withdrawn."""
    law = clock.law()
    cast.take_in("received", factory.received("received@example.org", Program.FSW, at - timedelta(hours=2)))
    for name, program in (("asked", Program.FST), ("refused", Program.PNP), ("approved", Program.CEC)):
        application = factory.received(f"{name}@example.org", program, at - timedelta(hours=1))
        cast.take_in(name, application)
        payments.confirm(application.payments[0], officer, at)
        processing.take(application, officer, at, "It is urgent.")
        processing.found_complete(application, officer, at, law)
    _in_process(db.session.get_one(Application, cast.ids["asked"]), officer, at)
    refused = db.session.get_one(Application, cast.ids["refused"])
    processing.refuse(
        refused, RefusalGround.CLASS_REQUIREMENTS, "Not enough.\nSee the letter of the bank.", officer, at
    )
    approved = db.session.get_one(Application, cast.ids["approved"])
    for key in processing.BY_HAND:
        processing.set_stage(approved, key, StageState.PASSED, officer, at)
    processing.approve(approved, officer, at, law)
    withdrawn = cast.take_in("withdrawn", factory.received("withdrawn@example.org", Program.FSW, at))
    lifecycle.withdraw(withdrawn, withdrawn.profile.user, at)


def _in_process(application: Application, officer: User, at: datetime) -> None:
    """A case with requests in every state, notes, and stages that wait."""
    for kind in DemandKind:
        demands.make(application, kind, f"What is asked: {kind}.\nIn two lines.", 30, officer, at)
    asked = {demand.kind: demand for demand in application.demands}
    demands.answer(asked[DemandKind.BIOMETRICS], "Done.", application.profile.user, at)
    demands.cancel(asked[DemandKind.MEDICAL], officer, at)
    asked[DemandKind.INTERVIEW].lapsed_at = at
    waits = (WaitingOn.PARTNER, "security screening")
    processing.set_stage(application, StageKey.BACKGROUND, StageState.WAITING, officer, at, *waits)
    processing.note(application, "Looks well.", officer, at)
    application.explanations = {"plans/funds_cents": "I paid tuition."}
    plans = application.answers.section("plans")
    application.answers = application.answers.with_section(
        "plans", plans._replace(values={**plans.values, "funds_cents": 2_950_000})
    )


def as_(site: Site, visitor: Visit, cast: Cast, name: str) -> str:
    """Sign in as somebody of the cast; the address of their application."""
    sign_in(site, visitor.page, cast.sessions[name])
    return f"/applications/{cast.ids[name]}" if name in cast.ids else ""


# ---- The candidate


@BOTH
def test_an_empty_draft(visit: Callable[..., Visit], site: Site, cast: Cast, language: str) -> None:
    visitor = visit(language)
    path = as_(site, visitor, cast, "empty")
    with site.app.app_context():
        application = db.session.get_one(Application, cast.ids["empty"])
        user, at = application.profile.user, clock.now()
        records = {key: lifecycle.add_record(application, key, user, at) for key in LISTS}
        sections = [key for key in all_sections(application.answers) if key in set(ApplicationSection)]
        invitation_id = application.invitation_id
        db.session.commit()
    paths = ["", "/differences", "/fees", "/receipt", "/submission"]
    paths += [f"/answers/{key}" for key in [*sections, "about-you", "education", "plans"]]
    paths += [f"/answers/{key}/{record}" for key, record in records.items()]
    paths += [f"/answers/travel/{records['travel']}/removal", "/answers/work-history/work-history-0"]
    found = walk(visitor, [path + one for one in paths])
    found += walk(visitor, [f"/invitations/{invitation_id}", f"/invitations/{invitation_id}/declining", "/letters"])
    assert found == []


@BOTH
def test_a_complete_draft_with_a_difference_and_a_draft_that_is_over(
    visit: Callable[..., Visit], site: Site, cast: Cast, language: str
) -> None:
    visitor = visit(language)
    path = as_(site, visitor, cast, "complete")
    with site.app.app_context():
        application = db.session.get_one(Application, cast.ids["complete"])
        lifecycle.remove_record(application, "education", "education-0", application.profile.user, clock.now())
        saved = application.answers.section("plans")
        lifecycle.amend(
            application,
            "plans",
            None,
            application.profile.user,
            clock.now(),
            values={"funds_cents": 1_000},
            typed={},
            revision=str(saved.revision),
            tab="x",
        )
        application.payments[0].rejected_at, application.payments[0].rejected_because = clock.now(), "It never came."
        application.payments[0].reference = "W" * 40
        db.session.commit()
    found = walk(visitor, [path + one for one in ("", "/differences", "/fees", "/submission")])
    with site.app.app_context():
        db.session.get_one(Application, cast.ids["complete"]).invitation.declined_at = clock.now()
        db.session.commit()
    found += walk(visitor, [path + one for one in ("", "/differences", "/submission", "/answers/identity")])
    assert found == []


@BOTH
def test_what_cannot_be_taken_is_told_accessibly(
    visit: Callable[..., Visit], site: Site, cast: Cast, language: str
) -> None:
    visitor = visit(language)
    page, found = visitor.page, []
    path = as_(site, visitor, cast, "empty")
    visitor.go(f"{path}/answers/identity")
    applying.answer(page, height_cm="12", passport_issued_on="2199-01-01", other_names="yes", earlier_union="yes")
    visitor.save()
    found += told(visitor)
    visitor.go(f"{path}/answers/background")
    for name in applying.BACKGROUND:
        page.check(f"#{name}-yes")
    page.fill("#criminal_particulars", "x" * 4100)
    visitor.save()
    found += told(visitor)
    visitor.go(f"{path}/fees")
    applying.answer(page, reference="4111 1111 1111 1111", paid_on="2199-01-01", amount="1")
    applying.press(page.locator('form[action$="/payments"] button'))
    found += told(visitor)
    path = as_(site, visitor, cast, "complete")
    visitor.go(f"{path}/submission")
    applying.press(page.locator('form[action$="/submission"] button'))
    found += told(visitor)
    with site.app.app_context():
        db.session.get_one(Application, cast.ids["complete"]).documents[0].removed_at = clock.now()
        db.session.commit()
    applying.answer(page, truthful=True, understood=True, signed_as="Sira Velomar")
    applying.press(page.locator('form[action$="/submission"] button'))
    found += told(visitor)
    assert found == []


@BOTH
def test_two_windows_are_told_accessibly(visit: Callable[..., Visit], site: Site, cast: Cast, language: str) -> None:
    visitor = visit(language)
    path = as_(site, visitor, cast, "empty")
    visitor.go(f"{path}/answers/identity")
    with site.app.app_context():
        application = db.session.get_one(Application, cast.ids["empty"])
        form: dict[str, Any] = {"typed": {}, "revision": "0", "tab": "other", "values": {"birth_city": "Agra"}}
        lifecycle.amend(application, "identity", None, application.profile.user, clock.now(), **form)
        db.session.commit()
    visitor.page.fill("#birth_city", "Pune")
    visitor.save()
    found = told(visitor)
    assert visitor.page.input_value("#birth_city") == "Pune"
    visitor.save()
    assert visitor.at(f"{path}/answers/spouse-identity")
    assert found == []


def told(visitor: Visit) -> list[str]:
    """What is wrong with a page that refuses what was sent; its summary has the focus."""
    assert visitor.page.evaluate("document.activeElement.classList.contains('error-summary')"), visitor.page.url
    return seen(visitor)


@BOTH
def test_a_received_application_and_what_is_asked(
    visit: Callable[..., Visit], site: Site, cast: Cast, language: str
) -> None:
    visitor, found = visit(language), []
    path = as_(site, visitor, cast, "received")
    found += walk(visitor, [path + one for one in ("", "/withdrawal", "/answers/identity", "/fees", "/documents")])
    path = as_(site, visitor, cast, "asked")
    with site.app.app_context():
        asked = db.session.get_one(Application, cast.ids["asked"]).demands
        places = [f"{path}/demands/{demand.id}" for demand in asked]
        open_ = next(demand.id for demand in asked if demand.is_open(clock.now()))
        asked[-1].extended_from = asked[-1].answer_before
        db.session.commit()
    found += walk(visitor, [path, *places, f"{path}/receipt"])
    visitor.go(f"{path}/demands/{open_}")
    applying.press(visitor.page.locator("form:has(#answer) button"))
    found += told(visitor)
    for name in ("refused", "approved", "withdrawn"):
        path = as_(site, visitor, cast, name)
        found += walk(visitor, [path, f"{path}/fees", f"{path}/receipt", "/letters", "/expression-of-interest"])
    assert found == []


@BOTH
def test_letters_of_every_kind(visit: Callable[..., Visit], site: Site, cast: Cast, language: str) -> None:
    with site.app.app_context():
        application = db.session.get_one(Application, cast.ids["asked"])
        about: dict[LetterKind, Any] = {LetterKind.INVITATION: application.invitation}
        ids = []
        for kind in LetterKind:
            at, figures = clock.now(), FIGURES[kind]
            letter = write(kind, application.profile.user_id, about=about.get(kind, application), at=at, **figures)
            db.session.flush()
            ids.append(letter.id)
        db.session.commit()
        code = db.session.get_one(Letter, ids[0]).code
    visitor = visit(language)
    as_(site, visitor, cast, "asked")
    found = walk(visitor, ["/letters", *(f"/letters/{id_}" for id_ in ids)])
    stranger = visit(language)
    addresses = [
        "/letters/verification",
        f"/letters/verification?code={code}",
        f"/letters/verification?code={'0' * 16}",
    ]
    found += walk(stranger, [*addresses, "/letters/verification?code=x", "/service"])
    assert found == []


# ---- The officer


@BOTH
def test_the_queue_and_the_cases(visit: Callable[..., Visit], site: Site, cast: Cast, language: str) -> None:
    visitor = visit(language)
    as_(site, visitor, cast, "officer")
    numbers = cast.numbers
    queue = ["/cases", "/cases?program=fsw&stage=completeness&whose=nobody", "/cases?program=nothing&stage=x"]
    queue += ["/cases?number=A000000000", "/cases/decided", "/cases/decided?program=pnp", "/service/cases"]
    found = walk(visitor, queue)
    found += walk(visitor, [f"/cases/{numbers[name]}" for name in ("received", "asked", "refused", "withdrawn")])
    acts = ["/answers", "/assignment", "/stages/background", "/demands/interview", "/approval", "/refusal"]
    found += walk(visitor, [f"/cases/{numbers['asked']}{act}" for act in acts])
    found += walk(visitor, [f"/cases/{numbers['received']}/return"])
    assert found == []


@BOTH
def test_acts_that_cannot_be_are_told_accessibly(
    visit: Callable[..., Visit], site: Site, cast: Cast, language: str
) -> None:
    visitor, found = visit(language), []
    as_(site, visitor, cast, "officer")
    case = f"/cases/{cast.numbers['asked']}"
    for act in ("/assignment", "/stages/background", "/demands/interview", "/approval", "/refusal"):
        visitor.go(case + act)
        if act == "/demands/interview":
            visitor.page.fill("#days", "3")
        applying.press(visitor.page.locator("main form .buttons button").last)
        found += told(visitor)
    visitor.go(case)
    applying.press(visitor.page.locator('form[action$="/notes"] button'))
    found += told(visitor)
    visitor.go(f"{case}/approval")
    applying.answer(visitor.page, confirmed=True)
    applying.press(visitor.page.locator("main form .buttons button").last)
    assert visitor.page.locator("h1").count() == 1
    found += seen(visitor)
    visitor.go(f"/cases/{cast.numbers['received']}/return")
    applying.answer(visitor.page, confirmed=True)
    applying.press(visitor.page.locator("main form .buttons button").last)
    found += told(visitor)
    assert found == []


@BOTH
def test_payments_the_clock_and_the_outbox(
    visit: Callable[..., Visit], site: Site, cast: Cast, language: str, tmp_path: Path
) -> None:
    with site.app.app_context():
        waiting = db.session.get_one(Application, cast.ids["received"]).payments[0]
        gone = db.session.get_one(Application, cast.ids["withdrawn"]).payments[0]
        payments.confirm(gone, factory.officer(), clock.now())
        lines = "reference,amount,received_on\nNOTHING-1,12.00,2026-01-01\nbad\n"
        imports.take_in(lines, factory.officer(), clock.now())
        payment_id, reference = waiting.id, waiting.reference
        db.session.commit()
    (tmp_path / "none.csv").write_text("a,b\n1,2\n")
    (tmp_path / "some.csv").write_text(f"reference,amount,received_on\n{reference},1.00,2026-01-01\n")
    visitor = visit(language)
    as_(site, visitor, cast, "officer")
    rejection = f"/payments/{payment_id}/rejection"
    found = walk(visitor, ["/payments", "/payments/refunds", rejection, "/payments/imports", "/clock"])
    for path in (rejection, "/payments/imports"):
        visitor.go(path)
        applying.press(visitor.page.locator("main form .buttons button").last)
        found += told(visitor)
    for name in ("none.csv", "some.csv"):
        visitor.page.set_input_files("#file", str(tmp_path / name))
        applying.press(visitor.page.locator("main form .buttons button").last)
        found += told(visitor) if name == "none.csv" else seen(visitor)
    visitor.go("/clock")
    applying.press(visitor.page.locator("main form button").last)
    found += told(visitor)
    visitor.page.check("#step-30")
    applying.press(visitor.page.locator("main form button").last)
    found += seen(visitor)
    found += walk(visitor, ["/outbox", "/cases", "/service/cases"])
    path = as_(site, visitor, cast, "empty")
    found += walk(visitor, [path, f"{path}/fees"])
    assert found == []
