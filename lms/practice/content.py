"""What modules ask their learners to do: reflections, exercises and promises, as the published versions hold them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from lms.catalog.frozen import Frozen
from lms.catalog.models import Module, ModuleVersion, PageVersion
from lms.kernel.permissions import Actor, NotFound, scope_of
from lms.kernel.prepared import Prepared
from lms.packs.practice_blocks import OWN_KINDS

Document = Mapping[str, Any]
"""A block as a page's document holds it: `id`, `kind`, `data`, `html`."""


@dataclass(frozen=True, slots=True)
class OwnBlock:
    """A block that asks for something of the reader's own. `texts`: {language: the block}, English among them."""

    id: str
    kind: str
    page: str
    texts: Mapping[str, Document]

    def text(self, language: str) -> Document:
        """Return the block in `language`, or in English where it is not written."""
        return self.texts.get(language) or self.texts["en"]

    @property
    def title(self) -> dict[str, str]:
        """Return an exercise's title, or what a reflection or promise asks, in every language it is written in."""
        return {
            language: str(text["data"].get("title") or text["data"]["question"])
            for language, text in self.texts.items()
        }

    @property
    def choice(self) -> str:
        """Return the name of the choice an exercise belongs to; empty when it stands alone."""
        return str(self.texts["en"]["data"].get("choice", ""))


OwnBlocks = Mapping[str, OwnBlock]
_blocks: Frozen[UUID, OwnBlocks] = Frozen(100)


def own_blocks(session: Session, version: UUID) -> OwnBlocks:
    """Return {id: block} of a version whose right to it is already known; kept, since a version never changes."""
    return _blocks.get(version, lambda: _read(session, version)) or {}


def _read(session: Session, version: UUID) -> OwnBlocks:
    pages = select(PageVersion.name, PageVersion.language, PageVersion.document).where(
        PageVersion.version_id == version
    )
    found: dict[str, tuple[str, str, dict[str, Document]]] = {}
    for name, language, document in session.execute(pages):
        for block in document["blocks"]:
            if block["kind"] in OWN_KINDS:
                found.setdefault(block["id"], (block["kind"], name, {}))[2][language] = block
    return {id: OwnBlock(id, *rest) for id, rest in found.items() if "en" in rest[2]}


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a module on the actor's shelf."""

    id: UUID
    module: UUID
    major: int
    minor: int


def version_on_shelf(session: Session, actor: Actor, version: UUID) -> Version:
    """Return the version. NotFound when it is not on the actor's shelf."""
    row = _ONE.run(session, actor, version=version).first()
    if row is None:
        raise NotFound
    return Version(*row)


def versions_of(session: Session, actor: Actor, module: UUID | None) -> list[Version]:
    """Return all versions of a module on the actor's shelf, the newest first."""
    return [Version(*row) for row in _ALL.run(session, actor, module=module).all()]


def _query(actor: Actor) -> Any:
    return (
        select(ModuleVersion.id, ModuleVersion.module_id, ModuleVersion.major, ModuleVersion.minor)
        .join(Module, Module.id == ModuleVersion.module_id)
        .where(scope_of(Module, actor), scope_of(ModuleVersion, actor))
        .order_by(ModuleVersion.major.desc(), ModuleVersion.minor.desc())
    )


_ONE = Prepared(lambda actor: _query(actor).where(ModuleVersion.id == bindparam("version")))
_ALL = Prepared(lambda actor: _query(actor).where(ModuleVersion.module_id == bindparam("module")))
