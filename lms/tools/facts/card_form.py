"""The form on the card of a fact: its HTML is the same for every fact, so it is written once and filled for each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask import url_for
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from lms.tools.facts.book import Fact
from lms.tools.facts.cards import FactCard
from lms.tools.facts.forms import NUMBERS, FactForm, written
from lms.tools.holes import filled, hole
from lms.web.context import today
from lms.web.languages import language, local

UNSAID = "guess"
"""How sure a number is that nobody has said it of."""


def card_form(card: FactCard, write: Callable[..., Markup]) -> Markup:
    """Return the form of a card by the macro `write` (form, what stands around its boxes, whether there is a fact)."""
    around = {
        "id": card.name,
        "label": local(card.definition.label),
        "help": local(card.definition.help),
        "token": generate_csrf(),
        "keep_at": url_for("facts.figure", fact=card.name),
        "take_out_at": url_for("facts.removal", fact=card.name),
        "today": today().isoformat(),
    }
    fact = card.fact
    knows = fact is not None
    if card.form is not None:
        return write(card.form, around, knows)
    source = fact.source if fact else UNSAID
    boxes = {"base": str(card.base), **_boxes(fact, card.definition.unit, today())}
    return filled(
        ("fact form", source, knows, language()),
        lambda: write(FactForm.holding(source, _holes(boxes)), _holes(around), knows),
        {**around, **boxes},
    )


def _boxes(fact: Fact | None, unit: str, day: date) -> dict[str, str]:
    """Return what stands in each box, in the reader's format; `day` where there is no fact yet."""
    if fact is None:
        return {**dict.fromkeys(NUMBERS, ""), "date": day.isoformat(), "note": ""}
    known = fact.value()
    numbers = {name: "" if (number := known.get(name)) is None else written(number, unit) for name in NUMBERS}
    return {**numbers, "date": fact.date, "note": fact.note}


def _holes(values: dict[str, str]) -> dict[str, str]:
    return {name: hole(name) for name in values}
