"""A launch that is right opens one session; one that is wrong in any single way opens none and says what to mend."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from lms.doors.lti.models import LtiContext, LtiDeployment, LtiLearner, LtiLink, LtiNonce, LtiUser, LtiVisit
from lms.doors.partners.models import Exchange
from lms.kernel.permissions import Role
from lms.people.models import Account, Person
from tests.doors.lti.platform import CLAIM, INSTRUCTOR, Platform, a_key
from tests.doors.lti.visiting import LAUNCH, Connected
from tests.support.company import MODULE, Company

OTHER = "https://elsewhere.example"


def _rows(connected: Connected, model: Any) -> list[Any]:
    with connected.company.installation.database.reading() as session:
        mine = select(model).where(model.organisation_id == connected.company.organisation.id)
        return list(session.scalars(mine))


def test_a_launch_opens_a_session_for_a_learner_who_is_made_without_a_password(connected: Connected) -> None:
    client = connected.client()
    answer = connected.launch(client, target=f"{LAUNCH}?target=module:{MODULE}")
    assert (answer.status_code, answer.location) == (303, f"/learn/{MODULE}")
    assert connected.sessions() == 1
    assert client.get(f"/learn/{MODULE}").status_code == 200
    (user,) = _rows(connected, LtiUser)
    with connected.company.installation.database.reading() as session:
        person = session.get_one(Person, user.person_id)
        account = session.get_one(Account, person.account_id)
    assert (person.name, person.roles, account.password_hash) == ("Mia Platform", frozenset({Role.LEARNER}), None)
    assert [(each.context, each.title) for each in _rows(connected, LtiContext)] == [
        ("course-1", "Leading with loyalty")
    ]
    assert [each.target for each in _rows(connected, LtiLink)] == [f"module:{MODULE}"]
    assert [each.is_instructor for each in _rows(connected, LtiVisit)] == [False]
    assert [each.subject for each in _rows(connected, LtiLearner)] == ["user-1"]
    assert [(each.what, each.outcome) for each in _rows(connected, Exchange)] == [("launch", "ok")]


def test_the_same_subject_is_the_same_person_and_another_platform_s_is_not(connected: Connected) -> None:
    connected.launch()
    connected.launch()
    assert len(_rows(connected, LtiUser)) == 1
    with Platform(connected.company.installation.clock.now) as other:
        second = Connected(connected.company, other)
        assert second.launch().status_code == 303
    assert len({each.person_id for each in _rows(connected, LtiUser)}) == 2


def test_what_other_platforms_leave_out_or_write_otherwise_is_taken(connected: Connected) -> None:
    quirks: dict[str, Any] = {
        "aud": [connected.platform.client_id],
        "email": None,
        "name": None,
        "given_name": None,
        "family_name": None,
        "context": None,
        "launch_presentation": None,
        "exp": int(connected.company.installation.clock.now().timestamp()) + 3600,
    }
    answer = connected.launch(**quirks)
    assert answer.status_code == 303, answer.text
    both = connected.launch(aud=[connected.platform.client_id, OTHER], azp=connected.platform.client_id)
    assert both.status_code == 303
    with connected.company.installation.database.reading() as session:
        person = session.get_one(Person, _rows(connected, LtiUser)[0].person_id)
    assert person.name == "Learner"
    assert person.email.endswith("@no-address.invalid")


Break = Callable[[Connected, str], tuple[dict[str, Any], dict[str, Any]]]
"""(connected, nonce) → claims changed, how it is signed."""


def _at(connected: Connected, **shift: float) -> int:
    return int((connected.company.installation.clock.now() + timedelta(**shift)).timestamp())


def _only(**changed: Any) -> Break:
    return lambda _connected, _nonce: (changed, {})


def _signed(**how: Any) -> Break:
    return lambda _connected, _nonce: ({}, how)


WRONG: dict[str, Break] = {
    "iss": _only(iss=OTHER),
    "iss of another kind": _only(iss=["x"]),
    "no iss": _only(iss=None),
    "aud": _only(aud="another-client"),
    "aud list without us": _only(aud=["another", "client"]),
    "no aud": _only(aud=None),
    "azp": _only(azp="another-client"),
    "several aud without azp": lambda c, _n: ({"aud": [c.platform.client_id, OTHER]}, {}),
    "no sub": _only(sub=None),
    "empty sub": _only(sub=" "),
    "long sub": _only(sub="s" * 256),
    "sub of another kind": _only(sub=7),
    "nonce": _only(nonce="another"),
    "no nonce": _only(nonce=None),
    "exp past": lambda c, _n: ({"exp": _at(c, seconds=-61)}, {}),
    "no exp": _only(exp=None),
    "exp of another kind": _only(exp="tomorrow"),
    "exp beyond time": _only(exp=10**18),
    "exp far away, iat old": lambda c, _n: ({"iat": _at(c, minutes=-7), "exp": _at(c, hours=1)}, {}),
    "iat ahead": lambda c, _n: ({"iat": _at(c, seconds=61)}, {}),
    "no iat": _only(iat=None),
    "nbf ahead": lambda c, _n: ({"nbf": _at(c, seconds=61)}, {}),
    "deployment": _only(deployment_id="99"),
    "no deployment": _only(deployment_id=None),
    "version": _only(version="1.1"),
    "no version": _only(version=None),
    "message type": _only(message_type="LtiSubmissionReviewRequest"),
    "no message type": _only(message_type=None),
    "no roles": _only(roles=None),
    "roles of another kind": _only(roles="Learner"),
    "no resource link": _only(resource_link=None),
    "resource link without id": _only(resource_link={"title": "x"}),
    "resource link of another kind": _only(resource_link="x"),
    "target elsewhere": _only(target_link_uri=f"{OTHER}/lti/launch"),
    "target that only begins like ours": _only(target_link_uri="http://localhost.elsewhere.example/lti/launch"),
    "target with somebody's name": _only(target_link_uri="http://localhost@elsewhere.example/"),
    "no target": _only(target_link_uri=None),
    "another key under the same name": lambda _c, _n: ({}, {"key": a_key(1)}),
    "unknown key": _signed(kid="no-such-key"),
    "no key named": _signed(kid=""),
    "RS512": _signed(alg="RS512"),
    "unsigned": _signed(alg="none", key=""),
    "signed with a shared secret": _signed(alg="HS256", key="k" * 64),
}


@pytest.mark.parametrize("name", WRONG)
def test_any_single_claim_that_is_wrong_opens_no_session(connected: Connected, name: str) -> None:
    client = connected.client()
    state, nonce = connected.begin(client)
    changed, how = WRONG[name](connected, nonce)
    token = connected.platform.sign(connected.platform.claims(nonce, LAUNCH, **changed), **how)
    answer = connected.post(client, token, state)
    assert answer.status_code in (400, 401, 403), answer.status_code
    assert connected.sessions() == 0
    assert _rows(connected, LtiUser) == _rows(connected, LtiVisit) == []
    (noted,) = _rows(connected, Exchange)
    assert (noted.outcome, noted.partner_id) == ("refused", connected.row.id)
    assert noted.told


def test_the_same_launch_without_a_fault_is_let_in(connected: Connected) -> None:
    """The negative control of the table above: nothing but the fault keeps out."""
    assert connected.launch().status_code == 303
    assert connected.sessions() == 1


BODIES = ("", "x", "x.y", "x.y.z", "e30.e30.", "e30.W10.x", "bnVsbA.bnVsbA.x", "a" * 50_000, "é.é.é")


@pytest.mark.parametrize("body", BODIES)
def test_what_is_no_token_at_all_is_refused(connected: Connected, body: str) -> None:
    client = connected.client()
    state, _nonce = connected.begin(client)
    assert connected.post(client, body, state).status_code == 400
    assert connected.sessions() == 0


def test_a_login_of_another_browser_opens_nothing(connected: Connected) -> None:
    mine, theirs = connected.client(), connected.client()
    state, nonce = connected.begin(theirs)
    token = connected.platform.sign(connected.platform.claims(nonce, LAUNCH))
    connected.begin(mine)
    first = connected.post(mine, token, state)
    assert 'name="again"' in first.text  # without the cookie it is sent once more
    again = connected.post(mine, token, state, again="yes")
    assert again.status_code == 200
    assert connected.sessions() == 0
    slot = next(c for c in theirs._cookies.values() if c.key.startswith("lms_lti_"))  # type: ignore[attr-defined]
    mine.set_cookie(slot.key, "guessed")
    assert connected.post(mine, token, state).status_code == 400
    assert connected.sessions() == 0


@pytest.mark.parametrize("state", ["", "state-", "state-x.y", "made-up"])
def test_a_state_that_is_not_ours_opens_nothing(connected: Connected, state: str) -> None:
    client = connected.client()
    _state, nonce = connected.begin(client)
    token = connected.platform.sign(connected.platform.claims(nonce, LAUNCH))
    assert connected.post(client, token, state).status_code == 400
    assert connected.sessions() == 0


def test_a_login_ten_minutes_old_opens_nothing(connected: Connected, clock: Any) -> None:
    client = connected.client()
    state, nonce = connected.begin(client)
    clock.forward(minutes=11)
    token = connected.platform.sign(connected.platform.claims(nonce, LAUNCH))
    assert connected.post(client, token, state).status_code == 400
    assert connected.sessions() == 0


def test_a_launch_is_good_for_one_session_and_is_remembered_longer_than_it_could_be_used(
    connected: Connected, clock: Any
) -> None:
    client = connected.client()
    state, nonce = connected.begin(client)
    kept = [(c.key, c.value) for c in client._cookies.values()]  # type: ignore[attr-defined]
    token = connected.platform.sign(connected.platform.claims(nonce, LAUNCH))
    assert connected.post(client, token, state).status_code == 303
    for key, value in kept:
        client.set_cookie(key, value)
    again = connected.post(client, token, state)
    assert again.status_code == 400
    assert connected.sessions() == 1
    with connected.company.installation.database.reading() as session:
        row = session.scalars(select(LtiNonce).where(LtiNonce.nonce == nonce)).one()
    assert row.expires_at >= clock.now() + timedelta(seconds=60 + 60, minutes=10)


def test_clocks_a_minute_apart_are_no_hindrance(connected: Connected) -> None:
    assert connected.launch(iat=_at(connected, seconds=59)).status_code == 303
    assert connected.launch(iat=_at(connected, seconds=-119), exp=_at(connected, seconds=-59)).status_code == 303


def test_a_platform_that_says_no_is_said_so_and_noted(connected: Connected) -> None:
    client = connected.client()
    state, _nonce = connected.begin(client)
    sent = {"error": "login_required", "error_description": "not signed in there", "state": state}
    assert client.post("/lti/launch", data=sent).status_code == 400
    assert "login_required" in _rows(connected, Exchange)[0].told


def test_a_platform_that_is_off_opens_nothing(connected: Connected) -> None:
    client = connected.client()
    state, nonce = connected.begin(client)
    with connected.company.installation.database.writing() as session:
        session.get_one(type(connected.row), connected.row.id).active = False
    token = connected.platform.sign(connected.platform.claims(nonce, LAUNCH))
    assert connected.post(client, token, state).status_code == 403
    asked = {"iss": connected.platform.issuer, "client_id": connected.platform.client_id, "login_hint": "7"}
    assert connected.client().post("/lti/login", data=asked).status_code == 403
    assert connected.sessions() == 0


@pytest.mark.parametrize("missing", ["iss", "login_hint"])
def test_a_login_without_what_it_needs_is_refused(connected: Connected, missing: str) -> None:
    asked = {"iss": connected.platform.issuer, "client_id": connected.platform.client_id, "login_hint": "7"}
    del asked[missing]
    assert connected.client().get("/lti/login", query_string=asked).status_code == 400


def test_a_login_to_another_site_s_page_is_refused(connected: Connected) -> None:
    asked = {"iss": connected.platform.issuer, "client_id": connected.platform.client_id, "login_hint": "7"}
    answer = connected.client().get("/lti/login", query_string={**asked, "target_link_uri": OTHER})
    assert answer.status_code == 400


def test_a_new_key_of_the_platform_is_read_and_a_made_up_one_makes_us_ask_once_in_a_while(
    connected: Connected, platform: Platform, clock: Any
) -> None:
    assert connected.launch().status_code == 303
    asked = sum(each.path == "/jwks" for each in platform.asked)
    for _each in range(5):
        client = connected.client()
        state, nonce = connected.begin(client)
        token = platform.sign(platform.claims(nonce, LAUNCH), kid="made-up")
        assert connected.post(client, token, state).status_code == 400
    assert sum(each.path == "/jwks" for each in platform.asked) == asked
    clock.forward(seconds=31)
    platform.kid, platform.key = "platform-key-2", a_key(2)
    assert connected.launch().status_code == 303
    assert sum(each.path == "/jwks" for each in platform.asked) == asked + 1


def test_a_platform_whose_keys_cannot_be_read_is_said_so(connected: Connected, platform: Platform) -> None:
    platform.trouble = lambda asked: "500" if asked.path == "/jwks" else ""
    assert connected.launch().status_code == 502
    assert connected.sessions() == 0


@pytest.mark.parametrize("weak", ["short", "symmetric", "private"])
def test_a_key_that_proves_nothing_is_not_taken(connected: Connected, platform: Platform, weak: str) -> None:
    right = platform.keys()["keys"][0]
    shown = {
        "short": {**right, "n": right["n"][:100]},
        "symmetric": {"kty": "oct", "kid": platform.kid, "k": "AAAA", "alg": "HS256"},
        "private": {**right, "d": "AAAA"},
    }[weak]
    platform.handlers["GET", "/jwks"] = lambda _asked: (200, {"keys": [shown]}, {})
    assert connected.launch().status_code == 400
    assert connected.sessions() == 0


@pytest.mark.parametrize(("setting", "first", "second"), [("none", 400, 400), ("first", 303, 400), ("any", 303, 303)])
def test_a_new_deployment_comes_in_only_as_the_administrator_lets_it(
    company: Company, platform: Platform, setting: str, first: int, second: int
) -> None:
    connected = Connected(company, platform, changed={"new_deployments": setting})
    with company.installation.database.writing() as session:
        for each in session.scalars(select(LtiDeployment).where(LtiDeployment.platform_id == connected.row.id)):
            session.delete(each)
    assert connected.launch(deployment_id="one").status_code == first
    assert connected.launch(deployment_id="two").status_code == second


def test_two_companies_on_one_platform_stay_apart(
    connected: Connected, other_company: Company, platform: Platform
) -> None:
    with Platform(other_company.installation.clock.now, issuer=platform.issuer) as same_issuer:
        other = Connected(other_company, same_issuer)
        assert connected.launch().status_code == 303
        assert other.launch().status_code == 303
        client = connected.client()
        state, nonce = connected.begin(client)
        theirs = same_issuer.sign(same_issuer.claims(nonce, LAUNCH))
        assert connected.post(client, theirs, state).status_code == 400
    assert (connected.sessions(), other.sessions()) == (1, 1)


def test_who_names_an_issuer_later_keeps_nobody_out_whose_login_names_no_client(
    connected: Connected, other_company: Company, platform: Platform
) -> None:
    asked = {"iss": platform.issuer, "login_hint": "7", "target_link_uri": LAUNCH}
    with Platform(other_company.installation.clock.now, issuer=platform.issuer) as same_issuer:
        other_company.installation.clock.forward(seconds=1)
        Connected(other_company, same_issuer)
    begun = connected.client().get("/lti/login", query_string=asked)
    assert (begun.status_code, platform.client_id in begun.location) == (302, True)
    with Platform(connected.company.installation.clock.now, issuer=platform.issuer) as second:
        Connected(connected.company, second)
    assert connected.client().get("/lti/login", query_string=asked).status_code == 403, "which of the two is not clear"


def test_the_public_keys_are_there_for_everybody_and_hold_nothing_private(connected: Connected) -> None:
    answer = connected.client().get("/lti/jwks")
    (key, *_older) = answer.json["keys"]
    assert {"kty", "n", "e", "kid", "alg", "use"} == key.keys()
    assert "PRIVATE" not in json.dumps(answer.json)


def test_an_instructor_s_launch_is_no_learner_s(connected: Connected) -> None:
    connected.launch(roles=[INSTRUCTOR])
    assert [each.is_instructor for each in _rows(connected, LtiVisit)] == [True]
    assert _rows(connected, LtiLearner) == []


def test_an_administrator_of_the_platform_teaches_no_course_by_that(connected: Connected) -> None:
    roles = [
        "http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator",
        "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor",
    ]
    connected.launch(roles=roles)
    assert [each.is_instructor for each in _rows(connected, LtiVisit)] == [False]


def test_claims_are_named_as_the_standard_names_them() -> None:
    assert CLAIM == "https://purl.imsglobal.org/spec/lti/claim/"
