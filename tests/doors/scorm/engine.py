"""The scripts of a package that need no page, in an engine of this process."""

from __future__ import annotations

import json
from typing import Any

from py_mini_racer import MiniRacer

from lms.doors.scorm.packaging import _SCRIPTS
from lms.doors.scorm.scripts import bundle

_ENTRY = "scorm/for-tests.js"
_NAMES = {
    "scorm-state": ["packed", "unpacked"],
    "scorm-standing": ["standing", "better"],
    "scorm-handing": ["duration", "lessonStatus", "values"],
    "scorm-api": ["found", "Platform"],
}


def engine() -> MiniRacer:
    """Return an engine that has every exported name of those scripts."""
    folder = _SCRIPTS["scorm"]
    sources = {f"scorm/{path.name}": path.read_text("utf-8") for path in folder.glob("*.js")}
    lines = [f'import {{ {", ".join(names)} }} from "./{name}.js";\n' for name, names in _NAMES.items()]
    every = ", ".join(name for names in _NAMES.values() for name in names)
    made = MiniRacer()
    made.eval(bundle({**sources, _ENTRY: f"{''.join(lines)}Object.assign(globalThis, {{ {every} }});\n"}, _ENTRY))
    return made


def call(made: MiniRacer, name: str, *given: Any) -> Any:
    """Return what a function answers, as plain values."""
    arguments = ", ".join(json.dumps(each) for each in given)
    return json.loads(made.eval(f"JSON.stringify({name}({arguments}) ?? null)"))  # type: ignore[arg-type]
