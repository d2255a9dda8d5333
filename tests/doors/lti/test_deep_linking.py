"""Choosing content for a course: the whole exchange with a platform, whose it is, how often, and what comes back."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from lms.doors.lti import keys
from lms.doors.lti.models import LtiDeployment, LtiPlatform
from lms.doors.lti.service_models import LtiChoice
from lms.kernel import ledger
from lms.kernel.clock import SetClock
from tests.doors.lti.platform import CLAIM, DL, INSTRUCTOR, LEARNER, Platform
from tests.support.company import MODULE, Company
from tests.support.curriculum import School
from tests.support.learner import BLOCK, PAGES
from tests.support.working import do_jobs

SETTINGS = DL + "deep_linking_settings"
TICK = re.compile(r'type="(checkbox|radio)" name="target" value="([^"]+)"')
JWT = re.compile(r'name="JWT" value="([^"]+)"')
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
ITEMS = DL + "content_items"
QUIZ = f"quiz:{MODULE}/{PAGES[-1]}/{BLOCK}"


@dataclass
class Teacher:
    """Somebody at a platform that is connected with a company, in their browser."""

    company: Company
    platform: Platform
    client: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        """Connect the platform."""
        installation = self.company.installation
        secret, now = installation.config.secret_key.encode(), installation.clock.now()
        keys.ensure_key(installation.database, secret, now)
        known = self.platform.registered()
        names = ("name", "issuer", "client_id", "login_url", "token_url", "key_set_url")
        with installation.database.writing() as session:
            row = LtiPlatform(**{name: known[name] for name in names}, created_at=now)
            row.organisation_id = self.company.organisation.id
            session.add(row)
            session.flush()
            of = {"organisation_id": row.organisation_id, "platform_id": row.id}
            session.add(LtiDeployment(**of, deployment=self.platform.deployment))
        self.client = installation.app.test_client()

    def launch(self, **changed: Any) -> TestResponse:
        """Come from the platform, the whole way a browser takes."""
        told = {"iss": self.platform.issuer, "login_hint": "7", "target_link_uri": "http://localhost/lti/launch"}
        begun = self.client.post("/lti/login", data={**told, "client_id": self.platform.client_id})
        asked = {name: values[0] for name, values in parse_qs(urlsplit(begun.location).query).items()}
        claims = self.platform.claims(asked["nonce"], "http://localhost/lti/launch", **changed)
        return self.client.post("/lti/launch", data={"id_token": self.platform.sign(claims), "state": asked["state"]})

    def ask(self, roles: tuple[str, ...] = (INSTRUCTOR,), **settings: Any) -> TestResponse:
        """Come to choose content; `settings` are added to what the platform asks, None leaves one out."""
        wanted = {
            "deep_link_return_url": self.platform.url("/chosen"),
            "accept_types": ["link", "ltiResourceLink"],
            "accept_presentation_document_targets": ["iframe", "window"],
            "accept_multiple": True,
            "accept_lineitem": True,
            "data": "opaque:7",
            **settings,
        }
        wanted = {name: value for name, value in wanted.items() if value is not None}
        return self.launch(
            message_type="LtiDeepLinkingRequest", resource_link=None, roles=list(roles), **{SETTINGS: wanted}
        )

    def picker(self, **settings: Any) -> str:
        """Return the address at which content is chosen."""
        answer = self.ask(**settings)
        assert answer.status_code == 303, answer.text
        return str(answer.location)

    def send(self, path: str, *targets: str, **form: str) -> TestResponse:
        """Send the form with these ticked."""
        found = TOKEN.search(self.client.get(path).text)
        token = found[1] if found is not None else ""
        return self.client.post(path, data={"csrf_token": token, "target": list(targets), **(form or {"add": "1"})})

    def read(self, answer: TestResponse) -> dict[str, Any]:
        """Return what the platform makes of what the browser posts to it: checked by our public keys."""
        found = JWT.search(answer.text)
        assert found is not None
        message = html.unescape(found[1])
        ours = self.client.get("/lti/jwks").json
        kid = jwt.get_unverified_header(message)["kid"]
        key = next(jwt.PyJWK(each).key for each in ours["keys"] if each["kid"] == kid)
        options = {"verify_exp": False, "verify_iat": False}
        claims: dict[str, Any] = jwt.decode(
            message, key, algorithms=["RS256"], audience=self.platform.issuer, options=options
        )
        return claims


@pytest.fixture
def teacher(company: Company) -> Iterator[Teacher]:
    """Return somebody who teaches a course of a platform that is connected with the company."""
    with Platform(company.installation.clock.now) as platform:
        yield Teacher(company, platform)


def test_the_whole_exchange_ends_at_what_was_chosen(teacher: Teacher) -> None:
    path = teacher.picker()
    assert {f"module:{MODULE}", QUIZ, f"page:{MODULE}/{PAGES[0]}"} <= {
        t for _, t in TICK.findall(teacher.client.get(path).text)
    }
    answer = teacher.send(path, f"module:{MODULE}", QUIZ)
    assert f'action="{teacher.platform.url("/chosen")}"' in answer.text
    assert f"form-action {teacher.platform.url('')};" in answer.headers["Content-Security-Policy"]
    claims = teacher.read(answer)
    at = int(teacher.company.installation.clock.now().timestamp())
    assert (claims["iss"], claims["aud"], claims["iat"]) == (teacher.platform.client_id, [teacher.platform.issuer], at)
    assert at < claims["exp"] <= at + 600
    assert len(claims["nonce"]) > 20
    assert claims[CLAIM + "message_type"] == "LtiDeepLinkingResponse"
    assert (claims[CLAIM + "version"], claims[CLAIM + "deployment_id"]) == ("1.3.0", teacher.platform.deployment)
    assert claims[DL + "data"] == "opaque:7"
    whole, quiz = claims[ITEMS]
    assert (whole["type"], whole["url"]) == ("ltiResourceLink", "http://localhost/lti/launch")
    assert whole["lineItem"] == {
        "scoreMaximum": 100, "label": whole["title"], "resourceId": f"module:{MODULE}", "tag": "outside-in",
    }  # fmt: skip
    learner = Teacher.__new__(Teacher)
    learner.company, learner.platform = teacher.company, teacher.platform
    learner.client = teacher.company.installation.app.test_client()
    there = {"custom": quiz["custom"], "resource_link": {"id": "made", "title": quiz["title"]}, "sub": "user-9"}
    arrived = learner.launch(**there, email="nina@elsewhere.example", roles=[LEARNER])
    assert (arrived.status_code, arrived.location) == (303, f"/learn/{MODULE}/{PAGES[-1]}#{BLOCK}")
    assert learner.client.get(arrived.location).status_code == 200


def test_cancelling_sends_an_empty_list(teacher: Teacher) -> None:
    claims = teacher.read(teacher.send(teacher.picker(), f"module:{MODULE}", cancel="1"))
    assert claims[ITEMS] == []


def test_a_choice_is_used_once_and_for_an_hour(teacher: Teacher, clock: SetClock) -> None:
    path = teacher.picker()
    assert teacher.send(path, QUIZ).status_code == 200
    assert (teacher.client.get(path).status_code, teacher.send(path, QUIZ).status_code) in {(410, 400), (410, 410)}
    late = teacher.picker()
    found = TOKEN.search(teacher.client.get(late).text)
    assert found is not None
    with teacher.company.installation.database.writing() as session:
        mine = LtiChoice.organisation_id == teacher.company.organisation.id
        row = session.scalars(select(LtiChoice).where(mine, LtiChoice.used_at.is_(None))).one()
        row.expires_at = clock.now()
    answer = teacher.client.post(late, data={"csrf_token": found[1], "target": QUIZ, "add": "1"})
    assert (answer.status_code, JWT.search(answer.text)) == (410, None)


def test_what_was_asked_is_forgotten_after_its_hour(teacher: Teacher, clock: SetClock) -> None:
    teacher.picker()
    mine = select(LtiChoice).where(LtiChoice.organisation_id == teacher.company.organisation.id)
    for minutes, left in ((50, 1), (11, 0)):
        clock.at += timedelta(minutes=minutes)
        with teacher.company.installation.database.writing() as session:
            ledger.enqueue(session, "lti.forget", now=clock.now())
        do_jobs(teacher.company.installation, "lti.forget")
        with teacher.company.installation.database.reading() as session:
            assert len(session.scalars(mine).all()) == left


def test_somebody_elses_choice_is_not_there(teacher: Teacher, other_company: Company) -> None:
    path = teacher.picker()
    for company in (teacher.company, other_company):
        stranger = company.browser(company.person())
        assert stranger.get(path).status_code == 404
        assert stranger.post(path, {"target": QUIZ, "add": "1"}).status_code == 404


def test_a_learner_chooses_nothing(teacher: Teacher) -> None:
    answer = teacher.ask(roles=(LEARNER,))
    assert answer.status_code == 403
    with teacher.company.installation.database.reading() as session:
        mine = LtiChoice.organisation_id == teacher.company.organisation.id
        assert session.scalars(select(LtiChoice).where(mine)).all() == []


@pytest.mark.parametrize(
    "settings",
    [
        {"deep_link_return_url": None},
        {"deep_link_return_url": "javascript:alert(1)"},
        {"deep_link_return_url": "https://evil.example;script-src *"},
        {"accept_types": ["html"]},
        {"data": "x" * 20_001},
        {"data": {"a": 1}},
    ],
)
def test_what_cannot_be_answered_is_refused(teacher: Teacher, settings: dict[str, Any]) -> None:
    assert teacher.ask(**settings).status_code == 400


def test_one_thing_where_the_platform_takes_one(teacher: Teacher) -> None:
    path = teacher.picker(accept_multiple=False)
    assert {kind for kind, _ in TICK.findall(teacher.client.get(path).text)} == {"radio"}
    assert teacher.send(path, QUIZ, f"module:{MODULE}").status_code == 422
    assert len(teacher.read(teacher.send(path, QUIZ))[ITEMS]) == 1


def test_no_column_where_the_platform_takes_none_and_no_data_where_it_sent_none(teacher: Teacher) -> None:
    claims = teacher.read(teacher.send(teacher.picker(accept_lineitem=False, data=None), f"module:{MODULE}"))
    assert ("lineItem" in claims[ITEMS][0], DL + "data" in claims) == (False, False)


def test_nothing_ticked_and_what_is_not_offered_is_said(teacher: Teacher) -> None:
    path = teacher.picker()
    for targets in ((), ("module:nothing",), ("home' onload=",)):
        answer = teacher.send(path, *targets)
        assert (answer.status_code, JWT.search(answer.text)) == (422, None)


def test_looking_for_words_keeps_what_is_ticked(teacher: Teacher) -> None:
    path = teacher.picker()
    found = teacher.send(path, QUIZ, find="1", q="zebra").text
    assert TICK.search(found) is None
    assert f'type="hidden" name="target" value="{QUIZ}"' in found
    assert {t for _, t in TICK.findall(teacher.send(path, find="1", q="loyalty").text)} >= {f"module:{MODULE}"}


def test_curricula_and_tools_of_ones_own_company_and_no_other(teacher: Teacher, other_company: Company) -> None:
    own = School(teacher.company, size=1).publish(title=f"Ours {teacher.company.marker}")
    other = School(other_company, size=1).publish(title=f"Theirs {other_company.marker}")
    path = teacher.picker()
    page = teacher.client.get(path).text
    targets = {t for _, t in TICK.findall(page)}
    assert (f"curriculum:{own}" in targets, f"curriculum:{other}" in targets) == (True, False)
    assert other_company.marker not in page
    claims = teacher.read(teacher.send(path, f"curriculum:{own}", "tool:cost-of-churn"))
    assert [("lineItem" in each) for each in claims[ITEMS]] == [True, False]
