"""Everything that can be computed, as plain data: what pages, documentation, other programs and tests are made from.

Nothing is written here twice: inputs come from what each operation declares, its outputs from computing its example,
its error codes from the code that gives them, its source from the text at the head of its file.
"""

import inspect
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, Final

from lms.calculators.codes import INVALID_INPUT, MESSAGES
from lms.calculators.declared import Calculator, Formula, Input, Table
from lms.calculators.operations import OPERATIONS, Operation, Parameter, evaluate
from lms.calculators.ranges.suited import OUTPUTS, UNSUITED, names_of
from lms.calculators.service.costing import costs
from lms.calculators.service.graph import dependencies

FORMAT: Final = 1
EXAMPLES: Final = Path(__file__).with_name("operation_examples.json")
"""Inputs of one worked example for each operation."""


def catalogue() -> dict[str, Any]:
    """Return every operation by name, sorted, with the words of the error codes: JSON-able, the same in every run."""
    examples = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    return {
        "format": FORMAT,
        "operations": {name: operation_entry(OPERATIONS[name], examples[name]) for name in sorted(OPERATIONS)},
        "errors": {code: dict(MESSAGES[code]) for code in sorted(MESSAGES)},
    }


def operation_entry(operation: Operation, example: Mapping[str, Any]) -> dict[str, Any]:
    """Return one operation: title, tool, source, inputs, outputs as its example gives them, ranges, codes …"""
    tool, section, source = _heading(operation.function.__module__)
    outputs = evaluate(operation.name, example)
    return {
        "title": operation.title,
        "tool": tool,
        "section": section,
        "inputs": [_parameter(each) for each in operation.parameters],
        "outputs": {name: _sort(value) for name, value in outputs.items()},
        "ranges": _ranges(operation, outputs),
        "errors": sorted({INVALID_INPUT, *_codes(operation.function, set())}),
        "explanation": inspect.getdoc(operation.function) or "",
        "source": source,
        "example": {"inputs": dict(example), "outputs": outputs},
    }


def _ranges(operation: Operation, outputs: Mapping[str, object]) -> dict[str, Any]:
    """Return which numbers can be ranges, and the outputs the figures can be about, the usual one first; or why not."""
    if operation.name in UNSUITED:
        return {"refused": UNSUITED[operation.name]}
    usual = OUTPUTS[operation.name]
    others = [name for name, value in outputs.items() if _sort(value).startswith("number") and name != usual]
    return {"outputs": [usual, *others], "inputs": names_of(operation)}


def calculator_entry(calculator: Calculator) -> dict[str, Any]:
    """Return one declared calculator: inputs, tables, formulas with what they use and cost at most, sources."""
    uses, steps = dependencies(calculator).uses, costs(calculator)
    series = {each.name for each in calculator.series}
    return {
        "format": FORMAT,
        "name": calculator.name,
        "uuid": calculator.uuid,
        "title": dict(calculator.title),
        "question": dict(calculator.question),
        "inputs": [_input(each) for each in calculator.inputs],
        "tables": [_table(each) for each in calculator.tables],
        "formulas": [
            {**_formula(each), "series": each.name in series, "uses": list(uses[each.name]), "steps": steps[each.name]}
            for each in calculator.steps
        ],
        "headline": calculator.headline.name,
        "sources": list(calculator.sources),
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "name": parameter.name,
        "kind": parameter.sort,
        "unit": parameter.unit,
        "help": parameter.help,
        "required": parameter.required,
        "default": parameter.default,
        "may_be_empty": parameter.optional,
        "whole": parameter.whole,
        "range": [parameter.minimum, parameter.maximum],
        "usual": [parameter.soft_minimum, parameter.soft_maximum],
    }
    if parameter.choices:
        entry["choices"] = list(parameter.choices)
    if parameter.fields:
        entry["fields"] = [_parameter(each) for each in parameter.fields]
    return entry


def _input(declared: Input) -> dict[str, Any]:
    return {
        "name": declared.name,
        "unit": declared.unit,
        "label": dict(declared.label),
        "help": dict(declared.help),
        "required": not declared.optional,
        "example": declared.example,
        "whole": declared.whole,
        "range": [declared.minimum, declared.maximum],
        "usual": [declared.soft_minimum, declared.soft_maximum],
        "choices": [each.value for each in declared.choices],
    }


def _table(table: Table) -> dict[str, Any]:
    columns = [_input(each) for each in table.columns]
    return {"name": table.name, "label": dict(table.label), "rows": [table.fewest, table.most], "columns": columns}


def _formula(formula: Formula) -> dict[str, Any]:
    return {
        "name": formula.name,
        "unit": formula.unit,
        "label": dict(formula.label),
        "formula": formula.formula.strip(),
        "hidden": formula.hidden,
        "over": formula.over,
    }


def _heading(module: str) -> tuple[str, str, str]:
    """Return the number of the tool ("T01"), its heading, and where its formulas come from: the head of its file."""
    first, _, rest = (inspect.getdoc(sys.modules[module]) or "").partition("\n")
    return first.split(" ")[0], first.rstrip("."), " ".join(rest.split())


def _sort(value: object) -> str:
    if isinstance(value, Mapping):
        return "record"
    if isinstance(value, list):
        return "rows" if value and isinstance(value[0], Mapping) else "list"
    if value is None:
        return "number or empty"
    return "yes or no" if isinstance(value, bool) else "text" if isinstance(value, str) else "number"


def _codes(function: object, seen: set[object]) -> Iterator[str]:
    """Give the error codes named by a function, by the functions and classes of this package it uses, and by theirs."""
    if isinstance(function, type):
        for each in vars(function).values():
            yield from _codes(each.fget if isinstance(each, property) else each, seen)
    if not isinstance(function, FunctionType) or function in seen:
        return
    seen.add(function)
    for code in _nested(function.__code__):
        yield from (each for each in code.co_consts if isinstance(each, str) and each in MESSAGES)
        for name in code.co_names:
            found = function.__globals__.get(name)
            if isinstance(found, str) and found in MESSAGES:
                yield found
            elif isinstance(found, FunctionType | type) and found.__module__.startswith("lms.calculators"):
                yield from _codes(found, seen)


def _nested(code: CodeType) -> Iterator[CodeType]:
    yield code
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from _nested(each)
