"""The form field of a matching item: for each pair a select with all answers, none of them required."""

from collections.abc import Callable, Sequence
from typing import Any

from markupsafe import Markup
from wtforms import Form
from wtforms.fields import Field
from wtforms.fields.core import UnboundField
from wtforms.validators import ValidationError

from lms.questions.kinds import BadResponse
from lms.questions.matching.kind import KIND, MatchingItem, Pair
from lms.questions.text import in_language


class PairsField(Field):  # type: ignore[misc]  # wtforms carries no types
    """One select a pair, called `<name>:<pair id>`; `data` is {pair id: answer id} or None."""

    data: Any

    def __init__(
        self, label: str, *, item: MatchingItem, language: str, translate: Callable[[str], str], **options: Any
    ) -> None:
        super().__init__(label, **options)
        self.item, self.language, self.translate = item, language, translate

    def process(self, formdata: Any, data: Any = None, extra_filters: Sequence[Any] | None = None) -> None:
        """Read the answers chosen, or the saved ones; a select that was left alone is sent empty."""
        super().process(None, data, extra_filters)
        names = {pair.id: f"{self.name}:{pair.id}" for pair in self.item.pairs}
        sent = {id: formdata.get(name) for id, name in names.items() if name in formdata} if formdata else {}
        if sent:
            self.raw_data = list(sent.values())
            self.data = {id: answer or None for id, answer in sent.items()}

    def chosen(self, pair: str) -> str:
        """Return the answer chosen for a pair, "" for none."""
        return str(self.data.get(pair) or "") if isinstance(self.data, dict) else ""

    def pre_validate(self, form: Form) -> None:
        """Refuse what is no response to the item, in its own words."""
        try:
            self.data = KIND.response(self.item, self.data)
        except BadResponse as bad:
            raise ValidationError(f"{self.translate(bad.reason)} {self.translate(bad.remedy)}") from bad

    def widget(self, field: "PairsField", **options: Any) -> Markup:
        """Return a plain list of selects."""
        return Markup("<ul>{}</ul>").format(Markup().join(map(self._line, self.item.pairs)))

    def _line(self, pair: Pair) -> Markup:
        choices = [
            Markup('<option value="{}"{}>{}</option>').format(
                answer.id,
                Markup(" selected") if self.chosen(pair.id) == answer.id else "",
                in_language(answer.text, self.language),
            )
            for answer in self.item.answers
        ]
        return Markup('<li><label>{} <select name="{}:{}"><option value="">–</option>{}</select></label></li>').format(
            in_language(pair.left, self.language), self.name, pair.id, Markup().join(choices)
        )


def field(
    item: MatchingItem, language: str, label: str | None = None, gettext: Callable[[str], str] = str
) -> UnboundField:
    """Return the field; `label` defaults to the question itself."""
    shown = label if label is not None else in_language(item.stem, language)
    return PairsField(shown, item=item, language=language, translate=gettext)
