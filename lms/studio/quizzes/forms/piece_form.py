"""The form of one part of a file, and boxes for what files write in another way than people do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from lms.calculators.service.names import Known
from lms.questions.editing.boxes import OMITTED, Figure, Pick
from lms.questions.editing.parts import Part
from lms.questions.text import N_, Text


@dataclass(frozen=True)
class Around:
    """What a form can refer to: pages of the module, topics or sub-dimensions, what leads where, names for formulas.

    Each is a sequence of (name in the file, words). `names`: those of the tool, for formulas.
    """

    pages: Sequence[tuple[str, str]] = ()
    topics: Sequence[tuple[str, str]] = ()
    subscales: Sequence[tuple[str, str]] = ()
    places: Sequence[tuple[str, str]] = ()
    calculators: Sequence[tuple[str, str]] = ()
    inputs: Sequence[tuple[str, str]] = ()
    shown: Sequence[tuple[str, str]] = ()
    names: Mapping[str, Known] = field(default_factory=dict)


class PieceForm(Part):
    """A table of a file as a form. Fields are called as its keys, unless `of_file` and `for_file` say otherwise."""

    @classmethod
    def from_table(cls, table: Mapping[str, Any], around: Around, prefix: str = "") -> Self:
        """Return the form of a table as it stands in a file, whatever is wrong with it."""
        form = cls(prefix=prefix, data=cls.fitting(cls.of_file(table)))
        form.offer(around)
        form.settle()
        return form

    @classmethod
    def from_form(cls, sent: Any, around: Around, prefix: str = "") -> Self:
        """Return the form as it was sent."""
        form = cls(sent, prefix=prefix)
        form.offer(around)
        form.settle()
        return form

    @classmethod
    def of_file(cls, table: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return a table of a file under the names of the fields."""
        return table

    def for_file(self) -> dict[str, Any]:
        """Return what the form says as it is to stand in the file."""
        return self.written()

    def offer(self, around: Around) -> None:
        """Fill what can be chosen; called again whenever entries came or went."""

    def judge(self, around: Around) -> None:
        """Put what is wrong with the form into the errors of its fields."""
        self.check(())


class Choice(Pick):
    """One name of what there is, or none; a name that is there no longer stays to be seen."""

    look = "pick"
    optional = True

    def __init__(self, label: str = "", *, none: str = "", **options: Any) -> None:
        super().__init__(label, choices=[("", none)], **options)
        self.none = none

    def process_data(self, value: Any) -> None:
        """Take the name."""
        self.data = value or ""

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer these names."""
        known = {name for name, _words in choices}
        gone = [(self.data, self.data)] if self.data and self.data not in known else []
        self.choices = [("", self.none), *choices, *gone]

    def written(self) -> object:
        """Return the name where there is one."""
        return self.data or OMITTED


class YesNo(Pick):
    """Yes, no, or nothing said of it."""

    def __init__(self, label: str = "", *, unsaid: str, yes: str, no: str, **options: Any) -> None:
        super().__init__(label, choices=(("", unsaid), ("yes", yes), ("no", no)), **options)
        self.optional = True

    def fitting(self, value: object) -> Any:
        """Return the word for yes or no."""
        return {True: "yes", False: "no"}.get(value) if isinstance(value, bool) else ""

    def process_data(self, value: Any) -> None:
        """Take the word."""
        self.data = value or ""

    def written(self) -> object:
        """Return true or false where something is said."""
        return {"yes": True, "no": False}.get(self.data, OMITTED)


class PerCent(Figure):
    """A share of 1 that is written in per cent."""

    def fitting(self, value: object) -> Any:
        """Return the share in per cent."""
        found = super().fitting(value)
        return found if isinstance(found, str) else round(found * 100, 10)

    def written(self) -> object:
        """Return the share."""
        found = super().written()
        return round(found / 100, 12) if isinstance(found, int | float) else found


def words_of(text: object, language: str = "") -> str:
    """Return a text of a file in a language, or in the first it has; "" where it is none."""
    words: Text = (
        {key: each for key, each in text.items() if isinstance(each, str)} if isinstance(text, Mapping) else {}
    )
    return words.get(language) or words.get("en") or next(iter(words.values()), "")


NO_PAGE = N_("no page")
