"""The questions one attempt asks: drawn when it was opened, in an order of its own that never changes."""

from __future__ import annotations

from collections.abc import Collection

from lms.learning.models import Attempt
from lms.packs.model import Quiz
from lms.questions.confidence import sureness_of
from lms.questions.kinds import Item, kind_of
from lms.questions.scoring import score_item
from lms.questions.shuffling import rank


def order_of(quiz: Quiz, seed: str, met: Collection[str] = ()) -> list[str] | None:
    """Return the ids of the items a new attempt asks, in their order; None where it asks the whole quiz as it stands.

    `seed` is the attempt's id, `met` the items of the attempt before.
    """
    drawn = quiz.pool.drawn(quiz.items, seed, met)
    ids = [item.id for item in quiz.items]
    if quiz.settings.shuffle:
        return drawn if drawn is not None else sorted(ids, key=lambda id: rank(seed, "place", id))
    return None if drawn is None else [id for id in ids if id in drawn]


def asked(quiz: Quiz, attempt: Attempt) -> tuple[Item, ...]:
    """Return the items of an attempt in the order they are asked, options as the author wrote them."""
    if attempt.drawn is None:
        return quiz.items
    by_id = {item.id: item for item in quiz.items}
    return tuple(by_id[id] for id in attempt.drawn)


def paper(quiz: Quiz, attempt: Attempt) -> tuple[Item, ...]:
    """Return the items of an attempt as they are shown: options in an order that follows from the attempt's id."""
    seed = "" if attempt.drawn is None or not quiz.settings.shuffle else str(attempt.id)
    return tuple(kind_of(item.kind).arranged(item, seed) for item in asked(quiz, attempt))


def asks_how_sure(quiz: Quiz, item: Item) -> bool:
    """Return whether the item also asks how sure one is: in a quiz that does, every item that counts."""
    return quiz.pool.confidence and score_item(item, None).counted


def fields_of(quiz: Quiz, attempt: Attempt) -> list[str]:
    """Return the names of all fields of an attempt's form: its items, and how sure one is of them."""
    items = asked(quiz, attempt)
    return [item.id for item in items] + [sureness_of(item.id) for item in items if asks_how_sure(quiz, item)]
