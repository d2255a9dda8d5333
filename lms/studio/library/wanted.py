"""What a trainer asks of the library: words, which modules, in which order, and from where on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from lms.catalog.search import LONGEST_QUERY
from lms.catalog.words import composed, fold, words
from lms.questions.text import LANGUAGES

PUBLISHED, DRAFT, WITHDRAWN = "published", "draft", "withdrawn"
STATES: Final = (PUBLISHED, DRAFT, WITHDRAWN)
SHARED, OWN = "shared", "own"
WHOSE: Final = ("", SHARED, OWN)
NAME, CHANGED, USED = "name", "changed", "used"
SORTS: Final = (NAME, CHANGED, USED)
MOST_WORDS: Final = 8
LONGEST_MARK: Final = 240


@dataclass(frozen=True)
class Mark:
    """Where a page of the list ended: the value it is sorted by, and the row's id where several have the same."""

    value: str
    id: UUID

    def __str__(self) -> str:
        """Return the mark as it stands in an address."""
        return f"{self.id.hex}.{self.value}"

    @classmethod
    def read(cls, text: str) -> Mark | None:
        """Read a mark from an address; None where it is none, so that the list begins at its beginning."""
        id, _point, value = text[:LONGEST_MARK].partition(".")
        try:
            return cls(value, UUID(hex=id)) if value.isprintable() else None
        except ValueError:
            return None


@dataclass(frozen=True)
class Wanted:
    """What is asked of the list; what an address says that makes no sense is left out."""

    text: str = ""
    language: str = ""
    whose: str = ""
    state: str = PUBLISHED
    sort: str = NAME
    after: Mark | None = None

    @classmethod
    def of(cls, arguments: Mapping[str, str]) -> Wanted:
        """Read what an address asks."""
        text = "".join(sign for sign in arguments.get("q", "")[:LONGEST_QUERY] if sign.isprintable()).strip()
        return cls(
            text,
            _one_of(arguments.get("language", ""), LANGUAGES, ""),
            _one_of(arguments.get("whose", ""), WHOSE, ""),
            _one_of(arguments.get("state", ""), STATES, PUBLISHED),
            _one_of(arguments.get("sort", ""), SORTS, NAME),
            Mark.read(arguments.get("after", "")),
        )

    @property
    def words(self) -> tuple[str, ...]:
        """Return the words looked for, folded."""
        return tuple(word.folded for word in words(composed(self.text)))[:MOST_WORDS]

    @property
    def is_bare(self) -> bool:
        """Return whether nothing is asked: the home as it opens."""
        return self == Wanted()

    @property
    def arguments(self) -> dict[str, str]:
        """Return what leads back to this list in an address."""
        asked = {"q": self.text, "language": self.language, "whose": self.whose, "state": self.state, "sort": self.sort}
        said = {"state": PUBLISHED, "sort": NAME}
        found = {key: value for key, value in asked.items() if value and value != said.get(key)}
        return found | ({"after": str(self.after)} if self.after else {})

    def further(self, mark: Mark | None) -> Wanted:
        """Return the same list from a mark on."""
        return replace(self, after=mark)

    def holds(self, text: str) -> bool:
        """Return whether each word stands somewhere in a text."""
        folded = fold(composed(text))
        return all(word in folded for word in self.words)


def _one_of(value: str, known: tuple[str, ...], otherwise: str) -> str:
    return value if value in known else otherwise
