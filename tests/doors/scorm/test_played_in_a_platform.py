"""Packages in a real browser under a real run-time, from the first page to the score in the platform, and back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Frame, Locator, expect

from lms.calculators.computing import compute
from lms.calculators.numerals import format_input, format_value
from lms.doors.scorm.choice import Standard
from lms.doors.scorm.taking import Published
from tests.doors.scorm.platform import Platform
from tests.support.axe import violations

Play = Callable[..., Platform]
RIGHT = {"five-points": "losses-halved", "customer-value": "3333", "either-or": "each-once", "standing-still": "1200"}
LOST_ICONS = """[...document.querySelectorAll("use")].map((each) => each.getAttribute("href"))
  .filter((address) => !address.startsWith("#") || !document.getElementById(address.slice(1)))"""
TOOL = '[data-context^="calculator:"]'


def next_page(frame: Frame) -> None:
    frame.click("[data-next]")


def open_page(frame: Frame, name: str) -> None:
    """Open a page from the overview."""
    frame.click(f'.pages [data-page-link="{name}"]')


def answer(frame: Frame, answers: dict[str, str]) -> None:
    """Answer the questions of the module and hand them in."""
    frame.click('[data-asked="quiz"] [data-act="begin"]')
    for item, value in answers.items():
        radio = frame.locator(f'[data-item="{item}"][value="{value}"]')
        if radio.count():
            radio.check(force=True)
        else:
            frame.fill(f'[data-item="{item}"]', value)
    frame.click('[data-asked="quiz"] button[type="submit"]')
    frame.wait_for_selector('[data-asked="quiz"] .score')


def is_painted(icon: Locator) -> bool:
    """Return whether an icon leaves anything on the screen: pictures of its place with and without it differ."""
    seen = icon.screenshot()
    icon.evaluate("(each) => { each.style.opacity = 0 }")
    return bool(seen != icon.screenshot())


def told(kept: dict[str, Any], standard: Standard) -> dict[str, Any]:
    """Return what a platform knows, in words common to both standards."""
    cmi = kept["cmi"]
    if standard is Standard.SCORM_12:
        core = cmi["core"]
        status, score = core["lesson_status"], core["score"]["raw"]
        done = {"passed": ("completed", "passed"), "failed": ("incomplete", "failed")}.get(status, (status, "unknown"))
    else:
        done, score = (cmi["completion_status"], cmi["success_status"]), cmi["score"]["raw"]
    return {"done": done, "score": str(score), "suspend": cmi["suspend_data"]}


@pytest.mark.parametrize("standard", list(Standard))
def test_a_module_is_read_answered_left_resumed_and_completed(standard: Standard, play: Play) -> None:
    platform = play(standard, "en", "da")
    frame = platform.open()
    expect(frame.locator("h1")).to_have_text("Loyalty economics")
    expect(frame.locator("[data-told]")).to_be_empty()
    frame.click("[data-go-on]")
    next_page(frame)
    expect(frame.locator("[data-place]")).to_have_text("2 of 3")
    kept = platform.leave()
    assert told(kept, standard)["done"] == ("incomplete", "unknown")
    assert len(told(kept, standard)["suspend"]) <= standard.limit

    frame = platform.open(kept)
    expect(frame.locator("[data-place]")).to_have_text("2 of 3")
    next_page(frame)
    answer(frame, {**RIGHT, "five-points": "five-per-cent-more", "standing-still": "6800"})
    next_page(frame)
    expect(frame.locator("[data-standing]")).to_have_text(
        "Every page is read. Pass the questions to complete the module."
    )
    kept = platform.leave()
    assert told(kept, standard)["done"] == ("incomplete", "failed")
    assert told(kept, standard)["score"] == "50"

    frame = platform.open(kept)
    expect(frame.locator("[data-go-on]")).to_have_text("Continue")
    frame.click("[data-go-on]")
    expect(frame.locator('[data-asked="quiz"] .score')).to_be_visible()
    answer(frame, RIGHT)
    next_page(frame)
    expect(frame.locator("[data-standing]")).to_have_text("You have completed the module.")
    kept = platform.leave()
    assert told(kept, standard)["done"] == ("completed", "passed")
    assert told(kept, standard)["score"] == "100"
    assert len(told(kept, standard)["suspend"]) <= standard.limit


def test_a_calculator_shows_what_the_server_computes_and_nobody_is_told(play: Play, module: Published) -> None:
    platform = play(Standard.SCORM_12, "en", "da")
    frame = platform.open()
    open_page(frame, "02-what-a-customer-is-worth")
    box = frame.locator(f'{TOOL} [data-input="margin"] .box')
    shown = frame.locator(f"{TOOL} output[data-output]")
    calculator = module.calculators["customer-lifetime-value"]
    for margin in (1_000.0, 7_654.0, 123_457.0):
        box.fill(str(margin))
        box.press("Tab")
        found = compute(calculator, {"margin": margin}).outputs["clv_net"]
        assert isinstance(found, float)
        expect(shown).to_have_text(format_value(found, "money", "en", "DKK"))
    expect(frame.locator(f"{TOOL} .chart-plot svg")).to_be_visible()
    range_ = frame.locator(f'{TOOL} [data-input="retention"] input[type="range"]')
    before = shown.inner_text()
    range_.focus()
    range_.press("ArrowRight")
    expect(shown).not_to_have_text(before)
    after = shown.inner_text()

    frame.click("summary:has-text('Language')")
    frame.click('[data-speak="da"]')
    expect(frame.locator("html")).to_have_attribute("lang", "da")
    expect(frame.locator("[data-place]")).to_contain_text("2")
    expect(frame.locator(f'{TOOL} [data-input="margin"] .box')).to_have_value(
        format_input(123_457, "money", "da", "DKK")
    )
    frame.click("summary:has-text('Dansk')")
    frame.click('[data-speak="en"]')
    expect(frame.locator(f"{TOOL} output[data-output]")).to_have_text(after)
    everything = json.dumps(platform.leave())
    assert "123457" not in everything
    assert "123,457" not in everything


def test_what_somebody_writes_stays_in_the_window_and_can_be_copied(play: Play) -> None:
    platform = play(Standard.SCORM_2004, "en")
    frame = platform.open()
    open_page(frame, "02-what-a-customer-is-worth")
    text = frame.locator(".reflect textarea")
    text.fill("Nobody is to read this")
    frame.click(".reflect [data-copy-words]")
    expect(frame.locator(".reflect [data-words-told]")).to_have_text("Copied.")
    next_page(frame)
    frame.click("[data-prev]")
    expect(frame.locator(".reflect textarea")).to_have_value("Nobody is to read this")
    stored = frame.evaluate("JSON.stringify([Object.keys(localStorage), Object.keys(sessionStorage), document.cookie])")
    assert stored == '[[],[],""]'
    assert "Nobody is to read" not in json.dumps(platform.leave())


@pytest.mark.parametrize("standard", list(Standard))
def test_without_a_platform_it_works_and_says_that_nothing_is_handed_over(standard: Standard, play: Play) -> None:
    platform = play(standard, "en", storage=False)
    frame = platform.alone()
    expect(frame.locator("[data-told]")).to_contain_text("open outside a learning platform")
    frame.click("[data-go-on]")
    next_page(frame)
    next_page(frame)
    answer(frame, RIGHT)
    next_page(frame)
    expect(frame.locator("[data-standing]")).to_have_text("You have completed the module.")


def test_from_a_disk_it_works_too(play: Play) -> None:
    platform = play(Standard.SCORM_12, "en")
    frame = platform.alone((platform.folder / "package" / "index.html").as_uri())
    open_page(frame, "02-what-a-customer-is-worth")
    frame.locator(f'{TOOL} [data-input="margin"] .box').fill("2000")
    expect(frame.locator(f"{TOOL} .chart-plot svg")).to_be_visible()
    expect(frame.locator(f"{TOOL} output[data-output]")).not_to_have_text("DKK 2,830")


REFUSES = """window.answer = () => window.takes ? "true" : "false";
window.API = {
  LMSInitialize: () => "true", LMSFinish: () => "true", LMSGetValue: () => "", LMSSetValue: window.answer,
  LMSCommit: window.answer, LMSGetLastError: () => "101", LMSGetErrorString: () => "General exception",
};"""


def test_what_the_platform_refuses_is_told_kept_in_the_window_and_tried_again(play: Play) -> None:
    platform = play(Standard.SCORM_12, "en", api=REFUSES)
    frame = platform.open()
    expect(frame.locator("[data-told]")).to_contain_text("could not be handed to your platform (101 General exception)")
    platform.page.evaluate("window.takes = true")
    frame.click("[data-hand-over]")
    expect(frame.locator("[data-told]")).to_be_empty()


@pytest.mark.parametrize(
    "api",
    [
        "window.API = { LMSInitialize: () => { throw new Error('closed'); } };",
        "window.API = {};",
        "window.API = { LMSInitialize: () => 'false', LMSGetLastError: () => '0', LMSGetErrorString: () => '' };",
    ],
)
def test_a_platform_that_is_none_breaks_nothing(api: str, play: Play) -> None:
    frame = play(Standard.SCORM_12, "en", api=api).open()
    expect(frame.locator("[data-told]")).to_contain_text("could not be handed to your platform")
    frame.click("[data-go-on]")
    expect(frame.locator("[data-place]")).to_have_text("1 of 3")


def test_a_result_from_an_earlier_version_is_never_lowered(play: Play) -> None:
    platform = play(Standard.SCORM_12, "en")
    frame = platform.open()
    frame.click("[data-go-on]")
    next_page(frame)
    next_page(frame)
    answer(frame, RIGHT)
    next_page(frame)
    kept = platform.leave()
    assert told(kept, Standard.SCORM_12)["done"] == ("completed", "passed")
    kept["cmi"]["suspend_data"] = '[1,"another","en",0,0,"0",[0],[""]]'
    frame = platform.open(kept)
    open_page(frame, "01-why-loyalty-pays")
    after = told(platform.leave(), Standard.SCORM_12)
    assert (after["done"], after["score"]) == (("completed", "passed"), "100")


def test_the_platforms_language_is_taken_where_it_is_in_the_package(play: Play) -> None:
    frame = play(Standard.SCORM_12, "en", "da", locale="da-DK").open()
    expect(frame.locator("html")).to_have_attribute("lang", "da")
    expect(frame.locator("h1")).to_have_text("Loyalitetsøkonomi")


def test_it_is_read_with_the_keyboard_alone(play: Play) -> None:
    platform = play(Standard.SCORM_12, "en")
    frame = platform.open()
    assert frame.evaluate("document.activeElement.tagName") == "H1"
    frame.focus("[data-go-on]")
    frame.press("[data-go-on]", "Enter")
    frame.wait_for_selector("[data-next]")
    assert frame.evaluate("document.activeElement.textContent") == frame.locator("h1").inner_text()
    frame.press("h1", "ArrowRight")
    expect(frame.locator("[data-place]")).to_have_text("2 of 3")
    frame.press("h1", "ArrowLeft")
    expect(frame.locator("[data-place]")).to_have_text("1 of 3")


def test_icons_are_painted(play: Play) -> None:
    frame = play(Standard.SCORM_12, "en").alone()
    open_page(frame, "02-what-a-customer-is-worth")
    icons = [each for each in frame.locator("svg.icon").all() if each.is_visible()]
    assert len(icons) >= 3
    assert [each.inner_html() for each in icons if not is_painted(each)] == []


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (360, "light"), (1280, "dark")])
def test_every_page_is_accessible_and_fits_a_phone(width: int, theme: str, play: Play) -> None:
    platform = play(Standard.SCORM_12, "en", "da", width=width, theme=theme)
    frame = platform.alone()
    found = violations(platform.page)
    frame.click("[data-go-on]")
    for _page in range(3):
        assert frame.evaluate(LOST_ICONS) == []
        assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
        found += violations(platform.page)
        next_page(frame)
    assert not found, found


def test_a_page_is_printed_whole_without_what_cannot_be_pressed(play: Play, tmp_path: Path) -> None:
    platform = play(Standard.SCORM_12, "en")
    frame = platform.alone()
    open_page(frame, "02-what-a-customer-is-worth")
    platform.page.emulate_media(media="print")
    expect(frame.locator(".player-top .bar")).to_be_hidden()
    expect(frame.locator(".turn")).to_be_hidden()
    expect(frame.locator("h1")).to_be_visible()
    expect(frame.locator(f"{TOOL} output[data-output]")).to_be_visible()
