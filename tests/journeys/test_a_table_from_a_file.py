"""A manager takes rows from a file after a look at them, puts them in order, and takes every step back and forth."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from lms.people.models import Organisation
from tests.support.axe import violations
from tests.support.own_calculator import put_up
from tests.support.site import Site
from tests.support.text_table import OPEN

Opener = Callable[..., Page]


@pytest.fixture(scope="module")
def tool(site: Site) -> str:
    """The address of a calculator with a table of at most four rows."""
    with site.database.reading() as session:
        owner = session.scalars(select(Organisation.id)).first()
    assert owner is not None
    return put_up(site.database, owner, OPEN, datetime(2026, 11, 22, tzinfo=UTC))[0]


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    page.wait_for_selector("html[data-ready]", state="attached")
    return page


def column(page: Page, name: str) -> list[str]:
    return [box.input_value() for box in page.locator(f'[data-rows] [data-column="{name}"]').all()]


def give(page: Page, content: bytes, name: str = "rows.csv") -> None:
    """Choose a file, as a person does in the dialog of the browser."""
    page.locator("[data-file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})


def importing(page: Page) -> Locator:
    page.get_by_text("Rows from a file").click()
    return page.locator("[data-import-told]")


def test_a_file_is_looked_at_first_and_taken_back_in_one_step(open_browser: Opener, learner: str, tool: str) -> None:
    page = opened(open_browser(learner), tool)
    told = importing(page)
    give(page, "Minutes;Remark;Step;Owner\n9;-;Kø;Økonomi\nlong;-;Svar;\n".encode("cp1252"))
    expect(told).to_have_text("Rows: 2. Nothing is changed yet. Cells to mend: 1.")
    expect(page.locator("[data-preview] td .error")).to_contain_text("Enter a number")
    expect(page.locator("[data-preview] select").nth(1)).to_have_value("")
    assert column(page, "name") == ["Call", "Bill"]
    page.get_by_role("button", name="Take these rows").click()
    assert column(page, "name") == ["Kø", "Svar"]
    assert column(page, "minutes") == ["9", "long"]
    undo = page.locator("[data-undo]")
    expect(undo).to_be_focused()
    undo.click()
    assert column(page, "name") == ["Call", "Bill"]
    expect(page.locator(".grid [data-from]")).to_have_text("example")
    page.locator("[data-redo]").click()
    assert column(page, "owner") == ["Økonomi", ""]
    page.locator('[data-rows] [data-column="minutes"]').nth(1).fill("3")
    page.locator('[data-rows] [data-column="minutes"]').nth(1).press("Tab")
    expect(page.locator(".save-state[data-state=saved]").first).to_be_visible()
    assert column(opened(page, tool), "name") == ["Kø", "Svar"]


def test_a_part_of_the_sheet_can_go_to_another_column(open_browser: Opener, learner: str, tool: str) -> None:
    page = opened(open_browser(learner), tool)
    told = importing(page)
    page.locator("[data-sheet]").fill("Sales,Wait,4")
    expect(told).to_have_text("Rows: 1. Nothing is changed yet.")
    page.get_by_label("“Column 1” goes to").select_option("owner")
    page.get_by_label("“Column 2” goes to").select_option("name")
    page.get_by_label("Below them").check()
    page.get_by_role("button", name="Take these rows").click()
    assert column(page, "name") == ["Call", "Bill", "Wait"]
    assert column(page, "owner") == ["Sales", "Sales", "Sales"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04\x00\x00", "This is no text file. Save the sheet as CSV and try again."),
        (b"a;b;1\n" * 10_000, "It has 10000 rows; there is room for 4."),
        (b"a" * 1_000_001, "The file is larger than 1 MB."),
        (b"Step;Owner;Minutes\n\n", "There are no rows in it."),
    ],
)
def test_a_file_that_cannot_be_used_says_why(
    open_browser: Opener, learner: str, tool: str, content: bytes, words: str
) -> None:
    page = opened(open_browser(learner), tool)
    told = importing(page)
    give(page, content)
    expect(told).to_have_text(words)
    expect(page.locator("[data-take-rows]")).to_be_hidden()
    assert column(page, "name") == ["Call", "Bill"]


def test_rows_are_put_in_order_by_button_and_by_key(open_browser: Opener, learner: str, tool: str) -> None:
    page = opened(open_browser(learner), tool)
    expect(page.get_by_role("button", name="Move Call up")).to_be_disabled()
    page.get_by_role("button", name="Move Bill up").click()
    assert column(page, "name") == ["Bill", "Call"]
    expect(page.locator("[data-told]").first).to_have_text("Bill: place 1 of 2.")
    expect(page.get_by_role("button", name="Move Bill down")).to_be_focused()
    box = page.locator('[data-rows] [data-column="owner"]').first
    box.fill("Finance")
    page.keyboard.press("Alt+ArrowDown")
    assert column(page, "owner") == ["Sales", "Finance"]
    expect(page.locator('[data-rows] [data-column="owner"]').nth(1)).to_be_focused()
    for _step in range(3):
        page.keyboard.press("Control+z")
    assert (column(page, "name"), column(page, "owner")) == (["Call", "Bill"], ["Sales", "Sales"])
    for _step in range(3):
        page.keyboard.press("Control+y")
    assert (column(page, "name"), column(page, "owner")) == (["Call", "Bill"], ["Sales", "Finance"])
    page.get_by_role("button", name="Add a row").click()
    expect(page.locator("[data-redo]")).to_be_hidden()


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (360, "dark")])
def test_a_preview_is_for_everybody(open_browser: Opener, learner: str, tool: str, width: int, theme: str) -> None:
    page = opened(open_browser(learner, width=width, theme=theme), tool)
    importing(page)
    page.locator("[data-sheet]").fill("Call;Sales;5\nBill;Finance;much")
    expect(page.locator("[data-take-rows]")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
