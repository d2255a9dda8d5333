"""Which feedback of a QTI item belongs to which response."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lms.packs.exchange.plain_text import from_element
from lms.packs.exchange.qti_processing import Rule
from lms.packs.exchange.xml_tree import Element
from lms.questions.exchanged import Tell
from lms.sentences import say

_WRONG = re.compile(r"(?i)(?:^|[^a-z])(?:in-?correct|wrong|false)|incorrect")
_RIGHT = re.compile(r"(?i)(?:^|[^a-z])(?:correct|right|true)")
_ANY = re.compile(r"(?i)general|solution|neutral|always|rationale")
_BOILERPLATE = re.compile(r"(?i)^(?:feedback|modal|choice|response|fb)[-_]?|[-_]?(?:feedback|fb)$")


@dataclass
class Feedback:
    """Texts by what they follow: an identifier or value of a response, a right, a wrong or any response."""

    of: dict[str, str] = field(default_factory=dict)
    right: str = ""
    wrong: str = ""
    general: str = ""


def feedback_of(item: Element, rules: Iterable[Rule], known: Iterable[str], tell: Tell) -> Feedback:
    """Return the feedback of an item; `known` are the identifiers its response can hold.

    A feedback block whose condition is not understood is told.
    """
    found = Feedback()
    ids, conditions = set(known), [*rules]
    for choice in item.below("simple-choice", "simple-associable-choice", "inline-choice", "hotspot-choice"):
        for inline in choice.elements("feedback-inline", "feedback-block"):
            found.of[choice.attributes.get("identifier", "")] = from_element(inline, tell)
            choice.children.remove(inline)
    for element in item.below("modal-feedback", "feedback-block", "feedback-inline"):
        text = from_element(element, tell)
        if element.attributes.get("show-hide", "show") == "hide":
            tell(say("a feedback is hidden after a response instead of shown"), say("it was left out"))
        elif text:
            _place(found, element.attributes.get("identifier", ""), text, conditions, ids, tell)
    return found


def _place(found: Feedback, id: str, text: str, rules: list[Rule], ids: set[str], tell: Tell) -> None:
    rule = next((rule for rule in rules if id in rule.told and rule.when != "unknown"), None)
    bare = _BOILERPLATE.sub("", id)
    if rule is not None and rule.when == "value":
        found.of.update(dict.fromkeys(rule.values, text))
    elif id in ids or bare in ids:
        found.of[id if id in ids else bare] = text
    elif rule is not None and rule.when == "always":
        found.general = text
    elif _WRONG.search(id) or (rule is not None and rule.when == "other"):
        found.wrong = text
    elif _RIGHT.search(id) or (rule is not None and rule.when == "right"):
        found.right = text
    elif _ANY.search(id):
        found.general = text
    else:
        tell(say("the condition of the feedback “{id}” is not understood", id=id[:40]), say("it was left out"))
