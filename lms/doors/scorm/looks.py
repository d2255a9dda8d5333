"""The look of a package: our own style sheets as one file, the type, the icons and the licences that go with them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
WEB: Final = HERE.parents[1] / "web" / "static" / "web"
SHEETS: Final = (
    "tokens", "base", "frame", "parts", "forms", "home", "player", "tool", "grid", "journey", "quiz", "assessment",
    "drill", "practice", "tables", "print",
)  # fmt: skip
"""The sheets a package needs, the tokens first; `scorm.css` comes behind them."""

_REMARK: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_SYMBOL: Final = re.compile(r'<symbol id="([\w-]+)".*?</symbol>', re.DOTALL)


@cache
def sheet() -> str:
    """Return one style sheet; type lies beside it in `../fonts/`."""
    own = sorted((HERE / "static" / "scorm").glob("*.css"))
    paths = [*(WEB / "css" / f"{name}.css" for name in SHEETS), *own]
    together = "\n".join(path.read_text("utf-8") for path in paths)
    return re.sub(r"\s+", " ", _REMARK.sub("", together))


@cache
def fonts() -> Mapping[str, bytes]:
    """Return the type and its licences by their paths in a package."""
    return {f"fonts/{path.name}": path.read_bytes() for path in sorted((WEB / "fonts").iterdir())}


@cache
def sprite(used: frozenset[str]) -> str:
    """Return the icons among `used` as one drawing that stands in the page: no other file is asked for them."""
    text = (WEB / "icons.svg").read_text("utf-8")
    symbols = [match[0] for match in _SYMBOL.finditer(text) if match[1] in used]
    named = "".join(each.replace('<symbol id="', '<symbol id="icon-', 1) for each in symbols)
    # nothing large and not hidden: browsers disagree on what may be used of a drawing that is not displayed
    return f'<svg class="sprite" aria-hidden="true" width="0" height="0">{named}</svg>'


_ICON: Final = re.compile(r'href="#icon-([\w-]+)"')


def icons_in(html: str) -> frozenset[str]:
    """Return the names of the icons that HTML shows."""
    return frozenset(_ICON.findall(html))
