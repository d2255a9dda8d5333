"""The curricula that come with the library, read from its folder: nothing of them is kept in the database.

What is read is kept in the process as long as no file of them changes. One that cannot be read whole is left out; why
is said where the library as a whole is checked.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from lms.packs.curricula.model import ShippedCurriculum
from lms.packs.curricula.reading import FOLDER, read_curricula
from lms.packs.files import SourceFolder
from lms.packs.problems import Findings

KEPT = 4


def library_curricula(folder: Path) -> tuple[ShippedCurriculum, ...]:
    """Return the curricula in the library's folder, in the order of their names."""
    return _read(folder, _stamp(folder))


def _stamp(folder: Path) -> str:
    """Return what changes with every change of a file: a look at each, without reading it."""
    digest = hashlib.sha256()
    for path in sorted((folder / FOLDER).rglob("*")):
        try:
            seen = path.lstat()
        except FileNotFoundError:  # the library is being brought up to date
            continue
        digest.update(f"{path}\0{seen.st_mtime_ns}\0{seen.st_size}\n".encode())
    return digest.hexdigest()


@lru_cache(maxsize=KEPT)
def _read(folder: Path, _stamp: str) -> tuple[ShippedCurriculum, ...]:
    return read_curricula(SourceFolder(folder, Findings()))
