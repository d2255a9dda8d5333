"""The example of a host: started as its README says, and walked through, by hand and in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests
from playwright.sync_api import Browser

from tests.packaging.examples import EXAMPLES, KEY, Place

APP = str(EXAMPLES / "host_app" / "app.py")
PAGE = "/academy/learn/loyalty-economics/01-why-loyalty-pays"


@pytest.fixture(scope="module")
def intranet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the running intranet."""
    place = Place(tmp_path_factory.mktemp("intranet"), base="/academy", more={"INTRANET_KEY": KEY})
    place.found()
    flask = ("-m", "flask", "--app", APP)
    prepared = place.python(*flask, "prepare")
    assert prepared.returncode == 0, prepared.stderr
    with place.running(*flask, "run", "--port", str(place.port), well="/academy/healthz") as address:
        yield address


def signed_in(intranet: str, user: str, password: str) -> requests.Session:
    """Return a browser in which somebody is signed in at the intranet."""
    browser = requests.Session()
    home = browser.post(f"{intranet}/sign-in", data={"user": user, "password": password, "next": "/"}, timeout=20)
    assert f"Hello, {user.capitalize()}" in home.text
    return browser


def test_whoever_is_signed_in_at_the_intranet_learns_without_signing_in_again(intranet: str) -> None:
    anna = signed_in(intranet, "anna", "americano")
    page = anna.get(f"{intranet}{PAGE}", timeout=20)
    assert (page.status_code, page.url) == (200, f"{intranet}{PAGE}")
    assert "Anna Barista" in anna.get(f"{intranet}/academy/me", timeout=20).text
    assert anna.get(f"{intranet}/academy/assign", timeout=20).status_code == 403


def test_whoever_the_intranet_calls_personnel_is_in_hrs_rooms(intranet: str) -> None:
    hugo = signed_in(intranet, "hugo", "hazelnut")
    assert hugo.get(f"{intranet}/academy/assign/people", timeout=20).status_code == 200


def test_who_is_not_signed_in_asks_there_and_comes_back_where_they_were_going(intranet: str) -> None:
    browser = requests.Session()
    asked = browser.get(f"{intranet}{PAGE}", timeout=20)
    assert asked.url.startswith(f"{intranet}/sign-in?next=")
    assert f'name="next" value="{PAGE}"' in asked.text
    sent = {"user": "anna", "password": "americano", "next": PAGE}
    assert browser.post(f"{intranet}/sign-in", data=sent, timeout=20).url == f"{intranet}{PAGE}"


def test_signing_out_at_the_intranet_ends_both(intranet: str) -> None:
    anna = signed_in(intranet, "anna", "americano")
    assert anna.get(f"{intranet}/academy/me", timeout=20).status_code == 200
    anna.get(f"{intranet}/sign-out", timeout=20)
    assert anna.get(f"{intranet}/academy/me", timeout=20).url.startswith(f"{intranet}/sign-in")


def test_the_intranet_sends_nobody_to_another_site(intranet: str) -> None:
    sent = {"user": "anna", "password": "americano", "next": "//evil.example"}
    answer = requests.post(f"{intranet}/sign-in", data=sent, allow_redirects=False, timeout=20)
    assert answer.headers["Location"] == "/"


@pytest.mark.browser
def test_in_a_browser_everything_a_page_asks_for_lies_below_the_prefix(intranet: str, chromium: Browser) -> None:
    asked: list[str] = []
    failed: list[str] = []
    context = chromium.new_context(base_url=intranet)
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(PAGE)
    page.fill("[name=user]", "anna")
    page.fill("[name=password]", "americano")
    page.click("button")
    page.wait_for_url(f"**{PAGE}")
    page.on("request", lambda request: asked.append(request.url))
    page.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.reload()
    page.wait_for_load_state("networkidle")
    page.goto("/academy/tools/cost-of-churn")
    page.wait_for_load_state("networkidle")
    page.evaluate("() => import(document.querySelector('script[type=module]').src)")
    context.close()
    ours = [url.removeprefix(intranet) for url in asked if url.startswith(intranet)]
    assert [path for path in ours if not path.startswith("/academy/")] == []
    assert len(ours) > 5
    assert failed == []
