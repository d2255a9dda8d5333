"""Signing out: here and then there, or there and then here."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from lms.doors.oidc.tokens import LOGOUT
from tests.doors.oidc.joined import Joined, join_with
from tests.doors.oidc.provider import LEFT_OUT
from tests.support.company import Browser, Company


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


def _two_browsers(joined: Joined) -> tuple[Browser, Browser]:
    """Sign one person in twice, from two sessions there."""
    browsers = joined.company.anonymous(), joined.company.anonymous()
    for browser, name in zip(browsers, ("one", "two"), strict=True):
        assert joined.sign_in(browser, email=joined.mail(), email_verified=True, sid=name).status_code == 303
    return browsers


def _is_in(browser: Browser) -> bool:
    return browser.get("/me").status_code == 200


def test_a_session_that_ends_there_ends_here_whoever_it_was(joined: Joined) -> None:
    person = joined.imported()
    one, two = _two_browsers(joined)
    assert _send(joined, joined.provider.sign(_claims(joined, sub=LEFT_OUT, sid="one"))) == 200
    assert (_is_in(one), _is_in(two)) == (False, True)
    unknown = _claims(joined, sub=LEFT_OUT, sid="never seen", jti="two")
    assert _send(joined, joined.provider.sign(unknown)) == 200, "it is over already, as far as anybody knows"
    assert joined.sessions_of(person.id) == 1


def test_a_person_and_a_session_mean_that_persons_session(joined: Joined) -> None:
    joined.imported()
    one, two = _two_browsers(joined)
    assert _send(joined, joined.provider.sign(_claims(joined, sub="somebody-else", sid="one"))) == 200
    assert (_is_in(one), _is_in(two)) == (True, True)
    assert _send(joined, joined.provider.sign(_claims(joined, sid="two", jti="two"))) == 200
    assert (_is_in(one), _is_in(two)) == (True, False)
    assert _send(joined, joined.provider.sign(_claims(joined, jti="three"))) == 200
    assert not _is_in(one)


def test_a_session_without_a_name_there_ends_with_any_of_its_person(joined: Joined) -> None:
    person = joined.imported()
    joined.sign_in(email=joined.mail(), email_verified=True)
    assert _send(joined, joined.provider.sign(_claims(joined, sub=LEFT_OUT, sid="one"))) == 200
    assert joined.sessions_of(person.id) == 1
    assert _send(joined, joined.provider.sign(_claims(joined, sid="one", jti="two"))) == 200
    assert joined.sessions_of(person.id) == 0


def test_the_same_name_of_a_session_elsewhere_is_another_session(joined: Joined, other_company: Company) -> None:
    theirs = join_with(other_company, joined.provider)
    joined.imported()
    theirs.imported()
    one, two = _two_browsers(joined)
    elsewhere = other_company.anonymous()
    theirs.sign_in(elsewhere, email=theirs.mail(), email_verified=True, sid="one")
    assert _send(theirs, theirs.provider.sign(_claims(theirs, sub=LEFT_OUT, sid="one"))) == 200
    assert (_is_in(one), _is_in(two), _is_in(elsewhere)) == (True, True, False)


def test_nothing_of_a_sessions_name_there_is_kept_but_a_hash(joined: Joined) -> None:
    joined.imported()
    joined.sign_in(email=joined.mail(), email_verified=True, sid="a-name-of-a-session")
    with joined.company.installation.database.reading() as session:
        rows = session.execute(text("SELECT * FROM sign_in WHERE there_hash IS NOT NULL")).all()
    assert rows
    assert "a-name-of-a-session" not in str(rows)


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
        {"sub": LEFT_OUT, "sid": ""},
        {"sub": LEFT_OUT, "sid": 7},
        {"sub": LEFT_OUT, "sid": "x" * 256},
        {"sub": 7, "sid": "one"},
        {"sid": None},
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
