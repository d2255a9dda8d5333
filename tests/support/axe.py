"""What axe finds on a page that is open in a browser."""

from __future__ import annotations

from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES: Final = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


def violations(page: Page) -> list[str]:
    """Return a line for each element on which axe finds a fault, WCAG 2.2 AA and best practice."""
    results: dict[str, Any] = Axe().run(page, options=RULES).response
    return [
        f"{each['id']} ({each['impact']}): {node['target']} {node['html'][:160]}"
        for each in results["violations"]
        for node in each["nodes"]
    ]
