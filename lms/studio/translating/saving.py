"""Saving translations of one block as they are typed; nothing of what a colleague wrote meanwhile is lost."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lms.kernel.permissions import Actor
from lms.packs.segments import base_of
from lms.packs.translating.units import Unit, in_language
from lms.packs.translating.writing import Translation
from lms.studio.drafts.files import Clash, Conflict, Refusal, Refused, last_change, put_many
from lms.studio.drafts.held import hold
from lms.studio.drafts.models import Draft
from lms.studio.drafts.paths import is_storable
from lms.studio.translating.texts import texts_around

LONGEST = 20_000
"""Characters of one translation."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form holds for one text: the words, and the base of those it was made with."""

    words: str
    base: str

    @property
    def is_touched(self) -> bool:
        """Return whether the words are others than the form was made with."""
        return (base_of(self.words) if self.words else "") != self.base


def save(
    session: Session,
    draft: Draft,
    actor: Actor,
    path: str,
    language: str,
    typed: Mapping[str, Typed],
    right: Collection[str],
    now: datetime,
) -> list[Unit]:
    """Keep what was typed for the texts of a file, {name: typed}, and what was found `right`; return them as they are.

    Raise `Conflict` where a colleague changed one of them meanwhile, or has the block in hand; `Refused`.
    """
    hold(session, draft)
    texts = texts_around(session, draft, path)
    translation = Translation(texts, language)
    mine = {unit.part: unit for unit in translation.units.values() if unit.path == path}
    _refuse(path, typed)
    clashes = [
        _told(session, draft, mine[part], language)
        for part, each in typed.items()
        if part in mine and each.is_touched and each.base != mine[part].target_base and each.words != mine[part].target
    ]
    if clashes:
        raise Conflict(clashes)
    changed = {
        mine[part].id: each.words
        for part, each in typed.items()
        if part in mine and each.is_touched and each.words != mine[part].target
    }
    confirmed = [mine[part].id for part in right if part in mine]
    translation.put(changed, right=confirmed)
    translation.confirm(id for id in confirmed if id not in changed)
    keep(session, draft, actor, texts, translation.changed, "translated", now)
    after = texts_around(session, draft, path)
    return [unit for unit in Translation(after, language).units.values() if unit.path == path]


def keep(
    session: Session,
    draft: Draft,
    actor: Actor,
    before: Mapping[str, str],
    changed: Mapping[str, str | None],
    what: str,
    now: datetime,
) -> int | None:
    """Write changed texts as one act and return its number; each must still be what it was before."""
    contents = {path: None if text is None else text.encode() for path, text in changed.items()}
    bases = {path: base_of(before[path]) if path in before else "" for path in changed}
    return put_many(session, draft, actor, contents, what, now, bases=bases) if contents else None


def _refuse(path: str, typed: Mapping[str, Typed]) -> None:
    refusals = [
        Refusal(path, part, "characters" if not is_storable(each.words) else "large")
        for part, each in typed.items()
        if len(each.words) > LONGEST or not is_storable(each.words)
    ]
    if refusals:
        raise Refused(refusals)


def _told(session: Session, draft: Draft, unit: Unit, language: str) -> Clash:
    latest = last_change(session, draft, in_language(unit.path, language), unit.block)
    person, at = (latest.person_id, latest.at) if latest is not None else (None, None)
    return Clash(unit.path, unit.part, unit.target, unit.target_base, person, at)
