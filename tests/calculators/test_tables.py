"""A table of segments: what a person may enter, what is said of each cell, and what is computed from its rows."""

from typing import Any

import pytest

from lms.calculators import evaluate
from lms.calculators.codes import FIELD_MESSAGES
from lms.calculators.computing import compute
from lms.calculators.declared import Calculator, Table, in_language
from lms.calculators.tables import INCOMPLETE, CellProblem, labels_of, table_problems, table_rows, table_warnings

from .material import Browser, cases, chance_of

Calculators = dict[str, Calculator]
Rows = list[dict[str, Any]]

HOSTILE: list[Any] = [
    None, 1, "rows", {}, [], [1], [None], ["x"], [[]], [{}], [{"name": 5}], [{"name": None}], [{}] * 9, [{}] * 100,
]  # fmt: skip


@pytest.fixture
def segments(calculators: Calculators) -> Table:
    return calculators["customer-segments"].table("segments")


@pytest.fixture
def rows(segments: Table) -> Rows:
    return segments.rows("en")


def changed(rows: Rows, at: int, **cells: Any) -> Rows:
    return [{**row, **cells} if place == at else row for place, row in enumerate(rows)]


def test_the_example_is_named_in_the_readers_language(segments: Table) -> None:
    assert [row["name"] for row in segments.rows("da")] == [
        "Ambassadører",
        "Meget tilfredse",
        "Tilfredse",
        "Utilfredse",
    ]
    assert segments.rows("nb")[0]["name"] == "Ambassadors"
    assert table_problems(segments, segments.rows("sv")) == []


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"retention": None}, CellProblem(1, "retention", "EMPTY_CELL")),
        ({"retention": 1.2}, CellProblem(1, "retention", "ABOVE_MAXIMUM")),
        ({"retention": -0.2}, CellProblem(1, "retention", "BELOW_MINIMUM")),
        ({"revenue": "4.000"}, CellProblem(1, "revenue", "NOT_A_NUMBER")),
        ({"revenue": True}, CellProblem(1, "revenue", "NOT_A_NUMBER")),
        ({"revenue": float("nan")}, CellProblem(1, "revenue", "NOT_A_NUMBER")),
        ({"revenue": 1e16}, CellProblem(1, "revenue", "TOO_LARGE")),
        ({"name": "x" * 61}, CellProblem(1, "name", "NAME_TOO_LONG")),
        ({"name": "two\nlines"}, CellProblem(1, "name", "NAME_UNPRINTABLE")),
        ({"name": "\u202eevil"}, CellProblem(1, "name", "NAME_UNPRINTABLE")),
        ({"name": None}, CellProblem(1, "name", "NAME_UNPRINTABLE")),
    ],
)
def test_what_is_wrong_is_said_at_its_cell(
    segments: Table, rows: Rows, cells: dict[str, Any], problem: CellProblem
) -> None:
    assert table_problems(segments, changed(rows, 1, **cells)) == [problem]
    assert problem.code in FIELD_MESSAGES


@pytest.mark.parametrize("name", ["", "Øst & Vest", "x" * 60, "<script>", "😀 glade", "Stor\u00a0kunde"])
def test_a_row_may_be_called_what_a_person_calls_it(segments: Table, rows: Rows, name: str) -> None:
    assert table_problems(segments, changed(rows, 0, name=name)) == []


@pytest.mark.parametrize(
    ("share", "code", "difference"), [(0.28, "TOTAL", -0.07), (0.40, "TOTAL_OVER", 0.05), (0.352, "TOTAL_OVER", 0.002)]
)
def test_shares_that_do_not_add_up_are_refused_with_the_difference(
    segments: Table, rows: Rows, share: float, code: str, difference: float
) -> None:
    (found,) = table_problems(segments, changed(rows, 1, share=share))
    assert (found.row, found.column, found.code) == (None, "share", code)
    assert found.difference == pytest.approx(difference)
    assert found.code in INCOMPLETE


def test_a_hair_of_rounding_is_no_missing_share(segments: Table, rows: Rows) -> None:
    assert table_problems(segments, changed(rows, 1, share=0.351)) == []
    thirds = [{**row, "share": each, "share_after": each} for row, each in zip(rows, [1 / 3] * 3, strict=False)]
    assert table_problems(segments, thirds) == []


def test_a_total_waits_until_its_column_is_whole(segments: Table, rows: Rows) -> None:
    assert [each.code for each in table_problems(segments, changed(rows, 1, share=None))] == ["EMPTY_CELL"]


def test_too_few_and_too_many_rows_are_said_of_the_table(segments: Table, rows: Rows) -> None:
    one = [{**rows[0], "share": 1.0, "share_after": 1.0}]
    assert table_problems(segments, one) == [CellProblem(None, None, "TOO_FEW_ROWS")]
    assert table_problems(segments, rows * 3) == [CellProblem(None, None, "TOO_MANY_ROWS")]


@pytest.mark.parametrize("value", HOSTILE, ids=str)
def test_nothing_that_is_sent_as_a_table_raises(calculators: Calculators, segments: Table, value: Any) -> None:
    problems = table_problems(segments, value)
    assert problems
    assert all(each.code in FIELD_MESSAGES for each in problems)
    assert all(set(row) == {"name", *(each.name for each in segments.columns)} for row in table_rows(segments, value))
    results = compute(calculators["customer-segments"], {"segments": value})
    if value is not None:
        assert results.cells["segments"] == tuple(problems)
        assert set(results.outputs.values()) == {"INVALID_INPUT"}
        assert (results.table, results.moves, results.notes) == ((), (), ())


def test_what_is_kept_is_what_is_declared(segments: Table, rows: Rows) -> None:
    kept = table_rows(segments, [{**rows[0], "colour": "red", "revenue": 12000}, {"name": "New"}])
    assert "colour" not in kept[0]
    assert kept[0] == rows[0]
    assert kept[1] == {"name": "New", **{each.name: None for each in segments.columns}}


def test_rows_without_a_name_or_with_the_same_one_can_be_told_apart() -> None:
    names = ["A", " A ", "", "A", "3"]
    assert labels_of([{"name": each} for each in names]) == ["A", "A (2)", "3", "A (3)", "3 (2)"]


def test_more_than_one_referral_a_year_is_accepted_with_a_word(
    calculators: Calculators, segments: Table, rows: Rows
) -> None:
    generous = changed(rows, 0, referrals=1.5)
    assert table_warnings(segments, generous) == [CellProblem(0, "referrals", "ABOVE_USUAL")]
    results = compute(calculators["customer-segments"], {"segments": generous})
    assert results.cautions == {"segments": (CellProblem(0, "referrals", "ABOVE_USUAL"),)}
    assert "many_referrals" in results.notes
    assert isinstance(results.outputs["net_uplift"], float)


def test_a_table_counts_as_one_of_the_numbers_that_are_yours(calculators: Calculators, rows: Rows) -> None:
    calculator = calculators["customer-segments"]
    untouched, own = compute(calculator, {}), compute(calculator, {"segments": rows})
    assert (untouched.yours, untouched.matters, untouched.mine) == (0, 6, ())
    assert (own.yours, own.mine) == (1, ("segments",))
    assert own.outputs == untouched.outputs


def test_each_row_has_its_result_and_its_bar(calculators: Calculators) -> None:
    results = compute(calculators["customer-segments"], {"cac_saved": 1500}, "da")
    assert results.series["value"] == pytest.approx([43500, 17857.142857, 6323.529412, -203.389831])
    assert [row["label"] for row in results.table] == [
        "Ambassadører", "Meget tilfredse", "Tilfredse", "Utilfredse",
    ]  # fmt: skip
    assert results.table[3]["word"] == pytest.approx(-1694.915254)
    assert results.table[0]["row"] == "segment"


def test_a_column_moves_as_one_line_and_shares_do_not_move(calculators: Calculators) -> None:
    calculator = calculators["customer-segments"]
    results = compute(calculator, {})
    moved = [move.name for move in results.moves]
    assert "segments.referrals" in moved
    assert not {"segments.share", "segments.share_after"} & set(moved)
    column, table = calculator.moved("segments.referrals")
    assert (column.name, table and table.name) == ("referrals", "segments")
    assert calculator.moved("customers") == (calculator.input("customers"), None)
    retention = next(move for move in results.moves if move.name == "segments.retention")
    capped = [{**row, "retention": min(1.0, row["retention"] * 1.1)} for row in calculator.table("segments").rows("en")]
    assert retention.high == compute(calculator, {"segments": capped}).outputs["net_uplift"]


def test_the_page_of_segments_says_what_the_operations_say(calculators: Calculators) -> None:
    for values, mine in random_segments(200):
        results = compute(calculators["customer-segments"], mine)
        found: Any = evaluate("segment_value", values)
        assert results.series["value"] == pytest.approx(
            [each["value"] for each in found["segments"]], rel=1e-9, abs=1e-6
        )
        assert results.outputs["weighted_value"] == pytest.approx(found["weighted_value"], rel=1e-9, abs=1e-6)
        moved: Any = evaluate(
            "migration_value",
            {
                "customers": 2000, "values": [each["value"] for each in found["segments"]], "programme_cost": 1.5e6,
                "shares_before": [row["share"] for row in mine["segments"]],
                "shares_after": [row["share_after"] for row in mine["segments"]],
            },
        )  # fmt: skip
        assert results.outputs["net_all"] == pytest.approx(moved["net_uplift"], rel=1e-9, abs=1e-3)


def test_half_the_difference_is_always_told_and_the_headline_says_its_share(calculators: Calculators) -> None:
    calculator = calculators["customer-segments"]
    for caused in (0.0, 0.3, 1.0):
        outputs: Any = compute(calculator, {"caused": caused}).outputs
        assert outputs["net_half"] == pytest.approx(outputs["gross_uplift"] / 2 - 1.5e6)
        assert outputs["net_uplift"] == pytest.approx(caused * outputs["gross_uplift"] - 1.5e6)
    assert all("{caused}" in text and "{net_half}" in text for text in calculator.sentence.values())
    assert calculator.input("caused").example == 0.5


def test_the_browser_judges_and_computes_tables_as_the_server_does(browser: Browser, calculators: Calculators) -> None:
    calculator = calculators["customer-segments"]
    rows = calculator.table("segments").rows("en")
    runs: list[dict[str, Any]] = [{}, {"discount": 0, "segments": changed(rows, 0, retention=1)}]
    runs += [{"segments": value} for value in HOSTILE if value is not None]
    runs += [{"segments": changed(rows, 2, **cells)} for cells in (
        {"share": None}, {"share": 0.9}, {"share": 0.1}, {"name": "x" * 61}, {"name": "😀" * 60}, {"name": "\ufeff"},
        {"name": "Ambassadors"}, {"retention": 2}, {"referrals": 3}, {"revenue": "1"}, {"colour": 1},
    )]  # fmt: skip
    runs += [mine for _, mine in random_segments(60)]
    document = in_language(calculator.document(), "en")
    theirs = browser.run("data[1].map((each) => modules['interpreter.js'].compute(data[0], each))", [document, runs])
    for entered, other in zip(runs, theirs, strict=True):
        mine = compute(calculator, entered)
        assert (list(mine.mine), mine.yours, mine.matters) == (other["mine"], other["yours"], other["matters"])
        assert told(mine.cells) == {name: list(map(tuple_of, each)) for name, each in other["cells"].items()}
        assert told(mine.cautions) == {name: list(map(tuple_of, each)) for name, each in other["cautions"].items()}
        assert mine.tables == other["tables"]
        assert list(mine.notes) == other["notes"]
        assert {k: near(v) for k, v in mine.outputs.items()} == other["outputs"]
        assert {k: near(v) for k, v in mine.series.items()} == other["series"]
        assert [{k: near(v) for k, v in row.items()} for row in mine.table] == other["table"]
        assert [move.name for move in mine.moves] == [move["name"] for move in other["moves"]]


def told(cells: Any) -> dict[str, list[Any]]:
    return {
        name: [tuple_of({"row": p.row, "column": p.column, "code": p.code, "difference": p.difference}) for p in found]
        for name, found in cells.items()
    }


def tuple_of(problem: dict[str, Any]) -> tuple[Any, ...]:
    difference = problem["difference"]
    return (
        problem["row"],
        problem["column"],
        problem["code"],
        difference if difference is None else round(difference, 12),
    )


def near(value: Any) -> Any:
    numbers = isinstance(value, float | list)
    return pytest.approx(value, rel=1e-10, abs=1e-6) if numbers else value


def random_segments(count: int) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Return the inputs of the operation and the same as a person enters them on the page."""
    chance = chance_of(33)
    found = []
    for _ in range(count):
        size = chance.randint(2, 8)
        shares = [[chance.uniform(0.01, 1) for _ in range(size)] for _ in range(2)]
        rows = [
            {
                "name": f"Group {at}", "retention": chance.uniform(0, 1), "revenue": chance.uniform(0, 50000),
                "gross_margin": chance.uniform(0, 1), "price_premium": chance.choice((0, chance.uniform(0, 0.3))),
                "cost_to_serve": chance.uniform(0, 5000), "referrals": chance.choice((0, chance.uniform(0, 2))),
                "deterred": chance.choice((0, chance.uniform(0, 1))), "share": shares[0][at] / sum(shares[0]),
            }
            for at in range(size)
        ]  # fmt: skip
        shared = {"discount": chance.uniform(0.01, 0.3), "new_customer_value": chance.uniform(0, 20000)}
        saved = chance.choice((0.0, chance.uniform(0, 3000)))
        after = [{**row, "share_after": shares[1][at] / sum(shares[1])} for at, row in enumerate(rows)]
        found.append(
            ({**shared, "cac_saved": saved, "segments": rows}, {**shared, "cac_saved": saved, "segments": after})
        )
    return found


def test_the_published_segments_come_out_on_the_page(calculators: Calculators) -> None:
    (case,) = [each for each in cases("calculators.json") if each["id"] == "T04-segments"]
    inputs = case["inputs"]
    rows = [{"price_premium": 0, **row, "share_after": row["share"]} for row in inputs["segments"]]
    results = compute(calculators["customer-segments"], {**inputs, "segments": rows})
    assert results.series["value"] == pytest.approx([each["value"] for each in case["expected"]["segments"]])
    assert results.outputs["weighted_value"] == pytest.approx(case["expected"]["weighted_value"])
    assert "nothing_moves" in results.notes
