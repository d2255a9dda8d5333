"""What a kind of block asks its author: one line for each key of its fence, from which the studio makes a form.

A kind declares `label`, `keys` and, where a new block begins with more than an id, nothing else: a plug-in's kind that
declares them gets a form of its own, and one that does not is edited as the text it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from lms.questions.text import Json

FORMS = ("words", "markdown", "number", "name", "use", "media", "clip")
"""A line of words, Markdown, a whole number, a name others may share, what the block stands for, a picture, a clip."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a fence: `name`, with a dot inside a table; `form` of `FORMS`; what the author is asked.

    `most`: characters, of a number its largest value; `required`: whether the block needs it.
    """

    name: str
    form: str
    label: str
    required: bool = True
    most: int = 500
    help: str = ""

    def document(self, told: Mapping[str, str]) -> dict[str, Json]:
        """Return the key as JSON, with the words of `told` in place of its own."""
        return {
            "name": self.name,
            "form": self.form,
            "required": self.required,
            "most": self.most,
            "label": told.get(self.label, self.label),
            "help": told.get(self.help, self.help),
        }
