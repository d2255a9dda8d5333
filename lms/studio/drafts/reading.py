"""A draft read as the pack it is: what it holds, and everything that is wrong with it. Kept in memory for a while."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock
from typing import Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from lms.catalog.models import ModuleVersion
from lms.catalog.sources import lent_to
from lms.packs.lending import Lent
from lms.packs.model import Module, Pack
from lms.packs.problems import PackErrors, Problem
from lms.packs.reading import read_files
from lms.studio.drafts.held import files_of, paths_of
from lms.studio.drafts.models import Draft

KEPT: Final = 24
"""Drafts, each as it stood at one moment, that a process remembers."""


@dataclass(frozen=True, slots=True)
class Read:
    """A draft as the checker finds it: `pack` None while there are problems; `notes` stop nothing."""

    pack: Pack | None
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()

    @property
    def module(self) -> Module | None:
        """Return the module the draft is of, None while there are problems."""
        return self.pack.modules[0] if self.pack is not None and self.pack.modules else None


_known: OrderedDict[str, Read] = OrderedDict()
_turn = Lock()


def read(session: Session, draft: Draft) -> Read:
    """Return the draft as it reads now; never raises. The same files beside the same library are read once."""
    key = _key(session, draft)
    with _turn:
        known = _known.get(key)
    if known is not None:
        return known
    found = read_now(files_of(session, draft), lent_to(session, draft.organisation_id, without=draft.module_id))
    with _turn:
        _known[key] = found
        while len(_known) > KEPT:
            _known.popitem(last=False)
    return found


def read_now(files: Mapping[str, bytes], lent: Lent) -> Read:
    """Return what the checker says of these files."""
    try:
        pack = read_files(files, lent=lent)
    except PackErrors as errors:
        return Read(None, errors.problems)
    return Read(pack, (), pack.notes)


def _key(session: Session, draft: Draft) -> str:
    """Return what the reading hangs on: the files, and how far publishing has come around them."""
    around = or_(ModuleVersion.organisation_id.is_(None), ModuleVersion.organisation_id == draft.organisation_id)
    library = session.execute(select(func.count(), func.max(ModuleVersion.published_at)).where(around)).one()
    told = "\n".join(f"{path} {digest}" for path, digest in paths_of(session, draft).items())
    return sha256(f"{draft.organisation_id}\n{draft.id}\n{library}\n{told}".encode()).hexdigest()
