"""New parts of a calculator: an input, a result, a row of periods, a note, each with a name made from its label."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from lms.calculators.example_runs import run_examples
from lms.calculators.service.drafting import drafted
from lms.calculators.service.renaming import fresh_name
from lms.studio.calculators.boxes import tidy
from lms.studio.calculators.part_text import with_section, with_values
from lms.studio.calculators.sheet import Part, Sheet, listed
from lms.studio.calculators.toml_values import written

ADDABLE: Final = ("inputs", "tables", "outputs", "series", "words", "notes", "examples")
"""The kinds of part that can be added by name."""

_FALLBACK: Final = {"inputs": "number", "tables": "table", "outputs": "result", "series": "row", "words": "words",
                    "notes": "note"}  # fmt: skip


def new_part(sheet: Sheet, kind: str, label: str, language: str) -> tuple[str, str]:
    """Return (its part, its text) of a new part of a kind."""
    if kind == "examples":
        return f"examples.{len(sheet.of('examples')) + 1}", example_text(sheet)
    among = sheet.named(kind) if kind in ("words", "notes") else sheet.names
    name = fresh_name(label, among, _FALLBACK[kind])
    said = label.strip() or name
    return f"{kind}.{name}", _table(kind, name, {language: said}, first=not sheet.of(kind))


def _table(kind: str, name: str, label: Mapping[str, str], *, first: bool) -> str:
    values: dict[str, Any] = {"name": name}
    if kind == "inputs":
        values |= {"unit": "number", "label": label, "example": 10, "matters": True}
    elif kind == "outputs":
        values |= {"unit": "number", "label": label, "formula": "0", **({"headline": True} if first else {})}
    elif kind == "series":
        values |= {"unit": "number", "label": label, "formula": "years(5)"}
    elif kind == "notes":
        values |= {"when": "1 > 2", "text": label}
    elif kind == "words":
        values["texts"] = [label]
    elif kind == "tables":
        values |= {"label": label, "row_label": label, "fewest": 1, "most": 8}
    body = table_text(kind, values)
    if kind == "tables":
        body += f'\n[[tables.columns]]\nname = "amount"\nunit = "number"\n{_labels(label)}\nminimum = 0\n'
        body += f"\n[[tables.example]]\n{_labels(dict.fromkeys(label, '1'), 'name')}\namount = 10\n"
    return body


def table_text(kind: str, values: Mapping[str, Any]) -> str:
    """Return a table of a calculator file; texts are written one language a line."""
    lines = [f"[[{kind}]]"]
    for key, value in values.items():
        lines += [_labels(value, key)] if isinstance(value, Mapping) else [f"{key} = {written(value)}"]
    return "\n".join(lines) + "\n"


def _labels(texts: Mapping[str, str], key: str = "label") -> str:
    return "\n".join(f"{key}.{language} = {written(text)}" for language, text in texts.items())


def example_text(sheet: Sheet) -> str:
    """Return an example that says what the calculator gives today with its own numbers."""
    found = drafted(sheet.text, sheet.path).calculator
    outputs = {} if found is None else _results(found)
    return f"[[examples]]\ninputs = {{}}\noutputs = {written(outputs)}\n"


def _results(calculator: Any) -> dict[str, Any]:
    from lms.calculators.computing import compute

    found = compute(calculator, {}).outputs
    shown = [each.name for each in calculator.outputs if not each.hidden or each.headline]
    return {name: expected(found[name]) for name in shown}


def expected(value: object) -> Any:
    """Return a result as an example names it: "none" where it is not defined; a list for a series."""
    if isinstance(value, list):
        return [expected_in_list(each) for each in value]
    return "none" if value is None else expected_in_list(value)


def expected_in_list(value: object) -> Any:
    """Return one of several results; a number without the noise of its last binary digits."""
    return tidy(value) if isinstance(value, float) else value


def todays_results(sheet: Sheet, part: Part) -> dict[str, Any]:
    """Return what an example's own outputs give today, by name; nothing where it cannot be computed."""
    found = drafted(sheet.text, sheet.path).calculator
    runs = [] if found is None else run_examples(found)
    if part.at > len(runs):
        return {}
    run = runs[part.at - 1]
    return {name: expected(run.found.get(name)) for name in run.example.outputs if name in run.found}


def new_section(part: Part, group: str, language: str) -> str:
    """Return a part with one more of what repeats in it: a column of a table, an option of a choice, a word."""
    if group == "columns":
        name = fresh_name("", [str(each.get("name")) for each in listed(part.known.get("columns"))], "column")
        body = f'name = "{name}"\nunit = "number"\n{_labels({language: name})}\nminimum = 0'
        text = with_section(part.text, "tables.columns", "columns", body)
        rows = range(len(listed(part.known.get("example"))))
        return with_values(text, {("example", row, name): 0 for row in rows})
    if group == "example":
        columns = [str(each["name"]) for each in listed(part.known.get("columns")) if "name" in each]
        number = str(len(listed(part.known.get("example"))) + 1)
        cells = "".join(f"{name} = {_last_cell(part, name)}\n" for name in columns)
        return with_section(part.text, "tables.example", "example", f"{_labels({language: number}, 'name')}\n{cells}")
    count = len(listed(part.known.get("choices"))) + 1
    body = f'value = "OPTION_{count}"\n{_labels({language: f"{count}"})}'
    return with_section(part.text, "inputs.choices", "choices", body)


def _last_cell(part: Part, column: str) -> str:
    """Return what a new row holds in a column: what the row above it does."""
    rows = listed(part.known.get("example"))
    return written(rows[-1][column]) if rows and column in rows[-1] else "0"
