"""The parts of a drill: what it is about, its numbers, scenes with options, and endings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lms.calculators.formula.language import NUMBER
from lms.calculators.reading import UNITS
from lms.calculators.service.diagnosing import ERROR, diagnose
from lms.calculators.service.names import Known, Names
from lms.packs.drills.model import YEAR
from lms.questions.editing.boxes import Figure, Line, Name, Pick, Picks
from lms.questions.editing.parts import Entries, Inside, Part, Texts
from lms.questions.text import N_
from lms.sentences import sentences
from lms.studio.quizzes.forms.piece_form import NO_PAGE, Around, Choice, PieceForm

UNIT_CHOICES = tuple((unit, unit) for unit in UNITS if unit not in ("choice", "text"))
NOTHING_CHOSEN = N_("choose one")


class AboutForm(PieceForm):
    """Title, frame, what is invented, minutes, and the tool that computes."""

    title = Texts(N_("Title"))
    frame = Texts(N_("Who one is, and where"), description=N_("Say here that company and people are invented."))
    assumption = Texts(
        N_("What is invented, and what is calculated"),
        description=N_(
            "Learners can open it at the end: how customers react to a choice is invented, the rest follows."
        ),
    )
    minutes = Figure(N_("Minutes for one play"), whole=True)
    calculator = Choice(N_("The tool that computes a year"), none=NOTHING_CHOSEN)

    def offer(self, around: Around) -> None:
        """Offer the tools."""
        self.calculator.offer(around.calculators)


class Formula(Line):
    """A formula over the names of the tool."""

    look = "formula"

    def judge(self, names: Names) -> None:
        """Say what is wrong with it, in words."""
        self.check(())
        if self.data:
            wrong = [each for each in diagnose(self.data, names, NUMBER) if each.severity == ERROR]
            self.errors = [sentences(each.message, each.remedy) for each in wrong]


class ChangePart(Part):
    """One number of the tool, and what it becomes."""

    input = Choice(N_("Number"), none=NOTHING_CHOSEN)
    formula = Formula(N_("becomes"))


class StartPart(Part):
    """One number of the tool, and what it is in the first scene."""

    input = Choice(N_("Number"), none=NOTHING_CHOSEN)
    value = Line(N_("is"))


class FigurePart(Part):
    """A figure of the drill's own."""

    name = Line(N_("Short name for formulas"), description=N_("Small letters, digits and underscores: left_over."))
    label = Texts(N_("What it is called"))
    unit = Pick(N_("Unit"), choices=UNIT_CHOICES)
    formula = Formula(N_("Formula"))


class TotalPart(Part):
    """What a whole way is judged by."""

    label = Texts(N_("What the total is called"))
    each_year = Formula(N_("Each year adds"))
    at_end = Formula(N_("At the end, once"), optional=True)


class NumbersForm(PieceForm):
    """Where the numbers start, what happens to them each year, what is shown and what it all adds up to."""

    start = Entries(StartPart, N_("Where the numbers start"), one=N_("Number"))
    figures = Entries(FigurePart, N_("Figures; the first is drawn year by year"), one=N_("Figure"))
    year = Entries(ChangePart, N_("Once a year is over"), one=N_("Change"))
    total = Inside(TotalPart, N_("The total"))

    @classmethod
    def of_file(cls, table: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return start and year as lists."""
        start = [{"input": name, "value": value} for name, value in _pairs(table.get("start"))]
        return {
            **table,
            "start": [each | {"value": _shown(each["value"])} for each in start],
            "year": _changes(table.get("year")),
        }

    def for_file(self) -> dict[str, Any]:
        """Return start and year by the names of the numbers."""
        written = self.written()
        start = {each["input"]: _number(each.get("value", "")) for each in written.pop("start", []) if "input" in each}
        year = _by_input(written.pop("year", []))
        return ({"start": start} if start else {}) | written | ({"year": year} if year else {})

    def offer(self, around: Around) -> None:
        """Offer the numbers of the tool."""
        for entry in (*self.start, *self.year):
            entry.form.input.offer(around.inputs)

    def judge(self, around: Around) -> None:
        """Judge each formula by the names known where it stands: figures above it, then the number of the year."""
        super().judge(around)
        if not around.names:
            return
        names = dict(around.names)
        for entry in self.figures:
            entry.form.formula.judge(names)
            names[entry.form.name.data or ""] = Known(unit=entry.form.unit.data)
        for entry in self.year:
            entry.form.formula.judge(names)
        names[YEAR] = Known(unit="years")
        for formula in (self.total.form.each_year, self.total.form.at_end):
            formula.judge(names)


class OptionPart(Part):
    """One thing that can be decided."""

    id = Name(N_("Id"))
    title = Texts(N_("In a few words"), description=N_("For charts and lists."))
    text = Texts(N_("What is decided, with its price"))
    effects = Entries(ChangePart, N_("What it does to the numbers"), one=N_("Effect"))
    years = Figure(N_("Years that pass"), whole=True, default=3)
    then = Choice(N_("Then"), none=NOTHING_CHOSEN)
    afterwards = Texts(
        N_("What happened"), description=N_("Shown beside the computed figures: what happened, no moral.")
    )

    @classmethod
    def fitting(cls, table: object) -> dict[str, Any]:
        """Return the effects as a list."""
        values = table if isinstance(table, Mapping) else {}
        return super().fitting({**values, "effects": _changes(values.get("effects"))})

    def written(self) -> dict[str, Any]:
        """Return the effects by the names of the numbers."""
        written = super().written()
        effects = _by_input(written.pop("effects", []))
        return written | ({"effects": effects} if effects else {})


class SceneForm(PieceForm):
    """One point where something must be decided."""

    title = Texts(N_("Scene"))
    text = Texts(N_("What has happened, and who wants what"), description=N_("An empty line begins a paragraph."))
    figures = Picks(N_("Numbers shown there"))
    options = Entries(OptionPart, N_("What can be decided (2 to 4)"), one=N_("Option"))

    def offer(self, around: Around) -> None:
        """Offer numbers to show, numbers to change, and where an option may lead."""
        self.figures.offer(around.shown)
        for option in self.options:
            option.form.then.offer(around.places)
            for effect in option.form.effects:
                effect.form.input.offer(around.inputs)

    def judge(self, around: Around) -> None:
        """Judge each effect by the numbers of the tool."""
        super().judge(around)
        inputs = {name: around.names[name] for name, _words in around.inputs if name in around.names}
        for option in self.options:
            for effect in option.form.effects:
                if inputs:
                    effect.form.formula.judge(inputs)


class EndingForm(PieceForm):
    """How a way ends."""

    title = Texts(N_("Ending"))
    text = Texts(N_("What became of it"))
    take_away = Texts(N_("What to take away"))
    page = Choice(N_("The page that explains it"), none=NO_PAGE)

    def offer(self, around: Around) -> None:
        """Offer the pages."""
        self.page.offer(around.pages)


def _pairs(table: object) -> list[tuple[str, Any]]:
    return list(table.items()) if isinstance(table, Mapping) else []


def _changes(table: object) -> list[dict[str, Any]]:
    return [{"input": name, "formula": _shown(formula)} for name, formula in _pairs(table)]


def _by_input(changes: list[dict[str, Any]]) -> dict[str, Any]:
    return {each["input"]: each.get("formula", "") for each in changes if "input" in each}


def _shown(value: object) -> str:
    return value if isinstance(value, str) else f"{value:g}" if isinstance(value, float) else str(value)


def _number(text: str) -> float | int | str:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return text
