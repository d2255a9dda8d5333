"""The whole difference between two closures of a module.

What is meaning, `lms.packs.versions` alone decides: each of its grounds becomes one difference of meaning, and all else
that differs is wording. So there is a difference of meaning exactly where the step is major, and none at all exactly
where nothing changed but version numbers.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from lms.packs.differences.meaning import SHELVES, Claims, Document, meanings
from lms.packs.differences.model import Difference, Place
from lms.packs.differences.pages import page_differences
from lms.packs.differences.values import Value, differing, title_of
from lms.packs.versions import GONE, grounds
from lms.questions.text import N_

_OWN: Final = ("pages", "calculators", "version", "translations")
"""What of a module's document is compared in its own way, or not at all."""
_CAME: Final = {
    "calculator": N_("The calculator is new."),
    "quiz": N_("The quiz is new."),
    "self-assessment": N_("The self-assessment is new."),
    "drill": N_("The decision drill is new."),
}
_WENT: Final = {
    "calculator": N_("The calculator is gone."),
    "quiz": N_("The quiz is gone."),
    "self-assessment": N_("The self-assessment is gone."),
    "drill": N_("The decision drill is gone."),
}
_CHANGED: Final = {
    "calculator": N_("The calculator reads otherwise, and computes the same."),
    "quiz": N_("The quiz reads otherwise, and asks the same."),
    "self-assessment": N_("The self-assessment reads otherwise, and measures the same."),
    "drill": N_("The decision drill reads otherwise, and plays the same."),
}


def differences(old: Document, new: Document) -> tuple[Difference, ...]:
    """Return what differs between two closures of one module: the module itself, pages in order, then what they use."""
    because = grounds(old, new)
    files = {role: (_files(old, role), _files(new, role)) for role in ("calculator", *SHELVES)}
    claims = {
        (role, name): Claims(_values(before[name], after[name]))
        for role, (before, after) in files.items()
        for name in before
        if name in after
    }
    meant = [*meanings(old, new, because, claims)]
    told = {(ground.role, ground.name) for ground in because if ground.within is None}
    gone = {(ground.role, ground.name) for ground in because if ground.within is None and ground.changed == GONE}
    new_ones = told - claims.keys()
    wording = [
        *_of_module(old["module"], new["module"]),
        *page_differences(old, new, told),
        *_came_and_went(files, gone | new_ones),
        *_left(files, claims),
    ]
    order = _order(old, new)
    return tuple(
        sorted([*meant, *wording], key=lambda each: (order.get(each.place.whole, len(order)), not each.is_meaning))
    )


def _order(old: Document, new: Document) -> dict[tuple[str, str], int]:
    pages = dict.fromkeys(("page", page["name"]) for side in (new, old) for page in side["module"]["pages"])
    return {place: number for number, place in enumerate((("module", ""), *pages))}


def _files(closure: Document, role: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = (
        closure["module"]["calculators"] if role == "calculator" else closure.get(SHELVES[role], {})
    )
    return found


def _values(old: Document, new: Document) -> Iterable[Value]:
    return differing({**old, "version": ""}, {**new, "version": ""})


def _of_module(old: Document, new: Document) -> Iterator[Difference]:
    if old.get("translations") != new.get("translations"):
        yield Difference(Place("module"), "wording", N_("The notes on which translations are up to date changed."))
    before, after = ({key: each for key, each in side.items() if key not in _OWN} for side in (old, new))
    for value in differing(before, after):
        said = N_("The picture changed.") if value.at[0] == "media" else N_("What the module says of itself changed.")
        yield Difference(Place("module"), "wording", said, details=tuple(value.details()))


Files = Mapping[str, tuple[Mapping[str, Any], Mapping[str, Any]]]


def _came_and_went(files: Files, told: Iterable[tuple[str, str]]) -> Iterator[Difference]:
    known = set(told)
    for role, (before, after) in files.items():
        for name in sorted(before.keys() ^ after.keys()):
            if (role, name) not in known:
                said = _CAME[role] if name in after else _WENT[role]
                place = _place(role, name, after.get(name) or before[name])
                yield Difference(place, "wording", said, is_gone=name not in after)


def _left(files: Files, claims: Mapping[tuple[str, str], Claims]) -> Iterator[Difference]:
    """Yield what no ground has taken: wording, however much of it there is in a file."""
    for (role, name), each in claims.items():
        if each.left:
            details = tuple(detail for value in each.left for detail in value.details())
            yield Difference(_place(role, name, files[role][1][name]), "wording", _CHANGED[role], details=details)


def _place(role: str, name: str, file: Document) -> Place:
    return Place(role, name, title_of(file) or name)
