"""A zip between its preview and the trainer's word: kept for one person, a day at most."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import Final

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete
from sqlalchemy.orm import Session

from lms.kernel.jobs import JOB, Work, job
from lms.kernel.permissions import Actor
from lms.packs.archive import read_archive
from lms.studio.packs.models import PackUpload

KEPT: Final = timedelta(days=1)
LONGEST_NAME: Final = 120


def keep(session: Session, actor: Actor, name: str, content: bytes, now: datetime) -> PackUpload:
    """Keep a zip that a trainer is about to look at, instead of the one before; raise `PackErrors` where it is odd."""
    shown = "".join(each for each in PurePosixPath(name.replace("\\", "/")).name if each.isprintable())[-LONGEST_NAME:]
    read_archive(content, shown or "the zip")
    forget(session, actor)
    upload = PackUpload(
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        name=shown or "pack.zip",
        content=content,
        at=now,
    )
    session.add(upload)
    session.flush()
    return upload


def forget(session: Session, actor: Actor) -> None:
    """Delete what a person was looking at."""
    session.execute(delete(PackUpload).where(PackUpload.person_id == actor.person_id))


@job("packs.forget", every=timedelta(hours=1), allowed=JOB, label=_l("Forget packs that nobody went on with"))
def forget_old(work: Work) -> None:
    """Delete zips that nobody went on with for a day."""
    with work.writing() as session:
        session.execute(delete(PackUpload).where(PackUpload.at < work.now() - KEPT))
