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
from lms.packs.roles import CALLED
from lms.questions.kinds import item_from_document, kind_of
from lms.questions.text import Json
from lms.sentences import say, sentences

Level = Literal["same", "minor", "major"]
GONE, NEW, ASIDE = say("is gone"), say("is new"), say("stands beside the module now")


@dataclass(frozen=True, slots=True)
class Ground:
    """One thing that makes a change major: what it is (`role`, `name`), in what it lies (`within`), what happened.

    `role` is "page", "block" (named "page#block"), "calculator", "fact", "quiz", "self-assessment" or "drill"; an
    "item", a "statement" or an "option" lies within one of the last three, of which `within` says role and name.
    """

    role: str
    name: str
    changed: str
    within: tuple[str, str] | None = None

    def __str__(self) -> str:
        said = say('{role} "{name}" {changed}', role=CALLED[self.role], name=self.name, changed=self.changed)
        if self.within is None:
            return said
        return say('{role} "{name}": {said}', role=CALLED[self.within[0]], name=self.within[1], said=said)


@dataclass(frozen=True, slots=True)
class Change:
    """What a change amounts to, with one reason for each thing that makes it major."""

    level: Level
    reasons: tuple[str, ...] = ()


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> Change:
    """Compare two closures of the same module."""
    reasons = tuple(map(str, _grounds(old, new)))
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
        refused: tuple[str, ...] = (say("It is another module: the uuid differs."),)
    elif now < was:
        refused = (say("Version {after} is older than {before}, which is published.", after=after, before=before),)
    elif now == was and change.level != "same":
        step = f"{was[0] + 1}.0" if change.level == "major" else f"{was[0]}.{was[1] + 1}"
        call = say("The content changed under the old number {after}; call it {step}.", after=after, step=step)
        refused = (call, *change.reasons)
    elif now[0] == was[0] and change.level == "major":
        step = f"{was[0] + 1}.0"
        call = say("{after} is a minor step, but the meaning changed; call it {step}.", after=after, step=step)
        refused = (call, *change.reasons)
    elif now[0] == was[0]:
        refused = tuple(_misnamed(old, new))
    else:
        refused = ()
    return refused


def grounds(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Ground, ...]:
    """Return what makes the step from one closure of a module to another major; empty where it may be a minor one."""
    return tuple(_grounds(old, new))


def same_meaning(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Return whether two documents of a calculator differ in wording at most."""
    return _calculator_meaning(old) == _calculator_meaning(new)


def _grounds(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Ground]:
    yield from _page_reasons(_pages(old), _pages(new), _companions(new))
    yield from _changes("block", _uses(old), _uses(new), say("stands for something else"))
    yield from _changes("calculator", _calculators(old), _calculators(new), say("has other inputs or formulas"))
    yield from _changes("fact", _facts(old), _facts(new), say("has another unit"))
    yield from _changes("quiz", _pass_marks(old), _pass_marks(new), say("has another pass mark"))
    yield from _changes("quiz", _draws(old), _draws(new), say("draws another number of items"))
    yield from _changes("quiz", _rules(old), _rules(new), say("has other attempts, time or partial credit"))
    yield from _news("quiz", _pass_marks(old), _pass_marks(new))
    for name in sorted(old["quizzes"].keys() & new["quizzes"].keys()):
        yield from _item_reasons(name, old["quizzes"][name], new["quizzes"][name])
    yield from _instrument_reasons(_instruments(old), _instruments(new))
    yield from _drill_reasons(_drills(old), _drills(new))


def _changes(
    role: str, old: Mapping[str, Json], new: Mapping[str, Json], changed: str, within: tuple[str, str] | None = None
) -> Iterator[Ground]:
    for name in sorted(old):
        if name not in new:
            yield Ground(role, name, GONE, within)
        elif old[name] != new[name]:
            yield Ground(role, name, changed, within)


def _news(
    role: str, old: Mapping[str, Json], new: Mapping[str, Json], within: tuple[str, str] | None = None
) -> Iterator[Ground]:
    """One more thing to pass changes what having passed means; one more calculator changes nothing."""
    yield from (Ground(role, name, NEW, within) for name in sorted(new.keys() - old.keys()))


def _page_reasons(old: Mapping[str, bool], new: Mapping[str, bool], beside: Container[str]) -> Iterator[Ground]:
    """Yield what changed in what has to be read; a companion is nothing to it: it comes and goes as it likes."""
    for name in sorted(old.keys() | new.keys()):
        before, after = old.get(name), new.get(name)
        if after is None:
            yield Ground("page", name, ASIDE if name in beside else GONE)
        elif before is None and after:
            yield Ground("page", name, say("is new and required"))
        elif before is not None and before != after:
            yield Ground("page", name, say("is now required") if after else say("is no longer required"))


def _pages(closure: Mapping[str, Any]) -> dict[str, bool]:
    pages = closure["module"]["pages"]
    return {page["name"]: page["required"] for page in pages if not page.get("beside")}


def _companions(closure: Mapping[str, Any]) -> set[str]:
    """Return the names of the pages beside the module; one frozen before there were any has none."""
    return {page["name"] for page in closure["module"]["pages"] if page.get("beside")}


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


def _item_reasons(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Ground]:
    """Yield what changed in the items of a quiz; where it is a key alone, with the other way out."""
    named, within = newly_named(old, new), ("quiz", name)
    before, after = _items(old, named), _items(new, named)
    whole = {item["id"]: item for item in new["items"]}
    for item in old["items"]:
        id = item["id"]
        changed = say("has another kind, other options or another key")
        if id in whole and id not in named and has_only_another_key(item, whole[id]):
            changed = sentences(changed, _mendable(id), between="; ")
        there = {id: after[id]} if id in after else {}
        yield from _changes("item", {id: before[id]}, there, changed, within)
    yield from _news("item", before, after, within)


def _mendable(id: str) -> str:
    return say('if the old key was wrong, add "{id}" to mended in the quiz file, and the step is minor', id=id)


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


def _instrument_reasons(old: Mapping[str, Instrument], new: Mapping[str, Instrument]) -> Iterator[Ground]:
    yield from _changes("self-assessment", _points(old), _points(new), say("has another scale"))
    for name in sorted(old.keys() & new.keys()):
        before, after = _statements(old[name]), _statements(new[name])
        within = ("self-assessment", name)
        yield from _changes("statement", before, after, say("has another sub-dimension, or is turned round"), within)
        yield from _news("statement", before, after, within)


def _points(instruments: Mapping[str, Instrument]) -> dict[str, Json]:
    return {name: each.scale.points for name, each in instruments.items()}


def _statements(instrument: Instrument) -> dict[str, Json]:
    return {item.id: [item.sub, item.reverse] for item in instrument.items}


def _drills(closure: Mapping[str, Any]) -> dict[str, Drill]:
    """Return the decision drills by name; a closure frozen before there were any has none."""
    return {name: Drill.from_document(each) for name, each in closure.get("drills", {}).items()}


def _drill_reasons(old: Mapping[str, Drill], new: Mapping[str, Drill]) -> Iterator[Ground]:
    for name in sorted(old.keys() & new.keys()):
        yield from _changes("drill", {name: old[name].rules()}, {name: new[name].rules()}, say("computes otherwise"))
        before, after = old[name].options(), new[name].options()
        within, other = ("drill", name), say("has other effects, another number of years, or leads elsewhere")
        yield from _changes("option", before, after, other, within)
        yield from _news("option", before, after, within)


def _without_versions(closure: Mapping[str, Any]) -> dict[str, Any]:
    shelves = {
        shelf: {name: {**each, "version": ""} for name, each in closure.get(shelf, {}).items()}
        for shelf in ("quizzes", "instruments", "drills")
    }
    return {**closure, "module": {**closure["module"], "version": ""}, **shelves}
