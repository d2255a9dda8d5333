"""Remembering what was decided about an offer: which version of the library somebody looked at, and took or left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.catalog.models import ModuleVersion
from lms.catalog.origin_models import DeclinedOffer
from lms.catalog.sources import sources_of
from lms.kernel.permissions import Actor, scope_of
from lms.studio.drafts.acts import FILE
from lms.studio.offers.basis import Decision
from lms.studio.offers.copied import Files, as_copied, revision_in
from lms.studio.offers.offering import Offer


def decide(
    session: Session, actor: Actor, module_id: UUID, newest: ModuleVersion, offer: Offer, now: datetime, *, taken: bool
) -> None:
    """Write down that an offer of the newest version was taken over, or left, in place of what was decided before."""
    row = session.get(DeclinedOffer, (module_id, offer.path, offer.part))
    if row is None:
        row = DeclinedOffer(
            module_id=module_id, path=offer.path, part=offer.part, organisation_id=actor.organisation_id
        )
        session.add(row)
    row.earlier_id = (row.version_id if _stands(row, offer.mine_base) else row.earlier_id) if taken else None
    row.base, row.at, row.version_id = offer.base, now, newest.id
    row.replaced = offer.mine_base if taken else None
    session.flush()


def decided(session: Session, actor: Actor, rows: Sequence[DeclinedOffer], mine: Files) -> list[Decision]:
    """Return what was decided and still stands, by the versions it was decided upon, the latest last.

    What was taken over and is not in the module any more, undone or gone with a draft, was not taken; what had been
    decided before stands again.
    """
    upheld = {(row.path, row.part): _stands(row, revision_in(mine, row.path, row.part)) for row in rows}
    upon = {(row.path, row.part): row.version_id if upheld[row.path, row.part] else row.earlier_id for row in rows}
    numbers = _numbers(session, actor, {each for each in upon.values() if each is not None})
    then = {version: as_copied(files, mine) for version in numbers if (files := sources_of(session, version))}
    found = [
        (numbers[version], Decision(row.path, row.part, then[version], not upheld[place] or row.replaced is None))
        for row in rows
        if (version := upon[place := (row.path, row.part)]) in then and version is not None
    ]
    return [each for _number, each in sorted(found, key=lambda pair: (pair[0], pair[1].part != FILE))]


def left(rows: Sequence[DeclinedOffer]) -> set[tuple[str, str, str]]:
    """Return (path, part, revision) of every text that was left."""
    return {(row.path, row.part, row.base) for row in rows if row.replaced is None}


def decision_rows(session: Session, actor: Actor, module_id: UUID) -> Sequence[DeclinedOffer]:
    """Return what was ever decided about one module of the organisation's."""
    query = select(DeclinedOffer).where(scope_of(DeclinedOffer, actor), DeclinedOffer.module_id == module_id)
    return session.scalars(query).all()


def _stands(row: DeclinedOffer, own: str) -> bool:
    """Return whether a decision stands, `own` being the revision of the module's own text: one to take a change over
    does not where the text is again what it was before."""
    return row.replaced is None or row.replaced != own


def _numbers(session: Session, actor: Actor, versions: set[UUID]) -> dict[UUID, tuple[int, int]]:
    if not versions:
        return {}
    here = scope_of(ModuleVersion, actor), ModuleVersion.id.in_(versions)
    rows = session.execute(select(ModuleVersion.id, ModuleVersion.major, ModuleVersion.minor).where(*here))
    return {row.id: (row.major, row.minor) for row in rows}
