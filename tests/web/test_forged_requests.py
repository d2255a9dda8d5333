"""What another site can make a browser send changes nothing, and nothing changes by looking."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import TestResponse

from lms.web.context import SAFE_METHODS
from tests.support.company import PASSWORD, Browser, Company
from tests.support.fingerprint import fingerprint
from tests.support.installation import Installation
from tests.web.role_table import ROLES, Visitors

Send = Callable[[Browser, str, str, Company], TestResponse]


def _without_token(browser: Browser, address: str, method: str, _company: Company) -> TestResponse:
    return browser.client.open(address, method=method, data={"language": "da"})


def _with_anothers_token(browser: Browser, address: str, method: str, company: Company) -> TestResponse:
    token = company.browser(company.person()).token()
    return browser.client.open(address, method=method, data={"csrf_token": token}, headers={"X-CSRFToken": token})


def _with_the_token_in_the_address(browser: Browser, address: str, method: str, _company: Company) -> TestResponse:
    return browser.client.open(address, method=method, query_string={"csrf_token": browser.token()})


def _with_json_as_text(browser: Browser, address: str, method: str, _company: Company) -> TestResponse:
    body = json.dumps({"csrf_token": browser.token(), "language": "da"})
    return browser.client.open(address, method=method, data=body, content_type="text/plain")


def _from(**headers: str) -> Send:
    def send(browser: Browser, address: str, method: str, _company: Company) -> TestResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return browser.client.open(address, method=method, data={"csrf_token": browser.token()}, headers=named)

    return send


FORGERIES: dict[str, Send] = {
    "no token": _without_token,
    "another person's token": _with_anothers_token,
    "the token in the address": _with_the_token_in_the_address,
    "JSON as plain text": _with_json_as_text,
    "a foreign Origin": _from(Origin="https://evil.example"),
    "our name in a foreign Origin": _from(Origin="http://localhost.evil.example"),
    "an Origin that hides itself": _from(Origin="null"),
    "Sec-Fetch-Site cross-site": _from(Sec_Fetch_Site="cross-site"),
    "Sec-Fetch-Site same-site": _from(Sec_Fetch_Site="same-site"),
}


PROVED = {
    "lti.login": "begins at a platform; nothing is stored, and the answer leads back to that platform",
    "lti.launch": "signed by the platform, bound to this browser and good once (tests/doors/lti/test_launching.py)",
    "lti.register": "holds a secret of an administrator's, good once (tests/doors/lti/test_connecting_platforms.py)",
    "lti.window": "a page of ours in a frame, with a sealed pass of its visit (tests/doors/lti/test_windows.py)",
    "oidc.signed_out_there": "signed by the provider's server (tests/doors/oidc/test_leaving.py)",
}
"""Calls that other sites make, each with what proves whose they are; `scim.*` carry a token and read no cookie."""


def _unsafe(visitors: Visitors) -> list[tuple[str, str]]:
    """Return (address, method) of every call from a browser's page that may change something."""
    views = visitors.installation.app.url_map.iter_rules()
    rules = [rule for rule in views if rule.endpoint not in PROVED and not rule.endpoint.startswith("scim.")]
    return [(visitors.address(rule), method) for rule in rules for method in (rule.methods or set()) - SAFE_METHODS]


def test_what_other_sites_may_send_is_what_was_looked_at(installation: Installation) -> None:
    exempt = installation.app.extensions["csrf"]._exempt_views
    views = {f"{view.__module__}.{view.__name__}": name for name, view in installation.app.view_functions.items()}
    names = {views[each] for each in exempt if each in views}
    assert {each for each in names if not each.startswith("scim.")} == PROVED.keys() | {"reminding.end"}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_request_is_refused_and_stores_nothing(
    forgery: str, everyone: Browser, visitors: Visitors, company: Company, installation: Installation
) -> None:
    everyone.token()
    company.person()
    calls = _unsafe(visitors)
    before = fingerprint(installation.database, without={"account", "person", "person_word", "sign_in"})
    for address, method in calls:
        response = FORGERIES[forgery](everyone, address, method, company)
        assert response.status_code in (400, 403), f"{method} {address} gave {response.status_code}"
    assert fingerprint(installation.database, without={"account", "person", "person_word", "sign_in"}) == before
    assert everyone.get("/me").status_code == 200, "and nobody was signed out"


def test_the_same_requests_with_a_token_of_ones_own_are_taken(everyone: Browser, visitors: Visitors) -> None:
    for address, method in _unsafe(visitors):
        if address not in ("/sign-out", "/lti/leaving"):
            response = _from(Origin="http://localhost", Sec_Fetch_Site="same-origin")(everyone, address, method, None)  # type: ignore[arg-type]
            assert response.status_code not in (400, 403), f"{method} {address} gave {response.status_code}"


@pytest.mark.parametrize("forgery", ["no token", "a foreign Origin", "Sec-Fetch-Site cross-site"])
def test_another_site_cannot_sign_a_browser_in_as_somebody_else(
    forgery: str, company: Company, installation: Installation
) -> None:
    person, browser = company.person(), company.anonymous()
    headers = {"a foreign Origin": {"Origin": "https://evil.example"}, "no token": {}}
    data: dict[str, Any] = {"email": person.email, "password": PASSWORD}
    if forgery != "no token":
        data["csrf_token"] = browser.token()
    before = fingerprint(installation.database)
    site = headers.get(forgery, {"Sec-Fetch-Site": "cross-site"})
    response = browser.client.post("/sign-in", data=data, headers=site)
    assert response.status_code in (400, 403)
    assert fingerprint(installation.database) == before
    assert browser.get("/me").status_code == 302


@pytest.mark.parametrize("role", ROLES)
def test_looking_changes_nothing(role: str, visitors: Visitors, installation: Installation, clock: Any) -> None:
    browser = visitors.browser(role)
    rules = [rule for rule in installation.app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    # who looked at a list, that a file was made in this minute, under which number a calendar was told of a date
    counted = {"audit_entry", "wrong_try", "calendar_entry"}
    addresses = [visitors.address(rule, role if role in visitors.attempts else "learner") for rule in rules]
    before = fingerprint(installation.database, without=counted)
    clock.forward(minutes=6)  # far enough that the session would be touched
    for address in addresses:
        browser.get(address)
    assert fingerprint(installation.database, without=counted) == before
    assert len(rules) > 15


def test_the_fingerprint_would_notice(everyone: Browser, installation: Installation) -> None:
    before = fingerprint(installation.database)
    everyone.post("/me/language", {"language": "sv"})
    changed = {table for table, digest in fingerprint(installation.database).items() if digest != before[table]}
    assert changed == {"account"}
