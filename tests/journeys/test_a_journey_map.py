"""A manager draws the customer's way: moves points by key, finger and button, and draws what it is to be over it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from lms.people.models import Organisation
from tests.support.axe import violations
from tests.support.own_calculator import put_up
from tests.support.site import Site

Opener = Callable[..., Page]
JOURNEY = Path(__file__).parents[2] / "modules" / "tool-shelf" / "customer-journey.calc.toml"
NAMES = ["Finds us", "Asks for an offer", "Credit check", "Delivery", "Something breaks", "Helped on the spot"]


@pytest.fixture(scope="module")
def way(site: Site) -> str:
    """The address of the journey tool."""
    with site.database.reading() as session:
        owner = session.scalars(select(Organisation.id)).first()
    assert owner is not None
    return put_up(site.database, owner, JOURNEY.read_text(), datetime(2026, 11, 22, tzinfo=UTC))[0]


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    page.wait_for_selector("html[data-ready]", state="attached")
    return page


def point(page: Page, name: str) -> Locator:
    return page.locator(f'[data-point][aria-label="{name}"]')


def column(page: Page, name: str) -> list[str]:
    return [box.input_value() for box in page.locator(f'[data-rows] [data-column="{name}"]').all()]


def names(page: Page) -> list[str]:
    return [each.get_attribute("aria-label") or "" for each in page.locator("[data-point]").all()]


def saved(page: Page) -> None:
    expect(page.locator(".save-state[data-state=saved]").first).to_be_visible()


def test_the_keyboard_moves_a_point_up_and_along_and_the_table_is_the_same(
    open_browser: Opener, learner: str, way: str
) -> None:
    page = opened(open_browser(learner), way)
    check = point(page, "Credit check")
    expect(check).to_have_attribute("aria-valuetext", "−3, place 3 of 6, Finance, The customer changes hands here.")
    check.focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("PageUp")
    expect(check).to_have_attribute("aria-valuenow", "0")
    assert column(page, "emotion")[2] == "0"
    page.keyboard.press("ArrowLeft")
    expect(check).to_be_focused()
    assert names(page)[:3] == ["Finds us", "Credit check", "Asks for an offer"]
    assert column(page, "name")[1] == "Credit check"
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert names(page) == NAMES
    assert column(page, "emotion")[2] == "−3", "the presses of one visit are one step"
    expect(page.locator(".grid [data-from]")).to_have_text("example")
    page.keyboard.press("Control+Shift+z")
    assert column(page, "emotion")[2] == "0"
    page.keyboard.press("End")
    expect(check).to_have_attribute("aria-valuenow", "5")
    page.keyboard.press("ArrowUp")
    expect(check).to_have_attribute("aria-valuenow", "5")
    saved(page)
    assert column(opened(page, way), "emotion")[2] == "5"


def test_a_cell_of_the_table_moves_the_point_and_says_which_moments_decide(
    open_browser: Opener, learner: str, way: str
) -> None:
    page = opened(open_browser(learner), way)
    expect(point(page, "Something breaks").locator(".moment")).to_have_text("Strongest")
    expect(point(page, "Helped on the spot").locator(".moment")).to_have_text("Last")
    page.locator('[data-rows] [data-column="emotion"]').nth(0).fill("5")
    expect(point(page, "Finds us").locator(".moment")).to_have_text("Strongest")
    expect(point(page, "Something breaks").locator(".moment")).to_have_text("Deepest")
    page.locator('[data-rows] [data-column="owner"]').nth(2).fill("sales ")
    expect(page.locator(".journey .axis", has_text="Hand-offs")).to_have_text("Responsible · Hand-offs: 3")
    page.locator('[data-rows] [data-column="owner"]').nth(3).fill("")
    expect(page.locator(".journey .owner", has_text="Nobody")).to_have_count(1)


def test_a_mouse_drags_a_point_and_one_step_takes_the_drag_back(open_browser: Opener, learner: str, way: str) -> None:
    page = opened(open_browser(learner), way)
    delivery = point(page, "Delivery")
    delivery.scroll_into_view_if_needed()
    dot = delivery.locator(".dot").bounding_box()
    assert dot is not None
    x, y = dot["x"] + dot["width"] / 2, dot["y"] + dot["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for down in (10, 30, 60, 72):
        page.mouse.move(x, y + down)
    page.mouse.up()
    expect(delivery).to_have_attribute("aria-valuenow", "-4")
    assert column(page, "emotion")[3] == "−4"
    page.mouse.move(x, y + 72)
    page.mouse.down()
    for across in (20, 60, 120, 200, 260):
        page.mouse.move(x + across, y + 74)
    page.mouse.up()
    assert names(page)[3:5] == ["Something breaks", "Delivery"]
    undo = page.locator('.journey [data-do="undo"]')
    undo.click()
    assert names(page) == NAMES
    expect(delivery).to_have_attribute("aria-valuenow", "-4")
    undo.click()
    expect(delivery).to_have_attribute("aria-valuenow", "-1")
    expect(undo).to_be_hidden()


def test_escape_in_the_middle_of_a_drag_leaves_all_as_it_was(open_browser: Opener, learner: str, way: str) -> None:
    page = opened(open_browser(learner, theme="dark"), way)
    first = point(page, "Finds us")
    first.scroll_into_view_if_needed()
    dot = first.locator(".dot").bounding_box()
    assert dot is not None
    x, y = dot["x"] + dot["width"] / 2, dot["y"] + dot["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 20)
    page.mouse.move(x, y + 96)
    expect(first).to_have_attribute("aria-valuenow", "-2")
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(first).to_have_attribute("aria-valuenow", "2")
    expect(page.locator(".grid [data-from]")).to_have_text("example")


def test_a_point_is_added_between_two_named_in_place_and_removed(open_browser: Opener, learner: str, way: str) -> None:
    page = opened(open_browser(learner), way)
    point(page, "Asks for an offer").focus()
    page.locator('[data-do="insert"]').click()
    page.keyboard.type("Waits for an answer")
    page.keyboard.press("Enter")
    added = point(page, "Waits for an answer")
    expect(added).to_be_focused()
    expect(added).to_have_attribute("aria-valuetext", "−1, place 3 of 7, Sales")
    assert column(page, "name")[2] == "Waits for an answer"
    expect(page.locator("[data-problem]")).to_contain_text("Cells still empty: 4.")
    page.keyboard.press("F2")
    page.keyboard.type("Something else")
    page.keyboard.press("Escape")
    expect(added).to_be_focused()
    page.keyboard.press("Delete")
    expect(added).to_have_count(0)
    assert names(page) == NAMES
    expect(page.locator("[data-problem]")).to_be_empty()


def test_the_to_be_is_drawn_over_the_way_of_today(open_browser: Opener, learner: str, way: str) -> None:
    page = opened(open_browser(learner), way)
    point(page, "Delivery").focus()
    page.keyboard.press("ArrowUp")
    page.get_by_role("button", name="Draw the to-be").click()
    page.wait_for_url("**/tools/scenarios/*")
    page.wait_for_selector("html[data-ready]", state="attached")
    expect(page.locator("[data-way] .then")).to_have_count(1)
    expect(page.locator("[data-key]")).to_be_visible()
    point(page, "Something breaks").focus()
    page.keyboard.press("End")
    expect(point(page, "Something breaks")).to_have_attribute(
        "aria-valuetext", "5, place 5 of 6, Strongest, now −4, Service, The customer changes hands here."
    )
    saved(page)
    opened(page, way)
    assert column(page, "emotion") == ["2", "1", "−3", "−0.5", "−4", "3"]
    expect(page.locator("[data-way] .then")).to_have_count(0)


def test_on_paper_the_map_stands_on_a_sheet_of_its_own(open_browser: Opener, learner: str, way: str) -> None:
    page = opened(open_browser(learner), way)
    page.evaluate("window.print = () => {}")
    page.locator('[data-do="print"]').click()
    page.emulate_media(media="print")
    expect(page.locator("[data-way] svg")).to_be_visible()
    expect(page.locator(".grid, .tool-headline, h1").locator("visible=true")).to_have_count(0)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator("h1")).to_be_visible()


def test_without_javascript_the_table_stands_alone(open_browser: Opener, learner: str, way: str) -> None:
    page = open_browser(learner, javascript=False)
    page.goto(way)
    expect(page.locator(".journey")).to_be_hidden()
    page.get_by_role("button", name="Move Delivery up").click()
    assert column(page, "name")[2:4] == ["Delivery", "Credit check"]


@pytest.mark.parametrize(
    ("width", "theme", "language"), [(1280, "light", "en"), (768, "dark", "sv"), (360, "dark", "da")]
)
def test_a_map_is_for_everybody(
    open_browser: Opener, learner: str, way: str, width: int, theme: str, language: str
) -> None:
    page = opened(open_browser(learner, width=width, theme=theme, language=language), way)
    page.locator("[data-point]").nth(1).focus()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.evaluate(
        "() => [...document.querySelectorAll('.journey :is(button, [role=slider] .hit)')]"
        ".filter((e) => e.checkVisibility()).map((e) => e.getBoundingClientRect())"
        ".filter((box) => box.height < 43.5 || box.width < 43.5).length"
    )
    assert small == 0
