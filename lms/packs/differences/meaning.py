"""What makes a step a major one, told: one difference for each ground that `lms.packs.versions` has, and no other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from lms.packs.differences.model import Detail, Difference, Name, Place, Step
from lms.packs.differences.pages import heading_of, place_of
from lms.packs.differences.values import Value, title_of
from lms.packs.versions import ASIDE, GONE, NEW, Ground
from lms.questions.text import N_

Document = Mapping[str, Any]
SHELVES: Final = {"quiz": "quizzes", "self-assessment": "instruments", "drill": "drills"}
"""Where the files of each role stand in a closure."""

_SAID: Final = {
    ("page", GONE): N_("The page is gone."),
    ("page", ASIDE): N_("The page stands beside the module now and does not count any more."),
    ("page", "is new and required"): N_("The page is new, and everybody has to read it."),
    ("page", "is now required"): N_("Everybody has to read the page now."),
    ("page", "is no longer required"): N_("Nobody has to read the page any more."),
    ("block", GONE): N_("“%(name)s” is gone."),
    ("block", "stands for something else"): N_("“%(name)s” stands for something else now."),
    ("calculator", GONE): N_("The calculator is gone."),
    ("calculator", "has other inputs or formulas"): N_("The calculator computes otherwise."),
    ("quiz", GONE): N_("The quiz is gone."),
    ("quiz", NEW): N_("The quiz is new, and has to be passed."),
    ("quiz", "has another pass mark"): N_("The quiz has another pass mark."),
    ("quiz", "draws another number of items"): N_("The quiz asks another number of questions."),
    ("quiz", "has other attempts, time or partial credit"): N_("The quiz has other attempts, time or partial credit."),
    ("item", GONE): N_("The question “%(name)s” is gone."),
    ("item", NEW): N_("The question “%(name)s” is new."),
    ("item", "has another kind, other options or another key"): N_(
        "The question “%(name)s” has another kind, other options or another right answer."
    ),
    ("self-assessment", GONE): N_("The self-assessment is gone."),
    ("self-assessment", "has another scale"): N_("The self-assessment has another scale."),
    ("statement", GONE): N_("The statement “%(name)s” is gone."),
    ("statement", NEW): N_("The statement “%(name)s” is new."),
    ("statement", "has another sub-dimension, or is turned round"): N_(
        "The statement “%(name)s” belongs to another sub-dimension, or is turned round."
    ),
    ("drill", GONE): N_("The decision drill is gone."),
    ("drill", "computes otherwise"): N_("The decision drill computes otherwise."),
    ("option", GONE): N_("The option “%(name)s” is gone."),
    ("option", NEW): N_("The option “%(name)s” is new."),
    ("option", "has other effects, another number of years, or leads elsewhere"): N_(
        "The option “%(name)s” has other effects, takes other years or leads elsewhere."
    ),
}
_OTHERWISE: Final = N_("“%(name)s” means something else now.")
_WHY: Final = {
    "page": N_("Meaning: what has to be done to complete the module is another thing."),
    "block": N_("Meaning: what people have answered or written hangs on it."),
    "calculator": N_("Meaning: the numbers people have saved would give other results."),
    "quiz": N_("Meaning: having passed would stand for something else."),
    "item": N_("Meaning: answers that are given already would count otherwise."),
    "self-assessment": N_("Meaning: earlier and later answers could not be compared."),
    "statement": N_("Meaning: earlier and later answers could not be compared."),
    "drill": N_("Meaning: what people have decided would have ended otherwise."),
    "option": N_("Meaning: what people have decided would have ended otherwise."),
}
_OF_QUIZ: Final = {
    "has another pass mark": "pass_mark",
    "draws another number of items": "pool",
    "has other attempts, time or partial credit": "settings",
    "has another scale": "anchors",
}
_COMPUTED: Final = (
    "inputs",
    "outputs",
    "series",
    "tables",
    "calculator",
    "start",
    "figures",
    "year",
    "total",
    "scenes",
)
MENDABLE: Final = N_("If the old right answer was wrong, say so in the question: then results can be put right.")


class Claims:
    """The values that differ in one file of two closures; whoever tells one takes it, so that none is told twice."""

    def __init__(self, values: Iterable[Value]) -> None:
        """Hold these values."""
        self.left = list(values)

    def take(self, ground: Ground) -> tuple[Detail, ...]:
        """Return what stands behind a ground, and keep only the rest."""
        taken = [value for value in self.left if _claims(ground, value)]
        self.left = [value for value in self.left if value not in taken]
        return tuple(detail for value in taken for detail in value.details())


def meanings(
    old: Document, new: Document, grounds: Sequence[Ground], claims: Mapping[tuple[str, str], Claims]
) -> Iterator[Difference]:
    """Yield the differences of meaning between two closures, one for each ground; `claims` by role and name of file."""
    for ground in dict.fromkeys(grounds):
        changed, _, mendable = ground.changed.partition("; ")
        whole = ground.within or (ground.role, ground.name)
        details = claims[whole].take(ground) if whole in claims else ()
        said = _SAID.get((ground.role, changed), _OTHERWISE)
        place, name = _place(old, new, ground)
        hint = (Detail((Step(MENDABLE),), "", ()),) if mendable else ()
        why = _WHY.get(ground.role, _WHY["calculator"])
        yield Difference(place, "meaning", said, {"name": name}, (*details, *hint), why, ground.changed == GONE)


def _claims(ground: Ground, value: Value) -> bool:
    at = value.at
    if ground.role == "option":
        scene, option = ground.name.split("/")
        return at == ("scenes", scene) or (at[:4] == ("scenes", scene, "options", option) and _is_rule(value, 4))
    if ground.within is not None:
        return at[:2] == ("items", ground.name) and _is_rule(value, 2)
    if ground.changed in _OF_QUIZ:
        return at[0] == _OF_QUIZ[ground.changed]
    return at[0] in _COMPUTED and not value.is_words and "options" not in at


def _is_rule(value: Value, depth: int) -> bool:
    """Return whether a value below an entry is no wording: the entry itself, or anything but a text."""
    return len(value.at) == depth or not value.is_words


def _place(old: Document, new: Document, ground: Ground) -> tuple[Place, Name]:
    if ground.role in ("page", "block"):
        return _on_page(old, new, ground)
    role, name = ground.within or (ground.role, ground.name)
    file = _file(new, role, name) or _file(old, role, name)
    place = Place(role, name, title_of(file) or name, ground.name.partition("/")[0] if ground.within else "")
    if ground.within is None:
        return place, title_of(file) or name
    entries = [each for side in (new, old) for each in _entries(_file(side, role, name), ground)]
    return place, next((title for title in map(title_of, entries) if title), ground.name)


def _entries(file: Document, ground: Ground) -> list[Document]:
    """Return the question, statement or option of a ground, in the file where it stands."""
    if ground.role == "option":
        scene, option = ground.name.split("/")
        inside = [each for found in file.get("scenes", ()) if found["id"] == scene for each in found["options"]]
        return [each for each in inside if each["id"] == option]
    return [each for each in file.get("items", ()) if each["id"] == ground.name]


def _file(closure: Document, role: str, name: str) -> Document:
    files = closure["module"]["calculators"] if role == "calculator" else closure.get(SHELVES.get(role, ""), {})
    found: Document = files.get(name, {})
    return found


def _on_page(old: Document, new: Document, ground: Ground) -> tuple[Place, Name]:
    name, _, id = ground.name.partition("#")
    pages = [page for side in (new, old) for page in side["module"]["pages"] if page["name"] == name]
    blocks = [block for page in pages for block in page["texts"]["en"]["blocks"] if block["id"] == id]
    return place_of(pages[0], id), next((title for title in map(_block_title, blocks) if title), id)


def _block_title(block: Document) -> str:
    found = heading_of(block) or block["data"].get("title") or block["data"].get("question") or ""
    return str(found)
