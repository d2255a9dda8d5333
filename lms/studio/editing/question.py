"""One question being edited: its form, what it makes, and the text of it that goes into the quiz file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lms.learning.analysis.reading import OnShelf
from lms.packs.exchange.toml_writing import toml
from lms.packs.model import Quiz
from lms.packs.recalling import KEY as RECALL
from lms.questions.absent.kind import AbsentItem
from lms.questions.editing.item_editor import ItemEditor
from lms.questions.kinds import Item, Pictured, editor_of, kind_of
from lms.questions.tables import ItemErrors
from lms.questions.text import N_

PREFIX = "edit-"
NO_PICTURE = N_("This quiz has no picture of that name. Put the file into quizzes/media first.")


@dataclass
class Edited:
    """A question of a version, and the form it is edited in; None where its kind has no editor."""

    shelved: OnShelf
    quiz: Quiz
    original: Item
    editor: ItemEditor | None

    @property
    def is_missing(self) -> bool:
        """Whether its kind is not installed."""
        return isinstance(self.original, AbsentItem)

    @cached_property
    def item(self) -> Item | None:
        """The item as it stands in the form, checked; None, and what is wrong in the form, where it cannot be used."""
        if self.editor is None:
            return self.original
        item = self.editor.item(self.quiz.languages)
        kind = kind_of(self.original.kind)
        if item is None or not isinstance(kind, Pictured):
            return item
        return self._fitted(kind, item, self.editor)

    @property
    def changed(self) -> bool:
        """Whether anything differs from the item on the shelf."""
        return self.item is not None and self.item != self.original

    @property
    def other_meaning(self) -> bool:
        """Whether the change is one of meaning: what is right, which options there are. Else it is one of wording."""
        if self.item is None:
            return False
        meaning = kind_of(self.original.kind).meaning
        return self.item.id != self.original.id or meaning(self.item) != meaning(self.original)

    @cached_property
    def text(self) -> str:
        """The item as it stands in the quiz file; "" while it cannot be used, or has no editor."""
        if self.item is None or self.editor is None:
            return ""
        table = self.editor.table()
        head = {key: table.pop(key) for key in ("id", "kind")}
        return toml({"items": [head | self._of_pool() | table]})

    def _of_pool(self) -> dict[str, Any]:
        """Return what the file says of the item that its kind knows nothing of."""
        place, recall = self.quiz.pool.places.get(self.original.id), self.quiz.recall.items
        told = {"topic": place.topic, "page": place.page} if place else {}
        comes_back = {RECALL: recall[self.original.id]} if self.original.id in recall else {}
        return {key: value for key, value in told.items() if value} | comes_back

    def _fitted(self, kind: Pictured, item: Item, editor: ItemEditor) -> Item | None:
        sizes = {name: (medium.width, medium.height) for name, medium in self.quiz.media.items()}
        if not set(kind.pictures(item)) <= set(sizes):
            editor.own = [NO_PICTURE]
            return None
        try:
            return kind.fitted(item, sizes)
        except ItemErrors as errors:
            editor.tell(errors)
            return None


def edited(shelved: OnShelf, quiz: Quiz, item: Item, sent: Mapping[str, str] | None = None) -> Edited:
    """Return a question with its form: as the shelf has it, or as it was sent."""
    editor = editor_of(item.kind)
    if editor is None:
        form = None
    elif sent is None:
        form = editor.from_item(item, PREFIX)
    else:
        form = editor.from_form(sent, PREFIX)
    return Edited(shelved, quiz, item, form)
