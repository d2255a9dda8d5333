"""What a page weighs that nobody has opened before, and how soon a throttled phone shows something of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page

from bench.chromium import LINE, PHONE, SLOWER, THROTTLE, chromium, fresh
from bench.outcome import Outcome, Spread
from bench.served import Server, hello, served
from bench.site import PAGES, TOOL, site

ROUNDS = 5
WITHOUT_CHART = 120.0
WITH_CHART = 450.0
MOST_SECONDS = 1.0
VISITS = {"home": "/learn", "player": PAGES[0], "tool with chart": TOOL}
PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


@dataclass(frozen=True)
class Visit:
    """One visit with an empty cache: KB over the line (1,024 bytes, heads included), the page's own, requests."""

    weight: float
    document: float
    requests: int
    kinds: dict[str, float]


def measure() -> Iterator[Outcome]:
    """Yield weight and first paint."""
    with site("sqlite") as place, served(place) as server, hello() as bare, chromium() as browser:
        cookies = place.cookies(place.learner()[0])
        visits = {name: _visited(browser, server, path, cookies) for name, path in VISITS.items()}
        yield _weight(visits)
        paints = {name: _painted(browser, server, path, cookies) for name, path in VISITS.items()}
        reference = _painted(browser, bare, "/", "")
    yield Outcome(
        name="first contentful paint on a throttled phone",
        unit="seconds",
        figures=paints,
        target=f"≤ {MOST_SECONDS:g} s",
        met=all(paint.median <= MOST_SECONDS for paint in paints.values()),
        references={"a bare page of one line": reference},
        note=f"{THROTTLE}; empty cache, 360 px, HTTP/1.1 without TLS",
    )


def _weight(visits: dict[str, Visit]) -> Outcome:
    limits = {name: WITH_CHART if "chart" in name else WITHOUT_CHART for name in visits}
    return Outcome(
        name="weight of a cold page",
        unit="KB over the line",
        figures={name: {"weight": v.weight, "requests": v.requests, "by kind": v.kinds} for name, v in visits.items()},
        target=f"≤ {WITHOUT_CHART:g} KB without a chart, ≤ {WITH_CHART:g} KB with",
        met=all(visit.weight <= limits[name] for name, visit in visits.items()),
        references={f"{name}: the HTML alone": visit.document for name, visit in visits.items()},
        note="read to its end, so that everything late is loaded too; compressed as the browser asks for it",
    )


def _visited(browser: Browser, server: Server, path: str, cookies: str) -> Visit:
    with fresh(browser, server.port, cookies, PHONE) as context:
        page = context.new_page()
        kinds: dict[str, str] = {}
        bytes_of: dict[str, float] = {}
        line = context.new_cdp_session(page)
        line.on("Network.responseReceived", lambda told: kinds.update({told["requestId"]: told["type"]}))
        line.on("Network.loadingFinished", lambda told: bytes_of.update({told["requestId"]: told["encodedDataLength"]}))
        line.send("Network.enable")
        page.goto(path)
        page.wait_for_selector("html[data-ready]", state="attached")
        _read_to_the_end(page)
        page.wait_for_load_state("networkidle")
    sums: dict[str, float] = {}
    for identity, count in bytes_of.items():
        kind = kinds.get(identity, "Other").lower()
        sums[kind] = round(sums.get(kind, 0.0) + count / 1024, 1)
    requests = sum(1 for count in bytes_of.values() if count)
    return Visit(round(sum(bytes_of.values()) / 1024, 1), sums["document"], requests, sums)


def _read_to_the_end(page: Page) -> None:
    plot = page.locator("[data-plot]")
    if plot.count():
        plot.first.scroll_into_view_if_needed()
        page.wait_for_selector("[data-plot] svg")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")


def _painted(browser: Browser, server: Server, path: str, cookies: str) -> Spread:
    seconds = []
    for _ in range(ROUNDS):
        with fresh(browser, server.port, cookies, PHONE) as context:
            page = context.new_page()
            line = context.new_cdp_session(page)
            line.send("Network.enable")
            line.send("Network.emulateNetworkConditions", LINE)
            line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            page.goto(path)
            found: Any = page.wait_for_function(PAINTED).json_value()
            seconds.append(found / 1000)
    return Spread.of(seconds)
