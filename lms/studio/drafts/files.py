"""Changing a draft's files: parts of texts and whole files, all or nothing, never over what somebody else wrote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.kernel.permissions import Actor
from lms.packs.segments import base_of, moved, split, text_of_part, with_part
from lms.studio.drafts.acts import FILE, ORDER, Act, deltas, order_of
from lms.studio.drafts.held import content_of, draft_or_404, files_of, paths_of, text_of
from lms.studio.drafts.locks import locked_parts
from lms.studio.drafts.models import LONGEST_PART, Draft, DraftChange, DraftFile
from lms.studio.drafts.paths import MOST_FILES, is_place, is_storable, is_text, largest

__all__ = [
    "FILE", "ORDER", "Changed", "Clash", "Conflict", "Edit", "Refusal", "Refused", "Saved", "base_in", "change",
    "check_locks", "content_of", "draft_or_404", "files_of", "last_change", "paths_of", "put", "put_many", "rename",
    "text_of",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Edit:
    """One part made so. `base`: the revision it replaces, "" for a part that is not there yet; `text`: None removes.

    `after`: behind which part a new one goes, at the end where None. The part "@order" (names, one a line) arranges
    the parts of a file; "@file" is the whole text.
    """

    path: str
    part: str
    base: str
    text: str | None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """One part as it is kept now; `base` is "" where it is gone."""

    path: str
    part: str
    base: str


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change did: the parts, the act's number (None where all was so already).

    `recut`: files whose parts are others or in another order now: (part, text, base) of every part as it is.
    """

    saved: tuple[Saved, ...]
    number: int | None
    recut: dict[str, tuple[tuple[str, str, str], ...]]


@dataclass(frozen=True, slots=True)
class Clash:
    """A part that is not as the tab saw it, or that somebody else has in hand (`locked_by`).

    `text`: what stands there now, None where it is gone; `base`: its revision; who changed it last, and when.
    """

    path: str
    part: str
    text: str | None
    base: str
    person_id: UUID | None
    at: datetime | None
    locked_by: UUID | None = None


class Conflict(Exception):
    """Somebody else was faster, in one part or more; nothing was changed."""

    def __init__(self, clashes: Sequence[Clash]) -> None:
        self.clashes = tuple(clashes)
        super().__init__(", ".join(f"{each.path} {each.part}" for each in clashes))


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something cannot be kept at all: `reason` is "place", "missing", "characters", "large", "many" or "part"."""

    path: str
    part: str
    reason: str


class Refused(Exception):
    """Something of the change can never be kept; nothing was changed."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__(", ".join(f"{each.path} {each.part}: {each.reason}" for each in refusals))


def change(session: Session, draft: Draft, actor: Actor, edits: Sequence[Edit], what: str, now: datetime) -> Changed:
    """Change parts of texts, all or nothing. Raise `Conflict` where one is not as it was seen, `Refused`."""
    act = Act(session, draft, actor, what, now)
    _refuse(act, edits)
    old = {edit.path: act.text(edit.path) or "" for edit in edits}
    clashes = [clash for edit in edits if (clash := _clash(act, edit, old[edit.path])) is not None]
    if clashes:
        raise Conflict(clashes)
    for edit in edits:
        act.put(edit.path, _applied(edit, act.text(edit.path) or "").encode())
    new = {path: act.text(path) or "" for path in old}
    check_locks(act, old, new)
    too_large = [Refusal(path, FILE, "large") for path in new if len(new[path].encode()) > largest(path)]
    if too_large:
        raise Refused(too_large)
    number = act.done()
    saved = tuple(Saved(each.path, each.part, base_in(each.path, new[each.path], each.part)) for each in edits)
    recut = {path: new[path] for path in new if order_of(path, old[path]) != order_of(path, new[path])}
    return Changed(saved, number, {path: _parts(path, text) for path, text in recut.items()})


def put(
    session: Session,
    draft: Draft,
    actor: Actor,
    path: str,
    content: bytes | None,
    what: str,
    now: datetime,
    *,
    base: str | None = None,
) -> int | None:
    """Make a whole file so, or remove it; return the act's number. `base`: the revision it replaces, "" for none.

    Raise `Conflict` where another stands there than `base` says (which may be left out), `Refused`.
    """
    return put_many(session, draft, actor, {path: content}, what, now, bases={} if base is None else {path: base})


def put_many(
    session: Session,
    draft: Draft,
    actor: Actor,
    contents: dict[str, bytes | None],
    what: str,
    now: datetime,
    *,
    bases: dict[str, str] | None = None,
) -> int | None:
    """Make several whole files so in one act, as `put` does one."""
    act = Act(session, draft, actor, what, now)
    refusals = [Refusal(path, FILE, reason) for path, content in contents.items() if (reason := _unfit(path, content))]
    count = session.scalar(select(func.count()).where(DraftFile.draft_id == draft.id)) or 0
    if count + len(contents) > MOST_FILES:
        refusals.append(Refusal("", FILE, "many"))
    if refusals:
        raise Refused(refusals)
    stale = [path for path, base in (bases or {}).items() if _file_base(act.content(path)) != base]
    if stale:
        raise Conflict([_told(act, path, FILE, act.text(path)) for path in stale])
    for path, content in contents.items():
        act.put(path, content)
    texts = [path for path in contents if is_text(path)]
    check_locks(act, {path: _was(act, path) for path in texts}, {path: act.text(path) or "" for path in texts})
    return act.done()


def rename(session: Session, draft: Draft, actor: Actor, names: dict[str, str], what: str, now: datetime) -> int | None:
    """Give files other paths, {old: new}, in one act. Raise `Refused` where one is not there, or the new one is."""
    contents: dict[str, bytes | None] = {}
    for old, new in names.items():
        content = content_of(session, draft, old)
        if content is None or content_of(session, draft, new) is not None:
            raise Refused([Refusal(old if content is None else new, FILE, "missing" if content is None else "place")])
        contents |= {old: None, new: content}
    return put_many(session, draft, actor, contents, what, now)


def base_in(path: str, text: str, part: str) -> str:
    """Return the revision of a part, of "@file" or of "@order" in a text; "" where it is not there."""
    found = _part(path, text, part)
    return "" if found is None else base_of(found)


def _refuse(act: Act, edits: Sequence[Edit]) -> None:
    refusals = [Refusal(edit.path, edit.part, reason) for edit in edits if (reason := _refused(act, edit))]
    if refusals:
        raise Refused(refusals)


def _refused(act: Act, edit: Edit) -> str:
    if not is_text(edit.path):
        return "place"
    if act.content(edit.path) is None:
        return "missing"
    if not edit.part or len(edit.part) > LONGEST_PART or not is_storable(edit.part):
        return "part"
    if edit.text is None:
        return "part" if edit.part in (FILE, ORDER) else ""
    return "" if is_storable(edit.text) else "characters"


def _unfit(path: str, content: bytes | None) -> str:
    if not is_place(path):
        return "place"
    return "large" if content is not None and len(content) > largest(path) else ""


def _clash(act: Act, edit: Edit, text: str) -> Clash | None:
    now = _part(edit.path, text, edit.part)
    if (base_of(now) if now is not None else "") == edit.base or now == edit.text:
        return None
    holder = locked_parts(act.session, act.draft, act.actor, edit.path, act.now).get(edit.part)
    return _told(act, edit.path, edit.part, now, holder)


def _told(act: Act, path: str, part: str, now: str | None, locked_by: UUID | None = None) -> Clash:
    latest = last_change(act.session, act.draft, path, part)
    person, at = (latest.person_id, latest.at) if latest is not None else (None, None)
    return Clash(path, part, now, base_of(now) if now is not None else "", person, at, locked_by)


def last_change(session: Session, draft: Draft, path: str, part: str) -> DraftChange | None:
    """Return the latest change of a part, of any part where it is "@file" or "@order"."""
    query = select(DraftChange).where(DraftChange.draft_id == draft.id, DraftChange.path == path)
    if part not in (FILE, ORDER):
        query = query.where(DraftChange.part.in_((part, FILE)))
    return session.scalar(query.order_by(DraftChange.number.desc(), DraftChange.position.desc()).limit(1))


def check_locks(act: Act, old: dict[str, str], new: dict[str, str]) -> None:
    """Raise `Conflict` where a part that changes, or that a new order names, is in somebody else's hands."""
    clashes: list[Clash] = []
    for path, text in old.items():
        others = locked_parts(act.session, act.draft, act.actor, path, act.now)
        changed = {each.part for each in deltas(path, text, new[path])} if others else set()
        clashes += [
            _told(act, path, part, text_of_part(path, text, part), person)
            for part, person in others.items()
            if part in changed
        ]
    if clashes:
        raise Conflict(clashes)


def _was(act: Act, path: str) -> str:
    content = content_of(act.session, act.draft, path)
    return "" if content is None else content.decode("utf-8", "replace")


def _applied(edit: Edit, text: str) -> str:
    if edit.part == FILE:
        return edit.text or ""
    if edit.part == ORDER:
        return moved(edit.path, text, (edit.text or "").split("\n"))
    return with_part(edit.path, text, edit.part, edit.text, edit.after)


def _part(path: str, text: str, part: str) -> str | None:
    if part == FILE:
        return text
    return order_of(path, text) if part == ORDER else text_of_part(path, text, part)


def _file_base(content: bytes | None) -> str:
    return "" if content is None else base_of(content.decode("utf-8", "replace"))


def _parts(path: str, text: str) -> tuple[tuple[str, str, str], ...]:
    return tuple((each.part, each.text, each.base) for each in split(path, text))
