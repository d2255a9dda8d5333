"""What an editor is built of: texts in every language, tables within tables, lists of tables.

A part is a form whose fields are called as the keys of the file, so that a fault of the kind's `parse` finds its field.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from wtforms import Form
from wtforms.fields import FieldList, FormField, TextAreaField
from wtforms.fields.core import UnboundField

from lms.questions.editing.boxes import LONGEST, OMITTED, Box
from lms.questions.text import LANGUAGES, N_, KeyPath

MOST = 30
"""Entries of one list in a form; what a kind allows is less."""


class Part(Form):  # type: ignore[misc]  # wtforms carries no types
    """A table of the file as a form."""

    own: Sequence[str] = ()
    """What is wrong with the part as a whole."""

    def written(self) -> dict[str, Any]:
        """Return the table, without the keys that are left out."""
        values = {field.short_name: field.written() for field in self}
        return {key: value for key, value in values.items() if value is not OMITTED}

    @classmethod
    def fitting(cls, table: object) -> dict[str, Any]:
        """Return what the form can show of a table as it stands in a file, whatever is wrong with it."""
        values = table if isinstance(table, Mapping) else {}
        fields = [field for field in cls() if field.short_name in values]
        return {field.short_name: field.fitting(values[field.short_name]) for field in fields}

    def settle(self) -> None:
        """Make what is asked for follow what is filled in; called before anything is checked, written or shown."""
        for field in self:
            if isinstance(field, Inside | Entries):
                field.settle()

    def check(self, languages: Sequence[str]) -> None:
        """Check each field."""
        for field in self:
            field.check(languages)

    def hush(self) -> None:
        """Say nothing of what is wrong: nobody has written here yet."""
        self.own = ()
        for field in self:
            if isinstance(field, Texts | Inside):
                field.form.hush()
            elif isinstance(field, Entries):
                for entry in field.entries:
                    entry.own = []
                    entry.form.hush()
            if hasattr(field, "own"):
                field.own = []
            else:
                field.errors = []

    def act(self, action: str) -> None:
        """Do what a button asks for: "options:add", "options:2:up". Anything else does nothing.

        The list may be called by the key it has in the form, or by its whole name in the page.
        """
        name, _, rest = action.rpartition(":") if action.endswith(":add") else action.partition(":")
        place, _, verb = rest.rpartition(":")
        for field in self.lists():
            if name in (field.short_name, field.name):
                field.act(verb, int(place) if place.isdecimal() and len(place) < 4 else -1)
                self.settle()
                return

    def lists(self) -> Iterator[Entries]:
        """Yield the lists of the form, outer ones first."""
        for field in self:
            if isinstance(field, Entries):
                yield field
                for entry in field.entries:
                    yield from entry.form.lists()
            elif isinstance(field, Inside):
                yield from field.form.lists()

    def keep(self, *names: str, of: Collection[str]) -> None:
        """Leave out those fields `of` the part that are not among `names`."""
        for name in of:
            self[name].left_out = name not in names

    def reached(self, path: KeyPath) -> Any:
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

    def fitting(self, value: object) -> Any:
        """Return the texts of languages there are."""
        words = value if isinstance(value, Mapping) else {}
        return {language: words[language] for language in LANGUAGES if isinstance(words.get(language), str)}

    @property
    def words(self) -> dict[str, str]:
        """What is written, by language."""
        typed = {box.short_name: (box.data or "")[:LONGEST].replace("\r\n", "\n").strip() for box in self.form}
        return {language: words for language, words in typed.items() if words}

    def written(self) -> object:
        """Return the texts that are not empty."""
        return OMITTED if self.left_out or (self.optional and not self.words) else self.words

    def check(self, languages: Sequence[str]) -> None:
        """Ask for each language the quiz has, unless an optional text has none at all; without languages for any."""
        words = self.words
        asked = not self.left_out and (words or not self.optional)
        first = [] if words and not languages else ["en"]
        for box in self.form:
            wanted = asked and box.short_name in (*first, *languages)
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

    def fitting(self, value: object) -> Any:
        """Return what can be shown of the table inside."""
        return type(self.form).fitting(value)

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
        return self.form.reached(path)

    @property
    def faulty(self) -> bool:
        """Whether anything is wrong inside."""
        return bool(self.own) or any(each.faulty if hasattr(each, "faulty") else each.errors for each in self.form)


class Entries(Box, FieldList):  # type: ignore[misc]  # wtforms carries no types
    """A list of tables that can be added to, taken from and put in another order. `one` is the word for an entry."""

    look = "entries"

    def __init__(self, part: type[Part], label: str = "", *, one: str = "", **options: Any) -> None:
        super().__init__(_inside(part), label, **options)
        self.part = part
        self.one = one
        self.own: list[str] = []

    def fitting(self, value: object) -> Any:
        """Return what can be shown of each table of the list."""
        return [self.part.fitting(each) for each in value][:MOST] if isinstance(value, list) else []

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


def is_faulty(field: Any) -> bool:
    """Return whether anything is wrong with a field or inside it."""
    return bool(field.faulty if hasattr(field, "faulty") else field.errors)
