"""The modules a page will ask for, named in its head: what a script imports is fetched beside it, not after it.

Only static imports count. What a script imports once it needs it, a chart's library above all, is not fetched before.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

_IMPORT: Final = re.compile(rb"""^(?:import|export)\b[^"';]*["'](\.{1,2}/[^"']+\.js)["'];?""", re.MULTILINE)


def imported(files: Mapping[str, Sequence[Path]], *entries: str) -> list[str]:
    """Return the scripts `entries` and all they import, each once, in the order a browser comes upon them.

    `files`: where each static file lies, by its name. LookupError where one imports what is not there.
    """
    found: list[str] = []
    waiting = list(entries)
    while waiting:
        name = waiting.pop(0)
        if name in found:
            continue
        if name not in files:
            raise LookupError(f"there is no static file {name}")
        found.append(name)
        content = b"".join(path.read_bytes() for path in files[name])
        beside = posixpath.dirname(name)
        waiting += [posixpath.normpath(posixpath.join(beside, each.decode())) for each in _IMPORT.findall(content)]
    return found
