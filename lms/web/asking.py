"""What a script sends, read as strictly as a form: JSON that is too deep or holds broken text is no JSON."""

from __future__ import annotations

from typing import Any

from flask import Request, abort


class Asking(Request):
    """A request of ours."""

    def get_json(self, force: bool = False, silent: bool = False, cache: bool = True) -> Any:
        """Return what was sent; None when `silent`, else 400, where it cannot be read.

        Beyond what Flask refuses: nesting that exhausts the parser, a NUL, and half of a surrogate pair, none of which
        a database or a hash can take.
        """
        try:
            found = super().get_json(force, silent, cache)
            sound = _is_sound(found)
        except RecursionError:
            sound = False
        if sound:
            return found
        return None if silent else abort(400)


def _is_sound(value: object) -> bool:
    if isinstance(value, str):
        return "\x00" not in value and not any("\ud800" <= sign <= "\udfff" for sign in value)
    if isinstance(value, dict):
        return all(_is_sound(part) for pair in value.items() for part in pair)
    return not isinstance(value, list) or all(map(_is_sound, value))
