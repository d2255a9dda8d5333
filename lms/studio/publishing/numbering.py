"""Version numbers, given by the program: the module's, and that of each quiz, profile and drill that changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import tomlkit

from lms.packs.closure import digest
from lms.packs.differences.meaning import SHELVES
from lms.packs.identity import version_numbers
from lms.packs.segments import join, split
from lms.packs.versions import Ground, grounds

Step = Literal["minor", "major"]
FIRST = "1.0"


def next_number(newest: str | None, step: Step) -> str:
    """Return the number that follows `newest` by a step; "1.0" where nothing was published before."""
    if newest is None:
        return FIRST
    major, minor = version_numbers(newest) or (1, 0)
    return f"{major + 1}.0" if step == "major" else f"{major}.{minor + 1}"


def numbers_of_files(old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> dict[str, str]:
    """Return {name: number} of the quizzes, self-assessments and drills of the newer closure.

    One that did not change keeps its number; one that changed takes the next minor, or major where its meaning did.
    """
    because = grounds(old, new) if old is not None else ()
    return {
        name: _number((old or {}).get(shelf, {}).get(name), document, _is_meant(because, role, name))
        for role, shelf in SHELVES.items()
        for name, document in new.get(shelf, {}).items()
    }


def numbered(files: Mapping[str, bytes], slug: str, module: str, quizzes: Mapping[str, str]) -> dict[str, bytes]:
    """Return those of the files that have to say another number than they do, with it; remarks in them stay."""
    wanted = {f"modules/{slug}/module.toml": module} | {f"quizzes/{name}.toml": each for name, each in quizzes.items()}
    made = {path: _with_number(files[path], number) for path, number in wanted.items() if path in files}
    return {path: content for path, content in made.items() if content != files[path]}


def _number(old: Mapping[str, Any] | None, new: Mapping[str, Any], meant: bool) -> str:
    if old is None:
        return FIRST
    before = str(old["version"])
    if _bare(old) == _bare(new):
        return before
    return next_number(before, "major" if meant else "minor")


def _is_meant(because: Sequence[Ground], role: str, name: str) -> bool:
    return any((ground.within or (ground.role, ground.name)) == (role, name) for ground in because)


def _bare(document: Mapping[str, Any]) -> str:
    return digest({**document, "version": ""})


def _with_number(content: bytes, number: str) -> bytes:
    head, *rest = split("head.toml", content.decode("utf-8"))
    document = tomlkit.parse(head.text)
    if document.get("version") == number:
        return content
    document["version"] = number
    return (tomlkit.dumps(document) + join(rest)).encode()
