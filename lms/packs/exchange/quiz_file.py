"""Questions of another program as a quiz file of ours, and what is still to be written in it."""

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from typing import Any
from uuid import UUID, uuid5

from lms.packs.exchange.names import distinct, named, short, slug
from lms.packs.exchange.plain_text import line
from lms.packs.exchange.reading import Reading
from lms.packs.exchange.toml_writing import toml
from lms.packs.files import LARGEST_TEXT
from lms.packs.quizzes import MOST_ITEMS
from lms.questions.exchanged import Question, Shape, Spots, Unmapped, kind_for
from lms.questions.kinds import Pictured, kind_of
from lms.questions.tables import ItemErrors
from lms.questions.text import KeyPath
from lms.sentences import say, sentences

NAMESPACE = UUID("5f0c1a52-9d7e-5b8e-8c11-3a5d0e0f6a10")
"""Under which quizzes without a uuid of their own get theirs: the same source, the same uuid."""

PASS_MARK = 0.75
FIRST_VERSION = "1.0"
UUID_PREFIX = "quiz-"
"""What stands before the uuid in the identifier of a test that this product wrote."""

_SAID = "…"


@dataclass(frozen=True, slots=True)
class QuizFile:
    """A quiz file to be: its name, its text, how many questions it holds, and which items lack which texts."""

    name: str
    text: str
    items: int
    unwritten: tuple[tuple[str, int], ...]
    untranslated: bool
    pictures: dict[str, bytes]


def quiz_file(reading: Reading, language: str, name: str) -> QuizFile | None:
    """Return the quiz file of what was read; None where no question could be mapped. Losses go to the reading."""
    questions = named(_with_own_pictures(reading.questions))
    items = [table for table in (_item(question, reading, language) for question in questions) if table is not None]
    for table in items[MOST_ITEMS:]:
        reading.leave_out(table["id"], say("a quiz holds at most {most_items} questions", most_items=MOST_ITEMS))
    items = items[:MOST_ITEMS]
    if not items:
        return None
    title = line(reading.title, reading.losses.of(reading.file)) or name.replace("-", " ").capitalize()
    name = slug(name) or short(title) or "quiz"
    topics = _topics(questions, items, reading, language)
    head = {
        "kind": "quiz",
        "uuid": _uuid(reading, name, items),
        "version": FIRST_VERSION,
        "languages": list(dict.fromkeys(("en", language))),
        "pass_mark": PASS_MARK,
        "title": {language: title},
    }
    text = toml({**head, **topics, "items": items}, _remarks(reading))
    if len(text.encode()) > LARGEST_TEXT:
        reading.losses.add(
            reading.file,
            "",
            say("the quiz file is larger than {largest_text} KB", largest_text=LARGEST_TEXT // 1000),
            say("divide it before use"),
        )
    lacking = tuple((table["id"], sum(1 for _ in _empty(table))) for table in items)
    unwritten = tuple(each for each in lacking if each[1])
    return QuizFile(name, text, len(items), unwritten, language != "en", _pictures(questions, items))


def _pictures(questions: list[Question], items: list[dict[str, Any]]) -> dict[str, bytes]:
    """Return the pictures that the items show, by the names they have in the items."""
    kept = {item["id"] for item in items}
    shapes = [question.shape for question in questions if question.id in kept]
    return {shape.picture: shape.content for shape in shapes if isinstance(shape, Spots)}


def _with_own_pictures(questions: list[Question]) -> list[Question]:
    """Return the questions with a name of its own for each picture."""
    known: dict[str, bytes] = {}
    changed = []
    for question in questions:
        shape = question.shape
        if isinstance(shape, Spots):
            stem, _, ending = shape.picture.rpartition(".")
            names = (f"{stem}{'-' if at else ''}{at or ''}.{ending}" for at in count())
            name = next(each for each in names if known.setdefault(each, shape.content) == shape.content)
            changed.append(replace(question, shape=replace(shape, picture=name)))
        else:
            changed.append(question)
    return changed


def _item(question: Question, reading: Reading, language: str) -> dict[str, Any] | None:
    """Return the item's table in the order in which it is written; None, and a loss, where no kind can hold it."""
    tell = reading.losses.of(reading.file, question.title)
    try:
        found = kind_for(question)
        if found is None:
            raise Unmapped(say("no kind here holds it"))
        kind, exchange = found
        body = exchange.table(question, lambda words: {language: words}, tell)
        table = {"id": question.id, "kind": kind, "stem": {language: question.stem}, **body}
        _check(table, kind, language, question.shape)
    except Unmapped as reason:
        reading.leave_out(question.title, str(reason))
        return None
    return table


def _check(table: dict[str, Any], name: str, language: str, shape: Shape) -> None:
    """Raise `Unmapped` for whatever makes an item unusable, but for words that are to be written."""
    filled = copy.deepcopy(table)
    for path in _empty(table):
        if not {"feedback", "alt"} & set(path):
            what = say("the question") if path[0] == "stem" else say("an answer")
            raise Unmapped(say("{what} has no words", what=what))
        _put(filled, path, _SAID)
    if language != "en":
        _translate(filled, language)
    kind = kind_of(name)
    try:
        item = kind.parse(filled, ("en", language))
        if isinstance(kind, Pictured) and isinstance(shape, Spots):
            kind.fitted(item, {shape.picture: shape.size})
    except ItemErrors as errors:
        told = [part for fault in errors.faults[:3] for part in (fault.message, fault.remedy)]
        raise Unmapped(sentences(*told)) from None


def _empty(value: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    """Yield the path of each text that is empty."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _empty(inner, (*path, key))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _empty(inner, (*path, at))
    elif isinstance(value, str) and not value.strip():
        yield path


def _put(table: Any, path: KeyPath, words: str) -> None:
    for key in path[:-1]:
        table = table[key]
    table[path[-1]] = words


def _translate(value: Any, language: str) -> None:
    """Stand in for the English that is to be written."""
    if isinstance(value, list):
        for each in value:
            _translate(each, language)
    elif isinstance(value, dict):
        if isinstance(value.get(language), str):
            value.setdefault("en", _SAID)
        for each in value.values():
            _translate(each, language)


def _topics(questions: list[Question], items: list[dict[str, Any]], reading: Reading, language: str) -> dict[str, Any]:
    """Give each item its topic where all have one of several; return the topics as keys of the file."""
    titles = {question.id: question.topic for question in questions}
    used = list(dict.fromkeys(titles[item["id"]] for item in items if titles[item["id"]]))
    if len(used) < 2:
        return {}
    if not all(titles[item["id"]] for item in items):
        reading.losses.add(
            reading.file, "", say("some questions have a category and some have none"), say("none was taken over")
        )
        return {}
    names = dict(zip(used, distinct(map(slug, used), "topic"), strict=True))
    for item in items:
        rest = {key: item.pop(key) for key in [*item][2:]}
        item |= {"topic": names[titles[item["id"]]], **rest}
    return {"topics": {name: {"title": {language: title}} for title, name in names.items()}}


def _uuid(reading: Reading, name: str, items: list[dict[str, Any]]) -> str:
    try:
        return str(UUID(reading.identifier.removeprefix(UUID_PREFIX)))
    except ValueError:
        source = json.dumps([reading.identifier, name, [item["id"] for item in items]])
        return str(uuid5(NAMESPACE, source))


def _remarks(reading: Reading) -> Iterator[str]:
    yield f"Imported from {reading.file}. The pass mark is this import's; change it as you like."
    if reading.losses.found:
        yield "What did not come along as it stood:"
        for loss in reading.losses.found[:100]:
            yield f"- {loss}"
