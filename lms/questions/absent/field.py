"""The form field of a question whose kind is not installed: it shows nothing and takes nothing."""

from collections.abc import Callable
from typing import Any

from wtforms.fields import Field
from wtforms.fields.core import UnboundField

from lms.questions.absent.kind import AbsentItem
from lms.questions.text import in_language


class NoField(Field):  # type: ignore[misc]  # wtforms carries no types
    """A field that was never sent, whatever was sent under its name."""

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Take what is saved and nothing else."""
        super().process(None, data, extra_filters=extra_filters)


def field(
    item: AbsentItem, language: str, label: str | None = None, gettext: Callable[[str], str] = str
) -> UnboundField:
    """Return the field."""
    return NoField(label if label is not None else in_language(item.stem, language))
