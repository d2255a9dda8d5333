"""The form field of a single-choice item: radio buttons, none of them required."""

from collections.abc import Callable

from wtforms import Form
from wtforms.fields import RadioField, SelectChoice
from wtforms.fields.core import UnboundField

from lms.questions.single_choice.kind import SingleChoiceItem
from lms.questions.text import N_, in_language

NOT_AN_OPTION = N_("Choose one of the options shown.")


class OptionField(RadioField):  # type: ignore[misc]  # wtforms carries no types
    """Radio buttons that may be left alone: an unanswered item counts 0 points and stops nobody from sending."""

    def pre_validate(self, form: Form) -> None:
        """Refuse a value that is none of the options; nothing chosen is fine."""
        if self.data:
            super().pre_validate(form)


def field(
    item: SingleChoiceItem, language: str, label: str | None = None, gettext: Callable[[str], str] = str
) -> UnboundField:
    """Return the field with the options in `language`; `label` defaults to the question itself."""
    return OptionField(
        label if label is not None else in_language(item.stem, language),
        choices=[SelectChoice(option.id, in_language(option.text, language)) for option in item.options],
        invalid_choice_message=gettext(NOT_AN_OPTION),
    )
