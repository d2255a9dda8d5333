"""What was done to a draft: act by act, newest first, with what each changed in words and as marked text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.studio.drafts.models import Draft, DraftChange

PAGE: Final = 50
"""Acts a page of the history shows."""
MOST_WORDS: Final = 4_000
"""Words up to which two texts are compared word by word; longer ones line by line."""
AROUND: Final = 12
"""Words of unchanged text that are shown on each side of a change."""
_WORDS: Final = re.compile(r"\s+|[^\s\w]|\w+")


@dataclass(frozen=True, slots=True)
class Acted:
    """One act: its number, who did what and when, where (path, part), and whether it is taken back."""

    number: int
    person_id: UUID | None
    at: datetime
    what: str
    places: tuple[tuple[str, str], ...]
    undoes: int | None
    undone: bool


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a comparison: `kind` is "same", "added", "removed" or "left-out"."""

    kind: str
    text: str


def acts(session: Session, draft: Draft, before: int | None = None) -> list[Acted]:
    """Return the latest acts, or those before a number, newest first, at most `PAGE`."""
    here = DraftChange.draft_id == draft.id
    upto = draft.acts + 1 if before is None else max(0, min(before, draft.acts + 1))
    columns = (DraftChange.number, DraftChange.person_id, DraftChange.at, DraftChange.what, DraftChange.path,
               DraftChange.part, DraftChange.undoes)  # fmt: skip
    window = (DraftChange.number < upto, DraftChange.number >= upto - PAGE)
    rows = session.execute(
        select(*columns).where(here, *window).order_by(DraftChange.number.desc(), DraftChange.position)
    ).all()
    undone = undone_acts(session, draft)
    found: dict[int, Acted] = {}
    for row in rows:
        known = found.get(row.number)
        places = (*(known.places if known else ()), (row.path, row.part))
        found[row.number] = Acted(row.number, row.person_id, row.at, row.what, places, row.undoes, row.number in undone)
    return list(found.values())


def undone_acts(session: Session, draft: Draft) -> set[int]:
    """Return the numbers of the acts that are taken back now: by an act that is not taken back itself."""
    query = select(DraftChange.number, DraftChange.undoes).where(
        DraftChange.draft_id == draft.id, DraftChange.undoes.is_not(None)
    )
    by = {row.number: row.undoes for row in session.execute(query.distinct())}
    undone: set[int] = set()
    for number in sorted(by, reverse=True):
        if number not in undone:
            undone.add(by[number])
    return undone


def marked(before: str, after: str) -> list[Span]:
    """Return what became of a text, with unchanged stretches shortened to a few words around each change."""
    old, new = _pieces(before), _pieces(after)
    if len(old) + len(new) > MOST_WORDS:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    found: list[Span] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=len(old) > MOST_WORDS).get_opcodes():
        if kind == "equal":
            found.append(Span("same", "".join(old[a:b])))
            continue
        found += [Span("removed", "".join(old[a:b]))] if b > a else []
        found += [Span("added", "".join(new[c:d]))] if d > c else []
    return _shortened(found)


def _pieces(text: str) -> list[str]:
    return _WORDS.findall(text)


def _shortened(spans: Sequence[Span]) -> list[Span]:
    found: list[Span] = []
    for at, span in enumerate(spans):
        pieces = _pieces(span.text)
        keep = 2 * AROUND
        if span.kind != "same" or len(pieces) <= 2 * keep:
            found.append(span)
            continue
        first, last = at == 0, at == len(spans) - 1
        found += [] if first else [Span("same", "".join(pieces[:keep]))]
        found.append(Span("left-out", " … "))
        found += [] if last else [Span("same", "".join(pieces[-keep:]))]
    return found
