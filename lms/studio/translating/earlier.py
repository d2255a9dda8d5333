"""The English words that a stale translation was made from: looked up in the draft's history and published versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.catalog.sources import sources_of
from lms.packs.translating.units import Unit, units_in
from lms.studio.drafts.models import Draft, DraftChange

MOST_CHANGES: Final = 200
"""Changes of one file that are looked through, the newest first."""


def earlier_words(session: Session, draft: Draft, units: Sequence[Unit]) -> dict[str, str]:
    """Return {mark: the words it stands for} of the stale ones among texts of one file, as far as they are known."""
    wanted = {unit.mark for unit in units if unit.state == "stale"}
    found: dict[str, str] = {}
    path = units[0].path if wanted else ""
    for text in _texts(session, draft, path) if wanted else ():
        found |= {unit.base: unit.source for unit in units_in({path: text}, path, "da", {}) if unit.base in wanted}
        if len(found) == len(wanted):
            break
    return found


def _texts(session: Session, draft: Draft, path: str) -> Iterator[str]:
    """Yield earlier texts of a file or of parts of it: those of the draft, then those of the version it began as."""
    rows = session.execute(
        select(DraftChange.before, DraftChange.after)
        .where(DraftChange.draft_id == draft.id, DraftChange.path == path)
        .order_by(DraftChange.number.desc(), DraftChange.position)
        .limit(MOST_CHANGES)
    )
    yield from _decoded(text for row in rows for text in (row.before, row.after))
    for version in (draft.based_on_id, draft.origin_id):
        if version is not None:
            yield from _decoded(
                content for other, content in sources_of(session, version).items() if _same_place(path, other)
            )


def _decoded(contents: Iterable[bytes | None]) -> Iterator[str]:
    return (content.decode("utf-8", "replace") for content in contents if content)


def _same_place(path: str, other: str) -> bool:
    """Return whether a file of another module lies where this one does: folders of modules have names of their own."""
    ours, theirs = path.split("/"), other.split("/")
    return ours == theirs or (ours[0] == theirs[0] == "modules" and ours[2:] == theirs[2:])
