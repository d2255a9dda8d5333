"""Where the pictures and clips of a draft are used, and giving one another name everywhere."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Final

from lms.packs.segments import split

KEYS: Final = ("file", "poster", "picture", "cover")
"""The keys under which a picture stands by its name."""
_PAIR: Final = re.compile(rf"^\s*(?:{'|'.join(KEYS)})\s*=\s*[\"']([^\"'\n]+)[\"']", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Use:
    """One place: `kind` is "cover", "page" or "question"; the name of the page or quiz, and the part of it."""

    kind: str
    name: str
    part: str


def uses(texts: Mapping[str, str], slug: str) -> dict[str, list[Use]]:
    """Return {path of a picture: where it is used} in a draft's texts; a page counts once for all its languages."""
    found: dict[str, list[Use]] = defaultdict(list)
    for path, text in texts.items():
        for name, use in _in_file(path, text):
            folder = "quizzes" if use.kind == "question" else f"modules/{slug}"
            place = f"{folder}/media/{name}"
            if use not in found[place]:
                found[place].append(use)
    return {place: there for place, there in found.items() if there}


def _in_file(path: str, text: str) -> list[tuple[str, Use]]:
    if path.endswith(".md"):
        parts = [part for part in split(path, text) if part.text.lstrip().startswith(("```", "~~~"))]
        return [
            (name, Use("page", PurePosixPath(path).stem, part.part))
            for part in parts
            for name in _PAIR.findall(part.text)
        ]
    values = _loaded(text)
    if path.startswith("quizzes/"):
        items = values.get("items", [])
        known = [each for each in items if isinstance(each, dict)] if isinstance(items, list) else []
        return [
            (each["picture"], Use("question", PurePosixPath(path).stem, f"items.{each.get('id', '')}"))
            for each in known
            if isinstance(each.get("picture"), str)
        ]
    cover = values.get("cover")
    return [(cover, Use("cover", "", "@head"))] if isinstance(cover, str) and path.endswith("module.toml") else []


def renamed(text: str, path: str, old: str, new: str) -> str:
    """Return a text of a draft in which a picture goes by another name: in fences, and where it is declared."""
    value = re.compile(rf"^(\s*(?:{'|'.join(KEYS)})\s*=\s*)([\"']){re.escape(old)}\2", re.MULTILINE)
    if path.endswith(".md"):
        pieces = [
            value.sub(rf"\g<1>\g<2>{new}\g<2>", each.text)
            if each.text.lstrip().startswith(("```", "~~~"))
            else each.text
            for each in split(path, text)
        ]
        return "".join(pieces)
    declared = re.compile(rf"^(\s*\[?\[?media\.)([\"']){re.escape(old)}\2", re.MULTILINE)
    return declared.sub(rf"\g<1>\g<2>{new}\g<2>", value.sub(rf"\g<1>\g<2>{new}\g<2>", text))


def _loaded(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}
