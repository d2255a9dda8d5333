"""Packages that take more than about a second: made by a job in a process of their own, taken from a page for a day.

What a package holds is the same for everybody who may have it, and follows from what was asked for: so it is kept under
that, two who ask for the same get the same file, and there is no list of who ordered what. Whoever asks for the page or
the file is asked each time whether the version is on their shelf.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.doors.scorm.choice import Choice
from lms.doors.scorm.taking import Published
from lms.kernel import ledger
from lms.kernel.jobs import JOB, Work, job
from lms.kernel.ledger import Job
from lms.people.models import Organisation

NAME: Final = "scorm.package"
FOLDER: Final = "scorm"
KEPT: Final = timedelta(days=1)
LEASE: Final = timedelta(minutes=15)
LONGEST: Final = 600.0
"""Seconds one package may take."""
MOST_PAGES: Final = 60
"""Pages times languages that are written in about a second."""
MOST_MEDIA: Final = 15_000_000
"""Bytes of pictures that are packed in about a second."""


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for, and how the shell is asked for the same. `language`: one, or "all"."""

    version: UUID
    slug: str
    number: str
    organisation: UUID
    choice: Choice
    language: str

    @property
    def mark(self) -> str:
        """Return what the file is kept under: 32 signs that follow from everything that is in it."""
        made = self.choice
        said = (made.standard.value, *made.languages, made.currency, made.home, str(made.outside_video))
        return sha256(json.dumps([str(self.version), str(self.organisation), said]).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Standing:
    """How far it is: `done` of `planned` languages. `has_stopped`: nobody goes on with it; `size`: of the file."""

    done: int
    planned: int
    has_stopped: bool = False
    size: int | None = None


def is_large(published: Published, choice: Choice) -> bool:
    """Return whether a package takes more than about a second to make."""
    pages = len(published.document["pages"]) * len(choice.languages)
    return pages > MOST_PAGES or sum(map(len, published.media.values())) > MOST_MEDIA


def order(session: Session, wanted: Order, now: datetime) -> None:
    """Have it made, in the caller's transaction, unless it is being made or was made today already."""
    key = _key(wanted, now)
    arguments = {
        "version": wanted.number,
        "slug": wanted.slug,
        "organisation": str(wanted.organisation),
        "standard": wanted.choice.standard.value,
        "language": wanted.language,
        "home": bool(wanted.choice.home),
        "mark": wanted.mark,
    }
    if not ledger.enqueue(session, NAME, arguments, now=now, key=key, organisation_id=wanted.organisation):
        ledger.try_again(session, (Job.name == NAME) & (Job.key == key), now)


def standing(session: Session, data: Path, wanted: Order, now: datetime) -> Standing | None:
    """Return how far it is; None where nobody has asked for it."""
    path, planned = path_of(data, wanted.mark), len(wanted.choice.languages)
    with suppress(FileNotFoundError):  # not made yet, or forgotten since
        return Standing(planned, planned, size=path.stat().st_size)
    state = session.scalar(select(Job.state).where(Job.name == NAME, Job.key == _key(wanted, now)))
    if state is None or state == ledger.DONE:
        return None
    done = min(len(list(path.parent.glob(f"{wanted.mark}.*.far"))), planned)
    return Standing(done, planned, has_stopped=state == ledger.FAILED)


def path_of(data: Path, mark: str) -> Path:
    """Return where a package is in an installation's data folder."""
    return data / FOLDER / f"{mark}.zip"


@job(NAME, lease=LEASE, allowed=JOB, label=_l("Make a SCORM package"))
def make(work: Work) -> None:
    """Make the file as `lms scorm export` does, in a process of its own; only the finished file gets its name."""
    asked = work.arguments
    with work.reading() as session:
        owner = session.get_one(Organisation, UUID(str(asked["organisation"]))).slug
    data = work.post.folder.parent  # mails lie in the data folder too
    path = path_of(data, str(asked["mark"]))
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    half = path.with_name(f"{path.stem}.part-{uuid4().hex[:8]}.zip")
    told = ["--organisation", owner, "--version", str(asked["version"]), "--standard", str(asked["standard"])]
    told += ["--language", str(asked["language"]), *([] if asked["home"] else ["--no-home"])]
    command = [sys.executable, "-P", "-m", "lms.cli", "scorm", "export", str(asked["slug"]), str(half), *told]
    try:
        subprocess.run(  # noqa: S603 - our own command; what is in it was read from forms of ours and checked
            [*command, "--tell", str(path.with_suffix(""))],
            env=_surroundings(work, data),
            capture_output=True,
            timeout=LONGEST,
            check=True,
        )
        os.replace(half, path)
    finally:
        half.unlink(missing_ok=True)
        for far in path.parent.glob(f"{path.stem}.*.far"):
            far.unlink(missing_ok=True)


@job("scorm.forget", every=timedelta(hours=1), allowed=JOB, label=_l("Forget SCORM packages after a day"))
def forget(work: Work) -> None:
    """Delete the files that were made more than a day ago."""
    before = (work.now() - KEPT).timestamp()
    for path in (work.post.folder.parent / FOLDER).glob("*.*"):
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)


def _surroundings(work: Work, data: Path) -> dict[str, str]:
    """Return the settings of this installation, for a process of its own."""
    ours = {"LMS_DATA": str(data), "LMS_DATABASE_URL": work.database.url, "LMS_BASE_URL": work.post.base_url}
    return {**os.environ, **ours, "LMS_SECRET_KEY": work.post.key.decode(), "PYTHONPATH": os.pathsep.join(sys.path)}


def _key(wanted: Order, now: datetime) -> str:
    """Return the name of the work: a day later the same is made anew."""
    return f"{wanted.mark} {now.date().isoformat()}"


def order_of(published: Published, organisation: UUID, choice: Choice, language: str) -> Order:
    """Return what is asked for."""
    return Order(published.version.id, published.module.slug, published.number, organisation, choice, language)
