"""Fields of forms that refuse what WTForms' own fall over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from flask_babel import gettext as _
from wtforms import IntegerField

MOST_DIGITS: Final = 12


class WholeNumberField(IntegerField):  # type: ignore[misc]  # wtforms is untyped
    """A whole number of at most twelve digits; WTForms' own answers a number of 400 digits with an OverflowError."""

    data: Any

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the number; refuse what is none, or is longer than any number that is meant."""
        if valuelist and len(valuelist[0].strip()) > MOST_DIGITS:
            self.data = None
            raise ValueError(_("Write a smaller number."))
        super().process_formdata(valuelist)
