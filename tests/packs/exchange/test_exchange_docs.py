"""docs/quiz-exchange.md says what the code does."""

import re
from pathlib import Path

import click
import pytest

from lms.packs.exchange import archives, csv_layout, importing, reading, xml_tree
from lms.packs.exchange.commands import export_command, import_command
from lms.packs.exchange.csv_layout import COLUMNS, KINDS
from lms.packs.exchange.exporting import ENDINGS
from lms.packs.exchange.importing import FORMATS, import_quiz
from lms.packs.exchange.quiz_file import PASS_MARK
from lms.packs.quizzes import MOST_ITEMS
from lms.questions.exchanged import (
    Answer,
    Area,
    Choices,
    Numbers,
    Pairs,
    Quantity,
    Question,
    Sequence,
    Spots,
    Words,
    exchange_of,
    kind_for,
)
from lms.questions.kinds import kind_names

DOCS = (Path(__file__).parents[3] / "docs" / "quiz-exchange.md").read_text(encoding="utf-8")
ROWS = {
    cells[0].strip("`"): cells[1:]
    for line in DOCS.split("\n")
    if (cells := [cell.strip() for cell in line.strip("|").split("|")]) and len(cells) == 7 and cells[0].startswith("`")
}
ONE, TWO, THREE = (Answer(id, id) for id in ("one", "two", "three"))
SHAPES = {
    "single-choice": Choices((ONE, TWO)),
    "multiple-choice": Choices((ONE, TWO), several=True),
    "number": Numbers((Quantity(1, 0),)),
    "short-text": Words((ONE,)),
    "order": Sequence((ONE, TWO, THREE)),
    "matching": Pairs((ONE,), (TWO,), {"one": ("two",)}),
    "matrix": Pairs((ONE, TWO), (THREE,), {"one": ("three",), "two": ("three",)}),
    "hotspot": Spots("a.svg", "", (1, 1), (Area(ONE, "circle", (0.5, 0.5, 0.1)),), several=False),
}


def test_every_kind_has_its_line_and_no_other() -> None:
    assert set(ROWS) == set(kind_names())
    assert all(exchange_of(name) is not None for name in kind_names())


@pytest.mark.parametrize("kind", sorted(SHAPES))
def test_what_another_program_wrote_becomes_the_kind_the_table_says(kind: str) -> None:
    found = kind_for(Question("a", "A", "A?", SHAPES[kind]))
    assert found is not None
    assert found[0] == kind
    assert "ours only" not in ROWS[kind][2]


def test_kinds_that_are_ours_only_take_nothing_from_elsewhere() -> None:
    ours = {kind for kind, cells in ROWS.items() if "ours only" in cells}
    assert ours == set(kind_names()) - set(SHAPES)


def test_the_kinds_of_a_table_are_those_the_docs_say() -> None:
    assert {kind for kind, cells in ROWS.items() if cells[3] == "yes"} == set(KINDS)


def test_every_column_is_described_in_the_words_of_the_code() -> None:
    assert all(f"| `{column}` | {words} |" in DOCS for column, words in COLUMNS.items())


def test_the_example_of_a_table_is_one() -> None:
    example = re.search(r"```\n(question;.*?)```", DOCS, re.DOTALL)
    assert example is not None
    imported = import_quiz(example[1].encode(), "example.csv")
    assert imported.quiz is not None
    assert (imported.quiz.items, imported.quiz.unwritten, imported.losses.found) == (1, (), [])


def test_every_option_and_format_is_named() -> None:
    for command in (import_command, export_command):
        options = [name for each in command.params if isinstance(each, click.Option) for name in each.opts]
        assert all(f"`{name}`" in DOCS for name in options)
        assert f"lms pack {command.name}" in DOCS
    assert all(f"`{name}`" in DOCS for name in (*FORMATS, *ENDINGS))


def test_the_limits_are_those_of_the_code() -> None:
    flat = " ".join(DOCS.split())
    assert (
        f"of more than {xml_tree.LARGEST // 10**6} MB, {xml_tree.MOST_ELEMENTS:,} elements or {xml_tree.DEEPEST}"
        in flat
    )
    assert f"a zip of more than {archives.QUIZZES.zip // 10**6} MB or {archives.QUIZZES.members:,} files" in flat
    assert archives.RATIO == 100
    assert f"or {archives.QUIZZES.together // 10**6} MB together" in flat
    assert f"text file of more than {importing.LARGEST_TEXT // 10**6} MB" in flat
    assert f"table of more than {csv_layout.LARGEST // 10**6} MB or {csv_layout.MOST_LINES:,} lines" in flat
    assert f"at most {MOST_ITEMS} questions; an import reads {reading.MOST_QUESTIONS}" in flat
    assert f"The pass mark** is {PASS_MARK:.0%}".replace("%", " %") in flat
