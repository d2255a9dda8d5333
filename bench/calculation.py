"""A calculator in a real browser: one whole evaluation, and how often a second the chart follows a slider."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from bench.chromium import LAPTOP, PHONE, SLOWER, chromium, fresh
from bench.outcome import Outcome, Spread
from bench.served import served
from bench.site import TOOL, site

SCRIPT = Path(__file__).with_name("calculation.js").read_text(encoding="utf-8")
RUNS = 2_000
ROUNDS = 7
STEPS = 120
MOST_US = 1_000
LEAST_FRAMES = 30


def measure() -> Iterator[Outcome]:
    """Yield evaluation and frames, on the page of the cost of churn."""
    with site("sqlite") as place, served(place) as server, chromium() as browser:
        cookies = place.cookies(place.learner()[0])
        with fresh(browser, server.port, cookies, LAPTOP) as context:
            page = _opened(context.new_page())
            yield _evaluation(page)
            laptop = _frames(page)
        with fresh(browser, server.port, cookies, PHONE) as context:
            page = _opened(context.new_page())
            context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            phone = _frames(page)
    yield Outcome(
        name="chart follows a slider",
        unit="frames per second",
        figures={"laptop": laptop["chart"], f"phone, {SLOWER} times slower": phone["chart"]},
        target=f"≥ {LEAST_FRAMES}",
        met=laptop["chart"].median >= LEAST_FRAMES,
        references={"frames without any work, laptop": laptop["idle"], "frames without any work, phone": phone["idle"]},
        note=f"{STEPS} slider steps, one a frame; only frames in which the drawing changed count; software rendering",
    )


def _opened(page: Page) -> Page:
    page.goto(TOOL)
    page.wait_for_selector("html[data-ready]", state="attached")
    page.locator("[data-plot]").scroll_into_view_if_needed()
    page.wait_for_selector("[data-plot] svg")
    return page


def _evaluation(page: Page) -> Outcome:
    found: list[dict[str, Any]] = [page.evaluate(SCRIPT, {"what": "evaluation", "runs": RUNS}) for _ in range(ROUNDS)]
    assert all(each["apart"] < 1e-9 for each in found), "the formula written by hand gives something else"
    ours = Spread.of([each["ours"] for each in found])
    return Outcome(
        name="one evaluation in the browser",
        unit="µs",
        figures={"cost of churn": ours},
        target=f"≤ {MOST_US:,} µs",
        met=ours.median <= MOST_US,
        references={"the same written by hand in JavaScript": Spread.of([each["by_hand"] for each in found])},
        note=f"{RUNS} evaluations a round, each with other numbers: outputs, chart table, notes and what moves it most",
    )


def _frames(page: Page) -> dict[str, Spread]:
    found = [page.evaluate(SCRIPT, {"what": "frames", "steps": STEPS}) for _ in range(3)]
    return {name: Spread.of([each[name] for each in found]) for name in ("chart", "idle")}
