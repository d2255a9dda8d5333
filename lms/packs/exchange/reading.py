"""What reading a file of another program gives, whatever its format."""

from dataclasses import dataclass, field

from lms.packs.exchange.refusals import Losses
from lms.questions.exchanged import Question
from lms.sentences import say

MOST_QUESTIONS = 500
"""Questions that are read of one file; a quiz of ours has at most 100."""

MOST_ANSWERS = 200
"""Answers of one question that are read; no kind of ours holds as many."""


@dataclass
class Reading:
    """The questions of a file, what did not come along, and its title, identifier and language where it tells them."""

    file: str
    losses: Losses = field(default_factory=Losses)
    questions: list[Question] = field(default_factory=list)
    title: str = ""
    identifier: str = ""
    language: str = ""

    def leave_out(self, question: str, reason: str) -> None:
        """Note that a whole question stays behind."""
        self.losses.add(self.file, question, reason, say("the question was left out"))

    def take(self, question: Question) -> None:
        """Add a question; one with far too many answers, and those beyond the limit, stay behind."""
        if question.size > MOST_ANSWERS:
            self.leave_out(question.title, say("it has more than {most} answers", most=MOST_ANSWERS))
        elif len(self.questions) >= MOST_QUESTIONS:
            self.leave_out(question.title, say("there are more than {most} questions", most=MOST_QUESTIONS))
        else:
            self.questions.append(question)
