"""The form of a sitting: one set of radio buttons a statement."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import AnyOf, Optional

from lms.learning.assessing.scoring import CANNOT_JUDGE
from lms.packs.instruments import Instrument
from lms.web.forms import Form

PREFIX = "item-"


def statements_form(instrument: Instrument, answers: dict[str, Any]) -> Form:
    """Return the form with the saved answers in it; each statement's field is named item-<its id>."""
    made = _form_of(tuple(item.id for item in instrument.items), instrument.scale.points)
    data = {f"{PREFIX}{item}": str(value) for item, value in answers.items() if value is not None}
    form: Form = made(data=data)
    return form


def answers_of(form: Form) -> dict[str, Any]:
    """Return {statement: point or CANNOT_JUDGE} of what the form shows; what was not chosen is left out."""
    chosen = {f.name.removeprefix(PREFIX): f.data for f in form if f.name.startswith(PREFIX) and f.raw_data and f.data}
    return {item: value if value == CANNOT_JUDGE else int(value) for item, value in chosen.items()}


@lru_cache(maxsize=100)
def _form_of(items: tuple[str, ...], points: int) -> type[Form]:
    """Return the form's class, made once: putting one together costs more than filling it.

    Each field is one set of radio buttons, which the template draws with the words of the scale.
    """
    values = [*map(str, range(1, points + 1)), CANNOT_JUDGE]
    checks = [Optional(), AnyOf(values, message=_l("Choose one of the answers shown."))]
    return type("StatementsForm", (Form,), {f"{PREFIX}{item}": StringField(validators=checks) for item in items})
