"""What the tests of this room work with: the browser's scripts run without a browser, and the reference cases."""

import json
import re
from pathlib import Path
from random import Random
from typing import Any

from py_mini_racer import MiniRacer

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "lms" / "calculators" / "static" / "calculators"
CASES = ROOT / "tests" / "cases"
SCRIPT_NAMES = (
    "stopping.js", "normal.js", "student.js", "survivors.js", "queue.js", "charges.js", "series.js", "formula.js",
    "judging.js", "tables.js", "interpreter.js", "numerals.js", "words.js",
)  # fmt: skip
"""Each after those it imports."""

MODULE = ROOT / "modules" / "loyalty-economics"


class Browser:
    """Calls what the ES modules export; modules become functions because the engine knows only scripts."""

    def __init__(self, mutation: tuple[str, str] = ("", "")) -> None:
        self.engine = MiniRacer()
        self.engine.eval("const modules = {};")
        for name in SCRIPT_NAMES:
            self.engine.eval(self.wrapped(name, (SCRIPTS / name).read_text().replace(*mutation)))
        self.engine.eval(
            "const plain = (_, v) => (v instanceof modules['stopping.js'].Failure ? { fail: v.code } : v);"
        )

    @staticmethod
    def wrapped(name: str, text: str) -> str:
        names = re.findall(r"^export (?:function|class|const) (\w+)", text, re.M)
        text = re.sub(r'^import (\{.*?\}) from "\./(.*?)";', r'const \1 = modules["\2"];', text, flags=re.M)
        text = re.sub(r"^export \{.*\};$", "", text, flags=re.M)
        text = re.sub(r"^export ", "", text, flags=re.M)
        return f'modules["{name}"] = (() => {{ {text}\nreturn {{ {", ".join(names)} }}; }})();'

    def run(self, expression: str, data: Any = None) -> Any:
        """Evaluate one expression over `data`; the answer comes back as plain JSON."""
        call = f"JSON.stringify(((data) => {expression})({json.dumps(data)}), plain)"
        return json.loads(self.engine.eval(call))


def cases(name: str) -> list[dict[str, Any]]:
    """Return the cases of one file under tests/cases."""
    return list(json.loads((CASES / name).read_text())["cases"])


def chance_of(seed: int) -> Random:
    """Return chance that is the same in every run."""
    return Random(seed)  # noqa: S311 - test inputs, no secret
