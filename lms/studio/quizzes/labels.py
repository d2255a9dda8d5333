"""What a value of a part is called: by the boxes of its forms, entries of lists with their number."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from lms.questions.editing.parts import Entries, Inside, Part
from lms.questions.text import LANGUAGES, KeyPath
from lms.studio.quizzes.edited import EditedPiece


def label_of(piece: EditedPiece, path: KeyPath) -> str:
    """Return the words above the box at a path: "Option 2 · Feedback"; the key where no form has a box for it."""
    form = next((each for each in piece.forms if path and str(path[0]) in each), None)
    words = _words(form, path) if form is not None else []
    return " · ".join(words) or " · ".join(str(key) for key in path if key not in LANGUAGES)


def _words(form: Part, path: KeyPath) -> list[str]:
    field: Any = form[str(path[0])] if path and str(path[0]) in form else None
    if field is None:
        return []
    rest = path[1:]
    if isinstance(field, Entries) and rest and isinstance(rest[0], int):
        one = f"{_(field.one)} {rest[0] + 1}"
        entry = field.entries[rest[0]].form if rest[0] < len(field.entries) else None
        return [one, *(_words(entry, rest[1:]) if entry is not None else [])]
    if isinstance(field, Inside) and rest:
        return [_(field.label.text), *_words(field.form, rest)]
    return [_(field.label.text)] if field.label.text else []
