"""What a page's script imports is named in the page's head, and the library of charts is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lms.web.preloads import imported
from tests.support.company import Company
from tests.support.learner import Learner

TOOL = "/tools/customer-lifetime-value"


def static(folder: Path, **scripts: str) -> dict[str, tuple[Path, ...]]:
    """Write scripts and return them as the static files of a site; "a__b" lies in the folder a."""
    found = {}
    for name, text in scripts.items():
        path = folder / f"{name}.js"
        path.write_text(text, encoding="utf-8")
        found[f"{name.replace('__', '/')}.js"] = (path,)
    return found


def test_all_that_is_imported_is_named_once_however_deep(tmp_path: Path) -> None:
    files = static(
        tmp_path,
        web__page='import { a } from "./a.js";\nimport {\n  b,\n} from "../other/b.js";\n',
        web__a='import { b } from "../other/b.js";\nexport { a } from "./page.js";\n',
        other__b="export const b = 1;\n",
    )
    assert imported(files, "web/page.js") == ["web/page.js", "web/a.js", "other/b.js"]


def test_what_is_imported_only_once_it_is_needed_is_not_named(tmp_path: Path) -> None:
    files = static(tmp_path, page='const late = () => import("./late.js");\n', late="export default 1;\n")
    assert imported(files, "page.js") == ["page.js"]


def test_an_import_of_nothing_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(LookupError, match=re.escape("gone.js")):
        imported(static(tmp_path, page='import "./gone.js";\n'), "page.js")


def test_a_tool_names_its_scripts_and_not_the_library_of_its_chart(company: Company) -> None:
    page = Learner.of(company).browser.get(TOOL).text
    named = re.findall(r'<link rel="modulepreload" href="([^"]+)">', page)
    assert any(each.endswith("/web/js/calculator.js") for each in named)
    assert any(each.endswith("/calculators/interpreter.js") for each in named)
    assert len(named) == len(set(named))
    assert not [each for each in named if "vega" in each or each.endswith("/chart.js")]
