"""What the columns of a table mean is said once, and a row carries the number its mark has in the picture."""

from __future__ import annotations

from lms.tools.tables import explained
from tests.tools.exports.spoken import seen, speaking, tool


def test_three_tables_with_the_same_columns_explain_them_once() -> None:
    tables = tool("three-layer-profile").tables
    assert [[each.name for each in explained(table, tables)] for table in tables][1:] == [[], []]
    assert explained(tables[0], tables)


def test_columns_of_another_meaning_are_explained_where_they_stand() -> None:
    tables = tool("business-case").tables
    assert all(explained(table, tables) for table in tables)


def test_only_the_last_table_tells_of_pasting() -> None:
    with speaking():
        tables = seen(tool("three-layer-profile")).tables
    assert [each.is_last for each in tables] == [False, False, True]


def test_rows_are_numbered_where_the_marks_of_a_picture_are() -> None:
    with speaking():
        assert [each.is_numbered for each in seen(tool("kano-survey")).row_results] == [True]
        assert [each.is_numbered for each in seen(tool("loyalty-effect")).row_results] == [False]
