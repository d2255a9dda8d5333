"""How a draft comes to be: a new module, a copy of a published one to adapt, or a published one opened for editing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.catalog.identity import module_id_of
from lms.catalog.models import Module, ModuleVersion, QuizVersion
from lms.catalog.origins import origin_of
from lms.catalog.publishing import module_in
from lms.catalog.sources import sources_of
from lms.kernel import audit
from lms.kernel.ids import new_id
from lms.kernel.permissions import Actor, NotFound, scope_of
from lms.packs.exchange.names import slug as name_of
from lms.sentences import Sentence, say
from lms.studio.drafts import held
from lms.studio.drafts.acts import title_in
from lms.studio.drafts.adapted import adapted_files
from lms.studio.drafts.begun import begun_files
from lms.studio.drafts.models import Draft
from lms.studio.drafts.paths import MOST_FILES, module_file
from lms.studio.drafts.room import hold_room, room_taken

MOST_DRAFTS: Final = 1_000
"""Drafts an organisation may have at a time."""
LONGEST_SLUG: Final = 60
MEGABYTE: Final = 1_000_000


class TooMany(Exception):
    """The organisation has as many drafts as it may have."""


class NoFiles(Exception):
    """The version's files were never stored: it is older than that and its folder is gone."""


class TooLarge(Exception):
    """A module does not fit among the organisation's drafts; its text says why."""

    def __init__(self, reason: Sentence) -> None:
        self.reason = reason
        super().__init__(reason)


class AlreadyOpen(Exception):
    """Somebody has a draft of the same module open."""


def new(
    session: Session,
    actor: Actor,
    title: Mapping[str, str],
    now: datetime,
    *,
    language: str = "en",
    uuid: UUID | None = None,
) -> Draft:
    """Begin a module under a title in `language`: a first page, a plain cover, an objective to fill in.

    `uuid`: its lasting identity, a fresh one where None.
    """
    uuid = uuid or uuid4()
    slug = _free(session, actor, name_of(title[language], LONGEST_SLUG) or "module")
    draft = _begun(session, actor, module_id_of(actor.organisation_id, uuid), slug, now)
    _fill(session, draft, begun_files(slug, uuid, title, language))
    audit.note(session, actor, "draft.made", now, detail=str(draft.id))
    return draft


def adapt(session: Session, actor: Actor, version: ModuleVersion, now: datetime, *, uuid: UUID | None = None) -> Draft:
    """Copy a published version to make a module of one's own of it; the calculators stay where they are and are lent.

    Raise `NoFiles` where its files are not there.
    """
    files = _sources(session, version)
    old = _slug_in(files)
    uuid, slug = uuid or uuid4(), _free(session, actor, f"{old[: LONGEST_SLUG - 4]}-own")
    names = _free_quizzes(session, actor, old, slug, files)
    draft = _begun(session, actor, module_id_of(actor.organisation_id, uuid), slug, now)
    draft.origin_id = version.id
    _fill(session, draft, adapted_files(files, old, slug, uuid, names))
    audit.note(session, actor, "draft.adapted", now, detail=str(draft.id))
    return draft


def open_draft(session: Session, actor: Actor, module: Module, now: datetime) -> Draft:
    """Return the open draft of a module of the organisation's own, or begin one from its newest version.

    NotFound for one of the shared library: that is adapted. Raise `NoFiles`.
    """
    if module.organisation_id != actor.organisation_id:
        raise NotFound
    open_one = opened(session, actor, module.id)
    if open_one is not None:
        return open_one
    version = newest_version(session, module)
    files = _sources(session, version)
    draft = _begun(session, actor, module.id, module.slug, now)
    draft.based_on_id = version.id
    _fill(session, draft, files)
    audit.note(session, actor, "draft.opened", now, detail=str(draft.id))
    return draft


def take_in(session: Session, actor: Actor, files: Mapping[str, bytes], now: datetime, *, room: int) -> Draft:
    """Put the files of one module down as a draft, as they are; `room`: bytes its organisation's media may take.

    The files are those of a sound pack; `based_on_id` is the newest version of the module that is published here.
    Raise `AlreadyOpen`, `TooMany`, and `TooLarge` for more files or media than there is room for: whoever catches it
    undoes what was put down.
    """
    if len(files) > MOST_FILES:
        raise TooLarge(say("A draft holds at most {most} files; this module has {n}.", most=MOST_FILES, n=len(files)))
    hold_room(session, actor.organisation_id)
    module_id = module_in(files, actor.organisation_id)
    if module_id is None:
        raise NotFound
    draft = _begun(session, actor, module_id, _slug_in(files), now)
    module = session.get(Module, module_id)
    if module is not None:
        draft.based_on_id, draft.origin_id = newest_version(session, module).id, origin_of(session, module_id)
    _fill(session, draft, files)
    if any("/media/" in path for path in files) and room_taken(session, actor.organisation_id) > room:
        megabytes = room // MEGABYTE
        raise TooLarge(
            say("With it the pictures and clips of your drafts would take more than their {most} MB.", most=megabytes)
        )
    audit.note(session, actor, "draft.taken_in", now, detail=str(draft.id))
    return draft


def opened(session: Session, actor: Actor, module_id: UUID) -> Draft | None:
    """Return the open draft of a module, by its row's id."""
    mine = scope_of(Draft, actor)
    return session.scalar(select(Draft).where(mine, Draft.module_id == module_id, Draft.trashed_at.is_(None)))


def newest_version(session: Session, module: Module) -> ModuleVersion:
    """Return the latest published version of a module; NotFound where there is none."""
    order = (ModuleVersion.major.desc(), ModuleVersion.minor.desc())
    found = session.scalar(select(ModuleVersion).where(ModuleVersion.module_id == module.id).order_by(*order).limit(1))
    if found is None:
        raise NotFound
    return found


def _begun(session: Session, actor: Actor, module_id: UUID, slug: str, now: datetime) -> Draft:
    here = (Draft.organisation_id == actor.organisation_id, Draft.trashed_at.is_(None))
    if (session.scalar(select(func.count()).where(*here)) or 0) >= MOST_DRAFTS:
        raise TooMany
    draft = Draft(
        id=new_id(), organisation_id=actor.organisation_id, module_id=module_id, slug=slug, title={}, acts=0,
        made_at=now, made_by_id=actor.person_id, changed_at=now, changed_by_id=actor.person_id,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(draft)
            session.flush()
    except IntegrityError as taken:
        raise AlreadyOpen from taken
    return draft


def _fill(session: Session, draft: Draft, files: Mapping[str, bytes]) -> None:
    for path, content in files.items():
        held.store(session, draft, path, content)
    draft.title = title_in(files.get(module_file(draft.slug)))
    session.flush()


def _sources(session: Session, version: ModuleVersion) -> dict[str, bytes]:
    files = sources_of(session, version.id)
    if not files:
        raise NoFiles
    return files


def _slug_in(files: Mapping[str, bytes]) -> str:
    return next(path.split("/")[1] for path in files if path.startswith("modules/"))


def _free(session: Session, actor: Actor, wanted: str) -> str:
    """Return the name, with a number behind it where a module or draft in reach has it already."""
    modules = select(Module.slug).where(
        Module.organisation_id.is_(None) | (Module.organisation_id == actor.organisation_id)
    )
    drafts = select(Draft.slug).where(Draft.organisation_id == actor.organisation_id)
    return _numbered(wanted, {*session.scalars(modules), *session.scalars(drafts)})


def _free_quizzes(session: Session, actor: Actor, old: str, slug: str, files: Mapping[str, bytes]) -> dict[str, str]:
    """Return new names for the quizzes of a copied module: the old folder's name in them becomes the new one."""
    here = QuizVersion.organisation_id.is_(None) | (QuizVersion.organisation_id == actor.organisation_id)
    taken = set(session.scalars(select(QuizVersion.name).where(here).distinct()))
    names: dict[str, str] = {}
    for path in files:
        if path.startswith("quizzes/") and path.endswith(".toml"):
            name = path.removeprefix("quizzes/").removesuffix(".toml")
            names[name] = _numbered(_renamed(name, old, slug), taken)
            taken.add(names[name])
    return names


def _renamed(name: str, old: str, slug: str) -> str:
    rest = name.removeprefix(old) if name == old or name.startswith(f"{old}-") else f"-{name}"
    return f"{slug}{rest}"[:LONGEST_SLUG].rstrip("-")


def _numbered(wanted: str, taken: set[str]) -> str:
    number, found = 1, wanted
    while found in taken:
        number += 1
        found = f"{wanted}-{number}"
    return found
