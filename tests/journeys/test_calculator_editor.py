"""A trainer makes a tool without code in a real browser: a formula by keyboard, its value and mistakes, a picture."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

Opener = Callable[..., Page]


def begun(page: Page) -> None:
    """Begin a module and a tool in it that counts over years, and wait until its page listens."""
    page.goto("/author/drafts/new")
    page.get_by_role("textbox").first.fill("What a complaint costs")
    page.get_by_role("textbox").first.press("Enter")
    page.wait_for_url("**/author/drafts/*-*")
    page.goto(f"{page.url.partition('?')[0].partition('#')[0]}/calculators")
    page.get_by_label("What it is called").fill("A complaint over the years")
    page.get_by_label("Over several years").check()
    page.get_by_role("button", name="Begin", exact=True).click()
    page.wait_for_selector("html[data-ready]")


def test_a_tool_is_changed_by_keyboard_told_in_words_and_gets_a_picture(open_browser: Opener) -> None:
    page = open_browser("trainer")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    begun(page)
    tool = page.frame_locator("[data-trial]")
    expect(tool.locator(".big")).to_have_text("5,525.6")

    formula = page.locator("[id='outputs.result'] textarea.formula-box")
    formula.press("Control+a")
    formula.press_sequentially("amo")
    expect(page.locator(".proposals:not([hidden]) [role=option]").first).to_contain_text("amount")
    expect(formula).to_have_attribute("aria-activedescendant", "outputs.result-formula-list-0")
    formula.press("Enter")
    formula.press_sequentially(" * hor")
    formula.press("Tab")
    expect(formula).to_have_value("amount * horizon")
    expect(page.locator("[id='check-outputs.result']")).to_contain_text("With the example it gives 5,000")
    expect(tool.locator(".big")).to_have_text("5,000")
    expect(page.locator("#tool-state")).to_contain_text("1 thing to mend")  # the example still expects the sum
    expect(formula).to_be_focused()

    formula.press("End")
    formula.press_sequentially(" * grwth")
    formula.press("Escape")
    told = page.locator("[id='check-outputs.result']")
    expect(told).to_contain_text("“grwth” is not known here. Did you mean “growth”?")
    expect(told.locator("mark")).to_have_text("grwth")
    formula.fill("amount * horizon")
    expect(told).to_contain_text("5,000")

    tried = tool.get_by_label("Years to count")
    tried.fill("3")
    tried.press("Tab")
    expect(tool.locator(".big")).to_have_text("3,000")
    page.locator("[id='inputs.amount'] > summary").press("Enter")
    page.get_by_label("Example", exact=True).first.fill("2000")
    expect(tool.locator(".big")).to_have_text("6,000")  # what was tried stays tried
    assert not [url for url in sent if url.endswith("/learn/answers")]  # and is nobody's number

    page.get_by_role("link", name="Choose a picture").press("Enter")
    card = page.locator("#picture-line-over-time")
    expect(card.locator("svg").first).to_be_attached()
    expect(page.locator("#picture-points")).to_have_count(0)
    card.get_by_role("button", name="Use this picture").press("Enter")
    expect(page.locator("[id='charts.1'] > summary")).to_contain_text("How something moves.")
    expect(page.frame_locator("[data-trial]").locator("[data-plot]")).to_be_attached()
