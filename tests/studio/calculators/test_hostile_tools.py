"""Whatever a trainer types into a tool, it runs in nobody's browser and nothing of it is executed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from lms.studio.calculators.part_text import Path as Place
from lms.studio.calculators.part_text import with_values
from lms.studio.calculators.sheet import Part, Sheet
from tests.calculators.material import cases
from tests.support.company import Company
from tests.support.tool_desk import ORIGINAL, ToolDesk, at_tool

NOT_SHOWN = {"name", "unit", "formula", "when", "spec", "over", "fact", "fields", "uuid", "inputs", "outputs"}
PAGES = ("", "/tool", "/check", "/picture", "/ranges", "/source", f"/blocks?original={ORIGINAL}")
ATTACKS = (
    '"><img src=x onerror=alert(1)>',
    "</script><script>alert(1)</script>",
    "</textarea><svg onload=alert(1)>",
    'x" autofocus onfocus=alert(1) a="',
    "\ue000page\ue001\ue000token\ue001",
    "{total.__class__} {0} {{7*7}} {% raw %} {",
)


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
        if tag == "script" and not given.get("src") and given.get("type") != "application/json":
            self.dangerous.append(f"<script> {attrs}")
        self.dangerous += [name for name, _value in attrs if name.startswith("on")]
        self.dangerous += [str(value) for _name, value in attrs if str(value).lower().startswith("javascript:")]
        if tag in ("img", "svg") and any(name in given for name in ("onload", "onerror")):
            self.dangerous.append(tag)


def texts_of(value: Any, place: Place = ()) -> Iterator[Place]:
    """Yield the place of every text in a part that is shown to somebody, not of formulas, names and units."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in (
                "name",
                "unit",
                "formula",
                "when",
                "spec",
                "over",
                "fact",
                "fields",
                "uuid",
                "inputs",
                "outputs",
            ):
                yield from texts_of(inner, (*place, key))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from texts_of(inner, (*place, at))
    elif isinstance(value, str):
        yield place


def attacked(part: Part, attack: str) -> str:
    return with_values(part.text, dict.fromkeys(texts_of(part.known), attack))


def pages_of(desk: ToolDesk) -> Iterator[tuple[str, str]]:
    for each in PAGES:
        page = desk.browser.get(desk.tool + each)
        assert page.status_code == 200, each
        yield each, page.text
    yield "list", desk.browser.get(f"{desk.address}/calculators").text


def test_no_text_of_a_tool_runs_in_a_browser(company: Company) -> None:
    desk = at_tool(company)
    sheet = Sheet(desk.file, desk.text(desk.file))
    text = "".join(attacked(part, " ".join(ATTACKS)) for part in sheet.parts)
    sent = {"text": text, "base": desk.base(desk.file, "@file")}
    assert desk.browser.post(f"{desk.tool}/source", data=sent).status_code == 303
    for name, page in pages_of(desk):
        assert Markup(page).dangerous == [], name


def test_a_text_that_names_a_hole_of_the_page_is_only_a_text(company: Company) -> None:
    desk = at_tool(company)
    desk.send("@head", title__en="\ue000token\ue001\ue000page\ue001")
    page = desk.browser.get(f"{desk.tool}/tool").text
    assert "\ue000token\ue001" in page
    assert page.count(desk.browser.token()) <= 2  # where pages carry it: never in a text of the author's


def test_a_formula_runs_nothing_and_is_told_at_once(company: Company, tmp_path: Path) -> None:
    desk = at_tool(company)
    canary = tmp_path / "canary"
    hostile = [each for each in cases("payloads.json") if each["id"] in ("P11", "P12", "P13", "P14")]
    for variant in (variant for each in hostile for variant in each["variants"]):
        how = variant.get("generator")
        formula = variant.get("value") or how.get("prefix", "") + how["unit"] * how["count"] + how.get("suffix", "")
        formula = formula.replace("{{CANARY_FILE}}", str(canary))
        assert desk.send("outputs.total", formula=formula).status_code == 200
        start = time.thread_time()
        assert "to mend" in desk.told(), formula[:60]
        assert time.thread_time() - start < 2
    assert desk.browser.get(f"{desk.tool}/tool").status_code == 200
    assert not canary.exists()


def test_a_picture_with_an_address_or_an_expression_is_never_drawn(company: Company) -> None:
    desk = at_tool(company)
    for key, value in (("url", '"https://elsewhere.example/x"'), ("calculate", '"1"'), ("expr", '"alert(1)"')):
        text = desk.text(desk.file)
        spec = text.replace('"data": {"name": "table"},', f'"data": {{"name": "table"}}, "{key}": {value},', 1)
        sent = {"text": spec, "base": desk.base(desk.file, "@file")}
        desk.browser.post(f"{desk.tool}/source", data=sent)
        assert "data-plot" not in desk.browser.get(f"{desk.tool}/tool").text, key
        assert f"“{key}” is not allowed in a chart." in desk.told(), key
        desk.browser.post(f"{desk.tool}/source", data={"text": text, "base": desk.base(desk.file, "@file")})


def test_another_companys_trainer_finds_nothing_there(company: Company, other_company: Company) -> None:
    desk = at_tool(company)
    stranger = at_tool(other_company)
    for each in PAGES:
        assert stranger.browser.get(desk.tool + each).status_code == 404
    sent = {"part": "outputs.total", "formula": "1", "do": "save"}
    before = desk.text(desk.file)
    assert stranger.browser.post(desk.tool, data=sent).status_code == 404
    assert desk.text(desk.file) == before
