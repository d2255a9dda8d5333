"""A company with something behind each of its doors: what answers, what does not, what was refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import update
from sqlalchemy.orm import Session

from lms import demo
from lms.doors.lti import platforms
from lms.doors.oidc import connections
from lms.doors.partners import deliveries, log
from lms.doors.partners.deliveries import Wanted
from lms.doors.partners.models import FAILED, IN, OUT, REFUSED, Delivery
from lms.doors.xapi import operations
from lms.kernel.ids import AccountId, OrganisationId, PersonId, new_id
from lms.kernel.permissions import Actor, Role
from lms.people import tokens
from lms.people.models import Person
from lms.people.operations import create_account, create_organisation, join
from tests.doors.xapi.told import asked
from tests.support.site import Site

MOODLE: Final = {
    "name": "Moodle at work",
    "issuer": "https://moodle.example.com",
    "login_url": "https://moodle.example.com/mod/lti/auth.php",
    "token_url": "https://moodle.example.com/mod/lti/token.php",
    "key_set_url": "https://moodle.example.com/mod/lti/certs.php",
}
ENTRA: Final = {
    "name": "Entra ID",
    "client_id": "6f9b",
    "secret": "a secret of theirs",
    "secret_ends": (datetime.now(UTC) + timedelta(days=12)).date(),
    "creates_people": True,
    "is_required": False,
    "has_button": True,
    "trusts_mail": True,
    "tenant": "8d1c6a8e-2f3b-4c5d-9e6f-7a8b9c0d1e2f",
    "issuer": "",
}
LRS: Final = asked("https://lrs.example.com/xAPI")


@dataclass(frozen=True)
class OpenDoors:
    """The company's administrator, and the addresses of the pages of what is connected."""

    admin: str
    pages: list[str]


def open_doors(site: Site) -> OpenDoors:
    """Found a company and connect it with one of each."""
    now, email = datetime.now(UTC), f"{uuid4().hex[:10]}@doors.example"
    secret = site.app.extensions["lms.config"].key().encode()
    with site.database.writing() as session:
        company = create_organisation(session, name=f"Doors {uuid4().hex[:8]}", now=now)
        account = create_account(session, email=email, password=demo.PASSWORD, now=now)
        roles = frozenset({Role.LEARNER, Role.ADMIN})
        admin = join(session, company, name="Aksel Admin", email=email, account=account, roles=roles, now=now)
        actor = Actor(PersonId(admin.id), AccountId(account.id), OrganisationId(company.id), roles)
        moodle = platforms.add(session, company.id, {**MOODLE, "client_id": uuid4().hex[:15]}, ["1"], now)
        entra = connections.create(session, actor, new_id(), "entra", ENTRA, secret, now)
        connections.add_domain(session, actor, entra, "entra.example", now)
        tokens.make(session, company.id, "scim", now, by=admin.id, days=90)
        store = operations.connect(session, company.id, LRS, secret, now)
        operations.switch(session, store, on=True)
        session.flush()
        _tell(session, admin, moodle.id, store.id, now)
    of_entra = f"/admin/doors/oidc/{entra.id}"
    pages = [f"/admin/doors/lti/{moodle.id}", of_entra, f"{of_entra}/removal", f"/admin/doors/xapi/{store.id}"]
    return OpenDoors(email, pages)


def _tell(session: Session, person: Person, moodle: UUID, store: UUID, now: datetime) -> None:
    """Have one partner answer and another not, and something refused on the way in and on the way out."""
    company = person.organisation_id
    log.note(session, company, "lti", IN, "launch", now, partner=moodle, person=person.id)
    log.note(session, company, "lti", IN, "launch", now, outcome=REFUSED, partner=moodle, told="The launch is too old.")
    log.note(session, company, "xapi", OUT, "delivery", now, outcome=FAILED, partner=store, told="There was no answer.")
    deliveries.mark_answering(session, moodle, company, "lti", now)
    deliveries.mark_down(session, store, company, "xapi", "There was no answer in time.", now)
    ways = (("lti", moodle, "score"), ("xapi", store, "module-completed"))
    wanted = [
        Wanted(company, door, partner, person.id, kind, f"{kind}:1", str(new_id())) for door, partner, kind in ways
    ]
    deliveries.want(session, wanted, now)
    said_no = {"state": REFUSED, "told": "The column was deleted in the platform."}
    session.execute(update(Delivery).where(Delivery.partner_id == moodle).values(said_no))
