"""The form of a whole item: what every kind asks for, and the way from a file to the form, to an item and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from lms.questions.editing.boxes import Box, Name
from lms.questions.editing.lending import lent
from lms.questions.editing.parts import Part, Texts, is_faulty
from lms.questions.kinds import Item, kind_of
from lms.questions.tables import ItemErrors
from lms.questions.text import N_
from lms.sentences import sentences


class ItemEditor(Part):
    """The form of an item. A kind's `editor.py` adds its fields and says in `table_of` how an item fills them."""

    kind: ClassVar[str]
    """The name of the kind."""

    id = Name(N_("Id"), description=N_("Stays as it is for ever: people's answers hang on it."))
    stem = Texts(N_("Question"))

    @classmethod
    def table_of(cls, item: Any) -> dict[str, Any]:
        """Return what the file says of an item beside id, kind and stem: what `parse` makes this item of."""
        raise NotImplementedError

    @classmethod
    def from_item(cls, item: Item, prefix: str = "") -> ItemEditor:
        """Return the form of an item, filled in."""
        table = {"id": item.id, "stem": item.stem, **cls.table_of(item)}
        form = cls(prefix=prefix, data=table)
        form.settle()
        return form

    @classmethod
    def from_table(cls, table: Mapping[str, Any], prefix: str = "") -> ItemEditor:
        """Return the form of an item as it stands in a file, whatever is wrong with it or not written yet."""
        form = cls(prefix=prefix, data=cls.fitting(table))
        form.settle()
        return form

    @classmethod
    def from_form(cls, formdata: Any, prefix: str = "") -> ItemEditor:
        """Return the form as it was sent."""
        form = cls(formdata, prefix=prefix)
        form.settle()
        return form

    def table(self) -> dict[str, Any]:
        """Return the table of the item as it stands in a quiz file."""
        self.settle()
        values = self.written()
        return {"id": values.pop("id", ""), "kind": self.kind, **values}

    def item(self, languages: Sequence[str]) -> Item | None:
        """Return the item; None, and what is wrong at the fields it is wrong with, where there is none.

        What a field says itself comes first; what only the kind knows stands at the field it names, in its own words.
        Without languages a text in any of them is enough: the item is one to be tried.
        """
        self.own = ()
        table = self.table() if languages else lent(self.table())
        self.check(languages)
        sound = not any(is_faulty(field) for field in self)
        try:
            item: Item = kind_of(self.kind).parse(table, languages)
        except ItemErrors as errors:
            self.tell(errors)
            return None
        return item if sound else None

    def tell(self, errors: ItemErrors) -> None:
        """Show what a kind has found at the fields; where a field says something already, that is enough."""
        found = [(self.reached(fault.path), sentences(fault.message, fault.remedy)) for fault in errors.faults]
        spoken = [is_faulty(field) if field is not None else any(map(is_faulty, self)) for field, _reason in found]
        for (field, reason), known in zip(found, spoken, strict=True):
            if known:
                continue
            if field is None:
                self.own = [*self.own, reason]
            elif isinstance(field, Box):
                field.tell(reason)
            else:
                field.errors = [*field.errors, reason]
