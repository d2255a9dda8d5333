"""What the buttons of a calculator's page do: add, remove, move, take today's results, rename or remove the tool."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.catalog.sources import lent_to
from lms.kernel.permissions import NotFound
from lms.packs.segments import base_of, with_part
from lms.studio.calculators.editing import arranged, saved, with_more
from lms.studio.calculators.example_tables import rows_after
from lms.studio.calculators.fields import ORDER
from lms.studio.calculators.making import ADDABLE, new_part, todays_results
from lms.studio.calculators.part_text import with_values
from lms.studio.calculators.pointing import blocks_using, pointed
from lms.studio.calculators.sheet import Part, Sheet
from lms.studio.calculators.shelf import free_name, own_tools, path_of
from lms.studio.calculators.using import uses_of
from lms.studio.drafts.acts import order_of
from lms.studio.drafts.answering import kept, sent_base
from lms.studio.drafts.files import Edit, files_of, put_many
from lms.studio.drafts.models import Draft
from lms.web.context import actor, db, now
from lms.web.forms import Confirmation
from lms.web.languages import language

_LABEL: Final = 200
_MORE: Final = re.compile(r"(add|remove|up|down):(columns|choices|texts|example|total)(\.[0-9]{1,2})?")


@dataclass(frozen=True)
class Question:
    """What is asked before an act: its title, what will happen, the places it is about, and what the button says."""

    act: str
    title: str
    said: str
    button: str
    lines: Sequence[tuple[str, str]] = ()


def acted(draft: Draft, name: str, sheet: Sheet, part: Part | None, act: str) -> ResponseReturnValue:
    """Do what a button says, with what was typed in its form before, and go back to the page."""
    question = None if request.form.get("sure") else _question(sheet, part, act)
    if question is not None:
        return _ask(draft, name, part, question)
    if act == "add" and (kind := request.form.get("kind")) in ADDABLE:
        return _added(draft, name, sheet, kind)
    if act == "address":
        return _renamed(draft, name, sheet)
    if act == "remove-tool":
        put_many(db(), draft, actor(), {sheet.path: None}, "tool.removed", now())
        return redirect(url_for("draft_tools.listing", draft=draft.id), 303)
    if part is None:
        raise NotFound
    return _kept(draft, name, _edits(sheet, part, act), "" if act == "remove" else part.anchor)


def _edits(sheet: Sheet, part: Part, act: str) -> list[Edit]:
    """Return what a button changes in a part, and before it what was typed there."""
    base = sent_base(sheet.path, part.part)
    if act == "remove":
        return [Edit(sheet.path, part.part, base, None)] if part is not sheet.head else []
    typed = {each.part: each for each in saved(sheet, part, request.form, base, language()).edits}
    texts = [typed[each.part].text or "" if each.part in typed else each.text for each in sheet.parts]
    after = Sheet(sheet.path, "".join(texts))
    here = after.parts[sheet.parts.index(part)]
    for edit in _acts(after, here, act):
        if edit.part == here.part:
            typed[part.part] = replace(edit, part=part.part, base=base)
        else:
            typed[edit.part] = replace(edit, base=base_of(order_of(sheet.path, sheet.text)))
    return [*typed.values()]


def _acts(sheet: Sheet, part: Part, act: str) -> list[Edit]:
    if act in ("up", "down"):
        return arranged(sheet, part, -1 if act == "up" else 1)
    if act == "today" and (results := todays_results(sheet, part)):
        return [Edit(sheet.path, part.part, part.base, with_values(part.text, {("outputs",): results}))]
    if part.kind == "examples" and (rows := rows_after(sheet, part, act, language())):
        return [Edit(sheet.path, part.part, part.base, with_values(part.text, rows, ORDER["examples"]))]
    return with_more(sheet, part, act, language(), part.base) if _MORE.fullmatch(act) else []


def _added(draft: Draft, name: str, sheet: Sheet, kind: str) -> ResponseReturnValue:
    label = " ".join(request.form.get("label", "").split())[:_LABEL]
    made, text = new_part(sheet, kind, label, language())
    edit = Edit(sheet.path, made, "", text, sheet.last_of(kind))
    return _kept(draft, name, [edit], Part(made, text, "", 0).anchor)


def _kept(draft: Draft, name: str, edits: Sequence[Edit], anchor: str) -> ResponseReturnValue:
    back = url_for("draft_tools.editor", draft=draft.id, name=name, _anchor=anchor or None)
    return kept(draft, edits, "tool.changed", back=back)


def _question(sheet: Sheet, part: Part | None, act: str) -> Question | None:
    """Return what is asked before an act, None where it is done at once."""
    if act == "remove-tool":
        said = _("Blocks that show it will have nothing to show. The history keeps the tool.")
        return Question(act, _("Remove this tool?"), said, _("Remove it"))
    if part is not None and act == "remove" and part.name and part.kind != "notes":
        places = [
            (each.part.label(language()) or each.part.part, each.part.anchor)
            for each in uses_of(sheet, part.name, part.kind)
        ]
        said = _("“%(name)s” stands in these places:", name=part.label(language()) or part.name)
        return Question(act, _("It is still used"), said, _("Remove it all the same"), places) if places else None
    if part is not None and act == "today":
        return _expected(sheet, part)
    return None


def _expected(sheet: Sheet, part: Part) -> Question:
    wanted = part.known.get("outputs", {})
    changed = [
        (_("%(name)s: %(before)s becomes %(now)s", name=name, before=wanted.get(name), now=value), "")
        for name, value in todays_results(sheet, part).items()
        if wanted.get(name) != value
    ]
    said = _("From now on it expects what the tool gives today. Check that today's results are right.")
    return Question("today", _("Take today's results as expected?"), said, _("Take them"), changed)


def _ask(draft: Draft, name: str, part: Part | None, question: Question) -> ResponseReturnValue:
    told = {"name": name, "part": part, "question": question, "form": Confirmation()}
    return render_template("studio/calculators/ask.html", draft=draft, **told), 409


def _renamed(draft: Draft, name: str, sheet: Sheet) -> ResponseReturnValue:
    """Give the tool another address: its file another name, the name in it, and in the blocks that show it."""
    paths = files_of(db(), draft)
    taken = {*lent_to(db(), draft.organisation_id, without=draft.module_id).calculators}
    taken |= {each.name for each in own_tools(draft, paths)} - {name}
    new = free_name(request.form.get("address", "")[:_LABEL], taken)
    if new != name:
        head = with_values(sheet.head.text, {("name",): new})
        text = "".join(head if each is sheet.head else each.text for each in sheet.parts)
        files: dict[str, bytes | None] = {path_of(draft, name): None, path_of(draft, new): text.encode()}
        put_many(db(), draft, actor(), files | _pointed(paths, name, new), "tool.named", now())
    return redirect(url_for("draft_tools.editor", draft=draft.id, name=new), 303)


def _pointed(files: Mapping[str, bytes], name: str, new: str) -> dict[str, bytes | None]:
    """Return the pages whose blocks show a tool, with its new name in them."""
    found: dict[str, bytes | None] = {}
    for edit in pointed(files, blocks_using(files, name), name, new):
        text = (found.get(edit.path) or files[edit.path]).decode("utf-8", "replace")
        found[edit.path] = with_part(edit.path, text, edit.part, edit.text).encode()
    return found
