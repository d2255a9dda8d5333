"""How a quiz is taken, what topics it has, and where a question belongs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lms.questions.editing.boxes import Figure, Name, Pick, Tick
from lms.questions.editing.parts import Entries, Part, Texts
from lms.questions.text import N_
from lms.studio.quizzes.forms.piece_form import NO_PAGE, Around, Choice, PerCent, PieceForm, YesNo

FEEDBACKS = (("end", N_("after everything is sent")), ("immediate", N_("question by question")))
COUNTING = (("best", N_("the best")), ("latest", N_("the latest")), ("first", N_("the first")))
REVIEWS = (
    ("full", N_("everything, with the right answers")),
    ("answers", N_("their own answers and how each did")),
    ("score", N_("only the points")),
)
REVIEWS_FROM = (
    ("submitted", N_("as soon as it is sent")),
    ("passed", N_("once it is passed, or no try is left")),
    ("last", N_("once no try is left")),
)


class RulesForm(PieceForm):
    """Title, pass mark, how many questions a try gets, and how it is taken."""

    title = Texts(N_("Title"))
    pass_mark = PerCent(
        N_("Pass mark, in per cent"),
        description=N_("Of the points of the questions a learner gets. 75: nine of twelve pass."),
    )
    draw = Figure(
        N_("How many questions a try gets"),
        whole=True,
        optional=True,
        description=N_("Each try draws that many, from all topics in turn. Empty: all of them."),
    )
    draw_per_topic = Figure(
        N_("Or: how many of each topic"),
        whole=True,
        optional=True,
        description=N_("Instead of the box above. Each try draws that many of every topic."),
    )
    feedback = Pick(
        N_("When learners read what an answer teaches"),
        choices=FEEDBACKS,
        usual="end",
        description=N_(
            "Question by question is for practice: whoever has checked an answer cannot change it any more."
        ),
    )
    attempts = Figure(
        N_("How many tries"),
        whole=True,
        optional=True,
        description=N_(
            "1 to 20. Empty: as many as they like. Whoever has used the last one cannot complete the module."
        ),
    )
    counts = Pick(
        N_("Which try counts"),
        choices=COUNTING,
        usual="best",
        description=N_("All are kept and listed; this one decides whether the quiz is passed."),
    )
    time_limit = Figure(
        N_("Minutes for a try"),
        whole=True,
        optional=True,
        description=N_(
            "1 to 240. Empty: no limit. A limit is a hurdle for whoever reads slowly or with a screen reader."
        ),
    )
    review = Pick(
        N_("What learners see afterwards"),
        choices=REVIEWS,
        usual="full",
        description=N_("With anything less than everything they never learn here what would have been right."),
    )
    review_from = Pick(
        N_("From when they see it"),
        choices=REVIEWS_FROM,
        usual="submitted",
        description=N_("Before that, only the points are shown."),
    )
    shuffle = Tick(
        N_("Mix the order of questions and options"),
        usual=True,
        description=N_("Each try has an order of its own. Leave it off where questions build on each other."),
    )
    partial_credit = Tick(
        N_("Give part of the point for an answer that is partly right"),
        usual=True,
        description=N_("Off: half right is wrong, as with a check list for safety."),
    )
    confidence = Tick(
        N_("Also ask how sure they are"),
        description=N_("It never changes the points; learners read how well they knew what they know."),
    )
    recall = Tick(
        N_("Let its key questions come back in the weeks after the module"),
        usual=True,
        description=N_("Three at most a day, two minutes, never a mark."),
    )


class TopicPart(Part):
    """What some questions have in common, and the page that teaches it."""

    id = Name(N_("Id"))
    title = Texts(N_("Topic"))
    page = Choice(N_("The page that teaches it"), none=NO_PAGE)


class TopicsForm(PieceForm):
    """The topics of a quiz; in the file each is a table under its name."""

    topics = Entries(
        TopicPart,
        N_("Topics"),
        one=N_("Topic"),
        description=N_(
            "With topics, a try draws from each, and learners see how they did in each with the page to read."
        ),
    )

    @classmethod
    def of_file(cls, table: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the topics as a list."""
        topics = table.get("topics")
        named = topics.items() if isinstance(topics, Mapping) else ()
        return {"topics": [{**(each if isinstance(each, Mapping) else {}), "id": name} for name, each in named]}

    def for_file(self) -> dict[str, Any]:
        """Return the topics by name."""
        written = [entry.form.written() for entry in self.topics]
        topics = {each.pop("id", ""): each for each in written}
        return {"topics": topics} if topics else {}

    def offer(self, around: Around) -> None:
        """Offer the pages."""
        for entry in self.topics:
            entry.form.page.offer(around.pages)


class PlaceForm(PieceForm):
    """Where a question belongs: its topic, the page that teaches it, whether it comes back."""

    topic = Choice(N_("Topic"), none=N_("no topic"))
    page = Choice(
        N_("The page that teaches just this"),
        none=N_("the page of its topic"),
        description=N_("Learners find it beside the answer."),
    )
    recall = YesNo(
        N_("Comes back in the weeks after the module"),
        unsaid=N_("leave it to the program"),
        yes=N_("yes"),
        no=N_("never"),
    )

    def offer(self, around: Around) -> None:
        """Offer topics and pages."""
        self.topic.offer(around.topics)
        self.page.offer(around.pages)
