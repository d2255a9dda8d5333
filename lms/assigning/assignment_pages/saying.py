"""Words in the reader's language as the texts they are: the translation's own functions are untyped."""

from __future__ import annotations

import flask_babel


def gettext(text: str, **variables: object) -> str:
    """Return a translated text with its variables filled in."""
    return str(flask_babel.gettext(text, **variables))


def ngettext(one: str, many: str, num: int, **variables: object) -> str:
    """Return the translated text for so many; `num` is a variable of it."""
    return str(flask_babel.ngettext(one, many, num, **variables))
