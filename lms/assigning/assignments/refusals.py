"""What an assignment refuses: the field that is wrong and what to do about it, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l

from lms.kernel.ids import read_id


class Refused(ValueError):
    """Something that cannot be saved or done. `field`: the name of the form's field, "" where it is no single one.

    `text`: a whole sentence that says what to change; translated when it is shown.
    """

    def __init__(self, field: str, text: object) -> None:
        """Hold the field and the sentence."""
        super().__init__(field)
        self.field = field
        self._text = text

    @property
    def text(self) -> str:
        """Return the sentence in the reader's language."""
        return str(self._text)


def whole(stored: Mapping[str, Any], key: str, least: int, most: int, *, field: str, default: int) -> int:
    """Read a whole number from `least` to `most`; `default` where there is none. Raises Refused naming `field`."""
    found = stored.get(key, default)
    if isinstance(found, bool) or not isinstance(found, int) or not least <= found <= most:
        raise Refused(field, _l("Enter a whole number from %(least)s to %(most)s.", least=least, most=most))
    return found


def day(stored: Mapping[str, Any], key: str, *, field: str) -> date:
    """Read a day written as YYYY-MM-DD. Raises Refused naming `field`."""
    try:
        return date.fromisoformat(str(stored.get(key, "")))
    except ValueError:
        raise Refused(field, _l("Choose a day.")) from None


def identity(stored: Mapping[str, Any], key: str, *, field: str, text: object) -> UUID:
    """Read an id. Raises Refused naming `field`, with `text`."""
    found = read_id(str(stored.get(key, "")))
    if found is None:
        raise Refused(field, text)
    return found
