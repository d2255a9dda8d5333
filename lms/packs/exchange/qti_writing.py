"""Writing one question as a QTI 3.0 item, and its feedback."""

from lms.packs.exchange.qti_interactions import WRITERS
from lms.packs.exchange.qti_item import ANY_SAID, RIGHT_SAID, WRONG_SAID, Item, values
from lms.packs.exchange.qti_xml import ASI, add, document, element, identifier, paragraph
from lms.questions.exchanged import Question


def write_item(question: Question, language: str) -> bytes:
    """Return the question as an item in `language`."""
    item = Item(question)
    item.said = {key: text for key, text in _said(question).items() if text}
    WRITERS[type(question.shape)](item, question.shape)
    if ANY_SAID in item.said:
        item.always([ANY_SAID])
    about = {"identifier": identifier(question.id), "title": question.title, "xml:lang": language}
    root = element("assessment-item", {"xmlns": ASI, **about, "adaptive": "false", "time-dependent": "false"})
    root.append(item.declaration)
    for name, most in (("SCORE", "0"), ("MAXSCORE", "1")):
        outcome = add(root, "outcome-declaration", {"identifier": name, "cardinality": "single", "base-type": "float"})
        values(add(outcome, "default-value"), [most])
    add(root, "outcome-declaration", {"identifier": "FEEDBACK", "cardinality": "multiple", "base-type": "identifier"})
    root.append(item.body)
    root.append(item.processing)
    for id, text in item.said.items():
        shown = {"outcome-identifier": "FEEDBACK", "identifier": id, "show-hide": "show"}
        paragraph(add(add(root, "modal-feedback", shown), "content-body"), text)
    return document(root)


def _said(question: Question) -> dict[str, str]:
    """Return the feedback of a question by identifier; that of single answers is added by their shape."""
    return {RIGHT_SAID: question.right, WRONG_SAID: question.wrong, ANY_SAID: question.general}
