"""The form field of a number item: a text box that reads numbers as people of the language write them."""

from collections.abc import Callable, Sequence
from typing import Any

from wtforms.fields import StringField
from wtforms.fields.core import UnboundField

from lms.calculators.numerals import NumberProblem, format_number, format_percent, parse_number
from lms.questions.number.kind import NumberItem
from lms.questions.text import N_, in_language

PLACES = 6

EXAMPLE = {"en": "1,200.50", "da": "1.200,50", "sv": "1 200,50"}

MESSAGES = {
    "TOO_LONG": N_("This number is too long. Write at most 40 characters."),
    "TOO_LARGE": N_("This number is too large. Write at most 15 digits."),
    "NOT_A_NUMBER": N_("This is not a number. Write it in digits, for example %(example)s."),
}
"""What to say for each code of `NumberProblem`; EMPTY is no problem, but an unanswered item."""


class LocalNumberField(StringField):  # type: ignore[misc]  # wtforms carries no types
    """A text box whose `data` is a float or None; what cannot be read stays in the box beside its error."""

    def __init__(
        self,
        label: str,
        *,
        language: str,
        unit: str,
        translate: Callable[[str], str] = str,
        **options: Any,
    ) -> None:
        super().__init__(label, **options)
        self.language = language
        self.unit = unit
        self.translate = translate

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the number typed; raise `ValueError` with a sentence the reader understands."""
        self.data = None
        read = parse_number(valuelist[0], self.language, self.unit) if valuelist else None
        if isinstance(read, NumberProblem):
            if read.code != "EMPTY":
                message = self.translate(MESSAGES.get(read.code, MESSAGES["NOT_A_NUMBER"]))
                raise ValueError(message.replace("%(example)s", EXAMPLE.get(self.language, EXAMPLE["en"])))
        else:
            self.data = read

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.shown(self.data)

    def shown(self, number: float) -> str:
        """Return a number as the reader's language writes it."""
        if self.unit == "percent":
            return format_percent(number, self.language, PLACES)
        return format_number(number, self.language, PLACES)


def field(
    item: NumberItem, language: str, label: str | None = None, gettext: Callable[[str], str] = str
) -> UnboundField:
    """Return the field; `label` defaults to the question itself."""
    return LocalNumberField(
        label if label is not None else in_language(item.stem, language),
        language=language,
        unit=item.unit,
        translate=gettext,
        render_kw={"inputmode": "decimal", "autocomplete": "off", "maxlength": "40"},
    )
