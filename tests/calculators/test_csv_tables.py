"""Tables from a CSV file: what an office saves is read, and what cannot be is told with its line and column."""

import csv
import io
from itertools import zip_longest
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.calculators import OPERATIONS, evaluate
from lms.calculators.csv_tables import LARGEST, CsvProblem, read_table

from .material import cases

TABLES = {"rows", "counts", "numbers", "rows of numbers"}
HEADS = {"journey": b"emotion,importance\n", "tco": b"amount;growth\n", "nps": b"scores\n", "k_anon": b"name,count\n"}


def read(operation: str, text: str | bytes) -> Any:
    return read_table(text if isinstance(text, bytes) else text.encode(), OPERATIONS[operation])


def test_rows_are_read_by_their_columns_in_any_order() -> None:
    found = read("journey", "owner,emotion,importance,name\nsales,-3,5,Invoice\n\n,2.5,1,\n")
    assert found == {
        "touchpoints": [
            {"owner": "sales", "emotion": -3.0, "importance": 5.0, "name": "Invoice"},
            {"emotion": 2.5, "importance": 1.0},
        ]
    }


def test_a_danish_spreadsheet_is_read_as_it_is_saved() -> None:
    saved = '\ufeffname;amount;growth\r\nStrøm;12000,5;0,03\r\n"Løn; tid";\u2212600;\r\n'
    assert read("tco", saved)["annual_costs"] == [
        {"name": "Strøm", "amount": 12000.5, "growth": 0.03},
        {"name": "Løn; tid", "amount": -600.0},
    ]
    assert read("tco", "amount\tgrowth\n5\t0,1\n") == {"annual_costs": [{"amount": 5.0, "growth": 0.1}]}


def test_lists_of_numbers_stand_side_by_side_and_may_end_apart() -> None:
    assert read("clv_cohort", "margins,cohort_sizes\n30,100\n31,90\n,80\n") == {
        "margins": [30.0, 31.0], "cohort_sizes": [100.0, 90.0, 80.0],
    }  # fmt: skip
    assert read("nps", "scores\n10\n9\n\n\n") == {"scores": [10.0, 9.0]}


def test_an_answer_that_is_missing_stays_missing_and_the_end_of_the_file_is_none() -> None:
    assert read("score_scale", "answers\n5\n\n4\n\n") == {"answers": [5.0, None, 4.0]}


def test_counts_have_a_name_and_rows_of_numbers_any_names() -> None:
    assert read("k_anon", "name,count\nNorth,12\nSouth,3\n") == {"groups": {"North": 12.0, "South": 3.0}}
    matrix = {"data": [[1.0, 2.0], [3.0, 4.0]]}
    assert read("alpha_items", "calm,quick\n1,2\n3,4\n") == matrix
    assert read("alpha_items", "1;2\n1;2\n;\n3;4\n") == matrix


def test_cohorts_may_end_apart_and_a_list_may_need_more_than_one_number() -> None:
    assert read("sbg_fit", "start,first year\n100,60\n80,\n")["cohorts"] == [[100.0, 60.0], [80.0]]
    assert read("ols", "x;y\n1;2\n2;3,5\n") == {"x": [1.0, 2.0], "y": [2.0, 3.5]}


def saved(case: dict[str, Any]) -> str | None:
    """Return a case's table as a spreadsheet saves it, or None where it has none."""
    sorts = {each.name: each.sort for each in OPERATIONS[case["op"]].parameters}
    tables = {name: value for name, value in case["inputs"].items() if sorts[name] in TABLES and value}
    if not tables:
        return None
    value = next(iter(tables.values()))
    match sorts[next(iter(tables))]:
        case "rows":
            names = list(dict.fromkeys(name for row in value for name in row))
            lines = [names, *([row.get(name) for name in names] for row in value)]
        case "counts":
            lines = [["name", "count"], *map(list, value.items())]
        case "rows of numbers":
            lines = [[f"column {at}" for at in range(max(map(len, value)))]]
            lines += map(list, zip_longest(*zip_longest(*value)))
        case _:
            lines = [list(tables), *map(list, zip_longest(*tables.values()))]
    file = io.StringIO()
    csv.writer(file).writerows(lines)
    return file.getvalue()


@pytest.mark.parametrize(
    "case",
    [each for each in cases("calculators.json") if "INV-" not in each["id"] and saved(each)],
    ids=lambda case: case["id"],
)
def test_every_reference_case_comes_out_of_a_file_too(case: dict[str, Any]) -> None:
    found = read(case["op"], saved(case) or "")
    assert evaluate(case["op"], {**case["inputs"], **found}) == evaluate(case["op"], case["inputs"])
    assert found


@pytest.mark.parametrize(
    ("operation", "text", "message"),
    [
        ("journey", "emotion,importance\n1,2\nsad,3\n", "line 3, column emotion: “sad” is not a number"),
        ("journey", "emotion,importance\n1,2\n1,\n", "line 3, column importance: is empty"),
        ("journey", "emotion,importance,reach\n1,2,1.5\n", "line 2, column reach: must be at most 1"),
        ("journey", "emotion,importance,reach\n1,2,15 %\n", "shares are fractions"),
        ("journey", "emotion,importance\n1\n", "line 2: has 1 cells, the first line 2"),
        ("journey", "emotion,importance\n1,2,3\n", "line 2: has 3 cells, the first line 2"),
        ("journey", "emotion\n1\n", "line 1: the column importance is missing"),
        ("journey", "emotion,importance,mood\n", "line 1: “mood” is no column; it takes emotion, importance"),
        ("journey", "emotion,importance,\n1,2,3\n", "line 1: a column has no name"),
        ("journey", "emotion,importance,emotion\n", "line 1, column emotion: stands twice"),
        ("journey", f"emotion,importance,owner\n1,2,{'x' * 201}\n", "line 2, column owner: must be a text"),
        ("journey", 'emotion,importance,owner\n1,2,"a\nb"\n1,x,c\n', "line 4, column importance: “x”"),
        ("journey", 'emotion,importance\n1,"2\n', "cannot be read"),
        ("tco", "amount;growth\n1.200;0\n", "line 2, column amount: “1.200” could be two numbers"),
        ("tco", "amount;growth\n1.200,50;0\n", "“1.200,50” is not a number"),
        ("tco", "amount,growth\n1e999,0\n", "line 2, column amount: must be a finite number"),
        ("tco", "amount,growth\nNaN,0\n", "“NaN” is not a number"),
        ("tco", "amount,growth\n１２,0\n", "“１２” is not a number"),
        ("tco", "amount,growth\n1_000,0\n", "“1_000” is not a number"),
        ("clv_cohort", "cohort_sizes,margins\n100,1\n,2\n80,3\n", "line 3, column cohort_sizes: is empty, and numbers"),
        ("clv_cohort", "cohort_sizes,margins\n-1,1\n", "line 2, column cohort_sizes: must be at least 0"),
        ("clv_cohort", "size\n1\n", "line 1: “size” is no column; it takes cohort_sizes, margins"),
        ("nps", "scores\n10\n\n9\n", "line 3, column scores: is empty, and numbers follow"),
        ("nps", "scores\n10\n7.5\n", "line 3, column scores: must be a whole number"),
        ("k_anon", "name,count\nNorth,3\nNorth,4\n", "line 3, column name: “North” stands twice"),
        ("k_anon", "name,count\n,3\n", "line 2, column name: is empty"),
        ("k_anon", "name,count\nNorth,2.5\n", "line 2, column count: must be a whole number"),
        ("k_anon", "name\nNorth\n", "line 1: the column count is missing"),
        ("alpha_items", "calm,quick\n1,2\n3,four\n", "line 3, column quick: “four” is not a number"),
        ("alpha_items", "q,r\n3,\n", "line 2, column r: is empty"),
        ("alpha_items", "1,2\n3\n", "line 2: has 1 cells, the first line 2"),
        ("clv", "margin\n1\n", "line 1: clv takes no table"),
        ("nps", "", "line 1: the file is empty"),
        ("nps", "\n\n", "line 1: the file is empty"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_with_its_place(operation: str, text: str, message: str) -> None:
    with pytest.raises(CsvProblem) as problem:
        read(operation, text)
    assert message in str(problem.value)


def test_a_file_of_another_alphabet_or_without_end_is_refused() -> None:
    with pytest.raises(CsvProblem, match="line 2: holds a letter that is not UTF-8"):
        read("tco", "name,amount\nStrøm,5\n".encode("cp1252"))
    with pytest.raises(CsvProblem, match="larger than 2 MB"):
        read("nps", b"1" * (LARGEST + 1))
    assert len(read("nps", "scores\n" + "9\n" * 10_000)["scores"]) == 10_000
    with pytest.raises(CsvProblem, match="line 10002: the file has more than 10,000 rows"):
        read("nps", "scores\n" + "9\n" * 10_001)
    with pytest.raises(CsvProblem, match="more than 10,000 rows"):
        read("score_scale", "answers\n" + "5\n\n" * 5_001)


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(
    st.sampled_from(["journey", "tco", "nps", "k_anon", "alpha_items", "score_scale"]),
    st.one_of(st.binary(max_size=60), st.text(alphabet='1,;."\n\t -emotinarcsx\x00', max_size=60).map(str.encode)),
)
def test_no_file_breaks_the_reader(operation: str, data: bytes) -> None:
    try:
        found = read_table(HEADS.get(operation, b"") + data, OPERATIONS[operation])
    except CsvProblem as problem:
        assert problem.line >= 1
    else:
        declared = {each.name: each for each in OPERATIONS[operation].parameters}
        assert all(declared[name].read(value) is not None for name, value in found.items())
