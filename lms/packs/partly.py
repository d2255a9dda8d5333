"""Languages a module is only partly translated into: what is missing there is shown in English, and says so.

Pages fall back block by block, texts in TOML files one by one. A language that is not `partly` there is whole, and the
checker holds its author to it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lms.packs.blocks import Block
from lms.packs.page_text import PageText
from lms.questions.tables import Table
from lms.questions.text import LANGUAGES, Json
from lms.sentences import say

SOURCE = "en"
"""The language everything is written in first."""

WORDS = frozenset(
    {
        "title",
        "heading",
        "text",
        "html",
        "question",
        "hint",
        "caption",
        "label",
        "bring_back",
        "summary",
        "transcript",
    }
)
"""The keys of a fenced block under which words stand that are translated; all others are copied."""


def read_partly(table: Table, languages: Sequence[str]) -> list[str]:
    """Return the languages that `partly` names; each must be one of the module's, and none of them English."""
    if not table.has("partly"):
        return []
    named = table.list_of_words("partly")
    for language in named:
        if language == SOURCE:
            table.fault(
                "partly", say("English is never partly there."), say('Take "en" out: the others are made from it.')
            )
        elif language not in languages:
            table.fault(
                "partly",
                say('"{language}" is not among the languages.', language=language),
                say("Add it to languages too."),
            )
    return [language for language in languages if language in named and language != SOURCE]


@dataclass(frozen=True, slots=True)
class Spoken:
    """The languages of the modules that use a quiz: those in which it must be whole, and those in which it need not."""

    whole: frozenset[str] = frozenset()
    partly: frozenset[str] = frozenset()

    def also(self, whole: Collection[str], partly: Collection[str]) -> Spoken:
        """Return these with those of one more module: what is whole in one of them must be whole in the quiz."""
        together = self.whole | frozenset(whole)
        return Spoken(together, (self.partly | frozenset(partly)) - together)

    def needed(self, declared: Collection[str]) -> list[str]:
        """Return the languages a quiz needs that declares some itself."""
        return [each for each in LANGUAGES if each in self.whole or (each in declared and each not in self.partly)]


def whole(languages: Sequence[str], partly: Collection[str]) -> list[str]:
    """Return the languages in which nothing may be missing."""
    return [language for language in languages if language not in partly]


def filled(english: PageText, other: PageText, copied: Collection[str] = ()) -> PageText:
    """Return a page of a partly translated language with the blocks it lacks in English, each marked as such.

    `copied`: the ids of blocks that stand there, but still in English.
    """
    own = {block.id: block for block in other.blocks}
    blocks = [own.get(block.id) or in_english(block) for block in english.blocks]
    blocks = [in_english(block) if block.id in copied else block for block in blocks]
    known = {block.id for block in english.blocks}
    return replace(other, blocks=(*blocks, *(block for block in other.blocks if block.id not in known)))


def in_english(block: Block) -> Block:
    """Return a block that says it is written in English; one without words of its own stays as it is."""
    return replace(block, language=SOURCE) if has_words(block) else block


def has_words(block: Block) -> bool:
    """Return whether anything in a block is to be translated: a quiz or a drill is, but in its own file."""
    return block.use is None and bool(block.html or any(_words(block.data)))


def _words(data: Mapping[str, Json]) -> Iterator[str]:
    for key, value in data.items():
        if isinstance(value, Mapping):
            yield from _words(value)
        elif key in WORDS and isinstance(value, str) and value:
            yield value
