"""One part of a file of questions in its form: as it stands, as it was sent, and the text the file becomes."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from lms.questions.editing.item_editor import ItemEditor
from lms.questions.editing.parts import Part
from lms.questions.kinds import editor_of, kind_names, why_not
from lms.questions.text import KeyPath
from lms.studio.quizzes.file import QuestionFile
from lms.studio.quizzes.forms.piece_form import Around, PieceForm
from lms.studio.quizzes.naming import settle_ids
from lms.studio.quizzes.pieces import ITEMS, QUIZ, Section, table_at
from lms.studio.quizzes.toml_changing import changed

EDIT, PLACE = "edit-", "place-"
KEPT: Final = ("id", "kind")
"""Keys that no form changes."""


@dataclass
class EditedPiece:
    """A part with its forms. `editor`: None where a plug-in's kind has none; `place`: of a question only.

    `left`: values that stay what they are in the file whatever the forms say, by their place.
    """

    file: QuestionFile
    section: Section
    id: str
    path: KeyPath
    around: Around
    editor: ItemEditor | PieceForm | None
    place: PieceForm | None = None
    published: Collection[str] = ()
    before: dict[str, Any] = field(default_factory=dict)
    left: dict[KeyPath, Any] = field(default_factory=dict)

    @property
    def table(self) -> dict[str, Any]:
        """The part as it stands in the file."""
        return table_at(self.file.values, self.path)

    @property
    def forms(self) -> Iterator[Part]:
        """The forms it is edited in."""
        yield from (form for form in (self.editor, self.place) if form is not None)

    @property
    def is_question(self) -> bool:
        """Whether it is a question of a quiz."""
        return self.place is not None

    @property
    def is_missing(self) -> bool:
        """Whether it is a question of a kind that is not installed."""
        return self.is_question and bool(why_not(str(self.table.get("kind"))))

    @property
    def base(self) -> str:
        """The revision of what the forms show, as it is stored."""
        told = json.dumps(self.before, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    @property
    def after(self) -> dict[str, Any]:
        """What the forms say now, but for what is left as it is."""
        found = copy.deepcopy(_values(self.editor, self.place))
        for path, value in self.left.items():
            _put(found, path, value)
        return found

    @property
    def text(self) -> str:
        """The text of the file with what the forms say now."""
        return changed(self.file.text, self.before, self.after, self.path)

    @property
    def is_changed(self) -> bool:
        """Whether the forms say anything else than the file."""
        return self.before != self.after

    def act(self, action: str) -> None:
        """Do what a button asks of a list, and settle the ids of what is new."""
        if self.editor is not None:
            self.editor.act(action)
        self.settle()

    def settle(self) -> None:
        """Give new entries ids of their words, and let every choice offer what there is."""
        for form in self.forms:
            settle_ids(form, self.published)
            if isinstance(form, PieceForm):
                form.offer(self.around)
            form.settle()


def piece_of(
    file: QuestionFile, section: Section, id: str, around: Around, published: Collection[str] = ()
) -> EditedPiece | None:
    """Return a part as it stands in the file; None where there is no such part."""
    path = section.path(file.values, id)
    if path is None:
        return None
    table = table_at(file.values, path)
    if _is_question(file, section):
        kind = str(table.get("kind"))
        maker = editor_of(kind) if kind in kind_names() else None
        editor = maker.from_table(table, EDIT) if maker is not None else None
        place = section.form.from_table(table, around, PLACE)
    else:
        editor, place = section.form.from_table(table, around, EDIT), None
    return EditedPiece(file, section, id, path, around, editor, place, published, _values(editor, place))


def sent_piece(stored: EditedPiece, sent: Mapping[str, Any]) -> EditedPiece:
    """Return a part as it was sent, to be compared with how it is stored."""
    editor, place = stored.editor, stored.place
    if isinstance(editor, ItemEditor):
        editor = type(editor).from_form(sent, EDIT)
    elif editor is not None:
        editor = type(editor).from_form(sent, stored.around, EDIT)
    if place is not None:
        place = type(place).from_form(sent, stored.around, PLACE)
    found = EditedPiece(
        stored.file, stored.section, stored.id, stored.path, stored.around, editor, place, stored.published
    )
    found.before = stored.before
    found.settle()
    return found


def _put(table: Any, path: KeyPath, value: Any) -> None:
    """Make what stands at a path so; None takes it away. What is not there any more is passed over."""
    for key in path[:-1]:
        table = table.setdefault(key, {}) if isinstance(table, dict) else table[key]
    if value is None and isinstance(table, dict):
        table.pop(path[-1], None)
    else:
        table[path[-1]] = value


def _is_question(file: QuestionFile, section: Section) -> bool:
    return file.kind == QUIZ and section.name == ITEMS


def _values(editor: ItemEditor | PieceForm | None, place: PieceForm | None) -> dict[str, Any]:
    said = editor.for_file() if isinstance(editor, PieceForm) else {}
    found = editor.table() if isinstance(editor, ItemEditor) else said
    found = {key: value for key, value in found.items() if key not in KEPT}
    return found | (place.for_file() if place is not None else {})
