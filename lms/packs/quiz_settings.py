"""How a quiz is taken: feedback, attempts and which one counts, order, time, review, partial credit."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, cast, get_args

from lms.questions.tables import Table
from lms.questions.text import Json
from lms.sentences import say

Feedback = Literal["end", "immediate"]
Counts = Literal["best", "latest", "first"]
Review = Literal["full", "answers", "score"]
ReviewFrom = Literal["submitted", "passed", "last"]

MOST_ATTEMPTS = 20
MOST_MINUTES = 240


@dataclass(frozen=True, slots=True)
class Settings:
    """The rules of a quiz; what a file does not say stands here.

    feedback: what an answer teaches is shown at the "end", or question by question ("immediate").
    attempts: 1 to 20, None for as many as one likes. counts: which of them decides result and passing.
    shuffle: whether questions and options stand in an order of each attempt's own.
    time_limit: minutes, 1 to 240, None for as long as one likes.
    review: what a submitted attempt shows: everything ("full"), one's own answers and how each did ("answers"), or only
    the score. review_from: from the submission on, once it is "passed" or no attempt is left, or only then ("last").
    partial_credit: whether an answer that is partly right has a part of the point.
    """

    feedback: Feedback = "end"
    attempts: int | None = None
    counts: Counts = "best"
    shuffle: bool = True
    time_limit: int | None = None
    review: Review = "full"
    review_from: ReviewFrom = "submitted"
    partial_credit: bool = True

    def document(self) -> dict[str, Json]:
        """Return the settings as JSON."""
        return asdict(self)

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "Settings":
        """Build the settings from their document; a setting that it lacks has its default."""
        return cls(**document)

    @property
    def rules(self) -> list[Json]:
        """What passing means beside the pass mark: a change of it is a change of meaning."""
        return [self.attempts, self.counts, self.time_limit, self.partial_credit]


def read_settings(table: Table) -> Settings:
    """Read what a quiz file says of how it is taken; combinations that contradict each other are faults."""
    own = Settings()
    settings = Settings(
        cast(Feedback, table.one_of("feedback", get_args(Feedback), default=own.feedback)),
        table.whole("attempts", 1, MOST_ATTEMPTS) if table.has("attempts") else None,
        cast(Counts, table.one_of("counts", get_args(Counts), default=own.counts)),
        table.flag("shuffle", default=own.shuffle),
        table.whole("time_limit", 1, MOST_MINUTES) if table.has("time_limit") else None,
        cast(Review, table.one_of("review", get_args(Review), default=own.review)),
        cast(ReviewFrom, table.one_of("review_from", get_args(ReviewFrom), default=own.review_from)),
        table.flag("partial_credit", default=own.partial_credit),
    )
    _check(table, settings)
    return settings


def _check(table: Table, settings: Settings) -> None:
    if settings.attempts == 1 and table.has("counts"):
        table.fault(
            "counts", say("With one attempt there is nothing to choose."), say("Remove counts, or allow more attempts.")
        )
    if settings.review_from == "last" and settings.attempts is None:
        message = say("Without a number of attempts there is no last one.")
        table.fault("review_from", message, say('Add attempts, or write review_from = "passed".'))
    if settings.review == "score" and table.has("review_from"):
        message = say("With only the score there is nothing to show later.")
        table.fault("review_from", message, say('Remove it, or write review = "answers" or "full".'))
    if settings.feedback == "immediate" and settings.review != "full":
        message = say("Immediate feedback has shown everything before the review could hide it.")
        table.fault("review", message, say('Remove review, or write feedback = "end".'))
    if settings.feedback == "immediate" and settings.review_from != "submitted":
        message = say("Immediate feedback has shown everything before the review begins.")
        table.fault("review_from", message, say('Remove review_from, or write feedback = "end".'))
