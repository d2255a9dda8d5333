"""Noting what went in and out of the doors.

A refusal is noted in a transaction of its own, because the request it belongs to is rolled back.

Nobody is named in what is told: an entry that is about a person says so in `person` and goes with them when they are
erased. Words that come from a partner, or repeat what one sent, go through `code_of` or `nameless` first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.doors.partners.models import LOG_KEPT, OK, Exchange
from lms.kernel.database import Database

LONGEST = 300


_ADDRESS: Final = re.compile(r"[^\s@<>\"'(),;:]+@(?=[\w-])")
_CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_NUMBERED: Final = re.compile(r"\b[A-Z]{2,12}[0-9]{3,12}\b")
LEFT_OUT: Final = "…"
SHORTEST: Final = 3


def note(  # noqa: PLR0913 - the columns of a row
    session: Session,
    organisation: UUID,
    door: str,
    direction: str,
    what: str,
    now: datetime,
    *,
    outcome: str = OK,
    partner: UUID | None = None,
    person: UUID | None = None,
    status: int | None = None,
    told: str = "",
) -> None:
    """Note an exchange in the caller's transaction.

    `told` holds no secret, nothing of the private classes and no name; of a mail address it keeps the domain.
    """
    session.add(
        Exchange(
            organisation_id=organisation,
            door=door,
            direction=direction,
            what=what,
            outcome=outcome,
            partner_id=partner,
            person_id=person,
            status=status,
            told=" ".join(nameless(told).split())[:LONGEST].replace("\x00", ""),
            at=now,
        )
    )


def note_now(database: Database, *what: Any, **more: Any) -> None:
    """Note an exchange (see `note`) in a transaction of its own: for refusals, and where nothing else is written."""
    with database.writing() as session:
        note(session, *what, **more)


def code_of(error: str, description: str = "") -> str:
    """Return what of a partner's refusal names nobody: its code, and numbered codes in its words (AADSTS50105)."""
    code = error if _CODE.fullmatch(error) else ""
    return " ".join(filter(None, (code, *dict.fromkeys(_NUMBERED.findall(description)))))[:LONGEST]


def nameless(words: str, sent: Iterable[str] = ()) -> str:
    """Return words without the name of a mail address, and without the texts in `sent`, whole or word by word."""
    texts = {part for text in sent for part in (text.strip(), *text.partition("@")[0].split())}
    for text in sorted(texts, key=len, reverse=True):
        if len(text) >= SHORTEST and not text.isdecimal():
            words = re.sub(re.escape(text), lambda found: _shortened(found[0]), words, flags=re.IGNORECASE)
    return _ADDRESS.sub(f"{LEFT_OUT}@", words)


def _shortened(text: str) -> str:
    _name, at, domain = text.rpartition("@")
    return f"{LEFT_OUT}{at}{domain}" if at else LEFT_OUT


def forget(session: Session, now: datetime, *, most: int = 500) -> int:
    """Delete up to `most` entries that are older than they are kept; return how many went."""
    old = select(Exchange.id).where(Exchange.at < now - LOG_KEPT).limit(most)
    return len(session.scalars(delete(Exchange).where(Exchange.id.in_(old)).returning(Exchange.id)).all())
