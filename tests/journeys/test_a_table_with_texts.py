"""A manager fills in a table with texts and given rows, by hand and from a spreadsheet, and reads results as words."""

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
from tests.support.text_table import FIXED, OPEN

Opener = Callable[..., Page]
PASTE = """(box, text) => { const data = new DataTransfer(); data.setData('text/plain', text);
    box.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })) }"""


@pytest.fixture(scope="module")
def tools(site: Site) -> dict[str, str]:
    """The addresses of the calculator with open rows and of the one with given rows."""
    with site.database.reading() as session:
        owner = session.scalars(select(Organisation.id)).first()
    assert owner is not None
    now = datetime(2026, 11, 22, tzinfo=UTC)
    return {"open": put_up(site.database, owner, OPEN, now)[0], "fixed": put_up(site.database, owner, FIXED, now)[0]}


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    page.wait_for_selector("html[data-ready]", state="attached")
    return page


def cell(page: Page, row: int, column: str) -> Locator:
    return page.locator("[data-rows] tr").nth(row).locator(f'[data-column="{column}"]')


def paste(box: Locator, text: str) -> None:
    box.focus()
    box.evaluate(PASTE, text)


def saved(page: Page) -> None:
    expect(page.locator(".save-state[data-state=saved]").first).to_be_visible()


def column(page: Page, name: str) -> list[str]:
    return [box.input_value() for box in page.locator(f'[data-rows] [data-column="{name}"]').all()]


def kind(page: Page) -> Locator:
    return page.locator('output[data-output="kind"]')


def test_texts_are_typed_pasted_taken_back_and_said_in_words(
    open_browser: Opener, learner: str, tools: dict[str, str]
) -> None:
    page = opened(open_browser(learner), tools["open"])
    expect(kind(page)).to_have_text("Whole")
    cell(page, 1, "owner").fill("Finance")
    cell(page, 1, "owner").press("Enter")
    expect(kind(page)).to_have_text("Split <b>")
    expect(page.locator("[data-each=steps] tbody td").nth(1)).to_have_text("Split <b>")
    paste(cell(page, 0, "name"), "Step\tOwner\tMinutes\nAsk\tSales\t3\nAnswer\t\t4\n")
    assert column(page, "owner") == ["Sales", ""]
    page.locator("[data-undo]").click()
    assert column(page, "owner") == ["Sales", "Finance"]
    cell(page, 0, "owner").evaluate("box => { box.value = 'x'.repeat(61) }")
    cell(page, 0, "owner").dispatch_event("input")
    cell(page, 0, "owner").dispatch_event("change")
    saved(page)
    opened(page, tools["open"])
    assert column(page, "owner") == ["Sales", "Finance"]
    expect(kind(page)).to_have_text("Split <b>")


def test_given_rows_take_cells_and_neither_names_nor_rows(
    open_browser: Opener, learner: str, tools: dict[str, str]
) -> None:
    page = opened(open_browser(learner, language="da"), tools["fixed"])
    assert column(page, "name") == ["Opkald", "Regning"]
    expect(page.locator("[data-add], [data-remove]")).to_have_count(0)
    paste(cell(page, 0, "owner"), "Salg\t5\nØkonomi\t6\nJura\t7")
    expect(page.locator("[data-told]")).not_to_be_empty()
    assert column(page, "owner") == ["Salg", "Salg"], "a block with a row too many is not pasted"
    paste(cell(page, 0, "owner"), "Salg\t5\nØkonomi\t6")
    expect(kind(page)).to_have_text("Delt")
    page.locator("[data-undo]").click()
    assert column(page, "owner") == ["Salg", "Salg"]
    expect(cell(page, 0, "owner")).to_be_focused()
    paste(cell(page, 0, "owner"), "Salg\t5\nØkonomi\t6")
    saved(page)
    page.context.add_cookies([{"name": "lms_language", "value": "en", "url": page.url}])
    opened(page, tools["fixed"])
    assert column(page, "name") == ["Call", "Bill"]
    assert column(page, "owner") == ["Salg", "Økonomi"]


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (360, "dark")])
def test_a_table_with_texts_is_for_everybody(
    open_browser: Opener, learner: str, tools: dict[str, str], width: int, theme: str
) -> None:
    for address in tools.values():
        page = opened(open_browser(learner, width=width, theme=theme), address)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
