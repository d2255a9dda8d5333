"""What the clients were promised against what the database holds after recovery."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, text

from lms.answers.keys import known_seal
from lms.answers.models import Answer, AnswerHead
from lms.answers.reading import opened
from lms.kernel.database import Database
from tests.faults.clients import Client


@dataclass(frozen=True)
class Verdict:
    """How many answers were acknowledged and are not there, are there twice, were never sent, hold another value; how
    many fields stand on an older answer than the last acknowledged; how many saves a sole writer saw as a conflict."""

    lost: int = 0
    doubled: int = 0
    phantom: int = 0
    altered: int = 0
    regressed: int = 0
    conflicts: int = 0


def judged(database: Database, clients: dict[UUID, Client], secret: bytes) -> Verdict:
    """Compare every client's ledger with the rows of that person."""
    counts: Counter[str] = Counter()
    for person, client in clients.items():
        counts.update(_judged(database, person, client, secret))
    return Verdict(**counts)


def _judged(database: Database, person: UUID, client: Client, secret: bytes) -> Counter[str]:
    with database.reading() as session:
        rows = list(session.scalars(select(Answer).where(Answer.person_id == person).order_by(Answer.number)))
        heads = {
            (head.context, head.block, head.item): head
            for head in session.scalars(select(AnswerHead).where(AnswerHead.person_id == person))
        }
        seal = known_seal(session, person, secret)
    sent = {each.record["id"]: each for each in client.sent}
    stored = Counter(str(row.id) for row in rows)
    by_number = {row.number: row for row in rows}
    acknowledged: dict[tuple[str, str, str], float] = defaultdict(float)
    for each in client.sent:
        if each.revision is not None:
            acknowledged[each.field] = max(acknowledged[each.field], each.record["value"])
    return Counter(
        lost=sum(each.revision is not None and each.record["id"] not in stored for each in client.sent),
        doubled=sum(number - 1 for number in stored.values()),
        phantom=sum(identity not in sent for identity in stored),
        altered=sum(opened(row, seal) != sent[str(row.id)].record["value"] for row in rows if str(row.id) in sent),
        regressed=sum(
            place not in heads or opened(by_number[heads[place].answer], seal) < value
            for place, value in acknowledged.items()
        ),
        conflicts=sum(each.conflict for each in client.sent),
    )


def is_sound(database: Database) -> bool:
    """Return whether the database file is whole (SQLite; PostgreSQL checks its own pages)."""
    if not database.is_sqlite:
        return True
    with database.reading() as session:
        return session.scalar(text("PRAGMA integrity_check")) == "ok"
