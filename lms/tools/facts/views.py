"""My fact book: every fact with its range, its history and its uses; what a change moves is shown first."""

from __future__ import annotations

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from lms.kernel.permissions import MEMBERS, NotFound, allow
from lms.tools.facts.approving import as_own
from lms.tools.facts.book import Fact
from lms.tools.facts.card_form import card_form
from lms.tools.facts.cards import Book, BookSources, FactCard, book_of
from lms.tools.facts.changes import moved_by
from lms.tools.facts.forms import ChangeForm, FactForm, RestoringForm
from lms.tools.facts.settling import Change, keep, sources_of
from lms.tools.facts.wording import MovedLine, moved_line, source_words
from lms.web.context import SAFE_METHODS, actor, database, db, now, secret, today
from lms.web.forms import Confirmation
from lms.web.languages import speak_as_shown


@allow(*MEMBERS)
def mine() -> ResponseReturnValue:
    """Show my fact book."""
    return page_of(book_of(read_sources()))


@allow(*MEMBERS)
def figure(fact: str) -> ResponseReturnValue:
    """Keep what a fact's form holds."""
    speak_as_shown()
    sources, card, form = *_of(fact), FactForm()
    typed = form.fact(card.definition, today()) if form.validate() else None
    if typed is None:
        return page_of(_with(sources, replace(card, form=form, is_open=True))), 422
    return settle(sources, card, form, typed)


@allow(*MEMBERS)
def removal(fact: str) -> ResponseReturnValue:
    """Take a fact out of my book: its history stays, and one press puts it back."""
    sources, card, form = *_of(fact), ChangeForm()
    if not form.validate() or card.fact is None:
        return redirect(_place(card), 303)
    return settle(sources, card, form, None)


@allow(*MEMBERS)
def restoration(fact: str) -> ResponseReturnValue:
    """Put an earlier line of a fact's history back."""
    sources, card, form = *_of(fact), RestoringForm()
    line = next((each for each in card.earlier if form.validate() and each.revision == form.wanted), None)
    if line is None or line.fact is None:
        raise NotFound
    return settle(sources, card, form, line.fact)


@allow(*MEMBERS)
def approval(fact: str) -> ResponseReturnValue:
    """Take over the figure my organisation stands by."""
    sources, card, form = *_of(fact), ChangeForm()
    if card.approved is None or not form.validate():
        raise NotFound
    return settle(sources, card, form, as_own(card.approved))


def settle(sources: BookSources, card: FactCard, form: ChangeForm, fact: Fact | None) -> ResponseReturnValue:
    """Show what a change moves; once that is accepted, or where nothing moves, keep it."""
    if form.seen != card.base:
        return _overtaken(sources, card, form)
    moved = [] if form.is_accepted else moved_by(card.name, fact, sources.results, sources.answers)
    if moved:
        return preview(card, fact, form, [moved_line(each) for each in moved], _place(card))
    if not keep(db(), actor(), Change(card.name, fact, form.seen), secret(), now()):
        return _overtaken(*_of(card.name), form)
    flash(_kept_words(card, fact))
    return redirect(_place(card), 303)


def preview(
    card: FactCard, fact: Fact | None, form: ChangeForm, moved: list[MovedLine], back: str
) -> ResponseReturnValue:
    """Show which results move and by how much, with "accept" and "leave it as it is"."""
    return render_template(
        "tools/facts_change.html",
        card=card,
        fact=fact,
        form=form,
        moved=moved,
        action=request.script_root + request.path,
        back=back,
    )


def page_of(book: Book) -> str:
    """Return the page of a fact book."""
    said = {"source_words": source_words, "card_form": card_form}
    return render_template("tools/facts.html", book=book, form=Confirmation(), **said)


def _kept_words(card: FactCard, fact: Fact | None) -> str:
    if fact is None:
        return str(_("Taken out of your fact book. What it was stays in its history."))
    used = len({use.rests.calculator.uuid for use in card.uses if use.own is None})
    if not used:
        return str(_("Kept."))
    return str(ngettext("Kept. %(num)s tool uses it.", "Kept. %(num)s tools use it.", used))


def _overtaken(sources: BookSources, card: FactCard, form: ChangeForm) -> ResponseReturnValue:
    """Show what another window kept meanwhile, with what was typed here still in its boxes."""
    form.base.data = str(card.base)
    typed = form if isinstance(form, FactForm) else card.form
    changed = replace(card, form=typed, is_open=isinstance(form, FactForm), overtaken=True)
    return page_of(_with(sources, changed)), 409


def read_sources() -> BookSources:
    """Return what is known of my facts. A change is weighed before its transaction begins to write."""
    if request.method in SAFE_METHODS:
        return sources_of(db(), actor(), secret())
    with database().reading() as session:
        return sources_of(session, actor(), secret())


def _of(name: str) -> tuple[BookSources, FactCard]:
    sources = read_sources()
    card = book_of(sources).card(name)
    if card is None:
        raise NotFound
    return sources, card


def _with(sources: BookSources, card: FactCard) -> Book:
    return book_of(sources).with_card(card)


def _place(card: FactCard) -> str:
    return url_for("facts.mine", _anchor=card.name)
