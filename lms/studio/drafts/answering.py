"""How a room answers when its form is saved: to a script as it is typed, to a browser without one by a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from lms.packs.segments import text_of_part
from lms.studio.drafts import locks
from lms.studio.drafts.files import Clash, Conflict, Edit, Refused, change
from lms.studio.drafts.held import content_of
from lms.studio.drafts.merging import Reading, merged, readings
from lms.studio.drafts.models import Draft
from lms.studio.drafts.people import names_of
from lms.studio.drafts.sent import told_clashes, told_refusals, told_saved, words_of
from lms.web.context import actor, db, now
from lms.web.forms import Confirmation
from lms.web.shell import wants_json

WHOLE: Final = "*"
"""The key that stands for every box of a part."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One part that two people changed: as it is now, as it was sent, who was faster, and the boxes that differ."""

    clash: Clash
    mine: str | None
    who: str
    readings: list[Reading]

    @property
    def name(self) -> str:
        """Return the name under which a form says which boxes are to stay theirs."""
        return f"theirs:{self.clash.path}:{self.clash.part}"


def sent_base(path: str, part: str) -> str:
    """Return the revision of a part that the form was made with."""
    return request.form.get(f"base:{path}:{part}") or request.form.get("base", "")


def typed(name: str) -> str:
    """Return what stands in a field of several lines, with the line ends that files have."""
    return request.form.get(name, "").replace("\r\n", "\n").replace("\r", "\n")


def kept(
    draft: Draft, edits: Sequence[Edit], what: str, *, back: str, problems: Iterable[tuple[str, str]] = ()
) -> ResponseReturnValue:
    """Keep what a form changes and answer it; `back`: where a browser without script goes on.

    `problems`: (field, what is wrong in words); they are told, and what was typed is kept nevertheless. 409 where
    somebody was faster: a page shows both texts, and can send the form again over theirs. 422 what can never be kept.
    """
    _take_over(draft, edits)
    chosen = [each for edit in edits if (each := _chosen(draft, edit)) is not None]
    try:
        changed = change(db(), draft, actor(), chosen, what, now())
    except Conflict as conflict:
        return clashed(draft, conflict.clashes, edits, back=back)
    except Refused as refused:
        if wants_json():
            return told_refusals(refused.refusals), 422
        said = [words_of(each) for each in refused.refusals]
        return render_template("studio/drafts/refused.html", draft=draft, said=said, edits=edits, back=back), 422
    if not wants_json():
        return redirect(back, 303)
    return {**told_saved(changed), "problems": [{"field": field, "message": text} for field, text in problems]}


def clashed(draft: Draft, clashes: Sequence[Clash], edits: Sequence[Edit], *, back: str) -> ResponseReturnValue:
    """Answer that somebody was faster, 409: with the texts as they are to a script, with a page to a browser."""
    names = names_of(db(), actor(), (person for each in clashes for person in (each.person_id, each.locked_by)))
    mine = {(edit.path, edit.part): edit.text for edit in edits}
    if wants_json():
        return told_clashes(clashes, names, mine), 409
    return render_template(
        "studio/drafts/conflict.html",
        draft=draft,
        clashes=[_compared(each, mine.get((each.path, each.part)), _who(each, names)) for each in clashes],
        locked=any(each.locked_by for each in clashes),
        fields=_again(clashes),
        back=back,
        form=Confirmation(),
    ), 409


def _who(clash: Clash, names: dict[UUID, str]) -> tuple[str, datetime | None]:
    person = clash.locked_by or clash.person_id
    return names.get(person, "") if person is not None else "", clash.at


def _compared(clash: Clash, mine: str | None, who: tuple[str, datetime | None]) -> Compared:
    return Compared(clash, mine, who[0], readings(clash.path, clash.part, clash.text, mine))


def _chosen(draft: Draft, edit: Edit) -> Edit | None:
    """Return an edit with what its sender took of theirs in a conflict, boxes' keys in `theirs:<path>:<part>:<n>`.

    None where all of the part stays theirs: the key `WHOLE`.
    """
    asked = f"theirs:{edit.path}:{edit.part}:"
    keys = [key for name, key in request.form.items(multi=True) if name.startswith(asked) and key]
    if WHOLE in keys:
        return None
    content = content_of(db(), draft, edit.path) if keys and edit.text is not None else None
    now_there = text_of_part(edit.path, content.decode("utf-8", "replace"), edit.part) if content else None
    if now_there is None or edit.text is None:
        return edit
    return replace(edit, text=merged(edit.path, edit.part, now_there, edit.text, keys))


def _again(clashes: Sequence[Clash]) -> list[tuple[str, str]]:
    """Return the fields of the form as they were sent, with the revisions that stand there now."""
    fresh = {f"base:{each.path}:{each.part}": each.base for each in clashes}
    if len(clashes) == 1:
        fresh["base"] = clashes[0].base
    sent = [(name, text) for name, texts in request.form.lists() for text in texts]
    return [
        (name, fresh.get(name, text))
        for name, text in sent
        if name not in ("csrf_token", "take") and not name.startswith("theirs:")
    ]


def _take_over(draft: Draft, edits: Sequence[Edit]) -> None:
    if request.form.get("take"):
        for edit in edits:
            locks.take(db(), draft, actor(), edit.path, edit.part, now(), over=True)
