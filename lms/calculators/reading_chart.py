"""Reads the charts of a calculator file: Vega-Lite specifications with placeholders, each with its table twin."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from lms.calculators.codes import Text
from lms.calculators.declared import Chart, Column, Formula, Row, Table
from lms.calculators.formula.language import NUMBER, SERIES
from lms.calculators.reading_formulas import FormulaReader
from lms.calculators.reading_words import known, words_of
from lms.calculators.toml_source import Path, TomlSource
from lms.sentences import say

PLACEHOLDERS: Final = (
    "pine", "pine_soft", "sun", "clay", "ink", "ink_2", "line", "surface", "sans", "serif", "money", "number",
)  # fmt: skip
"""What a page fills in: colours and fonts of the reader's theme, the axis title and format of the reader's language."""

_TEXT: Final = re.compile(r"\$text:([a-z][a-z0-9_]*)")
FORBIDDEN: Final = ("url", "href", "usermeta", "expr", "signal", "params", "labelExpr", "calculate")
_CONDITIONS: Final = ("test", "filter")
MOST: Final = 3
"""So many charts a calculator has at most: each is drawn anew while a slider moves."""


def read_charts(
    source: TomlSource,
    formulas: FormulaReader,
    series: tuple[Formula, ...],
    units: tuple[str, ...],
    tables: tuple[Table, ...] = (),
) -> tuple[Chart, ...]:
    """Return the charts, `[chart]` first and then each of `[[charts]]`; none where the file has none.

    Rows over one of `tables` carry the text of its text columns as `<column>_text`.

    A chart is data, not code: addresses, expressions and signals are refused.
    """
    found: list[tuple[Path, Any]] = [(("chart",), source.data["chart"])] if "chart" in source.data else []
    found += [(("charts", at), each) for at, each in enumerate(source.tables(source.data, (), "charts", MOST))]
    if len(found) > MOST:
        source.problem(
            ("charts",), say("There are {count} charts.", count=len(found)), say("Draw at most {most}.", most=MOST)
        )
    charts = (_chart(source, formulas, each, path, series, units, tables) for path, each in found)
    return tuple(each for each in charts if each is not None)


def _chart(
    source: TomlSource,
    formulas: FormulaReader,
    table: Any,
    path: Path,
    series: tuple[Formula, ...],
    units: tuple[str, ...],
    tables: tuple[Table, ...],
) -> Chart | None:
    if not isinstance(table, dict):
        source.problem(path, say("“chart” must be a table."), say("Write [chart]."))
        return None
    source.keys(table, path, ("spec", "description", "texts", "table", "rows", "words"))
    rows = tuple(
        _row(source, formulas, each, (*path, "rows", at))
        for at, each in enumerate(source.tables(table, path, "rows", 30))
    )
    periods = {each.name for each in series if not each.over}
    fields = {part.name for row in rows for part in row.fields} if rows else periods
    texts = _texts(source, table, path)
    return Chart(
        spec=_spec(source, table, path, texts),
        description=source.text(table, path, "description"),
        columns=tuple(_columns(source, table, path, fields, units, _text_fields(rows, tables))),
        texts=texts,
        rows=rows,
        words=_words(source, table, path, fields),
    )


def _row(source: TomlSource, formulas: FormulaReader, table: dict[str, Any], path: Path) -> Row:
    source.keys(table, path, ("name", "label", "fields", "over"))
    over = formulas.over(table, path)
    kind = SERIES if over else NUMBER
    found = table.get("fields")
    if not isinstance(found, dict):
        source.problem(path, say("The row has no fields."), say('Write fields = {amount = "formula"}.'))
        found = {}
    fields = tuple(
        Formula(name, str(text), formulas.tree(str(text), kind, (*path, "fields")), over=over)
        for name, text in found.items()
    )
    return Row(source.word(table, path, "name"), source.text(table, path, "label", required=not over), fields, over)


def _words(source: TomlSource, table: dict[str, Any], path: Path, fields: set[str]) -> dict[str, str]:
    """Return the fields whose numbers are said as words, with the name of the words."""
    found = table.get("words", {})
    if not isinstance(found, dict):
        source.problem(
            (*path, "words"), say("“words” must be a table."), say('Write [chart.words] and field = "words" below it.')
        )
        return {}
    for name, words in found.items():
        known(source, words, path)
        if name not in fields:
            source.problem(
                (*path, "words"),
                say("The field “{name}” is not computed.", name=name),
                say("These are: {known}.", known=", ".join(sorted(fields))),
            )
    return {name: str(words) for name, words in found.items()}


def _texts(source: TomlSource, table: dict[str, Any], path: Path) -> dict[str, Text]:
    found = table.get("texts", {})
    if not isinstance(found, dict):
        source.problem((*path, "texts"), say("“texts” must be a table."), say('Write texts.year.en = "…".'))
        return {}
    return {name: source.text(found, (*path, "texts"), name) for name in found}


def _spec(source: TomlSource, table: dict[str, Any], chart: Path, texts: dict[str, Text]) -> dict[str, Any]:
    path = (*chart, "spec")
    found = table.get("spec")
    try:
        spec = json.loads(found) if isinstance(found, str) else found
    except (json.JSONDecodeError, RecursionError) as error:
        source.problem(path, say("The specification is not valid JSON: {error}.", error=error), say("Mend it."))
        return {}
    if not isinstance(spec, dict) or spec.get("data") != {"name": "table"}:
        source.problem(path, say("The chart does not draw the table."), say('Give it "data": {"name": "table"}.'))
        return {}
    known = len(source.problems)
    for key, value in _walk(spec):
        if key in FORBIDDEN or (key in _CONDITIONS and isinstance(value, str)):
            source.problem(
                path, say("“{key}” is not allowed in a chart.", key=key), say("Draw what stands in the table.")
            )
        if isinstance(value, str) and value.startswith("$"):
            _placeholder(source, path, value, texts)
    return spec if len(source.problems) == known else {}


def _placeholder(source: TomlSource, path: Path, value: str, texts: dict[str, Text]) -> None:
    text = _TEXT.fullmatch(value)
    if text and text[1] not in texts:
        source.problem(
            path, say("The text “{name}” is missing.", name=value), say('Write texts.{name}.en = "…".', name=text[1])
        )
    if not text and value[1:] not in PLACEHOLDERS:
        source.problem(
            path,
            say("“{name}” is no placeholder.", name=value),
            say("Use $text:name or one of {known}.", known=", ".join(PLACEHOLDERS)),
        )


def _text_fields(rows: tuple[Row, ...], tables: tuple[Table, ...]) -> set[str]:
    over = {row.over for row in rows}
    return {f"{each.name}_text" for table in tables if table.name in over for each in table.columns if each.is_text}


def _columns(
    source: TomlSource, table: dict[str, Any], chart: Path, fields: set[str], units: tuple[str, ...], texts: set[str]
) -> Iterator[Column]:
    found = table.get("table")
    columns = source.tables(found if isinstance(found, dict) else {}, (*chart, "table"), "columns", 20)
    path = (*chart, "table", "columns")
    if not columns:
        source.problem(path, say("The chart has no table twin."), say("Write [chart.table] with columns = […]."))
    for each in columns:
        source.keys(each, path, ("name", "label", "unit", "words"))
        name = source.word(each, path, "name")
        allowed = ("text",) if name in texts else units
        unit = source.one_of(each, path, "unit", allowed, "number" if "words" in each else "")
        if name not in fields | texts:
            known_here = ", ".join(sorted(fields | texts))
            source.problem(
                path,
                say("The column “{name}” is not computed.", name=name),
                say("These are: {known}.", known=known_here),
            )
        yield Column(name, source.text(each, path, "label"), unit, words_of(source, each, path, unit))


def _walk(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield every key with its value, at every depth, list elements under the key of their list."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield key, each
            yield from _walk(each)
    elif isinstance(value, list):
        for each in value:
            yield "", each
            yield from _walk(each)
