"""Facts from inside a tool: take the fact again instead of a number of one's own, or keep that number as the fact."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.answers import reading, saving
from lms.answers.contexts import Refusal
from lms.answers.reading import Current
from lms.answers.sent import SentAnswer
from lms.calculators.declared import Calculator, Input
from lms.kernel.ids import new_id
from lms.kernel.permissions import MEMBERS, NotFound, allow
from lms.tools.facts.book import Fact, impossible
from lms.tools.facts.cards import BookSources, FactCard, book_of
from lms.tools.facts.changes import moved_by
from lms.tools.facts.forms import ToolFactForm, impossible_words
from lms.tools.facts.settling import Change, keep
from lms.tools.facts.using import fact_named, turned
from lms.tools.facts.views import preview, read_sources
from lms.tools.facts.wording import moved_line
from lms.tools.inputs import named
from lms.tools.showing import BLOCK
from lms.web.context import actor, database, db, now, secret, today
from lms.web.redirects import safe_next

NOT_THERE = 404


@dataclass(frozen=True)
class Pressed:
    """A button beside an input: the number that stands there, and where to come back to."""

    calculator: Calculator
    asking: Input
    context: str
    own: Current | None
    back: str

    @property
    def giving_way(self) -> SentAnswer:
        """Return the answer that takes the number out of the tool, so that the fact stands there."""
        return SentAnswer(new_id(), self.context, BLOCK, self.asking.name, self.own.revision if self.own else 0, None)


@allow(*MEMBERS)
def tool_fact(name: str) -> ResponseReturnValue:
    """Do what the pressed button beside an input says, and come back to the input."""
    with database().reading() as session:  # what a change moves is weighed before the transaction begins to write
        calculator, form = named(session, actor(), name), ToolFactForm()
    wanted = form.use.data or form.keep.data
    asking = next((each for each in calculator.inputs if each.name == wanted and each.fact), None)
    if asking is None or not form.validate():
        raise NotFound
    pressed = _pressed(calculator, asking, form)
    try:
        return _kept(pressed, form) if form.keep.data else _used_again(pressed)
    except Refusal as refusal:  # the place is somebody else's, or takes nothing now
        if refusal.status == NOT_THERE:
            raise NotFound from refusal
        flash(refusal.reason)
        return redirect(pressed.back, 303)


def _pressed(calculator: Calculator, asking: Input, form: ToolFactForm) -> Pressed:
    context = form.context.data or f"calculator:{calculator.uuid}"
    anchor = f"in-{calculator.name}-{asking.name}"
    back = safe_next(form.next.data) or url_for("tools.tool", name=calculator.name, _anchor=anchor)
    with database().reading() as session:
        own = reading.current(session, actor(), [context], secret()).get((context, BLOCK, asking.name))
    return Pressed(calculator, asking, context, own, back)


def _used_again(pressed: Pressed) -> ResponseReturnValue:
    if pressed.own is not None and pressed.own.value is not None:
        saving.save(db(), actor(), [pressed.giving_way], secret(), now())
    return redirect(pressed.back, 303)


def _kept(pressed: Pressed, form: ToolFactForm) -> ResponseReturnValue:
    sources = read_sources()
    card = book_of(sources).card(fact_named(pressed.asking))
    if card is None or pressed.own is None or not isinstance(pressed.own.value, int | float):
        raise NotFound
    likely = turned(pressed.asking, pressed.own.value)
    code = impossible(card.definition, likely)
    if code:
        flash(impossible_words(card.definition, code))
        return redirect(pressed.back, 303)
    return _settled(pressed, form, card, sources, with_likely(card.fact, likely, today()))


def _settled(
    pressed: Pressed, form: ToolFactForm, card: FactCard, sources: BookSources, fact: Fact
) -> ResponseReturnValue:
    form.base.data = form.base.data or str(card.base)
    moved = [] if form.is_accepted else moved_by(card.name, fact, sources.results, sources.answers)
    if moved:
        return preview(card, fact, form, [moved_line(each) for each in moved], pressed.back)
    change = Change(card.name, fact, form.seen, [pressed.giving_way])
    if keep(db(), actor(), change, secret(), now()):
        flash(_("Kept in your fact book."))
    else:
        flash(_("Your fact book was changed in another window meanwhile. Look at it, then try again."))
    return redirect(pressed.back, 303)


def with_likely(known: Fact | None, likely: float, today: date) -> Fact:
    """Return a fact with a new likely number of today; ends of its range that no longer enclose it are let go."""
    if known is None:
        return Fact(likely, date=today.isoformat())
    low = known.low if known.low is not None and known.low <= likely else None
    high = known.high if known.high is not None and known.high >= likely else None
    return replace(known, likely=likely, low=low, high=high, source="guess", date=today.isoformat())
