"""Whatever is typed into a draft, a remark or a reviewer's name, nothing of it runs in anybody's browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from tests.studio.drafts.lived import PAGE
from tests.support.company import Company
from tests.support.drafting import Desk, begin

CASES = Path(__file__).parents[2] / "cases"
FILES = ("payloads.json", "xss.json")
OWN = ('"><img src=x onerror=alert(1)>', "</textarea><svg onload=alert(1)>", "</script><script>alert(1)</script>")
RUNS = frozenset({"script", "style", "iframe", "object", "embed", "base"})
ROOMS = ("", "/problems", "/history", "/history/1", "/history/2", "/comments", "/reviewers")


class Markup(HTMLParser):
    """Collects what could run in a browser: scripts of a page's own, handlers, addresses that are code."""

    def __init__(self, page: str) -> None:
        """Read a page."""
        super().__init__()
        self.dangerous: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what runs."""
        given = dict(attrs)
        if tag in ("script", "style", "iframe", "object", "embed", "base") and not str(given.get("src")).startswith(
            "/"
        ):
            self.dangerous.append(f"{tag} {attrs}")
        self.dangerous += [name for name, _value in attrs if name.startswith("on") or name == "style"]
        self.dangerous += [str(value) for _name, value in attrs if str(value).strip().lower().startswith("javascript:")]


def texts(value: Any) -> Iterator[str]:
    """Yield every text that somebody might type among the house's attacks."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from [inner] if key == "value" and isinstance(inner, str) else texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def attacks() -> list[str]:
    """Return them, those that a form takes."""
    found = [*OWN, *(text for file in FILES for text in texts(json.loads((CASES / file).read_text())))]
    return [text for text in found if len(text) < 2_000 and "\x00" not in text]


def pages(desk: Desk, address: str) -> Iterator[tuple[str, str]]:
    """Yield what a trainer and a reviewer are shown."""
    for room in ROOMS:
        shown = desk.browser.get(desk.address + room)
        assert shown.status_code == 200, room
        yield room, shown.text
    yield "drafts", desk.browser.get("/author/drafts").text
    shown = desk.company.anonymous().get(f"{address}/{PAGE}")
    assert shown.status_code == 200
    yield "review", shown.text


def test_nothing_that_is_typed_into_a_draft_runs_in_a_browser(company: Company) -> None:
    every = attacks()
    assert len(every) > 40
    desk = begin(company)
    body = "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in "\n\n".join(every))
    assert desk.write(desk.page, "start", f"{body}\n").status_code == 200
    for number, attack in enumerate(every[:12]):
        place = {f"base:{desk.module}:title": desk.base(desk.module, "title"), "title:title.en": attack[:110]}
        assert desk.browser.post(desk.address, place).status_code == 303
        desk.browser.post(f"{desk.address}/pages", {"title": f"{number} {attack[:100]}"})
    token = desk.browser.post(f"{desk.address}/reviewers", {"days": "2"}).text.partition("/review/")[2][:43]
    address = f"/review/{token}"
    for at in range(0, len(every), 20):
        said = "\n".join(every[at : at + 20])[:4_000]
        desk.browser.post(f"{desk.address}/comments", {"text": said, "path": said[:190], "part": said[:100]})
        desk.company.anonymous().post(f"{address}/{PAGE}/remarks", {"name": every[at][:80], "text": said, "part": said})
    for where, page in pages(desk, address):
        assert Markup(page).dangerous == [], where


def test_the_reader_of_markup_sees_what_runs() -> None:
    assert len(Markup("<p onclick=x><script>1</script><a href='javascript:1'>").dangerous) == 3
