"""Drag latency: from a slider's move to the new headline and chart, on a laptop and on a phone six times slower."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from bench.chromium import LAPTOP, PHONE, chromium, fresh
from bench.outcome import Outcome, Spread
from bench.served import Server, served
from bench.site import TOOL, site

SCRIPT = Path(__file__).with_name("drag.js").read_text(encoding="utf-8")
SLOWER = 6
STEPS = 60
ROUNDS = 3
MOST = 1000 / 30
"""Milliseconds from move to drawing: a chart that takes no longer follows at thirty frames a second."""

BESIDE = {"idle": "a frame without any work", "bare": "a frame with the slider and one figure moved, nothing computed"}
"""The second is the least any page with a slider takes here: what the browser itself needs to show it."""

PLACES = {"text": "headline written", "drawing": "chart drawn", "painted": "next frame shown"}


def measure() -> Iterator[Outcome]:
    """Yield the latency on a laptop and on a slowed phone."""
    with site("sqlite") as place, served(place) as server, chromium() as browser:
        cookies = place.cookies(place.learner()[0])
        yield _dragged(browser, server, cookies, LAPTOP, 1)
        yield _dragged(browser, server, cookies, PHONE, SLOWER)


def _dragged(browser: Browser, server: Server, cookies: str, size: dict[str, int], slower: int) -> Outcome:
    with fresh(browser, server.port, cookies, size) as context:
        page = _opened(context.new_page())
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
        found: list[dict[str, Any]] = [page.evaluate(SCRIPT, {"steps": STEPS}) for _ in range(ROUNDS)]
    figures = {words: _spread([ms for each in found for ms in each[name]]) for name, words in PLACES.items()}
    return Outcome(
        name=f"drag latency, {'phone, six times slower' if slower > 1 else 'laptop'}",
        unit="ms from the slider's move",
        figures=figures,
        target=f"chart drawn ≤ {MOST:.0f} ms (30 frames a second)",
        met=figures["chart drawn"].median <= MOST,
        references={words: _spread([ms for each in found for ms in each[name]]) for name, words in BESIDE.items()},
        note=f"{STEPS} moves a round, each waited for; a move not seen within a second counts as 1000; cost of churn",
    )


def _spread(values: Sequence[float | None]) -> Spread:
    return Spread.of([1000.0 if each is None else each for each in values])


def _opened(page: Page) -> Page:
    page.goto(TOOL)
    page.wait_for_selector("html[data-ready]", state="attached")
    page.locator("[data-plot]").scroll_into_view_if_needed()
    page.wait_for_selector("[data-plot] svg")
    return page
