"""A trainer puts a page beside the module in the outline, writes it, previews it, and takes it back."""

from __future__ import annotations

import tomllib
from html import unescape
from typing import Any

import pytest

from lms.studio.quizzes.folder import Folder
from tests.support.company import Company
from tests.support.drafting import Desk, begin

JSON = {"Accept": "application/json"}
CARD = "pages.02-for-the-team"


@pytest.fixture
def desk(company: Company) -> Desk:
    """Return a trainer's desk with a draft of three pages; the second is to be a card for the team."""
    made = begin(company)
    for title in ("For the team", "The third day"):
        assert made.browser.post(f"{made.address}/pages", {"title": title}).status_code == 303
    return made


def marked(desk: Desk, part: str, what: str, **headers: str) -> Any:
    """Say in the outline for whom a page is."""
    fields = {f"base:{desk.module}:{part}": desk.base(desk.module, part), f"{part}:pages.0.required": what}
    return desk.browser.post(desk.address, fields, headers=headers)


def pages(desk: Desk) -> list[dict[str, Any]]:
    """Return the pages as module.toml lists them."""
    listed: list[dict[str, Any]] = tomllib.loads(desk.text(desk.module))["pages"]
    return listed


def told(desk: Desk) -> str:
    """Return the outline."""
    return str(desk.browser.get(desk.address).text)


def test_a_page_becomes_the_teams_card_and_stands_last(desk: Desk) -> None:
    before = told(desk)
    said = marked(desk, CARD, "team", **JSON)
    assert said.status_code == 200, said.text
    assert [each["name"] for each in pages(desk)] == ["01-first-page", "03-the-third-day", "02-for-the-team"]
    assert {"beside": "team"}.items() <= pages(desk)[-1].items()
    assert "required" not in pages(desk)[-1]
    assert [each["part"] for each in said.json["recut"][desk.module] if each["part"].startswith("pages.")][-1] == CARD
    after = told(desk)
    assert "Card for the team" not in before
    assert "Card for the team" in after
    assert '<option value="team" selected>' in after


def test_its_minutes_no_longer_add_to_the_modules(desk: Desk) -> None:
    minutes = [each["minutes"] for each in pages(desk)]
    said = marked(desk, CARD, "team", **JSON)
    assert said.json["sum"] == minutes[0] + minutes[2]
    assert tomllib.loads(desk.text(desk.module))["minutes"] == minutes[0] + minutes[2]


@pytest.mark.parametrize(("back", "required"), [("yes", None), ("no", False)])
def test_it_comes_back_among_the_pages(desk: Desk, back: str, required: bool | None) -> None:
    marked(desk, CARD, "line-manager")
    assert marked(desk, CARD, back).status_code == 303
    assert "beside" not in pages(desk)[-1]
    assert pages(desk)[-1].get("required") is required


def test_marking_is_one_act_that_is_taken_back_whole(desk: Desk) -> None:
    before = desk.text(desk.module)
    said = marked(desk, CARD, "team", **JSON)
    assert desk.browser.post(f"{desk.address}/history/{said.json['number']}/undo").status_code == 303
    assert desk.text(desk.module) == before


def test_saving_a_page_as_it_is_changes_nothing(desk: Desk) -> None:
    before = desk.text(desk.module)
    marked(desk, CARD, "yes")
    assert desk.text(desk.module) == before
    marked(desk, CARD, "team")
    as_card = desk.text(desk.module)
    marked(desk, CARD, "team")
    assert desk.text(desk.module) == as_card


def test_a_new_page_stands_before_the_companions_and_none_of_them_moves_up(desk: Desk) -> None:
    marked(desk, CARD, "team")
    desk.browser.post(f"{desk.address}/pages", {"title": "The fourth day"})
    desk.browser.post(f"{desk.address}/arrangement", {"act": "up:02-for-the-team"})
    names = [each["name"] for each in pages(desk)]
    assert names[:2] == ["01-first-page", "03-the-third-day"]
    assert names[-1] == "02-for-the-team"


def test_a_second_card_is_kept_and_said_to_be_one_too_many(desk: Desk) -> None:
    marked(desk, CARD, "team")
    said = marked(desk, "pages.03-the-third-day", "team", **JSON)
    assert any("beside" in each["message"] for each in said.json["problems"])


def test_a_word_nobody_offers_is_no_companion(desk: Desk) -> None:
    marked(desk, CARD, "everyone-else")
    assert "everyone-else" not in desk.text(desk.module)


def test_its_editor_offers_no_block_that_keeps_answers_and_says_so_of_one(desk: Desk) -> None:
    marked(desk, CARD, "team")
    path = f"modules/{desk.draft.slug}/en/02-for-the-team.md"
    editor = f"{desk.address}/pages/02-for-the-team/en"
    shown = desk.browser.get(editor).text
    assert '"name": "example"' in unescape(shown)
    assert '"name": "reflect"' not in unescape(shown)
    block = '\n\n```reflect\nid = "thought"\nquestion = "What did you think?"\n```\n'
    desk.write(path, "@file", desk.text(path) + block)
    live = desk.browser.get(f"{editor}/live").json
    assert any("keeps no answers" in each["message"] for each in live["problems"])


def test_its_preview_looks_like_a_card(desk: Desk) -> None:
    marked(desk, CARD, "team")
    page = desk.browser.get(f"{desk.address}/preview/02-for-the-team")
    assert page.status_code == 200, page.text
    assert 'class="read companion team"' in page.text


def test_questions_are_not_offered_a_page_beside_the_module(desk: Desk) -> None:
    marked(desk, CARD, "team")
    folder = Folder(desk.files(), desk.draft.slug)
    assert [page.name for page in folder.pages] == ["01-first-page", "03-the-third-day"]
