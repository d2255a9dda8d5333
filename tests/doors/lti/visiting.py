"""A platform that a company has connected, and browsers that come from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from lms.doors.lti import keys, platforms
from lms.doors.lti.models import LtiPlatform
from lms.people.models import Person, SignIn
from lms.people.sessions import LAUNCHED
from tests.doors.lti.platform import Platform
from tests.support.company import Company

LAUNCH = "http://localhost/lti/launch"


@dataclass
class Connected:
    """A platform and the company that knows it; `row`: how the company keeps it."""

    company: Company
    platform: Platform
    row: LtiPlatform = field(init=False)
    changed: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Connect the two by hand."""
        installation = self.company.installation
        now, secret = installation.clock.now(), installation.config.key().encode()
        keys.ensure_key(installation.database, secret, now)
        told = self.platform.registered()
        deployments = [told.pop("deployments")]
        values = {"creates_people": True, **told, **self.changed}
        with installation.database.writing() as session:
            self.platform.tool_keys = keys.key_set(session)["keys"]
            self.row = platforms.add(session, self.company.organisation.id, values, deployments, now)

    def client(self) -> FlaskClient:
        """Return a browser that has never been here."""
        return self.company.installation.app.test_client()

    def begin(self, client: FlaskClient, **changed: str) -> tuple[str, str]:
        """Begin a login in a browser; return (state, nonce) as the platform gets them."""
        asked = {
            "iss": self.platform.issuer,
            "client_id": self.platform.client_id,
            "login_hint": "7",
            "lti_message_hint": "hint",
            "target_link_uri": LAUNCH,
            **changed,
        }
        answer = client.get("/lti/login", query_string=asked)
        assert answer.status_code == 302, answer.text
        there = parse_qs(urlsplit(answer.location).query)
        return there["state"][0], there["nonce"][0]

    def post(self, client: FlaskClient, token: str, state: str, **more: Any) -> TestResponse:
        """Post a launch as the platform's page does."""
        headers = {"Origin": self.platform.url(""), "Sec-Fetch-Site": "cross-site", **more.pop("headers", {})}
        return client.post("/lti/launch", data={"id_token": token, "state": state, **more}, headers=headers)

    def launch(self, client: FlaskClient | None = None, target: str = LAUNCH, **claims: Any) -> TestResponse:
        """Launch from beginning to end."""
        client = client or self.client()
        state, nonce = self.begin(client)
        return self.post(client, self.platform.sign(self.platform.claims(nonce, target, **claims)), state)

    def sessions(self) -> int:
        """Return how many sessions launches have opened in this company."""
        query = select(func.count()).select_from(SignIn).join(Person, Person.id == SignIn.person_id)
        mine = (Person.organisation_id == self.company.organisation.id, SignIn.door == LAUNCHED)
        with self.company.installation.database.reading() as session:
            return session.scalar(query.where(*mine)) or 0
