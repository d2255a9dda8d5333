"""What other programs put on the clipboard, as they write it, and pasting it into the page editor."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from playwright.sync_api import Page

CLIPBOARD: Final = Path(__file__).parents[1] / "journeys" / "clipboard"
WORD, WEB = ((CLIPBOARD / name).read_text() for name in ("word.html", "web.html"))
PASTE: Final = """([html, text]) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", text);
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.querySelector(".visual > .ProseMirror").dispatchEvent(event);
}"""


def paste(page: Page, html: str, text: str) -> None:
    """Paste `html`, and `text` for programs that take no other, where the cursor of the editor is."""
    page.evaluate(PASTE, [html, text])
