"""What parts, kinds and acts are called on the pages of questions."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

FILE_KINDS: Final = {
    "quiz": (
        _l("Quiz"),
        _l("Questions with right answers. It can decide whether somebody has completed the module."),
    ),
    "self-assessment": (
        _l("Self-assessment"),
        _l("Statements about one's own work, for the person alone. Nothing is right, nothing is passed."),
    ),
    "drill": (
        _l("Decision drill"),
        _l("A story in which one decides; a tool computes the years that follow each decision."),
    ),
}
"""{kind of file: its name, and what it is for in one sentence}"""

QUESTION_KINDS: Final = {
    "single-choice": (_l("One answer"), _l("Several answers stand there, one is right. Quick to write and to answer.")),
    "multiple-choice": (_l("Several answers"), _l("Any number may be right; a wrong one takes a point away.")),
    "number": (_l("A number"), _l("Something is worked out. Typical mistakes get an explanation of their own.")),
    "short-text": (_l("A few words"), _l("A term is written from memory. Spellings that count are listed.")),
    "order": (_l("Put in order"), _l("Steps or sizes are brought into the right order.")),
    "matching": (_l("Find pairs"), _l("What stands on the left is matched with what fits it on the right.")),
    "matrix": (_l("A table"), _l("The same few answers for several rows; also without right and wrong.")),
    "ranking": (_l("Rank by weight"), _l("What matters most comes first; also without right and wrong.")),
    "scale": (_l("A point on a scale"), _l("An estimate or an opinion between two ends; it need not count.")),
    "hotspot": (_l("A place in a picture"), _l("Found on a picture; a list beside it holds the same places.")),
}
"""{kind of question: its name, and what a learner does in one sentence}"""

SECTIONS: Final = {
    "rules": _l("How it is taken"),
    "topics": _l("Topics"),
    "about": _l("What it is about"),
    "scale": _l("The scale"),
    "bands": _l("What the whole score says"),
    "spread": _l("What chance does to a score"),
    "numbers": _l("The numbers"),
    "items": _l("Questions"),
    "subscales": _l("Sub-dimensions"),
    "scenes": _l("Scenes"),
    "endings": _l("Endings"),
}
"""What the parts of a file are called."""

ONE_OF: Final = {
    "items": _l("Question"),
    "subscales": _l("Sub-dimension"),
    "scenes": _l("Scene"),
    "endings": _l("Ending"),
}
STATEMENTS, STATEMENT = _l("Statements"), _l("Statement")

ACTS: Final = {
    "question.changed": _l("changed a question"),
    "question.moved": _l("put questions in another order"),
    "question.removed": _l("removed a question"),
    "question.added": _l("added a question"),
    "question.mended": _l("said whether a published answer was wrong"),
    "questions.made": _l("began a quiz"),
    "questions.imported": _l("took over questions from a file"),
    "picture.added": _l("added a picture"),
}
"""What acts are called in the history of a draft, after the name of who did it."""
