"""What is done to whole entries and files: begun, added, doubled, moved, removed, taken back, taken over."""

from __future__ import annotations

from uuid import UUID, uuid4

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from lms.kernel.permissions import NotFound, Role, allow
from lms.packs.exchange.importing import FORMATS, Import, import_quiz
from lms.packs.exchange.names import LONGEST, distinct
from lms.packs.exchange.refusals import Refused as CannotRead
from lms.packs.quiz_pictures import FOLDER as PICTURES
from lms.questions.editing.boxes import LONGEST as LONGEST_TEXT
from lms.questions.kinds import kind_names
from lms.questions.text import LANGUAGES
from lms.studio.drafts.files import Conflict, Refused, put, put_many
from lms.studio.drafts.sent import words_of
from lms.studio.drafts.undoing import undo
from lms.studio.quizzes.file import ENDING, FOLDER, MOST_ENTRIES, QuestionFile
from lms.studio.quizzes.making import new_entry, new_file, new_item
from lms.studio.quizzes.naming import id_of
from lms.studio.quizzes.pieces import ITEMS, KINDS, QUIZ
from lms.studio.quizzes.rooms import Room, open_room
from lms.studio.quizzes.saving import ADDED, ORDERED, REMOVED, WRITTEN, Outcome, keep
from lms.studio.quizzes.toml_changing import with_value, without
from lms.studio.quizzes.views import file_page, list_page
from lms.studio.quizzes.wording import QUESTION_KINDS
from lms.web.context import actor, db, now
from lms.web.languages import in_words, language

LARGEST_IMPORT = 10_000_000


@allow(Role.TRAINER)
def begin(draft: UUID) -> ResponseReturnValue:
    """Begin a quiz, a self-assessment or a drill under a title."""
    room = open_room(draft)
    kind, title = request.form.get("kind", ""), _typed("title")
    if kind not in KINDS or not title:
        return list_page(room, wrong=_("Write a title, and choose what it is."), sent=request.form), 422
    name = _free(room, title)
    text = new_file(kind, uuid4(), room.folder.languages, {_spoken(room): title})
    try:
        put(db(), room.draft, actor(), f"{FOLDER}{name}{ENDING}", text.encode(), "questions.made", now())
    except Refused as refused:
        return list_page(room, wrong=" ".join(words_of(refused.refusals[0])), sent=request.form), 422
    return redirect(url_for("draft_quizzes.quiz", draft=draft, name=name), 303)


@allow(Role.TRAINER)
def bring(draft: UUID) -> ResponseReturnValue:
    """Take a quiz over from a file of another program, and show what did not come along."""
    sent, spoken = request.files.get("file"), request.form.get("language", "en")
    found = _brought(sent, request.form.get("format", ""), spoken)
    room = open_room(draft)
    if isinstance(found, str) or sent is None or spoken not in room.folder.languages:
        wrong = found if isinstance(found, str) else _("Choose a file first.")
        return list_page(room, wrong=wrong, sent=request.form), 422
    name = _free(room, found.quiz.name) if found.quiz is not None else ""
    if found.quiz is not None:
        files: dict[str, bytes | None] = {f"{FOLDER}{name}{ENDING}": found.quiz.text.encode()}
        files |= {f"{PICTURES}/{picture}": content for picture, content in found.quiz.pictures.items()}
        try:
            put_many(db(), room.draft, actor(), files, "questions.imported", now())
        except Refused as refused:
            return list_page(room, wrong=" ".join(words_of(refused.refusals[0])), sent=request.form), 422
    return render_template(
        "studio/quizzes/brought.html", draft=room.draft, found=found, name=name, source=sent.filename
    )


def _brought(sent: FileStorage | None, format: str, spoken: str) -> Import | str:
    """Return what a file holds, or why it cannot be taken; before the request begins to write, because a large file
    takes seconds to read and everybody's saves would wait for it."""
    if sent is None or not sent.filename or format not in ("", *FORMATS) or spoken not in LANGUAGES:
        return str(_("Choose a file first."))
    content = sent.read(LARGEST_IMPORT + 1)
    if len(content) > LARGEST_IMPORT:
        return str(_("The file is larger than 10 MB. Divide it."))
    try:
        return import_quiz(content, sent.filename[:200], format=format, language=spoken)
    except CannotRead as cannot:
        return in_words(str(cannot))


@allow(Role.TRAINER)
def adding(draft: UUID, name: str) -> ResponseReturnValue:
    """Show the kinds of questions there are to choose among."""
    return _kinds(open_room(draft), name)


@allow(Role.TRAINER)
def add(draft: UUID, name: str) -> ResponseReturnValue:
    """Add a question of a kind under its words."""
    room = open_room(draft)
    kind, words = request.form.get("kind", ""), _typed("words")
    if kind not in kind_names() or not words:
        return _kinds(room, name, wrong=_("Write the question, and choose how it is answered.")), 422
    file = _readable(room.file(name))
    id = id_of(words, file.ids(ITEMS))
    table = new_item(kind, id, {_spoken(room): words})
    outcome = _kept_entry(room, file, ITEMS, table)
    if not outcome.is_kept:
        return file_page(room, file, outcome=outcome), 409
    return redirect(url_for("draft_quizzes.piece", draft=draft, name=name, section=ITEMS, entry=id), 303)


@allow(Role.TRAINER)
def act(draft: UUID, name: str) -> ResponseReturnValue:
    """Do to a file's entries what a button asks: "up:items:its-id", and add, double, remove, put, undo, text, drop."""
    room = open_room(draft)
    file = room.file(name)
    verb, _colon, rest = request.form.get("do", "").partition(":")
    section, _colon, id = rest.partition(":")
    if verb == "undo":
        return _undone(room, file, rest)
    if verb == "text":
        return _rewritten(room, file)
    if verb == "drop":
        return _dropped(room, file)
    part = _readable(file).section(section)
    if part is None or not part.is_list:
        raise NotFound
    outcome, what = _done(room, file, verb, section, id)
    if not outcome.is_kept:
        return file_page(room, file, outcome=outcome), 409
    undoable = outcome.number if what == REMOVED else None
    return redirect(url_for("draft_quizzes.quiz", draft=draft, name=name, undo=undoable, _anchor=section), 303)


def _done(room: Room, file: QuestionFile, verb: str, section: str, id: str) -> tuple[Outcome, str]:
    ids = file.ids(section)
    if verb == "add":
        lines = [line.strip() for line in _typed("words").split("\n") if line.strip()]
        return _added(room, file, section, lines), ADDED
    if id not in ids:
        raise NotFound
    at = ids.index(id)
    if verb in ("up", "down", "put"):
        places = {"up": at - 1, "down": at + 1, "put": _place(at)}
        return keep(room, file.path, file.text, file.with_moved(section, id, places[verb]), ORDERED), ORDERED
    if verb == "double":
        doubled = file.doubled(section, id)
        text = file.with_entry(section, doubled[1], after=id) if doubled else file.text
        return keep(room, file.path, file.text, text, ADDED), ADDED
    if verb == "remove":
        return keep(room, file.path, file.text, file.without_entry(section, id), REMOVED), REMOVED
    if verb == "topic":
        topic, path = request.form.get("topic", ""), (section, at, "topic")
        known = file.values.get("topics")
        if topic and (not isinstance(known, dict) or topic not in known):
            raise NotFound
        text = with_value(file.text, path, topic) if topic else without(file.text, path)
        return keep(room, file.path, file.text, text, WRITTEN), WRITTEN
    raise NotFound


def _added(room: Room, file: QuestionFile, section: str, lines: list[str]) -> Outcome:
    if not lines:
        return Outcome(refused=(_("Write something first."),))
    changed, text = file, file.text
    for line in lines[:MOST_ENTRIES]:
        taken = [*changed.ids(section), *(changed.ids("scenes") if section == "endings" else [])]
        taken += changed.ids("endings") if section == "scenes" else []
        text = changed.with_entry(section, new_entry(section, id_of(line, taken), {_spoken(room): line}))
        changed = QuestionFile(file.path, text)
    if len(changed.ids(section)) > MOST_ENTRIES:
        return Outcome(refused=(_("There are too many. Divide them into several files."),))
    return keep(room, file.path, file.text, text, ADDED)


def _kept_entry(room: Room, file: QuestionFile, section: str, table: dict[str, object]) -> Outcome:
    if len(file.ids(section)) >= MOST_ENTRIES:
        return Outcome(refused=(_("There are too many. Divide them into several files."),))
    return keep(room, file.path, file.text, file.with_entry(section, table), ADDED)


def _undone(room: Room, file: QuestionFile, number: str) -> ResponseReturnValue:
    if not number.isdecimal() or len(number) > 9:  # noqa: PLR2004 - digits of an act
        raise NotFound
    try:
        undo(db(), room.draft, actor(), int(number), now())
    except Conflict:
        told = Outcome(refused=(_("It was changed since, so it cannot be taken back here. The history has it."),))
        return file_page(room, file, outcome=told), 409
    return redirect(url_for("draft_quizzes.quiz", draft=room.draft.id, name=file.name), 303)


def _rewritten(room: Room, file: QuestionFile) -> ResponseReturnValue:
    """Keep the text of a file that cannot be read, as it was typed."""
    if not file.faults.problems:
        raise NotFound
    outcome = keep(room, file.path, file.text, request.form.get("text", "").replace("\r\n", "\n"), WRITTEN)
    if not outcome.is_kept:
        return file_page(room, file, outcome=outcome), 422 if outcome.refused else 409
    return redirect(url_for("draft_quizzes.quiz", draft=room.draft.id, name=file.name), 303)


def _dropped(room: Room, file: QuestionFile) -> ResponseReturnValue:
    if file.name in room.folder.users:
        told = Outcome(refused=(_("A page still invites to it. Take the block out of the page first."),))
        return file_page(room, file, outcome=told), 409
    put(db(), room.draft, actor(), file.path, None, REMOVED, now())
    return redirect(url_for("draft_quizzes.quizzes", draft=room.draft.id), 303)


def _kinds(room: Room, name: str, wrong: str = "") -> str:
    file = _readable(room.file(name))
    if file.kind != QUIZ:
        raise NotFound
    told = {"kinds": QUESTION_KINDS, "every": kind_names(), "wrong": wrong, "sent": request.form}
    return render_template("studio/quizzes/add.html", draft=room.draft, file=file, spoken=_spoken(room), **told)


def _readable(file: QuestionFile) -> QuestionFile:
    if file.faults.problems:
        raise NotFound
    return file


def _place(at: int) -> int:
    to = request.form.get("to", "")
    return int(to) if to.isdecimal() and len(to) < 4 else at  # noqa: PLR2004 - digits of a place


def _typed(name: str) -> str:
    return request.form.get(name, "")[:LONGEST_TEXT].replace("\r\n", "\n").strip()


def _spoken(room: Room) -> str:
    """Return the language new words are in: the reader's, where the module has it."""
    return language() if language() in room.folder.languages else room.folder.languages[0]


def _free(room: Room, words: str) -> str:
    """Return a name for a new file: the module's in front, so that it is nobody else's."""
    taken = [file.name for file in room.folder.question_files]
    own = id_of(words, ())
    wanted = own if own.startswith(room.draft.slug) else f"{room.draft.slug}-{own}"
    return distinct([*taken, wanted[:LONGEST].strip("-")], QUIZ)[-1]
