"""Browsers that do not say whether they stand in a frame: it is found out before the platform is asked."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lms.doors.lti import framing
from tests.doors.lti.visiting import LAUNCH, Connected

OLD_SAFARI = (
    "Mozilla/5.0 (iPad; CPU OS 16_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.3 Safari"
)
LINK = re.compile(r'href="(/lti/login\?[^"]+)" target="_blank"')
WINDOW = "Open in a window of its own"


def _asked(connected: Connected) -> dict[str, str]:
    return {
        "iss": connected.platform.issuer,
        "client_id": connected.platform.client_id,
        "login_hint": "7",
        "lti_message_hint": '{"launchid":"ltilaunch3_once"}',
        "target_link_uri": LAUNCH,
    }


def _opened(client: FlaskClient, connected: Connected, method: str = "GET", **headers: str) -> TestResponse:
    """Begin a login as a frame or a window does; `headers` beside the browser's name."""
    sent = {"User-Agent": OLD_SAFARI, **{name.replace("_", "-"): value for name, value in headers.items()}}
    if method == "POST":
        return client.post("/lti/login", data=_asked(connected), headers=sent)
    return client.get("/lti/login", query_string=_asked(connected), headers=sent)


def _followed(client: FlaskClient, answer: TestResponse) -> TestResponse:
    assert answer.status_code == 303, answer.text
    return client.get(answer.location, headers={"User-Agent": OLD_SAFARI})


def _is_at_platform(connected: Connected, answer: TestResponse) -> bool:
    return answer.status_code == 302 and answer.location.startswith(connected.platform.url("/auth"))


def _frame(connected: Connected) -> FlaskClient:
    """Return a frame whose browser keeps nothing of ours there."""
    return connected.company.installation.app.test_client(use_cookies=False)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_in_a_frame_without_cookies_the_way_out_is_offered_while_the_launch_is_still_good(
    connected: Connected, method: str
) -> None:
    frame = _frame(connected)
    shown = _followed(frame, _opened(frame, connected, method))
    assert (shown.status_code, WINDOW in shown.text) == (200, True)
    assert connected.platform.issuer in shown.headers["Content-Security-Policy"]
    link = LINK.search(shown.text)
    assert link is not None
    window = connected.client()
    there = _followed(window, window.get(html.unescape(link[1]), headers={"User-Agent": OLD_SAFARI}))
    assert _is_at_platform(connected, there)
    told = {name: values[0] for name, values in parse_qs(urlsplit(there.location).query).items()}
    assert told["lti_message_hint"] == _asked(connected)["lti_message_hint"]
    token = connected.platform.sign(connected.platform.claims(told["nonce"], LAUNCH))
    launched = connected.post(window, token, told["state"], headers={"User-Agent": OLD_SAFARI})
    assert (launched.status_code, connected.sessions()) == (303, 1)
    assert window.get("/learn", headers={"User-Agent": OLD_SAFARI}).status_code == 200


def test_taken_for_a_window_it_would_ask_the_platform_and_spend_the_launch(
    connected: Connected, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(framing, "is_in_foreign_frame", lambda: False)
    assert _is_at_platform(connected, _opened(_frame(connected), connected))


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_where_cookies_stay_such_a_browser_goes_on_by_itself(connected: Connected, method: str) -> None:
    client = connected.client()
    assert _is_at_platform(connected, _followed(client, _opened(client, connected, method)))


def test_a_window_without_any_cookies_is_told_what_to_allow(connected: Connected) -> None:
    window = _frame(connected)
    assert "let it keep those of this site" in _followed(window, _opened(window, connected)).text


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Fetch_Dest": "document", "Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Dest": "iframe", "Sec_Fetch_Site": "same-site"},
        {"User_Agent": "python-requests/2.32"},
        {"User_Agent": ""},
    ],
    ids=["window", "frame of our own site", "program", "nameless"],
)
def test_who_says_that_it_is_no_frame_of_another_site_is_sent_on_at_once(
    connected: Connected, headers: dict[str, str]
) -> None:
    assert _is_at_platform(connected, _opened(_frame(connected), connected, **headers))


def test_over_plain_http_a_frame_that_says_so_is_offered_a_window_at_once(connected: Connected) -> None:
    framed = {"Sec_Fetch_Dest": "iframe", "Sec_Fetch_Site": "cross-site"}
    shown = _opened(connected.client(), connected, **framed)
    assert (shown.status_code, WINDOW in shown.text) == (200, True)
