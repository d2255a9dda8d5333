"""One page in one language while it is translated: its parts in order, each a part of the English page."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from lms.packs.segments import HEAD, split
from lms.packs.translating.page_texts import put_in, texts_in

_CLOSERS = ("```", "~~~", "+++")


@dataclass
class TranslatedPage:
    """`english`: the parts of the English page; `parts`: those of the translation; `copied`: names of texts
    ("the-cup.heading") into which English words were only copied since it was opened.
    """

    english: Mapping[str, str]
    parts: dict[str, str]
    copied: set[str] = field(default_factory=set)

    @classmethod
    def open(cls, english: str, theirs: str | None) -> TranslatedPage:
        """Open a page; one that is not there yet begins with the head and the blocks that have no words, in English."""
        source = {each.part: each.text for each in split("page.md", english)}
        if theirs is not None:
            return cls(source, {each.part: each.text for each in split("page.md", theirs)})
        page = cls(source, {})
        page.put(HEAD, {})
        page.add_wordless()
        return page

    @property
    def text(self) -> str:
        """Return the page."""
        pieces = list(self.parts.values())
        return "".join([*map(_closed, pieces[:-1]), *pieces[-1:]])

    def put(self, part: str, words: Mapping[str, str]) -> None:
        """Write a part with these words; a text without any is English, and noted as copied."""
        fence = part.removeprefix("after-")
        if fence != part and fence in self.english and fence not in self.parts:
            self.put(fence, {})  # a text is named after the block before it
        english = self.english[part]
        self.copied |= {f"{part}.{each.key}" for each in texts_in(part, english) if not words.get(each.key)}
        self._place(part, put_in(part, english, {key: text for key, text in words.items() if text}))

    def may_go(self, part: str) -> bool:
        """Return whether a part can be taken out: not the head, and no block that a text is named after."""
        return part != HEAD and f"after-{part}" not in self.parts

    def is_in_line(self) -> bool:
        """Return whether its parts are those of the English page in the same order; what has words may be missing."""
        order = [part for part in self.english if part in self.parts]
        return order == list(self.parts) and not self._missing_wordless()

    def bring_in_line(self) -> None:
        """Arrange the parts as in English, take out those that English has no more, add what has no words."""
        self.parts = {part: self.parts[part] for part in self.english if part in self.parts}
        self.add_wordless()

    def add_wordless(self) -> None:
        """Add the blocks that stand for something declared elsewhere: there is nothing to translate in them."""
        for part in self._missing_wordless():
            self._place(part, self.english[part])

    def _missing_wordless(self) -> Collection[str]:
        return [part for part, text in self.english.items() if part not in self.parts and not texts_in(part, text)]

    def _place(self, part: str, text: str) -> None:
        """Put a part in its place: behind the nearest one before it in English that is there."""
        if part in self.parts:
            self.parts[part] = text
            return
        earlier = list(self.english)[: list(self.english).index(part)]
        behind = next((each for each in reversed(earlier) if each in self.parts), None)
        names = list(self.parts)
        at = names.index(behind) + 1 if behind is not None else 0
        entries = list(self.parts.items())
        self.parts = dict([*entries[:at], (part, text), *entries[at:]])


def _closed(text: str) -> str:
    """Return a part that another may follow: an empty line behind a paragraph, a line end behind a fence."""
    body = text.rstrip()
    ends = text[len(body) :].count("\n")
    if ends > 1 or not body:
        return text
    return text if ends and body.endswith(_CLOSERS) else f"{body}\n\n"
