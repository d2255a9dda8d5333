"""The form of a scene: one of its options."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import InputRequired, NumberRange

from lms.packs.drills.model import Scene
from lms.web.fields import WholeNumberField
from lms.web.forms import Form
from lms.web.languages import local

MOST_STEPS = 100


class ChoiceForm(Form):
    """What was decided, and in which scene of the play, counted from 1: a page that lies open shows which it was."""

    step = WholeNumberField(validators=[InputRequired(), NumberRange(1, MOST_STEPS)])
    option = RadioField(validators=[InputRequired(_l("Choose one of them."))], choices=[], validate_choice=False)


def choice_form(scene: Scene | None, step: int) -> ChoiceForm:
    """Return the form of a scene; without one it only reads what was sent."""
    data: dict[str, Any] = {"step": step}
    form = ChoiceForm(data=data)
    form.option.choices = [(option.id, local(option.text)) for option in scene.options] if scene is not None else []
    return form
