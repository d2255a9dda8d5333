"""Reads the tables of a calculator file: their columns, what must add up, and the example rows."""

from typing import Any, Final

from lms.calculators.declared import Curve, Input, Table, Total
from lms.calculators.declared_parts import TEXT
from lms.calculators.formula.language import SERIES, TABLE
from lms.calculators.formula.parser import is_name
from lms.calculators.judging import LARGEST
from lms.calculators.reading_formulas import FormulaReader
from lms.calculators.tables import NAME, CellProblem, table_problems
from lms.calculators.toml_source import Path, TomlSource
from lms.sentences import say

TABLE_KEYS: Final = (
    "name", "label", "help", "row_label", "fewest", "most", "total", "columns", "example", "fixed", "curve",
)  # fmt: skip
"""What a table may hold."""

COLUMN_KEYS: Final = (
    "name", "unit", "label", "help", "minimum", "maximum", "soft_minimum", "soft_maximum", "whole", "advanced",
)  # fmt: skip
"""What a column may hold: an input without slider, choices and example."""

NUMBER_KEYS: Final = ("minimum", "maximum", "soft_minimum", "soft_maximum", "whole")

MOST_TABLES: Final = 3
MOST_COLUMNS: Final = 12
MOST_ROWS: Final = 50

_TOTAL_UNITS: Final = ("percent", "number")


def read_tables(source: TomlSource, formulas: FormulaReader, units: tuple[str, ...]) -> tuple[Table, ...]:
    """Return the tables; their columns are known to the formulas that follow, as table.column."""
    found = source.tables(source.data, (), "tables", MOST_TABLES)
    return tuple(_table(source, formulas, each, ("tables", at), units) for at, each in enumerate(found))


def _table(
    source: TomlSource, formulas: FormulaReader, table: dict[str, Any], path: Path, units: tuple[str, ...]
) -> Table:
    source.keys(table, path, TABLE_KEYS)
    name = source.word(table, path, "name")
    formulas.declare(name, TABLE, path)
    columns = tuple(
        _column(source, each, (*path, "columns", at), units)
        for at, each in enumerate(source.tables(table, path, "columns", MOST_COLUMNS))
    )
    _declare_columns(source, formulas, name, columns, path)
    fixed = source.flag(table, path, "fixed")
    example = _example(source, table, path, columns)
    fewest, most = (len(example), len(example)) if fixed else _rows(source, table, path)
    if fixed:
        _judge_fixed(source, table, path)
    declared = Table(
        name=name,
        label=source.text(table, path, "label"),
        row_label=source.text(table, path, "row_label"),
        columns=columns,
        fewest=fewest,
        most=most,
        help=source.text(table, path, "help", required=False),
        totals=_totals(source, table, path, columns),
        example=example,
        fixed=fixed,
        curve=_curve(source, table, path, columns),
    )
    _judge_example(source, declared, path)
    return declared


def _judge_fixed(source: TomlSource, table: dict[str, Any], path: Path) -> None:
    """Refuse what a table whose rows are given says about their number."""
    for key in ("fewest", "most"):
        if key in table:
            source.problem(
                (*path, key), say("“{key}” means nothing in a table of fixed rows.", key=key), say("Leave it out.")
            )
    if not table.get("example"):
        source.problem(
            path, say("The table of fixed rows has none."), say("Add [[tables.example]] with a name for each.")
        )


def _curve(source: TomlSource, table: dict[str, Any], path: Path, columns: tuple[Input, ...]) -> Curve | None:
    """Return the columns the table is drawn by as a way; its height needs both soft bounds."""
    if "curve" not in table:
        return None
    found = table["curve"] if isinstance(table["curve"], dict) else {}
    where = (*path, "curve")
    source.keys(found, where, ("height", "lanes", "stages", "met"))
    named = {each.name: each for each in columns}
    height = named.get(source.word(found, where, "height"))
    if height is None or height.is_text or None in (height.soft_minimum, height.soft_maximum):
        source.problem(where, say("The curve has no height."), say("Name a column of numbers with both soft bounds."))
    for key, is_text in (("lanes", True), ("stages", True), ("met", False)):
        column = named.get(str(found.get(key, "")))
        if key in found and (column is None or column.is_text != is_text):
            kind = say("texts") if is_text else say("numbers")
            source.problem(
                (*where, key),
                say("“{key}” cannot be used.", key=key),
                say("Name one of the table's columns of {kind}.", kind=kind),
            )
    parts = {key: str(found.get(key, "")) for key in ("lanes", "stages", "met")}
    return Curve(height.name, **parts) if height else None


def _column(source: TomlSource, table: dict[str, Any], path: Path, units: tuple[str, ...]) -> Input:
    source.keys(table, path, COLUMN_KEYS)
    unit = source.one_of(table, path, "unit", (*units, TEXT))
    if unit == TEXT:
        for key in (each for each in NUMBER_KEYS if each in table):
            source.problem((*path, key), say("“{key}” means nothing for a text.", key=key), say("Leave it out."))
    return Input(
        name=source.word(table, path, "name"),
        unit=unit,
        label=source.text(table, path, "label"),
        help=source.text(table, path, "help", required=False),
        minimum=source.number(table, path, "minimum"),
        maximum=source.number(table, path, "maximum"),
        soft_minimum=source.number(table, path, "soft_minimum"),
        soft_maximum=source.number(table, path, "soft_maximum"),
        whole=source.flag(table, path, "whole"),
        advanced=source.flag(table, path, "advanced"),
    )


def _declare_columns(
    source: TomlSource, formulas: FormulaReader, name: str, columns: tuple[Input, ...], path: Path
) -> None:
    if not columns:
        source.problem((*path, "columns"), say("The table has no columns."), say("Add [[tables.columns]]."))
    for at, column in enumerate(columns):
        where = (*path, "columns", at, "name")
        series = f"{name}.{column.name}"
        if not is_name(column.name) or column.name == NAME:
            remedy = say(
                "Small letters, digits and underscores, no word of the formula language, and not “{name}”.", name=NAME
            )
            source.problem(where, say("“{name}” cannot be a name.", name=column.name), remedy)
        if series in formulas.names:
            source.problem(
                where, say("“{name}” is used twice.", name=column.name), say("Give one of them another name.")
            )
        formulas.names[series] = SERIES


def _rows(source: TomlSource, table: dict[str, Any], path: Path) -> tuple[int, int]:
    """Return the fewest and the most rows."""
    fewest, most = source.number(table, path, "fewest"), source.number(table, path, "most")
    low, high = 1.0 if fewest is None else fewest, 8.0 if most is None else most
    if not (1 <= low <= high <= MOST_ROWS and low.is_integer() and high.is_integer()):
        remedy = say("Whole numbers with 1 ≤ fewest ≤ most ≤ {most}.", most=MOST_ROWS)
        source.problem((*path, "most"), say("The number of rows cannot be used."), remedy)
        return 1, MOST_ROWS
    return int(low), int(high)


def _totals(source: TomlSource, table: dict[str, Any], path: Path, columns: tuple[Input, ...]) -> tuple[Total, ...]:
    """Return what must add up: one total, or a list of them."""
    found = table.get("total", [])
    parts = found if isinstance(found, list) else [found]
    return tuple(_total(source, each if isinstance(each, dict) else {}, (*path, "total"), columns) for each in parts)


def _total(source: TomlSource, table: dict[str, Any], path: Path, columns: tuple[Input, ...]) -> Total:
    source.keys(table, path, ("column", "must_be", "tolerance"))
    name = source.word(table, path, "column")
    if not any(each.name == name and each.unit in _TOTAL_UNITS for each in columns):
        remedy = say("Name one of its columns in {known}.", known=" or ".join(_TOTAL_UNITS))
        source.problem(path, say("“{name}” is no column that can have a total.", name=name), remedy)
    must_be, tolerance = source.number(table, path, "must_be"), source.number(table, path, "tolerance")
    if must_be is None or (tolerance is not None and not 0 <= tolerance <= LARGEST):
        source.problem(
            path, say("The total is not whole."), say('Write {column = "share", must_be = 1, tolerance = 0.001}.')
        )
    return Total(name, must_be or 0.0, 0.001 if tolerance is None else tolerance)


def _example(
    source: TomlSource, table: dict[str, Any], path: Path, columns: tuple[Input, ...]
) -> tuple[dict[str, Any], ...]:
    """Return the example rows; a cell that is left out is empty, which only fixed rows may be."""
    names = [each.name for each in columns]
    rows = []
    for at, row in enumerate(source.tables(table, path, "example", MOST_ROWS)):
        where = (*path, "example", at)
        source.keys(row, where, (NAME, *names))
        rows.append(
            {
                NAME: source.text(row, where, NAME),
                **{each.name: _example_cell(source, row, where, each) for each in columns},
            }
        )
    return tuple(rows)


def _example_cell(source: TomlSource, row: dict[str, Any], path: Path, column: Input) -> Any:
    """Return a number, or a text in its languages: a plain text is the same in all of them."""
    found = row.get(column.name, "")
    if not column.is_text:
        return source.number(row, path, column.name)
    return {"en": found} if isinstance(found, str) else source.text(row, path, column.name)


def _judge_example(source: TomlSource, table: Table, path: Path) -> None:
    if source.problems:
        return
    for language in source.languages:
        for problem in table_problems(table, table.rows(language)):
            if table.fixed and problem.code == "EMPTY_CELL":
                continue
            where = (*path, "example") if problem.row is None else (*path, "example", problem.row)
            source.problem(where, _unusable(problem), say("Give rows that a person could have entered."))


def _unusable(problem: CellProblem) -> str:
    if problem.column is None:
        return say("The example cannot be used: {code}.", code=problem.code)
    return say("The example cannot be used: {code} in “{column}”.", code=problem.code, column=problem.column)
