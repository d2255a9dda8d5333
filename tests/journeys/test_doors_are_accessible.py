"""The administrator's pages of the doors, with something behind each: axe finds nothing, nothing scrolls sideways.

Three languages share three windows, as on the tool shelf; one language by all the rules, two by those of words.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.journeys.open_doors import OpenDoors, open_doors
from tests.support.axe import RULES, WORDS, violations
from tests.support.site import Site

SETTINGS = [
    *("/admin/doors", "/admin/doors/log", "/admin/doors/lti", "/admin/doors/lti/new", "/admin/doors/oidc"),
    *("/admin/doors/oidc/new?preset=entra", "/admin/doors/scim", "/admin/doors/scorm", "/admin/doors/xapi"),
    *("/admin/doors/xapi/new", "/admin/second-factor", "/me/security"),
]
SEEN = [("en", 1280, "light", RULES), ("da", 360, "dark", RULES), ("sv", 320, "light", WORDS)]


@pytest.fixture(scope="module")
def doors(site: Site) -> OpenDoors:
    """Return a company with its doors open."""
    return open_doors(site)


@pytest.mark.parametrize(("language", "width", "theme", "rules"), SEEN, ids=[each[0] for each in SEEN])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    open_browser: Callable[..., Page], doors: OpenDoors, language: str, width: int, theme: str, rules: dict[str, object]
) -> None:
    page = open_browser(doors.admin, language=language, width=width, theme=theme)
    pictures = os.environ.get("LMS_PICTURES")
    for number, address in enumerate([*SETTINGS, *doors.pages]):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{address} is {wide} wide"
        assert violations(page, rules=rules) == [], address
        if pictures is not None:
            page.screenshot(path=Path(pictures) / f"{number:02}-{language}-{width}.png", full_page=True)
