"""From a quiz of ours to a file of another format, in one language."""

from collections.abc import Callable
from collections.abc import Sequence as Many
from dataclasses import dataclass, replace

from lms.packs.exchange.gift_writing import write_gift
from lms.packs.exchange.qti_package import Head, write_package
from lms.packs.exchange.qti_writing import write_item
from lms.packs.exchange.quiz_file import UUID_PREFIX
from lms.packs.exchange.refusals import Losses
from lms.packs.model import Quiz
from lms.packs.quiz_settings import Settings
from lms.questions.exchanged import Question, Sequence, Spots, Tell, Unmapped, exchange_of
from lms.questions.kinds import Item
from lms.questions.text import in_language
from lms.sentences import say

ENDINGS = {"qti3": ".qti3.zip", "gift": ".gift.txt"}
"""The formats, and how the name of a file of each ends."""


@dataclass(frozen=True, slots=True)
class Export:
    """The bytes of the file, how many questions it holds, and what does not come along."""

    content: bytes
    questions: int
    losses: Losses


def export_quiz(quiz: Quiz, format: str, language: str) -> Export:
    """Return the quiz in one of the formats of `ENDINGS`; what has no place there is told."""
    losses = Losses()
    if language not in quiz.languages:
        losses.add(
            quiz.name,
            "",
            say("it is not written in “{language}”", language=language),
            say("English was taken where that is missing"),
        )
    _tell_settings(quiz, losses)
    questions = [each for each in (_question(item, quiz, language, losses) for item in quiz.items) if each is not None]
    head = Head(f"{UUID_PREFIX}{quiz.uuid}", in_language(quiz.title, language), language)
    content, count = _WRITERS[format](head, questions, losses, quiz)
    return Export(content, count, losses)


def _question(item: Item, quiz: Quiz, language: str, losses: Losses) -> Question | None:
    tell = losses.of(quiz.name, item.id)
    exchange = exchange_of(item.kind)
    if exchange is None:
        tell(say("the kind “{kind}” has no mapping to other formats", kind=item.kind), say("the question was left out"))
        return None
    try:
        question = exchange.question(item, language, tell)
    except Unmapped as reason:
        tell(str(reason), say("the question was left out"))
        return None
    topic = quiz.pool.topic(item.id)
    title = in_language(quiz.pool.topics[topic].title, language) if topic in quiz.pool.topics else ""
    return replace(question, topic=title)


def _tell_settings(quiz: Quiz, losses: Losses) -> None:
    """Tell what of the quiz itself has no place in the formats."""
    pool = quiz.pool
    losses.add(
        quiz.name,
        "",
        say("the pass mark ({pass_mark}) has no place", pass_mark=f"{quiz.pass_mark:.0%}"),
        say("set it in the other program"),
    )
    if pool.draw is not None or pool.draw_per_topic is not None:
        losses.add(
            quiz.name,
            "",
            say("an attempt draws some of the questions"),
            say("all are written; draw in the other program"),
        )
    if quiz.settings != Settings():
        losses.add(
            quiz.name,
            "",
            say("attempts, time limit, order and review have no place"),
            say("set them in the other program"),
        )
    if pool.confidence:
        losses.add(quiz.name, "", say("“How sure are you?” has no place"), say("it was left out"))
    if any(topic.page for topic in pool.topics.values()) or any(place.page for place in pool.places.values()):
        losses.add(
            quiz.name, "", say("links to the pages that teach an answer have no place"), say("they were left out")
        )


def _qti(head: Head, questions: Many[Question], losses: Losses, quiz: Quiz) -> tuple[bytes, int]:
    for each in questions:
        if isinstance(each.shape, Sequence):
            losses.add(
                quiz.name,
                each.id,
                say("QTI scores an order all or nothing"),
                say("a part of the points is only given here"),
            )
    items = {each.id: write_item(each, head.language) for each in questions}
    shown = [each.shape.picture for each in questions if isinstance(each.shape, Spots)]
    pictures = {name: quiz.media[name].content for name in shown}
    return write_package(head, questions, items, pictures), len(items)


def _gift(head: Head, questions: Many[Question], losses: Losses, quiz: Quiz) -> tuple[bytes, int]:
    about = {"title": head.title, "uuid": head.identifier, "language": head.language}
    told: list[tuple[Question, Tell]] = [(each, losses.of(quiz.name, each.id)) for each in questions]
    text, written = write_gift(told, about)
    return text.encode(), len(written)


_Writer = Callable[[Head, Many[Question], Losses, Quiz], tuple[bytes, int]]
_WRITERS: dict[str, _Writer] = {"qti3": _qti, "gift": _gift}
