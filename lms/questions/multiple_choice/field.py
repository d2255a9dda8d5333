"""The form field of a multiple-choice item: check boxes, none of them required."""

from collections.abc import Callable

from wtforms import Form
from wtforms.fields import SelectChoice, SelectMultipleField
from wtforms.fields.core import UnboundField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from lms.questions.kinds import BadResponse
from lms.questions.multiple_choice.kind import KIND, MultipleChoiceItem
from lms.questions.text import Json, in_language


class OptionsField(SelectMultipleField):  # type: ignore[misc]  # wtforms carries no types
    """Check boxes. An empty text sent along (a hidden input) says that the boxes were shown and none was ticked."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(
        self, label: str, *, item: MultipleChoiceItem, translate: Callable[[str], str], **options: object
    ) -> None:
        super().__init__(label, **options)
        self.item, self.translate = item, translate

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the boxes ticked."""
        self.data: Json = [value for value in valuelist if value] or None

    def pre_validate(self, form: Form) -> None:
        """Refuse what is no response to the item, in its own words."""
        try:
            self.data = KIND.response(self.item, self.data)
        except BadResponse as bad:
            raise ValidationError(f"{self.translate(bad.reason)} {self.translate(bad.remedy)}") from bad


def field(
    item: MultipleChoiceItem, language: str, label: str | None = None, gettext: Callable[[str], str] = str
) -> UnboundField:
    """Return the field with the options in `language`; `label` defaults to the question itself."""
    return OptionsField(
        label if label is not None else in_language(item.stem, language),
        item=item,
        translate=gettext,
        choices=[SelectChoice(option.id, in_language(option.text, language)) for option in item.options],
    )
