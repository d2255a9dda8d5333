"""The page on which one part of a file of questions is edited, seen as a learner sees it, and kept as one types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from lms.kernel.permissions import NotFound, Role, allow
from lms.learning.drills.figures import percent
from lms.packs.mending import KEY as MENDED_KEY
from lms.packs.pools import Pool
from lms.questions.kinds import Item
from lms.questions.text import LANGUAGES
from lms.studio.editing.field_view import FieldView
from lms.studio.quizzes import showing
from lms.studio.quizzes.edited import EditedPiece, piece_of, sent_piece
from lms.studio.quizzes.forms.piece_form import PieceForm
from lms.studio.quizzes.rooms import Room, ids_in, open_room
from lms.studio.quizzes.saving import MENDED, Outcome, keep, keep_piece
from lms.studio.quizzes.standing import Standing, is_named, standing_of, with_name, without_name
from lms.studio.quizzes.toml_changing import with_value, without
from lms.studio.quizzes.wording import ONE_OF, QUESTION_KINDS, SECTIONS, STATEMENT
from lms.web.languages import language

WHOLE = "all"
"""Stands for a language where every one of them is shown side by side."""
ALONE = "X-Part-Alone"
"""The header by which a script asks for the part without the head of the page."""


@allow(Role.TRAINER)
def piece(draft: UUID, name: str, section: str, entry: str = "") -> ResponseReturnValue:
    """Show one part in its form, beside what a learner would see of it."""
    room = open_room(draft)
    found, published = _found(room, name, section, entry)
    return _page(room, found, published, _judged(room, found, is_told="check" in request.args))


@allow(Role.TRAINER)
def keeping(draft: UUID, name: str, section: str, entry: str = "") -> ResponseReturnValue:
    """Keep a part as it was sent, do what a button asks, and show it again; 409 where somebody else was faster."""
    room = open_room(draft)
    stored, published = _found(room, name, section, entry)
    action = request.form.get("do", "keep")
    if action in ("mended", "unmended"):
        return _name_key(room, stored, is_wrong=action == "mended")
    sent = sent_piece(stored, request.form)
    sent.act(action)
    left = [key for name, key in request.form.items(multi=True) if name.startswith("theirs:") and key]
    outcome = keep_piece(room, sent, request.form.get("base", ""), over="over" in request.form, left=left)
    if outcome.is_kept and (sent.is_changed or sent.left):
        room = open_room(draft)
        stored, published = _found(room, name, section, entry)
        if sent.left:
            sent = stored
        sent.file, sent.path, sent.before = stored.file, stored.path, stored.before
    item = _judged(room, sent, is_told=True)
    page = _page(room, sent, published, item, outcome=outcome, sent=request.form, is_tried=action == "try")
    return page, (200 if outcome.is_kept else 422 if outcome.refused else 409)


def _found(room: Room, name: str, section: str, id: str) -> tuple[EditedPiece, dict[str, Any]]:
    file = room.file(name)
    wanted = file.section(section)
    if wanted is None or file.faults.problems:
        raise NotFound
    published = room.published(file)
    found = piece_of(file, wanted, id, room.around(file), ids_in(published))
    if found is None:
        raise NotFound
    return found, published


def _judged(room: Room, piece: EditedPiece, *, is_told: bool) -> Item | None:
    """Put what is wrong into the fields, where it is to be told; return the question, if it is one and can be asked."""
    item = showing.judged_item(room, piece) if piece.is_question else None
    for form in piece.forms:
        if isinstance(form, PieceForm):
            form.judge(piece.around)
        if not is_told:
            form.hush()
    return item


def _name_key(room: Room, piece: EditedPiece, *, is_wrong: bool) -> ResponseReturnValue:
    file = piece.file
    names = (with_name if is_wrong else without_name)(piece.id, file.values)
    text = with_value(file.text, (MENDED_KEY,), names) if names else without(file.text, (MENDED_KEY,))
    keep(room, file.path, file.text, text, MENDED)
    return redirect(
        url_for("draft_quizzes.piece", draft=room.draft.id, name=file.name, section=piece.section.name, id=piece.id),
        303,
    )


def _page(
    room: Room,
    piece: EditedPiece,
    published: Mapping[str, Any],
    item: Item | None,
    *,
    outcome: Outcome | None = None,
    sent: Mapping[str, str] | None = None,
    is_tried: bool = False,
) -> str:
    file = piece.file
    chosen = _language(room)
    unfolded = LANGUAGES if chosen == WHOLE else (chosen,)
    names = tuple(piece.around.shown)
    pictures = room.folder.pictures
    ids = "ids" in request.values
    fields = FieldView(room.folder.languages, unfolded, ids, piece.published, pictures, names)
    with showing.spoken(language() if chosen == WHOLE else chosen):
        seen = _seen(room, piece, item, sent, is_tried=is_tried)
        drawn = render_template(f"studio/quizzes/preview/{_preview(piece)}.html", **_preview_words(piece, seen))
    standing = standing_of(item, published) if item is not None else Standing.NEW
    return render_template(
        "studio/quizzes/piece.html",
        alone=request.headers.get(ALONE) == "1",
        draft=room.draft,
        piece=piece,
        file=file,
        called=STATEMENT if file.kind == "self-assessment" and piece.section.name == "items" else _called(piece),
        fields=fields,
        chosen=chosen,
        preview=Markup(drawn),  # noqa: S704  - drawn by a template of ours, which escapes
        told=[each for each in seen.told if _concerns(piece, each)],
        outcome=outcome or Outcome(),
        standing=standing,
        mended=is_named(piece.id, file.values, published),
        number=published.get("version", ""),
        languages_here=room.folder.languages,
        word=gettext,
        neighbours=_neighbours(piece),
        kind_words=QUESTION_KINDS,
    )


def _seen(
    room: Room, piece: EditedPiece, item: Item | None, sent: Mapping[str, str] | None, *, is_tried: bool
) -> showing.Seen:
    if piece.is_question:
        return showing.seen_item(room, item, sent, is_tried=is_tried) if item is not None else showing.Seen()
    if piece.file.kind == "quiz":
        return showing.Seen()
    return showing.seen_file(room, piece.file, piece.id)


def _concerns(piece: EditedPiece, told: showing.Told) -> bool:
    """Return whether something wrong with the file stands in this part."""
    if piece.path:
        return told.path[: len(piece.path)] == piece.path
    return bool(told.path) and told.path[0] in {*piece.before, *piece.after}


def _preview(piece: EditedPiece) -> str:
    """Return the name of the template that shows the part."""
    if piece.is_question:
        return "question"
    if piece.file.kind == "quiz":
        return piece.section.name
    return {"items": "statement", "scenes": "scene"}.get(piece.section.name, piece.file.kind)


def _preview_words(piece: EditedPiece, seen: showing.Seen) -> dict[str, Any]:
    quiz = {"pool": Pool()}
    return {"piece": piece, "seen": seen, "filled": seen.filled, "quiz": quiz, "word": gettext, "percent": percent}


def _called(piece: EditedPiece) -> Any:
    name = piece.section.name
    return ONE_OF[name] if piece.section.is_list else SECTIONS[name]


def _language(room: Room) -> str:
    """Return the language the texts are written in at the moment, or WHOLE."""
    asked = request.values.get("in", "")
    if asked == WHOLE or asked in room.folder.languages:
        return asked
    return language() if language() in room.folder.languages else room.folder.languages[0]


def _neighbours(piece: EditedPiece) -> dict[str, str]:
    """Return the ids of the entries before and after this one."""
    ids = piece.file.ids(piece.section.name) if piece.section.is_list else []
    if piece.id not in ids:
        return {}
    at = ids.index(piece.id)
    around = {"before": ids[at - 1] if at else "", "after": ids[at + 1] if at + 1 < len(ids) else ""}
    return {name: id for name, id in around.items() if id}
