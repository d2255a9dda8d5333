"""A rule while it is being made: the rows of a form ⇄ a tree that may be incomplete ⇄ a rule.

Each row has a place, "0" for the whole, "0.2" for the third part of it. A group of conditions sends `kind:0`; a
condition sends `field:0.2`, `op:0.2` and what is asked: `value:0.2` (any number), `text:0.2`, `since:0.2`, and in
`add:0.2` the name of one more. A button sends `do`: "add:0", "nest:0", "remove:0.2". Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made
from datetime import date
from typing import Any, Final

from lms.assigning.groups import rules
from lms.assigning.groups.rules import DEEPEST, FIELDS, MOST_LEAVES, All, Leaf, Not, Rule
from lms.assigning.groups.shapes import CODES, DAY, IDS, LONGEST, MOST_VALUES, TEXT, TEXTS, YES

ALL, ANY, NONE = "all", "any", "none"
KINDS: Final = (ALL, ANY, NONE)
NOT: Final = "not-"
ROOT: Final = "0"
_PLACE = re.compile(r"0(?:\.\d{1,3}){0,6}")
_SEVERAL: Final = {IDS, TEXTS, CODES}


Sent = Mapping[str, Sequence[str]]
"""What a form sends: {name: every value of it}."""


@dataclass
class DraftLeaf:
    """One condition as it stands in the form. `choice`: what is asked, or "not-" and what must not hold."""

    field: str
    choice: str = ""
    values: list[str] = made(default_factory=list)
    text: str = ""
    since: str = ""
    added: str = ""
    problem: str = ""
    place: str = ROOT

    def __post_init__(self) -> None:
        """Ask the usual thing where nothing is chosen."""
        if self.op not in FIELDS[self.field]:
            self.choice = next(iter(FIELDS[self.field]))

    @property
    def op(self) -> str:
        """Return what is asked, without "not"."""
        return self.choice.removeprefix(NOT)

    @property
    def shape(self) -> str:
        """Return the shape of the answer."""
        return FIELDS[self.field][self.op]

    @property
    def is_complete(self) -> bool:
        """Return whether there is anything to ask yet."""
        return self.shape == YES or bool(self.values if self.shape in _SEVERAL else self.text.strip())

    def document(self) -> dict[str, Any]:
        """Return the condition as a rule writes it."""
        shaped: dict[str, Any] = {TEXT: self.text, DAY: self.text, YES: True}
        value = self.values if self.shape in _SEVERAL else shaped.get(self.shape, _number(self.text))
        since = {"since": self.since} if self.since and self.field == "completed" else {}
        leaf = {"field": self.field, self.op: value, **since}
        return {"not": leaf} if self.choice.startswith(NOT) else leaf


@dataclass
class DraftGroup:
    """Conditions that stand together: "all" of them, "any" of them or "none" of them."""

    kind: str = ALL
    parts: list[DraftLeaf | DraftGroup] = made(default_factory=list)
    problem: str = ""
    place: str = ROOT

    @property
    def level(self) -> int:
        """Return how deep it stands; the outermost is 1."""
        return self.place.count(".") + 1

    @property
    def takes_groups(self) -> bool:
        """Return whether another group of conditions may stand in it."""
        return self.level < DEEPEST - 1

    def leaves(self) -> Iterator[DraftLeaf]:
        """Yield every condition in it."""
        for each in self.parts:
            if isinstance(each, DraftLeaf):
                yield each
            else:
                yield from each.leaves()


Draft = DraftLeaf | DraftGroup


def of_form(sent: Sent) -> DraftGroup:
    """Return what a form holds; rows without a place in the tree are passed over."""
    root = DraftGroup(_kind(_first(sent, "kind:0")))
    places: dict[str, Draft] = {ROOT: root}
    count = 0
    for place, is_leaf in sorted(_places(sent), key=lambda pair: [int(each) for each in pair[0].split(".")]):
        above = places.get(place.rpartition(".")[0])
        if not isinstance(above, DraftGroup) or place in places or count > 2 * MOST_LEAVES:
            continue
        part = _leaf(sent, place) if is_leaf else DraftGroup(_kind(_first(sent, f"kind:{place}")))
        above.parts.append(part)
        places[place] = part
        count += 1
    return number(root)


def _places(sent: Sent) -> Iterator[tuple[str, bool]]:
    for key in sent:
        name, _colon, place = key.partition(":")
        is_part = name == "kind" or (name == "field" and _first(sent, key) in FIELDS)
        if is_part and _PLACE.fullmatch(place) and place != ROOT:
            yield place, name == "field"


def _first(sent: Sent, name: str) -> str:
    return next(iter(sent.get(name, ())), "")


def _kind(text: str) -> str:
    return text if text in KINDS else ALL


def _leaf(sent: Sent, place: str) -> DraftLeaf:
    values = dict.fromkeys(each[:LONGEST].strip() for each in sent.get(f"value:{place}", ())[: MOST_VALUES + 1])
    texts = {name: _first(sent, f"{name}:{place}")[: LONGEST + 1] for name in ("text", "since")}
    added = _first(sent, f"add:{place}")[: 2 * LONGEST].strip()
    choice = _first(sent, f"op:{place}")
    return DraftLeaf(_first(sent, f"field:{place}"), choice, [each for each in values if each], added=added, **texts)


def number(root: DraftGroup, place: str = ROOT) -> DraftGroup:
    """Give every part its place; return the same draft."""
    root.place = place
    for at, each in enumerate(root.parts):
        if isinstance(each, DraftGroup):
            number(each, f"{place}.{at}")
        else:
            each.place = f"{place}.{at}"
    return root


def act(root: DraftGroup, action: str, new: str = "") -> DraftGroup:
    """Do what a button says: add a condition on the field `new`, nest a group, remove a part; or nothing."""
    name, _colon, place = action.partition(":")
    found = at(root, place)
    if name == "add" and isinstance(found, DraftGroup) and new in FIELDS:
        found.parts.append(DraftLeaf(new))
    elif name == "nest" and isinstance(found, DraftGroup) and found.takes_groups:
        found.parts.append(DraftGroup(ANY if found.kind == ALL else ALL))
    elif name == "remove" and found is not None and found is not root:
        above = at(root, place.rpartition(".")[0])
        if isinstance(above, DraftGroup):
            above.parts.remove(found)
    return number(root)


def at(root: DraftGroup, place: str) -> Draft | None:
    """Return the part at a place, or None."""
    if not _PLACE.fullmatch(place):
        return None
    found: Draft = root
    for step in place.split(".")[1:]:
        if not isinstance(found, DraftGroup) or int(step) >= len(found.parts):
            return None
        found = found.parts[int(step)]
    return found


def of_rule(rule: Rule) -> DraftGroup:
    """Return a rule as rows to edit; "not" goes into the rows, so what it says may be written in another way."""
    draft = _shaped(rule, holds=True)
    return number(draft if isinstance(draft, DraftGroup) else DraftGroup(parts=[draft]))


def _shaped(rule: Rule, *, holds: bool) -> Draft:
    if isinstance(rule, Not):
        return _shaped(rule.part, holds=not holds)
    if isinstance(rule, Leaf):
        return _of_leaf(rule, holds=holds)
    if isinstance(rule, All):
        return DraftGroup(ALL if holds else ANY, [_shaped(each, holds=holds) for each in rule.parts])
    return DraftGroup(ANY if holds else NONE, [_shaped(each, holds=True) for each in rule.parts])


def _of_leaf(leaf: Leaf, *, holds: bool) -> DraftLeaf:
    choice = leaf.op if holds else NOT + leaf.op
    since = leaf.since.isoformat() if leaf.since else ""
    if isinstance(leaf.value, tuple):
        return DraftLeaf(leaf.field, choice, list(leaf.value), since=since)
    text = leaf.value.isoformat() if isinstance(leaf.value, date) else "" if leaf.value is True else str(leaf.value)
    return DraftLeaf(leaf.field, choice, text=text)


def rule_of(root: DraftGroup, *, whole: bool) -> Rule | None:
    """Return the rule a draft makes, or None with the problems noted at its parts.

    With `whole` False what is not complete yet is left out, as it is while somebody is still writing.
    """
    there: dict[rules.Path, Draft] = {}
    document = _document(root, (), there, whole)
    try:
        return rules.read(document if document is not None else {"all": []})
    except rules.RuleProblems as refused:
        for each in refused.problems:
            _nearest(there, each.path).problem = each.code
        return None


def _document(part: Draft, path: rules.Path, there: dict[rules.Path, Draft], whole: bool) -> dict[str, Any] | None:
    there[path] = part
    if isinstance(part, DraftLeaf):
        return part.document() if whole or part.is_complete else None
    inner = (*path, 0) if part.kind == NONE else path
    inside: list[dict[str, Any]] = []
    for each in part.parts:
        found = _document(each, (*inner, len(inside)), there, whole)
        if found is not None:
            inside.append(found)
    if not inside and (not whole or (part.place == ROOT and not part.parts)):
        return None
    return {"not": {"any": inside}} if part.kind == NONE else {part.kind: inside}


def _nearest(there: Mapping[rules.Path, Draft], path: rules.Path) -> Draft:
    while path not in there:
        path = path[:-1]
    return there[path]


def _number(text: str) -> int | str:
    return int(text) if text.strip().isascii() and text.strip().isdigit() and len(text.strip()) <= 6 else text
