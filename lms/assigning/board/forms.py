"""The forms of measures: one for each kind, numbers as they are written in the reader's language, named where bad."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, StringField
from wtforms.validators import Length

from lms.assigning.board.kinds import MeasureKind
from lms.calculators.numerals import NumberProblem, parse_number
from lms.web.forms import Form
from lms.web.languages import language

LONGEST_SOURCE: Final = 200
_DAY: Final = {"type": "date"}


class MeasureForm(Form):
    """The period and where the figures come from; the counts are added by `form_of`."""

    begins = StringField(_l("First day"), validators=[Length(max=10)], render_kw=_DAY)
    ends = StringField(_l("Last day"), validators=[Length(max=10)], render_kw=_DAY)
    source = StringField(_l("Where the figures come from"), validators=[Length(max=LONGEST_SOURCE)])

    def set_apart(self, name: str) -> None:
        """Let its fields have ids of their own on a page with several forms."""
        for each in self:
            each.id = each.label.field_id = f"{name}-{each.id}"

    def refuse(self, field: str, text: str) -> None:
        """Put words at a field."""
        found: Field = self[field]
        found.errors = [*found.errors, text]

    def day(self, field: str) -> date | None:
        """Return a day; None, with words at the field, where there is none."""
        try:
            return date.fromisoformat((self[field].data or "").strip())
        except ValueError:
            self.refuse(field, _("Choose a day."))
            return None

    def count(self, field: str) -> int | None:
        """Return a count; None, with words at the field, where it is no whole number."""
        number = parse_number((self[field].data or "").strip()[:30], language())
        if isinstance(number, NumberProblem) or number != int(number):
            self.refuse(field, _("Enter a whole number."))
            return None
        return int(number)

    def said_source(self) -> str | None:
        """Return where the figures come from; None, with words at the field, where nothing is said."""
        text = " ".join((self.source.data or "").split())
        if not text:
            self.refuse("source", _("Say who counted, or in which system: a board will ask."))
            return None
        return text


@lru_cache
def form_of(kind: MeasureKind) -> type[MeasureForm]:
    """Return the form of one kind of measure."""
    counts: dict[str, Any] = {each.name: StringField(each.label, validators=[Length(max=30)]) for each in kind.counts}
    return type(f"MeasureForm_{kind.name}", (MeasureForm,), counts)
