"""One QTI 3.0 item while it is put together: its key, its body, what a response scores and what is said about it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from lms.packs.exchange.qti_names import OURS
from lms.packs.exchange.qti_xml import add, element
from lms.questions.exchanged import Question

RIGHT_SAID, WRONG_SAID, ANY_SAID = "RIGHT", "WRONG", "GENERAL"
"""Identifiers of feedback; those of answers are in small letters, so that none is the same."""


@dataclass
class Item:
    """One item while it is put together; `said` holds {identifier: feedback} in the order of the file."""

    question: Question
    body: ET.Element = field(default_factory=lambda: element("item-body"))
    processing: ET.Element = field(default_factory=lambda: element("response-processing"))
    said: dict[str, str] = field(default_factory=dict)
    declaration: ET.Element = field(default_factory=lambda: element("response-declaration", {"identifier": "RESPONSE"}))

    def asks(self, name: str, into: ET.Element | None = None, **attributes: str) -> ET.Element:
        """Add the interaction, with what only this product knows in data-* attributes."""
        own = {"kind": self.question.kind, **self.question.own}
        ours = {f"{OURS}{key}": value for key, value in own.items() if value}
        told = {key.replace("_", "-"): value for key, value in attributes.items()}
        target = self.body if into is None else into
        return add(target, f"{name}-interaction", {"response-identifier": "RESPONSE", **told, **ours})

    def declare(self, cardinality: str, base: str, correct: Iterable[str], mapping: Mapping[str, float]) -> None:
        """Say what kind of response is right, and what each brings where that is not all or nothing."""
        self.declaration.attrib |= {"cardinality": cardinality, "base-type": base}
        right = [*correct]
        if right:
            values(add(self.declaration, "correct-response"), right)
        if mapping:
            mapped = add(self.declaration, "mapping", {"default-value": "0", "lower-bound": "0", "upper-bound": "1"})
            for key, share in mapping.items():
                case = {"case-sensitive": "false"} if base == "string" else {}
                add(mapped, "map-entry", {"map-key": key, "mapped-value": repr(round(share, 9)), **case})

    def score(self, *, mapped: bool) -> None:
        """Score the response by its mapping, or all or nothing."""
        if mapped:
            add(
                add(self.processing, "set-outcome-value", {"identifier": "SCORE"}),
                "map-response",
                {"identifier": "RESPONSE"},
            )
        else:
            self.branch(self.condition(), "if", is_correct(), "", score=1)

    def condition(self) -> ET.Element:
        """Add a condition."""
        return add(self.processing, "response-condition")

    def branch(self, condition: ET.Element, name: str, test: ET.Element | None, said: str, *, score: int = 0) -> None:
        """Add a branch that sets a score and shows a feedback; both may be missing."""
        branch = add(condition, f"response-{name}")
        if test is not None:
            branch.append(test)
        if score:
            target = add(branch, "set-outcome-value", {"identifier": "SCORE"})
            add(target, "base-value", {"base-type": "float"}, str(score))
        if said in self.said:
            add(_added(branch), "base-value", {"base-type": "identifier"}, said)

    def echo(self) -> None:
        """Show the feedback whose identifiers the response holds."""
        add(_added(self.processing), "variable", {"identifier": "RESPONSE"})

    def always(self, ids: Iterable[str]) -> None:
        """Show these after any response."""
        shown = [id for id in ids if id in self.said]
        if shown:
            both = _added(self.processing)
            for id in shown:
                add(both, "base-value", {"base-type": "identifier"}, id)

    def right_or_wrong(self) -> None:
        """Show one feedback after the right response and another after every other one."""
        if RIGHT_SAID in self.said or WRONG_SAID in self.said:
            condition = self.condition()
            self.branch(condition, "if", is_correct(), RIGHT_SAID)
            if WRONG_SAID in self.said:
                self.branch(condition, "else", None, WRONG_SAID)


def is_correct() -> ET.Element:
    """Return the test whether the response is the correct one."""
    test = element("match")
    add(test, "variable", {"identifier": "RESPONSE"})
    add(test, "correct", {"identifier": "RESPONSE"})
    return test


def values(parent: ET.Element, texts: Iterable[str]) -> None:
    """Append a value for each text."""
    for text in texts:
        add(parent, "value", text=text)


def _added(parent: ET.Element) -> ET.Element:
    """Append what adds to the feedback that is shown already, and return where to put the identifiers."""
    both = add(add(parent, "set-outcome-value", {"identifier": "FEEDBACK"}), "multiple")
    add(both, "variable", {"identifier": "FEEDBACK"})
    return both
