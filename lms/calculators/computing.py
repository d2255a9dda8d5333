"""Computes a declared calculator on the server: a page without JavaScript, results in lists, content checks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lms.calculators.codes import INVALID_INPUT, OUT_OF_DOMAIN
from lms.calculators.declared import Calculator, Chart, Formula, Input, Row
from lms.calculators.formula.language import Value
from lms.calculators.formula.prepared import evaluate
from lms.calculators.formula.scalar import Failure
from lms.calculators.judging import LARGEST, input_problem, input_warning
from lms.calculators.moving import Move, moves
from lms.calculators.tables import NAME, CellProblem, columns_of, labels_of, table_problems, table_rows, table_warnings

__all__ = ["Answer", "Entered", "Move", "Results", "compute", "compute_headline", "input_problem", "table_problems"]

Entered = Mapping[str, Any]
"""A number, an option or None by the name of an input; a list of rows by the name of a table."""

Answer = float | str | None

_Known = dict[str, Value | Failure | None]
_Cells = dict[str, tuple[CellProblem, ...]]


@dataclass(frozen=True, slots=True)
class Results:
    """Everything a page shows.

    `outputs`: a number, None (not defined for these numbers) or an error code. `mine`: inputs and tables the person
    entered. `yours` of the `matters` numbers that matter are the person's own; a table counts as one. `problems` and
    `warnings`: input → code. `tables`: the rows computed with. `cells` and `cautions`: table → what is wrong or unusual
    in it. `series`: one value per period, or per row of a table. `table`: the rows behind chart and table twin; those
    over a table have a `label`; `more`: those behind each further chart. `notes`: names of the notes that apply.
    `moves`: largest first.
    """

    values: Entered
    mine: tuple[str, ...]
    yours: int
    matters: int
    problems: Mapping[str, str]
    warnings: Mapping[str, str]
    outputs: Mapping[str, Answer]
    series: Mapping[str, list[float] | str | None]
    table: tuple[Mapping[str, Answer], ...]
    notes: tuple[str, ...]
    moves: tuple[Move, ...]
    tables: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)
    cells: Mapping[str, tuple[CellProblem, ...]] = field(default_factory=dict)
    cautions: Mapping[str, tuple[CellProblem, ...]] = field(default_factory=dict)
    more: tuple[tuple[Mapping[str, Answer], ...], ...] = ()


def compute(calculator: Calculator, values: Entered, language: str = "en", *, whole: bool = True) -> Results:
    """Compute every output, series, note and move; never raises.

    Not `whole`: without the rows of the chart and without the moves, which cost most, for a page that shows nothing but
    the headline.

    `values` holds what the person entered; a missing name, or None where something is required, counts with its
    example. None in an optional input means empty. Unknown names are ignored. Only the rows of an example table are
    named in `language`.
    """
    given = prepare(calculator, values, language)
    used, problems, tables, cells, known = given.used, given.problems, given.tables, given.cells, dict(given.known)
    valid = given.valid
    outputs, series = _answers(calculator, known, tables, valid=valid)
    mine, yours, matters = _counted(calculator, values)
    drawn = [_rows(each, calculator, series, known, tables) for each in calculator.charts if valid and whole]
    return Results(
        values=used,
        mine=mine,
        yours=yours,
        matters=matters,
        problems=problems,
        warnings=_judged(calculator, {k: v for k, v in used.items() if k not in problems}, input_warning),
        outputs=outputs,
        series=series,
        table=drawn[0] if drawn else (),
        notes=tuple(n.name for n in calculator.notes if valid and evaluate(n.tree, known) is True),
        moves=moves(calculator, known) if valid and whole else (),
        tables=tables,
        cells=cells,
        cautions=_cautions(calculator, tables, cells),
        more=tuple(drawn[1:]),
    )


def compute_headline(calculator: Calculator, values: Entered, language: str = "en") -> Results:
    """Compute the headline as `compute` does, and nothing it does not depend on; where it is no number, everything.

    For lists of many tools: the only output is the headline, and there are neither series, notes nor warnings.
    """
    given = prepare(calculator, values, language)
    known, headline = dict(given.known), calculator.headline.name
    for each in calculator.steps if given.valid else ():
        if each.name in calculator.chain:
            known[each.name] = step_value(each, known, given.tables)
    if not isinstance(known.get(headline), float):
        return compute(calculator, values, language, whole=False)
    mine, yours, matters = _counted(calculator, values)
    return Results(
        values=given.used,
        mine=mine,
        yours=yours,
        matters=matters,
        problems={},
        warnings={},
        outputs={headline: shown(known[headline])},
        series={},
        table=(),
        notes=(),
        moves=(),
        tables=given.tables,
    )


def _counted(calculator: Calculator, values: Entered) -> tuple[tuple[str, ...], int, int]:
    """Return the inputs and tables that are the person's, how many of those that matter are, and how many matter."""
    tables = [each.name for each in calculator.tables]
    mine = tuple(name for name in (*(each.name for each in calculator.inputs), *tables) if values.get(name) is not None)
    mattering = [each.name for each in calculator.inputs if each.matters] + tables
    return mine, sum(name in mine for name in mattering), len(mattering)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a calculator computes with: inputs and rows, what is wrong with them, and the names formulas see.

    `known` lacks the columns of tables while anything is wrong.
    """

    used: Entered
    problems: dict[str, str]
    tables: dict[str, list[dict[str, Any]]]
    cells: _Cells
    known: _Known

    @property
    def valid(self) -> bool:
        """Tell whether there is anything to compute."""
        return not self.problems and not self.cells


def prepare(calculator: Calculator, values: Entered, language: str = "en") -> Prepared:
    """Return what is computed with when a person entered `values`, examples standing in for the rest; never raises."""
    used = {each.name: _used(each, values) for each in calculator.inputs}
    problems = _judged(calculator, used, input_problem)
    tables, cells = _entered_tables(calculator, values, language)
    known: _Known = dict(used)
    if not problems and not cells:
        for each in calculator.tables:
            known |= columns_of(each, tables[each.name])
    return Prepared(used, problems, tables, cells, known)


def _used(declared: Input, values: Entered) -> Any:
    entered = values.get(declared.name)
    if entered is None and not (declared.optional and declared.name in values):
        entered = declared.example
    if isinstance(entered, int) and not isinstance(entered, bool) and abs(entered) <= LARGEST:
        return float(entered)
    return entered


def _judged(calculator: Calculator, used: Entered, judge: Callable[[Input, object], str | None]) -> dict[str, str]:
    judged = {each.name: judge(each, used[each.name]) for each in calculator.inputs if each.name in used}
    return {name: code for name, code in judged.items() if code}


def _entered_tables(
    calculator: Calculator, values: Entered, language: str
) -> tuple[dict[str, list[dict[str, Any]]], _Cells]:
    """Return the rows of each table, the person's own or the example's, and what is wrong with them."""
    tables, cells = {}, {}
    for table in calculator.tables:
        own = values.get(table.name)
        found = table.rows(language) if own is None else own
        tables[table.name] = table_rows(table, found, language)
        problems = table_problems(table, tables[table.name] if table.fixed and tables[table.name] else found)
        if problems:
            cells[table.name] = tuple(problems)
    return tables, cells


def _cautions(calculator: Calculator, tables: Mapping[str, list[dict[str, Any]]], cells: _Cells) -> _Cells:
    sound = [each for each in calculator.tables if each.name not in cells]
    found = {each.name: tuple(table_warnings(each, tables[each.name])) for each in sound}
    return {name: each for name, each in found.items() if each}


def _answers(
    calculator: Calculator, known: _Known, tables: Mapping[str, Sequence[Any]], *, valid: bool
) -> tuple[dict[str, Answer], dict[str, list[float] | str | None]]:
    """Compute every formula, each seeing the ones before it; `known` grows by them."""
    for each in calculator.steps:
        known[each.name] = step_value(each, known, tables) if valid else Failure(INVALID_INPUT)
    outputs = {each.name: shown(known[each.name]) for each in calculator.outputs}
    series = {each.name: _listed(known[each.name]) for each in calculator.series}
    return outputs, series


def step_value(formula: Formula, known: _Known, tables: Mapping[str, Sequence[Any]]) -> Value | Failure | None:
    """Return one formula; a series over a table must have one value per row of it."""
    found = evaluate(formula.tree, known)
    if formula.over and isinstance(found, list) and len(found) != len(tables[formula.over]):
        return Failure(OUT_OF_DOMAIN)
    return found


def shown(value: object) -> Answer:
    """Return what a page shows of an outcome: a number, an error code, or None where it is not defined."""
    if isinstance(value, Failure):
        return value.code
    return value if isinstance(value, float) else None


def _listed(value: Value | Failure | None) -> list[float] | str | None:
    return [float(each) for each in value] if isinstance(value, list) else str(shown(value) or "") or None


def _rows(
    chart: Chart,
    calculator: Calculator,
    series: Mapping[str, list[float] | str | None],
    known: _Known,
    tables: Mapping[str, list[dict[str, Any]]],
) -> tuple[Mapping[str, Answer], ...]:
    if chart.rows:
        return tuple(each for row in chart.rows for each in _chart_rows(row, known, tables))
    names = [each.name for each in calculator.series if not each.over]
    columns = [each for each in (series[name] for name in names) if isinstance(each, list)]
    if len(columns) < len(names):
        return ()
    return tuple(dict(zip(names, row, strict=True)) for row in zip(*columns, strict=False))


def _chart_rows(row: Row, known: _Known, tables: Mapping[str, list[dict[str, Any]]]) -> list[dict[str, Answer]]:
    """Return the row of a chart; over a table, one for each row of it, with the label and the texts it has there."""
    fields = {part.name: step_value(part, known, tables) for part in row.fields}
    if not row.over:
        return [{"row": row.name, **{name: shown(value) for name, value in fields.items()}}]
    return [
        {"row": row.name, "label": label, **_texts(cells), **{name: _at(value, at) for name, value in fields.items()}}
        for at, (label, cells) in enumerate(zip(labels_of(tables[row.over]), tables[row.over], strict=True))
    ]


def _texts(row: Mapping[str, Any]) -> dict[str, str]:
    """Return what stands in the text columns of a row, as `<column>_text`."""
    return {f"{name}_text": each for name, each in row.items() if name != NAME and isinstance(each, str)}


def _at(value: Value | Failure | None, at: int) -> Answer:
    return shown(value[at] if isinstance(value, list) else value)
