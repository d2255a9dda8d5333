"""The kinds of picture in the gallery: what each needs, and its specification for what was chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from lms.questions.text import N_
from lms.studio.calculators.charts import specs
from lms.studio.calculators.charts.looks import MOST_LINES
from lms.studio.calculators.charts.material import Choice, Drawn, Material

RESULTS, PERIODS, ROWS = "results", "periods", "rows"
"""What a picture is drawn of: results beside one another, periods, the rows of a table."""

_AXES: Final = ("years", "months", "count", "number")
_TWO: Final = 2


@dataclass(frozen=True, slots=True)
class ChartKind:
    """One kind of picture. `fits`: what it shows when nothing is chosen yet, None where there is nothing for it."""

    name: str
    title: str
    about: str
    of: str
    most: int
    fits: Callable[[Material], Choice | None]
    spec: specs.Writer

    def choice(self, material: Material, wanted: Choice) -> Choice | None:
        """Return what was chosen as far as it can be drawn, else what fits; None where nothing does."""
        usual = self.fits(material)
        if usual is None:
            return None
        axis = wanted.axis if wanted.axis in {each for each, _of in axes_of(self, material)} else usual.axis
        drawn = {each.name: each for each in fields_of(self, material, axis)}
        there = [name for name in wanted.fields if name in drawn]
        fields = tuple(each for each in there if self._together(drawn[there[0]], drawn[each]))[: self.most]
        fewest = 1 if self.of == PERIODS or self.name == "bars-of-rows" else len(usual.fields[:_TWO])
        if len(fields) >= fewest:
            return Choice(fields, axis, usual.total)
        first = next(iter(drawn.values()))
        others = tuple(name for name, each in drawn.items() if self._together(first, each))[: self.most]
        return usual if axis == usual.axis or len(others) < fewest else Choice(others, axis, usual.total)

    def _together(self, first: Drawn, other: Drawn) -> bool:
        """Return whether two things stand in one picture: on one axis of one unit, or both or neither in money."""
        if self.name == "points":
            return (first.unit == "money") == (other.unit == "money")
        return first.unit == other.unit


def axes_of(kind: ChartKind, material: Material) -> list[tuple[str, Any]]:
    """Return (name, label) of what can stand along the picture: rows of periods, or tables."""
    if kind.of == PERIODS:
        return [(each.name, each.label) for each in material.periods if each.unit in _AXES]
    if kind.of == ROWS:
        return [(name, material.table(name).label) for name, drawn in material.tables.items() if drawn]
    return []


def fields_of(kind: ChartKind, material: Material, axis: str) -> list[Drawn]:
    """Return what the picture may show along that axis."""
    if kind.of == PERIODS:
        return [each for each in material.periods if each.name != axis]
    if kind.of == ROWS:
        return list(material.tables.get(axis, ()))
    if kind.name == "steps":
        return [each for each in material.results if each.name in material.parts]
    if kind.name == "share":
        return _shares(material)
    return list(material.results)


def _same_unit(material: Material) -> Choice | None:
    unit = material.named(material.headline).unit if material.results and _is_drawn(material) else ""
    groups = [material.of_unit(unit), *(material.of_unit(each.unit) for each in material.results)]
    best = next((each for each in groups if len(each) >= _TWO), None)
    return None if best is None else Choice(tuple(each.name for each in best[:8]))


def _is_drawn(material: Material) -> bool:
    return any(each.name == material.headline for each in material.results)


def _adding_up(material: Material) -> Choice | None:
    return Choice(material.parts, total=material.headline) if material.parts else None


def _shares(material: Material) -> list[Drawn]:
    return material.of_unit("percent")


def _one_share(material: Material) -> Choice | None:
    shares = _shares(material)
    return Choice((shares[0].name,)) if shares else None


def _over_periods(most: int) -> Callable[[Material], Choice | None]:
    def fits(material: Material) -> Choice | None:
        axis = next((each.name for each in material.periods if each.unit in _AXES), None)
        rest = [each for each in material.periods if each.name != axis]
        if axis is None or not rest:
            return None
        same = [each.name for each in rest if each.unit == rest[0].unit]
        return Choice(tuple(same[:most]), axis)

    return fits


def _several_periods(material: Material) -> Choice | None:
    found = _over_periods(MOST_LINES)(material)
    return found if found is not None and len(found.fields) >= _TWO else None


def _of_rows(count: int) -> Callable[[Material], Choice | None]:
    def fits(material: Material) -> Choice | None:
        for table, drawn in material.tables.items():
            for is_money in (False, True):
                alike = [each.name for each in drawn if (each.unit == "money") == is_money]
                if len(alike) >= count:
                    return Choice(tuple(alike[:count]), table)
        return None

    return fits


KINDS: Final = (
    ChartKind("bars", N_("Bars"), N_("One bar for each result, side by side."), RESULTS, 8, _same_unit, specs.bars),
    ChartKind("steps", N_("Steps"), N_("Parts that add up to the large figure."), RESULTS, 8, _adding_up, specs.steps),
    ChartKind("share", N_("Share"), N_("A part of the whole."), RESULTS, 1, _one_share, specs.share),
    ChartKind(
        "line-over-time",
        N_("Line"),
        N_("How something moves."),
        PERIODS,
        1,
        _over_periods(1),
        specs.of_years(specs.LINE),
    ),
    ChartKind(
        "bar-over-time",
        N_("Columns"),
        N_("A column each period."),
        PERIODS,
        1,
        _over_periods(1),
        specs.of_years(specs.BAR),
    ),
    ChartKind(
        "area-over-time",
        N_("Area"),
        N_("How something piles up."),
        PERIODS,
        1,
        _over_periods(1),
        specs.of_years(specs.AREA),
    ),
    ChartKind("lines", N_("Lines"), N_("Several rows compared."), PERIODS, MOST_LINES, _several_periods, specs.lines),
    ChartKind(
        "bars-of-rows", N_("A bar a row"), N_("One bar for each row of a table."), ROWS, 1, _of_rows(1), specs.row_bars
    ),
    ChartKind(
        "points", N_("Points"), N_("Each row stands where two numbers meet."), ROWS, 2, _of_rows(2), specs.points
    ),
)
"""The gallery, in the order in which it is shown."""
