"""The outline of a draft: shown, saved field by field, its pages arranged."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.kernel.permissions import NotFound, Role, allow
from lms.packs.modules import SOURCE_KINDS
from lms.packs.partly import SOURCE
from lms.sentences import sentences
from lms.studio.drafts import arranging
from lms.studio.drafts.answering import kept
from lms.studio.drafts.begun import begin_words
from lms.studio.drafts.fields import Unreadable
from lms.studio.drafts.held import draft_or_404, files_of
from lms.studio.drafts.models import Draft
from lms.studio.drafts.outline import Outline
from lms.studio.drafts.outline_saving import edits_of
from lms.studio.drafts.reading import read
from lms.studio.drafts.wording import source_kinds
from lms.web.context import actor, db, now
from lms.web.forms import Confirmation
from lms.web.languages import in_words
from lms.web.shell import wants_json


@allow(Role.TRAINER)
def outline(draft: UUID) -> ResponseReturnValue:
    """Show what the module is made of."""
    return _shown(draft_or_404(draft))


def _shown(draft: Draft, *, error: str = "", title: str = "", status: int = 200) -> ResponseReturnValue:
    return render_template(
        "studio/drafts/outline.html",
        draft=draft,
        outline=_outline(draft),
        kinds=source_kinds(SOURCE_KINDS),
        last=_last(),
        error=error,
        title=title,
        form=Confirmation(),
    ), status


def _outline(draft: Draft) -> Outline:
    return Outline(draft.slug, files_of(db(), draft), read(db(), draft).problems)


@allow(Role.TRAINER)
def save(draft: UUID) -> ResponseReturnValue:
    """Keep the fields a form sent; what is wrong with them is told, and kept nevertheless."""
    found = draft_or_404(draft)
    before = Outline(found.slug, files_of(db(), found))
    try:
        edits = edits_of(before, request.form.to_dict())
    except Unreadable:
        return _shown(found, error=_("This part cannot be read any more. Mend it in the history."), status=422)
    said = kept(found, edits, "outline", back=_back(found))
    if isinstance(said, dict):
        after = _outline(found)
        told = [{"field": name, "message": in_words(sentences(each.message, each.remedy))} for name in after.faults
                if name for each in after.faults[name][:1]]  # fmt: skip
        return {**said, "problems": told, "sum": after.minutes, "minutes": after.head("minutes").text}
    return said


@allow(Role.TRAINER)
def add_page(draft: UUID) -> ResponseReturnValue:
    """Add a page under a title."""
    found = draft_or_404(draft)
    title = " ".join(request.form.get("title", "").split())
    if not 0 < len(title) <= arranging.LONGEST_TITLE or not title.isprintable():
        error = _("Give it a title of at most %(most)d characters.", most=arranging.LONGEST_TITLE)
        return _shown(found, error=error, title=title[: arranging.LONGEST_TITLE], status=422)
    try:
        name = arranging.add_page(db(), found, actor(), title, begin_words(), now())
    except arranging.Full:
        return _shown(found, error=_("A module has at most %(most)d pages.", most=arranging.MOST_PAGES), status=422)
    return redirect(_back(found, f"page-{name}"), 303)


@allow(Role.TRAINER)
def arrange(draft: UUID) -> ResponseReturnValue:
    """Do what a button of the outline says: up, down, remove; entries added and removed; a language removed."""
    found = draft_or_404(draft)
    verb, _colon, what = request.form.get("act", "").partition(":")
    number: int | None = None
    if verb in ("up", "down"):
        arranging.shift(db(), found, actor(), what, -1 if verb == "up" else 1, now())
    elif verb == "remove":
        number = arranging.remove_page(db(), found, actor(), what, now())
    elif verb == "remove-entry":
        number = arranging.remove_entry(db(), found, actor(), what, now())
    elif verb == "remove-language":
        if not request.form.get("sure"):
            return _asked(found, what)
        number = arranging.remove_language(db(), found, actor(), what, now())
    elif verb == "add-entry" and what in arranging.LISTS:
        return _with_entry(found, what)
    return redirect(_back(found, f"page-{what}" if verb in ("up", "down") else None, number), 303)


def _asked(draft: Draft, code: str) -> ResponseReturnValue:
    """Ask before a language goes: how many pages go with it, and what becomes of what is published."""
    if code == SOURCE or code not in Outline(draft.slug, files_of(db(), draft)).languages:
        raise NotFound
    pages = len(arranging.pages_in(db(), draft, code))
    told = {"code": code, "pages": pages, "form": Confirmation()}
    return render_template("studio/drafts/remove_language.html", draft=draft, **told), 409


def _with_entry(draft: Draft, kind: str) -> ResponseReturnValue:
    try:
        arranging.add_entry(db(), draft, actor(), kind, now())
    except arranging.Full:
        return _shown(draft, error=_("That is as many as a module may have."), status=422)
    return redirect(_back(draft, kind), 303)


@allow(Role.TRAINER)
def add_language(draft: UUID) -> ResponseReturnValue:
    """Add a language; until it is translated it is shown in English where words are missing."""
    found = draft_or_404(draft)
    arranging.add_language(db(), found, actor(), request.form.get("language", ""), now())
    flash(_("Added. Until it is translated, its readers see English where words are missing."))
    return redirect(_back(found), 303)


@allow(Role.TRAINER)
def problems(draft: UUID) -> ResponseReturnValue:
    """Show everything that keeps the draft from being published; to a script, how much it is."""
    found = draft_or_404(draft)
    known = read(db(), found)
    if wants_json():
        tag = render_template("studio/drafts/problem_tag.html", draft=found, problems=len(known.problems))
        return {"problems": len(known.problems), "html": tag}
    return render_template("studio/drafts/problems.html", draft=found, read=known)


def page_address(draft: Draft, page: str, language: str) -> str:
    """Return where a page is written."""
    return f"{url_for('drafts.outline', draft=draft.id)}/pages/{page}/{language}"


def cover_address(draft: Draft, outline: Outline) -> str:
    """Return where the cover of a draft is shown from, "" where it has none."""
    name = outline.head("cover").text
    return f"{url_for('drafts.outline', draft=draft.id)}/media/{name}" if name in outline.pictures else ""


def _back(draft: Draft, anchor: str | None = None, number: int | None = None) -> str:
    """Return the address of the outline; `number`: the act that it offers to take back."""
    return url_for("drafts.outline", draft=draft.id, undo=number, _anchor=anchor)


def _last() -> int | None:
    asked = request.args.get("undo", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < len("1234567890") else None
