"""Words to find people by: their name, the local part of their address, their job and their department, folded.

What is typed finds whoever has, for every word of it, a word that begins so. Whoever changes one of the four, for one
person or for fifty thousand, calls `rewrite` with their ids in the same transaction.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, delete, exists, false, func, intersect, select
from sqlalchemy.orm import Session

from lms.kernel.bulk import among, insert_rows
from lms.kernel.jobs import JOB, Work, job
from lms.kernel.permissions import Actor, scope_of
from lms.people.models import Department, Person, PersonWord

LONGEST: Final = 40
"""Characters of a word that are kept."""
MOST_TYPED: Final = 6
"""Words of a search that are looked at."""
PORTION: Final = 500
_NAMED: Final = 2_000
"""Up to so many people are named by their ids."""
Findable = tuple[UUID, UUID, str, str, str | None, str | None]
"""What somebody is found by: their id and their organisation's, name, address, job, department's name."""
_WORD = re.compile(r"[^\W_]+")
_COLUMNS: Final = ("person_id", "organisation_id", "word")
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_RARE, _SOME = 2_000, 50_000
"""Rows that begin with a word: up to so many are few; up to so many are looked up at all. Words that more have are so
common that a page of those who have two of them is found soon."""


def fold(text: str) -> str:
    """Return a text as it is compared: small letters without accents, ø as o, å and aa as a."""
    plain = text.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain).translate(_LETTERS)
        plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return plain.replace("aa", "a")


def words_in(*texts: str | None) -> set[str]:
    """Return the folded words of some texts, each at most 40 characters."""
    return {word[:LONGEST] for text in texts if text for word in _WORD.findall(fold(text))}


def typed_words(text: str) -> list[str]:
    """Return the folded words of what somebody typed, of an address what stands before its @; the longest first."""
    found = words_in(*(chunk.partition("@")[0] for chunk in text[:200].split()))
    return sorted(found, key=lambda word: (-len(word), word))[:MOST_TYPED]


def rewrite(session: Session, person_ids: Sequence[UUID]) -> None:
    """Write the words of these people anew; three statements for each five hundred of them."""
    for start in range(0, len(person_ids), PORTION):
        portion = person_ids[start : start + PORTION]
        session.execute(
            delete(PersonWord).where(PersonWord.person_id.in_(portion)).execution_options(synchronize_session=False)
        )
        found = session.execute(
            select(Person.id, Person.organisation_id, Person.name, Person.email, Person.job, Department.name)
            .outerjoin(Department, Department.id == Person.department_id)
            .where(Person.id.in_(portion))
        )
        insert_rows(
            session,
            PersonWord,
            _COLUMNS,
            list(_rows((row[0], row[1], row[2], row[3], row[4], row[5]) for row in found)),
        )


def write_new(session: Session, people: Iterable[Findable]) -> None:
    """Write the words of people who are new, so that nobody can have written any of theirs; one statement."""
    insert_rows(session, PersonWord, _COLUMNS, list(_rows(people)))


def _rows(people: Iterable[Findable]) -> Iterator[tuple[UUID, UUID, str]]:
    """Yield (person, organisation, word); jobs and departments, which many share, are taken apart once."""
    shared: dict[tuple[str | None, str | None], set[str]] = {}
    for person, organisation, name, email, work, department in people:
        about = shared.get((work, department))
        if about is None:
            about = shared[work, department] = words_in(work, department)
        for word in sorted(about | words_in(name, email.partition("@")[0])):
            yield person, organisation, word


@dataclass(frozen=True, slots=True)
class Matching:
    """Conditions over `Person` under which everything that was typed is found; none where nothing was typed.

    `drives`: the first of them names the few who fit, in the actor's own organisation. A list then leaves its own
    condition on the organisation out, so that the database begins with those few and not with everybody.
    """

    conditions: tuple[ColumnElement[bool], ...] = ()
    drives: bool = False


def matching(session: Session, actor: Actor, text: str, *, counting: bool = False) -> Matching:
    """Return how to find whoever has, for each typed word, a word that begins so; nobody has what has no letter.

    Words that few have are looked up and their people fetched. A word that many have is asked of each person while
    the list is walked in its order, which soon finds a page of them; only to count them they are looked up as well.
    """
    if not text.strip():
        return Matching()
    typed = typed_words(text)
    if not typed:
        return Matching((false(),))
    counted = _capped(session, actor, typed)
    few = [word for word in typed if counted[word] <= _SOME]
    is_rare = len(few) > 1 or any(counted[word] <= _RARE for word in few)
    if not few or not (is_rare or counting):
        return Matching(tuple(_has(word) for word in typed))
    those = intersect(*(_begins(actor, word) for word in few)) if len(few) > 1 else _begins(actor, few[0])
    rest = (_has(word) for word in typed if word not in few)
    ids = session.scalars(those.limit(_NAMED + 1)).all()  # counted: no planner knows how few share two words
    them = among(session, Person.id, ids) if len(ids) <= _NAMED else Person.id.in_(those)
    return Matching((them, *rest), drives=True)


def _capped(session: Session, actor: Actor, typed: Sequence[str]) -> dict[str, int]:
    """Return how many rows begin with each word, or one more than is looked up; one query."""
    each = [_begins(actor, word).limit(_SOME + 1).subquery() for word in typed]
    row = session.execute(select(*(select(func.count()).select_from(some).scalar_subquery() for some in each))).one()
    return dict(zip(typed, row, strict=True))


def _begins(actor: Actor, word: str) -> Select[UUID]:
    """Return the query of the ids of everybody in the organisation with a word that begins so."""
    mine = scope_of(PersonWord, actor)
    return select(PersonWord.person_id).where(mine, PersonWord.word >= word, PersonWord.word < _after(word))


def _has(word: str) -> ColumnElement[bool]:
    mine = (PersonWord.person_id == Person.id, PersonWord.word >= word, PersonWord.word < _after(word))
    return exists().where(*mine).correlate(Person)


def _after(word: str) -> str:
    """Return a text that comes, by bytes, behind everything that begins with `word`."""
    return word + "\U0010ffff"


@job("people.words", every=timedelta(hours=1), allowed=JOB, label=_l("Words to find people by"))
def heal(work: Work) -> None:
    """Write the words of people who have none: those from before there were words, or written by another hand."""
    while True:
        with work.reading() as reading:
            bare = select(Person.id).where(~exists().where(PersonWord.person_id == Person.id)).limit(PORTION)
            without = list(reading.scalars(bare))
        if not without:
            return
        with work.writing() as session:
            rewrite(session, without)
