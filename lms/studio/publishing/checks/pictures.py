"""Pictures: words for whoever does not see them that say something, and letters in drawings that can be read."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, Final

from lms.questions.text import N_
from lms.studio.publishing.checks.contrast import faint_letters
from lms.studio.publishing.checks.finding import Finding

NO_WORDS: Final = frozenset(
    {"picture", "image", "photo", "figure", "graphic", "illustration", "diagram", "chart", "cover", "billede", "foto",
     "figur", "tegning", "bild", "ritning", "alt", "todo", "xxx", "untitled"}
)  # fmt: skip
"""Words for a picture that say that it is one, which a reader has been told already."""
_SHORTEST: Final = 3


def check_pictures(files: Mapping[str, bytes]) -> Iterator[Finding]:
    """Yield what is wrong with the words for pictures, and with drawings."""
    for path in sorted(files):
        place = PurePosixPath(path)
        if place.name == "module.toml" or place.parent.as_posix() == "quizzes":
            yield from _words(path, files[path])
        elif place.suffix == ".svg":
            yield from _drawing(path, files[path])


def _words(path: str, content: bytes) -> Iterator[Finding]:
    for name, entry in _media(content).items():
        alt = entry.get("alt") if isinstance(entry, dict) else None
        for language, words in alt.items() if isinstance(alt, dict) else ():
            if isinstance(words, str) and _says_nothing(words, name):
                said = N_("The words for the picture %(name)s (%(language)s) do not say what it shows: “%(words)s”.")
                remedy = N_("Say in a sentence what a reader would miss, or mark the picture as decorative.")
                values = {"name": name, "language": language, "words": words}
                yield Finding("must", said, remedy, path, f"media.{name}", values)


def _says_nothing(words: str, name: str) -> bool:
    bare = words.strip(" .!?_-").casefold()
    stem = PurePosixPath(name).stem
    named = {name.casefold(), stem.casefold(), stem.replace("-", " ").casefold()}
    return len(bare) < _SHORTEST or bare in NO_WORDS or bare in named


def _media(content: bytes) -> dict[str, Any]:
    try:
        found = tomllib.loads(content.decode("utf-8", "replace")).get("media")
    except tomllib.TOMLDecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def _drawing(path: str, content: bytes) -> Iterator[Finding]:
    for words, ratio in faint_letters(content):
        said = N_("In the drawing, “%(words)s” is hard to read: its contrast is %(ratio)s to 1.")
        remedy = N_("Make the letters darker or the ground lighter, until the contrast is 4.5 to 1.")
        values = {"words": words, "ratio": f"{ratio:.1f}"}
        yield Finding("must", said, remedy, path, "", values)
