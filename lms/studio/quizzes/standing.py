"""How a question of a draft stands to the published one: new, the same, reworded, another key, another meaning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from lms.packs.mending import KEY, has_only_another_key
from lms.questions.kinds import Item, kind_of


class Standing(StrEnum):
    """What publishing the question as it is means for whoever is in the middle."""

    NEW = "new"
    SAME = "same"
    WORDING = "wording"
    KEY = "key"
    MEANING = "meaning"


def standing_of(item: Item, published: Mapping[str, Any]) -> Standing:
    """Return how a question stands to the one of its id in a published quiz."""
    old = next((each for each in published.get("items", ()) if each["id"] == item.id), None)
    if old is None:
        return Standing.NEW
    new: dict[str, Any] = kind_of(item.kind).document(item)
    if has_only_another_key(old, new):
        return Standing.KEY
    kind = kind_of(item.kind)
    if old["kind"] != item.kind or kind.meaning(kind.from_document(old)) != kind.meaning(item):
        return Standing.MEANING
    return Standing.SAME if old == new else Standing.WORDING


def is_named(id: str, values: Mapping[str, Any], published: Mapping[str, Any]) -> bool:
    """Return whether the draft says that the published key of this question was wrong."""
    return Counter(_names(values))[id] > Counter(_names(published))[id]


def with_name(id: str, values: Mapping[str, Any]) -> list[str]:
    """Return `mended` with this question named once more."""
    return [*_names(values), id]


def without_name(id: str, values: Mapping[str, Any]) -> list[str]:
    """Return `mended` without the latest naming of this question."""
    names = _names(values)
    if id not in names:
        return names
    last = len(names) - 1 - names[::-1].index(id)
    return [*names[:last], *names[last + 1 :]]


def _names(values: Mapping[str, Any]) -> list[str]:
    named = values.get(KEY)
    return [each for each in named if isinstance(each, str)] if isinstance(named, list | tuple) else []
