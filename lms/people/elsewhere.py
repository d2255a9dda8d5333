"""People who sign in elsewhere: a door above says whose password no longer opens anything here, and where they go.

    elsewhere.declare(Elsewhere(is_barred, words, after))

A membership that is barred is passed over when an account signs in by itself; what the browser is told depends on the
domain that was typed and on nothing else, so it tells nobody who has an account.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from lms.people.models import Person
from lms.web.visitors import Visitor


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What a door knows of those who sign in elsewhere.

    `is_barred`: whether this membership is not opened by an account's own secret. `words`: what to say to somebody who
    typed an address, or None. `after`: the page after signing out of a session of that door, or None.
    """

    door: str
    is_barred: Callable[[Session, Person], bool]
    words: Callable[[Session, str], str | None]
    after: Callable[[Visitor], str | None]


_declared: dict[str, Elsewhere] = {}


def declare(elsewhere: Elsewhere) -> None:
    """Make a door known by its name."""
    _declared[elsewhere.door] = elsewhere


def is_barred(session: Session, person: Person) -> bool:
    """Return whether an account's own secret does not open this membership."""
    return any(each.is_barred(session, person) for each in _declared.values())


def words(session: Session, email: str) -> str | None:
    """Return where people with such an address sign in, None where it is here."""
    return next(filter(None, (each.words(session, email) for each in _declared.values())), None)


def after_leaving(who: Visitor) -> str | None:
    """Return the page to show after signing out, None where it is the page of signing in."""
    door = _declared.get(who.door)
    return door.after(who) if door is not None else None
