"""What a provider, another company or a stranger could try: nobody is ever signed in by it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from joserfc.jwk import ECKey, RSAKey

from tests.doors.oidc.joined import Joined, asked_of, join_with
from tests.doors.oidc.provider import LEFT_OUT, SignedProvider, signed_with_a_secret
from tests.support.at_once import at_once
from tests.support.company import Company

FAR = 3_600
WRONG: dict[str, dict[str, Any]] = {
    "another issuer": {"iss": "https://evil.example"},
    "the issuer with a slash": {"iss": "URL/"},
    "no issuer": {"iss": LEFT_OUT},
    "for another client": {"aud": "another"},
    "for another client among several": {"aud": ["another", "third"]},
    "for several, none of them authorised": {"aud": ["lms", "another"]},
    "for several, another one authorised": {"aud": ["lms", "another"], "azp": "another"},
    "another one authorised": {"azp": "another"},
    "for nobody": {"aud": LEFT_OUT},
    "for a part of our name": {"aud": "lm"},
    "over": {"exp": -61},
    "without an end": {"exp": LEFT_OUT},
    "an end that is no number": {"exp": "9999999999"},
    "an end that is true": {"exp": True},
    "from the future": {"iat": 61},
    "signed long ago": {"iat": -FAR},
    "without a beginning": {"iat": LEFT_OUT},
    "not yet": {"nbf": 61},
    "another nonce": {"nonce": "another"},
    "no nonce": {"nonce": LEFT_OUT},
    "an empty nonce": {"nonce": ""},
    "a nonce that is no text": {"nonce": ["another"]},
    "no subject": {"sub": LEFT_OUT},
    "an empty subject": {"sub": ""},
    "a subject that is a number": {"sub": 1},
    "a subject too long": {"sub": "s" * 256},
    "a subject with a NUL": {"sub": "s\x00"},
    "the hash of another access token": {"at_hash": "another"},
    "a hash that is no text": {"at_hash": 1},
}


def _refused(joined: Joined, answer: Any) -> None:
    assert answer.status_code in (403, 429)
    assert "Set-Cookie" not in answer.headers or "lms_session=" not in answer.headers["Set-Cookie"]
    assert joined.sessions() == 0


@pytest.mark.parametrize("case", WRONG)
def test_a_token_with_one_wrong_claim_opens_nothing(joined: Joined, case: str) -> None:
    joined.imported()
    now = int(joined.provider.clock.now().timestamp())
    changes = {
        name: now + value if name in ("exp", "iat", "nbf") and type(value) is int else value
        for name, value in WRONG[case].items()
    }
    if changes.get("iss") == "URL/":
        changes["iss"] = f"{joined.provider.url}/"
    answer = joined.sign_in(email=joined.mail(), email_verified=True, **changes)
    _refused(joined, answer)
    assert joined.told()[-1][0] == "sign-in: token", joined.told()
    assert not joined.identities()


def test_the_same_token_with_nothing_wrong_is_believed(joined: Joined) -> None:
    joined.imported()
    right = {"at_hash": "right", "aud": ["lms"], "azp": "lms"}
    assert joined.sign_in(email=joined.mail(), email_verified=True, **right).status_code == 303
    assert joined.sign_in(aud=["lms", "another"], azp="lms").status_code == 303
    now = int(joined.provider.clock.now().timestamp())
    assert joined.sign_in(iat=now + 59, exp=now - 59).status_code == 303, "clocks differ a little"


def _none(provider: SignedProvider, claims: dict[str, Any]) -> str:
    head, body, _signature = provider.sign(claims).split(".")
    del head
    return f"eyJhbGciOiJub25lIn0.{body}."


def _other_key(provider: SignedProvider, claims: dict[str, Any]) -> str:
    return provider.sign(claims, key=RSAKey.generate_key(2048, parameters={"kid": "one"}))


def _changed(provider: SignedProvider, claims: dict[str, Any]) -> str:
    head, _body, signature = provider.sign(claims).split(".")
    other = provider.sign({**claims, "sub": "boss"}).split(".")[1]
    return f"{head}.{other}.{signature}"


def _own_key_inside(provider: SignedProvider, claims: dict[str, Any]) -> str:
    own = RSAKey.generate_key(2048, parameters={"kid": "mine"})
    return provider.sign(claims, {"kid": "mine", "jwk": own.as_dict(private=False)}, own)


SIGNATURES: dict[str, Callable[[SignedProvider, dict[str, Any]], str]] = {
    "none": _none,
    "HS256 with the public key": lambda provider, claims: signed_with_a_secret(
        claims, provider.key.as_pem(private=False)
    ),
    "HS256 with the client secret": lambda provider, claims: signed_with_a_secret(claims, provider.secret.encode()),
    "RS384": lambda provider, claims: provider.sign(claims, {"alg": "RS384"}),
    "PS256": lambda provider, claims: provider.sign(claims, {"alg": "PS256"}),
    "another key of that name": _other_key,
    "a key that came along": _own_key_inside,
    "claims changed afterwards": _changed,
    "no signature": lambda provider, claims: provider.sign(claims).rpartition(".")[0] + ".",
    "no token at all": lambda _provider, _claims: "",
    "not a token": lambda _provider, _claims: "a.b.c",
    "a million dots": lambda _provider, _claims: "." * 1_000_0,
}


@pytest.mark.parametrize("case", SIGNATURES)
def test_a_token_that_is_not_signed_as_it_has_to_be_opens_nothing(joined: Joined, case: str) -> None:
    joined.imported()
    browser = joined.company.anonymous()
    location = joined.go(browser)
    claims = joined.provider.claims(asked_of(location), email=joined.mail(), email_verified=True)
    text = SIGNATURES[case](joined.provider, claims)
    _refused(joined, joined.back(browser, joined.provider.answer(location, text=text)))
    assert joined.told()[-1][0] in ("sign-in: token", "sign-in: keys")


def test_a_token_on_a_curve_is_believed_too(joined: Joined) -> None:
    joined.provider.key = ECKey.generate_key("P-256", parameters={"kid": "one"})
    joined.imported()
    assert joined.sign_in(email=joined.mail(), email_verified=True).status_code == 303


def test_an_answer_works_once(joined: Joined) -> None:
    person = joined.imported()
    browser = joined.company.anonymous()
    location = joined.go(browser)
    kept = _cookies(browser)
    came = joined.provider.answer(location, email=joined.mail(), email_verified=True)
    assert joined.back(browser, came).status_code == 303
    thief = joined.company.anonymous()
    for name, value in kept.items():
        thief.client.set_cookie(name, value)
    again = joined.back(thief, joined.provider.answer(location, email=joined.mail(), email_verified=True))
    assert again.status_code == 403
    assert joined.told()[-1][0] == "sign-in: used"
    assert joined.sessions_of(person.id) == 1


def test_of_twenty_answers_at_once_one_signs_in(joined: Joined) -> None:
    person = joined.imported()
    browser = joined.company.anonymous()
    location = joined.go(browser)
    kept = _cookies(browser)
    came = joined.provider.answer(location, email=joined.mail(), email_verified=True)
    browsers = [joined.company.anonymous() for _each in range(20)]
    for each in browsers:
        for name, value in kept.items():
            each.client.set_cookie(name, value)
    codes = at_once(*(lambda each=each: joined.back(each, came).status_code for each in browsers))
    assert sorted(codes) == [303, *[403] * 19]
    assert joined.sessions_of(person.id) == 1
    assert joined.provider.calls.count("token") == 1, "the code went to the provider once"


def test_a_first_sign_in_in_several_tabs_at_once_makes_one_person(joined: Joined) -> None:
    joined.set(creates_people=True)
    browsers = [joined.company.anonymous() for _each in range(6)]
    ways = [joined.provider.answer(joined.go(each), email=joined.mail(), email_verified=True) for each in browsers]
    pairs = list(zip(browsers, ways, strict=True))
    codes = at_once(*(lambda pair=pair: joined.back(*pair).status_code for pair in pairs))
    assert codes == [303] * 6
    assert len([each for each in joined.people() if each.email == joined.mail()]) == 1
    assert len(joined.identities()) == 1


def test_an_answer_belongs_to_the_browser_that_asked(joined: Joined) -> None:
    joined.imported()
    attacker, victim = joined.company.anonymous(), joined.company.anonymous()
    came = joined.provider.answer(joined.go(attacker), email=joined.mail(), email_verified=True)
    joined.go(victim)
    _refused(joined, joined.back(victim, came))
    assert joined.provider.calls.count("token") == 0, "the code was not even asked about"


def test_another_state_with_ones_own_cookie_is_refused(joined: Joined) -> None:
    joined.imported()
    browser = joined.company.anonymous()
    came = joined.provider.answer(joined.go(browser), email=joined.mail(), email_verified=True)
    for state in ("", "another", "å" * 20, "s" * 5_000):
        _refused(joined, joined.back(browser, {**came, "state": state}))


def test_ten_minutes_later_it_is_too_late(joined: Joined, clock: Any) -> None:
    joined.imported()
    browser = joined.company.anonymous()
    location = joined.go(browser)
    clock.forward(minutes=11)
    _refused(joined, joined.back(browser, joined.provider.answer(location, email=joined.mail(), email_verified=True)))
    assert joined.told()[-1][0] == "sign-in: other-browser"


def test_a_code_injected_from_another_sign_in_does_not_fit_its_verifier(joined: Joined) -> None:
    joined.imported()
    victim, attacker = joined.company.anonymous(), joined.company.anonymous()
    stolen = joined.provider.answer(joined.go(victim), email=joined.mail(), email_verified=True)
    own = joined.provider.answer(joined.go(attacker))
    _refused(joined, joined.back(attacker, {**own, "code": stolen["code"]}))
    assert joined.told()[-1][0] == "sign-in: exchange"


def test_an_answer_meant_for_one_provider_is_not_taken_to_another(
    joined: Joined, other_company: Company, provider: SignedProvider
) -> None:
    with SignedProvider(provider.clock).open() as evil:
        other = join_with(other_company, evil)
        joined.imported()
        browser = joined.company.anonymous()
        came = provider.answer(joined.go(browser), email=joined.mail(), email_verified=True)
        _refused(joined, other.back(browser, came))
        assert other.told()[-1][0] == "sign-in: other-provider"
        assert "token" not in evil.calls
        assert joined.back(browser, came).status_code == 403, "and the mixed-up one is over"


@pytest.mark.parametrize("named", ["https://evil.example", None, ""])
def test_a_provider_that_names_itself_has_to(joined: Joined, named: str | None) -> None:
    joined.provider.metadata = {"authorization_response_iss_parameter_supported": True}
    joined.imported()
    browser = joined.company.anonymous()
    came = joined.provider.answer(joined.go(browser), email=joined.mail(), email_verified=True)
    _refused(joined, joined.back(browser, came if named is None else {**came, "iss": named}))
    assert joined.told()[-1][0] == "sign-in: other-provider"
    assert "token" not in joined.provider.calls


def test_one_that_names_itself_rightly_is_believed(joined: Joined) -> None:
    joined.provider.metadata = {"authorization_response_iss_parameter_supported": True}
    joined.imported()
    browser = joined.company.anonymous()
    came = joined.provider.answer(joined.go(browser), email=joined.mail(), email_verified=True)
    assert joined.back(browser, {**came, "iss": joined.provider.url}).status_code == 303


def test_another_organisations_domain_opens_nothing(
    joined: Joined, other_company: Company, provider: SignedProvider
) -> None:
    with SignedProvider(provider.clock).open() as theirs:
        evil = join_with(other_company, theirs, creates_people=True)
        victim = joined.imported()
        refused = evil.sign_in(email=joined.mail(), email_verified=True)
        assert refused.status_code == 403
        assert joined.sessions_of(victim.id) == 0
        assert not [each for each in evil.people() if each.email == joined.mail()]


def test_guessing_is_stopped(joined: Joined) -> None:
    browser = joined.company.anonymous()
    codes = [joined.back(browser, {"state": f"guess-{at}", "code": "x"}).status_code for at in range(32)]
    assert codes == [403] * 30 + [429] * 2


def test_guesses_of_others_at_the_same_address_lock_nobody_out(joined: Joined) -> None:
    joined.imported()
    stranger = joined.company.anonymous()
    for at in range(31):
        joined.back(stranger, {"state": f"guess-{at}", "code": "x"})
    assert joined.back(stranger, {"state": "another", "code": "x"}).status_code == 429
    assert joined.sign_in(email=joined.mail(), email_verified=True).status_code == 303
    assert joined.sessions() == 1


def test_what_the_browser_keeps_tells_nothing(joined: Joined) -> None:
    browser = joined.company.anonymous()
    asked = asked_of(joined.go(browser, next="/learn/secret-page"))
    (value,) = _cookies(browser).values()
    for secret in (asked["state"], asked["nonce"], "secret-page", str(joined.connection)):
        assert secret not in value
    cookie = browser.client.get_cookie(next(iter(_cookies(browser))))
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site, cookie.max_age) == (True, "Lax", 600)


def test_a_connection_that_is_not_there_is_a_404(company: Company) -> None:
    assert company.anonymous().get(f"/sign-in/oidc/{UUID(int=1)}/callback?state=x").status_code == 404


def _cookies(browser: Any) -> dict[str, str]:
    return {key: cookie.value for (_d, _p, key), cookie in browser.client._cookies.items() if "oidc" in key}
