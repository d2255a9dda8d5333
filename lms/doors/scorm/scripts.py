"""Our ES modules as one plain script, for players that open packages from a disk or send odd types with them.

Each module becomes a function that is called once, when the first one asks for it. Only what our own files write is
understood: named, default and whole imports, exports at the beginning of a line, `import("./its-name.js")`.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from typing import Final

_IMPORT: Final = re.compile(r'^import (?:(\w+)|\* as (\w+)|\{([^}]*)\}) from "([^"]+)";\n', re.MULTILINE)
_FORWARD: Final = re.compile(r'^export \{([^}]*)\} from "([^"]+)";\n', re.MULTILINE)
_DECLARED: Final = re.compile(r"^export (default )?((?:async )?function\*?|class|const|let) ([\w$]+)", re.MULTILINE)
_LIST: Final = re.compile(r"^export \{([^}]*)\};\n", re.MULTILINE)
_LATER: Final = re.compile(r'(?<![{\w])import\("([^"]+)"\)')
_BARE: Final = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
_ENDS: Final = re.compile(r"export\{([^}]*)\};?\s*\Z")

_HEAD: Final = """"use strict";
(() => {
const made = new Map();
const modules = {};
const need = (name) => {
  if (!made.has(name)) {
    const exported = {};
    made.set(name, exported);
    modules[name](exported);
  }
  return made.get(name);
};
const fetched = new Map();
const fetchScript = (address, name) => {
  if (!fetched.has(address)) {
    fetched.set(address, new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = () => resolve(window[name]);
      script.onerror = () => reject(new Error(address));
      document.head.append(script);
    }));
  }
  return fetched.get(address);
};
"""


class CannotBundle(Exception):
    """A script is written in a way that cannot be made plain: its message names it and the line."""


def bundle(
    sources: Mapping[str, str],
    entry: str,
    *,
    instead: Mapping[str, str] | None = None,
    fetched: Mapping[str, tuple[str, str]] | None = None,
) -> str:
    """Return `entry` and everything it imports as one plain script.

    `sources`: {path below the static folders: text}. `instead`: {path: the path whose module stands in its place}.
    `fetched`: {path: (address, global name)} of scripts that stay files of their own, loaded when they are asked for.
    Raise `CannotBundle` for a module that is not there, for a circle, and for an import that is written otherwise.
    """
    made = _Bundle(sources, instead or {}, fetched or {})
    made.take(entry, ())
    return f"{_HEAD}{''.join(made.modules)}need({_quoted(entry)});\n}})();\n"


def as_global(source: str, name: str) -> str:
    """Return a bundled ES module, which ends in its only `export{…}`, as a plain script that leaves one global."""
    end = _ENDS.search(source)
    if end is None:
        raise CannotBundle(f"{name}: there is no export at its end")
    exported = ",".join(f"{outer}:{inner}" for inner, outer in _pairs(end[1]))
    return f"(()=>{{{source[: end.start()]}window.{name}={{{exported}}};}})();\n"


class _Bundle:
    """The modules taken so far, each after those it needs."""

    def __init__(
        self, sources: Mapping[str, str], instead: Mapping[str, str], fetched: Mapping[str, tuple[str, str]]
    ) -> None:
        self._sources, self._instead, self._fetched = sources, instead, fetched
        self._taken: set[str] = set()
        self.modules: list[str] = []

    def take(self, name: str, above: tuple[str, ...]) -> None:
        """Add a module, and before it whatever it imports."""
        if name in above:
            raise CannotBundle(f"these scripts import each other: {' → '.join((*above, name))}")
        if name in self._taken:
            return
        if name not in self._sources:
            raise CannotBundle(f"there is no script {name}, which {above[-1] if above else 'the package'} imports")
        self._taken.add(name)
        text, exported = self._sources[name], {}
        later: list[str] = []

        def needed(address: str) -> str:
            found = posixpath.normpath(posixpath.join(posixpath.dirname(name), address))
            found = self._instead.get(found, found)
            self.take(found, (*above, name))
            return f"need({_quoted(found)})"

        def imported(match: re.Match[str]) -> str:
            default, whole, named, address = match.groups()
            module = needed(address)
            if whole:
                return f"const {whole} = {module};\n"
            pairs = [(default, "default")] if default else [(inner, outer) for outer, inner in _pairs(named)]
            return f"const {{ {', '.join(f'{outer}: {inner}' for inner, outer in pairs)} }} = {module};\n"

        def asked(match: re.Match[str]) -> str:
            found = posixpath.normpath(posixpath.join(posixpath.dirname(name), match[1]))
            found = self._instead.get(found, found)
            if found in self._fetched:
                address, known_as = self._fetched[found]
                return f"fetchScript({_quoted(address)}, {_quoted(known_as)})"
            later.append(found)
            return f"Promise.resolve().then(() => need({_quoted(found)}))"

        def declared(match: re.Match[str]) -> str:
            default, kind, called = match.groups()
            exported["default" if default else called] = called
            return f"{kind} {called}"

        def listed(match: re.Match[str]) -> str:
            exported.update({outer: inner for inner, outer in _pairs(match[1])})
            return ""

        if _FORWARD.search(text):
            raise CannotBundle(f"{name}: exports of another script are not understood")
        text = _IMPORT.sub(imported, text)
        text = _LIST.sub(listed, _DECLARED.sub(declared, text))
        text = _LATER.sub(asked, text)
        odd = _BARE.search(text)
        if odd is not None:
            raise CannotBundle(f"{name}: this line is not understood: {odd[0]}")
        leaves = "".join(f"exported[{_quoted(outer)}] = {inner};\n" for outer, inner in exported.items())
        self.modules.append(f"modules[{_quoted(name)}] = (exported) => {{\n{text}{leaves}}};\n")
        for each in later:
            if each not in above and each != name:
                self.take(each, (*above, name))


def _pairs(listed: str) -> list[tuple[str, str]]:
    """Return (name, what it is called on the other side) of each part of a list in braces."""
    parts = [each.strip().partition(" as ") for each in listed.split(",") if each.strip()]
    return [(inner, outer or inner) for inner, _as, outer in parts]


def _quoted(text: str) -> str:
    return f'"{text}"'
