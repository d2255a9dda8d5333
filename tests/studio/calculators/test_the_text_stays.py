"""Opening a tool's forms and saving them changes no byte; changing one value changes its own line and nothing else."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.calculators.reading import read_calculator
from lms.calculators.service.drafting import drafted, tell
from lms.studio.calculators.boxes import HAS, Filled
from lms.studio.calculators.editing import boxes_of, saved
from lms.studio.calculators.fields import FLAG, TEXTS
from lms.studio.calculators.part_text import with_values
from lms.studio.calculators.sheet import Part, Sheet
from lms.studio.calculators.using import uses_of, with_name

ROOT = Path(__file__).parents[3]
FILES = sorted([*(ROOT / "modules").rglob("*.calc.toml"), *(ROOT / "tests/shelf").rglob("*.calc.toml")])
LANGUAGES = ("en", "da", "sv")


@lru_cache(maxsize=50)
def sheet_of(path: Path) -> Sheet:
    return Sheet(path.name, path.read_text())


def sent_by(boxes: list[Filled]) -> dict[str, str]:
    """Return what a browser sends of a form nobody has touched: line ends as browsers write them."""
    sent: dict[str, str] = {}
    for box in boxes:
        if box.box.sort == TEXTS:
            sent |= {at: text.replace("\n", "\r\n") for _language, at, text in box.texts}
        elif box.box.sort == FLAG:
            sent |= {f"{HAS}.{box.at}": "1"} | ({box.at: "y"} if box.is_set else {})
        else:
            sent[box.at] = box.text.replace("\n", "\r\n")
    return sent


def together(sheet: Sheet, texts: Mapping[str, str]) -> str:
    return "".join(texts.get(each.part, each.text) for each in sheet.parts)


def formulas_of(sheet: Sheet) -> list[Part]:
    return [part for part in sheet.of("outputs", "series", "notes") if any(part.formulas())]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parts[-4]}-{path.stem}")
def test_every_form_of_every_tool_saves_what_it_was_opened_with(path: Path) -> None:
    sheet = sheet_of(path)
    assert "".join(each.text for each in sheet.parts) == path.read_text()
    for part in sheet.parts:
        assert part.values is not None, part.part
        for language in LANGUAGES:
            boxes = [*boxes_of(sheet, part, language)]
            assert saved(sheet, part, sent_by(boxes), part.base, language).edits == [], part.part


@given(path=st.sampled_from(FILES), data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_changed_formula_changes_its_own_lines_only(path: Path, data: st.DataObject) -> None:
    sheet = sheet_of(path)
    part = data.draw(st.sampled_from(formulas_of(sheet)))
    (key, before), *_more = part.formulas()
    written = data.draw(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=60))
    after = with_values(part.text, {key: written}, ())
    assert tomllib.loads(after)[part.kind][0][key[0]] == written
    at = part.text.index(f"{key[0]} =")
    end = part.text.index("\n", part.text.index(before.split("\n")[-1], at))
    assert after.startswith(part.text[:at])
    assert after.endswith(part.text[end + 1 :])


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parts[-4]}-{path.stem}")
def test_a_new_name_goes_into_every_formula_that_used_the_old_one(path: Path) -> None:
    sheet = sheet_of(path)
    named = sheet.of("inputs", "outputs", "series", "tables")
    for part in named[:: max(1, len(named) // 3)]:
        if part.name == "place":  # a picture that numbers its rows knows them by this name
            continue
        after = Sheet(sheet.path, together(sheet, with_name(sheet, part, "quite_another")))
        read_calculator(after.text, path.name)  # it computes, and its examples pass
        assert uses_of(after, part.name, part.kind) == [], part.part


@given(path=st.sampled_from(FILES), data=st.data())
@settings(max_examples=60, deadline=None)
def test_whatever_is_typed_into_a_tool_it_is_told_and_never_fails(path: Path, data: st.DataObject) -> None:
    sheet = sheet_of(path)
    part = data.draw(st.sampled_from([each for each in sheet.parts if each.values]))
    keys = [key for key in part.known if key != "spec"]
    if not keys:
        return
    key = data.draw(st.sampled_from(keys))
    value = data.draw(
        st.one_of(st.none(), st.text(max_size=20), st.integers(), st.booleans(), st.just({}), st.just([]))
    )
    texts = {part.part: with_values(part.text, {(key,): value})}
    found = drafted(together(sheet, texts), path.name)
    if found.calculator is not None:
        tell(found.calculator)
        found.calculator.document()
