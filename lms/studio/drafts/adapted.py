"""The files of a copied module: the same texts under new identities, so that nothing of the original is touched."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from uuid import UUID, uuid5

import tomlkit
from tomlkit.exceptions import TOMLKitError

from lms.packs.calculator_files import SUFFIX
from lms.packs.segments import join, split
from lms.studio.drafts.paths import MODULE_FILE

_USE: Final = re.compile(r'^(use\s*=\s*)"([a-z0-9-]+)"', re.MULTILINE)
_INVITES: Final = re.compile(r"(?:```|~~~)+\s*(?:quiz|self-assessment|drill)\b")


def adapted_files(
    files: Mapping[str, bytes], old: str, slug: str, uuid: UUID, quizzes: Mapping[str, str]
) -> dict[str, bytes]:
    """Return the files of a copy: in the folder `slug`, with the module's uuid and new ones for its quizzes.

    `quizzes`: {old name: new name}. Its own calculators are left out; the checker takes them from the library.
    """
    found: dict[str, bytes] = {}
    for path, content in files.items():
        place = _place(path, old, slug, quizzes)
        if not path.endswith(SUFFIX):
            found[place] = _content(path, content, uuid, quizzes)
    return found


def _place(path: str, old: str, slug: str, quizzes: Mapping[str, str]) -> str:
    if path.startswith(f"modules/{old}/"):
        return f"modules/{slug}/{path.removeprefix(f'modules/{old}/')}"
    name = path.removeprefix("quizzes/").removesuffix(".toml")
    return f"quizzes/{quizzes[name]}.toml" if name in quizzes else path


def _content(path: str, content: bytes, uuid: UUID, quizzes: Mapping[str, str]) -> bytes:
    if path.endswith(MODULE_FILE):
        return _identified(content, uuid)
    if path.startswith("quizzes/") and path.endswith(".toml"):
        return _identified(content, uuid5(uuid, path))
    return _invited(path, content, quizzes) if path.endswith(".md") else content


def _identified(content: bytes, uuid: UUID) -> bytes:
    """Return a module's or quiz's file as the first version of a thing of its own; remarks stay."""
    try:
        document = tomlkit.parse(content.decode("utf-8", "replace"))
    except TOMLKitError:
        return content
    document["uuid"], document["version"] = str(uuid), "1.0"
    document.pop("mended", None)
    return tomlkit.dumps(document).encode()


def _invited(path: str, content: bytes, quizzes: Mapping[str, str]) -> bytes:
    """Return a page whose blocks invite to the renamed quizzes."""
    text = content.decode("utf-8", "replace")
    if "use" not in text:
        return content

    def renamed(piece: str) -> str:
        return _USE.sub(lambda use: f'{use[1]}"{quizzes.get(use[2], use[2])}"', piece)

    parts = split(path, text)
    pieces = [renamed(each.text) if _INVITES.match(each.text) else each.text for each in parts]
    return "".join(pieces).encode() if join(parts) == text else content
