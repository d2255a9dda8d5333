"""A manager's first evening: read, calculate, answer, leave in the middle, come back elsewhere, finish."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

Opener = Callable[..., Page]
MODULE = "/learn/loyalty-economics"
FIRST, SECOND, THIRD = (
    f"{MODULE}/{name}" for name in ("01-why-loyalty-pays", "02-what-a-customer-is-worth", "03-what-losing-them-costs")
)


def begin(page: Page) -> None:
    page.goto(MODULE)
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url(f"**{FIRST}*")


def go(page: Page, path: str) -> None:
    """Open a page and wait until its script listens."""
    page.goto(path)
    page.wait_for_selector("html[data-ready]", state="attached")


def begin_questions(page: Page) -> None:
    go(page, THIRD)
    page.get_by_role("button", name="Begin the questions").click()
    page.wait_for_selector("form.quiz fieldset")
    page.wait_for_selector("html[data-ready]", state="attached")


def saved(page: Page) -> None:
    expect(page.locator(".save-state[data-state=saved]").first).to_be_visible()


def test_own_numbers_and_answers_wait_in_another_browser(open_browser: Opener, learner: str) -> None:
    page = open_browser(learner)
    begin(page)
    page.get_by_role("button", name="Next").click()
    page.wait_for_url(f"**{SECOND}*")
    page.wait_for_selector("html[data-ready]", state="attached")
    margin = page.get_by_label("Margin per customer and year").first
    margin.fill("2,500")
    margin.press("Tab")
    saved(page)
    headline = page.locator(".tool-headline output").inner_text()
    page.get_by_role("button", name="Next").click()
    page.wait_for_url(f"**{THIRD}*")
    begin_questions(page)
    page.locator("form.quiz input[type=radio]").first.check()
    saved(page)

    elsewhere = open_browser(learner, language="da", width=360)
    elsewhere.goto("/learn")
    elsewhere.locator("section.hero a.btn").click()
    elsewhere.wait_for_url(f"**{THIRD}*")
    expect(elsewhere.locator("form.quiz input[type=radio]").first).to_be_checked()
    elsewhere.goto(SECOND)
    box = elsewhere.locator('[data-input="margin"] .box')
    expect(box).to_have_value("2.500\u00a0kr.")
    expect(elsewhere.locator('[data-input="margin"]')).to_have_attribute("data-own", "")
    assert headline.startswith("DKK")
    expect(elsewhere.locator(".tool-headline output")).to_contain_text("kr.")


def test_the_chart_follows_and_the_headline_answers_at_once(open_browser: Opener, learner: str) -> None:
    page = open_browser(learner)
    go(page, "/tools/cost-of-churn")
    before = page.locator(".tool-headline output").inner_text()
    page.locator('[data-input="churn_rate"] input[type=range]').fill("0.3")
    expect(page.locator(".tool-headline output")).not_to_have_text(before)
    page.locator(".chart").scroll_into_view_if_needed()
    expect(page.locator("[data-plot] svg")).to_be_visible()
    expect(page.locator("[data-mine]").first).to_contain_text("1 of")


def test_the_module_is_taken_by_keyboard_alone(open_browser: Opener, learner: str) -> None:
    page = open_browser(learner)
    page.goto(MODULE)
    reach(page, "button", "Begin")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{FIRST}*")
    for address in (SECOND, THIRD):
        reach(page, "button", "Next")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{address}*")
    reach(page, "button", "Begin the questions")
    page.keyboard.press("Enter")
    page.wait_for_selector("form.quiz fieldset")
    answer_by_keyboard(page)
    reach(page, "button", "See how I did")
    page.keyboard.press("Enter")
    page.wait_for_selector(".score")
    reach(page, "button", "I have read this page")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{MODULE}")
    expect(page.locator(".pages .tag.ok")).to_have_count(3)


def reach(page: Page, role: str, name: str) -> None:
    """Press Tab until the named control has the focus, and check that the focus can be seen."""
    for _ in range(160):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "() => { const e = document.activeElement; const s = getComputedStyle(e);"
            " return [['BUTTON', 'A'].includes(e.tagName) ? e.innerText : '',"
            " s.outlineStyle !== 'none' || s.boxShadow !== 'none'] }"
        )
        if name in focused[0]:
            assert focused[1], f"the focus on {name} cannot be seen"
            return
    raise AssertionError(f"Tab never reaches {role} {name}")


def answer_by_keyboard(page: Page) -> None:
    """Answer every item with Tab, Space and digits."""
    items = page.locator("form.quiz fieldset").count()
    answered: set[str] = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        item, kind = page.evaluate(
            "() => [document.activeElement.dataset.item ?? '', document.activeElement.type ?? '']"
        )
        if item and item not in answered:
            answered.add(item)
            page.keyboard.type("5") if kind == "text" else page.keyboard.press("Space")
        if len(answered) == items:
            return
    raise AssertionError("not every question can be reached with Tab")


def test_a_session_that_ends_asks_in_place_and_loses_nothing(open_browser: Opener, learner: str, site) -> None:  # type: ignore[no-untyped-def]
    page = open_browser(learner)
    begin(page)
    begin_questions(page)
    cookies = [c for c in page.context.cookies() if c["name"] != "lms_session"]
    page.context.clear_cookies()
    page.context.add_cookies(cookies)
    page.locator("form.quiz input[type=radio]").first.check()
    dialog = page.locator("dialog[data-sign-in]")
    expect(dialog).to_be_visible()
    dialog.locator("input[name=email]").fill(learner)
    dialog.locator("input[name=password]").fill("outside-in-demo")
    dialog.get_by_role("button", name="Sign in and save").click()
    expect(dialog).to_be_hidden()
    saved(page)
    page.reload()
    expect(page.locator("form.quiz input[type=radio]").first).to_be_checked()


def test_answers_typed_offline_are_sent_when_the_line_is_back(open_browser: Opener, learner: str) -> None:
    page = open_browser(learner)
    begin(page)
    begin_questions(page)
    page.context.set_offline(True)
    page.locator("form.quiz input[type=radio]").first.check()
    expect(page.locator(".save-state[data-state=waiting]").first).to_be_visible()
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    saved(page)
    page.reload()
    expect(page.locator("form.quiz input[type=radio]").first).to_be_checked()


def test_signing_out_wipes_what_waits_in_the_browser(open_browser: Opener, learner: str) -> None:
    page = open_browser(learner)
    begin(page)
    begin_questions(page)
    page.route("**/learn/answers", lambda route: route.abort())
    page.locator("form.quiz input[type=radio]").first.check()
    expect(page.locator(".save-state[data-state=waiting]").first).to_be_visible()
    page.locator("details.menu", has=page.locator(".face")).locator("summary").click()
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in*")
    kept = page.evaluate(
        """async () => { let rows = 0; for (const { name } of await indexedDB.databases()) {
            const db = await new Promise((ok) => { const r = indexedDB.open(name); r.onsuccess = () => ok(r.result) });
            for (const store of db.objectStoreNames) rows += await new Promise((ok) => {
              const r = db.transaction(store).objectStore(store).count(); r.onsuccess = () => ok(r.result) });
            db.close() } return rows + localStorage.length + sessionStorage.length }"""
    )
    assert kept == 0


def test_without_javascript_the_same_form_computes_and_the_quiz_is_taken(open_browser: Opener, learner: str) -> None:
    page = open_browser(learner, javascript=False)
    page.goto("/tools/cost-of-churn")
    before = page.locator(".tool-headline output").inner_text()
    page.locator('[name="input-churn_rate"]').fill("30 %")
    page.get_by_role("button", name="Calculate and keep").click()
    assert page.locator(".tool-headline output").inner_text() != before
    begin(page)
    page.goto(THIRD)
    page.get_by_role("button", name="Begin the questions").click()
    for fieldset in page.locator("form.quiz fieldset").all():
        radio = fieldset.locator("input[type=radio]")
        radio.first.check() if radio.count() else fieldset.locator("input").first.fill("12")
    page.get_by_role("button", name="See how I did").click()
    expect(page.locator(".score")).to_be_visible()
    expect(page.locator(".feedback")).to_have_count(page.locator("form.quiz fieldset").count())


def test_the_language_is_switched_in_the_middle_of_a_page(open_browser: Opener, learner: str) -> None:
    page = open_browser(learner)
    begin(page)
    page.goto(FIRST)
    page.locator("#decide").scroll_into_view_if_needed()
    page.locator("details.menu", has=page.locator("form[action='/language']")).locator("summary").click()
    page.get_by_role("button", name="Dansk").click()
    page.wait_for_selector("html[lang=da]")
    assert FIRST in page.url
    assert page.locator("#decide").evaluate(
        "e => { const t = e.getBoundingClientRect().top; return t > -400 && t < innerHeight }"
    )


def test_what_is_typed_before_the_script_listens_is_kept_too(open_browser: Opener, learner: str) -> None:
    page = open_browser(learner)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/js/calculator.js", hold)
    page.goto("/tools/cost-of-churn")
    page.locator('[data-input="customers"] .box').fill("4,321")
    page.wait_for_function("() => document.activeElement.value === '4,321'")
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()
    saved(page)
    page.reload()
    expect(page.locator('[data-input="customers"] .box')).to_have_value("4,321")
