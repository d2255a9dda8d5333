"""Opening a part of any quiz, self-assessment or drill and saving it without a change leaves every byte as it was."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from lms.studio.quizzes.edited import EditedPiece, piece_of, sent_piece
from lms.studio.quizzes.file import QuestionFile
from lms.studio.quizzes.forms.piece_form import Around
from lms.studio.quizzes.toml_blocks import blocks_of, statements_of, text_of
from lms.studio.quizzes.toml_changing import arranged, changed
from lms.studio.quizzes.toml_values import table_text

ROOT = Path(__file__).parents[3]
SHELVES = (ROOT / "quizzes", ROOT / "tests" / "shelf" / "quizzes")
FILES = [QuestionFile(f"quizzes/{path.name}", path.read_text()) for shelf in SHELVES for path in shelf.glob("*.toml")]


def pieces() -> Iterator[Any]:
    """Yield every part of every file."""
    for file in FILES:
        for section in file.sections.values():
            for id in file.ids(section.name) if section.is_list else [""]:
                yield pytest.param(file, section, id, id=f"{file.name}-{section.name}-{id}")


def boxes(form: Any, sent: MultiDict[str, str]) -> MultiDict[str, str]:
    """Add what a browser would send of a form."""
    for field in form:
        if hasattr(field, "entries"):
            for entry in field.entries:
                boxes(entry.form, sent)
        elif hasattr(field, "form"):
            boxes(field.form, sent)
        elif field.type == "Tick":
            sent.setlistdefault(field.name, ["y"] if field.data else [])
        elif field.type == "Picks":
            sent.setlistdefault(field.name, field.data)
        else:
            sent.add(field.name, field._value() if hasattr(field, "_value") else field.data or "")
    return sent


def sent_of(piece: EditedPiece) -> MultiDict[str, str]:
    """Return what a browser would send of a part."""
    sent: MultiDict[str, str] = MultiDict()
    for form in piece.forms:
        boxes(form, sent)
    return sent


@pytest.mark.parametrize(("file", "section", "id"), list(pieces()))
def test_saving_without_a_change_leaves_the_bytes(file: QuestionFile, section: Any, id: str) -> None:
    piece = piece_of(file, section, id, Around())
    assert piece is not None
    assert sent_piece(piece, sent_of(piece)).text == file.text


@pytest.mark.parametrize("file", [file for file in FILES if file.kind == "quiz"], ids=lambda file: file.name)
def test_a_changed_stem_changes_its_line_and_nothing_else(file: QuestionFile) -> None:
    for id in file.ids("items"):
        piece = piece_of(file, file.sections["items"], id, Around())
        assert piece is not None
        sent = sent_of(piece)
        sent["edit-stem-da"] = "Hvad nu?"
        text = sent_piece(piece, sent).text
        old, new = file.text.splitlines(), text.splitlines()
        assert [line for line, other in zip(old, new, strict=True) if line != other] == [
            line for line in old if line.startswith("stem.da") and line not in new
        ]
        assert tomllib.loads(text)["items"][file.ids("items").index(id)]["stem"]["da"] == "Hvad nu?"


WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=12) | st.sampled_from(
    ['"""', "\\", "a\nb", "[[x]]", "# no"]
)
TEXTS = st.dictionaries(st.sampled_from(["en", "da", "sv"]), WORDS, min_size=1, max_size=3)
PLAIN = WORDS | st.integers(-9, 9) | st.booleans() | st.lists(WORDS, max_size=2) | TEXTS
ENTRY = st.dictionaries(st.sampled_from(["text", "why", "at", "flag"]), PLAIN, max_size=3)


def entries(below: Any = None) -> Any:
    """Return lists of tables with ids of their own."""
    ids = st.lists(st.sampled_from("abcdef"), unique=True, max_size=4)
    table = (
        ENTRY
        if below is None
        else st.tuples(ENTRY, below).map(lambda both: both[0] | ({"parts": both[1]} if both[1] else {}))
    )
    return ids.flatmap(
        lambda found: st.tuples(*(table.map(lambda each, id=id: {"id": id} | each) for id in found))
    ).map(list)


FILE = st.tuples(st.dictionaries(st.sampled_from(["kind", "title", "n"]), PLAIN, max_size=3), entries(entries())).map(
    lambda both: both[0] | ({"items": both[1]} if both[1] else {})
)


def written(values: dict[str, Any]) -> str:
    """Return values as a file with remarks in it."""
    head = table_text(("x",), {key: value for key, value in values.items() if key != "items"}, many=False)
    items = [table_text(("items",), each, many=True) for each in values.get("items", [])]
    return "# A remark.\n" + head.partition("\n")[2] + "".join(f"\n# Another.\n{item}" for item in items)


@settings(max_examples=60, deadline=None)
@given(FILE, FILE)
def test_any_change_gives_what_was_asked_for(before: dict[str, Any], after: dict[str, Any]) -> None:
    text = written(before)
    assert tomllib.loads(text) == before
    assert changed(text, before, before) == text
    assert tomllib.loads(changed(text, before, after)) == after


@settings(max_examples=60, deadline=None)
@given(FILE)
def test_cutting_loses_nothing(values: dict[str, Any]) -> None:
    text = written(values)
    assert text_of(blocks_of(text)) == text
    for block in blocks_of(text):
        assert text_of(statements_of(block.body)) == block.body


def test_an_order_taken_back_leaves_the_bytes() -> None:
    file = next(file for file in FILES if file.kind == "quiz")
    count = len(file.ids("items"))
    there = arranged(file.text, ("items",), [*range(1, count), 0])
    assert arranged(there, ("items",), [count - 1, *range(count - 1)]).rstrip() == file.text.rstrip()


def test_a_second_one_like_it_has_an_id_of_its_own() -> None:
    file = next(file for file in FILES if file.kind == "quiz")
    doubled = file.doubled("items", file.ids("items")[0])
    assert doubled is not None
    text = file.with_entry("items", doubled[1], after=file.ids("items")[0])
    ids = QuestionFile(file.path, text).ids("items")
    assert ids[1] == doubled[0] == f"{ids[0]}-2"
    assert len(set(ids)) == len(ids) == len(file.ids("items")) + 1
