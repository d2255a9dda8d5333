"""The block that invites to a decision drill in the middle of a page."""

from lms.packs.blocks import Use
from lms.packs.drills.model import KIND

DRILL = Use(KIND)
"""`use = "its-name"`: the file quizzes/its-name.toml, whose kind is drill."""
