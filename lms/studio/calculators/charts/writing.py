"""A picture of the gallery as it stands in a calculator file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lms.calculators.codes import Text
from lms.studio.calculators.charts.kinds import PERIODS, ROWS, ChartKind
from lms.studio.calculators.charts.material import Choice, Material
from lms.studio.calculators.toml_values import written

Say = Callable[[str, str], str]
"""Say a word of ours in a language: (language, English) → words."""


def chart_text(
    kind: ChartKind, material: Material, choice: Choice, languages: tuple[str, ...], say: Say, *, table: str = "charts"
) -> str:
    """Return the part of a calculator file that draws `choice`; `table` is "chart" for the one under `[chart]`."""
    lines = [f"[[{table}]]" if table == "charts" else f"[{table}]"]
    lines += [f"description.{each} = {written(_described(kind, material, choice, each, say))}" for each in languages]
    for name, text in _texts(kind, material, choice):
        lines += [f"texts.{name}.{each} = {written(_in(text, each))}" for each in languages]
    lines += [f"spec = '''\n{json.dumps(kind.spec(material, choice), indent=1, ensure_ascii=False)}\n'''", ""]
    for row in _rows(kind, material, choice, languages, say):
        lines += [f"[[{table}.rows]]", *(f"{key} = {written(value)}" for key, value in row.items()), ""]
    lines += [f"[{table}.table]", f"columns = {written([*_columns(kind, material, choice, languages, say)])}"]
    return "\n".join(lines) + "\n"


def _texts(kind: ChartKind, material: Material, choice: Choice) -> Iterator[tuple[str, Text]]:
    if kind.of == PERIODS:
        yield choice.axis, material.named(choice.axis).label
        for name in choice.fields:
            yield name, material.named(name).label
    if kind.of == ROWS:
        names = ("amount",) if kind.name == "bars-of-rows" else ("across", "up")
        for key, name in zip(names, choice.fields, strict=False):
            yield key, material.named(name).label


def _rows(
    kind: ChartKind, material: Material, choice: Choice, languages: tuple[str, ...], say: Say
) -> Iterator[Mapping[str, Any]]:
    if kind.of == ROWS:
        names = ("amount",) if kind.name == "bars-of-rows" else ("across", "up")
        yield {"name": "rows", "over": choice.axis, "fields": dict(zip(names, choice.fields, strict=False))}
    elif kind.name == "steps":
        before = "0"
        for name in choice.fields:
            end = name if before == "0" else f"{before} + {name}"
            yield _step(name, _label(material, name, languages), name, before, end)
            before = end
        label = {each: say(each, "In all") for each in languages}
        yield _step("in_all", label, choice.total, "0", choice.total)
    elif kind.name == "share":
        (name,) = choice.fields
        fields = {"amount": f"clamp({name}, 0, 1)", "place": "1"}
        yield {"name": "part", "label": _label(material, name, languages), "fields": fields}
        label = {each: say(each, "The rest") for each in languages}
        yield {"name": "rest", "label": label, "fields": {"amount": f"1 - clamp({name}, 0, 1)", "place": "2"}}
    elif kind.of != PERIODS:
        for name in choice.fields:
            yield {"name": name, "label": _label(material, name, languages), "fields": {"amount": name}}


def _step(name: str, label: Mapping[str, str], amount: str, start: str, end: str) -> Mapping[str, Any]:
    top = f"max({start}, {end})"
    return {"name": name, "label": label, "fields": {"amount": amount, "start": start, "end": end, "top": top}}


def _columns(
    kind: ChartKind, material: Material, choice: Choice, languages: tuple[str, ...], say: Say
) -> Iterator[Mapping[str, Any]]:
    if kind.of == PERIODS:
        for name in (choice.axis, *choice.fields):
            yield {"name": name, "unit": material.named(name).unit, "label": _label(material, name, languages)}
    elif kind.name == "points":
        for key, name in zip(("across", "up"), choice.fields, strict=True):
            yield {"name": key, "unit": material.named(name).unit, "label": _label(material, name, languages)}
    else:
        unit = material.named(choice.fields[0]).unit
        label = _label(material, choice.fields[0], languages) if kind.of == ROWS or kind.name == "share" else None
        yield {"name": "amount", "unit": unit, "label": label or {each: say(each, "Amount") for each in languages}}


def _described(kind: ChartKind, material: Material, choice: Choice, language: str, say: Say) -> str:
    shown = ", ".join(_in(material.named(each).label, language) for each in choice.fields)
    along = ""
    if kind.of == PERIODS:
        along = _in(material.named(choice.axis).label, language)
    elif kind.of == ROWS:
        along = _in(material.table(choice.axis).label, language)
    about = say(language, kind.about)
    return f"{about} {shown} · {along}" if along else f"{about} {shown}"


def _label(material: Material, name: str, languages: tuple[str, ...]) -> dict[str, str]:
    return {each: _in(material.named(name).label, each) for each in languages}


def _in(text: Text, language: str) -> str:
    return text.get(language) or text.get("en", "")
