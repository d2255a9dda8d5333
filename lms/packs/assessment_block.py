"""The block that invites to a self-assessment in the middle of a page."""

from lms.packs.blocks import Use
from lms.packs.instruments import KIND
from lms.questions.text import N_

SELF_ASSESSMENT = Use(KIND, N_("Self-assessment"))
"""`use = "its-name"`: the file quizzes/its-name.toml, whose kind is self-assessment."""
