"""The kinds of block that ask for something of the reader's own: a thought, an exercise at work, a promise.

What is typed there hangs on the module and the block's id, so the id stands once in a module and stays.
"""

from lms.packs.block_keys import Key
from lms.packs.blocks import Body, Markdown, Reference
from lms.questions.tables import Table
from lms.questions.text import N_, Json

OWN_KINDS = ("reflect", "exercise", "promise")
"""The kinds whose block id a learner's own words hang on."""
MOST_MINUTES = 600


class Reflect:
    """A question to think about in private: `question`, and a `hint` that may be left out."""

    name = "reflect"
    label = N_("Stop and think")
    keys = (Key("question", "words", N_("Question")), Key("hint", "words", N_("Hint"), required=False))

    def read(self, table: Table, markdown: Markdown) -> Body:
        """Read `question` and `hint`."""
        return Body({"question": table.words("question"), "hint": table.words("hint", default="")})


class Exercise:
    """Something to do at work: `title`, `text` (its steps in Markdown), `minutes` and what to `bring_back`.

    Exercises of one module with the same `choice` stand for each other: the learner does one of them.
    """

    name = "exercise"
    label = N_("Exercise at work")
    keys = (
        Key("title", "words", N_("Title"), most=120),
        Key("text", "markdown", N_("What to do, step by step"), most=10_000),
        Key("minutes", "number", N_("Minutes"), most=MOST_MINUTES),
        Key("bring_back", "words", N_("What to bring back")),
        Key(
            "choice",
            "name",
            N_("One of several"),
            False,
            64,
            N_("Exercises with the same word here stand for each other: the learner does one of them."),
        ),
    )

    def read(self, table: Table, markdown: Markdown) -> Body:
        """Read `title`, `text`, `minutes`, `bring_back` and `choice`."""
        choice = table.name("choice", default="")
        data: dict[str, Json] = {
            "title": table.words("title", most=120),
            "minutes": table.whole("minutes", 1, MOST_MINUTES),
            "bring_back": table.words("bring_back"),
            "choice": choice,
        }
        return Body(data, markdown(table, "text"), (Reference("choice", choice),) if choice else ())


class Promise:
    """A promise to somebody by a day: `question`, and a `hint` that may be left out."""

    name = "promise"
    label = N_("Promise")
    keys = (Key("question", "words", N_("Question")), Key("hint", "words", N_("Hint"), required=False))

    def read(self, table: Table, markdown: Markdown) -> Body:
        """Read `question` and `hint`."""
        return Body({"question": table.words("question"), "hint": table.words("hint", default="")})


REFLECT = Reflect()
EXERCISE = Exercise()
PROMISE = Promise()
