"""Companions: pages that stand beside a module and are never counted, a team card and one for the line manager."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from lms.packs.blocks import Block
from lms.packs.differences.marking import words_of
from lms.packs.pages import PageSource
from lms.packs.practice_blocks import OWN_KINDS
from lms.packs.problems import Findings
from lms.questions.tables import Table
from lms.sentences import say

TEAM, LINE_MANAGER = "team", "line-manager"
KINDS: Final = (TEAM, LINE_MANAGER)
"""What a page beside a module may be: a card for ten minutes with the team, or a page for the line manager."""

MOST_WORDS: Final = {TEAM: 260, LINE_MANAGER: 450}
"""How many words are read on one printed page: a card large enough for a table, a page of running text."""

ANSWERED: Final = ("calculator", "quiz", "self-assessment", "drill")
"""What a block may stand for that keeps what is entered or answered; ours are called so themselves."""
KEEPING: Final = (*OWN_KINDS, *ANSWERED)
"""The kinds of block that have no place on a companion."""


def keeps_answers(block: Block) -> bool:
    """Return whether a block keeps something of whoever reads it: an answer, a number or words of their own."""
    return block.kind in OWN_KINDS or any(use.role in ANSWERED for use in block.references)


def read_beside(entry: Table) -> tuple[str, bool]:
    """Return which companion a page is, "" for a page of the module itself, and whether it has to be read."""
    beside = entry.one_of("beside", KINDS, default="")
    required = entry.flag("required", default=not beside)
    if beside and required:
        entry.fault("required", say("A page beside the module is never required."), say("Take required out here."))
    return beside, required and not beside


def check_places(entries: Sequence[tuple[Table, str]], table: Table) -> None:
    """Note in the entries of a module's pages (each with what it is beside) what stands where it may not.

    A module has at most one companion of each kind, all of them after its own pages, of which there is at least one.
    """
    seen: set[str] = set()
    for entry, beside in entries:
        if beside in seen:
            message = say('There is another page with beside = "{beside}".', beside=beside)
            entry.fault("beside", message, say("Keep one of them."))
        elif seen and not beside:
            message = say("This page stands after one that is beside the module.")
            entry.fault("name", message, say("Move the pages with beside to the end."))
        if beside:
            seen.add(beside)
    if entries and all(beside for _entry, beside in entries):
        table.fault("pages", say("Every page stands beside the module."), say("Add a page without beside."))


def check_companion(kind: str, sources: Mapping[str, PageSource], findings: Findings) -> None:
    """Note each block of a companion that keeps answers; remark where a language has too many words for one sheet."""
    for source in sources.values():
        for block in source.text.blocks:
            if keeps_answers(block):
                message = say(
                    'A page beside the module keeps no answers, so no {kind} stands there ("{id}").',
                    kind=block.kind,
                    id=block.id,
                )
                remedy = say("Move it to a page of the module, or put it as a question in the text.")
                findings.problem(source.file, source.lines[block.id], message, remedy)
        number, most = _words(source.text.blocks), MOST_WORDS.get(kind, 0)
        if most and number > most:
            message = say(
                "The page has {number} words; more than {most} hardly fit on one printed page.",
                number=number,
                most=most,
            )
            findings.note(source.file, 1, message, say("Shorten it."))


def _words(blocks: Iterable[Block]) -> int:
    """Return how many words stand on a page, in its text and in the columns of its comparisons."""
    texts = (text for block in blocks for text in (block.html or "", *_columns(block.data)))
    return sum(len(words_of(text).split()) for text in texts)


def _columns(data: Mapping[str, Any]) -> Iterator[str]:
    yield from (str(each["html"]) for each in data.values() if isinstance(each, dict) and "html" in each)
