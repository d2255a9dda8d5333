"""Taking files out of a pack's folder: regular files only, within limits, UTF-8, never through a link."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from lms.packs.problems import Findings

LARGEST_TEXT = 200_000
LARGEST_MEDIUM = 2_000_000
MOST_FILES = 2_000
DEEPEST = 3
"""Folders below a shelf; modules/NAME/media is the deepest there is."""

CODE = {".py", ".pyc", ".pyi", ".pyw", ".pyd", ".so", ".js", ".mjs", ".sh"}
_CONTROL = {chr(code) for code in range(32)} - {"\t", "\n", "\r"} | {"\x7f"}


class SourceFolder:
    """The files of one pack, by their path inside it ("modules/x/module.toml")."""

    def __init__(self, root: Path, findings: Findings) -> None:
        self.root = root
        self.findings = findings
        self.files: dict[str, Path] = {}
        for shelf in ("modules", "quizzes"):
            for path in self._walk(root / shelf, 0):
                self.files[path.relative_to(root).as_posix()] = path

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
            self.findings.problem(name, line, "This is not UTF-8.", "Save the file with the encoding UTF-8.")
            return None
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        strange = next((place for place, letter in enumerate(text) if letter in _CONTROL), None)
        if strange is not None:
            line = text.count("\n", 0, strange) + 1
            code = ord(text[strange])
            self.findings.problem(name, line, f"There is a control character (U+{code:04X}).", "Delete it.")
            return None
        return text

    def content(self, name: str, largest: int = LARGEST_MEDIUM) -> bytes | None:
        """Return the bytes of a file; None, and a problem, where it is larger than `largest` or unreadable."""
        path = self.files[name]
        try:
            with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)), "rb") as file:
                content = file.read(largest + 1)
        except OSError as error:
            self.findings.problem(name, 1, f"The file cannot be read ({error.strerror}).", "Check its permissions.")
            return None
        if len(content) > largest:
            remedy = "Split the page." if largest == LARGEST_TEXT else "Make the picture smaller."
            self.findings.problem(name, 1, f"The file is larger than {largest // 1000} KB.", remedy)
            return None
        return content

    def _walk(self, folder: Path, depth: int) -> Iterator[Path]:
        if folder.is_symlink():
            self._refuse(folder, "This is a link.", "Put the folder itself here; links are not followed.")
        elif folder.is_dir():
            for path in sorted(folder.iterdir()):
                if not path.name.startswith(".") or path.suffix in CODE:
                    yield from self._take(path, depth + 1)

    def _take(self, path: Path, depth: int) -> Iterator[Path]:
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode):
            self._refuse(path, "This is a link.", "Put the file itself here; links are not followed.")
        elif stat.S_ISDIR(mode):
            if depth < DEEPEST:
                yield from self._walk(path, depth)
            else:
                self._refuse(path, "This folder lies too deep.", "See docs/content-format.md for what lies where.")
        elif not stat.S_ISREG(mode):
            self._refuse(path, "This is no ordinary file.", "Remove it.")
        elif path.suffix in CODE:
            self._refuse(path, "Code has no place among content.", "Remove it; a calculator is a .calc.toml file.")
        elif len(self.files) >= MOST_FILES:
            self._refuse(path, f"There are more than {MOST_FILES} files.", "Divide the pack into several.")
        else:
            yield path

    def _refuse(self, path: Path, message: str, remedy: str) -> None:
        self.findings.problem(path.relative_to(self.root).as_posix(), 1, message, remedy)
