"""Photographs on a journey map, in a real browser on a phone: they follow their touchpoints, and come back."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from sqlalchemy import select

from lms.people.models import Organisation
from tests.journeys.conftest import Opener
from tests.support.own_calculator import put_up
from tests.support.site import Site

JOURNEY = Path(__file__).parents[2] / "modules" / "tool-shelf" / "customer-journey.calc.toml"


@pytest.fixture(scope="module")
def way(site: Site) -> str:
    """The address of the journey tool."""
    with site.database.reading() as session:
        owner = session.scalars(select(Organisation.id)).first()
    assert owner is not None
    return put_up(site.database, owner, JOURNEY.read_text(), datetime(2026, 11, 22, tzinfo=UTC))[0]


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    return ready(page)


def ready(page: Page) -> Page:
    page.wait_for_selector("html[data-ready]", state="attached")
    return page


def thumbs(page: Page) -> list[int]:
    return [each.locator("img").count() for each in page.locator("[data-rows] [data-thumb]").all()]


def photograph() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (80, 60), "teal").save(written, "JPEG")
    return written.getvalue()


def test_a_photograph_follows_its_touchpoint_and_comes_back(open_browser: Opener, learner: str, way: str) -> None:
    page = opened(open_browser(learner, width=390), way)
    page.locator('[data-rows] [data-column="name"]').nth(1).fill("Asks twice")
    page.locator('[data-rows] [data-column="name"]').nth(1).press("Tab")
    expect(page.locator(".save-state[data-state=saved]").first).to_be_visible()
    page = opened(page, way)
    page.locator("#picture-point").select_option(label="Asks twice")
    page.locator("#picture-file").set_input_files({"name": "p.jpg", "mimeType": "image/jpeg", "buffer": photograph()})
    page.locator("#picture-words").fill("A form of nine pages")
    page.locator("#pictures .btn", has_text="Add it").click()
    expect(page.locator("[data-list] figcaption")).to_contain_text("Asks twice")
    ready(page)
    assert thumbs(page) == [0, 1, 0, 0, 0, 0]
    page.locator("[data-rows] [data-up]").nth(1).click()
    assert thumbs(page) == [1, 0, 0, 0, 0, 0]
    page.locator("[data-rows] [data-remove]").nth(0).click()
    expect(page.locator("[data-list] li")).to_have_count(0)
    page.locator(".grid [data-undo]").click()
    expect(page.get_by_alt_text("A form of nine pages").last).to_be_visible()
    expect(page.locator(".save-state[data-state=saved]").first).to_be_visible()
    page.locator("[data-list] .btn", has_text="Remove").click()
    page.locator("#pictures .btn", has_text="Bring it back").click()
    expect(page.locator("[data-list] figcaption")).to_contain_text("Asks twice")
    assert thumbs(ready(page)) == [1, 0, 0, 0, 0, 0]
