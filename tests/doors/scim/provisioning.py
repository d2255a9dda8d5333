"""A company's directory as a test plays it: a token, and requests that show it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from scim2_client.engines.wsgi import WSGISCIMClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from lms.doors.scim.models import ScimUser
from lms.doors.scim.schemas import ENTERPRISE, GROUP, OURS, USER
from lms.people import tokens
from lms.people.models import Department, Person
from tests.support.company import Company

PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
BULK = "urn:ietf:params:scim:api:messages:2.0:BulkRequest"


class DirectoryAtWork:
    """What Entra ID or Okta do, against one company."""

    def __init__(self, company: Company) -> None:
        """Get a token."""
        self.company = company
        there = company.installation
        with there.database.writing() as session:
            row, self.token = tokens.make(session, company.organisation.id, "scim", there.clock.now())
        self.token_id = row.id
        self.client = there.app.test_client()

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        """Send one request; a body that is no text is sent as JSON."""
        sent = body if body is None or isinstance(body, str | bytes) else json.dumps(body)
        given = {
            "Authorization": f"Bearer {self.token}",
            **{key.replace("_", "-"): text for key, text in headers.items()},
        }
        return self.client.open(
            f"/scim/v2{path}", method=method, data=sent, content_type="application/scim+json", headers=given
        )

    def looked_for(self, path: str, wanted: str) -> TestResponse:
        """Ask with a filter."""
        headers = {"Authorization": f"Bearer {self.token}"}
        return self.client.get(f"/scim/v2{path}", query_string={"filter": wanted}, headers=headers)

    def library_client(self) -> WSGISCIMClient:
        """Return the library's own client, which checks every answer."""
        headers = {"Authorization": f"Bearer {self.token}"}
        return WSGISCIMClient(self.company.installation.app, base_url=self.base, headers=headers)

    @property
    def base(self) -> str:
        """Return the address that is typed into a directory."""
        return self.company.installation.config.base_url + "/scim/v2"

    def take_on(self, user_name: str, **attributes: Any) -> dict[str, Any]:
        """Send a new user; return what comes back."""
        answer = self.ask("POST", "/Users", user(user_name, **attributes))
        assert answer.status_code == 201, answer.text
        return dict(answer.json)

    def patch(self, path: str, *operations: Mapping[str, Any], **headers: str) -> TestResponse:
        """Send a PATCH."""
        return self.ask("PATCH", path, {"schemas": [PATCH], "Operations": list(operations)}, **headers)

    def person(self, identity: str) -> Person:
        """Return a person as they are stored."""
        with self.company.installation.database.reading() as session:
            return session.get_one(Person, UUID(identity))

    def kept(self, identity: str) -> ScimUser | None:
        """Return what is kept of what the directory said of somebody."""
        with self.company.installation.database.reading() as session:
            return session.get(ScimUser, UUID(identity))

    def path_of(self, department: UUID | None) -> list[str]:
        """Return the names from the top down to a department."""
        names: list[str] = []
        with self.company.installation.database.reading() as session:
            while department is not None:
                row = session.get_one(Department, department)
                names, department = [row.name, *names], row.parent_id
        return names

    def people(self) -> int:
        """Return how many people the company has."""
        with self.company.installation.database.reading() as session:
            mine = select(Person.id).where(Person.organisation_id == self.company.organisation.id)
            return len(session.scalars(mine).all())


def user(user_name: str, **attributes: Any) -> dict[str, Any]:
    """Return a user as Entra ID sends it: `enterprise` and `ours` stand in their extensions."""
    enterprise, ours = attributes.pop("enterprise", None), attributes.pop("ours", None)
    return {
        "schemas": [USER, ENTERPRISE],
        "userName": user_name,
        **attributes,
        **({ENTERPRISE: enterprise} if enterprise else {}),
        **({OURS: ours} if ours else {}),
    }


def group(name: str, *members: str, **attributes: Any) -> dict[str, Any]:
    """Return a group as a directory sends it."""
    return {"schemas": [GROUP], "displayName": name, "members": [{"value": each} for each in members], **attributes}
