"""The curricula that come with the library and with the content packs of packages: read from their folders.

Nothing of them is kept in the database. What is read is kept in the process as long as no file of them changes. One
that cannot be read whole is left out; why is said where its pack as a whole is checked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

from lms.packs.curricula.model import ShippedCurriculum
from lms.packs.curricula.reading import FOLDER, read_curricula
from lms.packs.files import SourceFolder
from lms.packs.problems import Findings
from lms.plugins import installed_packs

KEPT = 32


def shipped_curricula(library: Path) -> tuple[ShippedCurriculum, ...]:
    """Return what there is to begin from: the library's curricula, then those of packages, by the packs' names.

    One under a name or a uuid that an earlier one has is left out, as it is said at start.
    """
    return _apart((library, *_pack_folders()))


def _apart(folders: Iterable[Path]) -> tuple[ShippedCurriculum, ...]:
    found: list[ShippedCurriculum] = []
    for each in (curriculum for folder in folders for curriculum in curricula_in(folder)):
        if not any(each.name == other.name or each.uuid == other.uuid for other in found):
            found.append(each)
    return tuple(found)


def curricula_in(folder: Path) -> tuple[ShippedCurriculum, ...]:
    """Return the curricula in the folder of one pack, in the order of their names."""
    return _read(folder, _stamp(folder))


@cache
def _pack_folders() -> tuple[Path, ...]:
    """Return the folders of the packages' packs; what is installed does not change under a running process."""
    return tuple(pack.folder for pack in installed_packs().found)


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
