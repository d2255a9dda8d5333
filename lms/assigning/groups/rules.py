"""A rule that says who belongs to a group: JSON ⇄ a tree of conditions, checked as a whole.

{"all": [rule, …]} every part holds; with no part, everybody · {"any": [rule, …]} at least one · {"not": rule}
{"field": "department", "is"|"within": [ids]}             "within": with every department below
{"field": "job"|"location"|"cost_centre", "is": [texts] | "contains": text | "missing": true}
{"field": "language"|"role", "is": [codes]}
{"field": "manager", "is"|"below": [ids of persons]}      "below": anywhere below, not only directly
{"field": "hire_date", "before"|"after": ISO date | "within_days"|"days_ago": n | "missing": true}
{"field": "completed", "is": [ids of modules], "since": ISO date}     at least one of them; "since" may be left out
{"field": "curriculum", "is": [ids]}   completed at least one · {"field": "group", "is": [ids]}   of groups made by hand

That somebody is active is always implied. Nothing private can be asked for: there is no field for it.
"""

from __future__ import annotations

import json
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Final

from lms.assigning.groups.shapes import CODES, DAY, DAYS, IDS, SHAPES, TEXT, TEXTS, YES, Value, a_date

DEEPEST, MOST_LEAVES = 5, 40
_WORDS: Final = {"is": TEXTS, "contains": TEXT, "missing": YES}
FIELDS: Final[Mapping[str, Mapping[str, str]]] = {
    "department": {"within": IDS, "is": IDS},
    "job": _WORDS,
    "location": _WORDS,
    "cost_centre": _WORDS,
    "language": {"is": CODES},
    "role": {"is": CODES},
    "manager": {"is": IDS, "below": IDS},
    "hire_date": {"within_days": DAYS, "days_ago": DAYS, "before": DAY, "after": DAY, "missing": YES},
    "completed": {"is": IDS},
    "curriculum": {"is": IDS},
    "group": {"is": IDS},
}
"""Field → {what may be asked of it: the shape of the answer}."""
MOVING: Final = {"within_days", "days_ago"}
"""What holds or not by the mere passing of days."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One condition. `value`: ids, texts or codes in order, a text, a day, a number of days, or True for "missing"."""

    field: str
    op: str
    value: Value
    since: date | None = None

    @property
    def values(self) -> tuple[str, ...]:
        """Return the values of a condition that lists them."""
        return self.value if isinstance(self.value, tuple) else ()


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; with no part it holds for everybody."""

    parts: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part holds."""

    parts: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Rule


Rule = Leaf | All | Any | Not
Path = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one part. `path`: its place below the root, counted from 0; `code`: see `wording.PROBLEMS`."""

    path: Path
    code: str
    field: str = ""


class RuleProblems(ValueError):
    """The rule cannot be used; `problems` holds everything that is wrong with it."""

    def __init__(self, problems: list[Problem]) -> None:
        """Hold them in the order of the rule."""
        super().__init__(", ".join(f"{'.'.join(map(str, each.path)) or 'rule'}: {each.code}" for each in problems))
        self.problems = problems


def read(document: object) -> Rule:
    """Return the rule a document holds; raise `RuleProblems` with all that is wrong."""
    reader = _Reader()
    rule = reader.rule(document, ())
    if reader.leaves > MOST_LEAVES:
        reader.problems.append(Problem((), "too-many"))
    if reader.problems or rule is None:
        raise RuleProblems(reader.problems)
    return rule


def write(rule: Rule) -> dict[str, typing.Any]:
    """Return the document of a rule; `read(write(rule)) == rule`."""
    if isinstance(rule, Not):
        return {"not": write(rule.part)}
    if not isinstance(rule, Leaf):
        return {"all" if isinstance(rule, All) else "any": [write(each) for each in rule.parts]}
    value = rule.value
    plain = list(value) if isinstance(value, tuple) else value.isoformat() if isinstance(value, date) else value
    since = {} if rule.since is None else {"since": rule.since.isoformat()}
    return {"field": rule.field, rule.op: plain, **since}


def normal(rule: Rule) -> Rule:
    """Return the same rule in the one form in which it can be compared: flat, in order, without repetition."""
    if isinstance(rule, Leaf):
        return rule
    if isinstance(rule, Not):
        part = normal(rule.part)
        return part.part if isinstance(part, Not) else Not(part)
    kind = type(rule)
    parts = {_key(part): part for each in rule.parts for part in _flat(normal(each), kind)}
    ordered = tuple(parts[key] for key in sorted(parts))
    return ordered[0] if len(ordered) == 1 else kind(ordered)


def same(one: Rule, other: Rule) -> bool:
    """Return whether two rules are the same, however they are written."""
    return normal(one) == normal(other)


def digest(rule: Rule) -> str:
    """Return a text of 64 signs that is equal for equal rules, for a form to carry (SHA-256)."""
    return sha256(_key(normal(rule)).encode()).hexdigest()


def leaves(rule: Rule) -> Iterator[Leaf]:
    """Yield every condition of a rule, in its order."""
    if isinstance(rule, Leaf):
        yield rule
    else:
        for each in (rule.part,) if isinstance(rule, Not) else rule.parts:
            yield from leaves(each)


def moves_with_time(rule: Rule) -> bool:
    """Return whether the rule may hold tomorrow for somebody for whom it does not hold today, without any change."""
    return any(each.op in MOVING for each in leaves(rule))


def _flat(rule: Rule, kind: type[All] | type[Any]) -> tuple[Rule, ...]:
    return rule.parts if isinstance(rule, kind) else (rule,)


def _key(rule: Rule) -> str:
    return json.dumps(write(rule), sort_keys=True, ensure_ascii=False)


@dataclass
class _Reader:
    """Reads a document part by part and notes what is wrong with each."""

    problems: list[Problem] = field(default_factory=list)
    leaves: int = 0

    def rule(self, document: object, path: Path, level: int = 1) -> Rule | None:
        """Return one part, or None with a problem noted. A "not" is no level of its own, but two make one."""
        if level > DEEPEST or len(path) >= 2 * DEEPEST:
            return self._wrong(path, "too-deep")
        if not isinstance(document, dict):
            return self._wrong(path, "not-a-rule")
        if "field" in document:
            return self._leaf(document, path)
        if document.keys() == {"not"}:
            part = self.rule(document["not"], (*path, 0), level)
            return None if part is None else Not(part)
        if document.keys() in ({"all"}, {"any"}):
            return self._parts(document, path, level)
        return self._wrong(path, "not-a-rule")

    def _parts(self, document: dict[str, object], path: Path, level: int) -> Rule | None:
        name, inside = next(iter(document.items()))
        if not isinstance(inside, list) or len(inside) > MOST_LEAVES:
            return self._wrong(path, "too-many" if isinstance(inside, list) else "not-a-rule")
        if not inside and (path or name == "any"):
            return self._wrong(path, "empty")
        parts = [self.rule(each, (*path, place), level + 1) for place, each in enumerate(inside)]
        whole = tuple(each for each in parts if each is not None)
        return All(whole) if name == "all" else Any(whole)

    def _leaf(self, document: dict[str, object], path: Path) -> Rule | None:
        self.leaves += 1
        name = document["field"]
        asked = FIELDS.get(name) if isinstance(name, str) else None
        if asked is None:
            return self._wrong(path, "unknown-field")
        found = document.keys() - {"field", *({"since"} if name == "completed" else ())}
        op = next(iter(found)) if len(found) == 1 else ""
        if op not in asked:
            return self._wrong(path, "unknown-condition", str(name))
        value, problem = SHAPES[asked[op]](str(name), document[op])
        since = a_date(document.get("since")) if document.get("since") is not None else None
        if "since" in document and document["since"] is not None and since is None:
            problem = problem or "no-day"
        if problem or value is None:
            return self._wrong(path, problem, str(name))
        return Leaf(str(name), op, value, since)

    def _wrong(self, path: Path, code: str, name: str = "") -> Rule | None:
        self.problems.append(Problem(path, code, name))
        return None
