"""What every answer carries, and what no page holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from werkzeug.test import TestResponse

from tests.support.company import Browser, Company
from tests.support.installation import Installation
from tests.web.markup import read, unguarded_forms
from tests.web.role_table import ROLES, Visitors

PROMISED = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; manifest-src 'self'; base-uri 'none'; object-src 'none'; "
    "frame-ancestors 'none'"
)
OF_A_PICTURE = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
OF_A_PHOTOGRAPH = "default-src 'none'; sandbox"
ASSET = re.compile(r'(?:href|src)="(/static/[^"#]+)')
DRAFTS_TOOL = re.compile(r"/author/drafts/[0-9a-f-]+/calculators/[^/]+(/tool)?")
FRAMED = PROMISED.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
FRAMING = f"{PROMISED}; frame-src 'self'"
OF_A_PREVIEW = FRAMING.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
DRAFTS_PAGE = re.compile(r"/author/drafts/[0-9a-f-]+/(pages/[^/]+/[^/]+|preview/[^/]+)")
"""The editor of a page holds its preview in a frame; a preview, as on a phone, may hold itself in one."""


@pytest.fixture(scope="module", params=ROLES)
def pages(request: pytest.FixtureRequest, visitors: Visitors) -> list[TestResponse]:
    """Return every page there is as one kind of visitor sees it."""
    browser, rules = visitors.browser(request.param), visitors.installation.app.url_map.iter_rules()
    asked = [visitors.address(rule) for rule in rules if "GET" in (rule.methods or ())]
    return [browser.get(address, buffered=True) for address in asked]  # read whole: a page half read keeps its request


def _refusals(browser: Browser) -> Iterator[TestResponse]:
    """Yield an answer of each kind that is not what was asked for."""
    yield browser.get("/no-such-page")
    yield browser.get("/learn/no-such-module")
    yield browser.get("/static/0000/web/css/base.css")
    yield browser.get("/sign-out")
    yield browser.client.post("/sign-out")
    yield browser.client.post("/sign-in", data={"email": "a" * 2_000_000})
    yield browser.post("/sign-in", {"email": "", "password": ""})
    yield browser.send("/learn/answers", [{"id": "nonsense"}])


TO_PLATFORMS = {"/lti/jwks": "public, max-age=300"}
"""What learning platforms fetch: our public keys, the same for everybody."""


def _check(answer: TestResponse) -> None:
    what = f"{answer.request.method} {answer.request.path} ({answer.status_code})"
    if answer.request.path == "/lti/icon.svg" and answer.status_code == 200:  # platforms show it on their own pages
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        return
    policy = PROMISED
    if answer.status_code == 200 and "/media/" in answer.request.path:
        policy = OF_A_PICTURE
    elif answer.status_code == 200 and answer.mimetype == "image/jpeg":
        policy = OF_A_PHOTOGRAPH
    elif answer.status_code == 200 and (page := DRAFTS_PAGE.fullmatch(answer.request.path)):
        policy = FRAMING if page[1].startswith("pages/") else OF_A_PREVIEW
    elif answer.status_code == 200 and (tool := DRAFTS_TOOL.fullmatch(answer.request.path)):
        policy = FRAMED if tool[1] else FRAMING
    assert answer.headers.getlist("Content-Security-Policy") == [policy], what
    assert answer.headers["X-Content-Type-Options"] == "nosniff", what
    assert answer.headers["Referrer-Policy"] == "same-origin", what
    registers = answer.request.path.startswith("/lti/register/")  # it tells the window that opened it when it is done
    assert answer.headers["Cross-Origin-Opener-Policy"] == ("unsafe-none" if registers else "same-origin"), what
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin", what
    assert "Access-Control-Allow-Origin" not in answer.headers, what
    assert "Server" not in answer.headers or "Python" not in answer.headers["Server"], what
    kept = {OF_A_PICTURE: "private, max-age=31536000, immutable", OF_A_PHOTOGRAPH: "private, no-store"}
    in_a_draft = policy == OF_A_PICTURE and answer.request.path.startswith("/author/")
    wanted = "private, no-cache" if in_a_draft else kept.get(policy, "no-store")
    wanted = TO_PLATFORMS.get(answer.request.path, wanted)
    assert answer.headers["Cache-Control"] == wanted, what


def test_every_page_carries_the_headers(pages: list[TestResponse]) -> None:
    for answer in pages:
        _check(answer)


def test_every_refusal_carries_the_headers(everyone: Browser, company: Company) -> None:
    statuses = set()
    for browser in (everyone, company.anonymous()):
        for answer in _refusals(browser):
            _check(answer)
            statuses.add(answer.status_code)
    assert statuses >= {302, 400, 404, 405, 413, 422}


def test_a_failure_of_ours_carries_the_headers_and_no_trace(
    everyone: Browser, installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> str:
        raise RuntimeError("a secret in a trace")

    broken.__dict__.update(installation.app.view_functions["web.health"].__dict__)
    monkeypatch.setitem(installation.app.view_functions, "web.health", broken)
    answer = everyone.get("/healthz")
    assert answer.status_code == 500
    _check(answer)
    assert "a secret in a trace" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["X-Request-Id"] in answer.text


def test_every_static_file_carries_the_headers_and_may_be_kept_for_a_year(everyone: Browser) -> None:
    addresses = set(ASSET.findall(everyone.get("/learn").text + everyone.get("/tools/cost-of-churn").text))
    assert {address.rpartition(".")[2] for address in addresses} >= {"css", "js", "svg", "woff2"}
    for address in addresses:
        answer = everyone.get(address)
        assert answer.status_code == 200, address
        policy = "default-src 'none'; style-src 'unsafe-inline'"
        assert answer.headers.getlist("Content-Security-Policy") == [policy], address
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "immutable" in answer.headers["Cache-Control"]
        assert "Set-Cookie" not in answer.headers
        answer.close()


def test_over_https_browsers_are_told_to_stay_there(https: Installation, company: Company) -> None:
    answer = https.app.test_client().get("/sign-in", base_url="https://learn.example")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in company.anonymous().get("/sign-in").headers


def test_no_page_holds_script_or_style_of_its_own(pages: list[TestResponse], everyone: Browser) -> None:
    for answer in (each for each in [*pages, everyone.get("/no-such-page")] if each.mimetype == "text/html"):
        assert read(answer.text).inline == [], answer.request.path
        # the sheet that asks for the password in place is sent by its script, which adds the token of that moment
        assert set(unguarded_forms(answer.text)) <= {"/sign-in"}, answer.request.path


def test_the_parser_would_notice() -> None:
    page = '<p style="x"><a onclick="y" href="https://evil.example"><script>z</script><form method=POST action="/a">'
    assert read(page).inline == ["p style", "a onclick", "script"]
    assert read(page).pointers == ["https://evil.example", "/a"]
    assert unguarded_forms(page) == ["/a"]
