"""One act on a draft: what it changes in the files, and the rows it leaves in the history."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.kernel.permissions import Actor
from lms.packs.segments import Segment, split
from lms.studio.drafts import held
from lms.studio.drafts.models import Draft, DraftChange
from lms.studio.drafts.paths import is_text, module_file
from lms.studio.drafts.translation_marks import marked_anew

FILE: Final = "@file"
"""The part that stands for a whole file."""
ORDER: Final = "@order"
"""The part that stands for the order of a file's parts: their names, one a line."""
RUN: Final = timedelta(minutes=5)
"""So long the keystrokes of one person in one part count as one act."""


@dataclass(frozen=True, slots=True)
class Delta:
    """What changed in one part: None is a part that is not there. `beside`: the part before it, where it stands."""

    path: str
    part: str
    before: bytes | None
    after: bytes | None
    beside: str | None = None


def order_of(path: str, text: str) -> str:
    """Return the names of a text's parts in order, one a line: the text of the part `ORDER`."""
    return "\n".join(each.part for each in split(path, text))


def deltas(path: str, old: str | None, new: str | None) -> list[Delta]:
    """Return what makes a text another, part by part, in the order of the text that has the part."""
    if old is None or new is None:
        return [Delta(path, FILE, _bytes(old), _bytes(new))] if old != new else []
    was, now = split(path, old), split(path, new)
    before, after = _texts(was), _texts(now)
    found = [Delta(path, part, _bytes(before[part]), _bytes(after.get(part)), beside) for part, beside in _places(was)
             if after.get(part) != before[part]]  # fmt: skip
    found += [Delta(path, part, None, _bytes(after[part]), beside) for part, beside in _places(now)
              if part not in before]  # fmt: skip
    if [each.part for each in was if each.part in after] != [each.part for each in now if each.part in before]:
        found.append(Delta(path, ORDER, order_of(path, old).encode(), order_of(path, new).encode()))
    return found


def _texts(segments: Sequence[Segment]) -> dict[str, str]:
    return {each.part: each.text for each in segments}


def _places(segments: Sequence[Segment]) -> Iterator[tuple[str, str | None]]:
    beside: str | None = None
    for each in segments:
        yield each.part, beside
        beside = each.part


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else text.encode()


class Act:
    """Collects what one person does at once in one draft; `done` writes it, all of it under one number."""

    def __init__(self, session: Session, draft: Draft, actor: Actor, what: str, now: datetime) -> None:
        """Hold the draft: nobody else changes it before the end of the transaction."""
        held.hold(session, draft)
        self.session, self.draft, self.actor, self.what, self.now = session, draft, actor, what, now
        self.undoes: int | None = None
        self._before: dict[str, bytes | None] = {}
        self._after: dict[str, bytes | None] = {}

    def content(self, path: str) -> bytes | None:
        """Return a file as this act leaves it so far."""
        if path not in self._before:
            self._before[path] = self._after[path] = held.content_of(self.session, self.draft, path)
        return self._after[path]

    def text(self, path: str) -> str | None:
        """Return a text as this act leaves it so far."""
        content = self.content(path)
        return None if content is None else content.decode("utf-8", "replace")

    def put(self, path: str, content: bytes | None) -> None:
        """Make a file so; None removes it."""
        self.content(path)
        self._after[path] = content

    def done(self) -> int | None:
        """Write what changed and return the act's number; None where nothing did."""
        self._mark_translations()
        changed = [path for path in self._after if self._after[path] != self._before[path]]
        for path in changed:
            held.store(self.session, self.draft, path, self._after[path])
        if not changed:
            return None
        held.touched(self.draft, self.actor.person_id, self.now)
        if module_file(self.draft.slug) in changed:
            self.draft.title = title_in(self._after[module_file(self.draft.slug)])
        return self._written([each for path in changed for each in self._deltas(path)])

    def _mark_translations(self) -> None:
        """Note what translations were made from, where this act changes the words they were made from."""
        if self.undoes is None:
            before = {path: content for path, content in self._before.items() if content and is_text(path)}
            texts = {path: content.decode("utf-8", "replace") for path, content in before.items()}
            for path, content in marked_anew(self, texts).items():
                self.put(path, content)

    def _deltas(self, path: str) -> list[Delta]:
        before, after = self._before[path], self._after[path]
        if is_text(path):
            readable = [None if each is None else each.decode("utf-8", "replace") for each in (before, after)]
            return deltas(path, *readable)
        return [Delta(path, FILE, before, None)]

    def _written(self, rows: Sequence[Delta]) -> int:
        run = self._run(rows[0]) if len(rows) == 1 and self.undoes is None else None
        if run is not None:
            run.after, run.at = rows[0].after, self.now
            return run.number
        self.draft.acts += 1
        for position, row in enumerate(rows):
            self.session.add(self._row(position, row))
        self.session.flush()
        return self.draft.acts

    def _row(self, position: int, row: Delta) -> DraftChange:
        return DraftChange(
            organisation_id=self.draft.organisation_id,
            draft_id=self.draft.id,
            number=self.draft.acts,
            position=position,
            path=row.path,
            part=row.part,
            before=row.before,
            after=row.after,
            beside=row.beside,
            what=self.what,
            undoes=self.undoes,
            person_id=self.actor.person_id,
            began_at=self.now,
            at=self.now,
        )

    def _run(self, row: Delta) -> DraftChange | None:
        """Return the run of keystrokes that this one goes on with: theirs, the latest in the part, and young."""
        if row.before is None or row.after is None or row.part == FILE:
            return None
        here = (DraftChange.draft_id == self.draft.id, DraftChange.path == row.path)
        latest = self.session.scalar(
            select(DraftChange)
            .where(*here, DraftChange.part.in_((row.part, FILE)))
            .order_by(DraftChange.number.desc(), DraftChange.position.desc())
            .limit(1)
        )
        if latest is None or not self._goes_on(latest, row):
            return None
        rows = self.session.scalar(
            select(func.count()).where(DraftChange.draft_id == self.draft.id, DraftChange.number == latest.number)
        )
        return latest if rows == 1 else None

    def _goes_on(self, latest: DraftChange, row: Delta) -> bool:
        same = (latest.part, latest.person_id, latest.what) == (row.part, self.actor.person_id, self.what)
        young = self.now - latest.began_at <= RUN
        return same and young and latest.undoes is None and latest.before is not None and latest.after == row.before


def title_in(content: bytes | None) -> dict[str, str]:
    """Return the titles a module.toml gives, {} where it cannot be read."""
    try:
        title = tomllib.loads((content or b"").decode("utf-8", "replace")).get("title")
    except tomllib.TOMLDecodeError:
        return {}
    return {key: value for key, value in title.items() if isinstance(value, str)} if isinstance(title, dict) else {}
