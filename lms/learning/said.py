"""What the acts of trainers and HR on quizzes are called in the list of who did what."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from lms.people import history

history.describe_all(
    {
        "person.extra-time": _l("More time at quizzes was given"),
        "quiz.another-try": _l("One more try at a quiz was given"),
        "quiz.regraded": _l("Results of a quiz were put right after its key was mended"),
        "studio.regrading": _l("Results of a quiz were put right after its key was mended"),
    }
)
