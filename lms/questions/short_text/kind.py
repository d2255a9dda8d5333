"""Short text: reading, responding, scoring."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lms.questions.kinds import BadResponse, Category, Item, Score
from lms.questions.short_text.likeness import normal, one_off, tidy
from lms.questions.tables import ItemErrors, Table
from lms.questions.text import LANGUAGES, N_, Json, Text
from lms.questions.wording import OTHER, RIGHT
from lms.sentences import say

LONGEST = 200
ANY = "any"
MOST_ANSWERS = 30


@dataclass(frozen=True, slots=True)
class NearText:
    """Wrong answers people typically give, and what they teach."""

    answers: tuple[str, ...]
    feedback: Text


@dataclass(frozen=True, slots=True)
class ShortTextItem(Item):
    """A question answered in a few words.

    `accepted` holds answers by language and under "any"; all of them are right for every reader, so that an answer
    given in Danish is the same answer in English. `accept_typos`: one letter off is right too, in longer answers.
    """

    accepted: dict[str, tuple[str, ...]]
    accept_typos: bool
    accept_accents: bool
    correct: Text
    wrong: Text
    near: tuple[NearText, ...]

    def shown_answer(self, language: str) -> str:
        """Return the answer shown to a reader of `language`: the first of theirs, of "any", or English."""
        return next(self.accepted[each][0] for each in (language, ANY, "en") if self.accepted.get(each))


class ShortText:
    """The kind `short-text`: a response is a text of 1 to 200 characters."""

    name = "short-text"

    def parse(self, table: Mapping[str, object], languages: Sequence[str]) -> ShortTextItem:
        """Build the item; raise `ItemErrors`."""
        top = Table(table, languages)
        id, stem = top.name("id"), top.text("stem", html=False)
        top.one_of("kind", (self.name,))
        accepted = _accepted(top)
        typos = top.flag("accept_typos", default=False)
        accents = top.flag("accept_accents", default=True)
        feedback = top.table("feedback")
        correct, wrong = feedback.text("correct", html=False), feedback.text("wrong", html=False)
        feedback.finish()
        entries = top.tables("near")
        near = tuple(_near(entry) for entry in entries)
        top.finish()
        item = ShortTextItem(id, self.name, stem, accepted, typos, accents, correct, wrong, near)
        _refuse_right_misses(item, entries)
        if top.faults:
            raise ItemErrors(top.faults)
        return item

    def document(self, item: ShortTextItem) -> dict[str, Json]:
        """Return the whole item as JSON."""
        near: list[Json] = [{"answers": [*each.answers], "feedback": {**each.feedback}} for each in item.near]
        return {
            **self.public(item),
            "accepted": {language: [*answers] for language, answers in item.accepted.items()},
            "accept_typos": item.accept_typos,
            "accept_accents": item.accept_accents,
            "correct": {**item.correct},
            "wrong": {**item.wrong},
            "near": near,
        }

    def from_document(self, document: Mapping[str, Any]) -> ShortTextItem:
        """Build the item from its document."""
        d = document
        accepted = {language: tuple(answers) for language, answers in d["accepted"].items()}
        near = tuple(NearText(tuple(each["answers"]), each["feedback"]) for each in d["near"])
        told = (d["accept_typos"], d["accept_accents"], d["correct"], d["wrong"])
        return ShortTextItem(d["id"], self.name, d["stem"], accepted, *told, near)

    def public(self, item: ShortTextItem) -> dict[str, Json]:
        """Return the question."""
        return {"id": item.id, "kind": self.name, "stem": {**item.stem}}

    def meaning(self, item: ShortTextItem) -> Json:
        """Return what is accepted, in the form in which it is compared, and how kindly."""
        answers: list[Json] = [*sorted(_right(item))]
        return {"accepted": answers, "typos": item.accept_typos, "accents": item.accept_accents}

    def frame(self, item: ShortTextItem) -> Json:
        """Return nothing: everything but the wording is key."""
        return {}

    def key_words(self, item: ShortTextItem) -> Text:
        """Return what is accepted."""
        return {language: ", ".join(answers) for language, answers in item.accepted.items()}

    def arranged(self, item: ShortTextItem, seed: str) -> ShortTextItem:
        """Return the item: there is nothing to arrange."""
        return item

    def response(self, item: ShortTextItem, value: Json) -> Json:
        """Return the text with single spaces; None and an empty text take an answer back."""
        if value is None:
            return None
        if not isinstance(value, str):
            raise BadResponse(item.id, N_("This is not a text."), N_("Write a word or a few."))
        text = tidy(value)
        if len(text) > LONGEST:
            raise BadResponse(item.id, N_("This answer is too long."), N_("Write at most 200 characters."))
        if not text.isprintable():
            raise BadResponse(item.id, N_("This answer holds a broken character."), N_("Write a word or a few."))
        return text or None

    def score(self, item: ShortTextItem, value: Json) -> Score:
        """Give one point for an accepted answer; otherwise the feedback of the near miss it is, or of any wrong one."""
        key = item.shown_answer("en")
        typed = tidy(value)[:LONGEST] if isinstance(value, str) else ""
        if not typed:
            return Score(0.0, False, None, key)
        compared = _normal(item, typed)
        right = _right(item)
        missed = next((n for n in item.near if compared in {_normal(item, each) for each in n.answers}), None)
        typo = item.accept_typos and any(one_off(compared, each) for each in right)
        if compared in right or (typo and missed is None):
            return Score(1.0, True, typed, key, (item.correct,))
        return Score(0.0, False, typed, key, (missed.feedback if missed else item.wrong,))

    def categories(self, item: ShortTextItem) -> tuple[Category, ...]:
        """Return right and other: what was typed is the person's own and is never counted by its words."""
        return Category("right", RIGHT, True), Category("other", OTHER, False)

    def said(self, item: ShortTextItem, response: Json) -> tuple[str, ...]:
        """Return whether the answer is right."""
        score = self.score(item, response)
        return () if score.chosen is None else ("right" if score.correct else "other",)


def _normal(item: ShortTextItem, text: str) -> str:
    return normal(text, accents_count=not item.accept_accents)


def _right(item: ShortTextItem) -> set[str]:
    return {_normal(item, answer) for answers in item.accepted.values() for answer in answers}


def _accepted(top: Table) -> dict[str, tuple[str, ...]]:
    table = top.table("accepted")
    accepted = {name: _answers(table, name) for name in (ANY, *LANGUAGES) if table.has(name)}
    table.finish()
    missing = [language for language in dict.fromkeys(("en", *top.languages)) if language not in accepted]
    if top.has("accepted") and ANY not in accepted and missing:
        remedy = say('Add {missing} = ["…"], or any = ["…"] for answers of every language.', missing=missing[0])
        top.fault("accepted", say('There is no accepted answer for "{missing}".', missing=missing[0]), remedy)
    return accepted


def _answers(table: Table, key: str) -> tuple[str, ...]:
    answers = tuple(tidy(answer) for answer in table.list_of_words(key))
    good = all(normal(answer, accents_count=True) and len(answer) <= LONGEST for answer in answers)
    if not answers or len(answers) > MOST_ANSWERS or not good:
        table.fault(
            key,
            say(
                '"{key}" needs 1 to {most} answers of 1 to {longest} characters.',
                key=key,
                most=MOST_ANSWERS,
                longest=LONGEST,
            ),
            say("Mend the list."),
        )
    return answers


def _near(table: Table) -> NearText:
    near = NearText(_answers(table, "answers"), table.text("feedback", html=False))
    table.finish()
    return near


def _refuse_right_misses(item: ShortTextItem, entries: Sequence[Table]) -> None:
    right = _right(item)
    for entry, near in zip(entries, item.near, strict=True):
        for answer in near.answers:
            if _normal(item, answer) in right:
                entry.fault(
                    "answers",
                    say('"{answer}" counts as the right answer.', answer=answer),
                    say("Give a near miss that is wrong."),
                )


KIND = ShortText()
