"""The page editor's scripts run without a browser: what reads and writes Markdown touches no page."""

import json
import re
from pathlib import Path
from typing import Any

from py_mini_racer import MiniRacer

WEB = Path(__file__).parents[3] / "lms" / "web" / "static" / "web"
SCRIPTS = (
    "studio-schema.js", "studio-reader.js", "studio-parse.js", "studio-meaning.js", "studio-write-inline.js",
    "studio-write.js", "studio-page-text.js", "studio-toml.js",
)  # fmt: skip
"""Each after those it imports."""
_IMPORT = re.compile(r'^import (\{.*?\}) from "(?:\./|\.\./vendor/)(.*?)";', re.MULTILINE)


class Engine:
    """Calls what the modules export; modules become functions because the engine knows only scripts."""

    def __init__(self) -> None:
        self.engine = MiniRacer()
        self.engine.eval("const modules = {}; globalThis.setTimeout = globalThis.clearTimeout = () => 0;")
        self.engine.eval(_bundle((WEB / "vendor" / "studio.js").read_text()))
        for name in SCRIPTS:
            self.engine.eval(_wrapped(name, (WEB / "js" / name).read_text()))
        self.engine.eval("const all = Object.assign({}, ...Object.values(modules));")

    def run(self, expression: str, data: Any = None) -> Any:
        """Evaluate an expression over `data` and `all` that the modules export; the answer is plain JSON."""
        call = f"JSON.stringify((({{ {', '.join(_PARTS)} }}, data) => {expression})(all, {json.dumps(data)}))"
        return json.loads(self.engine.eval(call))


_PARTS = (
    "schema", "tokensOf", "parseBlocks", "writeBlocks", "meaning", "isEmpty", "cut", "read", "write", "Node",
    "statements", "changed", "valuesOf", "newFence",
)  # fmt: skip


def _bundle(text: str) -> str:
    body, _, exported = text.rpartition("export{")
    pairs = [pair.split(" as ") for pair in exported.rstrip().rstrip(";").rstrip("}").split(",")]
    return f'modules["studio.js"] = (() => {{ {body}\nreturn {{ {", ".join(f"{b}: {a}" for a, b in pairs)} }}; }})();'


def _wrapped(name: str, text: str) -> str:
    names = re.findall(r"^export (?:function|class|const) (\w+)", text, re.MULTILINE)
    text = _IMPORT.sub(r'const \1 = modules["\2"];', text)
    text = re.sub(r"^export ", "", text, flags=re.MULTILINE)
    return f'modules["{name}"] = (() => {{ {text}\nreturn {{ {", ".join(names)} }}; }})();'
