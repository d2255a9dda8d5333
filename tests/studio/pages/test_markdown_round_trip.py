"""Opening a page in the editor and writing it again loses nothing: not on any page there is, nor on one thought out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.packs.blocks import block_kind_names
from lms.packs.segments import split
from tests.studio.pages.engine import Engine

ROOT = Path(__file__).parents[3]
PAGES = sorted([*ROOT.glob("modules/*/??/*.md"), *ROOT.glob("tests/shelf/modules/*/??/*.md")])
KINDS = list(block_kind_names())
OPENED = """(() => {
  const { head, doc } = read(data[0], data[1]);
  let raw = 0;
  doc.forEach(({ type }) => (raw += type.name === "raw"));
  return { raw, text: write(head, doc), parts: cut(...data).map(({ part, text }) => [part, text]) };
})()"""


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """Return the editor's scripts."""
    yield Engine()


def test_every_page_of_the_library_is_written_as_it_was_read(engine: Engine) -> None:
    assert len(PAGES) > 25
    for page in PAGES:
        text = page.read_text()
        opened = engine.run(OPENED, [text, KINDS])
        assert opened["text"] == text, page
        assert opened["raw"] == 0, f"{page} has a part that the editor shows as it is written"


def test_the_parts_of_a_page_are_those_the_server_cuts(engine: Engine) -> None:
    for text in [
        *(page.read_text() for page in PAGES),
        *ODD,
        "",
        "+++\n",
        "+++\ntitle = 1\n+++",
        "no head\n\n# x {#x}\n",
    ]:
        expected = [[each.part, each.text] for each in split("page.md", text)]
        assert engine.run(OPENED, [text, KINDS])["parts"] == expected, text


HEAD = '+++\ntitle = "A page"\n+++\n\n'
ODD = [
    HEAD + body
    for body in (
        "a\nsoft line\n\n## One {#one}\ntext at once\n* star\n* list\n\n\n\nfar below\n",
        '__strong__ and _em_ and **[a](http://x.dk/å "t")** [**b**](/y) `c` ``d ` e`` <https://x.dk>\n',
        "escaped \\* and \\_ and &nbsp; &amp; 5 * 3 and a_b_c\\\nhard\nand  \nspaces\n",
        "| a | b |\n|---|--:|\n| 1 | \\| 2 |\n\n| c |\n| :-: |\n| **d** |\n",
        "1. one\n\n2. two\n\n   more\n\n3. three\n\n7) seven\n8) eight\n   - nested\n     > quoted\n     > on\n",
        "> quote\n>\n> - list\n>   more\n\n***\n\n~~~python\ncode {#not}\n\n~~~\n",
        'before\n```quiz\nid = "q"\nuse = "x"\n```\nafter\n\n```reflect\nquestion = "no id"\n```\nand after\n',
        '```quiz\nbroken = \n```\n\n```quiz\nid = "twice"\n```\n\n```quiz\nid = "twice"\n```\n',
    )
]
EXOTIC = [
    HEAD + body
    for body in (
        "<b>html</b>\n", "![picture](x.png)\n", "Setext\n===\n", "[ref]\n\n[ref]: http://x.dk\n", "    indented code\n",
        "*   wide\n*   marks\n", "- a\n\n- b\n- c\n", "## Closed ## {#x}\n\n## Again ##\n", "trailing   \n\nspace  \n",
        "windows\r\nline ends\r\n", "\n\n\nfar\n\n\n", "## A \\{#b}\n", "1. one\n1. one\n", "tab\there\n\n\tcode\n",
    )
]  # fmt: skip


@pytest.mark.parametrize("text", ODD)
def test_odd_ways_of_writing_survive_and_can_be_edited(engine: Engine, text: str) -> None:
    opened = engine.run(OPENED, [text, KINDS])
    assert (opened["text"], opened["raw"]) == (text, 0)


@pytest.mark.parametrize("text", EXOTIC)
def test_what_the_editor_cannot_hold_is_shown_as_it_is_written_and_never_changed(engine: Engine, text: str) -> None:
    assert engine.run(OPENED, [text, KINDS])["text"] == text


LETTERS = st.text(st.sampled_from("abcæø 12.*_`[]()<>#+-=|\\!&;:~{}\"'»\u00a0"), min_size=1, max_size=9)
MARKS = st.lists(st.sampled_from(["strong", "em", "link"]), max_size=2, unique=True)


def _marks(names: list[str]) -> list[dict[str, Any]]:
    return [{"type": name, "attrs": {"href": "/x?y=1&z=(2)"}} if name == "link" else {"type": name} for name in names]


TEXT = st.builds(lambda text, names: {"type": "text", "text": text, "marks": _marks(names)}, LETTERS, MARKS)
CODE = st.builds(
    lambda text: {"type": "text", "text": text, "marks": [{"type": "code"}]}, st.text("a`|\\ *", min_size=1)
)
BREAK = st.just({"type": "hard_break"})
INLINE = st.lists(st.one_of(TEXT, TEXT, TEXT, BREAK), min_size=1, max_size=5)


def _node(kind: str, content: Any, **attrs: Any) -> dict[str, Any]:
    return {"type": kind, "attrs": attrs, "content": content}


PARAGRAPH = INLINE.map(lambda content: _node("paragraph", content))
HEADING = st.builds(
    lambda content, level, id: _node("heading", content, level=level, id=id),
    st.lists(TEXT, min_size=1, max_size=3),
    st.integers(2, 4),
    st.sampled_from([None, "its-id"]),
)
CODE_BLOCK = st.text("a`~ \n#", max_size=12).map(
    lambda text: _node("code_block", [{"type": "text", "text": text}] if text else [])
)
RULE = st.just({"type": "horizontal_rule"})


def _table(rows: list[list[list[Any]]], side: str | None) -> dict[str, Any]:
    head, *body = [[_node("table_cell", cell) for cell in row] for row in rows]
    heads = [{**cell, "type": "table_header", "attrs": {"align": side}} for cell in head]
    return _node("table", [_node("table_head", heads), *(_node("table_row", row) for row in body)])


TABLE = st.builds(
    _table,
    st.lists(st.lists(st.lists(TEXT, max_size=2), min_size=2, max_size=2), min_size=1, max_size=3),
    st.sampled_from([None, "left", "center", "right"]),
)


def _nested(blocks: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    item = st.builds(lambda first, rest: _node("list_item", [first, *rest]), PARAGRAPH, st.lists(blocks, max_size=2))
    items = st.lists(item, min_size=1, max_size=3)
    return st.one_of(
        st.lists(blocks, min_size=1, max_size=3).map(lambda content: _node("blockquote", content)),
        st.builds(lambda content, tight: _node("bullet_list", content, tight=tight), items, st.booleans()),
        st.builds(lambda content, order: _node("ordered_list", content, order=order), items, st.integers(0, 12)),
    )


BLOCK = st.recursive(st.one_of(PARAGRAPH, CODE_BLOCK, RULE), _nested, max_leaves=4)
DOCUMENT = st.lists(st.one_of(BLOCK, HEADING, TABLE), min_size=1, max_size=4).map(lambda content: _node("doc", content))
WRITTEN = """(() => {
  const doc = Node.fromJSON(schema, data);
  const children = [];
  doc.forEach((child) => children.push(child));
  const text = writeBlocks(children);
  const again = schema.nodes.doc.create(null, text ? parseBlocks(text) : schema.nodes.paragraph.create());
  return [text, meaning(doc), meaning(again)];
})()"""


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(document=DOCUMENT)
def test_whatever_is_made_in_the_editor_reads_back_as_the_same(engine: Engine, document: dict[str, Any]) -> None:
    text, meant, read = engine.run(WRITTEN, document)
    assert read == meant, text
