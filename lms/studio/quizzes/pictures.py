"""Pictures that questions show: those of the draft, their sizes, and a new one drawn anew before it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from lms.kernel.permissions import NotFound, Role, allow
from lms.packs.exchange.names import slug
from lms.packs.files import SourceFiles
from lms.packs.media import FILE_NAME, Medium, read_medium
from lms.packs.problems import Findings
from lms.packs.quiz_pictures import FOLDER
from lms.packs.svg import read_svg
from lms.studio.drafts.files import Refused, put
from lms.studio.drafts.sent import words_of
from lms.studio.quizzes.naming import id_of
from lms.studio.quizzes.pieces import ITEMS
from lms.studio.quizzes.rooms import Room, open_room
from lms.studio.quizzes.saving import WRITTEN, keep
from lms.studio.quizzes.toml_changing import with_value
from lms.web.context import actor, db, now
from lms.web.photographs.taking import Unusable, taken

LARGEST_SVG: Final = 500_000
SVG: Final = ".svg"


def size_of(room: Room, name: str) -> tuple[int, int] | None:
    """Return the pixels of a picture across and down; None where there is no such picture, or it cannot be shown."""
    found = _medium(room, name)
    return (found.width, found.height) if found is not None else None


@allow(Role.TRAINER)
def picture(draft: UUID, name: str) -> ResponseReturnValue:
    """Give one picture of the draft that questions can show, never as a page of its own."""
    found = _medium(open_room(draft), name)
    if found is None:
        raise NotFound
    response = Response(found.content, content_type=found.media_type)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    response.headers["Content-Disposition"] = "inline"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@allow(Role.TRAINER)
def add(draft: UUID, name: str, entry: str) -> ResponseReturnValue:
    """Keep an uploaded picture, drawn anew, and show it in a question."""
    drawn = _drawn(request.files.get("file"))
    room = open_room(draft)
    file = room.file(name)
    path = file.sections[ITEMS].path(file.values, entry) if ITEMS in file.sections else None
    if path is None:
        raise NotFound
    back = redirect(url_for("draft_quizzes.piece", draft=draft, name=name, section=ITEMS, entry=entry), 303)
    if isinstance(drawn, Unusable):
        flash(str(drawn))
        return back
    picture = _named(request.files.get("file"), room, drawn.suffix)
    try:
        put(db(), room.draft, actor(), f"{FOLDER}/{picture}", drawn.content, "picture.added", now())
    except Refused as refused:
        flash(" ".join(words_of(refused.refusals[0])))
        return back
    keep(room, file.path, file.text, with_value(file.text, (*path, "picture"), picture), WRITTEN)
    return back


def _medium(room: Room, name: str) -> Medium | None:
    if not FILE_NAME.fullmatch(name) or name not in room.folder.pictures:
        return None
    path = f"{FOLDER}/{name}"
    return read_medium(SourceFiles({path: room.picture(name)}, Findings()), path, {})


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A picture as it may be kept."""

    suffix: str
    content: bytes


def _drawn(sent: FileStorage | None) -> _Drawn | Unusable:
    """Return what was sent: a photograph as a new JPEG, a drawing only without a fault; or why it may not be kept.

    Called before the request begins to write: a picture takes seconds to draw, and everybody's saves would wait.
    """
    if sent is None or not (sent.filename or "").lower().endswith(SVG):
        try:
            return _Drawn(".jpg", taken(sent).jpeg)
        except Unusable as unusable:
            return unusable
    content = sent.read(LARGEST_SVG + 1)
    if len(content) > LARGEST_SVG or read_svg(content).faults:
        return Unusable(_("This drawing holds more than a picture, or is larger than 500 KB. Save it as a plain SVG."))
    return _Drawn(SVG, content)


def _named(sent: FileStorage | None, room: Room, suffix: str) -> str:
    """Return a name for what was sent that no picture of the draft has."""
    stem = slug(PurePosixPath((sent.filename or "") if sent else "").stem)[:50]
    there = {PurePosixPath(name).stem for name in room.folder.pictures}
    return f"{stem if stem and stem not in there else id_of(stem or 'picture', there)}{suffix}"
