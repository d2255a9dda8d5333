"""Reading one QTI item, of version 2 or 3, as a question."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from lms.packs.exchange.plain_text import PlainText, from_element, line
from lms.packs.exchange.qti_feedback import Feedback, feedback_of
from lms.packs.exchange.qti_keys import Key, key_of
from lms.packs.exchange.qti_names import OURS
from lms.packs.exchange.qti_processing import Rule, rules
from lms.packs.exchange.qti_spots import Find, read_spots
from lms.packs.exchange.wording import BLANK
from lms.packs.exchange.xml_tree import Element
from lms.questions.exchanged import (
    Answer,
    Choices,
    Numbers,
    Pairs,
    Quantity,
    Question,
    Sequence,
    Shape,
    Tell,
    Unmapped,
    Words,
)
from lms.sentences import say

INLINE = {"text-entry-interaction", "inline-choice-interaction"}
_CHOICES = ("simple-choice", "simple-associable-choice", "inline-choice", "hotspot-choice")
_OUTSIDE = {"modal-feedback", "feedback-block", "feedback-inline", "rubric-block", "stylesheet", "prompt"}


def read_item(item: Element, tell: Tell, find: Find) -> Question:
    """Return a QTI item as a question; raise `Unmapped`. `find` finds its picture."""
    body = item.first("item-body")
    interactions = [each for each in body.everything() if each.name.endswith("-interaction")] if body else []
    if body is None or len(interactions) != 1:
        raise Unmapped(
            say("it asks nothing")
            if not interactions
            else say("it asks {count} things in one item", count=len(interactions))
        )
    if item.first("template-declaration", "template-processing") is not None:
        raise Unmapped(say("its numbers are drawn anew each time (templates)"))
    asked = interactions[0]
    read = _SHAPES.get(asked.name)
    if read is None:
        raise Unmapped(say("no kind here holds a {interaction}", interaction=asked.name.replace("-", " ")))
    _tell_unused(item, asked, tell)
    declared = item.elements("response-declaration")
    wanted = asked.attributes.get("response-identifier", "RESPONSE")
    declaration = next((each for each in declared if each.attributes.get("identifier") == wanted), None)
    conditions = rules(item)
    key = key_of(item, declaration)
    ids = [each.attributes.get("identifier", "") for each in asked.below(*_CHOICES)]
    told = feedback_of(item, conditions, ids, tell)
    stem = _stem(body, asked, tell)
    shape = read(_Asked(asked, key, told, conditions, tell, find))
    own = {key.removeprefix(OURS): value for key, value in asked.attributes.items() if key.startswith(OURS)}
    id, title = item.attributes.get("identifier", ""), " ".join(item.attributes.get("title", "").split())[:120]
    said = {"right": told.right, "wrong": told.wrong, "general": told.general}
    return Question(id, title or id, stem, shape, **said, kind=own.pop("kind", ""), own=own)


def _tell_unused(item: Element, asked: Element, tell: Tell) -> None:
    if item.attributes.get("adaptive") == "true":
        tell(say("it is answered in several steps (adaptive)"), say("it is asked once"))
    if item.first("stylesheet") is not None:
        tell(say("it has a style sheet"), say("it was left out"))
    if item.first("assessment-stimulus-ref") is not None:
        tell(say("it belongs to a text in another file (stimulus)"), say("that text was left out"))
    if item.first("catalog-info") is not None:
        tell(say("it has texts for assistive programs (catalog)"), say("they were left out"))
    if any(True for _ in item.below("rubric-block")):
        tell(say("it has instructions for candidates or scorers (rubric)"), say("they were left out"))
    if asked.attributes.get("shuffle") == "false" and asked.name == "choice-interaction":
        tell(
            say("its answers keep their order in the source"),
            say("they are shuffled, unless the quiz file says shuffle = false"),
        )
    elif any(each.attributes.get("fixed") == "true" for each in asked.below(*_CHOICES)):
        tell(
            say("some of its answers keep their place in the source"),
            say("they are shuffled, unless the quiz file says shuffle = false"),
        )


def _stem(body: Element, asked: Element, tell: Tell) -> str:
    plain = PlainText(tell)
    _walk(plain, body, asked)
    prompt = asked.first("prompt")
    text = plain.result()
    if asked.name in INLINE and text.endswith(BLANK):
        text = text.removesuffix(BLANK).strip()
    asks = from_element(prompt, tell) if prompt else ""
    return text if asks in text else f"{text} {asks}".strip()  # some programs write the question in both places


def _walk(plain: PlainText, element: Element, asked: Element) -> None:
    for each in element.children:
        if isinstance(each, str):
            plain.words(each)
        elif each is asked:
            plain.words(f" {BLANK} " if asked.name in INLINE else " ")
        elif each.name not in _OUTSIDE:
            plain.start(each.name, each.attributes)
            _walk(plain, each, asked)
            plain.end(each.name)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The interaction of an item with all that is known about its right answers and its feedback."""

    element: Element
    key: Key
    told: Feedback
    rules: list[Rule]
    tell: Tell
    find: Find

    def answer(self, choice: Element, share: float = 0.0) -> Answer:
        """Return one choice."""
        id = choice.attributes.get("identifier", "")
        return Answer(id, from_element(choice, self.tell), share, self.told.of.get(id, ""))


def _choices(asked: _Asked) -> Shape:
    several = asked.element.attributes.get("max-choices", "1") != "1"
    shares = asked.key.shares(several=several)
    choices = asked.element.elements("simple-choice", "inline-choice")
    answers = tuple(asked.answer(each, shares.get(each.attributes.get("identifier", ""), 0.0)) for each in choices)
    return Choices(answers, several)


def _entry(asked: _Asked) -> Shape:
    return _numbers(asked) if asked.key.base in {"float", "integer"} else _words(asked)


def _numbers(asked: _Asked) -> Numbers:
    shares = asked.key.shares(several=False)
    tolerance = next((rule.tolerance for rule in asked.rules if rule.when == "right" and rule.tolerance), 0.0)
    found = {_float(text): Quantity(_float(text), tolerance or 0.0, share) for text, share in shares.items()}
    for rule in asked.rules:
        for text in rule.values if rule.when == "value" else ():
            value = _float(text)
            scored = rule.score if rule.score is not None else 0.0
            known = found.get(value, Quantity(value, 0.0, min(scored, 1.0)))
            found[value] = replace(
                known, tolerance=rule.tolerance or known.tolerance, feedback=asked.told.of.get(text, "")
            )
    return Numbers(tuple(found.values()))


def _float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise Unmapped(say("“{text}” is no number", text=text[:40])) from None


def _words(asked: _Asked) -> Words:
    # a text as the key is read for what it says: no tags in it
    shares = asked.key.shares(several=False)
    for rule in asked.rules:
        for text in rule.values if rule.when == "value" else ():
            shares.setdefault(text, min(rule.score or 0.0, 1.0))
    told = asked.told.of
    answers = (Answer("", line(text, asked.tell), share, told.get(text, "")) for text, share in shares.items())
    return Words(tuple(answers), asked.key.case_counts)


def _sequence(asked: _Asked) -> Shape:
    parts = {
        each.attributes.get("identifier", ""): asked.answer(each) for each in asked.element.elements("simple-choice")
    }
    if sorted(asked.key.correct) != sorted(parts):
        raise Unmapped(say("its right order does not name each part once"))
    return Sequence(tuple(parts[id] for id in asked.key.correct))


def _pairs(asked: _Asked) -> Shape:
    sets = [*asked.element.elements("simple-match-set")]
    if len(sets) != 2:
        raise Unmapped(say("it has no two sets to match"))
    rows, columns = (tuple(map(asked.answer, each.elements("simple-associable-choice"))) for each in sets)
    right: dict[str, tuple[str, ...]] = {}
    for pair in asked.key.right_values:
        row, _, column = pair.partition(" ")
        right[row] = (*right.get(row, ()), column.strip())
    return Pairs(rows, columns, right)


def _spots(asked: _Asked) -> Shape:
    several = asked.element.attributes.get("max-choices", "1") != "1"
    shares = asked.key.shares(several=several)
    answers = []
    for each in asked.element.elements("hotspot-choice"):
        id, label = each.attributes.get("identifier", ""), each.attributes.get("hotspot-label", "")
        answers.append(Answer(id, line(label, asked.tell), shares.get(id, 0.0), asked.told.of.get(id, "")))
    return read_spots(asked.element, answers, several, asked.find)


_SHAPES: dict[str, Callable[[_Asked], Shape]] = {
    "choice-interaction": _choices,
    "inline-choice-interaction": _choices,
    "text-entry-interaction": _entry,
    "order-interaction": _sequence,
    "match-interaction": _pairs,
    "hotspot-interaction": _spots,
}
