"""Launches by `lti-provider-mock`, a platform that others wrote, as a process of its own: no part of it is ours."""

from __future__ import annotations

import html
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from lms.doors.lti import keys, platforms
from lms.doors.lti.models import LtiContext, LtiUser
from lms.people.models import Person
from tests.doors.lti.visiting import LAUNCH
from tests.support.company import Company

PATIENCE = 60
FIELD = re.compile(r'name="([^"]+)"\s+value="([^"]*)"', re.DOTALL)
PEOPLE = [
    {"id": "u-1", "given_name": "Åse", "family_name": "Berg", "email": "aase@there.example"},
    {"id": "u-2", "given_name": "Bo", "family_name": "Dahl", "email": "bo@there.example"},
]
COURSES = [{"id": "loyalty", "name": "Leading with loyalty"}]


class There:
    """A browser at the mock. Its cookies go back as they came, as browsers send them; `requests` would unquote them."""

    def __init__(self) -> None:
        """Have been nowhere."""
        self.cookies: dict[str, str] = {}

    def ask(self, url: str, form: dict[str, str] | None = None) -> requests.Response:
        """Open a page, or send a form; a redirect is not followed."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        method = "GET" if form is None else "POST"
        answer = requests.request(method, url, data=form, headers=headers, timeout=PATIENCE, allow_redirects=False)
        for line in answer.raw.headers.getlist("Set-Cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer


@dataclass
class Mock:
    """The mock and a company that knows it."""

    company: Company
    address: str

    def sign_in(self, subject: str) -> There:
        """Sign in there; return the browser as it is there."""
        there = There()
        assert there.ask(f"{self.address}/login", {"userid": subject}).status_code == 303
        return there

    def launch(self, there: There, here: FlaskClient) -> tuple[TestResponse, dict[str, str]]:
        """Follow a launch through both; return our answer and what was posted to us last."""
        begun = _fields(there.ask(f"{self.address}/courses/loyalty"))
        asked = here.post("/lti/login", data=begun, headers={"Origin": self.address, "Sec-Fetch-Site": "cross-site"})
        assert asked.status_code == 302, asked.text
        posted = _fields(there.ask(asked.location))
        return self.post(here, posted), posted

    def post(self, here: FlaskClient, posted: dict[str, str]) -> TestResponse:
        """Post a launch from a page of it."""
        return here.post("/lti/launch", data=posted, headers={"Origin": self.address, "Sec-Fetch-Site": "cross-site"})

    def names(self) -> list[str]:
        """Return whom launches made."""
        with self.company.installation.database.reading() as session:
            query = select(Person.name).join(LtiUser, LtiUser.person_id == Person.id)
            return sorted(session.scalars(query.where(Person.organisation_id == self.company.organisation.id)))


def _fields(answer: requests.Response) -> dict[str, str]:
    assert answer.status_code == 200, answer.text
    return {name: html.unescape(value) for name, value in FIELD.findall(answer.text)}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the mock."""
    folder = tmp_path_factory.mktemp("mock")
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = int(asked.getsockname()[1])
    found, prefix = f"http://127.0.0.1:{port}", "LTI_PROVIDER_MOCK__"
    settings = {
        "USERS": json.dumps(PEOPLE), "COURSES": json.dumps(COURSES), "LTI__ISS": found,
        "LTI__LOGIN_URL": "http://localhost/lti/login", "LTI__LAUNCH_URL": LAUNCH,
    }  # fmt: skip
    told = {**os.environ, **{prefix + name: value for name, value in settings.items()}}
    command = [sys.executable, "-m", "uvicorn", "lti_provider_mock.server:app", "--port", str(port)]
    with (folder / "mock.txt").open("w") as written:
        process = subprocess.Popen(command, cwd=folder, env=told, stdout=written, stderr=subprocess.STDOUT)
        try:
            _wait_for(f"{found}/jwks", process, folder / "mock.txt")
            yield found
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _wait_for(url: str, process: subprocess.Popen[bytes], written: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            if requests.get(url, timeout=5).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.1)
    raise AssertionError(written.read_text())


@pytest.fixture
def mock(company: Company, address: str, clock: Any) -> Iterator[Mock]:
    """Return the mock as one company knows it, on the day the mock thinks it is."""
    clock.at = datetime.now(UTC)
    installation = company.installation
    keys.ensure_key(installation.database, installation.config.key().encode(), clock.now())
    values: dict[str, Any] = {
        "name": "Mock",
        "issuer": address,
        "client_id": "lti-provider-mock",
        "creates_people": True,
    }
    values |= {"login_url": f"{address}/authorize", "token_url": f"{address}/token", "key_set_url": f"{address}/jwks"}
    with installation.database.writing() as session:
        made = platforms.add(session, company.organisation.id, values, ["1"], clock.now())
    yield Mock(company, address)
    with installation.database.writing() as session:  # one issuer is of one company, and there is one mock
        platforms.remove(session, session.merge(made))


def test_people_come_in_and_are_the_same_the_next_time(mock: Mock) -> None:
    app = mock.company.installation.app
    for subject in ("u-1", "u-2", "u-1"):
        here = app.test_client()
        answer, _posted = mock.launch(mock.sign_in(subject), here)
        assert answer.status_code == 303, answer.text
        assert here.get(urlsplit(answer.location).path, follow_redirects=True).status_code == 200
    assert mock.names() == ["Bo Dahl", "Åse Berg"]
    with mock.company.installation.database.reading() as session:
        mine = LtiContext.organisation_id == mock.company.organisation.id
        assert [each.title for each in session.scalars(select(LtiContext).where(mine))] == ["Leading with loyalty"]


def test_a_launch_of_it_opens_nothing_twice_nor_in_another_browser(mock: Mock) -> None:
    app = mock.company.installation.app
    here, there = app.test_client(), mock.sign_in("u-1")
    answer, posted = mock.launch(there, here)
    assert answer.status_code == 303
    assert [mock.post(each, {**posted, "again": "yes"}).status_code for each in (here, app.test_client())] == [200, 200]
    assert mock.names() == ["Åse Berg"]


def test_a_token_of_it_that_was_changed_opens_nothing(mock: Mock) -> None:
    here, there = mock.company.installation.app.test_client(), mock.sign_in("u-2")
    begun = _fields(there.ask(f"{mock.address}/courses/loyalty"))
    asked = here.post("/lti/login", data=begun)
    posted = _fields(there.ask(asked.location))
    head, body, signature = posted["id_token"].split(".")
    wrong = f"{head}.{body}.{signature[:-6]}{'AAAAAA' if signature[-6:] != 'AAAAAA' else 'BBBBBB'}"
    assert mock.post(here, {**posted, "id_token": wrong}).status_code == 400
    assert mock.names() == []
    assert mock.post(here, posted).status_code == 303
    assert mock.names() == ["Bo Dahl"]
