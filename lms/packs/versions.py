"""Is a change minor or major?

*Minor* is wording, pictures, translations: whoever is in the middle goes on with it. *Major* is meaning: an item, an
option and what it leads to, a key, a scale, a formula or what is required. Both sides are closures
(`lms.packs.closure.closure`), as stored and as read.
"""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from lms.packs.closure import digest
from lms.packs.drills.model import Drill
from lms.packs.identity import version_numbers
from lms.packs.instruments import Instrument
from lms.packs.mending import frame_of, has_only_another_key, misnamed, newly_named
from lms.packs.practice_blocks import OWN_KINDS
from lms.packs.quiz_settings import Settings
from lms.questions.kinds import item_from_document, kind_of
from lms.questions.text import Json

Level = Literal["same", "minor", "major"]


@dataclass(frozen=True, slots=True)
class Change:
    """What a change amounts to, with one reason for each thing that makes it major."""

    level: Level
    reasons: tuple[str, ...] = ()


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> Change:
    """Compare two closures of the same module."""
    reasons = tuple(_reasons(old, new))
    if reasons:
        change = Change("major", reasons)
    elif digest(_without_versions(old)) != digest(_without_versions(new)):
        change = Change("minor")
    else:
        change = Change("same")
    return change


def refusals(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, ...]:
    """Say why `new` may not follow `old` under the version number it bears; empty when it may.

    Refused are: another module (uuid), a lower number, changed content under the same number, and a change of meaning
    under a new minor number, but of a wrong key that is named as mended.
    """
    before, after = str(old["module"]["version"]), str(new["module"]["version"])
    was, now = version_numbers(before) or (0, 0), version_numbers(after) or (0, 0)
    change = compare(old, new)
    if old["module"]["uuid"] != new["module"]["uuid"]:
        refused: tuple[str, ...] = ("It is another module: the uuid differs.",)
    elif now < was:
        refused = (f"Version {after} is older than {before}, which is published.",)
    elif now == was and change.level != "same":
        step = f"{was[0] + 1}.0" if change.level == "major" else f"{was[0]}.{was[1] + 1}"
        refused = (f"The content changed under the old number {after}; call it {step}.", *change.reasons)
    elif now[0] == was[0] and change.level == "major":
        refused = (f"{after} is a minor step, but the meaning changed; call it {was[0] + 1}.0.", *change.reasons)
    elif now[0] == was[0]:
        refused = tuple(_misnamed(old, new))
    else:
        refused = ()
    return refused


def same_meaning(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Return whether two documents of a calculator differ in wording at most."""
    return _calculator_meaning(old) == _calculator_meaning(new)


def _reasons(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    yield from _page_reasons(_pages(old), _pages(new))
    yield from _changes("block", _uses(old), _uses(new), "stands for something else")
    yield from _changes("calculator", _calculators(old), _calculators(new), "has other inputs or formulas")
    yield from _changes("fact", _facts(old), _facts(new), "has another unit")
    yield from _changes("quiz", _pass_marks(old), _pass_marks(new), "has another pass mark")
    yield from _changes("quiz", _draws(old), _draws(new), "draws another number of items")
    yield from _changes("quiz", _rules(old), _rules(new), "has other attempts, time or partial credit")
    yield from _news("quiz", _pass_marks(old), _pass_marks(new))
    for name in sorted(old["quizzes"].keys() & new["quizzes"].keys()):
        yield from _item_reasons(name, old["quizzes"][name], new["quizzes"][name])
    yield from _instrument_reasons(_instruments(old), _instruments(new))
    yield from _drill_reasons(_drills(old), _drills(new))


def _changes(what: str, old: Mapping[str, Json], new: Mapping[str, Json], changed: str) -> Iterator[str]:
    for name in sorted(old):
        if name not in new:
            yield f'{what} "{name}" is gone'
        elif old[name] != new[name]:
            yield f'{what} "{name}" {changed}'


def _news(what: str, old: Mapping[str, Json], new: Mapping[str, Json]) -> Iterator[str]:
    """One more thing to pass changes what having passed means; one more calculator changes nothing."""
    yield from (f'{what} "{name}" is new' for name in sorted(new.keys() - old.keys()))


def _page_reasons(old: Mapping[str, bool], new: Mapping[str, bool]) -> Iterator[str]:
    for name in sorted(old.keys() | new.keys()):
        before, after = old.get(name), new.get(name)
        if after is None:
            yield f'page "{name}" is gone'
        elif before is None and after:
            yield f'page "{name}" is new and required'
        elif before is not None and before != after:
            yield f'page "{name}" is {"now" if after else "no longer"} required'


def _pages(closure: Mapping[str, Any]) -> dict[str, bool]:
    return {page["name"]: page["required"] for page in closure["module"]["pages"]}


_HELD = ("quiz", "calculator", "self-assessment", "drill")


def _uses(closure: Mapping[str, Any]) -> dict[str, Json]:
    """Return what answers hang on, by page and id: blocks that stand for a quiz or calculator, or ask for own words."""
    return {
        f"{page['name']}#{block['id']}": block["references"]
        for page in closure["module"]["pages"]
        for block in page["texts"]["en"]["blocks"]
        if block["kind"] in OWN_KINDS or any(role in _HELD for role, _ in block["references"])
    }


def _calculators(closure: Mapping[str, Any]) -> dict[str, Json]:
    return {name: _calculator_meaning(each) for name, each in closure["module"]["calculators"].items()}


def _calculator_meaning(document: Mapping[str, Any]) -> Json:
    tables = document.get("tables", ())
    columns = {f"{table['name']}.{each['name']}": _entered(each) for table in tables for each in table["columns"]}
    rows: dict[str, Json] = {
        table["name"]: [table["fewest"], table["most"], table["totals"], table.get("fixed", False)] for table in tables
    }
    formulas: dict[str, Json] = {
        each["name"]: [each.get("unit"), each["tree"], each.get("over", "")]
        for each in (*document["outputs"], *document.get("series", ()))
    }
    inputs = {each["name"]: _entered(each) for each in document["inputs"]}
    return {"inputs": {**inputs, **columns}, "tables": rows, "formulas": formulas}


def _entered(document: Mapping[str, Any]) -> Json:
    """Return what an entered number means: its unit and range, and the options of a choice."""
    return [
        *(document.get(key) for key in ("unit", "minimum", "maximum", "whole", "optional")),
        [choice["value"] for choice in document.get("choices", ())],
    ]


def _facts(closure: Mapping[str, Any]) -> dict[str, Json]:
    """Return the facts that a tool shelf defines; a module defines none."""
    return {fact["name"]: fact["unit"] for fact in closure["module"].get("facts", ())}


def _pass_marks(closure: Mapping[str, Any]) -> dict[str, Json]:
    return {name: quiz["pass_mark"] for name, quiz in closure["quizzes"].items()}


def _draws(closure: Mapping[str, Any]) -> dict[str, Json]:
    pools = {name: quiz.get("pool", {}) for name, quiz in closure["quizzes"].items()}
    return {name: [pool.get("draw"), pool.get("draw_per_topic")] for name, pool in pools.items()}


def _rules(closure: Mapping[str, Any]) -> dict[str, Json]:
    quizzes = closure["quizzes"].items()
    return {name: [*Settings.from_document(quiz.get("settings", {})).rules] for name, quiz in quizzes}


def _item_reasons(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """Yield what changed in the items of a quiz; where it is a key alone, with the other way out."""
    named = newly_named(old, new)
    before, after = _items(old, named), _items(new, named)
    whole = {item["id"]: item for item in new["items"]}
    for item in old["items"]:
        id = item["id"]
        changed = "has another kind, other options or another key"
        if id in whole and id not in named and has_only_another_key(item, whole[id]):
            changed += f'; if the old key was wrong, add "{id}" to mended in the quiz file, and the step is minor'
        there = {id: after[id]} if id in after else {}
        yield from _changes(f'quiz "{name}": item', {id: before[id]}, there, changed)
    yield from _news(f'quiz "{name}": item', before, after)


def _items(quiz: Mapping[str, Any], named: Container[str]) -> dict[str, Json]:
    """Return what each item means; of one whose key was mended, what stays all the same."""
    return {item["id"]: frame_of(item) if item["id"] in named else _item_meaning(item) for item in quiz["items"]}


def _misnamed(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted(old["quizzes"].keys() & new["quizzes"].keys()):
        yield from misnamed(old["quizzes"][name], new["quizzes"][name])


def _item_meaning(document: Mapping[str, Any]) -> Json:
    kind = kind_of(document["kind"])
    return [document["kind"], kind.meaning(item_from_document(document))]


def _instruments(closure: Mapping[str, Any]) -> dict[str, Instrument]:
    """Return the self-assessments by name; a closure frozen before there were any has none."""
    return {name: Instrument.from_document(each) for name, each in closure.get("instruments", {}).items()}


def _instrument_reasons(old: Mapping[str, Instrument], new: Mapping[str, Instrument]) -> Iterator[str]:
    yield from _changes("self-assessment", _points(old), _points(new), "has another scale")
    for name in sorted(old.keys() & new.keys()):
        before, after = _statements(old[name]), _statements(new[name])
        what = f'self-assessment "{name}": statement'
        yield from _changes(what, before, after, "has another sub-dimension, or is turned round")
        yield from _news(what, before, after)


def _points(instruments: Mapping[str, Instrument]) -> dict[str, Json]:
    return {name: each.scale.points for name, each in instruments.items()}


def _statements(instrument: Instrument) -> dict[str, Json]:
    return {item.id: [item.sub, item.reverse] for item in instrument.items}


def _drills(closure: Mapping[str, Any]) -> dict[str, Drill]:
    """Return the decision drills by name; a closure frozen before there were any has none."""
    return {name: Drill.from_document(each) for name, each in closure.get("drills", {}).items()}


def _drill_reasons(old: Mapping[str, Drill], new: Mapping[str, Drill]) -> Iterator[str]:
    for name in sorted(old.keys() & new.keys()):
        yield from _changes("drill", {name: old[name].rules()}, {name: new[name].rules()}, "computes otherwise")
        before, after = old[name].options(), new[name].options()
        what = f'drill "{name}": option'
        yield from _changes(what, before, after, "has other effects, another number of years, or leads elsewhere")
        yield from _news(what, before, after)


def _without_versions(closure: Mapping[str, Any]) -> dict[str, Any]:
    shelves = {
        shelf: {name: {**each, "version": ""} for name, each in closure.get(shelf, {}).items()}
        for shelf in ("quizzes", "instruments", "drills")
    }
    return {**closure, "module": {**closure["module"], "version": ""}, **shelves}
