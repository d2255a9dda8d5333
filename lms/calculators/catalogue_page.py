"""The catalogue of operations as a page of Markdown: `docs/operations.md`."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

OPENING: Final = """# Operations

Every calculation `lms calc` and `lms.calculators.evaluate` can do. This page is printed by `lms calc --list --markdown`
from what the program itself declares, and so is its twin for machines, `lms calc --list --json`; a test fails when it
is out of date.

Shares are fractions: 15 % is 0.15. Outside its *range* a number is refused; outside what is *usual* it is remarked on.
An error is an answer with a code in place of numbers; the codes stand at the end.
"""


def page(catalogue: Mapping[str, Any]) -> str:
    """Return the whole page for what `catalogue()` gives, tools in the order of their numbers."""
    operations: Mapping[str, Mapping[str, Any]] = catalogue["operations"]
    parts = [OPENING]
    for section in sorted({each["section"] for each in operations.values()}):
        parts.append(f"## {section}")
        own = {name: each for name, each in operations.items() if each["section"] == section}
        for source in dict.fromkeys(each["source"] for each in own.values()):
            parts.append(_escaped(source))
        parts += ["\n\n".join(_operation(name, each)) for name, each in own.items()]
    parts.append("## Error codes")
    parts.append("\n".join(f"- `{code}`: {_escaped(words['en'])}" for code, words in catalogue["errors"].items()))
    return "\n\n".join(part.strip() for part in parts if part) + "\n"


def _operation(name: str, entry: Mapping[str, Any]) -> Iterator[str]:
    yield f"### `{name}`"
    yield f"{_escaped(entry['title'])}."
    rows = ["| input | kind | range | usual | default | meaning |", "|---|---|---|---|---|---|"]
    for each in entry["inputs"]:
        rows.append(_row(each["name"], each))
        rows += [_row(f"{each['name']}.{part['name']}", part) for part in each.get("fields", ())]
    yield "\n".join(rows)
    yield "Gives " + ", ".join(f"`{each}` ({sort})" for each, sort in entry["outputs"].items()) + "."
    yield _ranges(entry["ranges"])
    yield "Errors: " + ", ".join(f"`{each}`" for each in entry["errors"]) + "."
    yield f"```text\n{entry['explanation']}\n```"
    given = " ".join(f"{key}={_argument(value)}" for key, value in entry["example"]["inputs"].items())
    yield f"```sh\nlms calc {name} {given}\n```"


def _ranges(entry: Mapping[str, Any]) -> str:
    if "refused" in entry:
        return f"No ranges: {entry['refused'][0].lower()}{entry['refused'][1:]}"
    numbers, outputs = (", ".join(f"`{each}`" for each in entry[key]) for key in ("inputs", "outputs"))
    return f"Ranges for {numbers}; the figures are about {outputs.replace(', ', ' or else ', 1)}."


def _row(name: str, entry: Mapping[str, Any]) -> str:
    kind = entry["unit"] if entry["kind"] == "number" else " or ".join(entry.get("choices", ())) or entry["kind"]
    if entry["kind"] not in {"number", "choice", "text"} and entry["unit"] not in entry["kind"]:
        kind = f"{kind}, {entry['unit']}"
    whole = ", whole" if entry["whole"] else ""
    cells = (f"`{name}`", f"{kind}{whole}", _span(entry["range"]), _span(entry["usual"]), _default(entry))
    return "| " + " | ".join((*cells, _escaped(entry["help"]))) + " |"


def _span(ends: list[float | None]) -> str:
    low, high = ("" if end is None else f"{end:g}" for end in ends)
    return f"{low} … {high}".strip() if low or high else ""


def _default(entry: Mapping[str, Any]) -> str:
    if entry["required"]:
        return "required"
    found = entry["default"]
    return "empty" if found is None else f"{found:g}" if isinstance(found, float | int) else f"`{found}`"


def _argument(value: object) -> str:
    if isinstance(value, str):
        return f"'{value}'" if " " in value else value
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"'{text}'" if isinstance(value, list | dict) else text


def _escaped(text: str) -> str:
    for sign in "\\|*_<":
        text = text.replace(sign, f"\\{sign}")
    return text
