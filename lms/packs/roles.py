"""What the parts of a pack are called in a sentence: blocks' roles, and what differences are about."""

from typing import Final

from lms.sentences import Sentence, say

CALLED: Final[dict[str, Sentence]] = {
    "page": say("page"),
    "block": say("block"),
    "calculator": say("calculator"),
    "fact": say("fact"),
    "quiz": say("quiz"),
    "self-assessment": say("self-assessment"),
    "drill": say("drill"),
    "item": say("item"),
    "statement": say("statement"),
    "option": say("option"),
    "media": say("picture"),
    "clip": say("clip"),
}
