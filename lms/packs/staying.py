"""Which pages mean in a new edition of a module what they meant in the one before: who has read them has read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from lms.packs.versions import grounds

AROUND: Final = "quiz"
"""What is asked anew by itself wherever it changed: it makes nobody read the page again that it stands on."""


def staying(old: Mapping[str, Any], new: Mapping[str, Any]) -> frozenset[str]:
    """Return the names of the pages that are in both closures and mean the same: no block that answers hang on is gone
    or stands for something else, and no tool, self-assessment or drill on them works otherwise. Wording may differ."""
    changed = set(_changed(old, new))
    return frozenset(page["name"] for page in old["module"]["pages"]) & frozenset(
        page["name"] for page in new["module"]["pages"] if page["name"] not in changed
    )


def _changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """Yield the pages on which something means something else."""
    found = grounds(old, new)
    yield from (each.name.partition("#")[0] for each in found if each.role == "block")
    others = {each.within or (each.role, each.name) for each in found if each.role not in ("block", "page")}
    tools = {(role, name) for role, name in others if role != AROUND}
    for page in new["module"]["pages"]:
        blocks = page["texts"]["en"]["blocks"]
        if any((role, name) in tools for block in blocks for role, name in block["references"]):
            yield page["name"]
