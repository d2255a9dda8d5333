"""What the owner of an account is told when its ways in change: a mail at once, and a line in the list of who did what.

A mail like these is how somebody notices that it was not them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.kernel import audit, outbox
from lms.kernel.audit import AuditEntry
from lms.kernel.ids import AccountId, OrganisationId, PersonId, new_id
from lms.kernel.outbox import LEFT, NO_ADDRESS, Letter, Mail, Verdict
from lms.kernel.permissions import Actor
from lms.kernel.post import host_of
from lms.people import history
from lms.people.models import Account, Organisation, Person

KIND: Final = "second-factor"
APP_ADDED, APP_REMOVED = "factor.app-added", "factor.app-removed"
PASSKEY_ADDED, PASSKEY_REMOVED = "factor.passkey-added", "factor.passkey-removed"
CODES_MADE, RECOVERY_USED = "factor.codes-made", "factor.recovery-used"
TRUST_ENDED, SIGNED_OUT = "factor.trust-ended", "factor.signed-out"
RESET, ASKED = "factor.reset", "factor.asked"

history.describe_all(
    {
        APP_ADDED: _l("An authenticator app was set up"),
        APP_REMOVED: _l("The authenticator app was removed"),
        PASSKEY_ADDED: _l("A passkey was added"),
        PASSKEY_REMOVED: _l("A passkey was removed"),
        CODES_MADE: _l("New recovery codes were made"),
        RECOVERY_USED: _l("A recovery code was used to sign in"),
        TRUST_ENDED: _l("A browser is no longer trusted"),
        SIGNED_OUT: _l("Other browsers were signed out"),
        RESET: _l("The second factor was reset"),
        ASKED: _l("Of whom a second factor is asked was changed"),
    }
)

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "subject": "Your sign-in: {said}",
        "hello": "Hello {name},",
        APP_ADDED: "an authenticator app was set up",
        APP_REMOVED: "the authenticator app was removed",
        PASSKEY_ADDED: "a passkey was added",
        PASSKEY_REMOVED: "a passkey was removed",
        CODES_MADE: "new recovery codes were made",
        RECOVERY_USED: "a recovery code was used",
        RESET: "the second factor was reset",
        "text": "This has just happened to your sign-in at {company}: {said}.",
        "again": "Sign in with your password and set a second factor up anew:",
        "you": "If that was you, there is nothing to do. Where you stand:",
        "not": "If it was not you, tell your administrator at once and ask for a new password.",
    },
    "da": {
        "subject": "Dit login: {said}",
        "hello": "Hej {name}",
        APP_ADDED: "en kode-app er sat op",
        APP_REMOVED: "kode-appen er fjernet",
        PASSKEY_ADDED: "en adgangsnøgle er tilføjet",
        PASSKEY_REMOVED: "en adgangsnøgle er fjernet",
        CODES_MADE: "der er lavet nye gendannelseskoder",
        RECOVERY_USED: "en gendannelseskode er brugt",
        RESET: "den anden faktor er nulstillet",
        "text": "Det er netop sket med dit login hos {company}: {said}.",
        "again": "Log ind med din adgangskode, og sæt en ny anden faktor op:",
        "you": "Hvis det var dig, skal du ikke gøre noget. Sådan ser det ud nu:",
        "not": "Hvis det ikke var dig, så sig det straks til din administrator, og bed om en ny adgangskode.",
    },
    "sv": {
        "subject": "Din inloggning: {said}",
        "hello": "Hej {name},",
        APP_ADDED: "en kodapp har lagts till",
        APP_REMOVED: "kodappen har tagits bort",
        PASSKEY_ADDED: "en nyckel har lagts till",
        PASSKEY_REMOVED: "en nyckel har tagits bort",
        CODES_MADE: "nya återställningskoder har skapats",
        RECOVERY_USED: "en återställningskod har använts",
        RESET: "den andra faktorn har nollställts",
        "text": "Detta har just hänt med din inloggning hos {company}: {said}.",
        "again": "Logga in med ditt lösenord och lägg till en ny andra faktor:",
        "you": "Om det var du behöver du inte göra något. Så ser det ut nu:",
        "not": "Om det inte var du, säg det genast till din administratör och be om ett nytt lösenord.",
    },
}


def tell(session: Session, person: Person, what: str, base_url: str, now: datetime, by: Actor | None = None) -> None:
    """Note what happened to somebody's sign-in and mail them, in the caller's transaction. `by`: None: themselves."""
    audit.note(session, by or _self(person), what, now, subject=person.id)
    mail(session, person, what, base_url, now)


def tell_from_the_shell(session: Session, people: Sequence[Person], what: str, base_url: str, now: datetime) -> None:
    """Note for every membership of an account what was done from the shell, by nobody here, and mail once."""
    session.add_all(
        AuditEntry(organisation_id=each.organisation_id, subject_id=each.id, action=what, detail="lms", at=now)
        for each in people
    )
    for person in people[:1]:
        mail(session, person, what, base_url, now)


def mail(session: Session, person: Person, what: str, base_url: str, now: datetime) -> None:
    """Plan the mail to the address somebody signs in with, in their language."""
    account = session.get_one(Account, person.account_id)
    company = session.get_one(Organisation, person.organisation_id)
    language = account.language or person.language or company.language
    words = WORDS.get(language, WORDS["en"])
    said = words[what]
    subject = words["subject"].format(said=said)
    last = (words["again"], f"{base_url}/sign-in") if what == RESET else (words["you"], f"{base_url}/me/security")
    text = words["text"].format(company=company.name, said=said)
    body = f"{words['hello'].format(name=person.name)}\n\n{text}\n\n{last[0]}\n{last[1]}\n\n{words['not']}\n"
    key = str(new_id())
    letter = Letter(person.organisation_id, person.id, KIND, key, None, account.email, subject, body, language)
    outbox.plan(session, [letter], host_of(base_url), now)


@outbox.still_wanted(KIND)
def verdicts(session: Session, mails: Sequence[Mail], _now: datetime) -> Mapping[UUID, Verdict]:
    """Return where these mails go: to the address the account has, of whoever is still here."""
    rows = session.execute(
        select(Person.id, Person.active, Account.email)
        .outerjoin(Account, Account.id == Person.account_id)
        .where(Person.id.in_({mail.person_id for mail in mails}))
    )
    found = {row.id: row for row in rows}
    return {mail.id: _verdict(found.get(mail.person_id)) for mail in mails}


def _verdict(row: object) -> Verdict:
    if row is None or not row.active:  # type: ignore[attr-defined]  # a row of three columns
        return Verdict(why=LEFT)
    email = row.email  # type: ignore[attr-defined]
    return Verdict(to=email) if email else Verdict(why=NO_ADDRESS)


def _self(person: Person) -> Actor:
    account = AccountId(person.account_id)  # type: ignore[arg-type]  # whoever signs in has one
    return Actor(PersonId(person.id), account, OrganisationId(person.organisation_id), person.roles)
