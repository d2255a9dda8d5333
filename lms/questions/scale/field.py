"""The form field of a scale item: radio buttons in a row, none of them required."""

from collections.abc import Callable, Sequence
from typing import Any

from wtforms.fields import SelectChoice
from wtforms.fields.core import UnboundField

from lms.questions.scale.kind import CANNOT_JUDGE, ScaleItem
from lms.questions.single_choice.field import OptionField
from lms.questions.text import N_, in_language

NOT_A_POINT = N_("Choose one of the points shown.")
WORDS = N_("Cannot judge")


class ScaleField(OptionField):
    """Radio buttons whose `data` is a whole number, "cannot-judge" or None."""

    def process_data(self, value: Any) -> None:
        """Take a saved response."""
        self.data: str | int | None = None if value is None else str(value)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Take the button pressed."""
        self.data = valuelist[0] if valuelist else None

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """Turn a point that was found among the choices into a number."""
        if isinstance(self.data, str) and self.data.isascii() and self.data.isdigit() and not self.errors:
            self.data = int(self.data)


def field(
    item: ScaleItem, language: str, label: str | None = None, gettext: Callable[[str], str] = str
) -> UnboundField:
    """Return the field; `label` defaults to the question itself."""
    points = range(1, item.points + 1)
    choices = [SelectChoice(str(at), _words(item, at, language)) for at in points]
    if item.cannot_judge:
        choices.append(SelectChoice(CANNOT_JUDGE, gettext(WORDS)))
    return ScaleField(
        label if label is not None else in_language(item.stem, language),
        choices=choices,
        invalid_choice_message=gettext(NOT_A_POINT),
    )


def _words(item: ScaleItem, at: int, language: str) -> str:
    anchor = item.anchors.get(at)
    return f"{at}: {in_language(anchor, language)}" if anchor else str(at)
