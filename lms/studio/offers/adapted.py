"""The organisation's adapted modules, drafts and published ones, and what the library offers each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.catalog.models import Module, ModuleVersion
from lms.catalog.origin_models import ModuleOrigin
from lms.catalog.sources import sources_of
from lms.catalog.storing import newest_version
from lms.kernel.permissions import Actor, NotFound, scope_of
from lms.questions.text import Text
from lms.studio.drafts.acts import FILE
from lms.studio.drafts.files import Edit, change, put
from lms.studio.drafts.held import files_of
from lms.studio.drafts.making import open_draft
from lms.studio.drafts.models import Draft
from lms.studio.offers.deciding import decide, decided, decision_rows, left
from lms.studio.offers.offering import Offer, offers, remaining


@dataclass(frozen=True)
class Adapted:
    """One adapted module: its open draft, or its published row where none is open; from which version of the library
    it was made, and which is the newest there."""

    session: Session
    actor: Actor
    id: UUID
    title: Text
    draft: Draft | None
    module: Module | None
    origin: ModuleVersion
    newest: ModuleVersion

    @property
    def was(self) -> str:
        """Return the number it was adapted from."""
        return f"{self.origin.major}.{self.origin.minor}"

    @property
    def now(self) -> str:
        """Return the newest number in the library."""
        return f"{self.newest.major}.{self.newest.minor}"

    @cached_property
    def offers(self) -> list[Offer]:
        """Return what the library changed since it was last decided upon; none where a version's files were never
        kept."""
        if self.origin.id == self.newest.id:
            return []
        origin, newest = sources_of(self.session, self.origin.id), sources_of(self.session, self.newest.id)
        if not origin or not newest:
            return []
        mine, rows = self._files(), decision_rows(self.session, self.actor, self.id)
        return remaining(offers(origin, newest, mine, decided(self.session, self.actor, rows, mine)), left(rows))

    def offer(self, path: str, part: str, base: str) -> Offer | None:
        """Return one offer as it was shown; None where it is another by now, or gone."""
        here = (each for each in self.offers if (each.path, each.part) == (path, part))
        return next((each for each in here if each.base == base), None)

    def _files(self) -> dict[str, bytes]:
        if self.draft is not None:
            return files_of(self.session, self.draft)
        version = newest_version(self.session, self.id)
        return {} if version is None else sources_of(self.session, version.id)


def all_adapted(session: Session, actor: Actor) -> list[Adapted]:
    """Return the organisation's adapted modules, by title; those without anything on offer too."""
    return sorted(_adapted(session, actor), key=lambda each: (each.title.get("en", ""), str(each.id)))


def one_adapted(session: Session, actor: Actor, module_id: UUID) -> Adapted:
    """Return the adapted module with that id; NotFound where the organisation has none."""
    found = next((each for each in _adapted(session, actor) if each.id == module_id), None)
    if found is None:
        raise NotFound
    return found


def accept(session: Session, actor: Actor, adapted: Adapted, wanted: list[Offer], now: datetime) -> Draft:
    """Take offers over into the module's draft, which is opened where it is not; raise what changing a draft does."""
    draft = adapted.draft
    if draft is None:
        if adapted.module is None:
            raise NotFound
        draft = open_draft(session, actor, adapted.module, now)
        draft.origin_id = adapted.origin.id
    for each in wanted:
        if each.part == FILE:
            put(session, draft, actor, each.path, each.content, "offer.accepted", now)
    parts = [each for each in wanted if each.part != FILE]
    # several new ones behind the same part: the last of them goes in first
    parts = [each for each in parts if each.mine is not None] + [each for each in parts[::-1] if each.mine is None]
    if parts:
        edits = [Edit(each.path, each.part, each.mine_base, each.now, each.after) for each in parts]
        change(session, draft, actor, edits, "offer.accepted", now)
    for each in wanted:
        decide(session, actor, adapted.id, adapted.newest, each, now, taken=True)
    return draft


def decline(session: Session, actor: Actor, adapted: Adapted, offer: Offer, now: datetime) -> None:
    """Go without a change, until the library changes that part again."""
    decide(session, actor, adapted.id, adapted.newest, offer, now, taken=False)


def _adapted(session: Session, actor: Actor) -> Iterator[Adapted]:
    open_drafts = select(Draft).where(scope_of(Draft, actor), Draft.trashed_at.is_(None), Draft.origin_id.is_not(None))
    drafts = {draft.module_id: draft for draft in session.scalars(open_drafts)}
    rows = session.execute(
        select(Module, ModuleOrigin.origin_id)
        .join(ModuleOrigin, ModuleOrigin.module_id == Module.id)
        .where(scope_of(Module, actor), scope_of(ModuleOrigin, actor))
    )
    published = {module.id: (module, origin) for module, origin in rows}
    for id in {**drafts, **published}:
        draft, (module, origin) = _open(session, actor, id, drafts), published.get(id, (None, None))
        found = _made(session, actor, id, draft, module, draft.origin_id if draft and draft.origin_id else origin)
        if found is not None:
            yield found


def _open(session: Session, actor: Actor, id: UUID, drafts: dict[UUID, Draft]) -> Draft | None:
    """Return the open draft of a module, also one that does not say where it came from."""
    there = scope_of(Draft, actor), Draft.module_id == id, Draft.trashed_at.is_(None)
    return drafts.get(id) or session.scalars(select(Draft).where(*there)).first()


def _made(
    session: Session, actor: Actor, id: UUID, draft: Draft | None, module: Module | None, origin_id: UUID | None
) -> Adapted | None:
    origin = session.scalars(
        select(ModuleVersion).where(scope_of(ModuleVersion, actor), ModuleVersion.id == origin_id)
    ).first()
    newest = newest_version(session, origin.module_id) if origin is not None else None
    if origin is None or newest is None:
        return None
    own = newest_version(session, id) if draft is None else None
    title: Text = draft.title if draft is not None else own.document["title"] if own is not None else {}
    return Adapted(session, actor, id, title, draft, module, origin, newest)
