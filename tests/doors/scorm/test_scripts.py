"""Our modules as one plain script: what they give each other, what comes later, and what is refused."""

from __future__ import annotations

import json

import pytest
from py_mini_racer import MiniRacer

from lms.doors.scorm.scripts import CannotBundle, as_global, bundle

ENTRY = "a/entry.js"


def run(sources: dict[str, str], **given: object) -> object:
    engine = MiniRacer()
    engine.eval("var out = {};")
    engine.eval(bundle(sources, ENTRY, **given))  # type: ignore[arg-type]
    return json.loads(engine.eval("JSON.stringify(out)"))  # type: ignore[arg-type]


def test_named_default_and_whole_imports_reach_each_other() -> None:
    sources = {
        ENTRY: 'import one, { two as second, THREE } from "./b.js";\n',
        "a/b.js": "",
    }
    with pytest.raises(CannotBundle, match="entry"):
        run(sources)
    sources = {
        ENTRY: 'import one from "./b.js";\nimport { two as second, THREE } from "./b.js";\n'
        'import * as all from "../c/c.js";\nout.found = [one(), second(), THREE, all.four, new all.Five().six];\n',
        "a/b.js": "export default function one() {\n  return 1;\n}\nexport const THREE = 3;\nconst inner = () => 2;\n"
        "export { inner as two };\n",
        "c/c.js": "export const four = 4;\nexport class Five {\n  six = 6;\n}\n",
    }
    assert run(sources) == {"found": [1, 2, 3, 4, 6]}


def test_a_module_runs_once_and_before_who_imports_it() -> None:
    sources = {
        ENTRY: 'import { a } from "./b.js";\nimport { a as same } from "./c.js";\nout.is = a === same;\n',
        "a/b.js": "out.times = (out.times ?? 0) + 1;\nexport const a = {};\n",
        "a/c.js": 'import { a } from "./b.js";\nexport { a };\n',
    }
    assert run(sources) == {"times": 1, "is": True}


def test_another_module_stands_in_the_place_of_one() -> None:
    sources = {
        ENTRY: 'import { name } from "./server.js";\nout.name = name;\n',
        "a/server.js": 'export const name = "server";\n',
        "a/here.js": 'export const name = "here";\n',
    }
    assert run(sources, instead={"a/server.js": "a/here.js"}) == {"name": "here"}


def test_what_is_asked_for_later_is_there_and_a_library_is_fetched_as_a_file() -> None:
    sources = {
        ENTRY: 'const later = () => import("./b.js");\nconst drawn = () => import("./charts.js");\nout.done = 1;\n',
        "a/b.js": "export const b = 1;\n",
    }
    made = bundle(sources, ENTRY, fetched={"a/charts.js": ("js/charts.js", "charts")})
    assert 'modules["a/b.js"]' in made
    assert 'fetchScript("js/charts.js", "charts")' in made
    assert "import(" not in made


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('import { a } from "./gone.js";\n', "there is no script a/gone.js"),
        ('import "./b.js";\n', "not understood"),
        ('export * from "./b.js";\n', "not understood"),
        ('export { a } from "./b.js";\n', "not understood"),
        ('import { b } from "./round.js";\n', "import each other"),
    ],
)
def test_what_cannot_be_made_plain_is_refused_by_name(text: str, words: str) -> None:
    sources = {ENTRY: text, "a/b.js": "export const a = 1;\n", "a/round.js": 'import { x } from "./entry.js";\n'}
    with pytest.raises(CannotBundle, match=words):
        bundle(sources, ENTRY)


def test_a_library_becomes_one_global() -> None:
    engine = MiniRacer()
    engine.eval("var window = globalThis;")
    engine.eval(as_global("const a=1,b=2;export{a as first,b};\n", "lib"))
    assert engine.eval("lib.first + lib.b") == 3
    with pytest.raises(CannotBundle, match="lib"):
        as_global("const a=1;", "lib")
