"""What texts are called on the pages for translators, and what to look at, in the trainer's language."""

from __future__ import annotations

from typing import Final

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from lms.packs.segments import HEAD
from lms.packs.translating.checks import Remark
from lms.packs.translating.units import Unit
from lms.packs.translations import COPIED

LABELS: Final[dict[str, LazyString]] = {
    "title": _l("Title"),
    "eyebrow": _l("Line above the title"),
    "heading": _l("Heading"),
    "text": _l("Text"),
    "caption": _l("Caption"),
    "question": _l("Question"),
    "stem": _l("Question"),
    "hint": _l("Hint"),
    "bring_back": _l("What to bring back"),
    "label": _l("Label"),
    "help": _l("Help"),
    "alt": _l("What the picture shows"),
    "summary": _l("Summary"),
    "objectives": _l("Objective"),
    "feedback": _l("Feedback"),
    "note": _l("Note"),
    "frame": _l("What to think of"),
    "assumption": _l("Assumption"),
    "afterwards": _l("What happened then"),
    "take_away": _l("What to take away"),
    "transcript": _l("Transcript"),
}
"""The last word of a text's name → its label."""

KINDS: Final[dict[str, LazyString]] = {
    "module": _l("The module itself"),
    "page": _l("Page"),
    "quiz": _l("Quiz"),
    "self-assessment": _l("Self-assessment"),
    "drill": _l("Decision drill"),
    "calculator": _l("Calculator"),
}


def label_of(unit: Unit) -> str:
    """Return what a text is called; a key nobody named goes by its own name."""
    name = unit.part.removeprefix(f"{unit.block}.") if unit.block != HEAD else unit.part
    steps = [step for step in name.split(".") if step != HEAD]
    last = next((step for step in reversed(steps) if step in LABELS), "")
    if not last:
        return steps[-1].replace("_", " ") if steps else unit.part
    before = [step for step in steps[: steps.index(last)] if step not in LABELS]
    return f"{LABELS[last]} · {' '.join(before)}" if before else str(LABELS[last])


def name_of_block(unit: Unit) -> str:
    """Return what the block of a text is called."""
    if unit.block == HEAD:
        return str(_("Title") if unit.path.endswith(".md") else _("Titles and texts"))
    return unit.block.removeprefix("after-").replace(".", " · ") if not unit.path.endswith(".md") else unit.block


def kind_words(kind: str) -> str:
    """Return what kind of place it is."""
    return str(KINDS.get(kind, kind))


def state_words(unit: Unit) -> str:
    """Return how a translation stands."""
    if unit.mark == COPIED:
        return str(_("still in English"))
    return str({"todo": _l("to do"), "stale": _l("the English text changed"), "current": _l("translated")}[unit.state])


def remark_words(remark: Remark) -> str:
    """Return one thing to look at, as a sentence."""
    missing, instead = ", ".join(remark.missing), ", ".join(remark.instead)
    if remark.kind == "terms":
        return str(_("The glossary says: %(words)s.", words=missing))
    words = {
        "numbers": (_("Missing number: %(what)s.", what=missing), _("Other number: %(what)s.", what=instead)),
        "links": (_("Missing link: %(what)s.", what=missing), _("Other link: %(what)s.", what=instead)),
        "slots": (
            _("Missing place for a value: %(what)s.", what=missing),
            _("Unknown place for a value: %(what)s.", what=instead),
        ),
    }
    gone, other = words[remark.kind]
    return " ".join([*([gone] if remark.missing else []), *([other] if remark.instead else [])])
