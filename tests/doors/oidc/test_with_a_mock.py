"""The whole exchange with `oidc-provider-mock`, a provider that others wrote: no part of it is ours."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests

from tests.doors.oidc.joined import Joined, join_with
from tests.doors.oidc.provider import SignedProvider
from tests.support.company import Browser, Company

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
"""What it uses of Authlib is deprecated there."""

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its own imports are deprecated by the library it uses
    from oidc_provider_mock import User, run_server_in_thread


@pytest.fixture
def mocked(company: Company, provider: SignedProvider, clock: Any) -> Iterator[Joined]:
    """Return a company that is joined with the mock, on the day the mock thinks it is."""
    clock.at = datetime.now(UTC)
    mail = f"ada@{company.marker}.example"
    claims = {"email": mail, "email_verified": True, "name": "Ada Nielsen"}
    with run_server_in_thread(require_nonce=True, user_claims=[User(sub="ada", claims=claims)]) as server:
        yield join_with(company, provider, issuer=f"http://localhost:{server.server_port}")


def _answer(joined: Joined, browser: Browser, **form: str) -> dict[str, str]:
    """Return what the mock sends the browser back with after its form was sent."""
    answered = requests.post(joined.go(browser), data=form, allow_redirects=False, timeout=10)
    assert answered.status_code == 302, answered.text
    return dict(parse_qsl(urlsplit(answered.headers["Location"]).query))


def test_somebody_is_signed_in(mocked: Joined) -> None:
    person = mocked.imported()
    browser = mocked.company.anonymous()
    assert mocked.back(browser, _answer(mocked, browser, sub="ada")).status_code == 303
    assert mocked.sessions_of(person.id) == 1
    assert [each.subject for each in mocked.identities()] == ["ada"]


def test_somebody_without_a_checked_address_is_not(mocked: Joined) -> None:
    browser = mocked.company.anonymous()
    assert mocked.back(browser, _answer(mocked, browser, sub=mocked.mail("boss"))).status_code == 403
    assert mocked.told()[-1][0] == "sign-in: unknown"


def test_who_says_no_there_is_not_signed_in(mocked: Joined) -> None:
    browser = mocked.company.anonymous()
    came = _answer(mocked, browser, action="deny")
    came.setdefault("state", "")
    assert mocked.back(browser, came).status_code == 403
    assert mocked.sessions() == 0


def test_a_code_works_once_there_too(mocked: Joined) -> None:
    mocked.imported()
    browser, thief = mocked.company.anonymous(), mocked.company.anonymous()
    came = _answer(mocked, browser, sub="ada")
    own = _answer(mocked, thief, sub="mallory")
    assert mocked.back(thief, {**own, "code": came["code"]}).status_code == 403, "another browser's verifier"
    assert mocked.sessions() == 0
