"""A manager fills in a table: pastes it from a spreadsheet, goes from cell to cell, takes things back; phones too."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.axe import violations
from tests.support.segments import TOOL

Opener = Callable[..., Page]
PASTE = """(box, text) => { const data = new DataTransfer(); data.setData('text/plain', text);
    box.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })) }"""


def opened(page: Page) -> Page:
    """Open the tool and wait until its scripts listen."""
    page.goto(TOOL)
    page.wait_for_selector("html[data-ready]", state="attached")
    return page


def cell(page: Page, row: int, column: str) -> Locator:
    return page.locator("[data-rows] tr").nth(row).locator(f'[data-column="{column}"]')


def error_at(page: Page, row: int, column: str) -> Locator:
    return cell(page, row, column).locator("xpath=ancestor::td").locator(".error")


def paste(box: Locator, text: str) -> None:
    """Paste as the browser does: into the focused box."""
    box.focus()
    box.evaluate(PASTE, text)


def saved(page: Page) -> None:
    expect(page.locator(".save-state[data-state=saved]").first).to_be_visible()


def column(page: Page, name: str) -> list[str]:
    return [box.input_value() for box in page.locator(f'[data-rows] [data-column="{name}"]').all()]


def test_a_block_from_a_spreadsheet_fills_the_table_and_is_there_tomorrow(open_browser: Opener, learner: str) -> None:
    page = opened(open_browser(learner, language="da"))
    expect(page.locator(".grid [data-from]")).to_have_text("eksempel")
    paste(cell(page, 0, "name"), "Fans\t30 %\t35 %\t0,9\r\nØvrige\t70 %\t65 %\t80\r\n")
    assert column(page, "name")[:2] == ["Fans", "Øvrige"]
    assert column(page, "retention")[:2] == ["0,9\u00a0%", "80\u00a0%"]
    assert len(column(page, "name")) == 4, "what was not pasted over stays"
    saved(page)
    opened(page)
    assert column(page, "name")[:2] == ["Fans", "Øvrige"]
    expect(page.locator(".grid")).to_have_attribute("data-own", "")


def test_a_block_longer_than_the_table_adds_rows_and_one_too_long_is_not_pasted(
    open_browser: Opener, learner: str
) -> None:
    page = opened(open_browser(learner))
    paste(cell(page, 3, "name"), "Five\nSix\nSeven")
    assert column(page, "name")[3:] == ["Five", "Six", "Seven"]
    before = column(page, "name")
    paste(cell(page, 4, "name"), "a\nb\nc\nd\ne")
    expect(page.locator("[data-told]")).to_have_text("Nothing was pasted. It has 5 rows; there is room for 4.")
    assert column(page, "name") == before


def test_cells_that_are_no_numbers_are_named_and_nothing_is_half_pasted(open_browser: Opener, learner: str) -> None:
    page = opened(open_browser(learner))
    paste(cell(page, 0, "share"), "20%\t30%\nmany\tfew\n1\t<b>x</b>")
    told = page.locator("[data-told]")
    expect(told).to_contain_text(
        "row 2, Share now “many”; row 2, Share afterwards “few”; row 3, Share afterwards “<b>x</b>”"
    )
    assert column(page, "share") == ["25%", "35%", "30%", "10%"]
    expect(page.locator(".grid [data-from]")).to_have_text("example")


def test_headings_of_the_sheet_are_not_taken_for_numbers(open_browser: Opener, learner: str) -> None:
    page = opened(open_browser(learner))
    paste(cell(page, 0, "name"), "Group\tShare\tNext year\nFans\t100%\t100%")
    expect(page.locator("[data-told]")).to_contain_text("The first line was read as headings.")
    assert column(page, "name")[:2] == ["Fans", "Very satisfied"]


def test_a_paste_and_a_removed_row_are_taken_back_each_in_one_step(open_browser: Opener, learner: str) -> None:
    page = opened(open_browser(learner))
    before = column(page, "share")
    headline = page.locator(".tool-headline output")
    figure = headline.inner_text()
    paste(cell(page, 0, "share"), "1%\n2%\n3%\n4%")
    expect(headline).to_have_text("–")
    page.keyboard.press("Control+z")
    assert column(page, "share") == before
    expect(headline).to_have_text(figure)
    expect(page.locator(".grid [data-from]")).to_have_text("example")
    page.get_by_role("button", name="Remove Satisfied", exact=True).click()
    expect(page.locator("[data-rows] tr")).to_have_count(3)
    expect(cell(page, 2, "name")).to_be_focused()
    page.get_by_role("button", name="Undo").click()
    assert column(page, "name") == ["Ambassadors", "Very satisfied", "Satisfied", "Dissatisfied"]
    expect(headline).to_have_text(figure)


def test_what_is_being_typed_is_taken_back_by_the_browser_first(open_browser: Opener, learner: str) -> None:
    page = opened(open_browser(learner))
    paste(cell(page, 0, "name"), "One\nTwo")
    cell(page, 0, "name").press("End")
    page.keyboard.type("!")
    page.keyboard.press("Control+z")
    assert column(page, "name")[1] == "Two", "the paste stays while a letter can be taken back"


def test_the_keyboard_goes_from_cell_to_cell(open_browser: Opener, learner: str) -> None:
    page = opened(open_browser(learner))
    cell(page, 0, "share").focus()
    page.keyboard.press("ArrowDown")
    expect(cell(page, 1, "share")).to_be_focused()
    page.keyboard.type("36")
    page.keyboard.press("Enter")
    expect(cell(page, 2, "share")).to_be_focused()
    assert column(page, "share")[1] == "36%"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    expect(cell(page, 1, "share_after")).to_be_focused()
    expect(page.locator('[data-total="share"]')).to_have_text("Share now: 101% in total · 1 point too much")
    expect(page.locator("[data-problem]")).not_to_be_empty()


def test_a_cell_says_at_once_what_is_wrong_and_nothing_wrong_is_saved(open_browser: Opener, learner: str) -> None:
    page = opened(open_browser(learner))
    box = cell(page, 1, "retention")
    box.fill("120%")
    box.press("Tab")
    error = error_at(page, 1, "retention")
    expect(error).to_have_text("The largest number that can be used here is 100%.")
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".tool-headline output")).to_have_text("–")
    box.fill("90")
    expect(error).to_be_empty()
    box.press("Tab")
    saved(page)
    opened(page)
    assert column(page, "retention")[1] == "90%"


def test_a_new_row_waits_for_its_cells_and_the_example_comes_back(open_browser: Opener, learner: str) -> None:
    page = opened(open_browser(learner))
    figure = page.locator(".tool-headline output").inner_text()
    page.get_by_role("button", name="Add a row").click()
    expect(cell(page, 4, "name")).to_be_focused()
    expect(page.locator(".tool-headline output")).to_have_text(figure)
    page.keyboard.type("Partners")
    expect(page.locator("[data-problem]")).to_contain_text("Cells still empty: 9.")
    saved(page)
    page.get_by_role("button", name="Back to the example").click()
    expect(page.locator(".tool-headline output")).to_have_text(figure)
    expect(page.locator("[data-rows] tr")).to_have_count(4)
    expect(page.locator("[data-mine]").first).to_contain_text("0 of")
    saved(page)
    opened(page)
    expect(page.locator(".grid [data-from]")).to_have_text("example")


def test_another_device_changed_the_table_and_the_person_chooses(open_browser: Opener, learner: str) -> None:
    first, second = opened(open_browser(learner)), opened(open_browser(learner))
    cell(first, 0, "name").fill("Fans")
    cell(first, 0, "name").press("Tab")
    saved(first)
    cell(second, 0, "name").fill("Friends")
    cell(second, 0, "name").press("Tab")
    expect(second.locator(".grid .conflict")).to_contain_text("Fans, Very satisfied, Satisfied, Dissatisfied")
    second.get_by_role("button", name="Use that").click()
    assert column(second, "name")[0] == "Fans"
    opened(first)
    assert column(first, "name")[0] == "Fans"


def test_without_javascript_the_same_table_is_filled_in(open_browser: Opener, learner: str) -> None:
    page = open_browser(learner, javascript=False)
    page.goto(TOOL)
    page.get_by_role("button", name="Add a row").click()
    cell(page, 4, "name").fill("Partners")
    for name, text in {"share": "0", "share_after": "0", "retention": "50%", "revenue": "1,000"}.items():
        cell(page, 4, name).fill(text)
    cell(page, 4, "gross_margin").fill("half")
    cell(page, 4, "gross_margin").press("Enter")
    expect(error_at(page, 4, "gross_margin")).to_contain_text("Enter a number")
    cell(page, 4, "gross_margin").fill("50%")
    cell(page, 4, "referrals").fill("0")
    page.get_by_label("More assumptions").first.check()
    for name in ("price_premium", "cost_to_serve", "deterred"):
        cell(page, 4, name).fill("0")
    page.get_by_role("button", name="Calculate and keep").last.click()
    expect(page.locator('[data-each="segments"] tbody tr')).to_have_count(5)
    page.get_by_role("button", name="Remove Partners").click()
    expect(page.locator("[data-rows] tr")).to_have_count(4)


@pytest.mark.parametrize(
    ("width", "theme", "language"), [(1280, "light", "en"), (360, "dark", "da"), (320, "light", "sv")]
)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    open_browser: Opener, learner: str, width: int, theme: str, language: str
) -> None:
    page = opened(open_browser(learner, width=width, theme=theme, language=language))
    page.locator("[data-columns]").check()
    cell(page, 0, "share").fill("x")
    cell(page, 0, "share").press("Tab")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
    small = page.evaluate(
        "() => [...document.querySelectorAll('.grid :is(button, input, summary)')].filter((e) => e.checkVisibility())"
        ".map((e) => (e.type === 'checkbox' ? e.closest('label') : e).getBoundingClientRect().height)"
        ".filter((height) => height < 43.5).length"
    )
    assert small == 0
