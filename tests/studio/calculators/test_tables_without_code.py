"""What a table adds up to, the way it is drawn as, and the rows of an example are all edited in forms."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from lms.calculators.reading import read_calculator
from lms.studio.calculators.boxes import number_of
from lms.studio.calculators.making import expected
from tests.support.company import Company
from tests.support.drafting import copy_of_library
from tests.support.tool_desk import JSON, NAME, ToolDesk

TABLE = "tables.segments"
ROWS = "inputs.segments"


@pytest.fixture
def desk(company: Company) -> ToolDesk:
    """A desk with a copy of a tool that has a table, two totals and examples with rows of their own."""
    found = copy_of_library(company)
    sent = {"copy": "customer-segments", "title": "Our churn"}
    assert found.browser.post(f"{found.address}/calculators", data=sent).status_code == 303
    return ToolDesk(company, found.person, found.draft)


def parsed(desk: ToolDesk) -> dict[str, Any]:
    return tomllib.loads(desk.text(desk.file))


def sound(desk: ToolDesk) -> bool:
    return bool(read_calculator(desk.text(desk.file), f"{NAME}.calc.toml"))


def press(desk: ToolDesk, part: str, do: str) -> None:
    assert desk.send(part, do).status_code == 200, do


def test_what_a_column_adds_up_to_is_changed_added_and_removed_in_forms(desk: ToolDesk) -> None:
    page = desk.browser.get(desk.tool).text
    assert 'name="total.0.must_be" value="100%"' in page
    assert desk.send(TABLE, **{"total.1.must_be": "90 %", "total.1.column": "retention"}).status_code == 200
    first, second = parsed(desk)["tables"][0]["total"]
    assert (first["column"], first["must_be"]) == ("share", 1)
    assert (second["column"], second["must_be"], second["tolerance"]) == ("retention", 0.9, 0.001)
    press(desk, TABLE, "remove:total.1")
    press(desk, TABLE, "remove:total.0")
    assert "total" not in parsed(desk)["tables"][0]
    press(desk, TABLE, "add:total")
    press(desk, TABLE, "add:total")
    press(desk, TABLE, "up:total.1")
    assert [each["column"] for each in parsed(desk)["tables"][0]["total"]] == ["share_after", "share"]
    assert sound(desk)


def test_one_total_that_stands_alone_in_the_file_becomes_two(desk: ToolDesk) -> None:
    alone = 'total.column = "share"\ntotal.must_be = 1\n'
    text = desk.text(desk.file)
    start, end = text.index("total = ["), text.index("[[tables.columns]]")
    desk.write(desk.file, "@file", text[:start] + alone + "\n" + text[end:])
    assert desk.send(TABLE, **{"total.must_be": "100"}).status_code == 200
    press(desk, TABLE, "add:total")
    assert [each["column"] for each in parsed(desk)["tables"][0]["total"]] == ["share", "share_after"]
    assert sound(desk)


def test_a_table_is_drawn_as_a_way_and_no_longer_where_nothing_of_it_is_left(desk: ToolDesk) -> None:
    assert 'name="curve.height"' in desk.browser.get(desk.tool).text
    assert desk.send(TABLE, curve__height="revenue", curve__met="retention").status_code == 200
    assert parsed(desk)["tables"][0]["curve"] == {"height": "revenue", "met": "retention"}
    assert desk.send(TABLE, curve__height="", curve__met="").status_code == 200
    assert "curve" not in parsed(desk)["tables"][0]
    assert sound(desk)


def test_the_rows_of_an_example_are_changed_cell_by_cell_in_the_unit_of_their_column(desk: ToolDesk) -> None:
    before = desk.text(desk.file)
    assert f'name="{ROWS}.0.retention" value="80%"' in desk.browser.get(desk.tool).text
    assert desk.send("examples.5", **{f"{ROWS}.0.retention": "12.3", f"{ROWS}.1.name": "The rest"}).status_code == 200
    first, second = parsed(desk)["examples"][4]["inputs"]["segments"]
    assert (first["retention"], second["name"]) == (0.123, "The rest")
    lines = zip(before.split("\n"), desk.text(desk.file).split("\n"), strict=True)
    assert sum(old != new for old, new in lines) == 2


def test_an_example_gets_rows_of_its_own_and_gives_them_back(desk: ToolDesk) -> None:
    own = parsed(desk)["tables"][0]["example"]
    press(desk, "examples.1", "enter:rows.segments")
    given = parsed(desk)["examples"][0]["inputs"]["segments"]
    assert [each["name"] for each in given] == [each["name"]["en"] for each in own]
    assert sound(desk)
    press(desk, "examples.1", "add:rows.segments")
    press(desk, "examples.1", "down:rows.segments.0")
    press(desk, "examples.1", f"remove:rows.segments.{len(given)}")
    moved = parsed(desk)["examples"][0]["inputs"]["segments"]
    assert [each["name"] for each in moved[:2]] == [given[1]["name"], given[0]["name"]]
    assert len(moved) == len(given)
    press(desk, "examples.1", "leave:rows.segments")
    assert "segments" not in parsed(desk)["examples"][0]["inputs"]


def test_a_column_renamed_keeps_its_name_in_the_rows_of_examples_and_in_totals(desk: ToolDesk) -> None:
    assert desk.send(TABLE, columns__0__name="part_of_all").status_code == 200
    table = parsed(desk)["tables"][0]
    assert table["total"][0]["column"] == "part_of_all"
    rows = [row for each in parsed(desk)["examples"] for row in each["inputs"].get("segments", [])]
    assert rows
    assert all("part_of_all" in row and "share" not in row for row in rows)
    assert sound(desk)


def test_no_button_reaches_rows_that_are_not_there(desk: ToolDesk) -> None:
    before = desk.text(desk.file)
    for do in ("add:rows.nothing", "up:rows.segments.99", "remove:rows.segments.7", "add:rows.segments"):
        desk.browser.post(desk.tool, data={"part": "examples.1", "do": do, "base": ""}, headers=JSON)
    assert desk.text(desk.file) == before


def test_numbers_are_written_as_a_person_would() -> None:
    assert expected(0.1 + 0.2) == 0.3
    assert expected([0.1 + 0.2, None, "DIVERGES"]) == [0.3, None, "DIVERGES"]
    assert expected(17857.142857142857) == 17857.1428571429
    assert (expected(4440068.366329578), expected(1e-300)) == (4440068.36632958, 1e-300)
    assert number_of("12.3 %", "percent", "en") == 0.123
    assert number_of("0,07", "percent", "da") == 0.0007
