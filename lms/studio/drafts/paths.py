"""Where a draft's files may lie, and how large they may be: what a pack's folder may hold, and nothing else."""

from __future__ import annotations

import re
from typing import Final

from lms.packs.files import LARGEST_TEXT
from lms.questions.text import LANGUAGES

MODULE_FILE: Final = "module.toml"
MOST_FILES: Final = 600
LARGEST_MEDIUM: Final = 40_000_000
"""Bytes of one picture or clip; the rooms that take uploads ask for less."""

_NAME: Final = r"[a-z0-9][a-z0-9-]{0,63}"
_MEDIUM: Final = r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}"
_TEXT: Final = re.compile(
    rf"modules/{_NAME}/(?:module\.toml|translations\.toml|{_NAME}\.calc\.toml|(?:{'|'.join(LANGUAGES)})/{_NAME}\.md)"
    rf"|quizzes/{_NAME}\.toml"
)
_BINARY: Final = re.compile(rf"(?:modules/{_NAME}|quizzes)/media/{_MEDIUM}")
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def is_text(path: str) -> bool:
    """Return whether a file of a draft is a text that is edited by its parts."""
    return _TEXT.fullmatch(path) is not None


def is_place(path: str) -> bool:
    """Return whether a draft may hold a file under that path."""
    return is_text(path) or _BINARY.fullmatch(path) is not None


def is_storable(text: str) -> bool:
    """Return whether a text is UTF-8 without control characters; tab and line ends are none."""
    return _CONTROL.search(text) is None


def largest(path: str) -> int:
    """Return how many bytes the file may have."""
    return LARGEST_TEXT if is_text(path) else LARGEST_MEDIUM


def module_file(slug: str) -> str:
    """Return the path of a module's module.toml."""
    return f"modules/{slug}/{MODULE_FILE}"


def page_file(slug: str, language: str, page: str) -> str:
    """Return the path of one page in one language."""
    return f"modules/{slug}/{language}/{page}.md"
