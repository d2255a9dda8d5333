"""How an administrator connects a platform: by an address that works once, or by hand; tries, ends and removes it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import select

from lms.doors.lti.models import LtiDeployment, LtiPlatform, LtiUser
from lms.doors.partners.models import Exchange
from lms.kernel.permissions import Role
from tests.doors.lti.platform import TOOL_CONFIGURATION, Platform
from tests.doors.lti.visiting import LAUNCH, Connected
from tests.support.company import Browser, Company

ADDRESS = re.compile(r'value="http://localhost(/lti/register/[A-Za-z0-9_-]+)"')
SETTINGS = "/admin/doors/lti"


@pytest.fixture
def admin(company: Company) -> Browser:
    return company.browser(company.person(Role.ADMIN))


def _platforms(company: Company) -> list[LtiPlatform]:
    with company.installation.database.reading() as session:
        mine = LtiPlatform.organisation_id == company.organisation.id
        return list(session.scalars(select(LtiPlatform).where(mine)))


def _address(admin: Browser) -> str:
    found = ADDRESS.search(admin.post(f"{SETTINGS}/invitations").text)
    assert found is not None
    return found[1]


def _sent(platform: Platform) -> dict[str, str]:
    return {"openid_configuration": platform.url("/openid-configuration"), "registration_token": "reg-token"}


def test_a_platform_registers_itself_once_and_launches_at_once(
    company: Company, platform: Platform, admin: Browser
) -> None:
    path, browser = _address(admin), company.anonymous()
    page = browser.get(path, query_string=_sent(platform))
    assert page.status_code == 200
    assert 'data-behaviour="send-at-once"' in page.text
    assert platform.tools == []  # opening the page changes nothing anywhere
    done = browser.client.post(path, data=_sent(platform))
    assert (done.status_code, 'data-behaviour="tell-platform"' in done.text) == (200, True)
    assert platform.url("") in done.headers["Content-Security-Policy"]
    (told,) = platform.tools
    assert told["initiate_login_uri"] == "http://localhost/lti/login"
    assert told["redirect_uris"] == [LAUNCH]
    assert told["jwks_uri"] == "http://localhost/lti/jwks"
    assert told[TOOL_CONFIGURATION]["domain"] == "localhost"
    (row,) = _platforms(company)
    assert (row.issuer, row.client_id, row.active, row.registered) == (
        platform.issuer, platform.client_id, True, "dynamic",
    )  # fmt: skip
    assert browser.client.post(path, data=_sent(platform)).status_code == 410
    assert browser.get(path, query_string=_sent(platform)).status_code == 410
    assert len(_platforms(company)) == 1
    connected = Connected.__new__(Connected)
    connected.company, connected.platform, connected.row, connected.changed = company, platform, row, {}
    assert connected.launch().status_code == 303


def test_a_registration_address_is_over_after_a_day(
    company: Company, platform: Platform, admin: Browser, clock: Any
) -> None:
    path = _address(admin)
    clock.forward(hours=24, seconds=1)
    assert company.anonymous().client.post(path, data=_sent(platform)).status_code == 410
    assert _platforms(company) == []


@pytest.mark.parametrize("path", ["/openid-configuration", "/register"])
def test_a_registration_that_fails_says_why_and_can_be_tried_again(
    company: Company, platform: Platform, admin: Browser, path: str
) -> None:
    address, browser = _address(admin), company.anonymous()
    platform.trouble = lambda asked: "500" if asked.path == path else ""
    failed = browser.client.post(address, data=_sent(platform))
    assert failed.status_code == 502
    assert "500" in failed.text
    assert _platforms(company) == []
    platform.trouble = lambda _asked: ""
    assert browser.client.post(address, data=_sent(platform)).status_code == 200


WRONG = [
    {"issuer": None}, {"jwks_uri": "javascript:alert(1)"}, {"token_endpoint": ""}, {"registration_endpoint": None},
    {"authorization_endpoint": "ftp://x"}, {"https://purl.imsglobal.org/spec/lti-platform-configuration": None},
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_a_platform_that_says_nonsense_is_not_kept(
    company: Company, platform: Platform, admin: Browser, wrong: dict[str, Any]
) -> None:
    right = platform.handlers["GET", "/openid-configuration"]

    def answer(asked: Any) -> Any:
        status, body, headers = right(asked)
        changed = {name: value for name, value in {**body, **wrong}.items() if value is not None}
        return status, changed, headers

    platform.handlers["GET", "/openid-configuration"] = answer
    assert company.anonymous().client.post(_address(admin), data=_sent(platform)).status_code == 400
    assert _platforms(company) == []


def test_registering_calls_nobody_who_may_not_be_called(company: Company, admin: Browser) -> None:
    path = _address(admin)
    for url in ("http://169.254.169.254/latest", "https://10.0.0.1/x", "file:///etc/passwd", ""):
        sent = {"openid_configuration": url, "registration_token": "x"}
        assert company.anonymous().client.post(path, data=sent).status_code == 502
    assert _platforms(company) == []


def _form(platform: Platform, **changed: Any) -> dict[str, Any]:
    return {**platform.registered(), "new_deployments": "none", "creates_people": "y", **changed}


def test_a_platform_is_added_by_hand_tried_changed_and_launches(
    company: Company, platform: Platform, admin: Browser
) -> None:
    added = admin.post(f"{SETTINGS}/new", _form(platform))
    assert added.status_code == 303
    (row,) = _platforms(company)
    one = f"{SETTINGS}/{row.id}"
    platform.tool_keys = company.anonymous().get("/lti/jwks").json["keys"]
    tried = admin.post(f"{one}/trial")
    assert tried.text.count("tag ok") >= 2
    assert admin.post(one, _form(platform, deployments="1\n2", name="Renamed")).status_code == 303
    with company.installation.database.reading() as session:
        names = session.scalars(select(LtiDeployment.deployment).where(LtiDeployment.platform_id == row.id))
        assert sorted(names) == ["1", "2"]
    assert "Renamed" in admin.get(SETTINGS).text


def test_a_trial_says_what_is_wrong(company: Company, platform: Platform, admin: Browser) -> None:
    admin.post(f"{SETTINGS}/new", _form(platform))
    (row,) = _platforms(company)
    platform.trouble = lambda asked: "503" if asked.path == "/jwks" else ""
    told = admin.post(f"{SETTINGS}/{row.id}/trial").text
    assert told.count("to be mended") == 2
    assert "503" in told
    with company.installation.database.reading() as session:
        noted = session.scalars(select(Exchange).where(Exchange.partner_id == row.id)).all()
    assert [(each.what, each.outcome) for each in noted] == [("trial", "failed")]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""), ("issuer", ""), ("client_id", ""), ("login_url", "javascript:x"), ("token_url", "https://x:8443/"),
        ("key_set_url", "http://elsewhere.example/jwks"), ("frame_origins", "not an address"), ("issuer", "x" * 256),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_field(
    company: Company, platform: Platform, admin: Browser, field: str, value: str
) -> None:
    refused = admin.post(f"{SETTINGS}/new", _form(platform, **{field: value}))
    assert (refused.status_code, f'id="{field}-error"' in refused.text) == (422, True)
    assert _platforms(company) == []


def test_one_client_of_one_platform_belongs_to_one_company(
    company: Company, other_company: Company, platform: Platform, admin: Browser
) -> None:
    admin.post(f"{SETTINGS}/new", _form(platform))
    other = other_company.browser(other_company.person(Role.ADMIN))
    refused = other.post(f"{SETTINGS}/new", _form(platform))
    assert (refused.status_code, "connected already" in refused.text) == (422, True)
    (row,) = _platforms(company)
    assert other.get(f"{SETTINGS}/{row.id}").status_code == 404
    for path in ("", "/switch", "/removal", "/trial"):
        assert other.post(f"{SETTINGS}/{row.id}{path}", _form(platform)).status_code in (404, 422)
    assert row.name not in other.get(SETTINGS).text


def test_switching_off_ends_visits_and_removing_leaves_people(connected: Connected, admin: Browser) -> None:
    client = connected.client()
    connected.launch(client)
    one = f"{SETTINGS}/{connected.row.id}"
    assert admin.post(f"{one}/switch", {"on": "no"}).status_code == 303
    assert client.get("/learn").status_code == 401
    assert admin.post(f"{one}/switch", {"on": "yes"}).status_code == 303
    assert connected.launch(client).status_code == 303
    assert "came from it (1)" in admin.get(f"{one}/removal").text
    assert admin.post(f"{one}/removal").status_code == 303
    assert _platforms(connected.company) == []
    with connected.company.installation.database.reading() as session:
        assert session.scalars(select(LtiUser).where(LtiUser.platform_id == connected.row.id)).all() == []
    assert client.get("/learn").status_code == 401


@pytest.mark.parametrize("role", [Role.LEARNER, Role.HR, Role.TRAINER])
def test_only_administrators_see_platforms(company: Company, role: Role) -> None:
    browser = company.browser(company.person(role))
    assert browser.get(SETTINGS).status_code == 403
    assert browser.post(f"{SETTINGS}/invitations").status_code == 403


def test_the_door_stands_in_the_overview(connected: Connected, admin: Browser) -> None:
    page = admin.get("/admin/doors").text
    assert "LTI 1.3" in page
    assert connected.row.name in page
