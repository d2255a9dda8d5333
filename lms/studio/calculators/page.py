"""The page on which one calculator is edited: its parts with their boxes, and what is told at each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from lms.calculators.codes import FAILABLE, MESSAGES
from lms.calculators.formula.language import FUNCTIONS
from lms.calculators.service.names import Known, names_of
from lms.packs.tool_shelves import FactDefinition
from lms.questions.text import in_language
from lms.studio.calculators.boxes import Filled, shown
from lms.studio.calculators.checking import Checked, FormulaCheck
from lms.studio.calculators.editing import group_boxes, own_boxes, row_boxes, sections_of
from lms.studio.calculators.example_tables import GivenRows, given_rows
from lms.studio.calculators.fields import GROUPS, OPTIONS, UNIT_NAMES, Group
from lms.studio.calculators.sheet import Part, Sheet, listed
from lms.studio.calculators.tables import heading
from lms.studio.drafts.models import Draft
from lms.web.languages import in_words

SECTIONS: Final = (
    ("@head", _l("What it says"), _l("The question, the teaching point, what it does not show.")),
    ("inputs", _l("Numbers to enter"), _l("What the reader is asked for.")),
    ("tables", _l("Tables to fill in"), _l("One row for each customer group, cost or step.")),
    ("outputs", _l("Results"), _l("Each is computed by a formula. One of them is the large figure.")),
    ("series", _l("Period by period"), _l("A row of numbers: one for each year, or for each row of a table.")),
    ("words", _l("Numbers said as words"), _l("1 is said by the first word, 2 by the second.")),
    ("notes", _l("Notes"), _l("A sentence that stands there only while something is so.")),
    ("chart", _l("Pictures"), _l("At most three.")),
    ("examples", _l("Examples that must pass"), _l("Publishing waits until each gives what it says.")),
)
"""The sections of the page: kind of part, heading, what it is for."""

ADD: Final = {
    "inputs": _l("Add a number"),
    "tables": _l("Add a table"),
    "outputs": _l("Add a result"),
    "series": _l("Add a row"),
    "words": _l("Add a list of words"),
    "notes": _l("Add a note"),
    "examples": _l("Add an example"),
}
"""What the button says that adds a part."""


@dataclass(frozen=True)
class Section:
    """One section of the page: its parts, and what is written above them."""

    kind: str
    title: Any
    about: Any
    parts: list[Part]


class EditorPage:
    """Everything the page of one calculator shows. `language` is the one its texts are written in here."""

    def __init__(self, draft: Draft, name: str, checked: Checked, facts: Mapping[str, FactDefinition]) -> None:
        """Take the file, checked, and the facts that inputs may take."""
        self.draft, self.name, self.checked, self.facts = draft, name, checked, facts

    @property
    def sheet(self) -> Sheet:
        """Return the file in its parts."""
        return self.checked.sheet

    @property
    def language(self) -> str:
        """Return the language the reader works in."""
        return self.checked.language

    @property
    def title(self) -> str:
        """Return what the tool is called."""
        return self.sheet.head.label(self.language) or self.name

    @property
    def sections(self) -> list[Section]:
        """Return the sections in order."""
        return [
            Section(kind, title, about, self.sheet.of(*(("chart", "charts") if kind == "chart" else (kind,))))
            for kind, title, about in SECTIONS
        ]

    def is_open(self, part: Part) -> bool:
        """Return whether a part's form stands open at first: the large figure's, and what is to be mended."""
        if part.kind == "outputs" and part.known.get("headline"):
            return True
        return any(self.checked.formula(part, path).is_wrong for path, _text in part.formulas())

    def boxes(self, part: Part) -> list[Filled]:
        """Return the boxes of a part itself."""
        return own_boxes(self.sheet, part, self.language)

    def groups(self, part: Part) -> list[tuple[Group, list[list[Filled]]]]:
        """Return what repeats in a part, each time with its boxes; options only where the input is a choice."""
        found = []
        for group in GROUPS.get(part.kind, ()):
            count = len(part.known.get("texts", []) if group.key == "texts" else sections_of(part, group.key))
            if group.key != "choices" or count or part.known.get("unit") == "choice":
                boxes = [group_boxes(self.sheet, part, group, at, self.language) for at in range(count)]
                found.append((group, boxes))
        return found

    def rows(self, part: Part) -> list[list[Filled]]:
        """Return the rows of a table's example, each with its boxes."""
        count = len(listed(part.known.get("example"))) if part.kind == "tables" else 0
        return [row_boxes(self.sheet, part, at, self.language) for at in range(count)]

    def options(self, box: Filled, part: Part) -> list[tuple[str, str]]:
        """Return (value, what it is called) of everything that can be chosen in a box."""
        name = box.box.options
        if name in OPTIONS:
            return [(each, _(UNIT_NAMES[each])) for each in OPTIONS[name]]
        found = [("", self._nothing(name))]
        if name == "facts":
            found += self._facts(str(part.known.get("unit", "")))
        if name in ("tables", "words"):
            found += [(each.name, each.label(self.language)) for each in self.sheet.of(name) if each.name]
        if name == "columns":
            found += self._columns(part, "text", "number")
        if name in ("text columns", "number columns"):
            found += self._columns(part, name.partition(" ")[0])
        known = {value for value, _said in found}
        return found if box.text in known else [*found, (box.text, box.text)]

    def _columns(self, part: Part, *sorts: str) -> list[tuple[str, str]]:
        columns = [each for each in sections_of(part, "columns") if "name" in each]
        fit = [each for each in columns if ("text" if each.get("unit") == "text" else "number") in sorts]
        return [(str(each["name"]), heading(each, self.language)) for each in fit]

    def given(self, part: Part) -> list[GivenRows]:
        """Return what an example says of each table."""
        return given_rows(self.sheet, part, self.language)

    def _nothing(self, options: str) -> str:
        return str(_("Each period") if options == "tables" else "–")

    def _facts(self, unit: str) -> list[tuple[str, str]]:
        said = [(each.name, self._said(each), each.unit) for each in self.facts.values()]
        found = [(name, label) for name, label, of in said if unit in (of, "number")]
        rest = [
            (f"1 - {name}", _("100%% − %(fact)s", fact=label)) for name, label, of in said if of == unit == "percent"
        ]
        return found + rest

    def _said(self, fact: FactDefinition) -> str:
        return fact.label.get(self.language) or fact.label["en"]

    def check(self, part: Part, box: Filled) -> FormulaCheck:
        """Return what is told under a formula."""
        return self.checked.formula(part, box.path)

    def value(self, part: Part) -> str:
        """Return what a part gives, or holds as its example: the line beside its name."""
        if part.kind in ("outputs", "series", "notes"):
            path = next((path for path, _text in part.formulas()), ())
            return self.checked.formula(part, path).value if path else ""
        if part.kind == "inputs":
            return next((each.text for each in self.boxes(part) if each.box.key == "example"), "")
        return ""

    def example_text(self, part: Part, key: str, of: Part) -> str:
        """Return what stands in the box of an example for an input or output, in its unit."""
        value = part.at_path((key, of.name))
        return str(_("none")) if value == "none" else shown(value, str(of.known.get("unit", "")), self.language)

    @cached_property
    def language_words(self) -> dict[str, Any]:
        """Return what formulas may use, for the completion in the browser: names in order, functions, codes."""
        calculator = self.checked.calculator
        names = {} if calculator is None else names_of(calculator, self.language)
        functions = [{"text": f"{each.name}(", "meaning": in_words(each.meaning)} for each in FUNCTIONS.values()]
        return {
            "names": [_word(name, known) for name, known in names.items() if known.kind != "table"],
            "functions": functions,
            "codes": [{"text": each, "meaning": in_language(MESSAGES[each], self.language)} for each in FAILABLE],
            "told": {
                "one": _("1 suggestion"),
                "many": _("%(count)s suggestions", count="{count}"),
                "none": _("No suggestion"),
            },
        }


def _word(name: str, known: Known) -> dict[str, Any]:
    unit = _(UNIT_NAMES[known.unit]) if known.unit in UNIT_NAMES else ""
    found: dict[str, Any] = {"text": name, "meaning": known.meaning, "unit": unit}
    if known.options:
        found["options"] = sorted(known.options)
    if known.optional:
        found["optional"] = True
    return found
