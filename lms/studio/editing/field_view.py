"""How the fields of an editor are drawn: in which languages, whether ids are seen, what there is to choose from."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from lms.questions.text import LANGUAGES


@dataclass(frozen=True)
class FieldView:
    """What the fields show.

    `languages`: those texts are wanted in, of which `unfolded` stand open and the others behind a fold. `ids`: whether
    ids are seen; those `settled` cannot be changed. `pictures`: the names there are, None where any may be typed.
    `names`: (name, words) that formulas may use.
    """

    languages: Sequence[str]
    unfolded: Sequence[str] = LANGUAGES
    ids: bool = True
    settled: Collection[str] = ()
    pictures: Sequence[str] | None = None
    names: Sequence[tuple[str, str]] = ()

    def shows(self, language: str) -> bool:
        """Return whether the box of a language stands open."""
        return language in self.unfolded

    def wants(self, language: str) -> bool:
        """Return whether a text is wanted in a language."""
        return language in self.languages
