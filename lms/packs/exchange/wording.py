"""Words an import has to add because the source leaves them to the program that shows it."""

from lms.questions.text import Text

TRUE: Text = {"en": "True", "da": "Sandt", "sv": "Sant"}
FALSE: Text = {"en": "False", "da": "Falsk", "sv": "Falskt"}
BLANK = "_____"
"""Where the missing word stands in a sentence."""

SET_PHRASES = {
    "your answer is correct.",
    "your answer is partially correct.",
    "your answer is incorrect.",
}
"""What Moodle writes under every question unless its author does: it teaches nothing and counts as no feedback."""
