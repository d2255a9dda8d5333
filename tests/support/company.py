"""A company for one test: people with roles, and a browser for each."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lms.kernel.ids import PersonId, new_id
from lms.kernel.permissions import Actor, Role
from lms.people import sessions
from lms.people.models import Person
from lms.people.operations import create_account, create_organisation, join
from tests.support.installation import Installation

PASSWORD = "correct horse battery"
MODULE = "loyalty-economics"
TOKEN = re.compile(r'<meta name="csrf-token" content="([^"]+)"')


class Browser:
    """One person's browser: signed in, sends forms and answers as the pages do."""

    def __init__(self, client: FlaskClient) -> None:
        """Hold the client; the form token is read from a page when it is first needed."""
        self.client = client
        self._token: str | None = None

    def get(self, path: str, **kwargs: Any) -> TestResponse:
        """Open a page."""
        return self.client.get(path, **kwargs)

    def token(self) -> str:
        """Return the token that says a form came from a page of ours."""
        if self._token is None:
            fresh = self.client.get("/session/token")  # as a page that has been open for long asks for one
            self._token = fresh.json["token"] if fresh.status_code == 200 else self._token_of_page()
        return self._token

    def _token_of_page(self) -> str:
        found = TOKEN.search(self.client.get("/sign-in").text)
        assert found is not None, "every page carries a token"
        return found[1]

    def post(self, path: str, data: dict[str, Any] | None = None, **kwargs: Any) -> TestResponse:
        """Send a form."""
        return self.client.post(path, data={"csrf_token": self.token(), **(data or {})}, **kwargs)

    def send(self, path: str, body: Any) -> TestResponse:
        """Send JSON as the page's script does."""
        return self.client.post(path, json=body, headers={"X-CSRFToken": self.token()})

    def save(self, *answers: dict[str, Any]) -> TestResponse:
        """Save answers."""
        return self.send("/learn/answers", list(answers))


def answer(context: str, block: str, item: str, value: Any, *, base: int = 0, id: str | None = None) -> dict[str, Any]:
    """Return one record as the browser sends it."""
    return {"id": id or str(new_id()), "context": context, "block": block, "item": item, "base": base, "value": value}


class Company:
    """One organisation and what a test does with its people."""

    def __init__(self, installation: Installation, **settings: Any) -> None:
        """Found it under a name nobody else has."""
        self.installation = installation
        self.marker = f"marker{uuid4().hex[:12]}"
        with installation.database.writing() as session:
            self.organisation = create_organisation(
                session, name=f"Company {self.marker}", now=installation.clock.now(), **settings
            )

    def person(self, *roles: Role, name: str | None = None, manager: Person | None = None, **details: Any) -> Person:
        """Take somebody on; without roles, a learner. Their password is PASSWORD."""
        now = self.installation.clock.now()
        email = f"{uuid4().hex[:12]}@{self.marker}.example"
        with self.installation.database.writing() as session:
            account = create_account(session, email=email, password=PASSWORD, now=now)
            return join(
                session,
                self.organisation,
                name=name or f"Person {self.marker}",
                email=email,
                account=account,
                roles=frozenset({Role.LEARNER, *roles}),
                manager_id=manager.id if manager else None,
                now=now,
                **details,
            )

    def actor(self, person: Person) -> Actor:
        """Return the actor that requests of `person` have."""
        return Actor(PersonId(person.id), person.account_id, person.organisation_id, person.roles)  # type: ignore[arg-type]

    def browser(self, person: Person) -> Browser:
        """Return a browser in which `person` is signed in."""
        with self.installation.database.writing() as session:
            token = sessions.open_session(session, person, self.installation.clock.now())
        client = self.installation.app.test_client()
        client.set_cookie("lms_session", token)
        return Browser(client)

    def anonymous(self) -> Browser:
        """Return a browser in which nobody is signed in."""
        return Browser(self.installation.app.test_client())
