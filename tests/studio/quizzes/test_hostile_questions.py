"""Whatever a trainer types into questions, it runs in nobody's browser."""

from __future__ import annotations

import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from lms.studio.quizzes.file import QuestionFile
from lms.studio.quizzes.pieces import KINDS
from tests.studio.quizzes.test_question_pages import address, boxes, named
from tests.support.company import Company
from tests.support.drafting import Desk, copy_of_library

CASES = json.loads((Path(__file__).parents[2] / "cases" / "xss.json").read_text(encoding="utf-8"))["cases"]
ATTACKS = [variant["value"] for case in CASES for variant in case["variants"] if "value" in variant]
ALL_OF_THEM = " ".join(
    [*ATTACKS, '"><script>alert(1)</script>', "</textarea><svg onload=alert(1)>", "{{7*7}} %(x)s {0}"]
)
ALONE = {"X-Part-Alone": "1"}
BOX = re.compile(r"-(?:en|da|sv)$|-(?:name|formula|value|picture|answer|points|x)$")


class Markup(HTMLParser):
    """Collects what could run in a browser."""

    def __init__(self, page: str) -> None:
        """Read a page."""
        super().__init__()
        self.dangerous: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note scripts of a page's own, handlers, and addresses that are code."""
        given = dict(attrs)
        if tag == "script" and not given.get("src") and given.get("type") not in ("application/json", "importmap"):
            self.dangerous.append(f"<script> {attrs}")
        self.dangerous += [name for name, _value in attrs if name.startswith("on")]
        self.dangerous += [str(value) for _name, value in attrs if str(value).lower().startswith("javascript:")]


@pytest.fixture
def desk(company: Company) -> Desk:
    """Return a trainer's desk with a copy of the library's module."""
    return copy_of_library(company)


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_texts_in_every_box_stay_texts_on_every_page(desk: Desk, kind: str) -> None:
    name = named(desk, kind)
    file = QuestionFile(f"quizzes/{name}.toml", desk.text(f"quizzes/{name}.toml"))
    parts = [
        [section.name, *([file.ids(section.name)[0]] if section.is_list else [])] for section in file.sections.values()
    ]
    for part in parts:
        place = address(desk, name, *part)
        data: dict[str, Any] = boxes(desk.browser.get(place, headers=ALONE).text).to_dict(flat=False)
        data |= {box: [ALL_OF_THEM] for box in data if BOX.search(box)}
        sent = desk.browser.post(f"{place}?in=all&ids=1", data={"do": "keep", **data}, headers=ALONE)
        assert sent.status_code == 200
        for page in (sent, desk.browser.get(f"{place}?in=all&check=1", headers=ALONE)):
            assert Markup(page.text).dangerous == [], place
    assert "window.__xss" in desk.text(file.path), "they were kept as they were typed"
    for place in (address(desk, name), f"{desk.address}/quizzes"):
        assert Markup(desk.browser.get(place).text).dangerous == [], place


def test_what_was_typed_is_shown_in_a_conflict_as_text(desk: Desk) -> None:
    name = named(desk, "quiz")
    place = address(desk, name, "rules")
    data: dict[str, Any] = boxes(desk.browser.get(place).text).to_dict(flat=False)
    told = desk.browser.post(place, data={**data, "do": "keep", "base": "0", "edit-title-en": ALL_OF_THEM})
    assert told.status_code == 409
    assert Markup(told.text).dangerous == []


def test_a_title_an_upload_and_an_import_are_texts_too(desk: Desk) -> None:
    made = desk.browser.post(f"{desk.address}/quizzes", data={"kind": "quiz", "title": ALL_OF_THEM[:200]})
    assert Markup(desk.browser.get(made.location).text).dangerous == []
    evil = f"::{ALL_OF_THEM}:: {ALL_OF_THEM} {{=a ~b}}".replace("{{7*7}}", "").replace("{0}", "")
    sent = {"file": (io.BytesIO(evil.encode()), "<svg onload=alert(1)>.gift"), "language": "en"}
    page = desk.browser.post(f"{desk.address}/question-imports", data=sent, content_type="multipart/form-data")
    assert Markup(page.text).dangerous == []


def test_a_drawing_with_a_script_is_not_kept_and_a_photograph_is_drawn_anew(desk: Desk) -> None:
    name = named(desk, "quiz")
    made = desk.browser.post(address(desk, name, "add"), data={"kind": "hotspot", "words": "Where do they wait?"})
    place = made.location
    evil = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'
    desk.browser.post(
        f"{place}/picture", data={"file": (io.BytesIO(evil), "shop.svg")}, content_type="multipart/form-data"
    )
    assert not [path for path in desk.files() if path.startswith("quizzes/media/")]
    good = b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"><rect width="9" height="9"/></svg>'
    desk.browser.post(
        f"{place}/picture", data={"file": (io.BytesIO(good), "shop.svg")}, content_type="multipart/form-data"
    )
    assert "quizzes/media/shop.svg" in desk.files()
    shown = desk.browser.get(f"{desk.address}/question-pictures/shop.svg")
    assert shown.headers["Content-Security-Policy"].startswith("sandbox")
    assert 'value="shop.svg" selected' in desk.browser.get(place).text
    assert desk.browser.get(f"{desk.address}/question-pictures/..%2Fshop.svg").status_code == 404
