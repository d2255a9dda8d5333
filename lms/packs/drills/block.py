"""The block that invites to a decision drill in the middle of a page."""

from lms.packs.blocks import Use
from lms.packs.drills.model import KIND
from lms.questions.text import N_

DRILL = Use(KIND, N_("Decision drill"))
"""`use = "its-name"`: the file quizzes/its-name.toml, whose kind is drill."""
