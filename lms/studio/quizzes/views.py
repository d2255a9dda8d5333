"""The pages on which a trainer sees which files of questions a draft has, and what stands in one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from lms.kernel.permissions import Role, allow
from lms.learning.drills.figures import percent
from lms.packs.problems import Problem
from lms.studio.drafts.reading import read
from lms.studio.quizzes import showing
from lms.studio.quizzes.file import QuestionFile
from lms.studio.quizzes.lines import Line, lines_of, warnings_of
from lms.studio.quizzes.rooms import Room, open_room
from lms.studio.quizzes.saving import Outcome
from lms.studio.quizzes.segments_at import part_at
from lms.studio.quizzes.wording import FILE_KINDS, ONE_OF, QUESTION_KINDS, SECTIONS, STATEMENT, STATEMENTS
from lms.web.context import db
from lms.web.languages import language

MOST_DIGITS = 10


@allow(Role.TRAINER)
def quizzes(draft: UUID) -> ResponseReturnValue:
    """Show every quiz, drill and self-assessment of a draft with the pages that invite to it."""
    return list_page(open_room(draft))


def list_page(room: Room, *, wrong: str = "", sent: Mapping[str, str] | None = None) -> str:
    """Return the list, with what is wrong about a new one."""
    return render_template(
        "studio/quizzes/list.html",
        draft=room.draft,
        files=room.folder.question_files,
        users=room.folder.users,
        kinds=FILE_KINDS,
        wrong=wrong,
        sent=sent or {},
    )


@allow(Role.TRAINER)
def quiz(draft: UUID, name: str) -> ResponseReturnValue:
    """Show what stands in a file of questions."""
    room = open_room(draft)
    act = request.args.get("undo", "")
    undoable = int(act) if act.isdecimal() and len(act) < MOST_DIGITS else None
    return file_page(room, room.file(name), undoable=undoable)


def file_page(room: Room, file: QuestionFile, *, outcome: Outcome | None = None, undoable: int | None = None) -> str:
    """Return the page of one file: each part with its state, and what the whole amounts to."""
    if file.faults.problems:
        told = {"draft": room.draft, "file": file, "outcome": outcome or Outcome()}
        return render_template("studio/quizzes/unreadable.html", **told)
    around = room.around(file)
    lists = {
        name: lines_of(file, name, around, room.folder.languages, language())
        for name, section in file.sections.items()
        if section.is_list
    }
    seen = showing.Seen() if file.kind == "quiz" else showing.seen_file(room, file)
    is_sat = file.kind == "self-assessment"
    return render_template(
        f"studio/quizzes/{file.kind}.html",
        draft=room.draft,
        file=file,
        around=around,
        lists=lists,
        lacking=_lacking(lists),
        told=_told(room, file),
        warnings=list(warnings_of(file, language())),
        seen=seen,
        users=room.folder.users.get(file.name, []),
        pages=dict(around.pages),
        undoable=undoable,
        outcome=outcome or Outcome(),
        kinds=QUESTION_KINDS,
        sections=SECTIONS | ({"items": STATEMENTS} if is_sat else {}),
        one_of=ONE_OF | ({"items": STATEMENT} if is_sat else {}),
        kind_words=FILE_KINDS[file.kind],
        languages_here=room.folder.languages,
        word=gettext,
        percent=percent,
    )


def _lacking(lists: Mapping[str, Sequence[Line]]) -> dict[str, int]:
    """Return {language: how many entries lack a text in it}."""
    languages = [language for lines in lists.values() for line in lines for language in line.lacks]
    return {language: languages.count(language) for language in dict.fromkeys(languages)}


def _told(room: Room, file: QuestionFile) -> list[tuple[Problem, Any]]:
    """Return what keeps the draft from being published and stands in this file, each with the part it stands in."""
    problems = [each for each in read(db(), room.draft).problems if each.file == file.path]
    return [
        (replace(each, message=showing.in_titles(file, each.message)), part_at(file, each.line)) for each in problems
    ]
