"""The page "My week", and reflections kept without a script."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.answers.contexts import Refusal
from lms.kernel.permissions import MEMBERS, NotFound, allow
from lms.practice import own_words
from lms.practice.content import own_blocks, version_on_shelf
from lms.practice.forms import NoteForm, PromiseForm, ReportForm
from lms.practice.week import all_lines
from lms.web.context import actor, db, now, secret, today
from lms.web.languages import language
from lms.web.redirects import safe_next

MOST_DONE = 50


@allow(*MEMBERS)
def week() -> ResponseReturnValue:
    """Show what I planned and promised: what asks, this week, later, done."""
    lines = all_lines(db(), actor(), secret(), today())
    groups = {name: [line for line in lines if line.group == name] for name in ("asks", "week", "later", "done")}
    groups["done"] = groups["done"][:MOST_DONE]
    return render_template(
        "practice/week.html", lines=lines, groups=groups, form=PromiseForm().offer(today()), report=ReportForm()
    )


@allow(*MEMBERS)
def reflection(version: UUID, block: str) -> ResponseReturnValue:
    """Keep what I thought about a question, without a script."""
    form = NoteForm()
    found = version_on_shelf(db(), actor(), version)
    asked = own_blocks(db(), found.id).get(block)
    if asked is None or asked.kind != "reflect":
        raise NotFound
    try:
        if form.text.raw_data:
            text = form.text.data or ""
            own_words.keep(db(), actor(), own_words.REFLECTION, found.module, block, text, secret(), now())
    except Refusal as refusal:
        question = asked.text(language())["data"]["question"]
        html = render_template("practice/reflection.html", form=form, question=question, refused=refusal.reason)
        return html, 422
    return redirect(safe_next(form.next.data) or url_for("practice.week"), 303)
