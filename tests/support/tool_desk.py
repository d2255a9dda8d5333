"""A trainer's desk with a tool of the draft's own on it: a copy of one of the library's."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from werkzeug.test import TestResponse

from tests.support.company import Company
from tests.support.drafting import Desk, copy_of_library

ORIGINAL, NAME = "cost-of-churn", "our-churn"
JSON = {"Accept": "application/json"}


class ToolDesk(Desk):
    """One trainer with one draft and one tool in it before them."""

    @property
    def tool(self) -> str:
        """Return the address of the tool's page."""
        return f"{self.address}/calculators/{NAME}"

    @property
    def file(self) -> str:
        """Return the path of the tool's file."""
        return f"modules/{self.draft.slug}/{NAME}.calc.toml"

    def send(self, part: str, do: str = "save", *, base: str | None = None, **boxes: str) -> TestResponse:
        """Send the form of a part as its script does; a double underscore in a name stands for a dot."""
        seen = self.base(self.file, part) if base is None else base
        typed = {name.replace("__", "."): text for name, text in boxes.items()}
        sent = {"part": part, f"base:{self.file}:{part}": seen, "do": do, **typed}
        return self.browser.post(self.tool, data=sent, headers=JSON)

    def told(self) -> str:
        """Return what is told at every place of the page, as words."""
        return words(self.browser.get(f"{self.tool}/check").text)


def at_tool(company: Company, **more: Any) -> ToolDesk:
    """Return a desk with a copy of the library's tool, called "Our churn"."""
    desk = copy_of_library(company, **more)
    made = desk.browser.post(f"{desk.address}/calculators", data={"copy": ORIGINAL, "title": "Our churn"})
    assert made.status_code == 303, made.text
    return ToolDesk(company, desk.person, desk.draft)


def words(html: str) -> str:
    """Return what a page says, in one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def lines_changed(before: str, after: str) -> list[str]:
    """Return the lines of a text that another does not have in the same place."""
    return [new for old, new in zip(before.split("\n"), after.split("\n"), strict=True) if old != new]
