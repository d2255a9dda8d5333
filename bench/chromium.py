"""A real browser for measuring: chromium without a window, signed in by cookie, in a phone's or a laptop's size."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 360, "height": 740}
LAPTOP = {"width": 1280, "height": 800}
SLOWER = 4
LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
THROTTLE = f"processor {SLOWER} times slower, 1.6 Mbit/s down, 0.75 up, 150 ms to answer"


def chromium_path() -> str:
    """Return the path of a chromium; refuse where there is none."""
    found = os.environ.get("LMS_CHROMIUM") or next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise SystemExit("there is no chromium here; scripts/ensure_chromium.py installs it where it may")
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yield a browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=SWITCHES)
        yield browser
        browser.close()


@contextmanager
def fresh(browser: Browser, port: int, cookies: str, size: dict[str, int]) -> Iterator[BrowserContext]:
    """Yield a context with an empty cache and the cookies of somebody signed in ("name=value; name=value")."""
    address = f"http://127.0.0.1:{port}"
    context = browser.new_context(base_url=address, viewport=size, device_scale_factor=2 if size is PHONE else 1)  # type: ignore[arg-type]
    named = [pair.split("=", 1) for pair in cookies.split("; ") if pair]
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in named])
    yield context
    context.close()
