"""The page on which a trainer edits one question, tries it, and takes its text away for the file it lives in.

Nothing is stored here: what is typed travels with the form. A draft of the module stores; so does the quiz file in a
folder, into which the text of the item goes by hand.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select

from lms.catalog import shelf
from lms.catalog.models import Module, ModuleVersion, QuizVersion
from lms.kernel.permissions import NotFound, Role, allow
from lms.learning.analysis.reading import OnShelf, on_shelf
from lms.packs.model import Quiz
from lms.questions.kinds import Item
from lms.studio.editing.field_view import FieldView
from lms.studio.editing.preview import preview
from lms.studio.editing.question import Edited, edited
from lms.web.context import actor, db, my
from lms.web.languages import language


@allow(Role.TRAINER)
def item(name: str, item: str) -> ResponseReturnValue:
    """Show a question of the newest version that has it, as its file says it."""
    return _page(edited(*_found(name, item)))


@allow(Role.TRAINER)
def trial(name: str, item: str) -> ResponseReturnValue:
    """Show what was typed: checked, as the learner sees it, as text for the file; or send that text as a file."""
    question = edited(*_found(name, item), sent=request.form)
    action = request.form.get("do", "")
    if question.editor is not None:
        question.editor.act(action)
    if action == "file" and question.text:
        return Response(
            question.text,
            content_type="application/toml; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}-{item}.toml"', "Cache-Control": "no-store"},
        )
    return _page(question, request.form, tried=action == "try")


trial.__dict__["only_reads"] = True  # nobody's save waits while a question is tried


def _found(name: str, item: str) -> tuple[OnShelf, Quiz, Item]:
    """Return the newest version that has the item, its quiz and the item. NotFound where there is none to see."""
    for shelved in (each for versions in on_shelf(db(), actor(), name).values() for each in versions):
        quiz = shelf.quiz(db(), shelved.row) if shelved.kind == "quiz" else None
        found = next((each for each in quiz.items if each.id == item), None) if quiz else None
        if quiz is not None and found is not None:
            return shelved, quiz, found
    raise NotFound


def _module_of(shelved: OnShelf) -> Module | None:
    """Return the module whose version holds this quiz: it is opened in a draft, or copied into one."""
    holder = select(ModuleVersion.module_id).join(QuizVersion, QuizVersion.version_id == ModuleVersion.id)
    return my(Module).where(Module.id.in_(holder.where(QuizVersion.id == shelved.row))).first()


def _page(question: Edited, sent: Mapping[str, str] | None = None, *, tried: bool = False) -> str:
    shown = None
    if question.item is not None:
        home = shelf.home(db(), question.shelved.row)
        shown = preview(question.item, language(), home, sent, tried=tried)
    told = {
        "question": question,
        "quiz": question.quiz,
        "filled": shown,
        "word": gettext,
        "fields": FieldView(question.quiz.languages),
        "module": _module_of(question.shelved),
    }
    return render_template("studio/editing/question.html", **told)
