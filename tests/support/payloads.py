"""A module whose every word is one of the public payloads, and a reader of pages that sees what would run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import cycle
from pathlib import Path
from typing import Any

import tomlkit

from tests.support.clip_pack import CAPTIONS, CLIP

CASES = {
    each["id"]: each
    for each in json.loads((Path(__file__).parents[1] / "cases" / "public_payloads.json").read_text())["cases"]
}
VALUES = [str(each["value"]) for id in ("P01", "P02", "P03", "P10", "P15") for each in CASES[id]["variants"]]
LINES = [each for each in VALUES if each.isprintable() and "{{" not in each and len(each) < 100]
"""Those that a text of one line takes."""
PLAIN = [each for each in LINES if not re.search("<[a-z/]", each)]
"""Those that may be published in a question: the checker bars any tag there."""
LANGUAGES = ("en", "da", "sv")
NAMES = frozenset({"id", "use", "file", "url", "poster", "choice"})
"""Keys of a fence that are no words."""
FENCE = re.compile(r"^```([a-z-]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MORE = """
```compare
id = "hostile-compare"
left.title = "x"
left.text = "x"
right.title = "x"
right.text = "x"
```

```clip
id = "hostile-clip"
file = "visit.mp4"
title = "x"
transcript = "x"
```

```video
id = "hostile-video"
url = "https://video.example.org/watch?x=%22onfocus%3D'window.__xss'"
title = "x"
summary = "x"
transcript = "x"
```
"""
POINTERS = ("href", "src", "action", "formaction", "poster", "data", "xlink:href", "srcset")
RUNS = re.compile(r"[\x00-\x20]*(?:java\s*script|vbscript|data:(?!image/))", re.IGNORECASE)


class Page(HTMLParser):
    """Collects what of a page could run, load from elsewhere, or clobber its scripts."""

    def __init__(self, text: str) -> None:
        """Read it."""
        super().__init__()
        self.dangerous: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what one element could do."""
        given = {name: value or "" for name, value in attrs}
        ours = given.get("src", "").startswith("/")
        if tag in ("script", "iframe") and not ours and given.get("type") != "application/json":
            self.dangerous.append(f"{tag} {given}")
        if tag in ("style", "object", "embed", "base", "foreignobject", "set", "animate", "math"):
            self.dangerous.append(tag)
        if tag in ("img", "video", "source", "track") and "src" in given and not ours:
            self.dangerous.append(f"{tag} from {given['src']}")
        self.dangerous += [name for name in given if name.startswith("on") or name in ("style", "srcdoc")]
        self.dangerous += [given[name] for name in POINTERS if RUNS.match(given.get(name, ""))]


def words_in(values: Any) -> Iterator[tuple[Any, Any]]:
    """Yield (table, key) of each text that people read in a parsed TOML file: those in a language, and of sources."""
    for key, inner in list(values.items() if isinstance(values, dict) else enumerate(values)):
        if isinstance(inner, str) and (key in LANGUAGES or key in ("author", "licence", "publisher")):
            yield values, key
        elif isinstance(inner, dict | list):
            yield from words_in(inner)


def hostile_toml(text: str, payloads: Iterator[str]) -> str:
    """Return a TOML file with a payload for every text; one with holes keeps its own words behind it."""
    values = tomlkit.parse(text)
    for table, key in words_in(values):
        attack = next(payloads)
        table[key] = f"{attack} {table[key]}" if re.search(r"[{\[]", table[key]) else attack
    return tomlkit.dumps(values)


def hostile_fence(match: re.Match[str], payloads: Iterator[str]) -> str:
    """Return a fenced block with a payload for every text."""
    values = tomlkit.parse(match[2])

    def spoil(table: Any) -> None:
        for key, inner in list(table.items() if isinstance(table, dict) else enumerate(table)):
            if isinstance(inner, dict | list):
                spoil(inner)
            elif isinstance(inner, str) and key not in NAMES:
                table[key] = next(payloads)

    spoil(values)
    return f"```{match[1]}\n{tomlkit.dumps(values)}```"


def hostile_page(text: str, payloads: Iterator[str], more: str) -> str:
    """Return a page with all payloads in its text, and one for every text of its head and blocks."""
    _none, head, body = text.split("+++\n", 2)
    values = tomlkit.parse(head)
    for key in values:
        values[key] = next(payloads)
    spoiled = FENCE.sub(lambda match: hostile_fence(match, payloads), body + more)
    return "+++\n" + tomlkit.dumps(values) + "+++\n\n" + "\n\n".join(VALUES) + "\n\n" + spoiled


def hostile(files: dict[str, bytes], lines: list[str]) -> dict[str, bytes]:
    """Return the files of a module with payloads for words, of `lines` in TOML, and a clip and a video more."""
    payloads, plain = cycle(LINES), cycle(lines)
    first = min(path.rpartition("/")[2] for path in files if path.endswith(".md"))
    found: dict[str, bytes] = dict(files)
    for path, content in files.items():
        if path.endswith(".md"):
            found[path] = hostile_page(content.decode(), payloads, MORE if path.endswith(first) else "").encode()
        elif path.endswith(".toml"):
            found[path] = hostile_toml(content.decode(), plain).encode()
    module = next(path for path in files if path.endswith("/module.toml"))
    media = module.replace("module.toml", "media")
    words = dict(zip(LANGUAGES, LINES, strict=False))
    declared = tomlkit.parse(found[module].decode())
    declared.setdefault("media", {})["visit.mp4"] = {"alt": words}
    said = (
        CAPTIONS + "".join(f"\n00:0{n}.000 --> 00:0{n + 1}.000\n{each}\n" for n, each in enumerate(LINES[:8])).encode()
    )
    clips = {f"{media}/visit.{language}.vtt": said for language in LANGUAGES}
    return found | {module: tomlkit.dumps(declared).encode(), f"{media}/visit.mp4": CLIP} | clips
