"""Notices of letters by e-mail: that there is one, and never what it says."""

import os
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import NamedTuple

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import and_, func, not_, or_, select, update

from expressentry.database import Glance, db
from expressentry.models import Letter, Profile, Proposal, Representation, Representative, User

try:
    import fcntl
except ImportError:  # pragma: no cover - a machine without file locks runs one notifier at a time
    fcntl = None  # type: ignore[assignment]

BATCH = 100
TIMEOUT_SECONDS = 20
_FIRST_UNTOLD = Glance(select(func.min(Letter.id)).where(Letter.notified_at.is_(None)))


def deliver(at: datetime, most: int | None = None) -> Iterator[int]:
    """Send the notice of every letter that has none, oldest first; how many so far, at each point to be committed.

    The caller commits at each step, and has nothing uncommitted when it begins: no transaction is open while mail is
    sent. A notice is marked right after it was sent, so a crash between the two repeats one and loses none. If the
    mail server cannot be reached the rest is left for the next time. Only one process sends at a time.
    """
    with _alone() as alone:
        if not alone:
            return
        if _mark_unreachable(at):
            yield 0
        db.session.rollback()
        yield from _deliver(at, most)


def _deliver(at: datetime, most: int | None) -> Iterator[int]:
    sent, last = 0, 0
    with ExitStack() as ending:
        send = _sender(ending)
        while most is None or sent < most:
            waiting = _waiting(last, BATCH if most is None else min(BATCH, most - sent))
            if not waiting:
                return
            for letter in waiting:
                last = letter.id
                try:
                    told = send(letter, at)
                    for one in letter.also if told else ():
                        send(one, at)
                except (OSError, smtplib.SMTPException) as fault:
                    current_app.logger.error("Notices cannot be sent now: %s", fault)
                    return
                if told:
                    sent += 1
                    db.session.execute(update(Letter).where(Letter.id == letter.id).values(notified_at=at))
                    yield sent


def waiting_any() -> bool:
    """True if a letter has had no notice yet; a quick look."""
    return _FIRST_UNTOLD.one() not in (None, (None,))


def left() -> int:
    """How many letters wait for their notice."""
    return db.session.scalar(select(func.count()).where(Letter.notified_at.is_(None)).select_from(Letter)) or 0


class Waiting(NamedTuple):
    """A letter without its notice, and whom to tell in which language: its reader, or also a representative.

    `also` are the notices that go to representatives who receive the reader's letters; `reader` tells theirs apart.
    """

    id: int
    email: str
    language: str
    also: tuple["Waiting", ...] = ()
    reader: int | None = None


def _waiting(after: int, most: int) -> list[Waiting]:
    rows = db.session.execute(
        select(Letter.id, User.email, User.language)
        .join(User)
        .where(Letter.notified_at.is_(None), Letter.id > after)
        .order_by(Letter.id)
        .limit(most)
    ).all()
    also = _also_told([row.id for row in rows])
    db.session.rollback()
    return [Waiting(*row, also=tuple(also.get(row.id, ()))) for row in rows]


def _also_told(letter_ids: list[int]) -> dict[int, list[Waiting]]:
    """For each letter, the verified representative who receives the letters of its reader; not those about another."""
    active = (Representation.accepted_at.is_not(None), Representation.ended_at.is_(None))
    can_be_told = (User.password_hash.is_not(None), User.email.not_like("%.invalid"))
    about_another = or_(
        and_(Letter.about == Representation.__tablename__, Letter.about_id != Representation.id),
        and_(Letter.about == Proposal.__tablename__, Proposal.representation_id != Representation.id),
    )
    rows = db.session.execute(
        select(Letter.id, User.email, User.language, User.id.label("reader"))
        .select_from(Letter)
        .join(Profile, Profile.user_id == Letter.user_id)
        .join(Representation, Representation.profile_id == Profile.id)
        .join(Representative, Representative.id == Representation.representative_id)
        .join(User, User.id == Representative.user_id)
        .outerjoin(Proposal, and_(Letter.about == Proposal.__tablename__, Proposal.id == Letter.about_id))
        .where(Letter.id.in_(letter_ids), *active, Representation.gets_letters.is_(True), *can_be_told)
        .where(Representative.verified_at.is_not(None), not_(about_another))
    ).all()
    found: dict[int, list[Waiting]] = {}
    for row in rows:
        found.setdefault(row.id, []).append(Waiting(row.id, row.email, row.language, reader=row.reader))
    return found


def _mark_unreachable(at: datetime) -> bool:
    """Mark, without sending, what is for people nobody can sign in as, or for addresses that cannot exist."""
    nobody = select(User.id).where(or_(User.password_hash.is_(None), User.email.like("%.invalid")))
    if not waiting_any():
        return False
    mark = update(Letter).where(Letter.notified_at.is_(None), Letter.user_id.in_(nobody)).values(notified_at=at)
    return bool(db.session.execute(mark.execution_options(synchronize_session=False)).rowcount)  # type: ignore[attr-defined]


@contextmanager
def _alone() -> Iterator[bool]:
    """True if no other process of this machine is sending."""
    with (_instance() / "notices.lock").open("w") as file:
        try:
            if fcntl is not None:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def notice(letter: Waiting, at: datetime) -> EmailMessage:
    """The e-mail: in both languages, the reader's first, with nothing personal in it."""
    order = ("fr", "en") if letter.language == "fr" else ("en", "fr")
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = str(current_app.config["MAIL_FROM"])
    message["To"] = letter.email
    with force_locale(order[0]):
        message["Subject"] = str(_("New message in your Express Entry account"))
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<letter-{_mark(letter)}@{_domain()}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(
        "\n\n-- -- --\n\n".join(_body(letter, language) for language in order) + "\n", cte="quoted-printable"
    )
    message["Content-Language"] = ", ".join(order)
    return message


def _mark(letter: Waiting) -> str:
    """The letter, and for a representative's notice of it also whose notice it is."""
    return str(letter.id) if letter.reader is None else f"{letter.id}-{letter.reader}"


def _body(letter: Waiting, language: str) -> str:
    own = letter.reader is None
    with force_locale(language):
        paragraphs = (
            _("There is a new message for you in your Express Entry account.")
            if own
            else _("There is a new message in the Express Entry account of one of your clients."),
            _("Sign in to read it: %(address)s", address=address("letters.index", language))
            if own
            else _("Sign in to find it: %(address)s", address=address("representatives.index", language)),
            _("For your privacy this notice does not say what the message is about. Nobody asks for your password."),
            _("This is not a Government of Canada site."),
        )
        return "\n\n".join(str(paragraph) for paragraph in paragraphs)


def address(endpoint: str, language: str) -> str:
    """The full address of a page, as letters and notices print it."""
    path = current_app.url_map.bind("").build(endpoint, {"lang": language})
    return f"{str(current_app.config['SITE_URL']).rstrip('/')}{path}"


def _domain() -> str:
    return str(current_app.config["MAIL_FROM"]).rpartition("@")[2].strip("<> ") or "localhost"


def _instance() -> Path:
    return Path(current_app.instance_path)


def _sender(ending: ExitStack) -> Callable[[Waiting, datetime], bool]:
    """What sends a notice, true if it is done with: by the mail server if one is set, else into a file."""
    return _by_file if current_app.config["MAIL_HOST"] is None else _Post(ending).send


def _by_file(letter: Waiting, at: datetime) -> bool:
    """Write the notice under the number of its letter, whole or not at all: written twice it is still one."""
    outbox = _instance() / "outbox"
    outbox.mkdir(mode=0o700, exist_ok=True)
    half = outbox / f"{_mark(letter)}.part"
    half.write_bytes(notice(letter, at).as_bytes())
    os.replace(half, outbox / f"{_mark(letter)}.eml")
    return True


class _Post:
    """The mail server: connected to when the first notice is sent, left when all are."""

    def __init__(self, ending: ExitStack) -> None:
        self._ending = ending
        self._server: smtplib.SMTP | None = None

    def send(self, letter: Waiting, at: datetime) -> bool:
        """Send one. An address refused for good is done with, for the letter is in the account; one refused for now
        is tried the next time. Everything else is a fault of the server."""
        self._server = self._server or self._connected()
        try:
            self._server.send_message(notice(letter, at))
        except smtplib.SMTPRecipientsRefused as refused:
            code = next(iter(refused.recipients.values()))[0]
            current_app.logger.warning("The notice of letter %s was refused by the mail server: %s", letter.id, code)
            return 500 <= code < 600
        except smtplib.SMTPNotSupportedError:
            current_app.logger.warning("The mail server cannot write to the address letter %s is for", letter.id)
        return True

    def _connected(self) -> smtplib.SMTP:
        config = current_app.config
        server = smtplib.SMTP(str(config["MAIL_HOST"]), int(config["MAIL_PORT"]), timeout=TIMEOUT_SECONDS)
        self._ending.callback(_leave, server)
        if config["MAIL_STARTTLS"]:
            server.starttls(context=ssl.create_default_context())
        if config["MAIL_USER"] is not None:
            server.login(str(config["MAIL_USER"]), str(config["MAIL_PASSWORD"] or ""))
        return server


def _leave(server: smtplib.SMTP) -> None:
    try:
        server.quit()
    except (OSError, smtplib.SMTPException):
        server.close()


class Written(NamedTuple):
    """A notice that was written as a file."""

    letter: int
    to: str
    subject: str
    date: datetime | None
    text: str


def outbox(most: int) -> list[Written]:
    """The notices written as files, newest first."""
    paths = [path for path in (_instance() / "outbox").glob("*.eml") if _letter_of(path) is not None]
    newest = sorted(paths, key=lambda path: (_letter_of(path), path.stem), reverse=True)[:most]
    return [_read(_letter_of(path) or 0, path.read_bytes()) for path in newest]


def _letter_of(path: Path) -> int | None:
    """The letter a file holds the notice of, also a representative's."""
    number = path.stem.partition("-")[0]
    return int(number) if number.isdigit() else None


def _read(letter: int, raw: bytes) -> Written:
    message = message_from_bytes(raw, policy=policy.default)
    body = message.get_body()
    date = message["Date"].datetime if message["Date"] else None
    text = body.get_content() if body else ""
    return Written(letter, str(message["To"]), str(message["Subject"]), date, text.strip())
