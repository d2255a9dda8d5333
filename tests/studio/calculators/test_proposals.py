"""The browser proposes in a formula what the language service would, in the same order."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from py_mini_racer import MiniRacer

from lms.calculators.codes import FAILABLE, MESSAGES
from lms.calculators.formula.language import FUNCTIONS
from lms.calculators.reading import read_calculator
from lms.calculators.service import before, complete, names_of
from lms.calculators.service.names import Known

ROOT = Path(__file__).parents[3]
SCRIPT = ROOT / "lms/web/static/web/js/calculator-editor-words.js"
TOOLS = ("modules/loyalty-economics/cost-of-churn", "tests/shelf/modules/loyalty-economics/customer-lifetime-value")


@lru_cache(maxsize=1)
def browser() -> MiniRacer:
    """Return an engine that has the script of the page."""
    engine = MiniRacer()
    engine.eval(re.sub(r"^export ", "", SCRIPT.read_text(), flags=re.MULTILINE))
    return engine


@lru_cache(maxsize=4)
def names(tool: str) -> dict[str, Known]:
    path = ROOT / f"{tool}.calc.toml"
    return names_of(read_calculator(path.read_text(), path.name))


def words(known: dict[str, Known]) -> dict[str, Any]:
    """Return what the page prints of these names."""
    named = [
        {"text": name, "meaning": each.meaning, "optional": each.optional, "options": sorted(each.options) or None}
        for name, each in known.items()
        if each.kind != "table"
    ]
    functions = [{"text": f"{each.name}(", "meaning": each.meaning} for each in FUNCTIONS.values()]
    return {
        "names": named,
        "functions": functions,
        "codes": [{"text": c, "meaning": MESSAGES[c]["en"]} for c in FAILABLE],
    }


@pytest.mark.parametrize("tool", TOOLS)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_the_browser_proposes_what_the_service_does(tool: str, data: st.DataObject) -> None:
    known = names(tool)
    own = data.draw(st.sampled_from(["", *known]))
    word = data.draw(st.sampled_from(["", "cus", "c", "mar", "timing == ", "fail(", "given( ", "1 + r", "x.", "TIM"]))
    text = data.draw(st.sampled_from(["", "sum(", "1 + ", "if(a > 2, "])) + word
    asked = f"proposals({json.dumps(text)}, {len(text)}, {json.dumps(words(known))}, {json.dumps(own)})"
    found = json.loads(browser().eval(f"JSON.stringify({asked})"))
    wanted = complete(text, len(text), before(known, own) if own else known)
    assert [(each["text"], each["start"]) for each in found] == [(each.text, each.start) for each in wanted]
