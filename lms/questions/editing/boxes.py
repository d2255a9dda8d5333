"""The single boxes of an editor: a name, a word, a number, a yes or no, a list.

Each is called as its key in the file is. `written()` is its value in the table of the item, `OMITTED` where the file
says nothing; `check(languages)` puts what is wrong with it into `errors`, in words that can be translated. `look` says
which macro of a page draws it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Final

from wtforms.fields import BooleanField, SelectChoice, SelectField, SelectMultipleField, StringField

from lms.questions.tables import LARGEST, NAME
from lms.questions.text import N_

OMITTED: Final = object()
"""Written by a field whose key the file leaves out."""
LONGEST = 5_000
"""Letters of one box; what is typed beyond is cut."""
_NUMBER = re.compile(r"[-+−]?(\d{1,20}([.,]\d{0,20})?|[.,]\d{1,20})(e[-+]?\d{1,3})?", re.IGNORECASE)
_THOUSANDS = re.compile(r"[-+−]?[1-9]\d{0,2}(,\d{3})+")


class Box:
    """What every box can do. `optional`: it may stay empty. `left_out`: the item has no use for it as it stands."""

    look: ClassVar[str] = "line"
    optional = False
    left_out = False
    data: Any
    errors: Sequence[str]

    def written(self) -> object:
        """Return the value in the table, or `OMITTED`."""
        return OMITTED if self.left_out or not self.data else self.data

    def check(self, languages: Sequence[str]) -> None:
        """Put what is wrong into `errors`."""
        self.errors = [] if self.data or self.optional or self.left_out else [N_("Write something here.")]

    def tell(self, reason: str) -> None:
        """Add what the kind says is wrong."""
        self.errors = [*self.errors, reason]

    def fitting(self, value: object) -> Any:
        """Return what can be shown of a value that stands in a file, which may be of another kind than it should."""
        return value if isinstance(value, str) else "" if value is None else str(value)


class Line(Box, StringField):  # type: ignore[misc]  # wtforms carries no types
    """A few words that are the same in every language."""

    def __init__(self, label: str = "", *, optional: bool = False, **options: Any) -> None:
        super().__init__(label, **options)
        self.optional = optional

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Take what was typed, with the line ends of a file."""
        if valuelist:
            self.data = valuelist[0][:LONGEST].replace("\r\n", "\n").strip()


class Name(Line):
    """An id: lower-case letters, digits and hyphens. `among`: a name for those that must differ from one another.

    Left out, they are those of the entries of its list.
    """

    look = "name"

    def __init__(self, label: str = "", *, among: str = "", **options: Any) -> None:
        super().__init__(label, **options)
        self.among = among

    def check(self, languages: Sequence[str]) -> None:
        """Refuse what is no name."""
        good = NAME.fullmatch(self.data or "")
        self.errors = [] if good else [N_("Give it a name of lower-case letters a–z, digits and hyphens.")]


class Figure(Line):
    """A number, written as in the file: 0.5, or 0,5."""

    look = "figure"

    def __init__(self, label: str = "", *, whole: bool = False, default: float | None = None, **options: Any) -> None:
        super().__init__(label, **options)
        self.whole = whole
        self.usual = default

    def fitting(self, value: object) -> Any:
        """Return a number as it is; anything else as text."""
        return value if isinstance(value, int | float) and not isinstance(value, bool) else super().fitting(value)

    def process_data(self, value: Any) -> None:
        """Take a number, or what was typed instead of one."""
        self.data = value

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the number; what is none stays as it was typed."""
        if valuelist:
            self.data = _number(valuelist[0].strip()[:60])

    def written(self) -> object:
        """Return the number; one that the format takes anyway is left out."""
        left_out = self.left_out or self.data in (None, "") or (self.usual is not None and self.data == self.usual)
        return OMITTED if left_out else self.data

    def check(self, languages: Sequence[str]) -> None:
        """Refuse what is no number."""
        empty = self.data in (None, "") and (self.optional or self.usual is not None)
        good = isinstance(self.data, int if self.whole else int | float) and abs(self.data) <= LARGEST
        wanted = N_("Write a whole number.") if self.whole else N_("Write a number, for example 1200 or 0.5.")
        self.errors = [] if self.left_out or empty or good else [wanted]

    def _value(self) -> str:
        return self.data if isinstance(self.data, str) else "" if self.data is None else _plain(self.data)


class Tick(Box, BooleanField):  # type: ignore[misc]  # wtforms carries no types
    """Yes or no. What the format takes anyway, `usual`, is left out of the table; with None nothing is."""

    look = "tick"

    def __init__(self, label: str = "", *, usual: bool | None = False, **options: Any) -> None:
        super().__init__(label, **options)
        self.usual = usual

    def fitting(self, value: object) -> Any:
        """Return yes or no; anything else is the usual."""
        return value if isinstance(value, bool) else None

    def process_data(self, value: Any) -> None:
        """Take what the table says; nothing is the usual."""
        self.data = bool(self.usual if value is None else value)

    def written(self) -> object:
        """Return yes or no where it is not the usual."""
        return OMITTED if self.left_out or self.data == self.usual else self.data

    def check(self, languages: Sequence[str]) -> None:
        """Nothing can be wrong with it."""
        self.errors = []


class Pick(Box, SelectField):  # type: ignore[misc]  # wtforms carries no types
    """One word of a list: `choices` as (word of the file, label)."""

    look = "pick"

    def __init__(self, label: str = "", *, choices: Sequence[tuple[str, str]], usual: str = "", **options: Any) -> None:
        super().__init__(label, choices=_offered(choices), validate_choice=False, **options)
        self.usual = usual

    def process_data(self, value: Any) -> None:
        """Take the word; nothing is the usual one."""
        self.data = value or self.usual or self.choices[0].value

    def written(self) -> object:
        """Return the word where it is not the usual one."""
        return OMITTED if self.left_out or self.data == self.usual else self.data


class Picks(Box, SelectMultipleField):  # type: ignore[misc]  # wtforms carries no types
    """Any of the names that another part of the form holds; whoever owns both gives the `choices`."""

    look = "picks"
    optional = True

    def __init__(self, label: str = "", **options: Any) -> None:
        super().__init__(label, choices=[], validate_choice=False, **options)

    def fitting(self, value: object) -> Any:
        """Return the names among what stands in a list."""
        return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Take the names ticked, each once."""
        self.data = list(dict.fromkeys(name[:LONGEST] for name in valuelist))

    def process_data(self, value: Any) -> None:
        """Take the names of the table."""
        self.data = list(value or ())

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer these, those ticked first and in their order: of several that are right the first is shown as the key.

        A name ticked before that is no longer among them stays, so that it can be seen and unticked.
        """
        words, ticked = dict(choices), list(self.data or ())
        self.choices = _offered([(name, words.get(name, name)) for name in dict.fromkeys([*ticked, *words])])


class Lines(Line):
    """A list with one entry a line; `each` reads an entry and `shown` writes it."""

    look = "lines"

    def __init__(
        self,
        label: str = "",
        *,
        each: Callable[[str], object] = str,
        shown: Callable[[Any], str] = str,
        **options: Any,
    ) -> None:
        super().__init__(label, **options)
        self.each = each
        self.shown = shown

    def fitting(self, value: object) -> Any:
        """Return the entries that can be shown."""
        return [each for each in (value if isinstance(value, list) else []) if self._can_show(each)]

    def _can_show(self, entry: object) -> bool:
        try:
            return "\n" not in self.shown(entry)
        except TypeError:
            return False

    def process_data(self, value: Any) -> None:
        """Take the list."""
        self.data = list(value or ())

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Take the lines that are not empty."""
        lines = valuelist[0][:LONGEST].replace("\r\n", "\n").split("\n") if valuelist else []
        self.data = [self.each(line.strip()) for line in lines if line.strip()]

    def _value(self) -> str:
        return "\n".join(self.shown(each) for each in self.data or ())


def _offered(choices: Sequence[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice(name, words) for name, words in choices]


def number_or_words(text: str) -> object:
    """Return the number a text is, else the text."""
    return _number(text)


def plain(value: object) -> str:
    """Return a number as it stands in a file."""
    return _plain(value) if isinstance(value, int | float) else str(value)


def _number(text: str) -> int | float | str | None:
    if not text:
        return None
    if not _NUMBER.fullmatch(text) or _THOUSANDS.fullmatch(text):
        return text  # 1,200 is one thing to some and another to others: it is asked for again
    read = text.replace(",", ".").replace("−", "-")
    value = float(read)
    if not math.isfinite(value):
        return text
    return value if any(mark in read.lower() for mark in ".e") else int(read)


def _plain(number: float) -> str:
    return (
        str(int(number))
        if isinstance(number, float) and number.is_integer() and abs(number) < LARGEST
        else repr(number)
    )
