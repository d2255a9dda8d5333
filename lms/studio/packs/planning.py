"""What taking in a pack would do, module by module and file by file, before anything is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.catalog.identity import module_id_of
from lms.catalog.publishing import Verdict, module_in, verdict
from lms.catalog.releases import Release, releases_of
from lms.catalog.sources import lent_to, sources_of
from lms.packs.files import SourceFiles
from lms.packs.own_files import own_paths
from lms.packs.problems import Findings, PackErrors, Problem
from lms.packs.reading import read_files
from lms.questions.text import Text
from lms.studio.drafts.models import Draft


class State(StrEnum):
    """What a module or a file of the pack is beside what the organisation has."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    GONE = "gone"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class Incoming:
    """One module or tool shelf of the pack. `published`: the number it has here, "" where it has none.

    `changes`: each of its files, and those that are not in the pack any more, with what becomes of it. `in_hand`: a
    draft of it is open. `reasons`: why it cannot be published as it is.
    """

    release: Release
    state: State
    published: str
    reasons: tuple[str, ...]
    files: Mapping[str, bytes]
    changes: tuple[tuple[str, State], ...]
    in_hand: bool

    @property
    def slug(self) -> str:
        """Return its address."""
        return self.release.source.slug

    @property
    def title(self) -> Text:
        """Return its title."""
        return self.release.source.title

    @property
    def version(self) -> str:
        """Return the number it comes with."""
        return self.release.source.version

    @property
    def is_shelf(self) -> bool:
        """Return whether it is a tool shelf, which is published and never a draft."""
        return self.release.kind != "module"

    def count(self, state: str) -> int:
        """Return how many of its files are in that state."""
        return sum(each == state for _path, each in self.changes)


@dataclass(frozen=True)
class Plan:
    """What a pack holds. `problems`: everything that is wrong with its files; with any of them nothing is taken in.

    `left_out`: its files that belong to no module: questions that no page uses.
    """

    modules: tuple[Incoming, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    left_out: tuple[str, ...] = ()

    def chosen(self, slugs: Iterable[str]) -> list[Incoming]:
        """Return the modules with these addresses, in the order of the pack."""
        wanted = set(slugs)
        return [each for each in self.modules if each.slug in wanted]


def plan(session: Session, files: Mapping[str, bytes], organisation_id: UUID) -> Plan:
    """Read a pack for an organisation and say what taking it in would do; nothing is changed, nothing raised."""
    try:
        pack = read_files(files, lent=lent_to(session, organisation_id, module_in(files, organisation_id)))
    except PackErrors as errors:
        return Plan(problems=errors.problems)
    kept = SourceFiles(files, Findings()).files
    found = [_incoming(session, release, kept, organisation_id) for release in releases_of(pack)]
    used = {path for each in found for path in each.files}
    return Plan(tuple(found), notes=pack.notes, left_out=tuple(sorted(kept.keys() - used)))


def _incoming(session: Session, release: Release, files: Mapping[str, bytes], organisation_id: UUID) -> Incoming:
    said = verdict(session, release, organisation_id)
    own = {path: files[path] for path in own_paths(files, release.source.slug, release.quizzes)}
    before = sources_of(session, said.newest.id) if said.newest is not None else {}
    number = f"{said.newest.major}.{said.newest.minor}" if said.newest is not None else ""
    module_id = module_id_of(organisation_id, release.source.uuid)
    drafts = select(Draft.id).where(Draft.module_id == module_id, Draft.trashed_at.is_(None))
    in_hand = session.scalar(drafts.where(Draft.organisation_id == organisation_id)) is not None
    return Incoming(release, _state(said), number, said.reasons, own, tuple(_changes(before, own)), in_hand)


def _state(said: Verdict) -> State:
    if said.reasons:
        return State.CONFLICT
    if said.newest is None:
        return State.NEW
    return State.SAME if said.release is None else State.CHANGED


def _changes(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterable[tuple[str, State]]:
    for path in sorted(before.keys() | after.keys()):
        if path not in before:
            yield path, State.NEW
        elif path not in after:
            yield path, State.GONE
        else:
            yield path, State.SAME if before[path] == after[path] else State.CHANGED
