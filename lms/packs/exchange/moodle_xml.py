"""Reading Moodle XML, the question bank's own export: one file, a type for each question, texts as HTML in CDATA."""

from lms.packs.exchange.gift_text import last_category
from lms.packs.exchange.moodle_answers import SHAPES, UNKNOWN
from lms.packs.exchange.moodle_question import Asked, title_of
from lms.packs.exchange.reading import Reading
from lms.packs.exchange.xml_tree import Element
from lms.questions.exchanged import Question, Unmapped
from lms.sentences import say

ROOT = "quiz"


def read_moodle(root: Element, reading: Reading, language: str) -> None:
    """Add the questions of a Moodle XML file to `reading`."""
    topic = ""
    penalties = False
    for each in root.elements("question"):
        sort = each.attributes.get("type", "")
        if sort == "category":
            category = each.first("category")
            topic = last_category(category.text if category else "")
            continue
        asked = Asked(each, sort, reading.losses.of(reading.file, title_of(each)), language)
        penalties = penalties or asked.amount("penalty", 0.0) > 0
        try:
            reading.take(_question(asked, topic))
        except Unmapped as reason:
            reading.leave_out(asked.title, str(reason))
    if penalties:
        reading.losses.add(
            reading.file, "", say("a wrong try costs points (penalty)"), say("every attempt is scored for itself")
        )


def _question(asked: Asked, topic: str) -> Question:
    read = SHAPES.get(asked.sort)
    if read is None:
        raise Unmapped(UNKNOWN.get(asked.sort, say('no kind here holds the type "{sort}"', sort=asked.sort[:40])))
    asked.tell_unused()
    stem = asked.words("questiontext")
    shape, wrong = read(asked)
    return Question(
        id=asked.plain("idnumber") or asked.plain("name"),
        title=asked.title,
        stem=stem,
        shape=shape,
        right=asked.combined("correctfeedback"),
        wrong=wrong or asked.combined("incorrectfeedback"),
        general=asked.words("generalfeedback"),
        topic=topic,
    )
