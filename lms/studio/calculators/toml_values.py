"""How one value is written in a calculator file: as its authors write it by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_LARGEST_WHOLE: Final = 1e15
_WIDE: Final = 3


def written(value: Any) -> str:
    """Return a value as TOML: a text of several lines between triple quotes, a list of tables one table a line."""
    if _are_rows(value):
        return "[\n" + "".join(f"  {_inline(each)},\n" for each in value) + "]"
    if isinstance(value, Mapping) and any(_are_rows(each) for each in value.values()):
        pairs = [
            f"{dotted((key,))} = {written(each) if _are_rows(each) else _inline(each)}" for key, each in value.items()
        ]
        return f"{{ {', '.join(pairs)} }}"
    if isinstance(value, str) and "\n" in value:
        return _block(value)
    return _inline(value)


def _are_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, Mapping) for each in value)


def dotted(path: tuple[str, ...]) -> str:
    """Return a key with dots, its parts quoted where they must be."""
    return ".".join(key if _BARE.fullmatch(key) else _line(key) for key in path)


def _inline(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return _line(value)
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{dotted((key,))} = {_inline(each)}" for key, each in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, list):
        return f"[{', '.join(map(_inline, value))}]"
    if isinstance(value, float) and value.is_integer() and abs(value) < _LARGEST_WHOLE:
        return str(int(value))
    return repr(value)


def _line(text: str) -> str:
    # JSON's escapes are TOML's, but for DEL, which only TOML refuses
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _block(text: str) -> str:
    quoted = text.replace("\\", "\\\\").replace('"' * _WIDE, '\\"' * _WIDE)
    quoted = _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)
    if quoted.endswith('"'):  # a fourth quotation mark would be read as part of the end
        quoted = f'{quoted[:-1]}\\"'
    return f'"""\n{quoted}"""'
