"""Matching: reading, responding, scoring pair by pair."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lms.questions.kinds import BadResponse, Category, Item, Note, Score, Verdict
from lms.questions.options import refuse_doubles
from lms.questions.shuffling import shuffled
from lms.questions.tables import ItemErrors, Table
from lms.questions.text import N_, Json, Text, joined
from lms.sentences import say

FEWEST, MOST_PAIRS, MOST_ANSWERS = 2, 8, 12


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands on the right: its id (stable for ever, and seen in the page's source) and its words."""

    id: str
    text: Text

    def document(self) -> dict[str, Json]:
        """Return the answer as JSON."""
        return {"id": self.id, "text": {**self.text}}


@dataclass(frozen=True, slots=True)
class Pair:
    """What stands on the left: its id, its words, the id of the answer that fits it, and what it teaches."""

    id: str
    left: Text
    right: str
    feedback: Text


@dataclass(frozen=True, slots=True)
class MatchingItem(Item):
    """Pairs to be found. `answers` are those of the pairs and those that fit nothing, as they are shown."""

    pairs: tuple[Pair, ...]
    answers: tuple[Answer, ...]

    def words(self, answer: str) -> Text:
        """Return the words of an answer; raise `StopIteration` where there is none."""
        return next(each.text for each in self.answers if each.id == answer)


class Matching:
    """The kind `matching`: a response is {pair id: answer id} for the pairs that were given an answer."""

    name = "matching"

    def parse(self, table: Mapping[str, object], languages: Sequence[str]) -> MatchingItem:
        """Build the item; raise `ItemErrors` unless each answer has an id that says nothing of its pair."""
        top = Table(table, languages)
        id, stem = top.name("id"), top.text("stem", html=False)
        top.one_of("kind", (self.name,))
        pairs, answers = _read(top)
        top.finish()
        if top.faults:
            raise ItemErrors(top.faults)
        return MatchingItem(id, self.name, stem, pairs, answers)

    def document(self, item: MatchingItem) -> dict[str, Json]:
        """Return the whole item as JSON."""
        pairs: list[Json] = [
            {"id": pair.id, "left": {**pair.left}, "right": pair.right, "feedback": {**pair.feedback}}
            for pair in item.pairs
        ]
        return {**self.public(item), "pairs": pairs, "answers": [answer.document() for answer in item.answers]}

    def from_document(self, document: Mapping[str, Any]) -> MatchingItem:
        """Build the item from its document."""
        d = document
        pairs = tuple(Pair(each["id"], each["left"], each["right"], each["feedback"]) for each in d["pairs"])
        answers = tuple(Answer(each["id"], each["text"]) for each in d["answers"])
        return MatchingItem(d["id"], self.name, d["stem"], pairs, answers)

    def public(self, item: MatchingItem) -> dict[str, Json]:
        """Return what stands on the left, and the answers in an order that says nothing of what fits."""
        pairs: list[Json] = [{"id": pair.id, "left": {**pair.left}} for pair in item.pairs]
        answers: list[Json] = [answer.document() for answer in _mixed(item, "")]
        return {"id": item.id, "kind": self.name, "stem": {**item.stem}, "pairs": pairs, "answers": answers}

    def meaning(self, item: MatchingItem) -> Json:
        """Return what fits what, and all answers, in no order."""
        pairs: Json = {pair.id: pair.right for pair in item.pairs}
        return {"pairs": pairs, "answers": [*sorted(answer.id for answer in item.answers)]}

    def frame(self, item: MatchingItem) -> Json:
        """Return both sides, in no order."""
        left, right = sorted(pair.id for pair in item.pairs), sorted(answer.id for answer in item.answers)
        return {"pairs": [*left], "answers": [*right]}

    def key_words(self, item: MatchingItem) -> Text:
        """Return what fits what."""
        return joined("; ", *(joined(" – ", pair.left, item.words(pair.right)) for pair in item.pairs))

    def arranged(self, item: MatchingItem, seed: str) -> MatchingItem:
        """Return the item with both sides in the order of `seed`; without one only the answers are mixed."""
        pairs = shuffled(item.pairs, seed, lambda pair: pair.id, item.id) if seed else item.pairs
        return replace(item, pairs=pairs, answers=_mixed(item, seed))

    def response(self, item: MatchingItem, value: Json) -> Json:
        """Return the pairs given, in the order of their ids; None and no pair take an answer back."""
        if value is None or value == {}:
            return None
        chosen = _chosen(item, value)
        if chosen is None:
            raise BadResponse(item.id, N_("This is none of the answers."), N_("Choose one of the answers shown."))
        return {**chosen} or None

    def score(self, item: MatchingItem, value: Json) -> Score:
        """Give the share of pairs that are right, and what each pair teaches."""
        key: Json = {pair.id: pair.right for pair in item.pairs}
        chosen = _chosen(item, value)
        if not chosen:
            return Score(0.0, False, None, key)
        right = sum(chosen.get(pair.id) == pair.right for pair in item.pairs)
        notes = tuple(_note(item, pair, chosen.get(pair.id)) for pair in item.pairs)
        return Score(right / len(item.pairs), right == len(item.pairs), {**chosen}, key, notes=notes)

    def categories(self, item: MatchingItem) -> tuple[Category, ...]:
        """Return one for each answer to each pair, called `pair:answer`."""
        return tuple(
            Category(f"{pair.id}:{answer.id}", joined(" – ", pair.left, answer.text), answer.id == pair.right)
            for pair in item.pairs
            for answer in item.answers
        )

    def said(self, item: MatchingItem, response: Json) -> tuple[str, ...]:
        """Return the pairs given."""
        return tuple(f"{pair}:{answer}" for pair, answer in (_chosen(item, response) or {}).items())


def _mixed(item: MatchingItem, seed: str) -> tuple[Answer, ...]:
    """Return the answers in the order of `seed`: as they are written they would stand beside what they fit."""
    return shuffled(item.answers, seed, lambda answer: answer.id, item.id, "answers")


def _chosen(item: MatchingItem, value: Json) -> dict[str, str] | None:
    """Return {pair: answer} of the pairs given; None where `value` names a pair or an answer that is not there."""
    if not isinstance(value, dict):
        return None
    pairs, answers = {pair.id for pair in item.pairs}, {answer.id for answer in item.answers}
    given = {pair: answer for pair, answer in sorted(value.items()) if answer is not None}
    good = all(pair in pairs and isinstance(answer, str) and answer in answers for pair, answer in given.items())
    return {pair: str(answer) for pair, answer in given.items()} if good else None


def _note(item: MatchingItem, pair: Pair, chosen: str | None) -> Note:
    verdict: Verdict = "missed" if chosen is None else ("right" if chosen == pair.right else "wrong")
    return Note(pair.id, verdict, joined(" – ", pair.left, item.words(pair.right)), pair.feedback)


def _read(top: Table) -> tuple[tuple[Pair, ...], tuple[Answer, ...]]:
    """Read `pairs` and `extras`; the answers come back as they are written, those of the pairs first."""
    entries, extras = top.tables("pairs", least=FEWEST), top.tables("extras")
    rights = [entry.table("right") for entry in entries]
    answers = tuple(_answer(table) for table in (*rights, *extras))
    pairs = tuple(_pair(entry, answer) for entry, answer in zip(entries, answers, strict=False))
    if len(pairs) > MOST_PAIRS:
        top.fault(
            "pairs",
            say("{count} pairs are too many to hold in mind.", count=len(pairs)),
            say("Keep at most {most}.", most=MOST_PAIRS),
        )
    if len(answers) > MOST_ANSWERS:
        top.fault(
            "extras",
            say("{count} answers are too many to look through.", count=len(answers)),
            say("Keep at most {most}.", most=MOST_ANSWERS),
        )
    refuse_doubles(entries, [pair.id for pair in pairs], say("pair"))
    refuse_doubles((*rights, *extras), [answer.id for answer in answers], say("answer"))
    _refuse_names_that_tell(pairs, rights)
    return pairs, answers


def _pair(table: Table, right: Answer) -> Pair:
    pair = Pair(table.name("id"), table.text("left", html=False), right.id, table.text("feedback", html=False))
    table.finish()
    return pair


def _answer(table: Table) -> Answer:
    answer = Answer(table.name("id"), table.text("text", html=False))
    table.finish()
    return answer


def _refuse_names_that_tell(pairs: Sequence[Pair], rights: Sequence[Table]) -> None:
    for pair, table in zip(pairs, rights, strict=True):
        if pair.id and pair.right == pair.id:
            table.fault(
                "id",
                say('"{id}" is the id of its pair too: who reads the page sees it.', id=pair.id),
                say("Rename one."),
            )


KIND = Matching()
