"""The lines of a file's page: what each entry is, what it still lacks, and what is wrong with the whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lms.packs.instruments import KIND as SELF_ASSESSMENT
from lms.questions.kinds import Item
from lms.questions.tables import Fault
from lms.questions.text import N_
from lms.studio.quizzes.file import QuestionFile
from lms.studio.quizzes.forms.piece_form import Around, words_of
from lms.studio.quizzes.lenient import item_of, lacking
from lms.studio.quizzes.pieces import ITEMS, QUIZ, entries_of

FEWEST_OF_A_SUBSCALE = 3
"""Statements below which a sub-dimension says little; the format asks for two."""


@dataclass(frozen=True)
class Line:
    """One entry: its words, its kind and topic, what keeps it from being used, and {language: texts it lacks}."""

    id: str
    words: str
    kind: str
    topic: str
    faults: Sequence[Fault]
    lacks: Mapping[str, int]
    is_reversed: bool = False

    @property
    def is_ready(self) -> bool:
        """Whether it can be used as it stands."""
        return not self.faults


@dataclass(frozen=True)
class Remark:
    """A remark on a self-assessment that stops nothing: words with a name and a number in them."""

    words: str
    name: str = ""
    count: int = 0


def lines_of(file: QuestionFile, section: str, around: Around, languages: Sequence[str], language: str) -> list[Line]:
    """Return the entries of a list."""
    return [_line(file, section, each, around, list(languages), language) for each in entries_of(file.values, section)]


def _line(
    file: QuestionFile, section: str, table: Mapping[str, Any], around: Around, languages: list[str], language: str
) -> Line:
    is_question = file.kind == QUIZ and section == ITEMS
    found = item_of(table) if is_question else ()
    topics, subs = dict(around.topics), dict(around.subscales)
    topic = str(table.get("topic") or table.get("sub") or "")
    words = next((words_of(table.get(key), language) for key in ("stem", "title", "text") if table.get(key)), "")
    return Line(
        str(table.get("id", "")),
        words,
        str(table.get("kind", "")) if is_question else "",
        {**topics, **subs}.get(topic, topic),
        () if isinstance(found, Item) else tuple(found),
        lacking(table, languages),
        table.get("reverse") is True,
    )


def warnings_of(file: QuestionFile, language: str) -> Iterator[Remark]:
    """Yield what a self-assessment would be the better for."""
    if file.kind != SELF_ASSESSMENT:
        return
    items = entries_of(file.values, ITEMS)
    for sub in entries_of(file.values, "subscales"):
        mine = [item for item in items if item.get("sub") == sub.get("id")]
        title = words_of(sub.get("title"), language) or str(sub.get("id", ""))
        if len(mine) < FEWEST_OF_A_SUBSCALE:
            few = N_("“%(name)s” has %(count)d statements: with fewer than three it says little.")
            yield Remark(few, title, len(mine))
        turned = {bool(item.get("reverse")) for item in mine}
        if len(mine) >= FEWEST_OF_A_SUBSCALE and len(turned) == 1:
            yield Remark(N_("All statements of “%(name)s” point in one direction."), title)
    known = {sub.get("id") for sub in entries_of(file.values, "subscales")}
    lost = [item for item in items if item.get("sub") not in known]
    if lost:
        yield Remark(N_("%(count)d statements belong to no sub-dimension."), count=len(lost))
    if items and not any(item.get("reverse") for item in items):
        yield Remark(N_("No statement is turned round: who agrees with everything cannot be told from who means it."))
