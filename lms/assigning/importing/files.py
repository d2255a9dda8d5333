"""The uploaded file, kept in the database in pieces while it is looked at, so that any worker can read it."""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from tempfile import TemporaryFile
from typing import IO, Any, Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.assigning.importing.models import PeopleImport, PeopleImportPart
from lms.assigning.importing.portions import Hands
from lms.assigning.importing.refusing import MOST_BYTES, Unreadable
from lms.kernel.ids import new_id

PIECE: Final = 1 << 19
"""Bytes of a file that are kept in one row, before they are compressed."""
SAMPLE: Final = 0
LONGEST_NAME: Final = 120


def size_of(file: IO[bytes]) -> int:
    """Return the size of a file in bytes. Unreadable: it is empty, or larger than any list of people."""
    size = file.seek(0, os.SEEK_END)
    if size == 0:
        raise Unreadable("empty")
    if size > MOST_BYTES:
        raise Unreadable("large", most=MOST_BYTES >> 20)
    return size


def keep(hands: Hands, organisation: UUID, by: UUID | None, file: IO[bytes], name: str) -> UUID:
    """Keep a file piece by piece, each in a short transaction of its own; return the import's id. Unreadable.

    The import is there as a whole only when the caller enqueues its first job.
    """
    size, identity = size_of(file), new_id()
    with hands.writing() as session:
        session.add(
            PeopleImport(
                id=identity,
                organisation_id=organisation,
                by_id=by,
                file_name=_shown(name),
                size=size,
                digest=_digest(file),
                created_at=hands.now(),
            )
        )
    file.seek(0)
    for number in count(1):
        piece = file.read(PIECE)
        if not piece:
            return identity
        packed = zlib.compress(piece, 1)
        with hands.writing() as session:
            session.add(_part(identity, organisation, by, number, packed))
    raise AssertionError("a file ends")


def _part(identity: UUID, organisation: UUID, by: UUID | None, number: int, content: bytes) -> PeopleImportPart:
    return PeopleImportPart(
        organisation_id=organisation, import_id=identity, person_id=by, number=number, content=content
    )


def _digest(file: IO[bytes]) -> str:
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # typeshed wants a raw file


def _shown(name: str) -> str:
    """Return the name of a file as it is shown: without its folders, on one line."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in last if sign.isprintable())[:LONGEST_NAME] or "people"


@contextmanager
def opened_file(hands: Hands, found: PeopleImport) -> Iterator[IO[bytes]]:
    """Yield the file from its pieces, outside memory. Unreadable: it is no longer kept."""
    with TemporaryFile() as file:
        for number in count(1):
            with hands.reading() as session:
                content = session.scalar(
                    select(PeopleImportPart.content).where(
                        PeopleImportPart.import_id == found.id, PeopleImportPart.number == number
                    )
                )
            if content is None:
                break
            file.write(zlib.decompress(content))
        if file.tell() != found.size:
            raise Unreadable("gone")
        yield file


def keep_sample(session: Session, found: PeopleImport, rows: list[tuple[str, ...]]) -> None:
    """Keep the first rows, to be shown beside the names of the columns."""
    session.execute(
        delete(PeopleImportPart).where(PeopleImportPart.import_id == found.id, PeopleImportPart.number == SAMPLE)
    )
    packed = zlib.compress(json.dumps(rows, ensure_ascii=False).encode())
    session.add(_part(found.id, found.organisation_id, found.by_id, SAMPLE, packed))


def sample(session: Session, identity: UUID) -> list[list[str]]:
    """Return the first rows; [] where they are no longer kept."""
    content = session.scalar(
        select(PeopleImportPart.content).where(
            PeopleImportPart.import_id == identity, PeopleImportPart.number == SAMPLE
        )
    )
    found: Any = json.loads(zlib.decompress(content)) if content else []
    return list(found)


def forget_file(hands: Hands, identity: UUID) -> None:
    """Delete the pieces, a few in each transaction."""
    while True:
        with hands.reading() as session:
            ids = list(
                session.scalars(select(PeopleImportPart.id).where(PeopleImportPart.import_id == identity).limit(8))
            )
        if not ids:
            return
        with hands.writing() as session:
            session.execute(delete(PeopleImportPart).where(PeopleImportPart.id.in_(ids)))


def is_kept(session: Session, identity: UUID) -> bool:
    """Return whether the file is still here."""
    first = (PeopleImportPart.import_id == identity, PeopleImportPart.number == 1)
    return session.scalar(select(PeopleImportPart.id).where(*first)) is not None
