"""Scale: reading, responding, scoring where a range is accepted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lms.questions.kinds import BadResponse, Category, Item, Score
from lms.questions.tables import ItemErrors, Table
from lms.questions.text import N_, Json, Text, joined
from lms.questions.wording import CANNOT_SAY
from lms.sentences import say

FEWEST, MOST = 2, 11
CANNOT_JUDGE = "cannot-judge"
"""The response of somebody who says so; it is an answer, and a missing value."""


@dataclass(frozen=True, slots=True)
class ScaleItem(Item):
    """A statement with a scale of `points` from 1; `anchors` name some of them, the first and the last at least.

    `accepted` are the points that are right; with none the item is asked and does not count. `feedback` holds
    "correct" and "wrong", or "any" where nothing is right or wrong.
    """

    points: int
    anchors: dict[int, Text]
    cannot_judge: bool
    accepted: tuple[int, ...]
    feedback: dict[str, Text]


class Scale:
    """The kind `scale`: a response is a whole number from 1, or "cannot-judge" where the item offers it."""

    name = "scale"
    comes_back = False

    def parse(self, table: Mapping[str, object], languages: Sequence[str]) -> ScaleItem:
        """Build the item; raise `ItemErrors`."""
        top = Table(table, languages)
        id, stem = top.name("id"), top.text("stem", html=False)
        top.one_of("kind", (self.name,))
        points = top.whole("points", FEWEST, MOST)
        cannot_judge = top.flag("cannot_judge", default=False)
        anchors = _anchors(top, points)
        accepted = _accepted(top, points)
        feedback = _feedback(top, ("correct", "wrong") if accepted else ("any",))
        top.finish()
        if top.faults:
            raise ItemErrors(top.faults)
        return ScaleItem(id, self.name, stem, points, anchors, cannot_judge, accepted, feedback)

    def document(self, item: ScaleItem) -> dict[str, Json]:
        """Return the whole item as JSON."""
        feedback: Json = {when: {**text} for when, text in item.feedback.items()}
        return {**self.public(item), "accepted": [*item.accepted], "feedback": feedback}

    def from_document(self, document: Mapping[str, Any]) -> ScaleItem:
        """Build the item from its document."""
        d = document
        anchors = {int(at): text for at, text in d["anchors"].items()}
        accepted = tuple(d["accepted"])
        return ScaleItem(
            d["id"], self.name, d["stem"], d["points"], anchors, d["cannot_judge"], accepted, d["feedback"]
        )

    def public(self, item: ScaleItem) -> dict[str, Json]:
        """Return the statement and its scale."""
        anchors: Json = {str(at): {**text} for at, text in item.anchors.items()}
        about: dict[str, Json] = {"points": item.points, "anchors": anchors, "cannot_judge": item.cannot_judge}
        return {"id": item.id, "kind": self.name, "stem": {**item.stem}, **about}

    def meaning(self, item: ScaleItem) -> Json:
        """Return the scale and what is accepted."""
        return {"points": item.points, "cannot_judge": item.cannot_judge, "accepted": [*item.accepted]}

    def frame(self, item: ScaleItem) -> Json:
        """Return the scale, and whether it counts."""
        return {"points": item.points, "cannot_judge": item.cannot_judge, "counted": bool(item.accepted)}

    def key_words(self, item: ScaleItem) -> Text:
        """Return the points accepted."""
        return joined(" / ", *(_named(item, at) for at in item.accepted)) if item.accepted else {"en": "–"}

    def arranged(self, item: ScaleItem, seed: str) -> ScaleItem:
        """Return the item: a scale is never shuffled."""
        return item

    def response(self, item: ScaleItem, value: Json) -> Json:
        """Return the point or "cannot-judge"; None takes an answer back."""
        if value is None or (value == CANNOT_JUDGE and item.cannot_judge):
            return value
        point = _point(item, value)
        if point is None:
            raise BadResponse(item.id, N_("This is no point of the scale."), N_("Choose one of the points shown."))
        return point

    def score(self, item: ScaleItem, value: Json) -> Score:
        """Give one point within the accepted range; an item without one is not counted."""
        counted = bool(item.accepted)
        key: Json = item.accepted[0] if counted else None
        point = _point(item, value)
        cannot = value == CANNOT_JUDGE and item.cannot_judge
        if point is None and not cannot:
            return Score(0.0, False, None, key, counted=counted)
        correct = point in item.accepted
        when = ("correct" if correct else "wrong") if counted else "any"
        return Score(
            float(correct), correct, CANNOT_JUDGE if cannot else point, key, (item.feedback[when],), (), counted
        )

    def categories(self, item: ScaleItem) -> tuple[Category, ...]:
        """Return one for each point, and one for "cannot judge" where the item offers it."""
        points = tuple(Category(str(at), _named(item, at), at in item.accepted) for at in range(1, item.points + 1))
        return (*points, Category(CANNOT_JUDGE, CANNOT_SAY, False)) if item.cannot_judge else points

    def said(self, item: ScaleItem, response: Json) -> tuple[str, ...]:
        """Return the point chosen."""
        chosen = self.score(item, response).chosen
        return () if chosen is None else (str(chosen),)


def _named(item: ScaleItem, at: int) -> Text:
    """Return the words of a point: its number, and its anchor where it has one."""
    number = {language: str(at) for language in item.stem}
    return joined(" – ", number, item.anchors[at]) if at in item.anchors else number


def _point(item: ScaleItem, value: Json) -> int | None:
    is_whole = isinstance(value, int | float) and not isinstance(value, bool) and value == value // 1
    return int(value) if is_whole and 1 <= value <= item.points else None  # type: ignore[arg-type,operator]


def _anchors(top: Table, points: int) -> dict[int, Text]:
    anchors: dict[int, Text] = {}
    for entry in top.tables("anchors", least=2):
        at = entry.whole("at", 1, max(points, FEWEST))
        if at in anchors:
            entry.fault("at", say("Two anchors stand at {at}.", at=at), say("Keep one."))
        anchors[at] = entry.text("text", html=False)
        entry.finish()
    for end in (1, points):
        if anchors and end not in anchors:
            top.fault(
                "anchors",
                say("Point {end} has no anchor.", end=end),
                say("Add [[items.anchors]] with at = {end}.", end=end),
            )
    return anchors


def _accepted(top: Table, points: int) -> tuple[int, ...]:
    if not top.has("accepted"):
        return ()
    value = top.values["accepted"]
    good = isinstance(value, list) and all(type(each) is int and 1 <= each <= points for each in value)
    if not good or not value:
        top.fault(
            "accepted",
            say('"accepted" must list points of the scale.'),
            say("Write whole numbers from 1 to {points}.", points=points),
        )
        return ()
    accepted = tuple(sorted(set(value))) if isinstance(value, list) else ()
    if len(accepted) == points:
        top.fault("accepted", say("Every point is accepted."), say("Leave some out, or leave accepted out."))
    return accepted


def _feedback(top: Table, wanted: Sequence[str]) -> dict[str, Text]:
    table = top.table("feedback")
    feedback = {when: table.text(when, html=False) for when in wanted}
    table.finish()
    return feedback


KIND = Scale()
