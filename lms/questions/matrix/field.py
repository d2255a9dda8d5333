"""The form field of a matrix item: in each row radio buttons, none of them required."""

from collections.abc import Callable, Sequence
from typing import Any

from markupsafe import Markup
from wtforms import Form
from wtforms.fields import Field
from wtforms.fields.core import UnboundField
from wtforms.validators import ValidationError

from lms.questions.kinds import BadResponse
from lms.questions.matrix.kind import KIND, MatrixItem, Row
from lms.questions.text import in_language


class RowsField(Field):  # type: ignore[misc]  # wtforms carries no types
    """One group of radio buttons a row, called `<name>:<row id>`; `data` is {row id: column id} or None."""

    data: Any

    def __init__(
        self, label: str, *, item: MatrixItem, language: str, translate: Callable[[str], str], **options: Any
    ) -> None:
        super().__init__(label, **options)
        self.item, self.language, self.translate = item, language, translate

    def process(self, formdata: Any, data: Any = None, extra_filters: Sequence[Any] | None = None) -> None:
        """Read the buttons pressed, or the saved answer."""
        super().process(None, data, extra_filters)
        names = {row.id: f"{self.name}:{row.id}" for row in self.item.rows}
        sent = {id: formdata.get(name) for id, name in names.items() if name in formdata} if formdata else {}
        if sent:
            self.raw_data = list(sent.values())
            self.data = sent

    def chosen(self, row: str) -> str:
        """Return the column chosen in a row, "" for none."""
        return str(self.data.get(row, "")) if isinstance(self.data, dict) else ""

    def pre_validate(self, form: Form) -> None:
        """Refuse what is no response to the item, in its own words."""
        try:
            self.data = KIND.response(self.item, self.data)
        except BadResponse as bad:
            raise ValidationError(f"{self.translate(bad.reason)} {self.translate(bad.remedy)}") from bad

    def widget(self, field: "RowsField", **options: Any) -> Markup:
        """Return a plain list of radio buttons."""
        return Markup("<ul>{}</ul>").format(Markup().join(map(self._row, self.item.rows)))

    def _row(self, row: Row) -> Markup:
        buttons = [
            Markup('<label><input type="radio" name="{}:{}" value="{}"{}> {}</label>').format(
                self.name,
                row.id,
                column.id,
                Markup(" checked") if self.chosen(row.id) == column.id else "",
                in_language(column.text, self.language),
            )
            for column in self.item.columns
        ]
        return Markup("<li>{} {}</li>").format(in_language(row.text, self.language), Markup().join(buttons))


def field(
    item: MatrixItem, language: str, label: str | None = None, gettext: Callable[[str], str] = str
) -> UnboundField:
    """Return the field; `label` defaults to the question itself."""
    shown = label if label is not None else in_language(item.stem, language)
    return RowsField(shown, item=item, language=language, translate=gettext)
