"""The kinds of block an author can insert, each with what its form asks."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import gettext

from lms.packs.blocks import block_kind, block_kind_names
from lms.packs.companions import KEEPING

ORDER: Final = (
    "picture", "example", "compare", "calculator", "quiz", "reflect", "exercise", "promise", "self-assessment", "drill",
)  # fmt: skip
"""The kinds an author reaches for most come first; all others follow by name."""


def kinds_of(companion: str = "") -> list[dict[str, Any]]:
    """Return name, label and keys of every kind; `keys` None for one that does not declare any.

    On a page beside the module (`companion`) without those that keep answers.
    """
    offered = [name for name in block_kind_names() if not companion or name not in KEEPING]
    names = sorted(offered, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name))
    return [_told(name) for name in names]


def _told(name: str) -> dict[str, Any]:
    kind = block_kind(name)
    keys = getattr(kind, "keys", None)
    label = getattr(kind, "label", name)
    told = None if keys is None else [key.document(_words(key.label, key.help)) for key in keys]
    return {"name": name, "label": gettext(label), "keys": told}


def _words(*texts: str) -> dict[str, str]:
    return {text: gettext(text) for text in texts if text}
