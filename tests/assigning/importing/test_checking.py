"""A whole file looked at: every row's own errors, and those that only show beside the others."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from uuid import uuid4

import pytest

from lms.assigning.importing.checking import Check, Known
from lms.assigning.importing.comparing import changed
from lms.assigning.importing.date_order import Evidence
from lms.assigning.importing.departments import Node, Tree
from lms.assigning.importing.mapping import field_of, guessed, troubles
from lms.assigning.importing.problems import TEXTS, Problem
from lms.assigning.importing.reading import opened
from lms.assigning.importing.row_reading import RowReader, Said
from tests.assigning.importing.files import csv_of

SHORT = ("email", "name", "manager_email", "department")


def checked(
    rows: Sequence[Sequence[str]], head: Sequence[str] = SHORT, known: dict[str, str | None] | None = None
) -> list[Said]:
    """Check a file against an organisation of these people."""
    content = csv_of(rows, head=head)
    table = opened(io.BytesIO(content), len(content))
    reader = RowReader(guessed(table.header), {})
    check = Check.whole(table.rows(), reader, Known(known or {}, Tree([])))
    return list(check.rows(table.rows()))


def codes(found: list[Said]) -> list[list[str]]:
    """Return the codes of each row's problems."""
    return [[problem.code for problem in said.problems] for said in found]


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("E-mail", "email"), ("e-postadress", "email"), ("Arbejdsmail", "email"), ("Nærmeste leder", "manager_email"),
        ("Avdelning", "department"), ("Afdeling", "department"), ("Ansættelsesdato", "hire_date"),
        ("cost center", "cost_centre"),
        ("COST_CENTRE", "cost_centre"), ("Kostnadsställe", "cost_centre"), ("Fornavn", "first_name"),
        ("shoe size", None),
        ("språk", "language"), ("Befattning", "job"), ("Tidszone", "time_zone"),
    ],
)  # fmt: skip
def test_usual_names_of_columns_are_recognised(name: str, field: str | None) -> None:
    assert field_of(name) == field


def test_a_second_column_of_the_same_name_is_left_out_and_a_whole_name_wins_over_halves() -> None:
    assert guessed(["Email", "Mail", "Navn", "Fornavn"]) == ["email", None, "name", None]


def test_two_columns_for_one_field_no_address_and_two_kinds_of_name_are_refused() -> None:
    assert [each.code for each in troubles(["job", "job", None])] == ["twice", "no-email"]
    assert [each.code for each in troubles(["email", "name", "last_name"])] == ["two-names"]
    assert troubles(["email", None]) == []


def test_the_same_address_twice_is_said_on_every_such_row() -> None:
    found = checked([["a@x.example", "A"], ["b@x.example", "B"], ["A@X.example ", "Again"]])
    assert codes(found) == [["twice"], [], ["twice"]]
    assert "rows 2, 4" in found[0].problems[0].text


def test_an_unknown_line_manager_is_named() -> None:
    rows = [["a@x.example", "A", "z@x.example"], ["b@x.example", "B", "old@x.example"], ["c@x.example", "C", "a"]]
    found = checked(rows, known={"old@x.example": None})
    assert codes(found) == [["unknown-manager"], [], ["email"]]
    assert "z@x.example" in found[0].problems[0].text


def test_line_managers_in_a_circle_are_said_on_each_row_of_it_and_on_no_other() -> None:
    rows = [
        ["a@x.example", "A", "b@x.example"], ["b@x.example", "B", "c@x.example"], ["c@x.example", "C", "a@x.example"],
        ["d@x.example", "D", "a@x.example"], ["e@x.example", "E", "e@x.example"], ["f@x.example", "F", ""],
    ]  # fmt: skip
    found = checked(rows, known={f"{letter}@x.example": None for letter in "abcdef"})
    assert codes(found) == [["manager-circle"]] * 3 + [[], ["own-manager"], []]
    assert "a@x.example → b@x.example → c@x.example → a@x.example" in found[0].problems[0].text


def test_a_circle_through_somebody_who_is_not_in_the_file_is_found_too() -> None:
    known = {"boss@x.example": "a@x.example", "a@x.example": None}
    assert codes(checked([["a@x.example", "A", "boss@x.example"]], known=known)) == [["manager-circle"]]


def test_nobody_is_taken_on_below_somebody_new_who_is_left_out() -> None:
    rows = [
        ["a@x.example", ""],
        ["b@x.example", "B", "a@x.example"],
        ["c@x.example", "C", "b@x.example"],
        ["d@x.example", "D"],
    ]
    assert codes(checked(rows)) == [["missing"], ["manager-left-out"], ["manager-left-out"], []]
    assert codes(checked(rows, known={"a@x.example": None})) == [[], [], [], []]


def test_every_error_of_a_row_is_said_at_once() -> None:
    head = ("email", "name", "hire_date", "language", "job", "location")
    found = checked([["nobody", "=1+1", "31-31-2025", "klingon", "#REF!", "a\u202eb"]], head)
    assert codes(found) == [["email", "formula", "date", "language", "sheet-error", "direction"]]
    assert all(problem.text for problem in found[0].problems)


def test_a_path_of_departments_is_made_once_and_a_name_finds_it() -> None:
    ids = [uuid4() for _ in range(3)]
    tree = Tree([(ids[0], None, "Sales"), (ids[1], ids[0], "Nordic"), (ids[2], None, "Ops")])
    found = tree.plan(["sales / NORDIC", "Nordic", "Sales > Baltic", "Baltic", "R/D", "ops"])
    assert found["sales / NORDIC"] == found["Nordic"] == Node(ids[1], ("Sales", "Nordic"))
    assert found["Baltic"] == found["Sales > Baltic"] == Node(None, ("Sales", "Baltic"))
    assert tree.to_make() == ["R/D", "Sales / Baltic"]


def test_a_name_that_several_departments_have_asks_for_the_path() -> None:
    ids = [uuid4() for _ in range(4)]
    tree = Tree([(ids[0], None, "A"), (ids[1], ids[0], "Team"), (ids[2], None, "B"), (ids[3], ids[2], "Team")])
    found = tree.plan(["Team", " / ", "x" * 121])
    said = {text[:4]: each.code for text, each in found.items() if isinstance(each, Problem)}
    assert said == {"Team": "which-department", " / ": "department-path", "xxxx": "long"}
    assert tree.to_make() == []


@pytest.mark.parametrize(
    ("column", "order", "asks"),
    [
        (["31-12-2025", "03-04-2025"], "dmy", False),
        (["12/31/2025", "03/04/2025"], "mdy", False),
        (["03/04/2025", "05-05-2025"], None, True),
        (["31-12-2025", "12/31/2025"], None, True),
    ],
)
def test_a_column_of_dates_proves_its_order_or_asks(column: list[str], order: str | None, asks: bool) -> None:
    evidence = Evidence()
    for text in column:
        evidence.add(text)
    stored = evidence.stored()
    assert stored is not None
    assert (stored["order"], stored["asks"]) == (order, asks)


def test_dates_that_say_themselves_ask_nothing() -> None:
    evidence = Evidence()
    for text in ("2025-12-31", "31.12.2025", "01.02.2025", "45291"):
        evidence.add(text)
    assert evidence.stored() == {"order": None, "asks": False, "example": "", "serials": 1}


@pytest.mark.parametrize(
    ("cell", "day"), [("45291", "2023-12-31"), ("1.2.2024", "2024-02-01"), ("2024-02-29", "2024-02-29")]
)
def test_dates_in_several_forms_are_the_same_day(cell: str, day: str) -> None:
    found = checked([["a@x.example", "A", cell]], ("email", "name", "hire_date"))
    assert found[0].values["hire_date"] == day


def test_a_number_that_was_a_text_keeps_no_point() -> None:
    found = checked([["a@x.example", "A", "4100.0"], ["b@x.example", "B", "41.5"]], ("email", "name", "cost_centre"))
    assert [said.values["cost_centre"] for said in found] == ["4100", "41.5"]


def test_an_empty_cell_changes_nothing_and_clears_only_where_asked() -> None:
    today, now = date(2026, 11, 22), {"name": "A", "job": "Manager", "location": "Oslo"}
    said: dict[str, str | None] = {"name": None, "job": None, "location": "Bergen"}
    assert changed(said, now, today, clear_empty=False) == {"location": ["Oslo", "Bergen"]}
    cleared = changed(said, now, today, clear_empty=True)
    assert cleared == {"location": ["Oslo", "Bergen"], "job": ["Manager", None], "job_since": [None, "2026-11-22"]}


def test_every_code_has_words() -> None:
    for code in TEXTS:
        assert Problem("email", code, "said", paths=["2", "3"]).text
