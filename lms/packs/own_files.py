"""Which files of a pack one module is made of: its folder, and the quizzes its pages use with their pictures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from lms.packs.drills.model import Drill
from lms.packs.instruments import Instrument
from lms.packs.model import Quiz
from lms.packs.quiz_pictures import FOLDER, stored_name

_MEDIA: Final = "media"
_IN_A_MODULE: Final = 4
"""How many parts a path has that leads to a picture of a module: modules/its-name/media/picture.svg."""


def own_paths(paths: Iterable[str], slug: str, quizzes: Iterable[Quiz | Instrument | Drill]) -> list[str]:
    """Return those of `paths` that a module or tool shelf is made of, sorted. `quizzes`: all that its pages use."""
    used: set[str] = set()
    for each in quizzes:
        used.add(f"quizzes/{each.name}.toml")
        used.update(f"{FOLDER}/{name}" for name in (each.media if isinstance(each, Quiz) else ()))
    folder = f"modules/{slug}/"
    return sorted(path for path in paths if path in used or path.startswith(folder))


def picture_name(path: str) -> str | None:
    """Return the name under which the picture at this path is stored with a version; None where it is no picture."""
    parts = path.split("/")
    if parts[0] == "modules" and len(parts) == _IN_A_MODULE and parts[2] == _MEDIA:
        return parts[3]
    folder, _, name = path.rpartition("/")
    return stored_name(name) if folder == FOLDER else None
