"""The parts a file of questions is edited in, by its kind: which there are, where they stand, and in which form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from lms.packs.drills.model import KIND as DRILL
from lms.packs.instruments import KIND as SELF_ASSESSMENT
from lms.questions.text import KeyPath
from lms.studio.quizzes.forms import drill, quiz, self_assessment
from lms.studio.quizzes.forms.piece_form import PieceForm

QUIZ: Final = "quiz"
KINDS: Final = (QUIZ, SELF_ASSESSMENT, DRILL)
ITEMS: Final = "items"


@dataclass(frozen=True)
class Section:
    """One part, or the entries of a list. `at`: where it stands; `is_list`: each entry is a part of its own."""

    name: str
    form: type[PieceForm]
    at: KeyPath = ()
    is_list: bool = False

    def path(self, values: Mapping[str, Any], id: str) -> KeyPath | None:
        """Return where the part stands in a file; None where there is no entry of that id."""
        if not self.is_list:
            return self.at
        entries = entries_of(values, self.name)
        place = next((place for place, each in enumerate(entries) if each.get("id") == id), None)
        return None if place is None else (self.name, place)


SECTIONS: Final[Mapping[str, Mapping[str, Section]]] = {
    kind: {section.name: section for section in sections}
    for kind, sections in {
        QUIZ: (
            Section("rules", quiz.RulesForm),
            Section("topics", quiz.TopicsForm),
            Section(ITEMS, quiz.PlaceForm, is_list=True),
        ),
        SELF_ASSESSMENT: (
            Section("about", self_assessment.AboutForm),
            Section("scale", self_assessment.ScaleForm, at=("scale",)),
            Section(ITEMS, self_assessment.StatementForm, is_list=True),
            Section("subscales", self_assessment.SubscaleForm, is_list=True),
            Section("bands", self_assessment.BandsForm),
            Section("spread", self_assessment.SpreadForm, at=("spread",)),
        ),
        DRILL: (
            Section("about", drill.AboutForm),
            Section("numbers", drill.NumbersForm),
            Section("scenes", drill.SceneForm, is_list=True),
            Section("endings", drill.EndingForm, is_list=True),
        ),
    }.items()
}
"""{kind of file: {name: its parts}}, in the order in which they are shown."""


def entries_of(values: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """Return the tables of a list in a file; what is none of them is left out only where nothing else can be done."""
    entries = values.get(name)
    return [each if isinstance(each, dict) else {} for each in entries] if isinstance(entries, list) else []


def table_at(values: Mapping[str, Any], path: KeyPath) -> dict[str, Any]:
    """Return the table at a path; an empty one where there is none."""
    found: Any = values
    for key in path:
        found = _inside(found, key)
    return dict(found) if isinstance(found, Mapping) else {}


def _inside(value: Any, key: str | int) -> Any:
    if isinstance(value, list) and isinstance(key, int):
        return value[key]
    return value.get(key) if isinstance(value, Mapping) else None
