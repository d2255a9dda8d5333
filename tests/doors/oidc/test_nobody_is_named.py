"""Every way a sign-in through the provider is refused: the log says what to mend and names nobody."""

from __future__ import annotations

from typing import Any

import pytest
from authlib.oauth2 import OAuth2Error

from lms.doors.oidc import flow
from lms.people.models import Person
from lms.people.operations import create_account, deactivate
from tests.doors import planted
from tests.doors.oidc.joined import Joined, asked_of
from tests.doors.oidc.provider import LEFT_OUT
from tests.support.company import PASSWORD


def _claims(joined: Joined, **more: Any) -> dict[str, Any]:
    named = {"name": planted.NAME, "given_name": planted.FIRST, "family_name": planted.LAST, "sub": planted.SUBJECT}
    return {**named, "email": planted.mail(joined.company), "email_verified": True, **more}


def test_no_refusal_names_whoever_was_refused(joined: Joined) -> None:
    company = joined.company
    ways: dict[str, dict[str, Any]] = {
        "not-invited": {},
        "unknown": {"email": f"{planted.LOCAL}@elsewhere.example"},
        "unknown without an address": {"email": LEFT_OUT},
        "token: for another client": {"aud": planted.NAME},
        "token: too old": {"exp": 1},
        "token: another nonce": {"nonce": planted.SUBJECT},
        "token: another issuer": {"iss": f"https://{planted.LOCAL}.example"},
    }
    for way, claims in ways.items():
        assert (way, joined.sign_in(**_claims(joined, **claims)).status_code) == (way, 403)
    browser = company.anonymous()
    state = asked_of(joined.go(browser))["state"]
    said = {"state": state, "error": "access_denied", "error_description": planted.WORDS}
    assert joined.back(browser, said).status_code == 403
    assert "access_denied AADSTS50105" in joined.told()[-1][1]
    assert len(planted.noted(company)) >= len(ways) + 1
    assert planted.found(company) == []


def test_no_refusal_of_somebody_known_names_them(joined: Joined) -> None:
    company = joined.company
    person = planted.planted(company)
    with company.installation.database.writing() as session:
        known = session.get_one(Person, person.id)
        now = company.installation.clock.now()
        known.account_id = create_account(session, email=person.email, password=PASSWORD, now=now).id
    assert joined.sign_in(**_claims(joined)).status_code == 403
    assert joined.told()[-1][0] == "sign-in: has-password"
    with company.installation.database.writing() as session:
        deactivate(session, session.get_one(Person, person.id))
    assert joined.sign_in(**_claims(joined)).status_code == 403
    assert planted.found(company) == []


def test_no_word_of_the_token_endpoint_is_kept_that_names_somebody(
    joined: Joined, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = OAuth2Error(description=planted.WORDS)
    refused.error = "invalid_grant"

    def refuse(*_given: Any, **_more: Any) -> Any:
        raise refused

    monkeypatch.setattr(flow._Client, "fetch_token", refuse)
    assert joined.sign_in(**_claims(joined)).status_code == 403
    assert "invalid_grant AADSTS50105" in joined.told()[-1][1]
    assert planted.found(joined.company) == []


def test_who_was_let_in_is_in_the_log_by_reference_only_and_goes_with_their_rows(joined: Joined) -> None:
    planted.planted(joined.company)
    assert joined.sign_in(**_claims(joined)).status_code == 303
    (line,) = planted.noted(joined.company)
    assert line.person_id is not None
    planted.erased(joined.company)
    assert (planted.noted(joined.company), planted.found(joined.company)) == ([], [])
