"""An evening's promise to oneself in a real browser: a thought, an exercise with a day, a note and a photograph."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from tests.journeys.test_accessible_pages import violations
from tests.practice.work import picture

Opener = Callable[..., Page]
PAGE = "/learn/loyalty-economics/02-what-a-customer-is-worth"


def go(page: Page, path: str = PAGE) -> None:
    """Open a page and wait until its scripts listen."""
    page.goto(path)
    ready(page)


def ready(page: Page) -> None:
    """Wait until the scripts of the page that is open listen."""
    page.wait_for_selector("html[data-ready]", state="attached")


def saved(page: Page, block: str) -> None:
    """Wait until the chip of a block says so."""
    expect(page.locator(f"#{block} .save-state[data-state=saved]")).to_be_visible()


def test_a_thought_is_saved_as_it_is_typed_and_is_there_on_the_phone(open_browser: Opener, learner: str) -> None:
    page = open_browser(learner)
    go(page)
    page.locator("#on-the-balance-sheet textarea").press_sequentially("The discount in March.")
    saved(page, "on-the-balance-sheet")
    phone = open_browser(learner, width=360, language="da")
    go(phone)
    expect(phone.locator("#on-the-balance-sheet textarea")).to_have_value("The discount in March.")


def test_a_thought_too_long_is_counted_and_not_sent_until_it_fits(open_browser: Opener, learner: str) -> None:
    page = open_browser(learner)
    go(page)
    box = page.locator("#on-the-balance-sheet")
    box.locator("textarea").fill("æ" * 3_990)
    expect(box.locator("[data-count]")).to_have_text("10 characters left")
    saved(page, "on-the-balance-sheet")
    box.locator("textarea").fill("æ" * 4_003)
    expect(box.locator("[data-error]")).to_contain_text("3 characters too many")
    expect(box.locator("textarea")).to_have_attribute("aria-invalid", "true")
    box.locator("textarea").fill("It fits.")
    expect(box.locator("[data-error]")).to_be_empty()
    saved(page, "on-the-balance-sheet")


def test_what_is_not_sent_waits_in_the_tab_and_nowhere_on_the_device(open_browser: Opener, learner: str) -> None:
    page = open_browser(learner)
    go(page)

    def no_line(route: Route) -> None:
        route.abort()

    page.route("**/learn/answers", no_line)
    page.locator("#on-the-balance-sheet textarea").fill("zebrathought")
    expect(page.locator("#on-the-balance-sheet .save-state[data-state=waiting]")).to_be_visible()
    kept = """async () => {
      const found = [];
      for (const { name } of await indexedDB.databases()) {
        const db = await new Promise((done) => (indexedDB.open(name).onsuccess = (e) => done(e.target.result)));
        for (const store of db.objectStoreNames) {
          const all = db.transaction(store).objectStore(store).getAll();
          found.push(await new Promise((done) => (all.onsuccess = () => done(JSON.stringify(all.result)))));
        }
      }
      return found.join() + JSON.stringify(localStorage) + JSON.stringify(sessionStorage);
    }"""
    assert "zebrathought" not in page.evaluate(kept)
    page.unroute("**/learn/answers")
    page.locator("#on-the-balance-sheet .save-state").click()
    saved(page, "on-the-balance-sheet")


def test_an_exercise_from_the_choice_to_done_by_keyboard(open_browser: Opener, learner: str) -> None:
    page = open_browser(learner)
    go(page)
    page.locator("#five-calls form button").press("Enter")
    page.wait_for_url("**#five-calls")
    ready(page)
    page.locator("#five-calls .days button").first.press("Enter")
    expect(page.locator("#five-calls .tag")).to_contain_text("planned for")
    ready(page)
    page.locator("#five-calls summary", has_text="Add a photograph").press("Enter")
    picked = {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    page.locator("#five-calls [type=file]").set_input_files(picked)  # type: ignore[arg-type]  # a file in memory
    page.locator("#five-calls form[enctype] button").press("Enter")
    expect(page.locator("#five-calls img.brought")).to_have_js_property("naturalWidth", 60)
    ready(page)
    page.locator("#five-calls textarea").fill("Two moved away.")
    page.get_by_role("button", name="I have done it").press("Enter")
    expect(page.locator("#five-calls .tag")).to_have_text("done")
    expect(page.locator("#five-calls blockquote")).to_have_text("Two moved away.")
    expect(page.locator("#one-segment form button")).to_have_text("Choose this one instead")


def test_too_large_a_photograph_is_said_before_it_is_sent(open_browser: Opener, learner: str) -> None:
    page = open_browser(learner)
    go(page)
    page.locator("#five-calls form button").click()
    page.wait_for_url("**#five-calls")
    ready(page)
    page.locator("#five-calls summary", has_text="Add a photograph").click()
    large = {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": bytes(16 * 1024 * 1024)}
    page.locator("#five-calls [type=file]").set_input_files(large)  # type: ignore[arg-type]  # a file in memory
    expect(page.locator("#five-calls form[enctype] [data-error]")).to_contain_text("larger than 15 MB")


def test_a_promise_with_a_day_of_ones_own_and_everything_is_accessible(open_browser: Opener, learner: str) -> None:
    page = open_browser(learner, width=360, theme="dark")
    go(page)
    page.locator("#five-calls form button").click()
    page.wait_for_url("**#five-calls")
    ready(page)
    promise = page.locator("#my-promise")
    promise.locator("[name=what]").fill("Call Ida")
    promise.locator("[name=whom]").fill("Ida")
    promise.get_by_label("another day").check()
    promise.locator("[name=other_day]").fill(page.evaluate("new Date(Date.now() + 9e8).toISOString().slice(0, 10)"))
    found = violations(page)
    promise.get_by_role("button", name="I promise").click()
    expect(page.locator("#my-promise .plans")).to_contain_text("Call Ida")
    found += violations(page)
    for place in page.locator(".plans a").all():
        found += looked_at_own_page(page, place.get_attribute("href") or "")
    go(page, "/practice")
    found += violations(page)
    assert not found, "\n".join(found)


def looked_at_own_page(page: Page, address: str) -> list[str]:
    """Open a page beside and return what axe finds on it, with everything folded out."""
    beside = page.context.new_page()
    beside.goto(address)
    for summary in beside.locator("main summary").all():
        summary.click()
    found = violations(beside)
    beside.close()
    return found
