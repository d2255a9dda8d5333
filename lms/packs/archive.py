"""A pack as one zip file: read within limits and without touching the disk, written with the same bytes each time."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Final

from lms.packs.exchange.archives import Limits, Package, shown
from lms.packs.exchange.refusals import Refused
from lms.packs.files import CODE, MOST_FILES, SHELVES
from lms.packs.problems import PackErrors, Problem
from lms.sentences import say

LIMITS: Final = Limits(
    zip=50_000_000,
    member=40_000_000,
    together=200_000_000,
    members=MOST_FILES,
    needs=say("a pack may hold"),
    fewer=say("Divide the pack into several."),
    again=say("Make the zip anew from the folders modules and quizzes."),
)
NAME: Final = "the zip"
ARCHIVES: Final = frozenset(
    {".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".jar", ".war", ".whl", ".zst", ".cab", ".iso"}
)
PROGRAMS: Final = CODE | {
    ".exe", ".dll", ".bat", ".cmd", ".com", ".ps1", ".vbs", ".msi", ".scr", ".jse", ".php", ".html", ".htm", ".xhtml",
}  # fmt: skip
_BEGINNINGS: Final = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07")
_PASSED_OVER: Final = "__MACOSX"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_ORDINARY: Final = 0o100644 << 16
_UNIX: Final = 3


def read_archive(content: bytes, name: str = NAME) -> dict[str, bytes]:
    """Return the files of a zip that holds a pack, by their paths inside the pack; one folder around it all goes.

    What an operating system adds, and whatever lies beside modules/ and quizzes/, is left out. Raise `PackErrors` where
    anything in it is odd: a name that leads out, a link, two files of one name, an archive in the archive, a program,
    something encrypted, too much of anything. Nothing is ever written to a disk.
    """
    try:
        package = Package(content, name, LIMITS)
        paths = [path for path in package.names() if not _hidden(path)]
        problems = [problem for path in paths if (problem := _refused(name, path))]
        if problems:
            raise PackErrors(problems)
        root = _root(paths)
        found = {path.removeprefix(root): package.content(path) for path in paths if _belongs(path.removeprefix(root))}
    except Refused as refused:
        raise PackErrors([Problem(refused.place, 1, refused.reason, refused.remedy)]) from None
    nested = [path for path, inside in found.items() if inside.startswith(_BEGINNINGS)]
    if nested:
        raise PackErrors(_archive(name, path) for path in nested)
    return found


def write_archive(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of the files: sorted, without times, so that the same files give the same bytes."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(files):
            info = zipfile.ZipInfo(path, _EPOCH)
            info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_DEFLATED, _ORDINARY, _UNIX
            archive.writestr(info, files[path])
    return written.getvalue()


def _hidden(path: str) -> bool:
    parts = PurePosixPath(path).parts
    hidden = any(part.startswith(".") for part in parts) or parts[0] == _PASSED_OVER
    return hidden and PurePosixPath(path).suffix.lower() not in PROGRAMS


def _refused(name: str, path: str) -> Problem | None:
    """Return why a file of that name has no place in a pack."""
    ending = PurePosixPath(unicodedata.normalize("NFKC", path)).suffix.lower()
    if ending in PROGRAMS:
        return Problem(
            name, 1, say("“{path}” is a program.", path=shown(path)), say("Code has no place among content: remove it.")
        )
    return _archive(name, path) if ending in ARCHIVES else None


def _archive(name: str, path: str) -> Problem:
    return Problem(
        name, 1, say("“{path}” is an archive inside the archive.", path=shown(path)), say("Unpack it, or leave it out.")
    )


def _root(paths: list[str]) -> str:
    """Return the one folder that everything lies in, with a slash behind it; "" where a pack begins at once."""
    first = {path.split("/")[0] for path in paths}
    inside = len(first) == 1 and not first & set(SHELVES) and all("/" in path for path in paths)
    return f"{first.pop()}/" if inside else ""


def _belongs(path: str) -> bool:
    return path.split("/", maxsplit=1)[0] in SHELVES and "/" in path
