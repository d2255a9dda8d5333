"""A wrong key, mended: which items of a quiz have another key than before, and whether the file says so.

`mended` in a quiz file names every item whose key was put right since its major began, once for each time. It only
grows, so that an installation that skipped a version still finds each change of a key named.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from lms.packs.model import Quiz
from lms.questions.kinds import Item, Mendable, item_from_document, kind_of
from lms.questions.tables import Table, did_you_mean
from lms.questions.text import Json
from lms.sentences import say

KEY = "mended"
MOST_TIMES = 10
"""How often the key of one item may be mended within a major: whoever needs more asks another question."""


def read_mended(table: Table, items: Collection[Item]) -> tuple[str, ...]:
    """Read which items a quiz file says were mended; faults for one that is not there or whose kind has no such key."""
    if not table.has(KEY):
        return ()
    named = table.list_of_words(KEY)
    kinds = {item.id: item.kind for item in items}
    for id, times in Counter(named).items():
        if id not in kinds:
            table.fault(KEY, say('There is no item "{id}".', id=id), did_you_mean(id, kinds))
        elif not isinstance(kind_of(kinds[id]), Mendable):
            message = say('The kind "{kind}" cannot tell a mended key from another question.', kind=kinds[id])
            table.fault(KEY, message, say("Raise the major version instead."))
        elif times > MOST_TIMES:
            table.fault(
                KEY,
                say('"{id}" is named {times} times.', id=id, times=times),
                say("Ask another question under the next major version."),
            )
    return tuple(named)


def newly_named(old: Mapping[str, Any], new: Mapping[str, Any]) -> Counter[str]:
    """Return {item id: how often it was mended} between two documents of a quiz, as the newer one says."""
    return Counter(new.get(KEY, ())) - Counter(old.get(KEY, ()))


def frame_of(document: Mapping[str, Any]) -> Json:
    """Return what stays when the key of an item is mended; all of its meaning where its kind tells no key apart."""
    kind, item = kind_of(document["kind"]), item_from_document(document)
    return [document["kind"], kind.frame(item) if isinstance(kind, Mendable) else kind.meaning(item)]


def has_only_another_key(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Return whether two documents of an item differ in meaning, and in nothing but the key."""
    if old["kind"] != new["kind"] or not isinstance(kind_of(old["kind"]), Mendable):
        return False
    return _meaning(old) != _meaning(new) and frame_of(old) == frame_of(new)


def misnamed(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the names under `mended` of a quiz, given its documents within one major."""
    name = new["name"]
    before, after = _by_id(old), _by_id(new)
    named = newly_named(old, new)
    for id in sorted(named):
        if named[id] == 1 and id in before and id in after and _meaning(before[id]) == _meaning(after[id]):
            yield say(
                'quiz "{name}": mended names "{id}", but its key is the same as before; take the name out again',
                name=name,
                id=id,
            )
    for id in sorted(newly_named(new, old)):
        yield say(
            'quiz "{name}": mended no longer names "{id}"; the name stays there until the next major', name=name, id=id
        )
    if named and old["version"] == new["version"]:
        yield say(
            'quiz "{name}" mends a key under the old number {version}; give the quiz file the next minor too',
            name=name,
            version=old["version"],
        )


def keys_changed(old: Quiz, new: Quiz) -> tuple[str, ...]:
    """Return the ids of the items that two versions of a quiz within one major answer differently, in the new order."""
    before = {item.id: item for item in old.items}
    return tuple(item.id for item in new.items if item.id in before and _key(before[item.id]) != _key(item))


def _key(item: Item) -> Json:
    return kind_of(item.kind).meaning(item)


def _by_id(quiz: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {item["id"]: item for item in quiz["items"]}


def _meaning(document: Mapping[str, Any]) -> Json:
    return kind_of(document["kind"]).meaning(item_from_document(document))
