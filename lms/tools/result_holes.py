"""What a calculator says of somebody's numbers, its HTML written once around holes for the figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from lms.calculators.declared import Formula
from lms.tools.holes import filled, framed, hole
from lms.tools.written_once import of_example

if TYPE_CHECKING:
    from lms.tools.row_results import RowResults
    from lms.tools.showing import ShownCalculator

IN_SIGHT: Final = 12
"""So many figures stand beside the headline; where there are more, `FEW` do and the rest is folded away."""
FEW: Final = 9

_HIDDEN: Final = Markup(" hidden")


def result_of(shown: ShownCalculator, write: Callable[..., Markup], row: Callable[..., Markup]) -> Markup:
    """Return headline, sentence, figures and pictures by the macro `write`; `row` is that of one row's results."""
    return of_example(shown, "result", 0, _result, write, row)


def _result(shown: ShownCalculator, write: Callable[..., Markup], row: Callable[..., Markup]) -> Markup:
    first = shown.figures[: _in_sight(shown)]
    values = {
        "scenario": shown.scenario.name if shown.scenario else "",
        "headline": shown.headline_figure,
        "yours": shown.results.yours,
        "matters": shown.results.matters,
        "mine": shown.mine_text,
        "sentence": shown.sentence,
        "problem": shown.problem,
        **_figures(shown, first),
        **{f"note {name}": "" if applies else _HIDDEN for name, _text, applies in shown.notes},
        **{f"rows {each.table.name}": _rows(shown, each, row) for each in shown.row_results},
    }
    return framed(shown, "result", shown.scenario is None, write, values, first)


def _in_sight(shown: ShownCalculator) -> int:
    return IN_SIGHT if len(shown.figures) <= IN_SIGHT else FEW


def _figures(shown: ShownCalculator, outputs: Sequence[Formula]) -> dict[str, Any]:
    found = shown.results.outputs
    hidden = {f"hidden {each.name}": _HIDDEN if found[each.name] is None else "" for each in outputs}
    return hidden | {f"figure {each.name}": shown.figure(each) for each in outputs}


def _rows(shown: ShownCalculator, found: RowResults, write: Callable[..., Markup]) -> Markup:
    part = (shown.calculator, f"row result {found.table.name}", shown.language)
    columns = range(len(found.columns))
    holes = {"name": hole("name")} | {f"cell {at}": hole(f"cell {at}") for at in columns}
    return _together(
        filled(
            part,
            lambda: write(shown, found, holes),
            {"name": name} | {f"cell {at}": cells[at] for at in columns},
        )
        for name, cells in found.rows
    )


def moves_of(shown: ShownCalculator, level: int, write: Callable[..., Markup], line: Callable[..., Markup]) -> Markup:
    """Return what moves the headline most by the macro `write`, a `line` each."""
    return of_example(shown, "moves", level, _moves, level, write, line)


def _moves(shown: ShownCalculator, level: int, write: Callable[..., Markup], line: Callable[..., Markup]) -> Markup:
    named = ({"label": label, "ends": ends} for label, ends in shown.moves)
    lines = _together(
        filled("a move", lambda: line({"label": hole("label"), "ends": hole("ends")}), it) for it in named
    )
    return framed(shown, "moves", level, write, {"moves": lines}, level)


def twins_of(shown: ShownCalculator, write: Callable[..., Markup], row: Callable[..., Markup]) -> Markup:
    """Return the figures that are folded away and the table twin of every picture by the macro `write`."""
    return of_example(shown, "table", 0, _twins, write, row)


def _twins(shown: ShownCalculator, write: Callable[..., Markup], row: Callable[..., Markup]) -> Markup:
    twins = {f"twin {each.at}": _together(_twin(cells, row) for cells in each.table) for each in shown.charts}
    more = shown.figures[_in_sight(shown) :]
    return framed(shown, "table", 0, write, twins | _figures(shown, more), more)


def _twin(cells: Sequence[str], write: Callable[..., Markup]) -> Markup:
    values = {str(at): cell for at, cell in enumerate(cells)}
    return filled(("twin", len(cells)), lambda: write([hole(name) for name in values]), values)


def _together(lines: Iterable[Markup]) -> Markup:
    return Markup("".join(lines))  # noqa: S704  - each is HTML with everything in it escaped
