"""The verbs of publishing: now, at a time, not after all. Each is guarded, so that pressing twice does it once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.catalog import publishing as catalog
from lms.catalog.models import Module, ModuleVersion
from lms.catalog.releases import Release
from lms.kernel import audit, ledger
from lms.kernel.permissions import Actor
from lms.packs.files import SourceFiles
from lms.packs.problems import Findings, PackErrors
from lms.questions.text import N_, Text
from lms.studio.drafts.acts import Act
from lms.studio.drafts.held import hold
from lms.studio.drafts.models import Draft
from lms.studio.publishing.models import Publication, State
from lms.studio.publishing.numbering import Step
from lms.studio.publishing.preparing import Prepared, prepare
from lms.studio.publishing.standing import Standing, standing_of, standing_of_files

JOB_NAME: Final = "studio.publish"
PUBLISHED, SCHEDULED, CANCELLED, FAILED = "module.published", "module.scheduled", "module.cancelled", "module.failed"

NOT_READY: Final = N_("Something on the check list still stands in the way.")
NOTHING_NEW: Final = N_("There is nothing new: what is published says the same.")
MEANING: Final = N_("The meaning changed, so it has to be a new edition.")
OVERTAKEN: Final = N_("Somebody has published meanwhile. Look at the page as it is now.")
WAITING: Final = N_("It is to be published at a time already. Cancel that first.")
PAST: Final = N_("That moment is past. Choose a later one, or publish now.")
GONE: Final = N_("The draft has been thrown away.")


class CannotPublish(Exception):
    """It may not be published so: `reasons` say why, in words that are marked for translation."""

    def __init__(self, *reasons: str) -> None:
        self.reasons = reasons
        super().__init__(" ".join(reasons))


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants published: by which step, with which note, beside which published number they saw."""

    step: Step
    note: Text
    seen: str | None = None


def publish_draft(
    session: Session, draft: Draft, actor: Actor, wish: Wish, now: datetime, prepared: Prepared | None = None
) -> Publication:
    """Publish what the draft holds, and leave it open as the next draft. Raise `CannotPublish`, and change nothing.

    `prepared`: what was read before the transaction began; it is read anew where it does not hold any more.
    """
    hold(session, draft)
    if waiting_for(session, draft.organisation_id, draft.module_id) is not None:
        raise CannotPublish(WAITING)
    return publish_held(session, draft, actor, wish, now, prepared=prepared)


def publish_held(
    session: Session,
    draft: Draft,
    actor: Actor,
    wish: Wish,
    now: datetime,
    publication: Publication | None = None,
    prepared: Prepared | None = None,
) -> Publication:
    """Publish a draft that is held already; `publication` is what was planned, None for one that was not."""
    if prepared is None or prepared.step != wish.step or not prepared.still_holds(session, draft):
        prepared = prepare(session, draft, wish.step)
    check(prepared.standing, wish)
    files = {**prepared.standing.files, **prepared.numbers}
    version = _stored(session, files, actor, now, prepared.release, draft.origin_id)
    act = Act(session, draft, actor, "published", now)
    for path, content in prepared.numbers.items():
        act.put(path, content)
    act.done()
    draft.based_on_id = version.id
    return _noted(session, actor, version, wish, now, publication or _made(draft, actor, wish, now))


def publish_anew(
    session: Session, actor: Actor, module: Module, files: Mapping[str, bytes], wish: Wish, now: datetime
) -> Publication:
    """Publish the files of an older version as the next one. Raise `CannotPublish`, and change nothing."""
    session.execute(select(Module.id).where(Module.id == module.id).with_for_update())
    if waiting_for(session, actor.organisation_id, module.id) is not None:
        raise CannotPublish(WAITING)
    standing = standing_of_files(session, actor.organisation_id, module, files)
    check(standing, wish)
    version = _stored(session, {**files, **standing.numbered(wish.step)}, actor, now)
    return _noted(session, actor, version, wish, now, _row(actor, module.id, None, wish, now))


def schedule(session: Session, draft: Draft, actor: Actor, wish: Wish, due: datetime, now: datetime) -> Publication:
    """Have what the draft holds at a later moment published then. Raise `CannotPublish`."""
    hold(session, draft)
    if due <= now:
        raise CannotPublish(PAST)
    if waiting_for(session, draft.organisation_id, draft.module_id) is not None:
        raise CannotPublish(WAITING)
    check(standing_of(session, draft), wish)
    publication = _made(draft, actor, wish, now)
    publication.due = due
    session.add(publication)
    session.flush()
    of = {"publication": str(publication.id)}
    key = str(publication.id)
    ledger.enqueue(session, JOB_NAME, of, now=now, due=due, key=key, organisation_id=draft.organisation_id)
    audit.note(session, actor, SCHEDULED, now, detail=draft.slug)
    return publication


def cancel(session: Session, publication: Publication, actor: Actor, now: datetime) -> bool:
    """Take a publication back that waits for its time; return False where it is past that."""
    found = session.get(Publication, publication.id, with_for_update=True, populate_existing=True)
    if found is None or found.state != State.WAITING:
        return False
    found.state, found.done_at = State.CANCELLED, now
    audit.note(session, actor, CANCELLED, now, detail=_slug(session, found))
    return True


def waiting_for(session: Session, organisation_id: UUID, module_id: UUID) -> Publication | None:
    """Return what is to be published of a module at a time."""
    here = (Publication.organisation_id == organisation_id, Publication.module_id == module_id)
    return session.scalars(select(Publication).where(*here, Publication.state == State.WAITING)).first()


def check(standing: Standing, wish: Wish) -> None:
    """Raise `CannotPublish` where a wish does not go with what stands."""
    if wish.seen is not None and wish.seen != standing.seen:
        raise CannotPublish(OVERTAKEN)
    if standing.is_same:
        raise CannotPublish(NOTHING_NEW)
    if not standing.is_ready:
        raise CannotPublish(NOT_READY)
    if wish.step not in standing.steps:
        raise CannotPublish(MEANING)


def _stored(
    session: Session,
    files: Mapping[str, bytes],
    actor: Actor,
    now: datetime,
    release: Release | None = None,
    origin_id: UUID | None = None,
) -> ModuleVersion:
    organisation = actor.organisation_id
    try:
        found = release or catalog.release_of(session, files, organisation)
        kept = SourceFiles(files, Findings()).files
        return catalog.publish_release(session, found, kept, organisation_id=organisation, now=now, origin_id=origin_id)
    except PackErrors as errors:
        raise CannotPublish(*map(str, errors.problems)) from errors
    except catalog.Refused as refused:
        raise CannotPublish(*refused.reasons) from refused


def _noted(
    session: Session, actor: Actor, version: ModuleVersion, wish: Wish, now: datetime, publication: Publication
) -> Publication:
    publication.published_id, publication.number = version.id, f"{version.major}.{version.minor}"
    publication.module_id, publication.level = version.module_id, wish.step
    publication.state, publication.done_at = State.PUBLISHED, now
    session.add(publication)
    session.flush()
    audit.note(session, actor, PUBLISHED, now, detail=f"{_slug(session, publication)} {publication.number}")
    return publication


def _made(draft: Draft, actor: Actor, wish: Wish, now: datetime) -> Publication:
    return _row(actor, draft.module_id, draft.id, wish, now)


def _row(actor: Actor, module_id: UUID, draft_id: UUID | None, wish: Wish, now: datetime) -> Publication:
    return Publication(
        organisation_id=actor.organisation_id,
        module_id=module_id,
        draft_id=draft_id,
        level=wish.step,
        note=wish.note,
        state=State.WAITING,
        due=now,
        made_at=now,
        made_by_id=actor.person_id,
    )


def _slug(session: Session, publication: Publication) -> str:
    slug = session.scalar(select(Module.slug).where(Module.id == publication.module_id))
    if slug is None and publication.draft_id is not None:
        slug = session.scalar(select(Draft.slug).where(Draft.id == publication.draft_id))
    return slug or ""
