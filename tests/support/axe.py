"""What axe finds on a page that is open in a browser."""

from __future__ import annotations

from typing import Any, Final

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES: Final = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],  # of what passes, axe need not say where each element of it stands
}
OF_WORDS: Final = [
    "aria-command-name",
    "aria-input-field-name",
    "aria-valid-attr-value",
    "button-name",
    "document-title",
    "duplicate-id-aria",
    "empty-heading",
    "html-has-lang",
    "html-lang-valid",
    "label",
    "label-title-only",
    "landmark-unique",
    "link-name",
    "select-name",
    "summary-name",
]
WORDS: Final = {"runOnly": {"type": "rule", "values": OF_WORDS}, "resultTypes": ["violations"]}
"""What the language of a page can change: names, labels, headings. Colours and sizes are the same in each."""
FIND: Final = "([where, rules]) => axe.run(where ?? document, rules).then(found => found.violations)"
"""Only the faults cross over to us: what passes on a long page is megabytes."""


def violations(page: Page, *, within: str | None = None, rules: dict[str, Any] = RULES) -> list[str]:
    """Return a line for each element (`within` that selector) with a fault by WCAG 2.2 AA, best practice or `rules`."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate(FIND, [within, rules])
    return [
        f"{each['id']} ({each['impact']}): {node['target']} {node['html'][:160]}"
        for each in found
        for node in each["nodes"]
    ]
