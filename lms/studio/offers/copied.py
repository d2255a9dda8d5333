"""A version of the library as its adapted copy would hold it: under the copy's names, uuids and numbers."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from typing import Final
from uuid import UUID, uuid5

from lms.packs.segments import base_of, text_of_part
from lms.studio.drafts.acts import FILE
from lms.studio.drafts.adapted import adapted_files
from lms.studio.drafts.paths import is_text

_VERSION: Final = re.compile(r'^version\s*=\s*"[^"\n]*"', re.MULTILINE)
_QUIZ: Final = re.compile(r"quizzes/([a-z0-9-]+)\.toml")

Files = Mapping[str, bytes]


def as_copied(files: Files, mine: Files) -> dict[str, bytes]:
    """Return the files of a version of the library as `mine`, adapted from it, would hold them.

    Nothing where `mine` has no sound uuid.
    """
    old, slug = _slug(files), _slug(mine)
    uuid = str(_values(mine.get(f"modules/{slug}/module.toml", b"")).get("uuid", ""))
    names = {path: match[1] for path in files if (match := _QUIZ.fullmatch(path))}
    own = {
        str(_values(content).get("uuid")): match[1]
        for path, content in mine.items()
        if (match := _QUIZ.fullmatch(path))
    }
    try:
        identity = UUID(uuid)
    except ValueError:
        return {}
    quizzes = {name: own.get(str(uuid5(identity, path)), _renamed(name, old, slug)) for path, name in names.items()}
    copied = adapted_files(files, old, slug, identity, quizzes)
    return {path: _numbered(content, mine.get(path)) for path, content in copied.items()}


def shown(path: str, content: bytes | None) -> str | None:
    """Return a file's text; of a picture what tells it from another one; None where there is none."""
    if content is None:
        return None
    return content.decode("utf-8", "replace") if is_text(path) else base_of(content.hex())


def revision_in(files: Files, path: str, part: str) -> str:
    """Return the revision of a part, or of a whole file ("@file"), among the files; "" where it is not there."""
    text = shown(path, files.get(path))
    if text is not None and part != FILE:
        text = text_of_part(path, text, part)
    return "" if text is None else base_of(text)


def _numbered(content: bytes, mine: bytes | None) -> bytes:
    """Return a file under the number the module's own has: numbers are each one's own affair."""
    found = _VERSION.search(mine.decode("utf-8", "replace")) if mine is not None else None
    if found is None or b"uuid" not in content:
        return content
    return _VERSION.sub(lambda _match: found[0], content.decode("utf-8", "replace"), count=1).encode()


def _renamed(name: str, old: str, slug: str) -> str:
    rest = name.removeprefix(old) if name == old or name.startswith(f"{old}-") else f"-{name}"
    return f"{slug}{rest}"


def _slug(files: Files) -> str:
    return next((path.split("/")[1] for path in files if path.startswith("modules/")), "")


@lru_cache(maxsize=128)
def _values(content: bytes) -> Mapping[str, object]:
    try:
        return tomllib.loads(content.decode("utf-8", "replace"))
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}
