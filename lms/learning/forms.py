"""The learner's forms: the quiz, made of its items' fields, and where one is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext
from wtforms.fields import SelectChoice
from wtforms.fields.core import UnboundField

from lms.learning.models import Attempt
from lms.learning.paper import asks_how_sure, paper
from lms.packs.model import Quiz
from lms.questions.confidence import sureness_of
from lms.questions.kinds import Item, field_of
from lms.questions.single_choice.field import OptionField
from lms.questions.text import N_
from lms.web.forms import Form

PREFIX = "item-"


SURENESS = {"guess": N_("A guess"), "fairly": N_("Fairly sure"), "sure": N_("Sure")}


def quiz_form(quiz: Quiz, attempt: Attempt, language: str, answers: dict[str, Any]) -> Form:
    """Return the form of an attempt with the saved answers in it; each field is named item-<the item's id>.

    Where the quiz asks how sure one is, a field item-<id>.sure follows.
    """
    return form_of(quiz, paper(quiz, attempt), language, answers)


def form_of(quiz: Quiz, items: Iterable[Item], language: str, answers: dict[str, Any]) -> Form:
    """Return such a form of some items of a quiz, in the order they are shown."""
    fields = {}
    sure = _sureness_field()  # one for all: its words are looked up once
    for item in items:
        fields[PREFIX + item.id] = field_of(item.kind)(item, language, gettext=gettext)
        if asks_how_sure(quiz, item):
            fields[PREFIX + sureness_of(item.id)] = sure
    made = type("QuizForm", (Form,), fields)
    form: Form = made(data={f"{PREFIX}{item}": value for item, value in answers.items()})
    return form


def fill_in(form: Form, answers: dict[str, Any]) -> None:
    """Put what is saved into the fields that were not sent, so that a form given back shows everything."""
    for field in form:
        saved = answers.get(field.name.removeprefix(PREFIX))
        if field.name.startswith(PREFIX) and not field.raw_data and saved is not None:
            field.process(None, saved)


def _sureness_field() -> UnboundField:
    choices = [SelectChoice(level, gettext(words)) for level, words in SURENESS.items()]
    words = gettext("Choose one of the answers shown.")
    return OptionField(gettext("How sure are you?"), choices=choices, invalid_choice_message=words)


def responses(form: Form) -> dict[str, Any]:
    """Return {item id: response} of what the form shows; an empty box is None.

    A field that was not sent says nothing: radio buttons without a choice are not a choice taken back.
    """
    shown = {field.name: field.data for field in form if field.name.startswith(PREFIX) and field.raw_data}
    return {name.removeprefix(PREFIX): None if value == "" else value for name, value in shown.items()}
