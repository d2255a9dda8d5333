"""The photograph brought back from work: drawn anew in a bounded process, sealed, given back to its owner alone."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select
from sqlalchemy.orm import Session, undefer

from lms.answers.keys import known_seal, seal_of
from lms.answers.sealing import PersonSeal, Unreadable
from lms.kernel.database import insert
from lms.kernel.permissions import Actor, NotFound, scope_of
from lms.practice.models import PracticeExercise, PracticePhotograph

MOST_BYTES = 15 * 1024 * 1024
LARGEST_BODY = 20 * 1024 * 1024
"""What the route takes: enough above the limit that a photograph just over it is answered in words."""
PROGRAM = Path(__file__).with_name("redrawing.py")
PATIENCE = 10.0
TOO_LARGE = _l("The photograph is larger than 15 MB. Take it at a lower setting, or send a smaller copy.")
NO_PICTURE = _l("This is no photograph that can be read. JPEG, PNG and WebP work; perhaps the file is damaged.")
TOO_MANY_PIXELS = _l("The photograph has more than 64 megapixels. Take it at a lower setting, or send a smaller copy.")
APPLE = _l(
    "This is a HEIC photograph, which browsers cannot show. Send it as JPEG: "
    "on an iPhone, Settings, Camera, Formats, Most Compatible."
)
NOTHING = _l("Choose a photograph first.")
TOO_HEAVY = _l("The photograph takes too much work to open. Save it as a JPEG, or send a smaller copy.")
REASONS = {3: NO_PICTURE, 4: TOO_MANY_PIXELS, 5: TOO_HEAVY}
"""Why the program refused, by its exit code; whatever else ended it was its bounds."""
HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")


class Unusable(ValueError):
    """A file that cannot be taken as a photograph; its text says why and what to do, in the reader's language."""


class Drawn:
    """A photograph drawn anew: width and height in pixels, and the JPEG."""

    def __init__(self, output: bytes) -> None:
        """Read what the program wrote."""
        size, _, self.jpeg = output.partition(b"\n")
        self.width, self.height = map(int, size.split())


def drawn(content: bytes) -> Drawn:
    """Return the photograph of an uploaded file. Raises Unusable.

    The work is done in a process with 512 MB and 5 seconds, so that a file made to harm takes nobody else's.
    """
    if not content:
        raise Unusable(NOTHING)
    if len(content) > MOST_BYTES:
        raise Unusable(TOO_LARGE)
    if content[4:8] == b"ftyp" and content[8:12] in HEIC:
        raise Unusable(APPLE)
    try:
        done = subprocess.run(  # noqa: S603  - our own interpreter on our own file, nothing of the upload in its arguments
            [sys.executable, "-I", str(PROGRAM)],
            input=content,
            capture_output=True,
            timeout=PATIENCE,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired as slow:
        raise Unusable(TOO_HEAVY) from slow
    if done.returncode != 0:
        raise Unusable(REASONS.get(done.returncode, TOO_HEAVY))
    return Drawn(done.stdout)


def keep(
    session: Session, actor: Actor, exercise: PracticeExercise, photograph: Drawn, secret: bytes, now: datetime
) -> None:
    """Keep the photograph with the exercise, in place of the one before."""
    sealed = seal_of(session, actor.person_id, secret, now).seal_bytes(photograph.jpeg, _field(exercise.id))
    row = {"width": photograph.width, "height": photograph.height, "sealed": sealed, "added_at": now}
    key = {"exercise_id": exercise.id, "organisation_id": actor.organisation_id, "person_id": actor.person_id}
    adding = insert(session, PracticePhotograph).values(key | row)
    session.execute(adding.on_conflict_do_update(index_elements=["exercise_id"], set_=row))


def jpeg_of(session: Session, actor: Actor, exercise: UUID, secret: bytes) -> bytes:
    """Return the JPEG. NotFound when there is none, or the exercise is not the actor's."""
    mine = select(PracticePhotograph).where(
        scope_of(PracticePhotograph, actor), PracticePhotograph.exercise_id == exercise
    )
    found = session.scalars(mine.options(undefer(PracticePhotograph.sealed))).one_or_none()
    if found is None:
        raise NotFound
    return opened(found, known_seal(session, actor.person_id, secret))


def opened(photograph: PracticePhotograph, seal: PersonSeal | None) -> bytes:
    """Return the JPEG of a row."""
    if seal is None:
        raise Unreadable("a photograph has lost its person's key")
    return seal.open_bytes(photograph.sealed, _field(photograph.exercise_id))


def remove(session: Session, actor: Actor, exercise: PracticeExercise) -> None:
    """Delete the photograph, for good."""
    session.execute(
        delete(PracticePhotograph).where(
            scope_of(PracticePhotograph, actor), PracticePhotograph.exercise_id == exercise.id
        )
    )


def _field(exercise: UUID) -> str:
    return f"photograph/{exercise}"
