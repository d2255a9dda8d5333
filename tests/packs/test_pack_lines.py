"""Lines really point at the place, however TOML is written."""

import tomllib
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from lms.packs.lines import LineIndex

TEXT = '''\
# a comment with 'quotes" and [brackets] = none and """ three
uuid = "1"
title.en = "a = b # c"   # [[no]]
"quoted key" = 1
long = """
[not.a.table]
key = "value"
"""
raw = \'\'\'
x = 1 " \'\'\'
list = [
  "one", # ]
  {a = 1},
]
[media."cover.svg".alt]
en = "A"
[[items]]
id = "one"
  [[items.options]]
  id = "a"
  [[items.options]]
  id = "b"
  feedback.en = "x"
[[items]]
id = "two"
[items.feedback]
correct.en = "y"
[[items.options]]
id = "c"
'''

PLACES = {
    ("uuid",): 2,
    ("title", "en"): 3,
    ("title", "da"): 3,
    ("quoted key",): 4,
    ("long",): 5,
    ("raw",): 9,
    ("list",): 11,
    ("list", 1, "a"): 11,
    ("media", "cover.svg", "alt"): 15,
    ("media", "cover.svg", "alt", "en"): 16,
    ("media", "cover.svg", "alt", "da"): 15,
    ("items",): 17,
    ("items", 0): 17,
    ("items", 0, "id"): 18,
    ("items", 0, "options", 0, "id"): 20,
    ("items", 0, "options", 1): 21,
    ("items", 0, "options", 1, "feedback", "en"): 23,
    ("items", 1): 24,
    ("items", 1, "id"): 25,
    ("items", 1, "feedback", "correct", "en"): 27,
    ("items", 1, "options", 0, "id"): 29,
    ("missing",): 1,
}


def test_every_value_has_its_line() -> None:
    tomllib.loads(TEXT)
    index = LineIndex(TEXT)
    assert {path: index.line(path) for path in PLACES} == PLACES


def test_a_text_inside_a_page_counts_from_its_own_line() -> None:
    assert LineIndex('id = "a"\nuse = "b"', first_line=31).line(("use",)) == 32


names = st.sampled_from(["a", "b", "c-d", "e_f"])
values = st.sampled_from(
    ['"x"', "'#'", "[1, 2]", '"""\n[x]\ny = 1\n"""', "{p = 1}", "[\n 1, # ]\n 2\n]", "true", '"\\""']
)


@given(
    st.lists(
        st.tuples(names, st.lists(st.tuples(names, values), max_size=4, unique_by=lambda pair: pair[0])), max_size=6
    )
)
@settings(max_examples=150, deadline=None)
def test_keys_in_lists_of_tables_are_found_where_they_were_written(tables: list[tuple[str, Any]]) -> None:
    lines: list[str] = []
    expected: dict[tuple[str | int, ...], int] = {}
    counts: dict[str, int] = {}
    for table, pairs in tables:
        number = counts[table] = counts.get(table, -1) + 1
        lines.append(f"[[{table}]]")
        expected[(table, number)] = len(lines)
        for key, value in pairs:
            expected[(table, number, key)] = len(lines) + 1
            lines.extend(f"{key} = {value}".split("\n"))
    text = "\n".join(lines)
    tomllib.loads(text)
    index = LineIndex(text)
    assert {path: index.line(path) for path in expected} == expected
