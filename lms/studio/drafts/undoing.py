"""Taking acts back, and bringing earlier texts back: across sittings and people, never over what came later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.kernel.permissions import Actor, NotFound
from lms.packs.segments import HEAD, Segment, base_of, join, moved, split, text_of_part, with_part
from lms.studio.drafts.acts import FILE, ORDER, Act, order_of
from lms.studio.drafts.files import Clash, Conflict, check_locks
from lms.studio.drafts.models import Draft, DraftChange
from lms.studio.drafts.paths import is_text


def rows_of(session: Session, draft: Draft, number: int) -> list[DraftChange]:
    """Return what an act did, in its order; NotFound where there is no such act."""
    here = (DraftChange.draft_id == draft.id, DraftChange.number == number)
    query = select(DraftChange).where(*here).order_by(DraftChange.position)
    rows = list(session.scalars(query)) if number <= draft.acts else []  # no column holds what an address may ask for
    if not rows:
        raise NotFound
    return rows


def undo(session: Session, draft: Draft, actor: Actor, number: int, now: datetime) -> int | None:
    """Take one act back, whoever's it was, and return the number of the act that does so.

    Taking that one back does the first again. Raise `Conflict` where a part of it was changed since.
    """
    act = Act(session, draft, actor, "undone", now)
    act.undoes = number
    rows = rows_of(session, draft, number)
    clashes = [clash for row in rows if (clash := _clash(act, row)) is not None]
    if clashes:
        raise Conflict(clashes)
    old = {row.path: act.text(row.path) or "" for row in rows if is_text(row.path)}
    for path in dict.fromkeys(row.path for row in rows):
        act.put(path, _before(act, path, [row for row in rows if row.path == path]))
    check_locks(act, old, {path: act.text(path) or "" for path in old})
    return act.done()


def restore(session: Session, draft: Draft, actor: Actor, number: int, position: int, now: datetime) -> int | None:
    """Make a part what it was before one change of it, over everything that came later in that part alone."""
    act = Act(session, draft, actor, "restored", now)
    row = next((each for each in rows_of(session, draft, number) if each.position == position), None)
    if row is None:
        raise NotFound
    old = act.text(row.path) or ""
    act.put(row.path, row.before if row.part == FILE else _with(row.path, old, row).encode())
    if is_text(row.path):
        check_locks(act, {row.path: old}, {row.path: act.text(row.path) or ""})
    return act.done()


def _clash(act: Act, row: DraftChange) -> Clash | None:
    """Return what stands in the way of taking a row back: somebody changed the part since."""
    content = act.content(row.path)
    if not is_text(row.path):
        return None if _is_latest(act, row) else Clash(row.path, row.part, None, "", row.person_id, row.at)
    text = None if content is None else content.decode("utf-8", "replace")
    after = None if row.after is None else row.after.decode("utf-8", "replace")
    now = text if row.part == FILE else None if text is None else _part(row.path, text, row.part)
    if now == after or (row.part == ORDER and now is not None):
        return None
    latest = _latest(act, row)
    return Clash(row.path, row.part, now, "" if now is None else base_of(now), latest.person_id, latest.at)


def _part(path: str, text: str, part: str) -> str | None:
    return order_of(path, text) if part == ORDER else text_of_part(path, text, part)


def _latest(act: Act, row: DraftChange) -> DraftChange:
    here = (DraftChange.draft_id == row.draft_id, DraftChange.path == row.path)
    order = (DraftChange.number.desc(), DraftChange.position.desc())
    query = select(DraftChange).where(*here, DraftChange.part.in_((row.part, FILE))).order_by(*order).limit(1)
    return act.session.scalar(query) or row


def _is_latest(act: Act, row: DraftChange) -> bool:
    return _latest(act, row).number == row.number


def _before(act: Act, path: str, rows: Sequence[DraftChange]) -> bytes | None:
    """Return a file as it was before these rows of one act, with what else was changed in it since."""
    whole = next((row for row in rows if row.part == FILE), None)
    if whole is not None:
        return whole.before
    parts = list(split(path, act.text(path) or ""))
    for row in rows:
        if row.part != ORDER:
            parts = _put_back(parts, row)
    text = join(parts)
    if [each.part for each in split(path, text)] != [each.part for each in parts]:
        text = act.text(path) or ""  # the parts ran into one another: let the seams be closed instead
        for row in rows:
            text = text if row.part == ORDER else _with(path, text, row)
    order = next((row for row in rows if row.part == ORDER), None)
    if order is not None and order.before is not None:
        text = _ordered(path, text, order.before.decode().split("\n"))
    return text.encode()


def _put_back(parts: list[Segment], row: DraftChange) -> list[Segment]:
    """Return the parts with one of them as it was before, byte for byte."""
    at = next((number for number, each in enumerate(parts) if each.part == row.part), None)
    if row.before is None:
        return [each for each in parts if each.part != row.part]
    old = Segment(row.part, row.before.decode("utf-8", "replace"))
    if at is not None:
        return [*parts[:at], old, *parts[at + 1 :]]
    beside = next((number for number, each in enumerate(parts) if each.part == row.beside), len(parts) - 1)
    return [*parts[: beside + 1], old, *parts[beside + 1 :]]


def _with(path: str, text: str, row: DraftChange) -> str:
    before = None if row.before is None else row.before.decode("utf-8", "replace")
    if row.part == ORDER:
        return _ordered(path, text, (before or "").split("\n"))
    return with_part(path, text, row.part, before, row.beside)


def _ordered(path: str, text: str, wanted: Sequence[str]) -> str:
    """Return the text with its parts as they were arranged, each with its own white space; new ones stay in place."""
    parts = {each.part: each for each in split(path, text)}
    names = [name for name in wanted if name in parts and name != HEAD]
    exact = [part if part not in names else None for part in parts]
    following = iter(names)
    arranged = [parts[part if part is not None else next(following)] for part in exact]
    joined = join(arranged)
    if [each.part for each in split(path, joined)] == [each.part for each in arranged]:
        return joined
    return moved(path, text, names)
