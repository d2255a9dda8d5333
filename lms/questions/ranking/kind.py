"""Ranking: reading, responding, scoring by Kendall's distance with ties."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from lms.questions.kinds import BadResponse, Category, Item, Score
from lms.questions.options import MOST, refuse_doubles
from lms.questions.shuffling import shuffled
from lms.questions.tables import ItemErrors, Table
from lms.questions.text import N_, Json, Text, joined
from lms.sentences import say

FEWEST = 3


@dataclass(frozen=True, slots=True)
class Ranked:
    """One option: its id (stable for ever), its text, why it weighs what it does (may be empty), and its rank.

    Equal ranks are ties; 1 weighs most, and None is an option of an item that is asked without being scored.
    """

    id: str
    text: Text
    why: Text
    rank: int | None

    def document(self) -> dict[str, Json]:
        """Return the option as JSON."""
        return {**self.public(), "why": {**self.why}, "rank": self.rank}

    def public(self) -> dict[str, Json]:
        """Return the option without saying how much it weighs."""
        return {"id": self.id, "text": {**self.text}}


@dataclass(frozen=True, slots=True)
class RankingItem(Item):
    """Options to be ranked. `parts` stand as they are shown, `written` are their ids as the author wrote them.

    `first` and `last` are words for both ends; `feedback` holds "correct" and "wrong", or "any" where nothing counts.
    """

    parts: tuple[Ranked, ...]
    written: tuple[str, ...]
    first: Text
    last: Text
    feedback: dict[str, Text]

    def part(self, id: str) -> Ranked:
        """Return the option with that id; raise `StopIteration` where there is none."""
        return next(part for part in self.parts if part.id == id)

    @property
    def counted(self) -> bool:
        """Whether the author has ranked the options."""
        return self.parts[0].rank is not None

    @property
    def ranked(self) -> tuple[Ranked, ...]:
        """The options by rank, ties as they are written."""
        return tuple(sorted(map(self.part, self.written), key=lambda part: part.rank or 0))

    def places(self, id: str) -> range:
        """Return the places, from 1, in which an option is right: more than one where it is tied; all where none is."""
        rank = self.part(id).rank
        above = sum((part.rank or 0) < (rank or 0) for part in self.parts)
        return range(above + 1, above + 1 + sum(part.rank == rank for part in self.parts))


class Ranking:
    """The kind `ranking`: a response is the list of all option ids, each once, the one that weighs most first."""

    name = "ranking"

    def parse(self, table: Mapping[str, object], languages: Sequence[str]) -> RankingItem:
        """Build the item; raise `ItemErrors` unless all options have a rank, not all the same one, or none has."""
        top = Table(table, languages)
        id, stem = top.name("id"), top.text("stem", html=False)
        top.one_of("kind", (self.name,))
        parts = _options(top)
        first, last = (top.text(end, required=False, html=False) for end in ("first", "last"))
        wanted = ("correct", "wrong") if any(part.rank is not None for part in parts) else ("any",)
        table_of_feedback = top.table("feedback")
        feedback = {when: table_of_feedback.text(when, html=False) for when in wanted}
        table_of_feedback.finish()
        top.finish()
        if top.faults:
            raise ItemErrors(top.faults)
        return RankingItem(id, self.name, stem, parts, tuple(part.id for part in parts), first, last, feedback)

    def document(self, item: RankingItem) -> dict[str, Json]:
        """Return the whole item as JSON, its options as they are written."""
        parts: list[Json] = [item.part(id).document() for id in item.written]
        feedback: Json = {when: {**text} for when, text in item.feedback.items()}
        return {**self.public(item), "options": parts, "feedback": feedback}

    def from_document(self, document: Mapping[str, Any]) -> RankingItem:
        """Build the item from its document."""
        d = document
        parts = tuple(Ranked(each["id"], each["text"], each["why"], each["rank"]) for each in d["options"])
        written = tuple(part.id for part in parts)
        return RankingItem(d["id"], self.name, d["stem"], parts, written, d["first"], d["last"], d["feedback"])

    def public(self, item: RankingItem) -> dict[str, Json]:
        """Return the question and its options in an order that is never right."""
        parts: list[Json] = [part.public() for part in _mixed(item, "")]
        ends: dict[str, Json] = {"first": {**item.first}, "last": {**item.last}}
        return {"id": item.id, "kind": self.name, "stem": {**item.stem}, **ends, "options": parts}

    def meaning(self, item: RankingItem) -> Json:
        """Return what is tied with what, the tie that weighs most first; without ranks, the option ids in no order."""
        if not item.counted:
            return {"options": [*sorted(item.written)]}
        ranks = sorted({part.rank or 0 for part in item.parts})
        tiers: list[Json] = [[*sorted(part.id for part in item.parts if part.rank == rank)] for rank in ranks]
        return {"tiers": tiers}

    def frame(self, item: RankingItem) -> Json:
        """Return the option ids, in no order, and whether it counts."""
        return {"options": [*sorted(item.written)], "counted": item.counted}

    def key_words(self, item: RankingItem) -> Text:
        """Return the options, the one that weighs most first."""
        ranked = sorted(item.parts, key=lambda part: part.rank or 0)
        return joined(" → ", *(part.text for part in ranked))

    def arranged(self, item: RankingItem, seed: str) -> RankingItem:
        """Return the item with its options shuffled, also without a seed, and never in an order that is right."""
        return replace(item, parts=_mixed(item, seed))

    def response(self, item: RankingItem, value: Json) -> Json:
        """Return the ids as they were ranked; None takes an answer back."""
        if value is None or value == []:
            return None
        placed = _placed(item, value)
        if placed is None:
            raise BadResponse(item.id, N_("This is not the whole ranking."), N_("Give each line a place of its own."))
        return [*placed]

    def score(self, item: RankingItem, value: Json) -> Score:
        """Give one minus Kendall's distance, divided by the largest there can be.

        The distance is the number of pairs that stand the wrong way round (Kendall 1938, "A new measure of rank
        correlation"). A pair that the author ties is never the wrong way round, whichever comes first: the distance
        K^(p) of Fagin, Kumar, Mahdian, Sivakumar & Vee 2006 ("Comparing partial rankings", SIAM J. Discrete Math. 20)
        with p = 0. The largest distance is the number of pairs that are not tied, so that the points are
        (1 + gamma) / 2 with the gamma of Goodman & Kruskal 1954.
        """
        key: Json = [part.id for part in item.ranked] if item.counted else None
        placed = _placed(item, value)
        if placed is None:
            return Score(0.0, False, None, key, counted=item.counted)
        if not item.counted:
            return Score(0.0, False, [*placed], key, (item.feedback["any"],), counted=False)
        pairs = _agreements(item, placed)
        when = "correct" if all(pairs) else "wrong"
        return Score(sum(pairs) / len(pairs), all(pairs), [*placed], key, (item.feedback[when],))

    def categories(self, item: RankingItem) -> tuple[Category, ...]:
        """Return one for each option at each place, called `option:place`; places count from 1."""
        return tuple(
            Category(f"{id}:{place}", _at(item.part(id).text, place), item.counted and place in item.places(id))
            for id in item.written
            for place in range(1, len(item.written) + 1)
        )

    def said(self, item: RankingItem, response: Json) -> tuple[str, ...]:
        """Return each option with the place it was given."""
        return tuple(f"{id}:{place}" for place, id in enumerate(_placed(item, response) or (), 1))


def _at(text: Text, place: int) -> Text:
    return joined(": ", text, {language: str(place) for language in text})


def _agreements(item: RankingItem, placed: Sequence[str]) -> list[bool]:
    """Return, for each pair of options that the author does not tie, whether it stands the right way round."""
    place = {id: number for number, id in enumerate(placed)}
    pairs = combinations(item.ranked, 2)
    return [place[above.id] < place[below.id] for above, below in pairs if above.rank != below.rank]


def _mixed(item: RankingItem, seed: str) -> tuple[Ranked, ...]:
    """Return the options in the order of `seed`; where chance has put them right, the first one goes last."""
    parts = shuffled(item.parts, seed, lambda part: part.id, item.id)
    is_right = item.counted and all(_agreements(item, [part.id for part in parts]))
    return (*parts[1:], parts[0]) if is_right else parts


def _placed(item: RankingItem, value: Json) -> list[str] | None:
    """Return the ids; None where `value` does not name each option once."""
    if not isinstance(value, list) or len(value) != len(item.written):
        return None
    ids = [id for id in value if isinstance(id, str)]
    return ids if sorted(ids) == sorted(item.written) else None


def _options(top: Table) -> tuple[Ranked, ...]:
    entries = top.tables("options", least=FEWEST)
    parts = tuple(_option(entry) for entry in entries)
    if len(parts) > MOST:
        top.fault(
            "options",
            say("{count} options are too many to weigh.", count=len(parts)),
            say("Keep at most {most}.", most=MOST),
        )
    refuse_doubles(entries, [part.id for part in parts], say("option"))
    ranks = {part.rank for part in parts}
    if None in ranks and len(ranks) > 1:
        top.fault(
            "options", say("Some options have a rank and some do not."), say("Add rank to every option or to none.")
        )
    elif len(ranks) == 1 and None not in ranks:
        top.fault(
            "options", say("All options have the same rank."), say("Give at least one another rank, or leave rank out.")
        )
    return parts


def _option(table: Table) -> Ranked:
    rank = table.whole("rank", 1, MOST) if table.has("rank") else None
    why = table.text("why", required=False, html=False)
    part = Ranked(table.name("id"), table.text("text", html=False), why, rank)
    table.finish()
    return part


KIND = Ranking()
