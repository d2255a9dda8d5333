"""The tools of a draft, and where a new one comes from: a copy of one within reach, or a skeleton."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.calculators.declared import Calculator
from lms.catalog.sources import lent_to
from lms.kernel.permissions import NotFound, Role, allow
from lms.questions.text import LANGUAGES, N_
from lms.studio.calculators.checking import Checked
from lms.studio.calculators.page import EditorPage
from lms.studio.calculators.picture_page import ChartPreview, previewed, say
from lms.studio.calculators.pointing import Block, blocks_using, pointed
from lms.studio.calculators.sheet import Sheet
from lms.studio.calculators.shelf import copied, free_name, own_tools, path_of, source_of, tools_in_reach
from lms.studio.calculators.skeletons import SKELETONS, begun
from lms.studio.calculators.views import sheet_of
from lms.studio.drafts.answering import kept
from lms.studio.drafts.files import draft_or_404, files_of, paths_of, put
from lms.studio.drafts.held import content_of
from lms.studio.drafts.models import Draft
from lms.studio.drafts.paths import module_file
from lms.web.context import actor, db, now
from lms.web.forms import Confirmation
from lms.web.languages import language
from lms.web.visitors import signed_in_visitor

_LONGEST_TITLE = 120
_COPY = N_("%(title)s (copy)")


@dataclass(frozen=True)
class Offered:
    """A tool that may be copied, with its first picture where it has one."""

    calculator: Calculator
    picture: ChartPreview | None


@allow(Role.TRAINER)
def listing(draft: UUID) -> ResponseReturnValue:
    """Show the tools of the draft, and what a new one may start from."""
    found = draft_or_404(draft)
    currency = signed_in_visitor().currency
    files = files_of(db(), found)
    tools = [
        EditorPage(found, each.name, Checked(_sheet(files, each.path), language(), currency), {})
        for each in own_tools(found, files)
    ]
    offered = [Offered(each, previewed(each, language(), currency)) for each in tools_in_reach(db(), actor())]
    return render_template(
        "studio/calculators/tools.html",
        draft=found,
        tools=tools,
        used={each.name: blocks_using(files, each.name) for each in tools},
        offered=offered,
        skeletons=SKELETONS,
        word=_,
        form=Confirmation(),
    )


@allow(Role.TRAINER)
def begin(draft: UUID) -> ResponseReturnValue:
    """Put a new tool into the draft: a copy, whose blocks are offered next, or a skeleton."""
    found = draft_or_404(draft)
    title = " ".join(request.form.get("title", "").split())[:_LONGEST_TITLE]
    original = request.form.get("copy", "")
    name = free_name(title or original, _taken(found))
    text = _begun(found, original, title, name)
    if text is None:
        raise NotFound
    put(db(), found, actor(), path_of(found, name), text.encode(), "tool.copied" if original else "tool.begun", now())
    if original and blocks_using(files_of(db(), found), original):
        return redirect(url_for("draft_tools.blocks", draft=found.id, name=name, original=original), 303)
    return redirect(url_for("draft_tools.editor", draft=found.id, name=name), 303)


@allow(Role.TRAINER)
def blocks(draft: UUID, name: str) -> ResponseReturnValue:
    """Offer to put a copied tool in the place of the one it was copied from."""
    found = draft_or_404(draft)
    sheet_of(found, name)
    original = request.args.get("original", "")
    using = blocks_using(files_of(db(), found), original)
    told = {"name": name, "original": original, "blocks": using, "form": Confirmation()}
    return render_template("studio/calculators/blocks.html", draft=found, **told)


@allow(Role.TRAINER)
def point(draft: UUID, name: str) -> ResponseReturnValue:
    """Make the chosen blocks show this tool."""
    found = draft_or_404(draft)
    sheet_of(found, name)
    original = request.form.get("original", "")
    files = files_of(db(), found)
    wanted = {*request.form.getlist("block")}
    chosen: list[Block] = [each for each in blocks_using(files, original) if each.key in wanted]
    back = url_for("draft_tools.editor", draft=found.id, name=name)
    return kept(found, pointed(files, chosen, original, name), "tool.pointed", back=back)


def _begun(draft: Draft, original: str, title: str, name: str) -> str | None:
    if original:
        text = source_of(db(), actor(), original)
        return None if text is None else copied(text, name, partial(_copy_title, typed=title))
    skeleton = next((each for each in SKELETONS if each.name == request.form.get("skeleton")), None)
    if skeleton is None:
        return None
    spoken = _languages(content_of(db(), draft, module_file(draft.slug)) or b"")
    labels = {key: {each: say(each, words) for each in spoken} for key, words in skeleton.labels.items()}
    return begun(skeleton, name, title or str(_(skeleton.title)), labels)


def _copy_title(title: str, spoken: str, *, typed: str) -> str:
    """Return what a copy is called in a language: as was typed, else so that it is told from its original."""
    return typed if typed and spoken == language() else say(spoken, _COPY).replace("%(title)s", title)


def _languages(module: bytes) -> list[str]:
    """Return the languages a module is written in, English at least."""
    try:
        found = tomllib.loads(module.decode("utf-8", "replace")).get("languages")
    except tomllib.TOMLDecodeError:
        found = None
    return [each for each in LANGUAGES if each == "en" or (isinstance(found, list) and each in found)]


def _taken(draft: Draft) -> set[str]:
    """Return every name that a tool of this draft may not have: those within reach, and its own."""
    own = {each.name for each in own_tools(draft, paths_of(db(), draft))}
    return (
        own
        | {each.name for each in tools_in_reach(db(), actor())}
        | {*lent_to(db(), draft.organisation_id).calculators}
    )


def _sheet(files: dict[str, bytes], path: str) -> Sheet:
    return Sheet(path, files[path].decode("utf-8", "replace"))
