"""The scripts that ask questions in a package, run without a browser, as one plain script like in a package."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

from py_mini_racer import MiniRacer

from lms.doors.scorm.scripts import bundle

ROOT: Final = Path(__file__).parents[3] / "lms"
FOLDERS: Final = {
    "scorm": ROOT / "doors" / "scorm" / "static" / "scorm",
    "calculators": ROOT / "calculators" / "static" / "calculators",
    "web/js": ROOT / "web" / "static" / "web" / "js",
}
ENTRY: Final = """
import * as scores from "./scorm/scorm-quiz-scores.js";
import * as draw from "./scorm/scorm-quiz-draw.js";
import * as letters from "./scorm/scorm-quiz-letters.js";
import * as results from "./scorm/scorm-quiz-results.js";
import * as state from "./scorm/scorm-quiz-state.js";
import * as profile from "./scorm/scorm-quiz-profile.js";
import * as dom from "./scorm/scorm-quiz-dom.js";
import * as numerals from "./calculators/numerals.js";

const opened = ({ answers, sure, checked, ...rest }) => ({
  ...rest, answers: new Map(Object.entries(answers)), sure: new Map(Object.entries(sure)),
  checked: new Set(checked), lost: new Set(),
});
const told = (answer) => (answer instanceof results.Judged ? { judged: answer.right } : answer);
const closed = (tried) => tried && ({
  ...tried, answers: Object.fromEntries([...tried.answers].map(([id, each]) => [id, told(each)])),
  sure: Object.fromEntries(tried.sure), checked: [...tried.checked].sort(), lost: [...tried.lost],
});
const attempt = (task) => {
  try {
    return { value: task() };
  } catch (error) {
    return { damaged: error.constructor.name };
  }
};
globalThis.asked = { scores, draw, letters, results, state, profile, dom, numerals, opened, closed, attempt };
"""


def sources() -> dict[str, str]:
    """Return every script by the path it has below the static folders."""
    paths = {f"{at}/{path.name}": path for at, folder in FOLDERS.items() for path in folder.glob("*.js")}
    return {name: path.read_text("utf-8") for name, path in paths.items()}


class Engine:
    """Evaluates expressions over `data`, with all that `ENTRY` brings together under `asked`."""

    def __init__(self, mutation: tuple[str, str] = ("", "")) -> None:
        """`mutation`: (what is written in a script, what stands there instead), for tests that must fail then."""
        self.engine = MiniRacer()
        scripts = {name: text.replace(*mutation) if mutation[0] else text for name, text in sources().items()}
        self.engine.eval(bundle({**scripts, "asked.js": ENTRY}, "asked.js"))

    def run(self, expression: str, data: Any = None) -> Any:
        """Return what the expression gives, as plain JSON."""
        return json.loads(self.engine.eval(f"JSON.stringify(((data) => {expression})({json.dumps(data)}))"))


@cache
def engine() -> Engine:
    """Return the engine that tests share."""
    return Engine()
