"""The keys of a card are changed one at a time: remarks, order and every other key stay as they are written."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

import pytest

from tests.studio.pages.engine import Engine

BODY = """# a remark stays
id = "made"   # and this one
title = 'single'
text = '''
- one = two
[not a table]
'''
points = [
  1, # here too
  2,
]

[left]
title = "L"
"""


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """Return the editor's scripts."""
    yield Engine()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", 'New "quoted" \\ title'),
        ("title", "æøå \u007f\t"),
        ("text", "now\n\nin '''three''' lines\n"),
        ("text", "one line"),
        ("minutes", 15),
        ("left.title", "Links"),
        ("left.text", "- a\n- b\n"),
        ("right.title", "A table of its own"),
        ("hint", None),
        ("title", None),
    ],
)
def test_one_key_is_set_and_nothing_else_moves(engine: Engine, name: str, value: object) -> None:
    made = engine.run("changed(...data)", [BODY, name, value])
    values, wanted = tomllib.loads(made), tomllib.loads(BODY)
    place = wanted
    *tables, key = name.split(".")
    for table in tables:
        place = place.setdefault(table, {})
    if value is None:
        place.pop(key, None)
    else:
        place[key] = value
    assert values == wanted
    assert "# a remark stays" in made
    assert "# here too" in made


def test_a_new_fence_reads_back_as_what_it_was_made_of(engine: Engine) -> None:
    made = engine.run(
        "newFence('compare', 'two', data)", {"left.title": "L", "left.text": "a\nb\n", "right.title": "R"}
    )
    lines = made.split("\n")
    assert (lines[0], lines[-1]) == ("```compare", "```")
    assert tomllib.loads("\n".join(lines[1:-1])) == {
        "id": "two",
        "left": {"title": "L", "text": "a\nb\n"},
        "right": {"title": "R"},
    }


def test_a_faulty_body_is_not_guessed_at(engine: Engine) -> None:
    assert engine.run("valuesOf(data)", 'title = "open') is None
