"""What an editor is built of: texts in every language, tables within tables, lists of tables, and the whole item.

A part is a form whose fields are called as the keys of the file, so that a fault of the kind's `parse` finds its field.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from wtforms import Form
from wtforms.fields import FieldList, FormField, TextAreaField
from wtforms.fields.core import UnboundField

from lms.questions.editing.boxes import LONGEST, OMITTED, Box, Name
from lms.questions.kinds import Item, kind_of
from lms.questions.tables import ItemErrors
from lms.questions.text import LANGUAGES, N_, KeyPath

MOST = 30
"""Entries of one list in a form; what a kind allows is less."""


class Part(Form):  # type: ignore[misc]  # wtforms carries no types
    """A table of the file as a form."""

    def written(self) -> dict[str, Any]:
        """Return the table, without the keys that are left out."""
        values = {field.short_name: field.written() for field in self}
        return {key: value for key, value in values.items() if value is not OMITTED}

    def settle(self) -> None:
        """Make what is asked for follow what is filled in; called before anything is checked, written or shown."""
        for field in self:
            if isinstance(field, Inside | Entries):
                field.settle()

    def check(self, languages: Sequence[str]) -> None:
        """Check each field."""
        for field in self:
            field.check(languages)

    def keep(self, *names: str, of: Collection[str]) -> None:
        """Leave out those fields `of` the part that are not among `names`."""
        for name in of:
            self[name].left_out = name not in names

    def at(self, path: KeyPath) -> Any:
        """Return the field a path leads to, as far as there are fields; None for the part itself."""
        field = self[str(path[0])] if path and str(path[0]) in self else None
        return field if field is None or len(path) == 1 else _deeper(field, path[1:])


class _Languages(Part):
    en = TextAreaField()
    da = TextAreaField()
    sv = TextAreaField()


class Texts(Box, FormField):  # type: ignore[misc]  # wtforms carries no types
    """A text in every language: one box for each. `wanted` are the languages it must have, once it was checked."""

    look = "texts"

    def __init__(self, label: str = "", *, optional: bool = False, **options: Any) -> None:
        super().__init__(_Languages, label, **options)
        self.optional = optional
        self.own: list[str] = []

    @property
    def words(self) -> dict[str, str]:
        """What is written, by language."""
        typed = {box.short_name: (box.data or "")[:LONGEST].replace("\r\n", "\n").strip() for box in self.form}
        return {language: words for language, words in typed.items() if words}

    def written(self) -> object:
        """Return the texts that are not empty."""
        return OMITTED if self.left_out or (self.optional and not self.words) else self.words

    def check(self, languages: Sequence[str]) -> None:
        """Ask for each language the quiz has, unless an optional text has none at all."""
        words = self.words
        asked = not self.left_out and (words or not self.optional)
        for box in self.form:
            wanted = asked and box.short_name in ("en", *languages)
            box.errors = [N_("Write this text.")] if wanted and box.short_name not in words else []
        self.own = []

    def tell(self, reason: str) -> None:
        """Add what the kind says is wrong."""
        self.own.append(reason)

    def at(self, path: KeyPath) -> Any:
        """Return the box of a language."""
        return self.form[path[0]] if path[0] in LANGUAGES else None

    @property
    def faulty(self) -> bool:
        """Whether anything is wrong with it."""
        return bool(self.own) or any(box.errors for box in self.form)


class Inside(Box, FormField):  # type: ignore[misc]  # wtforms carries no types
    """A table within the table: `part` says which."""

    look = "inside"

    def __init__(self, part: type[Part], label: str = "", **options: Any) -> None:
        super().__init__(part, label, **options)
        self.own: list[str] = []

    def settle(self) -> None:
        """Settle what is inside."""
        self.form.settle()

    def written(self) -> object:
        """Return the table; an optional one only where something is in it."""
        values = self.form.written()
        return OMITTED if self.left_out or (self.optional and not values) else values

    def check(self, languages: Sequence[str]) -> None:
        """Check what is inside."""
        self.own = []
        if not self.left_out:
            self.form.check(languages)

    def tell(self, reason: str) -> None:
        """Add what the kind says is wrong."""
        self.own.append(reason)

    def at(self, path: KeyPath) -> Any:
        """Return the field inside."""
        return self.form.at(path)

    @property
    def faulty(self) -> bool:
        """Whether anything is wrong inside."""
        return bool(self.own) or any(each.faulty if hasattr(each, "faulty") else each.errors for each in self.form)


class Entries(Box, FieldList):  # type: ignore[misc]  # wtforms carries no types
    """A list of tables that can be added to, taken from and put in another order. `one` is the word for an entry."""

    look = "entries"

    def __init__(self, part: type[Part], label: str = "", *, one: str = "", **options: Any) -> None:
        super().__init__(_inside(part), label, **options)
        self.one = one
        self.own: list[str] = []

    def _extract_indices(self, prefix: str, formdata: Mapping[str, Any]) -> Iterator[int]:
        yield from sorted(set(super()._extract_indices(prefix, formdata)))[:MOST]

    def settle(self) -> None:
        """Settle each entry."""
        for entry in self.entries:
            entry.settle()

    def written(self) -> object:
        """Return the list of tables; none is left out."""
        return OMITTED if self.left_out or not self.entries else [entry.written() for entry in self.entries]

    def check(self, languages: Sequence[str]) -> None:
        """Check each entry."""
        self.own = []
        for entry in self.entries:
            entry.check(languages)

    def tell(self, reason: str) -> None:
        """Add what the kind says is wrong."""
        self.own.append(reason)

    def at(self, path: KeyPath) -> Any:
        """Return the field in an entry."""
        place = path[0]
        if not isinstance(place, int) or place >= len(self.entries):
            return None
        return self.entries[place] if len(path) == 1 else _deeper(self.entries[place], path[1:])

    @property
    def faulty(self) -> bool:
        """Whether anything is wrong in it."""
        return bool(self.own) or any(entry.faulty for entry in self.entries)

    def act(self, verb: str, place: int) -> None:
        """Add an entry at the end, or remove the one at `place`, or move it "up" or "down"; else do nothing."""
        held = [entry.data for entry in self.entries]
        if verb == "add" and len(held) < MOST:
            held.append({})
        elif 0 <= place < len(held) and verb in ("remove", "up", "down"):
            entry = held.pop(place)
            if verb != "remove":
                held.insert(max(0, place + (1 if verb == "down" else -1)), entry)
        self.last_index = -1
        self.process(None, held)


def _deeper(field: Any, path: KeyPath) -> Any:
    """Return the field further down, or this one where the path leads nowhere."""
    found = field.at(path) if hasattr(field, "at") else None
    return field if found is None else found


def _inside(part: type[Part]) -> UnboundField:
    return Inside(part)


class ItemEditor(Part):
    """The form of an item. A kind's `editor.py` adds its fields and says in `table_of` how an item fills them."""

    kind: ClassVar[str]
    """The name of the kind."""
    own: Sequence[str] = ()
    """What is wrong with the item as a whole."""

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
        """
        self.own = ()
        table = self.table()
        self.check(languages)
        sound = not any(_faulty(field) for field in self)
        try:
            item: Item = kind_of(self.kind).parse(table, languages)
        except ItemErrors as errors:
            self.tell(errors)
            return None
        return item if sound else None

    def tell(self, errors: ItemErrors) -> None:
        """Show what a kind has found at the fields; where a field says something already, that is enough."""
        found = [(self.at(fault.path), f"{fault.message} {fault.remedy}") for fault in errors.faults]
        spoken = [_faulty(field) if field is not None else any(map(_faulty, self)) for field, _reason in found]
        for (field, reason), known in zip(found, spoken, strict=True):
            if known:
                continue
            if field is None:
                self.own = [*self.own, reason]
            elif isinstance(field, Box):
                field.tell(reason)
            else:
                field.errors = [*field.errors, reason]

    def act(self, action: str) -> None:
        """Do what a button asks for: "options:add", "options:2:up". Anything else does nothing."""
        name, _, rest = action.rpartition(":") if action.endswith(":add") else action.partition(":")
        place, _, verb = rest.rpartition(":")
        field = self._fields.get(name)
        if isinstance(field, Entries):
            field.act(verb, int(place) if place.isdecimal() and len(place) < 4 else -1)
            self.settle()


def _faulty(field: Any) -> bool:
    return bool(field.faulty if hasattr(field, "faulty") else field.errors)
