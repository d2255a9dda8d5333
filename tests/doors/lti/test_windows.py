"""A visit that goes on in a window of its own: who may open one, until when it lasts, and what a frame shows then."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from lms.doors.lti.models import LtiUser
from lms.people.models import SignIn
from lms.people.sessions import LONGEST
from tests.doors.lti.visiting import Connected


def _pass(framed: FlaskClient) -> str:
    """Return what the page in the frame gives its window along."""
    found = re.search(r'name="pass" value="([^"]+)"', framed.get("/learn", headers={"Sec-Fetch-Dest": "iframe"}).text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("headers", [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_another_site_s_page_cannot_put_its_own_visit_into_somebody_s_browser(
    connected: Connected, headers: dict[str, str]
) -> None:
    theirs, victim = connected.client(), connected.client()
    connected.launch(theirs)
    sent = {"pass": _pass(theirs), "next": "/learn"}
    assert victim.post("/lti/window", data=sent, headers=headers).status_code == 403
    assert connected.sessions() == 1
    own = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert victim.post("/lti/window", data=sent, headers=own).status_code == 303
    assert victim.get("/learn").status_code == 200


def test_a_window_ends_when_its_visit_would_have_ended(connected: Connected, clock: Any) -> None:
    framed, window = connected.client(), connected.client()
    connected.launch(framed)
    begun = clock.now() - LONGEST + timedelta(minutes=10)
    with connected.company.installation.database.writing() as session:
        person = select(LtiUser.person_id).where(LtiUser.platform_id == connected.row.id).scalar_subquery()
        session.execute(update(SignIn).where(SignIn.person_id == person).values(created_at=begun))
    assert window.post("/lti/window", data={"pass": _pass(framed), "next": "/learn"}).status_code == 303
    clock.forward(minutes=9)
    assert window.get("/learn").status_code == 200
    again = _pass(framed)
    clock.forward(minutes=2)
    assert window.get("/learn").status_code in (302, 401)
    assert connected.client().post("/lti/window", data={"pass": again}).status_code == 401


def test_when_a_visit_is_over_its_platform_s_frame_shows_that_and_no_other_page(
    connected: Connected, clock: Any
) -> None:
    client = connected.client()
    connected.launch(client)
    assert connected.platform.issuer in client.get("/sign-in").headers["Content-Security-Policy"]
    clock.forward(minutes=61)
    for path in ("/sign-in", "/healthz", "/no-such-page"):
        assert "frame-ancestors 'none'" in client.get(path).headers["Content-Security-Policy"], path
    over = client.get("/learn")
    assert (over.status_code, "This visit is over" in over.text) == (401, True)
    assert connected.platform.issuer in over.headers["Content-Security-Policy"]
