"""A launch of an installation that is reached over https."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from werkzeug.test import TestResponse

from lms.app import create_app
from tests.doors.lti.visiting import Connected

BASE = "https://learn.example"


def launch_over_https(connected: Connected) -> dict[str, set[str]]:
    """Return the cookies that a launch sets there: {name: its attributes}."""
    there = connected.company.installation
    config = replace(there.config, base_url=BASE, partners=(connected.platform.partner,))
    client = create_app(config, clock=there.clock, database=there.database).test_client()
    platform = connected.platform
    asked = {"iss": platform.issuer, "client_id": platform.client_id, "login_hint": "7"}
    begun = client.get("/lti/login", query_string=asked, base_url=BASE)
    query = parse_qs(urlsplit(begun.location).query)
    (bound,) = begun.headers.getlist("Set-Cookie")
    assert {"SameSite=None", "Partitioned", "Secure", "HttpOnly"} <= set(bound.split("; "))
    client.set_cookie(*bound.split(";")[0].split("=", 1), domain="learn.example", secure=True)
    token = platform.sign(platform.claims(query["nonce"][0], f"{BASE}/lti/launch"))
    sent = {"id_token": token, "state": query["state"][0]}
    answer = client.post("/lti/launch", data=sent, base_url=BASE, headers={"Sec-Fetch-Dest": "iframe"})
    assert answer.status_code == 303, answer.text
    set_cookies = answer.headers.getlist("Set-Cookie")
    return {each.partition("=")[0]: set(each.split("; ")[1:]) for each in set_cookies}


def begin_in_frame(connected: Connected, *, keeps: bool) -> tuple[str, TestResponse]:
    """Begin a login in a frame of another site; return the cookie that is tried, and what follows it."""
    there = connected.company.installation
    app = create_app(replace(there.config, base_url=BASE), clock=there.clock, database=there.database)
    client = app.test_client(use_cookies=keeps)
    asked = {"iss": connected.platform.issuer, "client_id": connected.platform.client_id, "login_hint": "7"}
    headers = {"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Site": "cross-site"}
    begun = client.post("/lti/login", data={**asked, "lti_message_hint": "once"}, base_url=BASE, headers=headers)
    assert begun.status_code == 303
    (tried,) = begun.headers.getlist("Set-Cookie")
    return tried, client.get(begun.location, base_url=BASE, headers=headers)
