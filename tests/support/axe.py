"""What axe finds on a page that is open in a browser."""

from __future__ import annotations

from typing import Any, Final

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES: Final = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],  # of what passes, axe need not say where each element of it stands
}
FIND: Final = "rules => axe.run(rules).then(found => found.violations)"
"""Only the faults cross over to us: what passes on a long page is megabytes."""


def violations(page: Page) -> list[str]:
    """Return a line for each element on which axe finds a fault, WCAG 2.2 AA and best practice."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate(FIND, RULES)
    return [
        f"{each['id']} ({each['impact']}): {node['target']} {node['html'][:160]}"
        for each in found
        for node in each["nodes"]
    ]
