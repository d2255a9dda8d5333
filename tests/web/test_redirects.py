"""Whoever signs in stays with us, and nobody can make our links lead elsewhere."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

from lms.web.redirects import safe_next
from tests.support.company import MODULE, PASSWORD, Browser, Company
from tests.web.markup import addresses
from tests.web.role_table import Visitors

CASES = json.loads(Path(__file__).parents[1].joinpath("cases", "redirects.json").read_text())
OURS = "http://localhost"
EVIL = "evil.example"


TO_THE_PROVIDER = ("oidc.begin", "oidc.trial", "oidc.link")


def _stays_with_us(location: str) -> bool:
    path = location.startswith("/") and not location.startswith(("//", "/\\"))
    return path and urljoin(OURS, location).startswith(f"{OURS}/") and EVIL not in urlsplit(location).netloc


@pytest.mark.parametrize("address", CASES["refused"])
def test_an_address_elsewhere_is_not_followed(address: str) -> None:
    assert safe_next(address) is None


@pytest.mark.parametrize("address", CASES["accepted"])
def test_an_address_of_ours_is_followed_as_it_stands(address: str) -> None:
    assert safe_next(address) == address


def test_signing_in_leads_to_a_page_of_ours(company: Company) -> None:
    person = company.person()
    for address in CASES["refused"]:
        browser = company.anonymous()
        browser.get("/sign-in", query_string={"next": address})
        answer = browser.post("/sign-in", {"email": person.email, "password": PASSWORD, "next": address})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/"), address


def test_every_other_way_on_stays_with_us(company: Company) -> None:
    browser = company.browser(company.person())
    for address in CASES["refused"]:
        assert browser.post("/language", {"language": "da", "next": address}).headers["Location"] == "/", address
        assert browser.get("/sign-in", query_string={"next": address}).headers["Location"] == "/", address
        kept = browser.post("/tools/cost-of-churn", {"next": address})
        assert kept.status_code == (303 if len(address) <= 2_000 else 422), address
        assert kept.headers.get("Location", "/tools/cost-of-churn#result") == "/tools/cost-of-churn#result", address


def test_signing_in_goes_on_to_where_one_wanted_to_be(company: Company) -> None:
    person, browser = company.person(), company.anonymous()
    door = browser.get(f"/learn/{MODULE}?from=mail").headers["Location"]
    assert door == f"/sign-in?next=/learn/{MODULE}?from%3Dmail"
    page = browser.get(door)
    assert f'value="/learn/{MODULE}?from=mail"' in page.text
    answer = browser.post(
        "/sign-in", {"email": person.email, "password": PASSWORD, "next": f"/learn/{MODULE}?from=mail"}
    )
    assert answer.headers["Location"] == f"/learn/{MODULE}?from=mail"


@pytest.mark.parametrize(
    "headers",
    [{"Host": EVIL}, {"X-Forwarded-Host": EVIL, "X-Forwarded-Server": EVIL, "Forwarded": f"host={EVIL}"}],
    ids=["Host", "Forwarded"],
)
def test_a_forged_host_changes_no_link(headers: dict[str, str], everyone: Browser, visitors: Visitors) -> None:
    for rule in visitors.installation.app.url_map.iter_rules():
        if "GET" in (rule.methods or ()):
            for browser in (everyone, visitors.browser("anonymous")):
                answer = browser.get(visitors.address(rule), headers=headers)
                leads_out = rule.endpoint in TO_THE_PROVIDER  # to the address an administrator typed, and to no other
                assert leads_out or _stays_with_us(answer.headers.get("Location", "/"))
                assert EVIL.encode() not in answer.get_data()
                assert EVIL not in str(answer.headers)


def test_every_link_of_every_page_stays_with_us(everyone: Browser, visitors: Visitors) -> None:
    for rule in visitors.installation.app.url_map.iter_rules():
        if "GET" in (rule.methods or ()):
            answer = everyone.get(visitors.address(rule))
            if answer.mimetype == "text/html":
                assert [found for found in addresses(answer.text) if not found.startswith(("/", "#"))] == []
