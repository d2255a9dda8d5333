"""A provider that says no, does not answer or changes its keys: what people read, and what administrators do."""

from __future__ import annotations

from typing import Any

from joserfc.jwk import RSAKey

from tests.doors.oidc.joined import Joined, asked_of


def test_a_refusal_of_the_provider_is_told_in_plain_words_and_logged_with_detail(joined: Joined) -> None:
    browser = joined.company.anonymous()
    state = asked_of(joined.go(browser))["state"]
    answer = joined.back(
        browser, {"state": state, "error": "access_denied", "error_description": "<b>not assigned</b>"}
    )
    assert answer.status_code == 403
    assert "did not let you through" in answer.text
    assert "assigned" not in answer.text
    assert "access_denied" in joined.told()[-1][1]
    assert "<b>" not in joined.told()[-1][1], "free words may name somebody"


def test_a_wrong_secret_is_told_to_the_administrator_and_never_shown(joined: Joined) -> None:
    joined.imported()
    joined.provider.secret = "another"
    answer = joined.sign_in(email=joined.mail(), email_verified=True)
    assert "set up right" in answer.text
    what, told = joined.told()[-1]
    assert what == "sign-in: exchange"
    assert "invalid_client" in told
    assert "s3cret" not in told


def test_a_provider_that_does_not_answer_is_left_alone_for_a_while(joined: Joined, clock: Any) -> None:
    joined.imported()
    joined.provider.status = 500
    browser = joined.company.anonymous()
    assert browser.get(f"/sign-in/oidc/{joined.connection}").status_code == 503
    asked = len(joined.provider.calls)
    for _each in range(3):
        assert browser.get(f"/sign-in/oidc/{joined.connection}").status_code == 503
    assert len(joined.provider.calls) == asked
    joined.provider.status = None
    clock.forward(seconds=31)
    assert joined.sign_in(email=joined.mail(), email_verified=True).status_code == 303


def test_new_keys_are_read_at_most_once_a_minute(joined: Joined, clock: Any) -> None:
    joined.imported()
    assert joined.sign_in(email=joined.mail(), email_verified=True).status_code == 303
    for _each in range(5):
        assert joined.sign_in(header={"kid": "unknown"}).status_code == 403
    assert joined.provider.calls.count("keys") == 1
    clock.forward(seconds=61)
    joined.provider.key = RSAKey.generate_key(2048, parameters={"kid": "two"})
    assert joined.sign_in(header={"kid": "two"}).status_code == 303, "the provider has changed its keys"
    assert joined.provider.calls.count("keys") == 2


def test_whoever_asks_meanwhile_does_not_make_the_pause_longer(joined: Joined, clock: Any) -> None:
    joined.imported()
    joined.provider.status = 500
    browser = joined.company.anonymous()
    address = f"/sign-in/oidc/{joined.connection}"
    assert browser.get(address).status_code == 503
    joined.provider.status = None
    noted = len(joined.told())
    clock.forward(seconds=20)
    assert browser.get(address).status_code == 503
    clock.forward(seconds=20)
    assert browser.get(address).status_code == 302, "the pause began once"
    assert len(joined.told()) == noted
    assert joined.sign_in(email=joined.mail(), email_verified=True).status_code == 303


def test_an_answer_that_comes_back_in_the_pause_does_not_make_it_longer(joined: Joined, clock: Any) -> None:
    joined.imported()
    first, second = joined.company.anonymous(), joined.company.anonymous()
    ways = [(each, joined.provider.answer(joined.go(each))) for each in (first, second)]
    joined.provider.status = 500
    assert joined.back(*ways[0]).status_code == 503
    joined.provider.status = None
    clock.forward(seconds=20)
    assert joined.back(*ways[1]).status_code == 503
    clock.forward(seconds=11)
    assert joined.sign_in(email=joined.mail(), email_verified=True).status_code == 303
