"""Client secrets that end: a mail to the administrators 30 and 7 days before, so that nobody is locked out by a date.

Each step is written once for a connection, a date and an administrator; a new date begins anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from babel.dates import format_date
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.doors.oidc.connections import WARNED
from lms.doors.oidc.models import OidcConnection
from lms.kernel import outbox
from lms.kernel.jobs import JOB, Work, job
from lms.kernel.outbox import DONE, LEFT, NO_ADDRESS, NO_RIGHT, Letter, Mail, Verdict
from lms.kernel.permissions import Role
from lms.kernel.post import Post
from lms.people.editing import has_role, local_day
from lms.people.models import Account, Organisation, Person

NAME: Final = "oidc.secrets"
KIND: Final = "sign-on-secret"
STEPS: Final = (timedelta(days=7), WARNED)
"""How long before the end there is a mail; the shortest that has begun is the one that is written."""
LINK: Final = "/admin/doors/oidc/{id}/settings"

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "subject": "Sign-in with {connection}: the client secret ends on {day}",
        "hello": "Hello {name},",
        "text": "People at {company} sign in with {connection}. The client secret of that connection ends on {day}. "
        "After that nobody can sign in with it.",
        "do": "Make a new client secret at the provider before then, and type it and the day it ends here:",
    },
    "da": {
        "subject": "Login med {connection}: klienthemmeligheden udløber den {day}",
        "hello": "Hej {name}",
        "text": "Folk hos {company} logger ind med {connection}. Forbindelsens klienthemmelighed udløber den {day}. "
        "Derefter kan ingen logge ind med den.",
        "do": "Lav en ny klienthemmelighed hos udbyderen inden da, og skriv den og dens udløbsdag her:",
    },
    "sv": {
        "subject": "Inloggning med {connection}: klienthemligheten upphör den {day}",
        "hello": "Hej {name},",
        "text": "Medarbetare på {company} loggar in med {connection}. Anslutningens klienthemlighet upphör den {day}. "
        "Därefter kan ingen logga in med den.",
        "do": "Skapa en ny klienthemlighet hos leverantören före dess, och skriv in den och dagen den upphör här:",
    },
}


@job(NAME, every=timedelta(days=1), allowed=JOB, label=_l("Tell administrators of client secrets that end"))
def warn(work: Work) -> None:
    """Plan the mails of all connections that are switched on and whose secret ends soon."""
    with work.last() as session:
        ending = select(OidcConnection).where(OidcConnection.active, OidcConnection.secret_ends.is_not(None))
        letters: list[Letter] = []
        for connection in session.scalars(ending.order_by(OidcConnection.id)):
            today = local_day(session, connection.organisation_id, work.now())
            step = _step(connection.secret_ends, today)
            if step is not None:
                letters += _letters(session, connection, step, work.post)
        if letters:
            outbox.plan(session, letters, work.post.host, work.now())


def _step(ends: date | None, today: date) -> timedelta | None:
    """Return the step that has begun; None before the first and once the secret has ended."""
    if ends is None or ends < today:
        return None
    return next((step for step in STEPS if ends - today <= step), None)


def _letters(session: Session, connection: OidcConnection, step: timedelta, post: Post) -> list[Letter]:
    """Return the mail to every administrator of the connection's organisation, each in their language."""
    query = (
        select(Person, Account.language, Organisation)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .outerjoin(Account, Account.id == Person.account_id)
        .where(Person.organisation_id == connection.organisation_id, Person.active, has_role(Role.ADMIN))
    )
    found = []
    for person, own, company in session.execute(query.order_by(Person.id)):
        if person.email:
            language = own or person.language or company.language
            said = _written(connection, person.name, company.name, language, post)
            key = f"{_about(connection)}:{step.days}:{person.id}"
            found.append(
                Letter(person.organisation_id, person.id, KIND, key, connection.id, person.email, *said, language)
            )
    return found


def _about(connection: OidcConnection) -> str:
    """Return what the mails of one secret have in common."""
    return f"{connection.id}:{connection.secret_ends}"


def _written(connection: OidcConnection, name: str, company: str, language: str, post: Post) -> tuple[str, str]:
    words = WORDS.get(language, WORDS["en"])
    day = format_date(connection.secret_ends, "long", locale=language if language in WORDS else "en")
    given = {"connection": connection.name, "name": name, "company": company, "day": day}
    said = {key: text.format(**given) for key, text in words.items()}
    link = post.base_url + LINK.format(id=connection.id)
    return said["subject"], f"{said['hello']}\n\n{said['text']}\n\n{said['do']}\n{link}\n"


@outbox.still_wanted(KIND)
def verdicts(session: Session, mails: Sequence[Mail], _now: datetime) -> Mapping[UUID, Verdict]:
    """Return where these mails go: to whoever is still an administrator here, while the secret is still that one."""
    people = {
        each.id: each for each in session.scalars(select(Person).where(Person.id.in_({m.person_id for m in mails})))
    }
    about = {mail.about for mail in mails if mail.about is not None}
    active = select(OidcConnection).where(OidcConnection.id.in_(about), OidcConnection.active)
    ending = {each.id: _about(each) for each in session.scalars(active)}
    return {mail.id: _verdict(mail, people.get(mail.person_id), ending) for mail in mails}


def _verdict(mail: Mail, person: Person | None, ending: Mapping[UUID, str]) -> Verdict:
    if person is None or not person.active:
        return Verdict(why=LEFT)
    if Role.ADMIN not in person.roles:
        return Verdict(why=NO_RIGHT)
    if mail.about is None or not mail.key.startswith(f"{ending.get(mail.about, '?')}:"):
        return Verdict(why=DONE)
    return Verdict(to=person.email) if person.email else Verdict(why=NO_ADDRESS)
