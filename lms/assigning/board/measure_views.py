"""The page on which HR enters the organisation's own measures, and sees what was entered before."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import gettext as _

from lms.assigning.board import measures
from lms.assigning.board.forms import MeasureForm, form_of
from lms.assigning.board.kinds import KINDS, Impossible, MeasureKind
from lms.kernel.permissions import NotFound, Role, allow
from lms.web.context import actor, db, now, today
from lms.web.forms import Confirmation
from lms.web.languages import speak_as_shown


@allow(Role.HR)
def every_measure() -> str:
    """Show a form for each kind, and the history."""
    return _page({})


@allow(Role.HR)
def enter_measure(kind: str) -> ResponseReturnValue:
    """Enter a measure, or correct the one that begins on the same day."""
    speak_as_shown()
    if kind not in KINDS:
        raise NotFound
    form = form_of(KINDS[kind])()
    if not (form.validate() and _entered(KINDS[kind], form)):
        return _page({kind: form}), 422
    flash(_("Entered. The board's page counts with it."))
    return redirect(url_for("board.every_measure", _anchor=kind), 303)


@allow(Role.HR)
def measure_removal(measure: UUID) -> ResponseReturnValue:
    """Let a measure count no more."""
    measures.take_out(db(), actor(), measure, now())
    flash(_("Taken out. It stays in the history below."))
    return redirect(url_for("board.every_measure", _anchor="history"), 303)


def _entered(kind: MeasureKind, form: MeasureForm) -> bool:
    """Enter what the form says; False, with words at its fields, where that cannot be."""
    begins, ends, source = form.day("begins"), form.day("ends"), form.said_source()
    counts = [form.count(each.name) for each in kind.counts]
    whole = [count for count in counts if count is not None]
    if begins is None or ends is None or source is None or len(whole) < len(counts):
        return False
    try:
        measures.enter(db(), actor(), kind, (begins, ends), whole, source, today(), now())
    except Impossible as wrong:
        form.refuse(wrong.field, str(wrong.text))
        return False
    except measures.Overlaps as other:
        period = {"begins": format_date(other.begins, "long"), "ends": format_date(other.ends, "long")}
        form.refuse(
            "begins",
            _(
                "%(begins)s to %(ends)s is entered already, and shares days with this. Take that out first, or "
                "choose other days.",
                **period,
            ),
        )
        return False
    return True


def _page(refused: Mapping[str, MeasureForm]) -> str:
    forms = {name: refused.get(name) or form_of(kind)(formdata=None) for name, kind in KINDS.items()}
    for name, each in forms.items():
        each.set_apart(name)
    return render_template(
        "assigning/board/measures.html",
        kinds=KINDS,
        forms=forms,
        refused=set(refused),
        history=measures.history(db(), actor()),
        today=today(),
        form=Confirmation(),
    )
