"""The player: one page with its blocks, each shown as its kind shows it, filled with what the learner has typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from lms.answers import reading
from lms.answers.reading import CurrentAnswers
from lms.catalog import shelf
from lms.kernel.permissions import NotFound
from lms.learning.blocks.kinds import SHOWN
from lms.learning.blocks.turned import Block, Turned
from lms.learning.completion import Line, checklist
from lms.learning.in_hand import InHand
from lms.learning.notes.context import context_of
from lms.learning.notes.on_page import PageNotes, page_notes
from lms.web.context import actor, db, secret
from lms.web.forms import Confirmation, Form
from lms.web.languages import language


def show(
    hand: InHand, name: str, *, refused: Mapping[str, Form] | None = None, status: int = 200
) -> ResponseReturnValue:
    """Return the page under `status`; with a form that was refused in its block, 422 and what to mend."""
    place = hand.position(name)
    page = shelf.page(db(), actor(), hand.version.id, name, language())
    if page is None:
        raise NotFound
    blocks, notes = _filled(Turned(hand, page, refused or {}))
    html = render_template(
        "learning/page.html",
        hand=hand,
        page=page,
        blocks=blocks,
        notes=notes,
        form=Confirmation(),
        place=place,
        before=hand.beside(name, -1),
        after=hand.beside(name, 1),
        rules=_rules(hand) if hand.beside(name, 1) is None else [],
    )
    return html, 422 if refused else status


def _rules(hand: InHand) -> list[Line]:
    """Return what completes the module, for its last page, whose queries are spent on what was typed there."""
    return checklist(db(), actor(), hand, with_practice=False)


def shown_blocks(turned: Turned) -> list[tuple[Block, Any]]:
    """Return the blocks of a page in order, each with what its template needs beyond the block itself."""
    filled, _answers = _answered(turned)
    return filled


def _filled(turned: Turned) -> tuple[list[tuple[Block, Any]], PageNotes]:
    """Return the blocks of the page as `shown_blocks` does, and the notes on the page."""
    filled, answers = _answered(turned, context_of(turned.hand.module.id))
    return filled, page_notes(answers, turned.page)


def _answered(turned: Turned, *more: str) -> tuple[list[tuple[Block, Any]], CurrentAnswers]:
    """Return the filled blocks, and the answers under the keys of their kinds and under `more`, read in one query."""
    blocks: list[Block] = turned.page.document["blocks"]
    here = dict.fromkeys(block["kind"] for block in blocks if block["kind"] in SHOWN)
    kinds = {kind: SHOWN[kind](turned, [block for block in blocks if block["kind"] == kind]) for kind in here}
    contexts = [*(context for shown in kinds.values() for context in shown.contexts), *more]
    answers = reading.current(db(), actor(), contexts, secret())
    filled = [(b, kinds[b["kind"]].filled(b, answers) if b["kind"] in kinds else None) for b in blocks]
    return filled, answers
