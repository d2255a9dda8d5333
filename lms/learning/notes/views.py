"""The pages of one's own notes: all of them, one of them, and what a form does to them."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.answers.contexts import Refusal
from lms.catalog import shelf
from lms.kernel.ids import new_id, read_id
from lms.kernel.permissions import MEMBERS, NotFound, allow
from lms.learning.in_hand import InHand, module_in_hand, shelf_in_hand
from lms.learning.notes.as_markdown import as_markdown
from lms.learning.notes.contents import Contents, Note
from lms.learning.notes.forms import ChangedNote, NewNote
from lms.learning.notes.keeping import Keeper, Kept
from lms.learning.notes.mine import my_note, my_notes
from lms.learning.notes.shelf_of_notes import by_module, narrowed
from lms.web.context import actor, db, now, secret
from lms.web.forms import Confirmation, Form
from lms.web.languages import language, speak_as_shown


@allow(*MEMBERS)
def notes() -> ResponseReturnValue:
    """Show all my notes, by module and page."""
    hands = shelf_in_hand(db(), actor())
    mine = my_notes(db(), actor(), hands, secret())
    shown = narrowed(by_module(mine, hands), request.args.get("module", ""), request.args.get("show", ""))
    deleted = read_id(request.args.get("deleted", ""))
    return render_template(
        "learning/notes/notes.html", shelf=shown, count=len(mine), deleted=deleted, form=Confirmation()
    )


@allow(*MEMBERS)
def download() -> ResponseReturnValue:
    """Give all my notes as one Markdown file."""
    hands = shelf_in_hand(db(), actor())
    text = as_markdown(by_module(my_notes(db(), actor(), hands, secret()), hands))
    named = {"Content-Disposition": 'attachment; filename="notes.md"', "Cache-Control": "no-store"}
    return Response(text, content_type="text/markdown; charset=utf-8", headers=named)


@allow(*MEMBERS)
def new_note(slug: str, name: str) -> ResponseReturnValue:
    """Keep a note written in the form at the end of a page."""
    speak_as_shown()
    hand = module_in_hand(db(), actor(), slug)
    hand.position(name)
    form = NewNote()
    page = shelf.page(db(), actor(), hand.version.id, name, language())
    spoken = page.language if page else language()
    contents = Contents(place=form.place.data or "", text=form.text.data or "", language=spoken)
    identity = read_id(form.note.data or "") or new_id()
    if _taken(form, lambda: _keeper().add(hand.module.id, name, identity, contents)):
        return redirect(url_for("learning.page", slug=slug, name=name, _anchor=f"note-{identity}"), 303)
    form.note.data = str(identity)
    return render_template("learning/notes/new.html", form=form, hand=hand, page=page), 422


@allow(*MEMBERS)
def note(identity: UUID) -> ResponseReturnValue:
    """Show one note of mine, to be changed."""
    found, hand = _mine(identity)
    form = ChangedNote(data={"text": found.contents.text, "revision": found.revision})
    return render_template("learning/notes/note.html", form=form, note=found, hand=hand, confirmation=Confirmation())


@allow(*MEMBERS)
def change(identity: UUID) -> ResponseReturnValue:
    """Replace what a note of mine says."""
    speak_as_shown()
    found, hand = _mine(identity)
    form = ChangedNote()
    became: list[Kept] = []

    def keep() -> None:
        changed = Contents(**{**found.contents.value(), "text": (form.text.data or "").replace("\r\n", "\n").strip()})
        became.append(_keeper().change(found, form.revision.data or 0, changed))

    if not _taken(form, keep):
        page = render_template(
            "learning/notes/note.html", form=form, note=found, hand=hand, confirmation=Confirmation()
        )
        return page, 422
    if became == [Kept.BESIDE]:
        flash(_("This note was changed elsewhere meanwhile. What you wrote stands beside it as a note of its own."))
    return redirect(url_for("learning.notes", _anchor=f"note-{identity}"), 303)


@allow(*MEMBERS)
def deletion(identity: UUID) -> ResponseReturnValue:
    """Delete a note of mine; the next page offers to take that back."""
    found, _hand = _mine(identity)
    _keeper().delete(found)
    return redirect(url_for("learning.notes", deleted=identity), 303)


@allow(*MEMBERS)
def restoration(identity: UUID) -> ResponseReturnValue:
    """Bring a note back that I deleted."""
    _keeper().restore(identity)
    return redirect(url_for("learning.notes", _anchor=f"note-{identity}"), 303)


def _mine(identity: UUID) -> tuple[Note, InHand]:
    hands = shelf_in_hand(db(), actor())
    found = my_note(db(), actor(), hands, secret(), identity)
    hand = next((each for each in hands if each.module.id == found.module), None)
    if hand is None:
        raise NotFound
    return found, hand


def _keeper() -> Keeper:
    return Keeper(db(), actor(), secret(), now())


def _taken(form: Form, keep: Callable[[], None]) -> bool:
    """Return whether the form is in order and `keep` took it; what is wrong then stands at the text."""
    if not form.validate():
        return False
    try:
        keep()
    except Refusal as refusal:
        form.text.errors = [*form.text.errors, refusal.reason]
        return False
    return True
