"""Appending to the answer log: idempotent by the browser's id, numbered by the server, never over a newer one."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import bindparam, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from lms.answers.contexts import Closing, Context, Refusal, resolve
from lms.answers.keys import seal_of
from lms.answers.models import Answer, AnswerHead
from lms.answers.reading import opened
from lms.answers.sealing import PersonSeal
from lms.answers.sent import SentAnswer
from lms.kernel.database import insert
from lms.kernel.permissions import Actor


@dataclass
class Outcome:
    """What became of a batch: what is saved under which revision, and what came too late for its field."""

    saved: list[dict[str, Any]] = field(default_factory=list)
    conflicts: list[dict[str, Any]] = field(default_factory=list)


def save(session: Session, actor: Actor, sent: list[SentAnswer], secret: bytes, now: datetime) -> Outcome:
    """Store a batch, all or nothing, in the caller's transaction.

    The same id with the same value is the same answer; with another value it is refused (409). An answer made from an
    older revision is stored, is not current, and comes back under `conflicts` with what is current.
    Raises Refusal; the caller rolls back.
    """
    ledger = _Ledger(session, actor, secret, now)
    ledger.open(sent)
    ledger.lock(sent)
    outcome = Outcome()
    for position, answer in enumerate(sent):
        try:
            ledger.take(answer, outcome)
        except Refusal as refusal:
            raise refusal.at(position) from refusal
    return outcome


_HEADS = (
    select(AnswerHead.context, AnswerHead.block, AnswerHead.item, AnswerHead.revision, AnswerHead.answer)
    .where(
        AnswerHead.person_id == bindparam("person"),
        tuple_(AnswerHead.context, AnswerHead.block, AnswerHead.item).in_(bindparam("fields", expanding=True)),
    )
    .order_by(AnswerHead.context, AnswerHead.block, AnswerHead.item)
    .with_for_update()
)


_MOVE = (
    update(AnswerHead.__table__)  # type: ignore[arg-type]  # a declarative class's table is a Table
    .where(
        AnswerHead.person_id == bindparam("of_person"),
        AnswerHead.context == bindparam("of_context"),
        AnswerHead.block == bindparam("of_block"),
        AnswerHead.item == bindparam("of_item"),
    )
    .values(revision=bindparam("to_revision"), answer=bindparam("to_answer"))
)


@dataclass
class _Head:
    """Where a field stands: its current revision and the number of the row that holds it."""

    revision: int
    answer: int


class _Ledger:
    """One person's log during one batch."""

    def __init__(self, session: Session, actor: Actor, secret: bytes, now: datetime) -> None:
        self._session, self._actor, self._secret, self._now = session, actor, secret, now
        self._contexts: dict[str, Context] = {}
        self._heads: dict[tuple[str, str, str], _Head] = {}
        self._own_seal: PersonSeal | None = None

    def open(self, sent: list[SentAnswer]) -> None:
        """Resolve every context, in one order and before any field is locked: what closes a context locks so too."""
        first = {answer.context: position for position, answer in reversed(list(enumerate(sent)))}
        for key, position in sorted(first.items()):
            try:
                self._contexts[key] = resolve(self._session, self._actor, key)
            except Refusal as refusal:
                raise refusal.at(position) from refusal

    def lock(self, sent: list[SentAnswer]) -> None:
        """Lock the heads of all fields in one order so that two batches cannot cross; a field's first has none yet."""
        fields = sorted({answer.field for answer in sent})
        self._heads = self._held(fields)
        if len(self._heads) < len(fields):
            person = self._actor.person_id
            rows = [
                {"person_id": person, "context": c, "block": b, "item": i, "revision": 0, "answer": 0}
                for c, b, i in fields
            ]
            self._session.execute(insert(self._session, AnswerHead).values(rows).on_conflict_do_nothing())
            self._heads = self._held(fields)

    def _held(self, fields: list[tuple[str, str, str]]) -> dict[tuple[str, str, str], _Head]:
        rows = self._session.execute(_HEADS, {"person": self._actor.person_id, "fields": fields})
        return {(row.context, row.block, row.item): _Head(row.revision, row.answer) for row in rows}

    def _move(self, sent: SentAnswer, head: _Head, revision: int, number: int) -> None:
        """Make a row the current one of its field."""
        head.revision, head.answer = revision, number
        place = {"of_context": sent.context, "of_block": sent.block, "of_item": sent.item}
        moved = {"of_person": self._actor.person_id, "to_revision": revision, "to_answer": number}
        self._session.connection().execute(_MOVE, place | moved)

    def take(self, sent: SentAnswer, outcome: Outcome) -> None:
        """Store one answer, or recognise it by its id."""
        context = self._contexts[sent.context]
        value = json.loads(_canonical(context.value(sent.block, sent.item, sent.value)))
        head = self._heads[sent.field]
        revision = head.revision + 1 if sent.base == head.revision else None
        closed = self._closed(context, sent.item)
        number = None if closed else self._append(sent, context, _canonical(value), revision)
        if number is None:
            revision = self._recognised(sent, value, closed)
        elif revision is not None:
            self._move(sent, head, revision, number)
        if revision is None:
            outcome.conflicts.append({**_named(sent), "current": self._current(sent)})
        else:
            outcome.saved.append({**_named(sent), "revision": revision})

    def _closed(self, context: Context, item: str) -> Refusal | None:
        if isinstance(context, Closing):
            return context.closed_to(item, self._now)
        return Refusal("context", context.closed, status=409) if context.closed else None

    def _append(self, sent: SentAnswer, context: Context, text: str, revision: int | None) -> int | None:
        """Insert a row and return its number, or None when the person's log already holds this id."""
        row = {
            "id": sent.id,
            "organisation_id": self._actor.organisation_id,
            "person_id": self._actor.person_id,
            "context": sent.context,
            "block": sent.block,
            "item": sent.item,
            "base": sent.base,
            "revision": revision,
            "version": context.version,
            "value": None if context.private else text,
            "sealed": self._seal().seal(text, "/".join(sent.field)) if context.private else None,
            "received_at": self._now,
        }
        append = _appending(self._session.get_bind().dialect.name)
        return cast("int | None", self._session.connection().execute(append, row).scalar())

    def _recognised(self, sent: SentAnswer, value: Any, closed: Refusal | None) -> int | None:
        """Return the revision under which this id is already stored; refuse another answer's id, and a late answer."""
        kept = select(Answer).where(Answer.person_id == self._actor.person_id, Answer.id == sent.id)
        row = self._session.scalars(kept).one_or_none()
        if row is None:
            raise closed or Refusal("context", "takes no answers now", status=409)
        same_field = (row.context, row.block, row.item) == sent.field
        if not same_field or opened(row, self._seal() if row.sealed else None) != value:
            raise Refusal("id", "was used for another answer; make a new one", status=409)
        return row.revision

    def _current(self, sent: SentAnswer) -> dict[str, Any]:
        head = self._heads[sent.field]
        row = self._session.get(Answer, head.answer)
        value = None if row is None else opened(row, self._seal() if row.sealed else None)
        return {"value": value, "revision": head.revision}

    def _seal(self) -> PersonSeal:
        if self._own_seal is None:
            self._own_seal = seal_of(self._session, self._actor.person_id, self._secret, self._now)
        return self._own_seal


@cache
def _appending(dialect: str) -> Any:
    """Return the insertion of one row that does nothing when the person's log already holds its id."""
    of_dialect = sqlite.insert if dialect == "sqlite" else postgresql.insert
    table = Answer.__table__
    return of_dialect(table).on_conflict_do_nothing().returning(table.c.number)  # type: ignore[arg-type]


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _named(sent: SentAnswer) -> dict[str, Any]:
    return {"id": str(sent.id), "block": sent.block, "item": sent.item}
