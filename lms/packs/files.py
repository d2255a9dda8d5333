"""Taking files out of a pack, a folder or one in memory: regular ones only, within limits, never through a link."""

import os
import re
import stat
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from lms.packs.problems import Findings
from lms.sentences import say

LARGEST_TEXT = 200_000
LARGEST_MEDIUM = 2_000_000
MOST_FILES = 2_000
DEEPEST = 3
"""Folders below a shelf; modules/NAME/media is the deepest there is."""

SHELVES = ("modules", "quizzes", "curricula")
"""The folders of a pack; whatever lies beside them is not read."""

CODE = {".py", ".pyc", ".pyi", ".pyw", ".pyd", ".so", ".js", ".mjs", ".sh"}
_NO_CODE = say("Code has no place among content."), say("Remove it; a calculator is a .calc.toml file.")
_TOO_MANY = say("There are more than {most_files} files.", most_files=MOST_FILES), say("Divide the pack into several.")
_TOO_DEEP = say("This folder lies too deep."), say("See docs/content-format.md for what lies where.")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class PackFiles(ABC):
    """The files of one pack, by their path inside it ("modules/x/module.toml")."""

    files: Mapping[str, object]
    findings: Findings

    def below(self, folder: str) -> list[str]:
        """Return the names of all files below `folder`, sorted."""
        return sorted(name for name in self.files if name.startswith(f"{folder}/"))

    def text(self, name: str) -> str | None:
        """Return a text file with plain line ends; None, and a problem, where it is not readable as such."""
        content = self.content(name, LARGEST_TEXT)
        if content is None:
            return None
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            self.findings.problem(name, line, say("This is not UTF-8."), say("Save the file with the encoding UTF-8."))
            return None
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        strange = _CONTROL.search(text)
        if strange is not None:
            line = text.count("\n", 0, strange.start()) + 1
            code = ord(strange[0])
            self.findings.problem(
                name, line, say("There is a control character (U+{code}).", code=f"{code:04X}"), say("Delete it.")
            )
            return None
        return text

    def content(self, name: str, largest: int = LARGEST_MEDIUM) -> bytes | None:
        """Return the bytes of a file; None, and a problem, where it is larger than `largest` or unreadable."""
        content = self._bytes(name, largest)
        if content is not None and len(content) > largest:
            remedy = say("Split the page.") if largest == LARGEST_TEXT else say("Make it smaller.")
            self.findings.problem(
                name, 1, say("The file is larger than {largest} KB.", largest=largest // 1000), remedy
            )
            return None
        return content

    @abstractmethod
    def _bytes(self, name: str, most: int) -> bytes | None:
        """Return the bytes of a file, of one larger than `most` a little more; None, and a problem, if unreadable."""

    def _refuse(self, name: str, message: str, remedy: str) -> None:
        self.findings.problem(name, 1, message, remedy)


class SourceFolder(PackFiles):
    """The files of a pack that is a folder."""

    def __init__(self, root: Path, findings: Findings) -> None:
        self.root = root
        self.findings = findings
        self.files: dict[str, Path] = {}
        for shelf in SHELVES:
            for path in self._walk(root / shelf, 0):
                self.files[path.relative_to(root).as_posix()] = path

    def _bytes(self, name: str, most: int) -> bytes | None:
        try:
            with os.fdopen(os.open(self.files[name], os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)), "rb") as file:
                return file.read(most + 1)
        except OSError as error:
            self._refuse(
                name,
                say("The file cannot be read ({strerror}).", strerror=error.strerror),
                say("Check its permissions."),
            )
            return None

    def _walk(self, folder: Path, depth: int) -> Iterator[Path]:
        if folder.is_symlink():
            self._refuse(
                self._name(folder), say("This is a link."), say("Put the folder itself here; links are not followed.")
            )
        elif folder.is_dir():
            for path in sorted(folder.iterdir()):
                if not path.name.startswith(".") or path.suffix in CODE:
                    yield from self._take(path, depth + 1)

    def _take(self, path: Path, depth: int) -> Iterator[Path]:
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode):
            self._refuse(
                self._name(path), say("This is a link."), say("Put the file itself here; links are not followed.")
            )
        elif stat.S_ISDIR(mode):
            if depth < DEEPEST:
                yield from self._walk(path, depth)
            else:
                self._refuse(self._name(path), *_TOO_DEEP)
        elif not stat.S_ISREG(mode):
            self._refuse(self._name(path), say("This is no ordinary file."), say("Remove it."))
        elif path.suffix in CODE:
            self._refuse(self._name(path), *_NO_CODE)
        elif len(self.files) >= MOST_FILES:
            self._refuse(self._name(path), *_TOO_MANY)
        else:
            yield path

    def _name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()


class SourceFiles(PackFiles):
    """The files of a pack that lies in memory: path inside the pack -> bytes. The same limits as for a folder."""

    def __init__(self, files: Mapping[str, bytes], findings: Findings) -> None:
        self.findings = findings
        self.files: dict[str, bytes] = {}
        for name in sorted(files):
            if self._takes(name):
                self.files[name] = files[name]

    def _bytes(self, name: str, most: int) -> bytes | None:
        return self.files[name]

    def _takes(self, name: str) -> bool:
        """Return whether a file belongs to the pack; one that may not lie there is a problem."""
        place = PurePosixPath(name)
        hidden = any(part.startswith(".") for part in place.parts)
        if place.parts[:1] not in {(shelf,) for shelf in SHELVES} or (hidden and place.suffix not in CODE):
            return False
        if ".." in place.parts or place.as_posix() != name:
            self._refuse(name, say("This is no path inside a pack."), say("Name it like modules/its-name/module.toml."))
        elif place.suffix in CODE:
            self._refuse(name, *_NO_CODE)
        elif len(place.parts) > DEEPEST + 1:
            self._refuse(name, *_TOO_DEEP)
        elif len(self.files) >= MOST_FILES:
            self._refuse(name, *_TOO_MANY)
        else:
            return True
        return False
