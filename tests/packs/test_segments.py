"""Texts in parts: nothing is lost, the parts are the blocks and tables, and one is changed without the others."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.packs.pages import read_page
from lms.packs.problems import Findings
from lms.packs.segments import HEAD, base_of, join, moved, split, text_of_part, with_part
from tests.packs.conftest import MODULE, QUIZ, WHY

ROOT = Path(__file__).parents[2]
PAGES = sorted(path for shelf in ("modules", "tests/shelf/modules") for path in (ROOT / shelf).glob("**/*.md"))
TOMLS = sorted(path for shelf in ("modules", "quizzes", "tests/shelf") for path in (ROOT / shelf).glob("**/*.toml"))
_PIECES = st.sampled_from(
    [
        "+++\n", 'title = "A"\n', "\n", "## One {#one}\n", "Words.\n", "```quiz\n", 'id = "q"\n', "```\n", "\r\n",
        "> - a\n", "\u2028", "[[items]]\n", 'id = "a"\n', "[items.b]\n", '[media."x.svg"]\n', '"""\n', "# [no]\n",
        "x = [\n", "]\n", "é\x0b", "Title\n===\n", "\ufeff",
    ]
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_parts_of_every_page_are_its_blocks(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    page = read_page(path.name, text, Findings())
    assert page is not None
    parts = split(path.name, text)
    assert join(parts) == text
    assert [each.part for each in parts] == [HEAD, *(block.id for block in page.text.blocks)]


@pytest.mark.parametrize("path", [*PAGES, *TOMLS], ids=lambda path: path.name)
def test_a_text_with_its_own_parts_or_its_own_order_is_the_same_text(path: Path) -> None:
    text = path.read_bytes().decode()
    parts = split(path.name, text)
    assert join(parts) == text
    assert len({each.part for each in parts}) == len(parts)
    assert all(with_part(path.name, text, each.part, each.text) == text for each in parts)
    assert moved(path.name, text, [each.part for each in parts]) == text


@given(st.lists(_PIECES, max_size=30), st.sampled_from(["a.md", "a.toml"]))
@settings(max_examples=300, deadline=None)
def test_nothing_of_any_text_is_lost(pieces: list[str], path: str) -> None:
    text = "".join(pieces)
    parts = split(path, text)
    assert join(parts) == text
    assert parts[0].part == HEAD
    assert len({each.part for each in parts}) == len(parts)
    assert all(with_part(path, text, each.part, each.text) == text for each in parts if each.text)


def test_a_toml_file_is_cut_at_its_top_tables() -> None:
    assert [each.part for each in split("module.toml", MODULE)] == [
        HEAD, "objectives.1", "pages.01-why", "pages.02-how", "media.cover.svg", "sources.1", "sources.2",
    ]  # fmt: skip
    parts = split("quiz.toml", QUIZ)
    assert [each.part for each in parts] == [HEAD, "items.hot", "items.cups"]
    assert parts[1].text.count("[[items.options]]") == 2


def test_a_fence_keeps_its_name_while_its_keys_are_broken() -> None:
    broken = WHY.replace('file = "cover.svg"', 'file = "cover')
    assert [each.part for each in split("a.md", broken)] == [each.part for each in split("a.md", WHY)]


def test_windows_line_ends_stay_and_the_parts_are_the_same() -> None:
    text = WHY.replace("\n", "\r\n")
    assert join(split("a.md", text)) == text
    assert [each.part for each in split("a.md", text)] == [each.part for each in split("a.md", WHY)]


def test_one_part_is_changed_and_every_other_keeps_its_revision() -> None:
    before = {each.part: each.base for each in split("a.md", WHY)}
    after = {each.part: each.base for each in split("a.md", with_part("a.md", WHY, "the-cup", "## The mug {#the-cup}"))}
    assert {part for part in before if after[part] != before[part]} == {"the-cup"}
    assert before["the-cup"] == base_of(text_of_part("a.md", WHY, "the-cup") or "")


def test_a_part_goes_behind_the_one_it_is_put_after_and_out_again() -> None:
    added = with_part("a.md", WHY, "milk", "## Milk {#milk}\n\nSome.", after="the-cup")
    names = [each.part for each in split("a.md", added)]
    assert names.index("milk") == names.index("the-cup") + 1
    assert with_part("a.md", added, "milk", None) == WHY
    assert [each.part for each in split("q.toml", with_part("q.toml", QUIZ, "items.x", '[[items]]\nid = "x"\n'))][
        -1
    ] == "items.x"


def test_parts_change_places_and_the_white_space_stays_where_it_was() -> None:
    turned = moved("q.toml", QUIZ, ["items.cups", "items.hot"])
    assert [each.part for each in split("q.toml", turned)] == [HEAD, "items.cups", "items.hot"]
    assert moved("q.toml", turned, ["items.hot", "items.cups"]) == QUIZ


def test_text_before_a_heading_underlined_is_kept_apart() -> None:
    page = '+++\ntitle = "A"\n+++\n\nWords.\n\nTitle {#one}\n---\n\nMore.\n'
    mended = with_part("a.md", page, "start", "Other words.\n")
    assert [each.part for each in split("a.md", mended)] == [HEAD, "start", "one"]
