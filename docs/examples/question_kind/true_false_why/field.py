"""The form field: two radio buttons, none of them required."""

from collections.abc import Callable
from typing import Any

from wtforms.fields import RadioField, SelectChoice

from lms.questions.text import in_language
from true_false_why.kind import WORDS, Statement


class WordField(RadioField):
    """Radio buttons that may be left alone."""

    def pre_validate(self, form: Any) -> None:
        """Refuse a word that is neither; nothing chosen is fine."""
        if self.data:
            super().pre_validate(form)


def field(item: Statement, language: str, label: str | None = None, gettext: Callable[[str], str] = str) -> Any:
    """Return the field, its words in `language`."""
    return WordField(
        label if label is not None else in_language(item.stem, language),
        choices=[SelectChoice(word, in_language(text, language)) for word, text in WORDS.items()],
        invalid_choice_message="Choose one of them.",
    )
