"""Fields that HR's forms share: whole numbers in words, and ids that were ticked."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from wtforms import Field, SelectMultipleField
from wtforms.validators import StopValidation
from wtforms.widgets import TextInput

from lms.assigning.assignment_pages.saying import gettext as _
from lms.kernel.ids import read_id

MOST_TICKED = 500


class WholeField(Field):  # type: ignore[misc]  # wtforms is untyped
    """A whole number between `least` and `most`; an empty one is None, anything else is answered in words."""

    widget = TextInput()

    def __init__(self, label: object = None, *, least: int = 0, most: int = 3_660, **kwargs: object) -> None:
        """`least`, `most`: what is allowed, both included."""
        super().__init__(label, **kwargs)
        self.least, self.most = least, most

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the number as a person writes it."""
        self.data = None
        text = valuelist[0].strip() if valuelist else ""
        if text:
            self.data = self._read(text.replace("\N{MINUS SIGN}", "-"))

    def _read(self, text: str) -> int:
        digits = text.removeprefix("-")
        if digits.isascii() and digits.isdigit() and len(digits) < 6 and self.least <= int(text) <= self.most:
            return int(text)
        raise ValueError(_("Write a whole number from %(least)d to %(most)d.", least=self.least, most=self.most))


class TickedField(SelectMultipleField):  # type: ignore[misc]  # wtforms is untyped
    """Ids that were ticked; what is no id is passed over, and there are at most 500."""

    def __init__(self, label: object = None, **kwargs: object) -> None:
        """What can be ticked is drawn by the page, which knows the names."""
        super().__init__(label, choices=[], coerce=str, validate_choice=False, **kwargs)

    @property
    def ids(self) -> frozenset[UUID]:
        """Return the ids."""
        return frozenset(found for text in self.data or () if (found := read_id(text)) is not None)

    def pre_validate(self, form: object) -> None:
        """Refuse more than a page can hold."""
        if len(self.data or ()) > MOST_TICKED:
            raise StopValidation(_("Tick at most %(most)d; for more, make a group.", most=MOST_TICKED))
