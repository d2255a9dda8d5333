"""The learner's forms: the quiz, made of its items' fields, and where one is."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext

from lms.packs.model import Quiz
from lms.questions.kinds import field_of
from lms.web.forms import Form

PREFIX = "item-"


def quiz_form(quiz: Quiz, language: str, answers: dict[str, Any]) -> Form:
    """Return the form of a quiz with the saved answers in it; each item's field is named item-<its id>."""
    fields = {f"{PREFIX}{item.id}": field_of(item.kind)(item, language, gettext=gettext) for item in quiz.items}
    made = type("QuizForm", (Form,), fields)
    form: Form = made(data={f"{PREFIX}{item}": value for item, value in answers.items()})
    return form


def responses(form: Form) -> dict[str, Any]:
    """Return {item id: response} of what the form shows; an empty box is None.

    A field that was not sent says nothing: radio buttons without a choice are not a choice taken back.
    """
    shown = {field.name: field.data for field in form if field.name.startswith(PREFIX) and field.raw_data}
    return {name.removeprefix(PREFIX): None if value == "" else value for name, value in shown.items()}
