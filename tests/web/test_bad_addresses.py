"""Addresses nobody should type, and bodies nobody should send: a way on or a reason, never a failure of ours."""

from __future__ import annotations

import json

import pytest

from tests.support.company import MODULE, Browser, Company
from tests.support.fingerprint import fingerprint
from tests.support.installation import Installation

NOT_THERE = [
    "/no-such-page",
    "/learn/no-such-module",
    f"/learn/{MODULE}/no-such-page",
    f"/learn/{MODULE}/01-why-loyalty-pays/",
    "/tools/no-such-tool",
    "/author/modules/no-such-module",
    "/assign/people?module=no-such-module",
    "/media/00000000-0000-0000-0000-000000000000/cover.svg",
    "/media/not-a-version/cover.svg",
    "/learn/%00",
    "/learn/loyalty-economics%00",
    "/tools/cost-of-churn%00.svg",
    "/learn/%ff%fe",
    "/learn/%zz%",
    "/learn/..%2f..%2fetc%2fpasswd",
    "/learn/..%5c..%5cwindows",
    f"/learn/{'a' * 20_000}",
    "/learn/%F0%9F%92%A9",
    "/learn/%E2%80%AEevil",
    "/static/../lms/config.py",
    "/static/%2e%2e/%2e%2e/etc/passwd",
    "/learn/'; DROP TABLE person;--",
]
FORMS = ["/sign-in", "/language", "/admin", "/me/language", "/me/organisation"]
ODD_QUERIES = [
    "q=%00",
    "q=%ff",
    "q='%20OR%201=1--",
    "q=%25%25%5f%5c",
    f"q={'x' * 20_000}",
    "show=%00",
    "show=nonsense",
    "after=%00&id=%00",
    "after=x&id=not-an-id",
    "after=&id=00000000-0000-0000-0000-000000000000",
    f"after={'x' * 20_000}&id=00000000-0000-0000-0000-000000000000",
    "after=%F0%9F%92%A9&id=00000000-0000-0000-0000-000000000000",
    "module=%00",
    "q=%ED%A0%80",
    "=&&;&=%",
]


@pytest.mark.parametrize("address", NOT_THERE, ids=lambda address: address[:40])
def test_what_is_not_there_is_a_404_with_a_way_on(address: str, everyone: Browser) -> None:
    answer = everyone.get(address)
    assert answer.status_code == 404
    assert 'href="/"' in answer.text
    assert answer.headers["X-Request-Id"] in answer.text


@pytest.mark.parametrize("address", NOT_THERE, ids=lambda address: address[:40])
def test_a_stranger_learns_nothing_from_an_address(address: str, company: Company) -> None:
    answer = company.anonymous().get(address)
    assert answer.status_code in (302, 404)
    assert len(answer.headers.get("Location", "")) < 2_500


@pytest.mark.parametrize("query", ODD_QUERIES, ids=lambda query: query[:40])
def test_an_odd_question_to_the_list_of_people_is_answered_or_refused(query: str, everyone: Browser) -> None:
    answer = everyone.get(f"/assign/people?{query}")
    assert answer.status_code in (200, 400, 404)
    assert ("%00" in query) <= (answer.status_code >= 400)


def test_a_language_that_is_not_ours_is_refused(everyone: Browser) -> None:
    assert everyone.post("/language", {"language": "tlh"}).status_code == 422
    assert everyone.post("/me/language", {"language": "../en"}).status_code == 422
    everyone.client.set_cookie("lms_language", "xx")
    answer = everyone.get("/learn", headers={"Accept-Language": "tlh, *;q=0.1, \x7f"})
    assert '<html lang="en">' in answer.text


@pytest.mark.parametrize("address", ["/sign-in", "/language", "/admin", "/me/language", "/learn/answers"])
def test_a_body_that_is_too_large_is_refused_unread(
    address: str, everyone: Browser, installation: Installation
) -> None:
    everyone.token()
    before = fingerprint(installation.database)
    answer = everyone.post(address, {"name": "x" * 1_100_000})
    assert answer.status_code == 413
    assert fingerprint(installation.database) == before


def test_a_form_of_too_many_parts_is_refused(everyone: Browser) -> None:
    parts = {f"part-{number}": "x" for number in range(1_100)}
    assert everyone.post("/admin", parts, content_type="multipart/form-data").status_code == 413


@pytest.mark.parametrize("address", FORMS)
def test_a_nul_in_a_form_is_refused(address: str, everyone: Browser) -> None:
    for field in ("email", "password", "name", "language", "person", "next", "currency", "time_zone", "unknown"):
        assert everyone.post(address, {field: "a\x00b"}).status_code == 400, field


@pytest.mark.parametrize(
    "body",
    [
        "[]",
        "5",
        '"text"',
        "null",
        "{",
        '{"email": 5, "password": []}',
        '{"email": {"a": 1}, "password": "x"}',
        '{"email": "a@b.dk", "password": "\\u0000"}',
        '{"email": "\\ud800@b.dk", "password": "x"}',
        '{"email": null, "password": true}',
        "[" * 100_000,
    ],
    ids=lambda body: body[:30],
)
def test_json_that_no_form_could_have_sent_is_refused(body: str, everyone: Browser) -> None:
    headers = {"X-CSRFToken": everyone.token(), "Content-Type": "application/json"}
    for address in FORMS:
        assert everyone.client.post(address, data=body, headers=headers).status_code == 400, address


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": "lms_session=\x80; lms_device=%00"},
        {"Cookie": "lms_session=" + "x" * 10_000},
        {"Cookie": "lms_form=nonsense; lms_language=%00"},
        {"Accept-Language": "da;q=nonsense,,;;=,en;q=1e400"},
        {"Accept": "text/html;q=x, */*;q=-1"},
        {"Host": "a b"},
        {"Host": ""},
        {"Origin": "http://["},
        {"X-Forwarded-For": "\x80"},
        {"Content-Length": "nonsense"},
        {"Range": "bytes=0-1,2-3,-1"},
    ],
    ids=str,
)
def test_odd_headers_never_break_a_page(headers: dict[str, str], company: Company) -> None:
    client = company.installation.app.test_client(use_cookies=False)
    assert client.get("/sign-in", headers=headers).status_code in (200, 400)
    assert client.get("/learn", headers=headers).status_code in (302, 400)
    assert client.post("/sign-in", headers=headers).status_code in (400, 403, 411)


def test_a_method_a_page_does_not_know_is_a_405_that_says_so(everyone: Browser) -> None:
    for method in ("PUT", "PATCH", "DELETE", "TRACE", "BREW"):
        answer = everyone.client.open("/me", method=method, headers={"X-CSRFToken": everyone.token()})
        assert answer.status_code == 405


def test_a_script_gets_its_refusals_as_json(everyone: Browser, company: Company) -> None:
    refused = everyone.get("/no-such-page", headers={"Accept": "application/json"})
    assert refused.status_code == 404
    assert set(json.loads(refused.text)) == {"error", "request"}
    signed_out = company.anonymous().client.get("/me", headers={"Accept": "application/json"})
    assert (signed_out.status_code, signed_out.get_json()) == (401, {"error": "signed-out"})


@pytest.mark.parametrize(
    "body",
    [
        '{"page": "01-why-loyalty-pays", "block": "\\u0000"}',
        '{"page": "01-why-loyalty-pays", "block": "\\ud800"}',
        "[" * 90_000,
    ],
    ids=lambda body: body[-12:],
)
def test_a_place_that_no_text_could_name_is_refused(body: str, everyone: Browser, installation: Installation) -> None:
    headers = {"X-CSRFToken": everyone.token(), "Content-Type": "application/json"}
    before = fingerprint(installation.database)
    answer = everyone.client.post(f"/learn/{MODULE}/place", data=body, headers=headers)
    assert (answer.status_code, answer.get_json()["errors"][0]["field"]) == (422, "body")
    assert fingerprint(installation.database) == before
