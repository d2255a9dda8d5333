"""Somebody of whom a directory has written, and who made a token."""

from __future__ import annotations

from lms.doors.scim.desk import Desk, Directory
from lms.doors.scim.schemas import USERS, model_of
from lms.doors.scim.storage import DirectoryStorage
from lms.people import tokens
from lms.people.models import Person
from tests.support.company import Company


def known_to_a_directory(company: Company, person: Person) -> None:
    """Let the directory look after a learner; let them have made a token that was revoked."""
    text = f"directory-{person.id}"
    there, now = company.installation, company.installation.clock.now()
    sent = model_of(USERS).model_validate(
        {
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
            "userName": person.email,
            "externalId": f"{text}-object",
            "displayName": person.name,
            "nickName": text,
            "emails": [
                {"value": person.email, "type": "work", "primary": True},
                {"value": f"{text}@home.example", "type": "home"},
            ],
        }
    )
    with there.database.writing() as session:
        desk = Desk(session, Directory.of(company.organisation.id), now)
        DirectoryStorage(lambda: desk).create(USERS, sent)
        row, _token = tokens.make(session, company.organisation.id, "api", now, by=person.id)
        tokens.revoke(session, company.organisation.id, row.id, now, by=person.id)


def directory_token(company: Company) -> str:
    """Make a token for the company's directory; return its id."""
    there = company.installation
    with there.database.writing() as session:
        row, _token = tokens.make(session, company.organisation.id, "scim", there.clock.now())
        return str(row.id)
