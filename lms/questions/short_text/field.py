"""The form field of a short-text item: one line."""

from collections.abc import Callable, Sequence
from typing import Any

from wtforms import Form
from wtforms.fields import StringField
from wtforms.fields.core import UnboundField
from wtforms.validators import ValidationError

from lms.questions.kinds import BadResponse
from lms.questions.short_text.kind import KIND, LONGEST, ShortTextItem
from lms.questions.text import Json, in_language


class WordsField(StringField):  # type: ignore[misc]  # wtforms carries no types
    """A text box whose `data` is a text or None; what cannot be taken stays in the box beside its error."""

    def __init__(self, label: str, *, item: ShortTextItem, translate: Callable[[str], str], **options: Any) -> None:
        super().__init__(label, **options)
        self.item, self.translate = item, translate

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Take what was typed, tidied where it can be."""
        self.data: Json = valuelist[0] if valuelist else None

    def pre_validate(self, form: Form) -> None:
        """Refuse what is no response to the item, in its own words."""
        try:
            self.data = KIND.response(self.item, self.data)
        except BadResponse as bad:
            raise ValidationError(f"{self.translate(bad.reason)} {self.translate(bad.remedy)}") from bad


def field(
    item: ShortTextItem, language: str, label: str | None = None, gettext: Callable[[str], str] = str
) -> UnboundField:
    """Return the field; `label` defaults to the question itself."""
    return WordsField(
        label if label is not None else in_language(item.stem, language),
        item=item,
        translate=gettext,
        render_kw={"autocomplete": "off", "maxlength": str(LONGEST)},
    )
