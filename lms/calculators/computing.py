"""Computes a declared calculator on the server: a page without JavaScript, results in lists, content checks."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from lms.calculators.codes import INVALID_INPUT
from lms.calculators.declared import Calculator, Formula, Input
from lms.calculators.formula.kinds import names_in
from lms.calculators.formula.language import Value
from lms.calculators.formula.scalar import Failure, evaluate_tree

Entered = Mapping[str, int | float | str | None]
Answer = float | str | None

_Judge = Callable[[Input, int | float | str | None], str | None]

_MOVE: Final = 0.1
_LARGEST: Final = 1e15


@dataclass(frozen=True, slots=True)
class Move:
    """What the headline becomes when one input is 10 % lower and higher; `swing` is the distance."""

    name: str
    low: float | None
    high: float | None
    swing: float


@dataclass(frozen=True, slots=True)
class Results:
    """Everything a page shows.

    `outputs`: a number, None (not defined for these numbers) or an error code. `mine`: inputs the person entered.
    `yours` of the `matters` inputs that matter are the person's own. `problems` and `warnings`: input → code.
    `table`: the rows behind chart and table twin. `notes`: names of the notes that apply. `moves`: largest first.
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


def compute(calculator: Calculator, values: Entered) -> Results:
    """Compute every output, series, note and move; never raises.

    `values` holds what the person entered; a missing name, or None where something is required, counts with its
    example. None in an optional input means empty. Unknown names are ignored.
    """
    used = {each.name: _used(each, values) for each in calculator.inputs}
    mine = tuple(each.name for each in calculator.inputs if values.get(each.name) is not None)
    problems = _judged(calculator, used, input_problem)
    warnings = _judged(calculator, {name: value for name, value in used.items() if name not in problems}, _warning)
    mattering = [each.name for each in calculator.inputs if each.matters]
    known: dict[str, Value | Failure | None] = dict(used)
    outputs, series = _answers(calculator, known, valid=not problems)
    return Results(
        values=used,
        mine=mine,
        yours=sum(name in mine for name in mattering),
        matters=len(mattering),
        problems=problems,
        warnings=warnings,
        outputs=outputs,
        series=series,
        table=() if problems else _table(calculator, series, known),
        notes=() if problems else tuple(n.name for n in calculator.notes if evaluate_tree(n.tree, known) is True),
        moves=() if problems else _moves(calculator, known),
    )


def _used(declared: Input, values: Entered) -> int | float | str | None:
    entered = values.get(declared.name)
    if entered is None and not (declared.optional and declared.name in values):
        entered = declared.example
    if isinstance(entered, int) and not isinstance(entered, bool) and abs(entered) <= _LARGEST:
        return float(entered)
    return entered


def _judged(calculator: Calculator, used: Entered, judge: _Judge) -> dict[str, str]:
    judged = {each.name: judge(each, used[each.name]) for each in calculator.inputs if each.name in used}
    return {name: code for name, code in judged.items() if code}


def input_problem(declared: Input, value: int | float | str | None) -> str | None:
    """Return the code of what is wrong with one value, or None when it can be used."""
    if value is None:
        return None if declared.optional else "NOT_A_NUMBER"
    if declared.unit == "choice":
        return None if any(value == each.value for each in declared.choices) else "NOT_A_CHOICE"
    if isinstance(value, bool | str) or not isinstance(value, int | float) or not _finite(value):
        return "NOT_A_NUMBER"
    tests = (
        ("BELOW_MINIMUM", declared.minimum is not None and value < declared.minimum),
        ("ABOVE_MAXIMUM", declared.maximum is not None and value > declared.maximum),
        ("TOO_LARGE", abs(value) > _LARGEST),
        ("NOT_WHOLE", declared.whole and not float(value).is_integer()),
    )
    return next((code for code, wrong in tests if wrong), None)


def _warning(declared: Input, value: int | float | str | None) -> str | None:
    if value is None or isinstance(value, str):
        return None
    if declared.soft_minimum is not None and value < declared.soft_minimum:
        return "BELOW_USUAL"
    return "ABOVE_USUAL" if declared.soft_maximum is not None and value > declared.soft_maximum else None


def _finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def _answers(
    calculator: Calculator, known: dict[str, Value | Failure | None], *, valid: bool
) -> tuple[dict[str, Answer], dict[str, list[float] | str | None]]:
    """Compute outputs, then series, each seeing the ones before it; `known` grows by them."""
    for each in (*calculator.outputs, *calculator.series):
        known[each.name] = evaluate_tree(each.tree, known) if valid else Failure(INVALID_INPUT)
    outputs = {each.name: _shown(known[each.name]) for each in calculator.outputs}
    series = {each.name: _listed(known[each.name]) for each in calculator.series}
    return outputs, series


def _shown(value: Value | Failure | None) -> Answer:
    if isinstance(value, Failure):
        return value.code
    return value if isinstance(value, float) else None


def _listed(value: Value | Failure | None) -> list[float] | str | None:
    return [float(each) for each in value] if isinstance(value, list) else str(_shown(value) or "") or None


def _table(
    calculator: Calculator, series: Mapping[str, list[float] | str | None], known: Mapping[str, Value | Failure | None]
) -> tuple[Mapping[str, Answer], ...]:
    chart = calculator.chart
    if chart is None:
        return ()
    if chart.rows:
        return tuple(
            {"row": row.name, **{part.name: _shown(evaluate_tree(part.tree, known)) for part in row.fields}}
            for row in chart.rows
        )
    columns = [each for each in series.values() if isinstance(each, list)]
    if len(columns) < len(series):
        return ()
    return tuple(dict(zip(series, row, strict=True)) for row in zip(*columns, strict=False))


def _moves(calculator: Calculator, known: Mapping[str, Value | Failure | None]) -> tuple[Move, ...]:
    """Move each input that matters by 10 % down and up, the others unchanged, within its hard range."""
    chain = [(each, names_in(each.tree)) for each in calculator.outputs if each.name in calculator.chain]
    moves = []
    for each in calculator.inputs:
        value = known[each.name]
        if not each.matters or not isinstance(value, float):
            continue
        low, high = (_moved(chain, known, each, value * factor) for factor in (1 - _MOVE, 1 + _MOVE))
        swing = 0.0 if low is None or high is None else abs(high - low)
        moves.append(Move(each.name, low, high, swing))
    return tuple(sorted(moves, key=lambda move: (-move.swing, move.name)))


def _moved(
    chain: list[tuple[Formula, frozenset[str]]],
    known: Mapping[str, Value | Failure | None],
    declared: Input,
    value: float,
) -> float | None:
    """Return the headline with one input changed; only what depends on that input is computed anew."""
    if declared.minimum is not None:
        value = max(value, declared.minimum)
    if declared.maximum is not None:
        value = min(value, declared.maximum)
    moved = {**known, declared.name: value}
    touched = {declared.name}
    for each, uses in chain:
        if not touched.isdisjoint(uses):
            moved[each.name] = evaluate_tree(each.tree, moved)
            touched.add(each.name)
    result = moved[chain[-1][0].name]
    return result if isinstance(result, float) else None
