"""Signing out: here and then there, or there and then here."""

from __future__ import annotations

from typing import Any

import pytest

from lms.doors.oidc.tokens import LOGOUT
from tests.doors.oidc.joined import Joined
from tests.doors.oidc.provider import LEFT_OUT


def _claims(joined: Joined, **changes: Any) -> dict[str, Any]:
    now = int(joined.provider.clock.now().timestamp())
    honest = {
        "iss": joined.provider.url,
        "aud": "lms",
        "iat": now,
        "exp": now + 120,
        "jti": "once",
        "sub": "subject-1",
        "events": {LOGOUT: {}},
    }
    return {name: value for name, value in {**honest, **changes}.items() if value is not LEFT_OUT}


def _send(joined: Joined, token: str) -> int:
    path = f"/sign-in/oidc/{joined.connection}/sign-out"
    return joined.company.installation.app.test_client().post(path, data={"logout_token": token}).status_code


def test_who_signs_out_is_told_where_else_they_are_signed_in(joined: Joined) -> None:
    joined.provider.metadata = {"end_session_endpoint": f"{joined.provider.url}/end"}
    joined.imported()
    browser = joined.company.anonymous()
    joined.sign_in(browser, email=joined.mail(), email_verified=True)
    browser._token = None
    left = browser.post("/sign-out")
    assert left.location == f"/sign-in/oidc/{joined.connection}/left"
    page = browser.get(left.location).text
    assert f'href="{joined.provider.url}/end?client_id=lms"' in page
    assert joined.sessions() == 0


def test_a_provider_without_a_way_out_is_no_trouble(joined: Joined) -> None:
    page = joined.company.anonymous().get(f"/sign-in/oidc/{joined.connection}/left")
    assert page.status_code == 200
    assert "Sign out of" not in page.text


def test_signing_out_there_ends_what_was_opened_through_it(joined: Joined) -> None:
    person = joined.imported()
    joined.sign_in(email=joined.mail(), email_verified=True)
    joined.sign_in()
    other = joined.company.person()
    joined.company.browser(other)
    assert _send(joined, joined.provider.sign(_claims(joined))) == 200
    assert joined.sessions_of(person.id) == 0
    assert joined.sessions_of(other.id) == 1
    joined.sign_in()
    assert _send(joined, joined.provider.sign(_claims(joined))) == 400, "once"
    assert joined.sessions_of(person.id) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://evil.example"},
        {"aud": "another"},
        {"iat": LEFT_OUT},
        {"iat": 1},
        {"exp": 1},
        {"jti": LEFT_OUT},
        {"sub": LEFT_OUT},
        {"events": LEFT_OUT},
        {"events": {"http://evil.example": {}}},
        {"events": [LOGOUT]},
        {"nonce": "an id_token has one"},
    ],
)
def test_a_request_with_anything_wrong_ends_nothing(joined: Joined, changes: dict[str, Any]) -> None:
    person = joined.imported()
    joined.sign_in(email=joined.mail(), email_verified=True)
    assert _send(joined, joined.provider.sign(_claims(joined, **changes))) == 400
    assert joined.sessions_of(person.id) == 1


def test_an_id_token_signs_nobody_out_and_nothing_is_no_request(joined: Joined) -> None:
    person = joined.imported()
    joined.sign_in(email=joined.mail(), email_verified=True)
    for token in ("", "x", joined.provider.sign(joined.provider.claims({"client_id": "lms", "nonce": "n"}))):
        assert _send(joined, token) == 400
    assert joined.sessions_of(person.id) == 1


def test_signing_out_there_in_the_pause_does_not_make_it_longer(joined: Joined, clock: Any) -> None:
    joined.imported()
    joined.provider.status = 500
    assert joined.company.anonymous().get(f"/sign-in/oidc/{joined.connection}").status_code == 503
    joined.provider.status = None
    clock.forward(seconds=20)
    assert [_send(joined, joined.provider.sign(_claims(joined))) for _each in range(31)] == [400] * 31
    clock.forward(seconds=11)
    assert joined.sign_in(email=joined.mail(), email_verified=True).status_code == 303
    assert _send(joined, joined.provider.sign(_claims(joined))) == 200, "and nobody guessed"
    assert joined.sessions() == 0
