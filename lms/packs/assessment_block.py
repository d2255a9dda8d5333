"""The block that invites to a self-assessment in the middle of a page."""

from lms.packs.blocks import Use
from lms.packs.instruments import KIND

SELF_ASSESSMENT = Use(KIND)
"""`use = "its-name"`: the file quizzes/its-name.toml, whose kind is self-assessment."""
