"""The parts of a self-assessment: what it is about, its scale, sub-dimensions, statements, bands and assumed spread."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lms.questions.editing.boxes import Figure, Tick
from lms.questions.editing.parts import Entries, Part, Texts
from lms.questions.text import N_
from lms.studio.quizzes.forms.piece_form import NO_PAGE, Around, Choice, PieceForm


class AboutForm(PieceForm):
    """Title and frame."""

    title = Texts(N_("Title"))
    frame = Texts(
        N_("What to think of while answering"),
        description=N_(
            "Stands first, for example: Think of the last three months in the part of the business you lead."
        ),
    )


class AnchorPart(Part):
    """The words of one point."""

    words = Texts(N_("Words"))


class ScaleForm(PieceForm):
    """The scale on which every statement is answered."""

    anchors = Entries(AnchorPart, N_("Points, the lowest first (3 to 7)"), one=N_("Point"))
    no_answer = Texts(N_("Words for “cannot judge”"), description=N_("Such an answer counts as missing, never as low."))

    @classmethod
    def of_file(cls, table: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return each point as an entry with words."""
        anchors = table.get("anchors")
        return {**table, "anchors": [{"words": each} for each in anchors]} if isinstance(anchors, list) else table

    def for_file(self) -> dict[str, Any]:
        """Return each point as the text it is."""
        written = self.written()
        return written | {"anchors": [each.get("words", {}) for each in written.get("anchors", [])]}


class SpreadForm(PieceForm):
    """What chance alone does to a score."""

    sd = Figure(
        N_("How far people differ, in points of 100"),
        description=N_("Standard deviation. 15 is a fair assumption while nobody has been measured."),
    )
    reliability = Figure(
        N_("Reliability"),
        description=N_(
            "0 to 0.99: how much of a score is more than chance. Nine statements that hang together: about 0.79."
        ),
    )
    source = Texts(
        N_("Where these two come from"), description=N_("Printed under every result. Say it when they are assumed.")
    )


class FindingPart(Part):
    """What is said from a score upwards, and the page that helps. `start`: `from` is a word of Python."""

    start = Figure(N_("From a score of"), description=N_("0 to 99; the first begins at 0."))
    text = Texts(N_("What it says, in one sentence"))
    page = Choice(N_("The page that helps next"), none=NO_PAGE)


class BandPart(Part):
    """A band of the whole score, which has a name."""

    start = Figure(N_("From a score of"), description=N_("0 to 99; the first begins at 0."))
    title = Texts(N_("What it is called"))
    text = Texts(N_("What it says, in one sentence"))
    page = Choice(N_("The page that helps next"), none=NO_PAGE)


class SubscaleForm(PieceForm):
    """A sub-dimension with what is said of its scores."""

    title = Texts(N_("Sub-dimension"))
    findings = Entries(FindingPart, N_("What is said of a score"), one=N_("Sentence"))

    @classmethod
    def of_file(cls, table: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the findings with the field's name for where they begin."""
        return {**table, "findings": _started(table.get("findings"))}

    def for_file(self) -> dict[str, Any]:
        """Return the findings as the file spells them."""
        return _from(self.written(), "findings")

    def offer(self, around: Around) -> None:
        """Offer the pages."""
        for entry in self.findings:
            entry.form.page.offer(around.pages)


class BandsForm(PieceForm):
    """What a whole score is called, and what it points to."""

    bands = Entries(BandPart, N_("Bands of the whole score"), one=N_("Band"))

    @classmethod
    def of_file(cls, table: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the bands with the field's name for where they begin."""
        return {"bands": _started(table.get("bands"))}

    def for_file(self) -> dict[str, Any]:
        """Return the bands as the file spells them."""
        return _from(self.written(), "bands")

    def offer(self, around: Around) -> None:
        """Offer the pages."""
        for entry in self.bands:
            entry.form.page.offer(around.pages)


class StatementForm(PieceForm):
    """One statement."""

    text = Texts(
        N_("Statement"), description=N_("In the first person, about what one does: “I know what a customer is worth.”")
    )
    sub = Choice(N_("Sub-dimension"), none=N_("none yet"))
    reverse = Tick(
        N_("Agreeing means less"),
        description=N_("It is scored from the other end. Some of them show whether somebody agrees with everything."),
    )

    def offer(self, around: Around) -> None:
        """Offer the sub-dimensions."""
        self.sub.offer(around.subscales)


def _started(entries: object) -> list[dict[str, Any]]:
    tables = [each for each in entries if isinstance(each, Mapping)] if isinstance(entries, list) else []
    return [{**each, "start": each["from"]} if "from" in each else dict(each) for each in tables]


def _from(written: dict[str, Any], key: str) -> dict[str, Any]:
    def spelled(entry: dict[str, Any]) -> dict[str, Any]:
        start = {"from": entry["start"]} if "start" in entry else {}
        return start | {name: value for name, value in entry.items() if name != "start"}

    return written | ({key: [spelled(each) for each in written[key]]} if key in written else {})
